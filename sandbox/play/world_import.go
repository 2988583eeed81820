package play

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"rolecall/sandbox"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// Exported is a whole world as one JSON document: its accounts, policies and
// clock, and the sessions that were issued in it. Events are read at events_url.
type Exported struct {
	Format   string           `json:"format"`
	Title    string           `json:"title,omitempty"`
	World    json.RawMessage  `json:"world"`
	Sessions []*world.Session `json:"sessions,omitempty"`
}

// ExportFormat is counted up when an older program could no longer read it.
const ExportFormat = "rolecall-world-1"

// Export writes the world down to be imported again.
func (p *World) Export() (Exported, error) {
	document, err := json.Marshal(p.World)
	return Exported{ExportFormat, p.Title, document, p.Sessions()}, err
}

// IsAccountDetails tells the answer of `aws iam get-account-authorization-details`
// by its members.
func IsAccountDetails(data []byte) bool {
	var d struct{ UserDetailList, RoleDetailList json.RawMessage }
	return json.Unmarshal(data, &d) == nil && (d.UserDetailList != nil || d.RoleDetailList != nil)
}

// Imported makes a world of what was exported. It is taken whole or refused with
// the reasons, a line each; what couldn't be taken over of a foreign form is listed.
func (s *Service) Imported(data []byte) (*World, []string, error) {
	if IsAccountDetails(data) {
		if err := advice.GivenOnce(data); err != nil {
			return nil, nil, advice.BadInput("The account can't be taken in: %s.", advice.Placed(data, data, err))
		}
		w, left, err := sandbox.FromAccountDetails(data, s.Env())
		if err != nil {
			return nil, nil, advice.BadInput("The account can't be taken in: %s.", advice.Placed(data, data, err))
		}
		return &World{WorldInfo: store.WorldInfo{Title: w.Accounts()[0].Name}, World: w, imported: true}, left, nil
	}
	var e Exported
	if err := advice.StrictJSON(data, &e); err != nil {
		return nil, nil, err
	}
	if e.Format != ExportFormat {
		return nil, nil, advice.BadInput("The import's format is %q; this program reads %q.", e.Format, ExportFormat)
	}
	var faults []string
	if title, err := TitleOf(e.Title); e.Title != "" && (err != nil || title != e.Title) {
		faults = append(faults, fmt.Sprintf("the import's %q is no title: one line of at most %d letters, digits, signs and single spaces", "title", MaxTitle))
	}
	w, err := world.Unmarshal(e.World, s.Env())
	if err == nil {
		err = w.CheckImport()
	}
	if err == nil {
		err = w.Adopt(e.Sessions)
	}
	if unsound, ok := errors.AsType[*world.UnsoundError](err); ok {
		faults = append(faults, unsound.Lines()...)
	} else if err != nil {
		faults = append(faults, advice.Placed(data, e.World, err))
	}
	if faults != nil {
		return nil, nil, refusedWorld(faults)
	}
	return &World{WorldInfo: store.WorldInfo{Scenario: w.Scenario(), Title: e.Title}, World: w, imported: true}, nil, nil
}

// refusedWorld says why a world can't be taken in; of several reasons each has a line.
func refusedWorld(faults []string) error {
	if len(faults) == 1 {
		return advice.BadInput("The world can't be taken in: %s.", faults[0])
	}
	return advice.BadInput("The world can't be taken in, for these reasons:\n%s", strings.Join(faults, "\n"))
}

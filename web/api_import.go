package web

import (
	"encoding/json"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// exported is a whole world as one JSON document: its accounts, policies and
// clock, and the sessions that were issued in it. Events are read at events_url.
type exported struct {
	Format   string           `json:"format"`
	Title    string           `json:"title,omitempty"`
	World    json.RawMessage  `json:"world"`
	Sessions []*world.Session `json:"sessions,omitempty"`
}

// exportFormat is counted up when an older program could no longer read it.
const exportFormat = "rolecall-world-1"

const maxTitle = 200 // characters

func (s *server) apiExport(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	e, err := p.export()
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, e)
}

func (p *playing) export() (exported, error) {
	document, err := json.Marshal(p.World)
	return exported{exportFormat, p.Title, document, p.Sessions()}, err
}

// isAccountDetails tells the answer of `aws iam get-account-authorization-details`
// by its members.
func isAccountDetails(data []byte) bool {
	var d struct{ UserDetailList, RoleDetailList json.RawMessage }
	return json.Unmarshal(data, &d) == nil && (d.UserDetailList != nil || d.RoleDetailList != nil)
}

// imported makes a world of what was exported. It is taken whole or refused with
// the reason; what couldn't be taken over of a foreign form is listed.
func (s *server) imported(data []byte) (*playing, []string, error) {
	if isAccountDetails(data) {
		w, left, err := sandbox.FromAccountDetails(data, s.env())
		if err != nil {
			return nil, nil, badInput("The account can't be taken in: %v.", err)
		}
		return &playing{WorldInfo: store.WorldInfo{Title: w.Accounts()[0].Name}, World: w}, left, nil
	}
	var e exported
	if err := strictJSON(data, &e); err != nil {
		return nil, nil, err
	}
	if e.Format != exportFormat {
		return nil, nil, badInput("The import's format is %q; this program reads %q.", e.Format, exportFormat)
	}
	if len([]rune(e.Title)) > maxTitle {
		return nil, nil, badInput("A world's title has at most %d characters.", maxTitle)
	}
	w, err := world.Unmarshal(e.World, s.env())
	if err != nil {
		return nil, nil, badInput("The world can't be taken in: %v.", err)
	}
	if err := w.Adopt(e.Sessions); err != nil {
		return nil, nil, badInput("The world can't be taken in: %v.", err)
	}
	return &playing{WorldInfo: store.WorldInfo{Scenario: w.Scenario(), Title: e.Title}, World: w}, nil, nil
}

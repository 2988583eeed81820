package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"rolecall/sandbox"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
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
// the reasons, a line each; what couldn't be taken over of a foreign form is listed.
func (s *worldService) imported(data []byte) (*playing, []string, error) {
	if isAccountDetails(data) {
		if err := givenOnce(data); err != nil {
			return nil, nil, advice.BadInput("The account can't be taken in: %s.", placed(data, data, err))
		}
		w, left, err := sandbox.FromAccountDetails(data, s.env())
		if err != nil {
			return nil, nil, advice.BadInput("The account can't be taken in: %s.", placed(data, data, err))
		}
		return &playing{WorldInfo: store.WorldInfo{Title: w.Accounts()[0].Name}, World: w, imported: true}, left, nil
	}
	var e exported
	if err := strictJSON(data, &e); err != nil {
		return nil, nil, err
	}
	if e.Format != exportFormat {
		return nil, nil, advice.BadInput("The import's format is %q; this program reads %q.", e.Format, exportFormat)
	}
	var faults []string
	if title, err := titleOf(e.Title); e.Title != "" && (err != nil || title != e.Title) {
		faults = append(faults, fmt.Sprintf("the import's %q is no title: one line of at most %d letters, digits, signs and single spaces", "title", play.MaxTitle))
	}
	w, err := world.Unmarshal(e.World, s.env())
	if err == nil {
		err = w.CheckImport()
	}
	if err == nil {
		err = w.Adopt(e.Sessions)
	}
	if unsound, ok := errors.AsType[*world.UnsoundError](err); ok {
		faults = append(faults, unsound.Lines()...)
	} else if err != nil {
		faults = append(faults, placed(data, e.World, err))
	}
	if faults != nil {
		return nil, nil, refusedWorld(faults)
	}
	return &playing{WorldInfo: store.WorldInfo{Scenario: w.Scenario(), Title: e.Title}, World: w, imported: true}, nil, nil
}

// refusedWorld says why a world can't be taken in; of several reasons each has a line.
func refusedWorld(faults []string) error {
	if len(faults) == 1 {
		return advice.BadInput("The world can't be taken in: %s.", faults[0])
	}
	return advice.BadInput("The world can't be taken in, for these reasons:\n%s", strings.Join(faults, "\n"))
}

// jsonPrefix is what encoding/json begins its errors with, also inside of others.
var jsonPrefix = regexp.MustCompile(`(^|: )json: `)

// mistyped says which value is of the wrong type, without Go's names for it.
func mistyped(e *json.UnmarshalTypeError) string {
	what := "it"
	if e.Field != "" {
		what = strconv.Quote(e.Field)
	}
	kind, literal, _ := strings.Cut(e.Value, " ")
	is := map[string]string{"string": "a text", "number": "a number", "bool": "true or false", "array": "an array", "object": "an object"}[kind]
	if literal != "" {
		is = literal
	}
	return fmt.Sprintf("%s is %s where %s is due", what, is, dueFor(e.Type))
}

// dueFor is what JSON calls a value of a type.
func dueFor(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return dueFor(t.Elem())
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.Map, reflect.Struct, reflect.Interface:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	default:
		return "a whole number that isn't too large"
	}
}

var unknownMember = regexp.MustCompile(`unknown field ("(?:[^"\\]|\\.)*")`)

// placed says why JSON was refused and where: the line and column in all of the
// text, of which part was what was read.
func placed(all, part []byte, err error) string {
	why := strings.TrimSuffix(jsonPrefix.ReplaceAllString(err.Error(), "$1"), ".")
	at := int64(-1)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = max(e.Offset-1, 0)
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at, why = e.Offset, strings.Replace(err.Error(), e.Error(), mistyped(e), 1)
	} else if m := unknownMember.FindStringSubmatch(err.Error()); m != nil {
		at = int64(bytes.Index(part, []byte(m[1])))
	} else if e, ok := errors.AsType[*twiceError](err); ok {
		at = e.offset
	} else if errors.Is(err, io.ErrUnexpectedEOF) {
		at, why = int64(len(part)), "it ends in the middle"
	}
	if at < 0 {
		return why
	}
	from := max(bytes.Index(all, part), 0)
	before := all[:min(from+int(at), len(all))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d: %s", line, column, why)
}

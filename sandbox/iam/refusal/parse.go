package refusal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"
)

// MaxRefusals is how many refusals of one text are read.
const MaxRefusals = 10

// Parse reads the first refusal of a text. The error says what is wrong with the
// text in words for its reader.
func Parse(text string) (*Refused, error) {
	all, err := ParseAll(text)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// ParseAll reads all refusals of a text: a message or several, a record of
// CloudTrail, a list or a sequence of records. Refusals that say the same count
// once; more than [MaxRefusals] are left out.
func ParseAll(text string) ([]*Refused, error) {
	switch {
	case len(text) > MaxText:
		return nil, fmt.Errorf("the text is longer than %d KB", MaxText>>10)
	case !utf8.ValidString(text):
		return nil, errors.New("the text is not UTF-8")
	}
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if text == "" {
		return nil, errors.New("there is nothing to read")
	}
	if text[0] == '{' || text[0] == '[' {
		if list, err := parseJSON([]byte(text)); err == nil || text[0] == '{' || !strings.HasPrefix(strings.TrimLeft(text[1:], " \t"), "E") {
			return distinct(list), err
		}
	}
	return parseMessages(text)
}

// parseJSON reads one JSON value, or several that follow each other.
func parseJSON(data []byte) ([]*Refused, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	var list []*Refused
	var failed error
	for range maxValues {
		var v json.RawMessage
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			if len(list) == 0 {
				return nil, broken(json.Unmarshal(data, new(any)))
			}
			break
		}
		found, err := unwrap(v, maxWraps)
		if err != nil && failed == nil {
			failed = err
		}
		list = append(list, found...)
	}
	if len(list) == 0 {
		return nil, failed
	}
	return list, nil
}

// maxValues is how many JSON values of one text are read.
const maxValues = 200

// begin is where one of several messages begins.
var begin = regexp.MustCompile(`An error occurred \([A-Za-z0-9.]{3,80}\) when calling|\b(?:User|Principal): \S+ is not authorized to perform:`)

// parseMessages reads a text in words: each refusal that it tells of by itself.
func parseMessages(text string) ([]*Refused, error) {
	if line := jsonIn(text); line != "" {
		if list, err := parseJSON([]byte(line)); err == nil {
			return distinct(list), nil
		}
	}
	var list []*Refused
	for _, part := range parts(text) {
		if r, err := parseMessage(part); err == nil && r.Action != "" {
			list = append(list, r)
		}
	}
	if len(list) > 1 {
		return distinct(list), nil
	}
	whole, err := parseMessage(text)
	if err != nil {
		return nil, err
	}
	return []*Refused{whole}, nil
}

// nearby is how far behind "An error occurred" the words of the same error begin.
const nearby = 160

// parts cuts a text where its second, third and further messages begin.
func parts(text string) []string {
	var list []string
	from, last := 0, -1
	for i, m := range begin.FindAllStringIndex(text, 4*MaxRefusals) {
		lead := strings.HasPrefix(text[m[0]:], "An error")
		if i > 0 && (lead || last < 0 || m[0]-last > nearby) {
			list = append(list, text[from:m[0]])
			from, last = m[0], -1
		}
		if lead {
			last = m[0]
		}
	}
	return append(list, text[from:])
}

// jsonIn is the JSON object that a log line ends with, if it looks like a record.
func jsonIn(text string) string {
	at := strings.IndexByte(text, '{')
	if at < 0 || !strings.Contains(text[at:], `"event`) {
		return ""
	}
	return text[at:]
}

// distinct leaves out what says the same as one before it, and too many.
func distinct(list []*Refused) []*Refused {
	var out []*Refused
	for _, r := range list {
		same := false
		for _, o := range out {
			same = same || o.Action == r.Action && o.Resource == r.Resource && o.Principal == r.Principal && o.Explicit == r.Explicit && o.Layer == r.Layer && reflect.DeepEqual(o.Context, r.Context) &&
				(o.Code == r.Code || r.Code == guessedCode)
		}
		if !same && len(out) < MaxRefusals {
			out = append(out, r)
		}
	}
	return out
}

// guessedCode is the code of a message that names none.
const guessedCode = "AccessDenied"

package prose

import (
	"net/url"
	"slices"
	"strings"
)

// Links decides where the links of a text lead.
type Links interface {
	// Resolve takes a destination as written and the place of the link.
	Resolve(dest string, at Place) Target
}

// Target is where a link leads. With a Fault, a plain sentence, it leads nowhere;
// without an Href the link's words are shown as plain text.
type Target struct {
	Href  string
	Class string
	Fault string
}

// hosts are the only ones a course sends its readers to.
var hosts = []string{
	"docs.aws.amazon.com",
	"aws.amazon.com",
	"datatracker.ietf.org",
	"www.rfc-editor.org",
}

// CheckURL returns what is wrong with an external address: it must be https and on
// one of the few hosts that the course relies on. Empty means it is fine.
func CheckURL(raw string) string {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return "this isn't an address: " + raw
	case u.Scheme != "https":
		return "an address outside begins with https://, this one is " + raw
	case u.User != nil || u.Port() != "" || !slices.Contains(hosts, u.Host):
		return "links outside lead to " + strings.Join(hosts, ", ") + " only, not to " + u.Host
	}
	return ""
}

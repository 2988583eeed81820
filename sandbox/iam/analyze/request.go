package analyze

import (
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// Request is one authorization request, in the form that `rolecall eval` takes.
type Request struct {
	Principal       string              `json:"principal"`
	Action          string              `json:"action"`
	Resource        string              `json:"resource"`
	ResourceAccount string              `json:"resourceAccount"`
	Context         map[string][]string `json:"context"` // keys that some policy asks about; an absent key is absent
}

// Ready makes the request ready for [iam.Evaluate] and [iam.Explain].
func (r Request) Ready() (*iam.Request, error) {
	return iam.NewRequest(r.Principal, r.Action, r.Resource, r.ResourceAccount, r.Context)
}

// with returns the request with one key changed; no values make it absent.
func (r Request) with(key string, values []string) Request {
	ctx := make(map[string][]string, len(r.Context)+1)
	for k, v := range r.Context {
		if !strings.EqualFold(k, key) {
			ctx[k] = v
		}
	}
	if len(values) > 0 {
		ctx[key] = values
	}
	r.Context = ctx
	return r
}

func (r Request) value(key string) []string {
	for k, v := range r.Context {
		if strings.EqualFold(k, key) {
			return v
		}
	}
	return nil
}

// Caller is somebody whose own side is known.
type Caller struct {
	Principal string // as [iam.ParsePrincipal] takes it
	Identity  []*iam.Policy
	Boundary  *iam.Policy
	Session   []*iam.Policy
	SCPs      [][]*iam.Policy
	Context   map[string][]string // what every call of theirs carries, such as tags
}

// Target is a resource whose own side is known. Policy may be nil: it has none.
type Target struct {
	ARN     string
	Account string
	Policy  *iam.Policy
	RCPs    [][]*iam.Policy
}

// DocumentError says that a document given for analysis is none.
type DocumentError struct {
	Name     string
	Findings []iam.Finding
}

// Error names the document and its first fault.
func (e *DocumentError) Error() string {
	for _, f := range e.Findings {
		if f.Severity == iam.SeverityError {
			return e.Name + ": " + f.String()
		}
	}
	return e.Name + ": not a policy"
}

// parse compiles a document; none at all is a policy that is not there.
func parse(kind iam.Kind, name string, src []byte) (*iam.Policy, error) {
	if len(src) == 0 {
		return nil, nil
	}
	p, findings := iam.Parse(kind, name, src)
	if p == nil || iam.HasError(findings) {
		return nil, &DocumentError{name, findings}
	}
	return p, nil
}

// The documents that stand in for sides that are not known.
const (
	allowAll     = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`
	openResource = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}`
	openTrust    = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}}`
)

// standIns are those documents compiled.
type standIns struct {
	identity, scp, resource, trust *iam.Policy
	yielding                       map[string]*iam.Policy // by account and kind
}

func newStandIns() *standIns {
	must := func(kind iam.Kind, src string) *iam.Policy {
		p, _ := iam.Parse(kind, "assumed", []byte(src))
		return p
	}
	return &standIns{
		identity: must(iam.KindIdentity, allowAll), scp: must(iam.KindSCP, allowAll),
		resource: must(iam.KindResource, openResource), trust: must(iam.KindTrust, openTrust),
		yielding: map[string]*iam.Policy{},
	}
}

// open is a resource's policy that lets everybody in.
func (s *standIns) open(action, resource string) *iam.Policy {
	if iam.AsksTrustPolicy(action, resource) {
		return s.trust
	}
	return s.resource
}

// yield is a resource's policy that leaves the decision to the caller's account.
func (s *standIns) yield(account, action, resource string) *iam.Policy {
	kind, rest, name := iam.KindResource, `"Action":"*","Resource":"*"`, "r"
	if iam.AsksTrustPolicy(action, resource) {
		kind, rest, name = iam.KindTrust, `"Action":"sts:*"`, "t"
	}
	if account == "" {
		return s.open(action, resource)
	}
	if p := s.yielding[name+account]; p != nil {
		return p
	}
	p, _ := iam.Parse(kind, "assumed", []byte(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"`+account+`"},`+rest+`}}`))
	s.yielding[name+account] = p
	return p
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func appendNew(list []string, values ...string) []string {
	for _, v := range values {
		if v != "" && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// listWords writes words as prose: "a, b and c".
func listWords(words []string, conjunction string) string {
	const most = 3
	if len(words) > most {
		words = append(slices.Clone(words[:most]), itoa(len(words)-most)+" more")
	}
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + max(n, 0)))
	}
	return itoa(n/10) + itoa(n%10)
}

package iam

// Trace is a decision with its whole reason. Its JSON form is stable.
type Trace struct {
	Decision  Decision     `json:"decision"`
	DeniedBy  Layers       `json:"deniedBy"`
	Sentence  string       `json:"sentence"` // one plain sentence naming the cause
	Principal string       `json:"principal"`
	Action    string       `json:"action"`
	Resource  string       `json:"resource"`
	Layers    []LayerTrace `json:"layers"` // all six, in the order AWS evaluates them
	Steps     []TraceStep  `json:"steps"`  // the combination, in the order AWS documents
}

// Verdict is what one layer, or one step of the combination, came to.
type Verdict uint8

// The verdicts.
const (
	VerdictNotApplicable Verdict = iota
	VerdictImplicitDeny
	VerdictExplicitDeny
	VerdictAllowed
)

// String returns "notApplicable", "implicitDeny", "explicitDeny" or "allowed".
func (v Verdict) String() string {
	switch v {
	case VerdictNotApplicable:
		return "notApplicable"
	case VerdictImplicitDeny:
		return "implicitDeny"
	case VerdictExplicitDeny:
		return "explicitDeny"
	case VerdictAllowed:
		return "allowed"
	}
	return "unknown"
}

// MarshalText writes the word that [Verdict.String] gives.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// LayerTrace is one layer's part in a decision.
type LayerTrace struct {
	Layer    Layer         `json:"layer"`
	Label    string        `json:"label"`
	Required bool          `json:"required"` // an Allow was needed here
	Applies  bool          `json:"applies"`  // the layer counts for this caller at all
	Verdict  Verdict       `json:"verdict"`
	Reason   string        `json:"reason"`
	Policies []PolicyTrace `json:"policies"`
}

// PolicyTrace is one policy of a layer. Level counts from 0 at the
// organization's root for SCPs and RCPs, and is 0 elsewhere.
type PolicyTrace struct {
	Name       string           `json:"name"`
	Kind       Kind             `json:"kind"`
	Level      int              `json:"level"`
	Statements []StatementTrace `json:"statements"`
}

// StatementTrace is one statement: whether it matched and, if not, the first
// element that failed, what it wanted and what the request held.
type StatementTrace struct {
	Index    int      `json:"index"`
	Sid      string   `json:"sid,omitempty"`
	Effect   Effect   `json:"effect"`
	Matched  bool     `json:"matched"`
	Failed   string   `json:"failed,omitempty"`   // "", Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition
	Operator string   `json:"operator,omitempty"` // of the condition that failed
	Key      string   `json:"key,omitempty"`
	Seen     []string `json:"seen,omitempty"`   // the request's values; none when absent
	Wanted   []string `json:"wanted,omitempty"` // the statement's values, as written
	Text     string   `json:"text"`             // one plain sentence
	Span     Span     `json:"span"`
	Rule     string   `json:"rule"`
}

// TraceStep is one step of the combination.
type TraceStep struct {
	Rule    string  `json:"rule"`
	Layer   string  `json:"layer,omitempty"` // a layer's id, or empty for the whole
	Verdict Verdict `json:"verdict"`
	Text    string  `json:"text"`
}

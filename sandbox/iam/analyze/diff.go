package analyze

import (
	"fmt"
	"strings"

	"rolecall/sandbox/iam"
)

// Change is one policy in two versions, with what else is known. Only Kind and
// the two documents are required.
type Change struct {
	Kind   iam.Kind
	Name   string // what to call the document in sentences: "Deploy's trust policy"; may be empty
	Before []byte // nil: there was none
	After  []byte // nil: there is none any more

	// Holder is what the policy hangs on: of an identity policy, a boundary or a
	// session policy the caller (a user or a role session; a role's ARN stands for
	// a session of it), of a trust or resource policy the resource's ARN, of an SCP
	// or RCP an account below it. Empty takes an example.
	Holder  string
	Account string // that owns the resource Holder, where its ARN doesn't say
	Level   int    // of an SCP or RCP: its place in the known levels, root first

	Callers []Caller // whose own side is known
	Targets []Target // resources whose own side is known
	Limit   int      // requests to try at most; 0 means DefaultLimit
	Count   Counter  // counts the work; nil when nobody does
}

// DefaultLimit is how many requests a search tries unless told otherwise; each
// is evaluated under both versions.
const DefaultLimit = 20_000

// mostWitnesses is how many differences are told.
const mostWitnesses = 40

// Difference is what a change comes to.
type Difference struct {
	Same      bool      `json:"same"`     // no request was found that is decided differently
	Complete  bool      `json:"complete"` // the search went through; false: it was cut off at its limit
	Tried     int       `json:"tried"`    // requests
	Limit     int       `json:"limit"`
	Sentence  string    `json:"sentence"`
	Witnesses []Witness `json:"witnesses"` // one for each cause, widenings first; never nil
}

// Direction says which way a change goes.
type Direction string

// The directions.
const (
	Widened  Direction = "widened"  // refused before, allowed now
	Narrowed Direction = "narrowed" // allowed before, refused now
)

// Witness is a request that is decided differently.
type Witness struct {
	Direction Direction    `json:"direction"`
	Request   Request      `json:"request"`
	Before    iam.Decision `json:"before"`
	BeforeBy  iam.Layers   `json:"beforeDeniedBy"`
	After     iam.Decision `json:"after"`
	AfterBy   iam.Layers   `json:"afterDeniedBy"`
	Sentence  string       `json:"sentence"`
	Cause     Cause        `json:"cause"`
	Assumes   []string     `json:"assumes"` // what was taken for granted about sides that aren't known; never nil

	old, new *iam.Policies
}

// Policies are the policies of the witness's request before or after, those
// assumed included, for [iam.Explain].
func (w *Witness) Policies(after bool) *iam.Policies {
	if after {
		return w.new
	}
	return w.old
}

// Cause is the statement that makes the difference.
type Cause struct {
	In        string   `json:"in"`        // the version it stands in: "before" or "after"
	Statement int      `json:"statement"` // its index, from 0; -1: the policy itself, by what it leaves out
	Sid       string   `json:"sid,omitempty"`
	Span      iam.Span `json:"span"`
	Elements  []string `json:"elements"` // in what it differs from the nearest statement of the other version: Principal, Action, Resource, Condition; never nil
}

// Diff finds requests that two versions of a policy decide differently: allowed
// by one and refused by the other. (A request that both refuse is no difference,
// be it for a Deny or for want of an Allow.) The search asks for the statements
// that stand in one version alone and varies what they depend on; it tries at
// most Limit requests. The error is a [*DocumentError], the counter's, or says what
// is wrong with the holder.
func Diff(c Change) (*Difference, error) {
	d, err := newDiffer(c)
	if err != nil {
		return nil, err
	}
	if len(d.changed) > 0 {
		d.search()
	}
	if d.f.err != nil {
		return nil, d.f.err
	}
	return d.result(), nil
}

// side is one version.
type side struct {
	name   string
	policy *iam.Policy
}

// statementRef is a statement of one version, or by the index whole the version
// itself: a limit that is there limits also by what it leaves out.
type statementRef struct {
	side  int // 0 before, 1 after
	index int
}

const whole = -1

type differ struct {
	c                   Change
	sides               [2]side
	f                   *field
	stand               *standIns
	changed             []statementRef
	denies              bool // some changed statement is a Deny
	limit               int
	tried               int
	cut                 bool
	size                int // statements at hand
	effort, effortUntil int
	groups              map[string]*finding
	order               []string
}

func newDiffer(c Change) (*differ, error) {
	d := &differ{c: c, limit: c.Limit, stand: newStandIns(), groups: map[string]*finding{}}
	if d.limit <= 0 {
		d.limit = DefaultLimit
	}
	name := c.Name
	if name == "" {
		name = "the policy"
	}
	for i, src := range [][]byte{c.Before, c.After} {
		p, err := parse(c.Kind, name, src)
		if err != nil {
			return nil, err
		}
		d.sides[i] = side{[]string{"before", "after"}[i], p}
	}
	if err := d.settleHolder(); err != nil {
		return nil, err
	}
	d.f = newField(d.homeAccount(), d.sides[0].policy, d.sides[1].policy)
	d.f.inOrg = c.Kind == iam.KindSCP || c.Kind == iam.KindRCP
	d.f.count = c.Count
	d.addKnown()
	d.compare()
	return d, nil
}

// settleHolder fills in an example for what is not said.
func (d *differ) settleHolder() error {
	c := &d.c
	switch c.Kind {
	case iam.KindIdentity, iam.KindBoundary, iam.KindSession:
		if c.Holder == "" {
			c.Holder = "arn:aws:iam::111122223333:user/alice"
		}
		if parts := strings.SplitN(c.Holder, ":", 6); len(parts) == 6 && strings.HasPrefix(parts[5], "role/") {
			c.Holder = "arn:" + parts[1] + ":sts::" + parts[4] + ":assumed-role/" + lastPart(parts[5]) + "/session"
		}
		if _, err := iam.ParsePrincipal(c.Holder); err != nil {
			return fmt.Errorf("holder: %w", err)
		}
	case iam.KindTrust:
		if c.Holder == "" {
			c.Holder = "arn:aws:iam::444455556666:role/Deploy"
		}
		if !iam.AsksTrustPolicy("sts:TagSession", c.Holder) {
			return fmt.Errorf("holder: %q is not the ARN of a role", c.Holder)
		}
	case iam.KindResource:
	case iam.KindSCP, iam.KindRCP:
		if c.Account == "" {
			c.Account = c.Holder
		}
	}
	if c.Account == "" {
		c.Account = accountOf(c.Holder, "111122223333")
	}
	if len(c.Account) != 12 || !isDigits(c.Account) {
		return fmt.Errorf("account: %q is not an account id: it has twelve digits", c.Account)
	}
	return nil
}

func (d *differ) homeAccount() string {
	if d.c.Kind == iam.KindTrust {
		return accountOf(d.c.Holder, d.c.Account)
	}
	return d.c.Account
}

func (d *differ) addKnown() {
	for i := range d.c.Callers {
		c := &d.c.Callers[i]
		d.addAll(c.Identity, [][]*iam.Policy{{c.Boundary}, c.Session}, c.SCPs)
	}
	for _, t := range d.c.Targets {
		d.addAll([]*iam.Policy{t.Policy}, t.RCPs, nil)
	}
}

func (d *differ) addAll(list []*iam.Policy, levels ...[][]*iam.Policy) {
	for _, p := range list {
		d.f.add(p)
	}
	for _, ls := range levels {
		for _, l := range ls {
			for _, p := range l {
				d.f.add(p)
			}
		}
	}
}

// compare finds the statements that stand in one version alone.
func (d *differ) compare() {
	count := map[string]int{}
	keys := [2][]string{}
	for i, s := range d.sides {
		if s.policy == nil {
			continue
		}
		for _, cl := range d.f.clauses[s.policy] {
			k := canonical(cl, s.policy.Version())
			keys[i] = append(keys[i], k)
			if i == 0 {
				count[k]++
			}
		}
	}
	left := map[string]int{}
	for i, k := range keys[1] {
		if count[k] > left[k] {
			left[k]++
			continue
		}
		d.changed = append(d.changed, statementRef{1, i})
	}
	for i, k := range keys[0] {
		if left[k] > 0 {
			left[k]--
			continue
		}
		d.changed = append(d.changed, statementRef{0, i})
	}
	if d.limits() && (d.sides[0].policy == nil) != (d.sides[1].policy == nil) {
		ref := statementRef{0, whole}
		if d.sides[0].policy == nil {
			ref.side = 1
		}
		d.changed = append(d.changed, ref)
	}
	for _, ref := range d.changed {
		d.denies = d.denies || ref.index != whole && d.clause(ref).Effect == iam.Deny
	}
}

func (d *differ) clause(ref statementRef) *iam.Clause {
	return &d.f.clauses[d.sides[ref.side].policy][ref.index]
}

// limits reports whether the policy is of a kind that limits by being there.
func (d *differ) limits() bool {
	return d.c.Kind == iam.KindBoundary || d.c.Kind == iam.KindSession || d.c.Kind == iam.KindSCP && d.allows()
}

// canonical is a statement's meaning as text: without its Sid and its place.
func canonical(cl iam.Clause, version string) string {
	var b strings.Builder
	fmt.Fprint(&b, cl.Effect, cl.NotPrincipal, cl.NotAction, cl.NotResource)
	b.WriteString(sortedText(cl.Actions, strings.ToLower) + sortedText(cl.Resources, nil))
	var ps, cs []string
	for _, p := range cl.Principals {
		ps = append(ps, p.Sort+" "+p.Value)
	}
	for _, c := range cl.Conditions {
		cs = append(cs, c.Operator+" "+strings.ToLower(c.Key)+" "+sortedText(c.Values, nil))
	}
	text := b.String() + sortedText(ps, nil) + sortedText(cs, nil)
	if strings.Contains(text, "${") {
		text += version
	}
	return text
}

package analyze

import (
	"cmp"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// Refusal is a request that was refused, with all policies that applied.
type Refusal struct {
	Request  Request
	Policies iam.Policies

	// Yours are the layers whose documents the asker may edit. None means identity
	// policies, the resource's policy and session policies: SCPs, RCPs and
	// boundaries are set over people's heads.
	Yours iam.Layers
	Count Counter // counts the work; nil when nobody does

	Untold []string // keys of the request's context that are only supposed
}

// Mending is what could be done about a refusal.
type Mending struct {
	Decision iam.Decision `json:"decision"`
	DeniedBy iam.Layers   `json:"deniedBy"`
	Sentence string       `json:"sentence"` // the cause, as the engine tells it
	Advice   string       `json:"advice"`   // what to do about it, in one or two sentences
	Helpless bool         `json:"helpless"` // nothing in the asker's hands helps
	Mends    []Mend       `json:"mends"`    // smallest and safest first; never nil
}

// Mend is one way to have the request allowed: all of its steps together.
type Mend struct {
	Sentence  string   `json:"sentence"`
	OverBroad bool     `json:"overBroad"` // it lets in more than the request needs
	Guardrail bool     `json:"guardrail"` // it changes what an organization or a boundary guards
	Yours     bool     `json:"yours"`     // every step is in the asker's hands
	Risks     []string `json:"risks"`     // why it is over-broad, or what else to know; never nil
	Steps     []Step   `json:"steps"`
	Admits    []string `json:"admits,omitempty"` // requests that it lets in besides, each tried, in words

	request  Request
	policies iam.Policies
}

// Request is the request with what the mend has the call bring.
func (m *Mend) Request() Request { return m.request }

// Policies are the policies with the mend applied, for [iam.Explain].
func (m *Mend) Policies() *iam.Policies { return &m.policies }

// StepKind says what a step does.
type StepKind string

// The kinds of step.
const (
	StepCall    StepKind = "call"    // make the call differently; no document changes
	StepCorrect StepKind = "correct" // a value that nearly matched is put right
	StepExtend  StepKind = "extend"  // one more entry in an Allow that is there
	StepAdd     StepKind = "add"     // one more Allow statement, or a new document
	StepNarrow  StepKind = "narrow"  // a Deny spares this request
	StepRelax   StepKind = "relax"   // an Allow asks for less
	StepRemove  StepKind = "remove"  // a Deny goes
)

// Step changes one document, or the call.
type Step struct {
	Kind      StepKind      `json:"kind"`
	Sentence  string        `json:"sentence"`
	Layer     string        `json:"layer,omitempty"`    // the layer's id; empty for a call
	Document  string        `json:"document,omitempty"` // the policy's name; empty for a new one
	New       bool          `json:"new,omitempty"`      // the document isn't there yet
	Policy    iam.Kind      `json:"policyKind"`
	Level     int           `json:"level"`               // of SCPs and RCPs, root first
	Statement int           `json:"statement"`           // the statement's index in the new document; -1 when it went or for a call
	Text      string        `json:"text,omitempty"`      // the whole new document
	Bring     []Need        `json:"bring,omitempty"`     // of a call
	Decides   string        `json:"decides"`             // who has to agree
	Findings  []iam.Finding `json:"findings,omitempty"`  // what the linter says of the new document and not of the old
	OverBroad bool          `json:"overBroad,omitempty"` // the step lets in more than the request needs
	Risks     []string      `json:"risks,omitempty"`
}

// Need is something that a call has to carry, or must not carry (no values).
type Need struct {
	Key    string   `json:"key"`
	Values []string `json:"values"`
	Words  string   `json:"words"` // "with MFA"
}

// layerSlot is where a policy stands among [iam.Policies].
type layerSlot struct {
	layer        iam.Layer
	level, index int // index -1: not there yet
}

// patch is a step that can be applied.
type patch struct {
	step Step
	slot layerSlot
	doc  *iam.Policy // nil for a call
	call choice
	cost int
}

const (
	mostPatches = 16
	mostEdits   = 48
	mostSteps   = 4
	mostMends   = 8
	mostTrials  = 4000
)

// WhyNot looks for the smallest changes that would have a refused request
// allowed: what the call could bring, an entry or a statement more in an Allow, a
// Deny that spares it. Every mend is applied and evaluated; none is a proper part
// of another. The error says what is wrong with the request, or is the counter's.
func WhyNot(refusal Refusal) (*Mending, error) {
	m, err := newMender(refusal)
	if err != nil {
		return nil, err
	}
	m.trace = iam.Explain(m.ready, &m.given.Policies)
	m.completeContext()
	out := &Mending{Decision: m.trace.Decision, DeniedBy: m.trace.DeniedBy, Sentence: m.trace.Sentence, Mends: []Mend{}}
	if m.trace.Decision == iam.Allowed {
		out.Advice = "It is allowed; there is nothing to fix."
		return out, nil
	}
	m.propose()
	out.Mends = m.combine()
	if m.f.err != nil {
		return nil, m.f.err
	}
	out.Helpless = !slices.ContainsFunc(out.Mends, func(m Mend) bool { return m.Yours })
	out.Advice = m.advice(out)
	return out, nil
}

type mender struct {
	given   Refusal
	f       *field
	spot    *spot
	base    choice
	request Request
	ready   *iam.Request
	who     iam.Principal
	trace   *iam.Trace
	patches []patch
	edits   int // documents tried
}

func newMender(given Refusal) (*mender, error) {
	if given.Yours == 0 {
		given.Yours = iam.LayersOf(iam.LayerIdentity, iam.LayerResource, iam.LayerSession)
	}
	m := &mender{given: given, request: given.Request}
	r, err := m.request.Ready()
	if err != nil {
		return nil, err
	}
	m.ready, m.who = r, r.Principal()
	var all []*iam.Policy
	m.each(func(_ layerSlot, p *iam.Policy) { all = append(all, p) })
	m.f = newField(m.who.Account(), all...)
	m.f.count = given.Count
	m.spot = &spot{who: m.who, action: m.request.Action, resource: m.request.Resource, account: m.request.ResourceAccount}
	m.takeContext()
	return m, nil
}

// takeContext starts the search from what the request carries.
func (m *mender) takeContext() {
	m.base, m.spot.own = choice{}, map[string][]string{}
	for k, v := range m.request.Context {
		m.base[strings.ToLower(k)] = v
		if st, _ := m.f.key(m.spot, k); st == keyGiven {
			m.spot.own[k] = v // as the request has it: a role's path, say
		}
	}
}

// completeContext adds aws:PrincipalArn, which every call of an account carries,
// unless that alone would decide the request.
func (m *mender) completeContext() {
	if !hasAccount(m.who) || len(m.request.value("aws:PrincipalArn")) > 0 {
		return
	}
	next := m.request.with("aws:PrincipalArn", []string{principalARN(m.who)})
	if r, err := next.Ready(); err == nil && iam.Evaluate(r, &m.given.Policies).Decision == m.trace.Decision {
		m.request, m.ready = next, r
		m.takeContext()
	}
}

// principalARN is what names a caller in policies: of a session its role.
func principalARN(p iam.Principal) string {
	if p.Type() == iam.PrincipalAssumedRole {
		return "arn:aws:iam::" + p.Account() + ":role/" + p.Name()
	}
	return p.ARN()
}

// each visits every policy with its place.
func (m *mender) each(visit func(layerSlot, *iam.Policy)) {
	p := &m.given.Policies
	list := func(l iam.Layer, level int, ps []*iam.Policy) {
		for i, q := range ps {
			if q != nil {
				visit(layerSlot{l, level, i}, q)
			}
		}
	}
	list(iam.LayerIdentity, 0, p.Identity)
	list(iam.LayerBoundary, 0, []*iam.Policy{p.Boundary})
	list(iam.LayerSession, 0, p.Session)
	list(iam.LayerResource, 0, []*iam.Policy{p.Resource})
	for i, ps := range p.SCPs {
		list(iam.LayerSCP, i, ps)
	}
	for i, ps := range p.RCPs {
		list(iam.LayerRCP, i, ps)
	}
}

// apply puts patches into the policies and the call.
func (m *mender) apply(list []patch) (Request, iam.Policies) {
	p, req := m.given.Policies, m.request
	put := func(ps []*iam.Policy, at int, doc *iam.Policy) []*iam.Policy {
		ps = slices.Clone(ps)
		if at < 0 {
			return append(ps, doc)
		}
		ps[at] = doc
		return ps
	}
	for _, x := range list {
		if x.doc == nil {
			for _, n := range x.step.Bring {
				req = req.with(n.Key, n.Values)
			}
			continue
		}
		switch x.slot.layer {
		case iam.LayerIdentity:
			p.Identity = put(p.Identity, x.slot.index, x.doc)
		case iam.LayerSession:
			p.Session = put(p.Session, x.slot.index, x.doc)
		case iam.LayerBoundary:
			p.Boundary = x.doc
		case iam.LayerResource:
			p.Resource = x.doc
		case iam.LayerSCP:
			p.SCPs = slices.Clone(p.SCPs)
			p.SCPs[x.slot.level] = put(p.SCPs[x.slot.level], x.slot.index, x.doc)
		case iam.LayerRCP:
			p.RCPs = slices.Clone(p.RCPs)
			p.RCPs[x.slot.level] = put(p.RCPs[x.slot.level], x.slot.index, x.doc)
		}
	}
	return req, p
}

// combine finds the sets of patches that help and hold no smaller one that does.
func (m *mender) combine() []Mend {
	slices.SortStableFunc(m.patches, func(a, b patch) int { return a.cost - b.cost })
	m.patches = m.patches[:min(len(m.patches), mostPatches)]
	var found [][]int
	trials := 0
	for size := 1; size <= mostSteps; size++ {
		choose(len(m.patches), size, func(set []int) bool {
			if holdsOne(found, set) || m.clash(set) {
				return true
			}
			trials++
			if m.works(set) {
				found = append(found, slices.Clone(set))
			}
			return trials < mostTrials && m.f.spend(m.f.whole())
		})
	}
	mends := []Mend{}
	for _, set := range found {
		mends = append(mends, m.mend(set))
	}
	slices.SortStableFunc(mends, func(a, b Mend) int {
		return cmp.Or(truth(a.loosens())-truth(b.loosens()), truth(a.OverBroad)-truth(b.OverBroad), truth(a.Guardrail)-truth(b.Guardrail), truth(b.Yours)-truth(a.Yours), len(a.Steps)-len(b.Steps), a.rank()-b.rank())
	})
	return mends[:min(len(mends), mostMends)]
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// choose visits the sets of size numbers below n until visit says to stop.
func choose(n, size int, visit func([]int) bool) {
	set := make([]int, size)
	var pick func(at, from int) bool
	pick = func(at, from int) bool {
		if at == size {
			return visit(set)
		}
		for i := from; i < n; i++ {
			set[at] = i
			if !pick(at+1, i+1) {
				return false
			}
		}
		return true
	}
	pick(0, 0)
}

func holdsOne(found [][]int, set []int) bool {
	return slices.ContainsFunc(found, func(f []int) bool {
		return !slices.ContainsFunc(f, func(i int) bool { return !slices.Contains(set, i) })
	})
}

// clash reports whether two patches of a set write the same document or bring
// different values of one key.
func (m *mender) clash(set []int) bool {
	for i, a := range set {
		for _, b := range set[i+1:] {
			x, y := &m.patches[a], &m.patches[b]
			if x.doc != nil && y.doc != nil && x.slot == y.slot {
				return true
			}
			for _, n := range x.step.Bring {
				for _, o := range y.step.Bring {
					if strings.EqualFold(n.Key, o.Key) && !slices.Equal(n.Values, o.Values) {
						return true
					}
				}
			}
		}
	}
	return false
}

func (m *mender) pick(set []int) []patch {
	list := make([]patch, len(set))
	for i, at := range set {
		list[i] = m.patches[at]
	}
	return list
}

func (m *mender) works(set []int) bool {
	req, p := m.apply(m.pick(set))
	r, err := req.Ready()
	return err == nil && iam.Evaluate(r, &p).Decision == iam.Allowed
}

func (m *mender) mend(set []int) Mend {
	out := Mend{Risks: []string{}, Yours: true}
	var words []string
	for _, x := range m.pick(set) {
		out.Steps = append(out.Steps, x.step)
		out.OverBroad = out.OverBroad || x.step.OverBroad
		out.Risks = appendNew(out.Risks, x.step.Risks...)
		words = append(words, x.step.Sentence)
		if x.doc != nil {
			guard := x.slot.layer == iam.LayerSCP || x.slot.layer == iam.LayerRCP || x.slot.layer == iam.LayerBoundary
			out.Guardrail = out.Guardrail || guard
			out.Yours = out.Yours && m.given.Yours.Has(x.slot.layer)
		}
	}
	out.Sentence = strings.Join(words, " And: ")
	out.request, out.policies = m.apply(m.pick(set))
	return out
}

func (m *mender) advice(out *Mending) string {
	switch {
	case m.who.Type() == iam.PrincipalRoot && strings.EqualFold(m.request.Action, "sts:AssumeRole"):
		return "No policy helps: a root user cannot assume roles. Call as a user or from another role."
	case len(out.Mends) == 0:
		return "Nothing that was tried helps: neither what the call could bring nor up to four edits of these policies together."
	case out.Helpless:
		var who []string
		for _, s := range out.Mends[0].Steps {
			who = appendNew(who, s.Decides)
		}
		return "Nothing in your hands helps. It is for " + listWords(who, "and") + " to decide."
	}
	first := out.Mends[0]
	if first.OverBroad {
		return "Every fix lets in more than this request needs; the smallest is: " + first.Sentence
	}
	return first.Sentence
}

package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// Door is a trust or resource policy, to be asked who gets in.
type Door struct {
	Kind     iam.Kind // KindTrust or KindResource
	Name     string   // what to call the document; may be empty
	Document []byte
	Resource string // the resource's ARN; empty takes an example for a trust policy
	Account  string // that owns the resource, where its ARN doesn't say
	RCPs     [][]*iam.Policy
	Count    Counter // counts the work; nil when nobody does
}

// Entrances are the ways in.
type Entrances struct {
	Sentence  string     `json:"sentence"`
	Entrances []Entrance `json:"entrances"` // riskiest first; never nil
	Risks     []Risk     `json:"risks"`     // of all entrances, worst first; never nil
	Complete  bool       `json:"complete"`  // false: there are more ways in than were looked into, or too many requests to try
}

// Entrance is whom one statement lets in by one entry of its Principal.
type Entrance struct {
	Who       string   `json:"who"`       // "anyone in 111122223333", "alice"
	Class     string   `json:"class"`     // everybody, account, user, role, session, federatedUser, service, provider or nobody
	Outside   bool     `json:"outside"`   // from another account than the resource's, or from none
	Open      bool     `json:"open"`      // some request gets in; Witness is one
	Delegates bool     `json:"delegates"` // the caller's own side has to say yes as well
	Sentence  string   `json:"sentence"`
	Actions   []string `json:"actions"` // as written; NotAction as "everything but …"
	Asks      []string `json:"asks"`    // the statement's conditions in words; never nil
	Witness   *Request `json:"witness,omitempty"`
	Needs     []Need   `json:"needs"`   // what the witness carries to meet the conditions; never nil
	Assumes   []string `json:"assumes"` // never nil
	Why       string   `json:"why,omitempty"`
	Statement int      `json:"statement"`
	Sid       string   `json:"sid,omitempty"`
	Span      iam.Span `json:"span"`
	Risks     []Risk   `json:"risks"` // never nil

	policies *iam.Policies
}

// Policies are the policies of the witness's request, those assumed included.
func (e *Entrance) Policies() *iam.Policies { return e.policies }

// RiskLevel ranks a risk.
type RiskLevel string

// The levels.
const (
	RiskHigh   RiskLevel = "high"   // strangers get in
	RiskMedium RiskLevel = "medium" // more get in, or do more, than is likely meant
	RiskLow    RiskLevel = "low"    // worth a look
)

// Risk is one thing to worry about. Code is stable; those of the linter's
// advice stand as they are.
type Risk struct {
	Code     string    `json:"code"`
	Level    RiskLevel `json:"level"`
	Sentence string    `json:"sentence"`
	Mend     string    `json:"mend,omitempty"`
	Span     iam.Span  `json:"span"`
}

// The codes of risks besides the linter's.
const (
	riskPublic   = "open-to-everybody"
	riskWeak     = "weak-condition"
	riskRewrite  = "may-rewrite-policy"
	riskAnyTags  = "any-session-tags"
	riskNobody   = "names-nobody"
	riskNegative = "only-negative-conditions"
	riskWayUp    = "way-up"
)

// WhoGetsIn lists whom a trust or resource policy lets in, each by a request that
// was evaluated. The caller's own side, which the policy can't tell, is assumed
// to say yes; whether it matters is told by Delegates. The error is a
// [*DocumentError], the counter's, or says that the door's resource is none.
func WhoGetsIn(door Door) (*Entrances, error) {
	name := cmp.Or(door.Name, "the policy")
	p, err := parse(door.Kind, name, door.Document)
	if err != nil {
		return nil, err
	}
	out := &Entrances{Entrances: []Entrance{}, Risks: []Risk{}, Complete: true}
	if p == nil {
		out.Sentence = "Without a policy nobody gets in by it."
		return out, nil
	}
	if door.Kind == iam.KindTrust && door.Resource == "" {
		door.Resource = "arn:aws:iam::444455556666:role/Deploy"
	}
	if err := door.checkResource(); err != nil {
		return nil, err
	}
	if door.Account == "" {
		door.Account = accountOf(door.Resource, "111122223333")
	}
	w := &watch{door: door, p: p, f: newField(door.Account, p), stand: newStandIns(), findings: iam.Lint(door.Kind, name, door.Document)}
	for _, level := range door.RCPs {
		for _, q := range level {
			w.f.add(q)
		}
	}
	w.f.count = door.Count
	w.actions = w.f.actions(door.Kind == iam.KindTrust)
	w.resources = w.pickResources()
	for i := range w.f.clauses[p] {
		if cl := &w.f.clauses[p][i]; cl.Effect == iam.Allow {
			w.statement(cl, out)
		}
	}
	if w.f.err != nil {
		return nil, w.f.err
	}
	out.Complete = !w.cut && !w.f.over() && w.effort <= mostEffort
	w.finish(out)
	return out, nil
}

// checkResource refuses what no policy of the door's kind can hang on.
func (door *Door) checkResource() error {
	switch {
	case door.Resource == "":
		return nil
	case door.Kind == iam.KindTrust && !iam.AsksTrustPolicy("sts:TagSession", door.Resource):
		return fmt.Errorf("%q is not the ARN of a role: one looks like arn:aws:iam::111122223333:role/Deploy", door.Resource)
	case strings.Count(door.Resource, ":") < 5 || !strings.HasPrefix(door.Resource, "arn:"):
		return fmt.Errorf("%q is not the ARN of a resource: one looks like arn:aws:s3:::reports", door.Resource)
	}
	return nil
}

type watch struct {
	door      Door
	p         *iam.Policy
	f         *field
	stand     *standIns
	findings  []iam.Finding
	actions   []string
	resources []string
	effort    int
	cut       bool // some entries were not looked into
}

// mostEffort bounds the search: so many statements are held against requests.
const mostEffort = 1_000_000

// mostEntrances is how many entries are looked into.
const mostEntrances = 100

func (w *watch) pickResources() []string {
	d := differ{c: Change{Kind: w.door.Kind, Holder: w.door.Resource}, f: w.f}
	return d.resources(w.actions)
}

func (w *watch) statement(cl *iam.Clause, out *Entrances) {
	if cl.NotPrincipal {
		w.enter(cl, iam.ClausePrincipal{Sort: "AWS", Value: "*"}, out)
		return
	}
	for _, n := range cl.Principals {
		if len(out.Entrances) >= mostEntrances {
			w.cut = true
			return
		}
		w.enter(cl, n, out)
	}
}

func (w *watch) enter(cl *iam.Clause, n iam.ClausePrincipal, out *Entrances) {
	e := Entrance{
		Class: classOf(n), Actions: actionsOf(cl), Asks: []string{}, Needs: []Need{}, Assumes: []string{}, Risks: []Risk{},
		Statement: cl.Index, Sid: cl.Sid, Span: cl.Span,
	}
	for _, c := range cl.Conditions {
		ask := c.Demand
		if c.HoldsWithoutKey() {
			ask += ", or absent"
		}
		e.Asks = append(e.Asks, ask)
	}
	callers := w.callersFor(n)
	if e.Class == "account" {
		for _, c := range cl.Conditions {
			callers = append(callers, w.f.callersIn(c)...)
		}
	}
	if f := w.dead(cl, n); f != nil {
		e.Why = f.Message
		callers = callers[:min(len(callers), 1)]
	} else {
		w.tryAll(cl, callers, &e)
	}
	w.describe(cl, n, callers, &e)
	w.risks(cl, n, &e)
	out.Entrances = append(out.Entrances, e)
}

func (w *watch) tryAll(cl *iam.Clause, callers []string, e *Entrance) {
	for _, arn := range callers {
		if w.try(cl, arn, e) {
			break
		}
	}
}

func classOf(n iam.ClausePrincipal) string {
	switch {
	case n.Value == "*":
		return "everybody"
	case n.Sort == "Service":
		return "service"
	case n.Sort == "Federated":
		return "provider"
	case n.Sort == "CanonicalUser" || strings.HasPrefix(n.Value, "AIDA") || strings.HasPrefix(n.Value, "AROA"):
		return "nobody"
	case len(n.Value) == 12 || strings.HasSuffix(n.Value, ":root"):
		return "account"
	case strings.Contains(n.Value, ":role/"):
		return "role"
	case strings.Contains(n.Value, ":assumed-role/"):
		return "session"
	case strings.Contains(n.Value, ":federated-user/"):
		return "federatedUser"
	}
	return "user"
}

func actionsOf(cl *iam.Clause) []string {
	if cl.NotAction {
		return []string{"everything but " + listWords(cl.Actions, "and")}
	}
	return nonNil(cl.Actions)
}

// describe puts an entrance into words.
func (w *watch) describe(cl *iam.Clause, n iam.ClausePrincipal, callers []string, e *Entrance) {
	e.Who = principalWords(n)
	if len(callers) > 0 {
		if words := w.f.fresh[callers[0]]; words != "" {
			e.Who = words
		} else if p, err := iam.ParsePrincipal(callers[0]); err == nil {
			e.Who = callerWords(p)
		}
	}
	who := iam.Principal{}
	if e.Witness != nil {
		who, _ = iam.ParsePrincipal(e.Witness.Principal)
		if e.Class == "everybody" || e.Class == "account" {
			e.Who = cmp.Or(w.f.fresh[who.ARN()], callerWords(who))
		}
	} else if len(callers) > 0 {
		who, _ = iam.ParsePrincipal(callers[0])
	}
	e.Outside = who.Account() != w.door.Account && e.Class != "nobody"
	if e.Class == "role" || e.Class == "user" {
		e.Who = principalWords(n)
	}
	if e.Class == "nobody" {
		e.Who, e.Sentence = "nobody", n.Value+" lets nobody in: no call can come from it."
		return
	}
	if e.Class == "service" && len(callers) == 0 {
		e.Sentence = "No request was tried: the service principal " + n.Value + " " + iam.KnownHere() + "."
		if near := iam.NearServicePrincipal(n.Value); near != "" {
			e.Sentence += " Did you mean " + near + "?"
		}
		return
	}
	if !e.Open {
		e.Sentence = upperFirst(e.Who) + " gets in by no request that was tried."
		return
	}
	var words []string
	for _, need := range e.Needs {
		if e.Class == "everybody" && strings.EqualFold(need.Key, "aws:PrincipalOrgID") {
			e.Who = "anyone in an account of " + organizations(cl, need)
			continue
		}
		words = append(words, need.Words)
	}
	e.Sentence = upperFirst(e.Who) + " can " + predicate(e.Witness.Action, e.Witness.Resource)
	if len(words) > 0 {
		e.Sentence += " " + listWords(words, "and")
	}
	if e.Delegates {
		owner := "account " + who.Account()
		if e.Class == "everybody" {
			owner = "their own account"
		}
		e.Sentence += ", if " + owner + " lets them"
	}
	e.Sentence += "."
}

// organizations names those whose members a statement lets in.
func organizations(cl *iam.Clause, need Need) string {
	asked := cl.OnKey(need.Key)
	switch {
	case cl.OpensKey(need.Key):
		return "any organization"
	case len(asked) == 1 && len(asked[0].Values) > 1:
		return "the organizations " + listWords(asked[0].Values, "or")
	}
	return "the organization " + listWords(need.Values, "and")
}

func (w *watch) finish(out *Entrances) {
	level := func(e Entrance) int {
		worst := 3
		for _, r := range e.Risks {
			worst = min(worst, rankOf(r.Level))
		}
		return worst
	}
	slices.SortStableFunc(out.Entrances, func(a, b Entrance) int { return level(a) - level(b) })
	told := map[string]bool{}
	opened := 0
	for _, e := range out.Entrances {
		opened += truth(e.Open)
		for _, r := range e.Risks {
			if key := r.Code + r.Sentence; !told[key] {
				told[key] = true
				out.Risks = append(out.Risks, r)
			}
		}
	}
	slices.SortStableFunc(out.Risks, func(a, b Risk) int { return rankOf(a.Level) - rankOf(b.Level) })
	switch {
	case opened == 0 && len(out.Entrances) == 0 && w.door.Kind == iam.KindResource && !strings.HasPrefix(w.door.Resource, "arn:aws:kms:"):
		out.Sentence = "It lets nobody in: it only denies. Callers of the resource's own account may still get in by their own policies, where no statement of it denies them."
	case opened == 0 && slices.ContainsFunc(out.Entrances, func(e Entrance) bool { return e.Class != "nobody" }):
		out.Sentence = "Nobody gets in by it, as far as was tried."
	case opened == 0:
		out.Sentence = "Nobody gets in by it."
	case len(out.Risks) > 0 && out.Risks[0].Level == RiskHigh:
		out.Sentence = out.Risks[0].Sentence
	case opened == 1:
		out.Sentence = "There is one way in. " + first(out.Entrances).Sentence
	default:
		out.Sentence = "There are " + itoa(opened) + " ways in."
	}
}

func first(list []Entrance) *Entrance {
	for i := range list {
		if list[i].Open {
			return &list[i]
		}
	}
	return &Entrance{}
}

func rankOf(l RiskLevel) int {
	switch l {
	case RiskHigh:
		return 0
	case RiskMedium:
		return 1
	case RiskLow:
		return 2
	}
	return 3
}

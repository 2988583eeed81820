package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// finding is a request decided differently, on its way to becoming a witness.
type finding struct {
	spot    *spot
	choice  choice
	on      footing
	request Request
	ready   *iam.Request
	assumes []string
	old     *iam.Policies
	new     *iam.Policies
	was, is iam.Result

	cause    statementRef
	elements []string // in which the cause differs from its nearest counterpart
	details  []string // the entries behind those
	nearest  int      // the counterpart's index in the other version, -1 for none
	denied   bool     // the cause is a Deny
}

func (g *finding) direction() Direction {
	if g.is.Decision == iam.Allowed {
		return Widened
	}
	return Narrowed
}

// record keeps a finding if it tells its cause better than what is there.
func (d *differ) record(g *finding) {
	key, ok := d.explain(g)
	if !ok {
		return
	}
	had := d.groups[key]
	if had == nil {
		d.order = append(d.order, key)
	}
	if had == nil || d.weight(g) < d.weight(had) {
		d.groups[key] = g
	}
}

// weight ranks findings of one cause: the fewest conditions, the least assumed,
// the caller that says most.
func (d *differ) weight(g *finding) int {
	w := 10*len(g.request.Context) + 4*int(g.on) + 3*len(g.assumes)
	if g.direction() == Widened {
		w += 2 * d.distance(g)
	} else if d.f.fresh[g.spot.who.ARN()] != "" {
		w += 2
	}
	if !hasAccount(g.spot.who) {
		w++
	}
	return w
}

// explain finds the statement behind a finding. The key is the same for findings
// of one cause.
func (d *differ) explain(g *finding) (key string, ok bool) {
	if g.cause, g.denied, ok = d.causeOf(g); !ok {
		return "", false
	}
	g.nearest, g.elements, g.details = d.counterpart(g)
	return fmt.Sprint(g.direction(), g.cause, g.denied, g.elements, g.details), true
}

// causeOf is the changed statement that made the difference: what was added for
// it, or else what was taken away.
func (d *differ) causeOf(g *finding) (ref statementRef, deny, ok bool) {
	want := [2]iam.Effect{iam.Deny, iam.Allow} // by side, of what widens
	first := 1
	if g.direction() == Narrowed {
		want = [2]iam.Effect{iam.Allow, iam.Deny}
		first = 1
		if g.is.Decision != iam.ExplicitDeny {
			first = 0
		}
	} else if g.was.Decision == iam.ExplicitDeny {
		first = 0
	}
	for _, side := range [2]int{first, 1 - first} {
		for _, ref := range d.changed {
			if ref.side != side || ref.index == whole || d.clause(ref).Effect != want[side] {
				continue
			}
			if d.sides[side].policy.MatchClause(ref.index, g.ready, d.bounded(g, side)).All() {
				return ref, want[side] == iam.Deny, true
			}
		}
	}
	if last := d.changed[len(d.changed)-1]; last.index == whole {
		return last, false, true
	}
	return ref, false, false
}

func (d *differ) bounded(g *finding, side int) bool {
	if side == 0 {
		return g.old.Boundary != nil
	}
	return g.new.Boundary != nil
}

// counterpart is the statement of the other version and the same effect that
// comes nearest to matching, and where it falls short.
func (d *differ) counterpart(g *finding) (nearest int, elements, details []string) {
	nearest = -1
	if g.cause.index == whole {
		return nearest, []string{}, []string{strings.ToLower(g.request.Action)}
	}
	other := d.sides[1-g.cause.side].policy
	mine := d.sides[g.cause.side].policy.MatchClause(g.cause.index, g.ready, false)
	best := 5
	if other != nil {
		for i, cl := range d.f.clauses[other] {
			if cl.Effect != d.clause(g.cause).Effect {
				continue
			}
			m := other.MatchClause(i, g.ready, false)
			if n := failures(m); n < best {
				best, nearest = n, i
				elements, details = d.shortfall(m, mine, &cl)
			}
		}
	}
	if nearest < 0 {
		elements = []string{}
		details = []string{entry(mine.PrincipalEntry), entry(mine.ActionEntry)}
	}
	return nearest, elements, details
}

func failures(m iam.ClauseMatch) (n int) {
	for _, ok := range [...]bool{m.Principal, m.Action, m.Resource, m.Condition} {
		if !ok {
			n++
		}
	}
	return n
}

func entry(i int) string { return fmt.Sprint(i) }

func (d *differ) shortfall(m, mine iam.ClauseMatch, cl *iam.Clause) (elements, details []string) {
	elements = []string{}
	if !m.Principal {
		elements, details = append(elements, "Principal"), append(details, entry(mine.PrincipalEntry))
	}
	if !m.Action {
		elements, details = append(elements, "Action"), append(details, entry(mine.ActionEntry))
	}
	if !m.Resource {
		elements, details = append(elements, "Resource"), append(details, entry(mine.ResourceEntry))
	}
	if !m.Condition {
		elements = append(elements, "Condition")
		for _, j := range m.FailedConditions {
			details = append(details, strings.ToLower(cl.Conditions[j].Key))
		}
	}
	return elements, details
}

// result turns the findings into witnesses.
func (d *differ) result() *Difference {
	out := &Difference{Complete: !d.cut, Tried: d.tried, Limit: d.limit, Witnesses: []Witness{}}
	var list []*finding
	for _, key := range d.order {
		if g := d.groups[key]; !d.explained(g) {
			list = append(list, g)
		}
	}
	slices.SortStableFunc(list, d.rank)
	told := map[string]bool{}
	for _, g := range list {
		g = d.shrink(g)
		w := d.witness(g)
		if !told[w.Sentence] && len(out.Witnesses) < mostWitnesses {
			told[w.Sentence] = true
			out.Witnesses = append(out.Witnesses, w)
		}
	}
	out.Same = len(out.Witnesses) == 0
	out.Sentence = d.summary(out)
	return out
}

// explained reports whether other findings say all that this one does: those
// that differ in a part of the same elements, when together they leave none out.
func (d *differ) explained(g *finding) bool {
	told := map[string]bool{}
	for _, key := range d.order {
		o := d.groups[key]
		if o == g || o.direction() != g.direction() || o.cause != g.cause || len(o.elements) == 0 || len(o.elements)+len(o.details) >= len(g.elements)+len(g.details) {
			continue
		}
		if slices.ContainsFunc(o.elements, func(e string) bool { return !slices.Contains(g.elements, e) }) {
			continue
		}
		for _, e := range o.elements {
			told[e] = true
		}
	}
	return len(told) > 0 && len(told) == len(g.elements)
}

// rank puts widenings first, strangers before neighbours, and then goes by the
// documents' order.
func (d *differ) rank(a, b *finding) int {
	way := func(g *finding) int {
		if g.direction() == Widened {
			return 0
		}
		return 1
	}
	return cmp.Or(
		way(a)-way(b), d.distance(a)-d.distance(b), int(a.on)-int(b.on),
		b.cause.side-a.cause.side, a.cause.index-b.cause.index,
	)
}

// distance is how far from home a caller is: 0 for anybody at all.
func (d *differ) distance(g *finding) int {
	arn := g.spot.who.ARN()
	switch {
	case g.spot.who.Type() == iam.PrincipalAnonymous:
		return 0
	case strings.Contains(d.f.fresh[arn], "any AWS account"):
		return 1
	case hasAccount(g.spot.who) && g.spot.who.Account() != g.spot.account:
		return 2
	}
	return 3
}

// shrink takes away what the difference does not depend on.
func (d *differ) shrink(g *finding) *finding {
	key, _ := d.explain(g)
	for _, k := range sortedKeys(g.request.Context) {
		low := strings.ToLower(k)
		if st, _ := d.f.key(g.spot, k); st != keyFree {
			continue
		}
		if next := d.again(g, g.choice.with(low, nil)); next != nil {
			if k2, ok := d.explain(next); ok && k2 == key {
				g = next
			}
		}
	}
	return g
}

// again evaluates a finding with other values; nil when the difference is gone.
func (d *differ) again(g *finding, c choice) *finding {
	n := *g
	n.choice = c
	n.request = d.f.request(g.spot, c)
	var err error
	if n.ready, err = n.request.Ready(); err != nil {
		return nil
	}
	n.was, n.is = iam.Evaluate(n.ready, n.old), iam.Evaluate(n.ready, n.new)
	if (n.was.Decision == iam.Allowed) == (n.is.Decision == iam.Allowed) || n.direction() != g.direction() {
		return nil
	}
	return &n
}

func (d *differ) witness(g *finding) Witness {
	cause := Cause{In: d.sides[g.cause.side].name, Statement: g.cause.index, Elements: g.elements}
	if g.cause.index != whole {
		cl := d.clause(g.cause)
		cause.Sid, cause.Span = cl.Sid, cl.Span
	}
	assumes := g.assumes
	if assumes == nil {
		assumes = []string{}
	}
	return Witness{
		Direction: g.direction(), Request: g.request,
		Before: g.was.Decision, BeforeBy: g.was.DeniedBy, After: g.is.Decision, AfterBy: g.is.DeniedBy,
		Sentence: d.sentence(g), Assumes: assumes, old: g.old, new: g.new,
		Cause: cause,
	}
}

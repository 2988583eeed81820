package analyze

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

func sortedText(list []string, fold func(string) string) string {
	list = slices.Clone(list)
	if fold != nil {
		for i := range list {
			list[i] = fold(list[i])
		}
	}
	slices.Sort(list)
	return fmt.Sprintf("%q\n", list)
}

// callers are whom to ask for.
func (d *differ) callers() []iam.Principal {
	var arns []string
	switch d.c.Kind {
	case iam.KindIdentity, iam.KindBoundary, iam.KindSession:
		arns = []string{d.c.Holder}
	case iam.KindTrust, iam.KindResource, iam.KindRCP:
		for _, c := range d.c.Callers {
			arns = appendNew(arns, c.Principal)
		}
		arns = appendNew(arns, d.f.callers(d.c.Kind != iam.KindTrust)...)
	case iam.KindSCP:
		for _, c := range d.c.Callers {
			arns = appendNew(arns, c.Principal)
		}
		arns = appendNew(arns, d.f.callers(false)...)
		arns = slices.DeleteFunc(arns, func(a string) bool {
			p, err := iam.ParsePrincipal(a)
			return err == nil && p.Account() != d.c.Account
		})
	}
	var out []iam.Principal
	for _, a := range arns {
		if p, err := iam.ParsePrincipal(a); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func (d *differ) resources(actions []string) []string {
	if d.c.Kind == iam.KindTrust {
		return []string{d.c.Holder}
	}
	var out []string
	for _, t := range d.c.Targets {
		out = appendNew(out, t.ARN)
		if strings.HasPrefix(t.ARN, "arn:aws:s3:::") {
			out = appendNew(out, t.ARN+"/"+filler)
		}
	}
	out = appendNew(out, d.f.resources(actions)...)
	if d.c.Kind == iam.KindResource && d.c.Holder != "" {
		out = appendNew([]string{d.c.Holder}, out...)
		if strings.HasPrefix(d.c.Holder, "arn:aws:s3:::") {
			out = appendNew(out, d.c.Holder+"/"+filler)
		}
		out = slices.DeleteFunc(out, func(r string) bool { return r != d.c.Holder && !strings.HasPrefix(r, d.c.Holder+"/") })
	}
	return out
}

// search asks for each changed statement.
func (d *differ) search() {
	callers := d.callers()
	actions := d.f.actions(d.c.Kind == iam.KindTrust)
	resources := d.resources(actions)
	for _, p := range d.f.order {
		d.size += len(d.f.clauses[p])
	}
	n := len(d.changed)
	for i, ref := range d.changed {
		d.effortUntil = effortPerRequest * d.limit / n * (i + 1)
		d.about(ref, callers, actions, resources, max(d.limit/n, 1)*(i+1))
	}
}

// effortPerRequest bounds the search where policies are large: so many statements
// are held against requests for each request of the limit.
const effortPerRequest = 256

// spend counts effort; false means that the share is used up.
func (d *differ) spend(n int) bool {
	d.effort += n
	if d.effort > d.effortUntil || d.f.over() {
		d.cut = true
		return false
	}
	return true
}

// mostSpots is for how many spots of a statement the conditions are varied.
const mostSpots = 6

// about asks for one statement, up to a number of requests tried in all.
func (d *differ) about(ref statementRef, callers []iam.Principal, actions, resources []string, until int) {
	p := d.sides[ref.side].policy
	var spots []*spot
	seen := map[string]bool{}
	for _, who := range callers {
		for _, action := range actions {
			if !mayCall(who, action) {
				continue
			}
			for _, resource := range resources {
				if !d.spend(1) {
					break
				}
				if !d.f.goTogether(action, resource) {
					continue
				}
				if !d.spend(d.size) {
					break
				}
				s := d.spot(who, action, resource)
				m, sign, ok := d.signature(p, ref.index, s)
				if !ok || sign == "" || !m.Principal || !m.Action || !m.Resource || seen[sign] {
					continue
				}
				seen[sign] = true
				spots = append(spots, s)
			}
		}
	}
	based := make(map[*spot][]choice, len(spots))
	for _, s := range spots {
		based[s] = d.bases(p, ref.index, s)
		for _, c := range based[s] {
			d.test(s, c, until)
		}
	}
	for _, s := range spread(spots, mostSpots) {
		for _, c := range based[s] {
			d.vary(s, c, until)
		}
	}
}

// spread takes up to n of a list, from all over it.
func spread(list []*spot, n int) []*spot {
	if len(list) <= n {
		return list
	}
	out := make([]*spot, 0, n)
	for i := range n {
		out = append(out, list[i*len(list)/n])
	}
	return out
}

func (d *differ) spot(who iam.Principal, action, resource string) *spot {
	s := &spot{who: who, action: action, resource: resource, account: accountOf(resource, d.c.Account)}
	if t := d.target(resource); t != nil {
		s.account = t.Account
	}
	if c := d.caller(who.ARN()); c != nil {
		s.own = c.Context
	}
	if strings.Contains(resource, "${") {
		s.resource = fillVariables(resource, d.f.request(s, nil).Context)
	}
	return s
}

// signature tells how all statements see a spot but for conditions: two spots
// with the same one differ in nothing that matters here.
func (d *differ) signature(p *iam.Policy, index int, s *spot) (m iam.ClauseMatch, sign string, ok bool) {
	var c choice
	if index != whole {
		c = d.f.withVariables(&d.f.clauses[p][index], nil)
	}
	r, err := d.f.request(s, c).Ready()
	if err != nil || !d.f.spend(d.f.whole()) {
		return m, "", false
	}
	if m = (iam.ClauseMatch{Principal: true, Action: true, Resource: true}); index != whole {
		m = p.MatchClause(index, r, false)
	}
	if !m.Principal || !m.Action || !m.Resource {
		return m, "", true
	}
	var b strings.Builder
	fmt.Fprint(&b, s.who.Type(), s.who.Account() == s.account, d.f.fresh[s.who.ARN()] != "", d.caller(s.who.ARN()) != nil)
	for _, q := range d.f.order {
		for i := range d.f.clauses[q] {
			n := q.MatchClause(i, r, false)
			b.WriteByte(byte('0' + bits(n.Principal, n.Action, n.Resource)))
			if q == d.sides[0].policy || q == d.sides[1].policy {
				b.WriteByte(byte(n.PrincipalEntry + 2))
			}
		}
	}
	for i, low := range d.f.lows {
		if k := s.keys[i]; k.standing == keyGiven && low != "aws:principalisawsservice" {
			b.WriteString(strings.Join(k.given, "|"))
		} else {
			b.WriteByte(byte('a' + k.standing))
		}
	}
	return m, b.String(), true
}

func bits(flags ...bool) (n int) {
	for i, f := range flags {
		if f {
			n |= 1 << i
		}
	}
	return n
}

// bases are choices under which the statement's conditions hold: alone, and
// together with those of each other Allow that could apply.
func (d *differ) bases(p *iam.Policy, index int, s *spot) []choice {
	var own choice
	if index != whole {
		var ok bool
		if own, ok = d.f.satisfy(p, index, s, nil); !ok {
			return nil
		}
	}
	out := []choice{own}
	all := own
	r, err := d.f.request(s, all).Ready()
	if err != nil || !d.spend(d.size) {
		return out
	}
	for _, q := range d.f.order {
		for i := range d.f.clauses[q] {
			cl := &d.f.clauses[q][i]
			if d.f.over() {
				return out
			}
			if q == p && i == index || cl.Effect == iam.Deny || len(cl.Conditions) == 0 {
				continue
			}
			m := q.MatchClause(i, r, false)
			if !m.Principal || !m.Action || !m.Resource || m.Condition {
				continue
			}
			if next, ok := d.f.satisfy(q, i, s, all); ok && len(out) < mostBases {
				again, err := d.f.request(s, next).Ready()
				if err != nil {
					continue
				}
				all, r = next, again
				out = append(out, next)
			}
		}
	}
	return out
}

// mostBases is how many choices a spot starts from.
const mostBases = 5

// vary changes one free key after another, then two at a time while the limit
// lasts.
func (d *differ) vary(s *spot, base choice, until int) {
	type option struct {
		low    string
		values []string
	}
	var options []option
	for i, low := range d.f.lows {
		st := s.keys[i].standing
		if st != keyFree && st != keyAlways {
			continue
		}
		for _, v := range d.f.domain[low] {
			if v == nil && st == keyAlways || slices.Equal(v, base[low]) {
				continue
			}
			options = append(options, option{low, v})
		}
	}
	for _, o := range options {
		if !d.test(s, base.with(o.low, o.values), until) {
			return
		}
	}
	tried := d.tried
	for i, a := range options {
		for _, b := range options[i+1:] {
			if a.low == b.low {
				continue
			}
			if d.tried-tried > mostPairs {
				return
			}
			if !d.test(s, base.with(a.low, a.values).with(b.low, b.values), until) {
				return
			}
		}
	}
}

// mostPairs is how many pairs of keys are tried for one spot.
const mostPairs = 32

// test evaluates a request under both versions on every footing; false means
// that the limit is reached.
func (d *differ) test(s *spot, c choice, until int) bool {
	req := d.f.request(s, c)
	r, err := req.Ready()
	if err != nil {
		return true
	}
	for _, on := range d.footings() {
		if d.tried >= until || !d.spend(2*d.size) || !d.f.spend(2*d.f.whole()) {
			d.cut = true
			return false
		}
		around, assumes, ok := d.policies(s, on)
		if !ok {
			continue
		}
		d.tried++
		old, new := d.place(around, d.sides[0].policy), d.place(around, d.sides[1].policy)
		was, is := iam.Evaluate(r, old), iam.Evaluate(r, new)
		if (was.Decision == iam.Allowed) != (is.Decision == iam.Allowed) {
			d.record(&finding{spot: s, choice: c, on: on, request: req, ready: r, assumes: assumes, old: old, new: new, was: was, is: is})
		}
	}
	return true
}

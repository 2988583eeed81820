package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/contextkey"
)

// Partial is a request of which not everything is known. The keys of its Context are
// known; those of Absent are known not to be there; of all others the table of
// condition keys says whether such a call may carry them.
type Partial struct {
	Request  Request
	Absent   []string
	Policies iam.Policies
	Count    Counter // counts the work; nil when nobody does
}

// Possibility is what a partial request can come to.
type Possibility struct {
	CanAllow, CanDeny bool
	Unknown           []string  // keys that the policies ask for and that are not told
	Depends           []Depends // the keys that decide, when both are possible
	Favour            Request   // the request with the values that speak most for it
	Against           Request   // with values for which it is denied; equal to Favour when nothing is unknown
}

// Depends is a key on which the decision depends.
type Depends struct {
	Key     string     `json:"key"`
	Allowed [][]string `json:"allowed"` // values for which it can be allowed; an empty list: the key is absent
	Denied  [][]string `json:"denied"`  // values for which it is denied whatever else holds
	Asked   []AskedKey `json:"asked"`   // the conditions that ask for it
}

// AskedKey is a condition on a key that is not told.
type AskedKey struct {
	Layer     iam.Layer `json:"layer"`
	Policy    string    `json:"policy"`
	Statement string    `json:"statement"` // "statement 2", or its Sid
	Effect    string    `json:"effect"`
	Demand    string    `json:"demand"`
}

const (
	mostUnknown = 8
	mostCombos  = 3000
	mostWeighed = 600_000 // statements, each time that a combination is tried
)

// Decide finds what a partial request can come to by trying the values at which the
// policies' conditions change their minds.
func Decide(p Partial) (*Possibility, error) {
	m, err := newMender(Refusal{Request: p.Request, Policies: p.Policies, Count: p.Count})
	if err != nil {
		return nil, err
	}
	d := &decider{m: m, given: p, out: &Possibility{}}
	d.unknown()
	d.favour()
	d.search()
	return d.out, nil
}

type decider struct {
	m      *mender
	given  Partial
	out    *Possibility
	keys   []string
	domain [][][]string
	most   int      // combinations to try
	can    [][]bool // of each key and value: whether some request with it was allowed
}

// unknown gathers the keys that are not told, each with the values to try.
func (d *decider) unknown() {
	f := d.m.f
	kind := CallerKind(d.m.who.Type())
	for i, key := range f.keys {
		low := f.lows[i]
		if d.told(low) || len(d.keys) == mostUnknown {
			continue
		}
		values := slices.Clone(f.domain[low])
		switch contextkey.Of(key, kind, d.given.Request.Action) {
		case contextkey.Never:
			continue
		case contextkey.Always:
			values = slices.DeleteFunc(values, func(v []string) bool { return len(v) == 0 })
		case contextkey.Sometimes, contextkey.Disputed:
		}
		if low == "aws:sourceip" && !slices.ContainsFunc(f.lows, throughEndpoint) {
			values = slices.DeleteFunc(values, func(v []string) bool { return len(v) == 0 })
		}
		if low == "aws:principalarn" {
			values = d.rolePaths()
		}
		values = append(values, d.meant(key, values)...)
		if len(values) == 0 {
			continue
		}
		d.keys, d.domain = append(d.keys, key), append(d.domain, values)
		d.can = append(d.can, make([]bool, len(values)))
	}
	d.most = max(64, min(mostCombos, mostWeighed/max(d.statements(), 1)))
	for product := d.combos(); product > d.most; product = d.combos() {
		longest := 0
		for i := range d.domain {
			if len(d.domain[i]) > len(d.domain[longest]) {
				longest = i
			}
		}
		if len(d.domain[longest]) <= 2 {
			break
		}
		last := len(d.domain[longest]) - 1
		d.domain[longest], d.can[longest] = d.domain[longest][:last], d.can[longest][:last]
	}
	d.out.Unknown = d.keys
}

// meant are values that fit a wildcard which an operator takes literally: what its
// writer meant.
func (d *decider) meant(key string, have [][]string) (list [][]string) {
	for _, p := range d.m.f.order {
		for i := range d.m.f.clauses[p] {
			for _, c := range conditionsOn(&d.m.f.clauses[p][i], key) {
				for _, v := range c.Values[:min(len(c.Values), 3)] {
					if c.Base == "StringEquals" && strings.ContainsAny(v, "*?") {
						for _, x := range firstOf(likeInstances(key, v)) {
							list = append(list, []string{x})
						}
					}
				}
			}
		}
	}
	return slices.DeleteFunc(list, func(v []string) bool {
		return slices.ContainsFunc(have, func(h []string) bool { return slices.Equal(h, v) })
	})
}

func throughEndpoint(low string) bool {
	return strings.HasPrefix(low, "aws:sourcevpc") || strings.HasPrefix(low, "aws:vpc")
}

func (d *decider) statements() (n int) {
	for _, cls := range d.m.f.clauses {
		n += len(cls)
	}
	return n
}

func (d *decider) combos() int {
	n := 1
	for _, v := range d.domain {
		n *= max(len(v), 1)
	}
	return n
}

func (d *decider) told(low string) bool {
	for k := range d.given.Request.Context {
		if strings.ToLower(k) == low {
			return true
		}
	}
	return slices.ContainsFunc(d.given.Absent, func(k string) bool { return strings.ToLower(k) == low })
}

// with is the request with values for the unknown keys.
func (d *decider) with(pick []int) Request {
	r := d.given.Request
	ctx := make(map[string][]string, len(r.Context)+len(pick))
	for k, v := range r.Context {
		ctx[k] = v
	}
	for i, at := range pick {
		if v := d.domain[i][at]; len(v) > 0 {
			ctx[d.keys[i]] = v
		}
	}
	d.m.f.oneClock(ctx)
	if d.m.f.filled {
		resolve(ctx)
	}
	r.Context = ctx
	return r
}

// favour chooses for each unknown key in turn the value with which most conditions
// speak for the request.
func (d *decider) favour() {
	pick := make([]int, len(d.keys))
	for range 2 { // once more, since keys hang together
		for i := range d.keys {
			best, most := 0, -1<<30
			for v := range d.domain[i] {
				pick[i] = v
				if s := d.score(d.with(pick)); s > most {
					best, most = v, s
				}
			}
			pick[i] = best
		}
	}
	d.out.Favour = d.with(pick)
	d.out.Against = d.out.Favour
}

// score counts what speaks for a request: conditions of Allows that hold, and Denies
// that do not match.
func (d *decider) score(req Request) (n int) {
	r, err := req.Ready()
	if err != nil {
		return -1 << 30
	}
	if iam.Evaluate(r, &d.given.Policies).Decision == iam.Allowed {
		n += 1000
	}
	d.m.each(func(_ layerSlot, p *iam.Policy) {
		for i := range d.m.f.clauses[p] {
			cl := &d.m.f.clauses[p][i]
			match := p.MatchClause(i, r, d.given.Policies.Boundary != nil)
			switch {
			case cl.Effect == iam.Deny && match.All():
				n -= 50
			case cl.Effect == iam.Allow && match.Action:
				n += 2 * (len(cl.Conditions) - len(match.FailedConditions))
				for _, j := range match.FailedConditions {
					if have := req.value(cl.Conditions[j].Key); len(have) == 1 && slices.ContainsFunc(cl.Conditions[j].Values, func(v string) bool { return strings.Contains(v, "*") && fits(v, have[0]) }) {
						n++ // the wildcard was meant
					}
				}
			}
		}
	})
	return n
}

// search tries all combinations.
func (d *decider) search() {
	pick := make([]int, len(d.keys))
	var denied []Request
	for range d.most {
		req := d.with(pick)
		if d.possible(req) {
			if r, err := req.Ready(); err == nil {
				if iam.Evaluate(r, &d.given.Policies).Decision == iam.Allowed {
					d.out.CanAllow = true
					for i, v := range pick {
						d.can[i][v] = true
					}
				} else {
					d.out.CanDeny = true
					if len(denied) == 0 {
						denied = append(denied, req)
					}
				}
			}
		}
		if !next(pick, d.domain) {
			break
		}
	}
	if d.out.CanAllow && d.out.CanDeny {
		d.out.Against = denied[0]
		d.depends()
	}
}

// possible leaves out combinations that no call carries.
func (d *decider) possible(r Request) bool {
	if len(r.value("aws:MultiFactorAuthAge")) > 0 && len(r.value("aws:MultiFactorAuthPresent")) == 0 && slices.Contains(d.m.f.lows, "aws:multifactorauthpresent") {
		return false
	}
	return true
}

// next counts up; false after the last combination.
func next(pick []int, domain [][][]string) bool {
	for i := range pick {
		if pick[i]++; pick[i] < len(domain[i]) {
			return true
		}
		pick[i] = 0
	}
	return false
}

// depends lists the keys of which some values never lead to an Allow, and where there
// are none, all that are unknown.
func (d *decider) depends() {
	for i, key := range d.keys {
		dep := Depends{Key: key, Asked: d.asked(key)}
		for v, can := range d.can[i] {
			if can {
				dep.Allowed = append(dep.Allowed, nonNil(d.domain[i][v]))
			} else {
				dep.Denied = append(dep.Denied, nonNil(d.domain[i][v]))
			}
		}
		if len(dep.Denied) > 0 {
			d.out.Depends = append(d.out.Depends, dep)
		}
	}
	if len(d.out.Depends) > 0 {
		return
	}
	for i, key := range d.keys {
		dep := Depends{Key: key, Asked: d.asked(key)}
		for _, v := range d.domain[i] {
			dep.Allowed = append(dep.Allowed, nonNil(v))
		}
		d.out.Depends = append(d.out.Depends, dep)
	}
}

// asked are the conditions on a key in the statements that are about the action.
func (d *decider) asked(key string) (list []AskedKey) {
	r, err := d.out.Favour.Ready()
	if err != nil {
		return nil
	}
	d.m.each(func(slot layerSlot, p *iam.Policy) {
		for i := range d.m.f.clauses[p] {
			cl := &d.m.f.clauses[p][i]
			if match := p.MatchClause(i, r, false); !match.Action || !match.Principal {
				continue
			}
			for _, c := range conditionsOn(cl, key) {
				list = append(list, AskedKey{slot.layer, d.m.holderOf(slot.layer), statementWords(cl), cl.Effect.String(), c.Demand})
			}
		}
	})
	return list
}

// conditionsOn are all conditions of a statement on a key.
func conditionsOn(cl *iam.Clause, key string) (list []iam.ClauseCondition) {
	for _, c := range cl.Conditions {
		if strings.EqualFold(c.Key, key) {
			list = append(list, c)
		}
	}
	return list
}

func firstOf(list []string) []string { return list[:min(len(list), 1)] }

package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/contextkey"
)

// correctValues puts a condition's value right that nearly fits what the call
// carries: other capitals, a wildcard under an operator that takes it literally, or
// one part of several that differs.
func (m *mender) correctValues(slot layerSlot, p *iam.Policy, cl *iam.Clause, match iam.ClauseMatch) {
	st, err := readStatement(statementText(p, cl.Index))
	if err != nil || len(match.FailedConditions) != 1 {
		return
	}
	c := cl.Conditions[match.FailedConditions[0]]
	have := m.request.value(c.Key)
	if len(have) != 1 || c.Negated {
		return
	}
	untold := slices.ContainsFunc(m.given.Untold, func(k string) bool { return strings.EqualFold(k, c.Key) })
	cond, _ := st.get("Condition").(members)
	for i, want := range c.Values {
		step := Step{Kind: StepCorrect, Statement: cl.Index}
		var next members
		switch {
		case strings.HasPrefix(c.Base, "StringEquals") && strings.ContainsAny(want, "*?") && fits(want, have[0]):
			like := strings.Replace(strings.Replace(c.Operator, "StringEqualsIgnoreCase", "StringLike", 1), "StringEquals", "StringLike", 1)
			next = moveCondition(cond, c, like)
			step.Sentence = "Write " + like + " in place of " + c.Operator + " for " + c.Key + " in " + m.place(slot, p, cl) + ": the * is meant as a wildcard, and under " + c.Operator + " it stands for itself."
		case !untold && (strings.EqualFold(want, have[0]) || nearValue(want, have[0])):
			values := slices.Clone(c.Values)
			values[i] = have[0]
			inner, _ := cond.get(c.Operator).(members)
			next = cond.set(c.Operator, inner.set(c.Key, values))
			step.Sentence = "Correct " + c.Key + " in " + m.place(slot, p, cl) + ": write " + have[0] + " in place of " + want + "."
		default:
			continue
		}
		m.edit(slot, p, changeStatement(p, cl.Index, st.set("Condition", next)), step, 1)
		return
	}
	if !untold && m.who.Type() == iam.PrincipalOIDC && (c.Base == "StringEquals" || c.Base == "StringLike") {
		inner, _ := cond.get(c.Operator).(members)
		next := cond.set(c.Operator, inner.set(c.Key, append(slices.Clone(c.Values), have[0])))
		step := Step{Kind: StepExtend, Statement: cl.Index, Sentence: "Add " + have[0] + " to the values of " + c.Key + " in " + m.place(slot, p, cl) + "."}
		m.edit(slot, p, changeStatement(p, cl.Index, st.set("Condition", next)), step, 2)
	}
}

// spareService leaves a global service out of a Deny that is about Regions: its calls
// are made in one Region, whatever the caller chooses. See "Deny access to AWS based
// on the requested AWS Region" in the AWS Organizations User Guide, whose example does
// so by NotAction.
func (m *mender) spareService(slot layerSlot, p *iam.Policy, cl *iam.Clause, st members) {
	region := len(conditionsOn(cl, "aws:RequestedRegion")) > 0 && contextkey.GlobalRegion(m.request.Action) != ""
	all := !cl.NotAction && len(cl.Actions) == 1 && cl.Actions[0] == "*"
	if !region || !all && !cl.NotAction {
		return
	}
	service, _, _ := strings.Cut(strings.ToLower(m.request.Action), ":")
	var next members
	if cl.NotAction {
		next = st.set("NotAction", appendNew(slices.Clone(cl.Actions), service+":*"))
	} else {
		for _, e := range st {
			if e.name == "Action" {
				e = member{"NotAction", service + ":*"}
			}
			next = append(next, e)
		}
	}
	step := Step{
		Kind: StepNarrow, Statement: cl.Index, Sentence: "Leave " + service + ":* out of " + m.place(slot, p, cl) + " by NotAction: its calls are made in " + contextkey.GlobalRegion(m.request.Action) + ", whatever Region is chosen.",
		Risks: []string{"All actions of " + service + " are then no longer refused by Region."},
	}
	m.edit(slot, p, changeStatement(p, cl.Index, next), step, 3)
}

// moveCondition puts one key of an operator under another operator.
func moveCondition(cond members, c iam.ClauseCondition, to string) members {
	inner, _ := cond.get(c.Operator).(members)
	if inner = inner.set(c.Key, nil); len(inner) == 0 {
		cond = cond.set(c.Operator, nil)
	} else {
		cond = cond.set(c.Operator, inner)
	}
	under, _ := cond.get(to).(members)
	return cond.set(to, under.set(c.Key, c.Values))
}

// correctResource puts an entry of Resource right that nearly is the call's: other
// capitals, another order of words, a path more or less.
func (m *mender) correctResource(slot layerSlot, p *iam.Policy, cl *iam.Clause, match iam.ClauseMatch) {
	if match.Resource || !match.Action || !match.Principal || !match.Condition || cl.NotResource || m.request.Resource == "*" {
		return
	}
	st, err := readStatement(statementText(p, cl.Index))
	if err != nil {
		return
	}
	for i, entry := range cl.Resources {
		if strings.Contains(entry, "*") || !NearARN(entry, m.request.Resource) {
			continue
		}
		values := slices.Clone(cl.Resources)
		values[i] = m.request.Resource
		step := Step{Kind: StepCorrect, Statement: cl.Index, Sentence: "Correct the Resource in " + m.place(slot, p, cl) + ": write " + m.request.Resource + " in place of " + entry + ".",
			Risks: []string{"The statement then no longer allows it on " + entry + "."}}
		m.edit(slot, p, changeStatement(p, cl.Index, st.set("Resource", values)), step, 2)
		return
	}
}

// NearARN reports whether two ARNs are of the same account, service and type and
// differ in capitals, in the order of the words of their names, in a path or in a
// letter or two: one of them may be a slip.
func NearARN(a, b string) bool {
	x, y := strings.SplitN(a, ":", 6), strings.SplitN(b, ":", 6)
	if len(x) != 6 || len(y) != 6 || a == b {
		return false
	}
	for i := range 5 {
		if !strings.EqualFold(x[i], y[i]) && i != 3 {
			return false
		}
	}
	if strings.EqualFold(x[5], y[5]) || nearValue(x[5], y[5]) {
		return true
	}
	xt, xn := typeAndName(x[5])
	yt, yn := typeAndName(y[5])
	return xt == yt && (xn == yn || sameWords(xn, yn))
}

// typeAndName are the type and the last part of a resource, its path left out.
func typeAndName(res string) (typ, name string) {
	typ, rest, ok := strings.Cut(res, "/")
	if !ok {
		return "", res
	}
	return typ, lastPart(rest)
}

// sameWords reports whether two names are made of the same words.
func sameWords(a, b string) bool {
	split := func(s string) []string {
		list := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune("-_./ ", r) })
		slices.Sort(list)
		return list
	}
	x, y := split(a), split(b)
	return len(x) > 1 && slices.Equal(x, y)
}

// nearValue reports whether two values differ by a letter or two, or in one of
// several parts between colons and slashes by no more.
func nearValue(a, b string) bool {
	return a != b && min(len(a), len(b)) >= 6 && len(a) < 300 && len(b) < 300 && distance(a, b) <= 2
}

// distance is how many letters have to change.
func distance(a, b string) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

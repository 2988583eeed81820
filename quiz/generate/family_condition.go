package generate

import (
	"fmt"
	"slices"
	"strings"
)

const sourceConditions = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html"

// test is one condition of a trust policy, with what the call has for it.
type test struct {
	operator, key string
	value         any
	fact          string // of the call, for the stem; may be empty
	flags         string // of the command line
	holds         bool
	why           string
	belief        belief // of those that look as if they failed
	tags          map[string]string
}

func (t test) text() string {
	return fmt.Sprintf("%s on %s", code(t.operator), code(t.key))
}

// whichCondition asks which of several conditions of a trust policy fails.
func whichCondition(d dice) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	p := pick(d, cast)
	u := user{person: p, account: away.id, tags: map[string]string{}}
	r := role{name: pick(d, roleNames), account: home.id}
	groups := [][]test{externalIDTests(d), tagTests(d), sourceIPTests(d), sessionNameTests(d, p), timeTests(d), mfaTests(), principalTests(d, u)}
	chosen := draw(d, groups, 4)
	var tests []test
	for i, g := range chosen {
		want := i != 0 // the first is the one that fails
		fit := slices.DeleteFunc(slices.Clone(g), func(t test) bool { return t.holds != want })
		tests = append(tests, pick(d, fit))
	}
	trust := trusts(rootARN(away.id))
	q := draft{objectives: []string{"keep-safe"}, source: sourceConditions,
		hint: "All of them must hold. Take each key in turn: what does this call have for it, if anything?"}
	session := p.id
	var facts, flags []string
	for _, t := range tests {
		trust = trust.when(t.operator, t.key, t.value)
		if t.fact != "" {
			facts = append(facts, t.fact)
		}
		if name, ok := strings.CutPrefix(t.flags, "name:"); ok {
			session = name
		} else if t.flags != "" {
			flags = append(flags, t.flags)
		}
		for k, v := range t.tags {
			u.tags[k] = v
		}
	}
	slices.Sort(flags)
	call := strings.TrimSpace("aws sts assume-role --role-arn " + r.arn() + " --role-session-name " + session + " " + strings.Join(flags, " "))
	q.setting = setting{accounts: accounts, users: []user{u}, roles: []role{r}}
	q.setting.add(r.trustPath(), trust)
	q.setting.add(u.policyPath("own"), allow("sts:AssumeRole", r.arn()))
	q.show = []string{r.trustPath()}
	for i, t := range tests {
		without := trusts(rootARN(away.id))
		for j, other := range tests {
			if i != j {
				without = without.when(other.operator, other.key, other.value)
			}
		}
		o := option{text: t.text(), why: t.why, belief: t.belief, change: func(s *setting) { s.add(r.trustPath(), without) },
			steps: lines("as "+u.path(), call, "want allowed")}
		if i == 0 {
			o.belief = ""
			q.right = o
			continue
		}
		q.wrong = append(q.wrong, o)
	}
	q.shape = sortedShape(tests[0].operator+"/"+tests[0].key+"/"+fmt.Sprint(len(tests[0].flags) > 0), q.wrong)
	facts = append([]string{fmt.Sprintf("%s is a user of %s and signs with a long-term access key, from 203.0.113.10, on 21 November 2026", p.Name, away.name)}, facts...)
	q.stem = paragraphs(
		fmt.Sprintf("%s. %s own policy allows the call. This is the call:", strings.Join(facts, "; "), upperFirst(p.own)),
		fenced(call),
		fmt.Sprintf("%s is refused. **Which condition of the trust policy fails?**", p.Name))
	q.worked = []string{"Operators and keys are joined by *and*: each must hold. The values of one key are joined by *or*."}
	for _, t := range tests[1:] {
		q.worked = append(q.worked, t.text()+" holds. "+t.why)
	}
	q.worked = append(q.worked, t0(tests[0]))
	q.verify = "Take that one condition out of the policy, and the call succeeds."
	q.probe = lines("as "+u.path(), call)
	return q
}

func t0(t test) string { return t.text() + " fails. " + t.why }

func externalIDTests(d dice) []test {
	id := pick(d, []string{"ticket-4711", "vendor-7f3a", "contract-88"})
	return []test{
		{operator: "StringEquals", key: "sts:ExternalId", value: id, flags: "--external-id " + id, holds: true, belief: conditionsAreOred,
			why: "The call passes this external id, letter for letter."},
		{operator: "StringEquals", key: "sts:ExternalId", value: []string{id, "ticket-9000"}, flags: "--external-id " + id, holds: true, belief: valuesAreAnded,
			why: "Two values are listed and one of them is passed. The values of one key are alternatives."},
		{operator: "StringLike", key: "sts:ExternalId", value: strings.Split(id, "-")[0] + "-*", flags: "--external-id " + id, holds: true, belief: exactMatchOnly,
			why: "`StringLike` takes the star for any run of characters, and the id that is passed begins so."},
		{operator: "StringEquals", key: "sts:ExternalId", value: id, why: "The call passes no external id. The key is absent, and a plain operator fails without it."},
		{operator: "StringEquals", key: "sts:ExternalId", value: id, flags: "--external-id " + strings.ToUpper(id), why: "The letters agree and their case doesn't. `StringEquals` tells them apart."},
		{operator: "StringEquals", key: "sts:ExternalId", value: strings.Split(id, "-")[0] + "-*", flags: "--external-id " + id, why: "`StringEquals` knows no wildcards: it asks for a star. `StringLike` would have matched."},
	}
}

func tagTests(d dice) []test {
	key := pick(d, []string{"team", "project"})
	name := "aws:PrincipalTag/" + key
	tag := func(v string) (map[string]string, string) {
		return map[string]string{key: v}, fmt.Sprintf("the user carries the tag %s", code(key+" = "+v))
	}
	ship, shipFact := tag("ship")
	desk, deskFact := tag("desk")
	bare := fmt.Sprintf("the user carries no tag %s", code(key))
	return []test{
		{operator: "StringNotEquals", key: name, value: "guests", fact: bare, holds: true, belief: negatedNeedsKey,
			why: "The user has no such tag, so the key is absent. A negated operator holds then."},
		{operator: "StringEquals", key: name, value: []string{"ship", "desk"}, fact: shipFact, tags: ship, holds: true, belief: valuesAreAnded,
			why: "One of the two values is the user's. They are alternatives."},
		{operator: "StringEqualsIfExists", key: name, value: "ship", fact: bare, holds: true, belief: ifExistsNeedsKey,
			why: "The key is absent, and `IfExists` lets that pass."},
		{operator: "StringEquals", key: name, value: "ship", fact: deskFact, tags: desk, why: "The user's tag has another value."},
		{operator: "StringEquals", key: name, value: "ship", fact: bare, why: "The user has no such tag. The key is absent, and a plain operator fails without it."},
		{operator: "StringNotEquals", key: name, value: []string{"ship", "desk"}, fact: deskFact, tags: desk, why: "A negated operator asks for none of the values. One of them is the user's."},
		{operator: "StringEqualsIfExists", key: name, value: "ship", fact: deskFact, tags: desk, why: "`IfExists` forgives a missing key. Here the key is there, with another value."},
	}
}

func sourceIPTests(dice) []test {
	return []test{
		{operator: "IpAddress", key: "aws:SourceIp", value: "203.0.113.0/24", holds: true, belief: rangeIsAddress,
			why: "203.0.113.10 lies in the range, which holds every address that begins with 203.0.113."},
		{operator: "IpAddress", key: "aws:SourceIp", value: []string{"198.51.100.0/24", "203.0.113.0/28"}, holds: true, belief: valuesAreAnded,
			why: "The second range holds 203.0.113.0 to 203.0.113.15. Lying in one range is enough."},
		{operator: "NotIpAddress", key: "aws:SourceIp", value: "198.51.100.0/24", holds: true, belief: negatedNeedsKey,
			why: "The operator is negated, and 203.0.113.10 lies outside of the range."},
		{operator: "IpAddress", key: "aws:SourceIp", value: "203.0.113.0/29", why: "The range holds 203.0.113.0 to 203.0.113.7. The call comes from 203.0.113.10."},
		{operator: "IpAddress", key: "aws:SourceIp", value: "198.51.100.0/24", why: "203.0.113.10 lies outside of this range."},
		{operator: "NotIpAddress", key: "aws:SourceIp", value: []string{"198.51.100.0/24", "203.0.113.0/24"}, why: "A negated operator asks for none of the ranges. The call comes from the second."},
	}
}

func sessionNameTests(_ dice, p person) []test {
	return []test{
		{operator: "StringLike", key: "sts:RoleSessionName", value: p.id + "-*", flags: "name:" + p.id + "-laptop", holds: true, belief: exactMatchOnly,
			why: "The session's name begins as the pattern asks, and the star stands for the rest."},
		{operator: "StringEquals", key: "sts:RoleSessionName", value: p.id, flags: "name:" + p.id, holds: true, belief: conditionsAreOred,
			why: "The session bears exactly this name."},
		{operator: "StringEquals", key: "sts:RoleSessionName", value: "${aws:username}", flags: "name:" + p.id, holds: true, belief: exactMatchOnly,
			why: fmt.Sprintf("`${aws:username}` stands for the name of the user who calls, %s, and the session is named so.", code(p.id))},
		{operator: "StringLike", key: "sts:RoleSessionName", value: p.id + "-?", flags: "name:" + p.id + "-laptop", why: "`?` stands for exactly one character. Behind the hyphen there are six."},
		{operator: "StringEquals", key: "sts:RoleSessionName", value: "${aws:username}", flags: "name:monday", why: fmt.Sprintf("`${aws:username}` stands for the name of the user who calls, %s. The session is named otherwise.", code(p.id))},
	}
}

func timeTests(dice) []test {
	return []test{
		{operator: "DateLessThan", key: "aws:CurrentTime", value: "2026-12-31T00:00:00Z", holds: true, belief: timeRunsBackwards,
			why: "The call is made before that moment."},
		{operator: "DateGreaterThan", key: "aws:CurrentTime", value: "2026-11-01T00:00:00Z", holds: true, belief: timeRunsBackwards,
			why: "The call is made after that moment."},
		{operator: "DateLessThan", key: "aws:CurrentTime", value: "2026-11-01T00:00:00Z", why: "That moment has passed: the call comes three weeks later."},
		{operator: "DateGreaterThan", key: "aws:CurrentTime", value: "2026-12-01T00:00:00Z", why: "That moment is still to come."},
	}
}

func mfaTests() []test {
	const key = "aws:MultiFactorAuthPresent"
	return []test{
		{operator: "BoolIfExists", key: key, value: "true", holds: true, belief: ifExistsNeedsKey,
			why: "With a long-term key and no code the key is absent, and `IfExists` lets that pass. (That is why an Allow with it is no protection.)"},
		{operator: "Null", key: key, value: "true", holds: true, belief: negatedNeedsKey,
			why: "`Null` with `true` asks for the key to be absent, and with a long-term key and no code it is."},
		{operator: "Bool", key: key, value: "true", why: "With a long-term key and no code the key is absent, and a plain operator fails without it."},
		{operator: "Null", key: key, value: "false", why: "`Null` with `false` asks for the key to be there. With a long-term key and no code it is absent."},
		{operator: "NumericLessThan", key: "aws:MultiFactorAuthAge", value: "3600", why: "The key is there only when MFA was used. It wasn't, so the key is absent and the condition fails."},
	}
}

func principalTests(_ dice, u user) []test {
	const key = "aws:PrincipalArn"
	all := "arn:aws:iam::" + u.account + ":user/*"
	return []test{
		{operator: "ArnLike", key: key, value: all, holds: true, belief: exactMatchOnly, why: "The caller's ARN matches: the star stands for the user's name."},
		{operator: "ArnNotEquals", key: key, value: rootARN(u.account), holds: true, belief: rootMeansRootUser,
			why: "As the value of `aws:PrincipalArn` the ARN with `:root` is the root user alone. The caller is a user, so the negated operator holds."},
		{operator: "StringEquals", key: key, value: all, why: "`StringEquals` knows no wildcards: it asks for a user named star."},
		{operator: "ArnEquals", key: key, value: rootARN(u.account), why: "As the value of `aws:PrincipalArn` this is the root user alone, not the account. The caller is a user."},
		{operator: "ArnLike", key: key, value: "arn:aws:iam::" + u.account + ":role/*", why: "The caller is a user, and its ARN says `user/`."},
	}
}

package generate

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz"
)

// guarded makes one in three of a family's questions hard: the same question, with
// more policies to be read. All accounts come under a service control policy whose
// every statement must be held against the calls, and where that isn't enough the
// roles under a boundary. Neither touches the calls of the story, which the engine
// is asked about as ever; in other families a guardrail does decide, so nobody can
// do without reading it.
func guarded(family func(dice) draft) func(dice) draft {
	return func(d dice) draft {
		q := family(d)
		if d.IntN(3) > 0 || len(q.setting.scps) > 0 {
			return q
		}
		q.addGuardrails(d)
		if q.features().Difficulty() != quiz.Hard {
			q.addCeiling()
		}
		return q
	}
}

// guard is a statement of a guardrail, and why it doesn't touch a call.
type guard struct {
	statement statement
	clears    string
}

func guards() []guard {
	return []guard{
		{deny("*", "*").when("StringLike", "aws:PrincipalArn", "arn:aws:iam::*:root"), "stops root users, and nobody here is one"},
		{deny("s3:*", "*").when("Bool", "aws:SecureTransport", "false"), "stops calls to S3 without TLS, and these are made over TLS"},
		{deny("s3:*", "*").when("NumericLessThan", "s3:TlsVersion", "1.2"), "stops calls to S3 with an outdated version of TLS, and these use a current one"},
		{deny([]string{"iam:CreateUser", "iam:CreateAccessKey"}, "*"), "is about making users and keys, and nobody makes any here"},
		{deny("sts:AssumeRole", "arn:aws:iam::*:role/legacy-*"), "is about roles whose names begin with `legacy-`, and there is none here"},
	}
}

// addGuardrails puts every account under a service control policy of three
// statements, two of them with conditions.
func (d *draft) addGuardrails(dice dice) {
	all := guards()
	conditional, plain := all[:3], all[3:]
	if slices.ContainsFunc(d.options(), func(o option) bool { return strings.Contains(o.steps, "as root ") }) {
		conditional = conditional[1:] // a root user makes the changes of this story
	}
	chosen := slices.Concat(draw(dice, conditional, 2), []guard{pick(dice, plain)})
	var statements []statement
	var clears []string
	for n, g := range shuffled(dice, chosen...) {
		statements = append(statements, g.statement)
		clears = append(clears, []string{"The first ", "The second ", "The third "}[n]+g.clears+".")
	}
	path := scpPath("guardrails")
	d.setting.add(path, statements...)
	d.setting.scps = map[string][]string{}
	for _, p := range d.setting.accounts {
		d.setting.scps[p.id] = []string{"guardrails"}
	}
	d.show = append(d.show, path)
	if len(d.setting.accounts) == 1 {
		d.say("The service control policy *guardrails*, printed too, is attached to the account, beside FullAWSAccess.")
	} else {
		d.say("All accounts are in one organization. Its service control policy *guardrails*, printed too, is attached to each of them, beside FullAWSAccess.")
	}
	d.worked = slices.Insert(slices.Clone(d.worked), len(d.worked)-1,
		"The service control policy lets through what FullAWSAccess allows and none of its own statements denies. "+strings.Join(clears, " "))
	d.shape += "/guarded"
}

// addCeiling sets a boundary on every role that has none.
func (d *draft) addCeiling() {
	set := false
	for i := range d.setting.roles {
		r := &d.setting.roles[i]
		if r.boundary != "" {
			continue
		}
		r.boundary = "Ceiling"
		path := managedPath(r.account, "Ceiling")
		if d.setting.docs[path] == nil {
			d.setting.add(path, allow("*", "*"), deny("iam:*", "*"))
			d.show = append(d.show, path)
		}
		set = true
	}
	if !set {
		return
	}
	if len(d.setting.roles) == 1 {
		d.say(fmt.Sprintf("*Ceiling* is the permissions boundary of %s.", d.setting.roles[0].name))
	} else {
		d.say("*Ceiling* is the permissions boundary of every role here.")
	}
	d.worked = slices.Insert(slices.Clone(d.worked), len(d.worked)-1, "The boundary lets everything through but IAM, and grants nothing.")
	d.shape += "+ceiling"
}

// say puts a sentence before the question that a stem ends with.
func (d *draft) say(sentence string) {
	at := strings.LastIndex(d.stem, "\n\n**")
	if at < 0 {
		d.stem = paragraphs(sentence, d.stem)
		return
	}
	d.stem = d.stem[:at] + "\n\n" + sentence + d.stem[at:]
}

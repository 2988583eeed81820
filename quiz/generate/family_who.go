package generate

import (
	"fmt"
	"slices"
	"strings"
)

const sourceCross = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html"

// applicant is somebody who would like to assume the role.
type applicant struct {
	user
	own    []statement // of the user's own policies
	says   string      // the same in words
	belief belief      // empty: the one who may
	why    string
}

// assume are the steps in which somebody assumes a role.
func assume(u user, r role, more ...string) string {
	return lines("as "+u.path(), strings.TrimSpace("aws sts assume-role --role-arn "+r.arn()+" --role-session-name "+u.id+" "+strings.Join(more, " ")))
}

// whoAssumes asks who of four people can assume a role.
func whoAssumes(d dice) draft { return whoAssumesIf(d, false) }

// whoAssumesGuarded is whoAssumes, one in three with somebody for whom both sides
// say yes and whom a service control policy stops.
func whoAssumesGuarded(d dice) draft { return whoAssumesIf(d, d.IntN(3) == 0) }

func whoAssumesIf(d dice, guarded bool) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	r := role{name: pick(d, roleNames), account: home.id}
	other := role{name: pick(d, slices.DeleteFunc(slices.Clone(roleNames), func(n string) bool { return n == r.name })), account: home.id}
	people := draw(d, cast, 4)
	w := whoCase{dice: d, home: home, away: away, role: r, other: other, people: people}
	trusted, all, lesson := w.variant()
	guarded = guarded && strings.HasPrefix(lesson.id, "account-")
	if guarded {
		all[3] = w.twin(all[3].person, all[0])
	}
	q := draft{
		objectives: []string{"two-sides"}, source: sourceCross,
		hint: "Two questions for each of them: does the trust policy speak of this person, and do they need a permission of their own as well?",
	}
	q.setting.accounts = accounts
	q.setting.roles = []role{r, other}
	q.setting.add(r.trustPath(), trusted)
	q.setting.add(other.trustPath(), trusts(rootARN(home.id)))
	rows := "| who | account | own policies |\n|---|---|---|"
	for _, a := range shuffled(d, all...) {
		q.setting.users = append(q.setting.users, a.user)
		if len(a.own) > 0 {
			q.setting.add(a.policyPath("own"), a.own...)
		}
		rows += fmt.Sprintf("\n| %s | %s, %s | %s |", a.Name, w.accountName(a.account), a.account, a.says)
	}
	for _, a := range all {
		o := option{text: a.Name, why: a.why, belief: a.belief, steps: lines(assume(a.user, r), "want allowed")}
		if a.belief == "" {
			q.right = o
			continue
		}
		q.wrong = append(q.wrong, o)
	}
	q.shape = sortedShape(lesson.id, q.wrong)
	q.show = []string{r.trustPath()}
	q.stem = paragraphs(
		fmt.Sprintf("The role %s lives in %s, account %s. Its trust policy is printed below. Four people would like to assume it:", r.name, home.name, home.id),
		rows, fmt.Sprintf("**Which of them can assume %s?**", r.name))
	q.worked = append(lesson.worked, "So it is "+q.right.text+". "+q.right.why)
	q.verify = "Play each of the four calls: one answers with credentials, three with AccessDenied."
	if guarded {
		q.guardrail("sts:AssumeRole", all[3].user, all[0].user, all[1].user, all[2].user)
	}
	return q
}

// twin is somebody whom both sides allow what they allow the first.
func (w whoCase) twin(who person, first applicant) applicant {
	a := w.allowed(who, w.home, "Both sides say yes, as for "+first.Name+". The service control policy denies the call, and a Deny beats every Allow.")
	a.account, a.belief = first.account, guardrailIsAdvice
	return a
}

// whoCase is one draw of whoAssumes.
type whoCase struct {
	dice       dice
	home, away place
	role       role
	other      role
	people     []person
}

func (w whoCase) accountName(id string) string {
	if id == w.home.id {
		return w.home.name
	}
	return w.away.name
}

type whoLesson struct {
	id     string
	worked []string
}

// variant draws who is trusted, and who applies: the one who may first.
func (w whoCase) variant() (statement, []applicant, whoLesson) {
	p := w.people
	homeARN := func(who person) string { return user{person: who, account: w.home.id}.arn() }
	awayARN := func(who person) string { return user{person: who, account: w.away.id}.arn() }
	switch w.dice.IntN(4) {
	case 0:
		first := w.allowed(p[0], w.away, fmt.Sprintf("Both sides say yes: the trust policy trusts %s, and there %s is allowed to call.", w.away.name, p[0].Name))
		return trusts(rootARN(w.away.id)), w.with(first, w.silent(w.away, trustIsEnough), w.elsewhere(w.away), w.denied(w.away), w.untrusted(w.home), w.administrator(w.home)),
			whoLesson{"account-away", []string{
				fmt.Sprintf("The trust policy names the account %s. That hands the choice to %s: whoever is allowed there may come.", w.away.id, w.away.name),
				"The caller's own policies must therefore allow `sts:AssumeRole` on this very role, and nothing may deny it.",
			}}
	case 1:
		first := w.plain(p[0], w.home, fmt.Sprintf("The trust policy names %s, in the role's own account. No permission of %s own is needed then.", p[0].Name, p[0].own))
		return trusts(homeARN(p[0])), w.with(first, w.untrusted(w.home), w.administrator(w.home), w.silent(w.home, sameAccountIsFree), w.untrusted(w.away), w.namesake(p[0])),
			whoLesson{"named-home", []string{
				fmt.Sprintf("The trust policy names one user, %s of %s, which is the role's own account.", p[0].Name, w.home.name),
				"In one account, being named in the trust policy is enough. Not being named is not made good by any permission.",
			}}
	case 2:
		first := w.allowed(p[0], w.away, fmt.Sprintf("Named in the trust policy, and allowed by %s own side: both accounts say yes.", p[0].own))
		named := w.silent(w.away, namingIsEnough)(p[1])
		named.why = fmt.Sprintf("%s is named, which tempts. Across accounts %s own side must allow the call as well, and it is silent.", p[1].Name, p[1].own)
		rest := w
		rest.people = p[1:]
		others := rest.with(named, w.untrusted(w.away), w.untrusted(w.home), w.administrator(w.home), w.administrator(w.away))
		return trusts(awayARN(p[0]), awayARN(p[1])), append([]applicant{first}, others[:3]...),
			whoLesson{"named-away", []string{
				fmt.Sprintf("The trust policy names %s and %s, both of %s. Everybody else stays out.", p[0].Name, p[1].Name, w.away.name),
				"They call from another account, so their own account must allow them the call too.",
			}}
	default:
		first := w.allowed(p[0], w.home, fmt.Sprintf("The role trusts its own account, and in that account %s is allowed the call.", p[0].Name))
		return trusts(rootARN(w.home.id)), w.with(first, w.silent(w.home, sameAccountIsFree), w.untrusted(w.away), w.elsewhere(w.home), w.denied(w.home), w.administrator(w.away)),
			whoLesson{"account-home", []string{
				fmt.Sprintf("The trust policy names the role's own account, %s. It trusts the account and leaves the choice of people to it.", w.home.id),
				"So a policy of the caller's must allow `sts:AssumeRole` on this role, in the same account too.",
			}}
	}
}

// kind makes an applicant of a person.
type kind func(person) applicant

// with adds to the first applicant three of the kinds, each another person with
// another reason.
func (w whoCase) with(first applicant, kinds ...kind) []applicant {
	all := []applicant{first}
	free := slices.DeleteFunc(slices.Clone(w.people), func(p person) bool { return p.id == first.id })
	for _, k := range shuffled(w.dice, kinds...) {
		if len(free) == 0 {
			break
		}
		a := k(free[0])
		if slices.ContainsFunc(all, func(b applicant) bool { return b.belief == a.belief }) {
			continue
		}
		all, free = append(all, a), free[1:]
	}
	return all
}

func (w whoCase) plain(who person, in place, why string) applicant {
	return applicant{user: user{person: who, account: in.id}, says: "none", why: why}
}

func (w whoCase) allowed(who person, in place, why string) applicant {
	a := w.plain(who, in, why)
	a.own = []statement{allow("sts:AssumeRole", w.role.arn())}
	a.says = "Allow `sts:AssumeRole` on " + code(w.role.arn())
	return a
}

func (w whoCase) silent(in place, b belief) kind {
	return func(who person) applicant {
		a := w.plain(who, in, fmt.Sprintf("No policy in %s allows %s anything. The trust policy asks %s account, and it has not answered.", in.name, who.Name, who.own))
		if b == sameAccountIsFree {
			a.why = fmt.Sprintf("%s lives in the role's own account, which tempts. Nothing there speaks for %s: neither a trust policy that names %s nor a policy of %s own.", who.Name, who.them, who.them, who.own)
		}
		a.belief = b
		return a
	}
}

func (w whoCase) elsewhere(in place) kind {
	return func(who person) applicant {
		a := w.plain(who, in, fmt.Sprintf("%s is allowed to assume %s. That is another role, so for %s %s side is silent.", who.Name, w.other.name, w.role.name, who.own))
		a.own = []statement{allow("sts:AssumeRole", w.other.arn())}
		a.says = "Allow `sts:AssumeRole` on " + code(w.other.arn())
		a.belief = anyRoleWillDo
		return a
	}
}

func (w whoCase) denied(in place) kind {
	return func(who person) applicant {
		a := w.plain(who, in, "The Allow tempts, and the Deny beside it matches the same call. A Deny beats every Allow.")
		a.own = []statement{allow("sts:AssumeRole", w.role.arn()), deny("sts:*", "*")}
		a.says = "Allow `sts:AssumeRole` on " + code(w.role.arn()) + "; Deny `sts:*` on `*`"
		a.belief = allowBeatsDeny
		return a
	}
}

func (w whoCase) untrusted(in place) kind {
	return func(who person) applicant {
		a := w.allowed(who, in, fmt.Sprintf("%s may make the call, and that is one side. The trust policy says nothing of %s, nor of everybody in %s.", who.Name, who.them, in.name))
		a.belief = permissionIsEnough
		return a
	}
}

func (w whoCase) administrator(in place) kind {
	return func(who person) applicant {
		a := w.plain(who, in, fmt.Sprintf("%s is allowed everything, which tempts. The role's door is opened by its trust policy, and it doesn't speak of %s.", who.Name, who.them))
		a.own = []statement{allow("*", "*")}
		a.says = "Allow `*` on `*`"
		a.belief = adminOpensAll
		return a
	}
}

// namesake is a user of the same name as the trusted one, in the other account.
func (w whoCase) namesake(of person) kind {
	return func(person) applicant {
		twin := of
		twin.Name = of.Name + " of " + w.away.name
		a := w.allowed(twin, w.away, fmt.Sprintf("The name is the same and the account is not: the trust policy names %s of %s.", of.Name, w.home.name))
		a.belief = nameIsIdentity
		return a
	}
}

package generate

import "fmt"

// workloadTrustVaried is workloadTrust, and half of the time about a program that
// has a role and needs a second one: then the service is not who asks.
func workloadTrustVaried(d dice) draft {
	if d.coin() {
		q := workloadTrust(d)
		q.reasoned(d, "it assumes the role for what it runs", map[belief]string{workloadIsAccount: "the program runs in it", neighbourService: "it takes part in the work",
			anyAssumeWillDo: "a program is no user", creatorLends: "the program works for that user"})
		return q
	}
	q := secondRole(d, d.coin())
	q.reasoned(d, "its sessions make the call", map[belief]string{neighbourService: "it runs the program", accountMeansOne: "the program runs in it",
		anyAssumeWillDo: "a program is no user", creatorLends: "the program works for that user", roleARNAfterwards: "that is how the caller is named"})
	return q
}

// reasoned gives some of the options a reason, the right one as well as those that
// tempt by it.
func (d *draft) reasoned(dice dice, right string, wrong map[belief]string) {
	if dice.coin() {
		d.right.text += ", since " + right
	}
	for i, o := range d.wrong {
		if dice.coin() {
			d.wrong[i].text += ", since " + wrong[o.belief]
		}
	}
}

// secondRole asks whom a second role must trust, in the program's account or in
// another.
func secondRole(d dice, across bool) draft {
	accounts := draw(d, places, 2)
	home, names, w := accounts[0], draw(d, roleNames, 2), pick(d, workloads)
	if !across {
		accounts = accounts[:1]
	}
	away := accounts[len(accounts)-1]
	first, second := role{name: names[0], account: home.id}, role{name: names[1], account: away.id}
	q := draft{objectives: []string{"workloads"}, source: sourceCross, hops: 1,
		hint:   "The program has credentials already. As whom does it call STS?",
		verify: "Put the trust policy in, let the service start the program, and let it call AssumeRole on the second role.",
	}
	admin := user{person: pick(d, cast), account: home.id}
	q.setting = setting{accounts: accounts, users: []user{admin}, roles: []role{first, second}}
	q.setting.add(first.trustPath(), trustsService(w.service))
	q.setting.add(first.policyPath("next"), allow("sts:AssumeRole", second.arn()))
	q.setting.add(second.trustPath(), trusts(admin.arn()))
	q.setting.add(second.policyPath("read"), allow("s3:GetObject", "*"))
	stranger := user{person: person{"other", "somebody else", "they", "them", "their"}, account: home.id}
	q.setting.users = append(q.setting.users, stranger)
	q.setting.add(stranger.policyPath("own"), allow("sts:AssumeRole", "*"))
	steps := lines("as "+first.path()+" via "+w.service, "aws sts assume-role --role-arn "+second.arn()+" --role-session-name next", "want allowed", assume(stranger, second), "want "+refused)
	set := func(s ...statement) func(*setting) { return func(x *setting) { x.add(second.trustPath(), s...) } }
	opt := func(text string, b belief, why string, s ...statement) option {
		return option{text: text, belief: b, why: why, change: set(s...), steps: steps}
	}
	with := "with the action `sts:AssumeRole`"
	rights := []option{
		opt(fmt.Sprintf("The role %s, %s", code(first.arn()), with), "", fmt.Sprintf("The program calls as a session of %s, and the ARN of the role stands for all of its sessions.", first.name), trusts(first.arn())),
		opt(fmt.Sprintf("The account %s, %s, if `aws:PrincipalArn` is %s", code(rootARN(home.id)), with, code(first.arn())), "",
			fmt.Sprintf("The account stands for everybody there who is allowed the call. The condition leaves the sessions of %s, for `aws:PrincipalArn` of a session is its role's ARN.", first.name),
			trusts(rootARN(home.id)).when("ArnEquals", "aws:PrincipalArn", first.arn())),
	}
	n := d.IntN(2)
	q.right = rights[n]
	wrong := []option{
		opt(fmt.Sprintf("The service %s, %s", code(w.service), with), neighbourService, fmt.Sprintf("The service assumes %s for the program. After that the program calls in its own name, as a session of %s.", first.name, first.name), trustsService(w.service)),
		opt(fmt.Sprintf("The account %s, %s", code(rootARN(home.id)), with), accountMeansOne, fmt.Sprintf("It lets the program in, and everybody else in %s who is allowed the call.", home.name), trusts(rootARN(home.id))),
		opt(fmt.Sprintf("The service %s, with the action `sts:AssumeRoleWithWebIdentity`", code(w.service)), anyAssumeWillDo, "That action is for callers with a token of an identity provider. The program has AWS credentials, and it isn't the service that calls.",
			statement{Effect: "Allow", Principal: map[string]any{"Service": w.service}, Action: "sts:AssumeRoleWithWebIdentity"}),
		opt(fmt.Sprintf("The user who set the program up, %s, %s", code(admin.arn()), with), creatorLends, fmt.Sprintf("The program runs without %s, and calls as a session of its own role.", admin.Name), trusts(admin.arn())),
		opt(fmt.Sprintf("The account %s, %s, if `aws:PrincipalArn` is %s", code(rootARN(home.id)), with, code("arn:aws:sts::"+home.id+":assumed-role/"+first.name+"/*")), roleARNAfterwards,
			"Of a session `aws:PrincipalArn` is the ARN of its role, so it never looks like this.",
			trusts(rootARN(home.id)).when("ArnLike", "aws:PrincipalArn", "arn:aws:sts::"+home.id+":assumed-role/"+first.name+"/*")),
	}
	q.wrong = draw(d, wrong, 3)
	q.shape = sortedShape(fmt.Sprint("second", n, across, w.service), q.wrong)
	where := "of the same account"
	if across {
		where = fmt.Sprintf("in %s (%s)", away.name, away.id)
	}
	q.stem = paragraphs(
		fmt.Sprintf("%s in %s (%s) works with the role %s. Once a day it calls AssumeRole on a second role, %s, %s. A policy of %s allows that call. %s has set all of this up. Other users and roles in %s may assume any role, and none of them is to get %s.",
			upperFirst(w.what), home.name, home.id, first.name, second.name, where, first.name, admin.Name, home.name, second.name),
		fmt.Sprintf("**Whom must the trust policy of %s allow, and what?**", second.name))
	q.worked = []string{
		fmt.Sprintf("The service assumes %s and hands its credentials to the program.", first.name),
		fmt.Sprintf("With them the program signs its call for %s, so the caller is a session of %s.", second.name, first.name),
		q.right.why,
	}
	return q
}

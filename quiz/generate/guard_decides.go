package generate

import "fmt"

// guardrail puts every account under a service control policy that denies one
// person an action. Without it that person would be let in as another is, so the
// answer depends on it. Half of them name the person, half name those whom they spare.
func (d *draft) guardrail(action string, stopped user, spared ...user) {
	path := scpPath("guardrails")
	stop := deny(action, "*")
	switch len(stopped.Name) % 2 { // of the name, so that it needs no dice
	case 0:
		d.setting.add(path, stop.when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/"+stopped.id))
	default:
		var ids []string
		for _, u := range spared {
			ids = append(ids, u.id)
		}
		d.setting.add(path, stop.when("StringNotEquals", "aws:username", ids))
	}
	d.setting.scps = map[string][]string{}
	for _, p := range d.setting.accounts {
		d.setting.scps[p.id] = []string{"guardrails"}
	}
	d.show = append(d.show, path)
	d.say("All accounts are in one organization. Its service control policy *guardrails*, printed too, is attached to each of them, beside FullAWSAccess.")
	d.worked = append(d.worked[:len(d.worked)-1:len(d.worked)-1],
		fmt.Sprintf("Then the service control policy, which must let the call through as well. It stops %s.", stopped.Name), d.worked[len(d.worked)-1])
	d.shape += "/stopped"
}

// stoppedByGuardrail: both sides allow both people, and a service control policy
// denies the call to everybody in their account.
func (c *editCase) stoppedByGuardrail(s *setting) (string, string, edit, []edit) {
	call, path := allow("sts:AssumeRole", c.role.arn()), scpPath("guardrails")
	stop := deny("sts:AssumeRole", c.role.arn())
	c.search = fmt.Sprintf("Both have said yes to both people. The service control policy says no to both, and the change must spare %s alone.", c.in.Name)
	s.add(c.role.trustPath(), trusts(rootARN(c.away.id)))
	c.own(c.in, call)(s)
	c.own(c.out, call)(s)
	s.add(path, stop)
	s.scps = map[string][]string{c.away.id: {"guardrails"}}
	rails := func(statements ...statement) func(*setting) {
		return func(s *setting) { s.add(path, statements...) }
	}
	right := edit{
		text: fmt.Sprintf("In *guardrails*, add the condition `ArnNotEquals` `aws:PrincipalArn` = %s", code(c.in.arn())),
		why:  fmt.Sprintf("The Deny then stops everybody in %s but %s. Both sides allow the call already.", c.away.name, c.in.Name), change: rails(stop.when("ArnNotEquals", "aws:PrincipalArn", c.in.arn())),
	}
	wrong := []edit{
		{fmt.Sprintf("In *guardrails*, add the condition `ArnEquals` `aws:PrincipalArn` = %s", code(c.in.arn())), fmt.Sprintf("In a Deny the condition says who is stopped. This one stops %s and lets %s in.", c.in.Name, c.out.Name), negationAdmits, rails(stop.when("ArnEquals", "aws:PrincipalArn", c.in.arn()))},
		{"In *guardrails*, remove the statement", fmt.Sprintf("It lets %s in, and %s too: both are allowed the call by their own policies.", c.in.Name, c.out.Name), guardrailIsLast, func(s *setting) { s.scps = nil; delete(s.docs, path) }},
		{fmt.Sprintf("In *guardrails*, add an Allow of `sts:AssumeRole` on %s", code(c.role.arn())), "A service control policy grants nothing, and its own Deny would beat the Allow.", allowBeatsDeny, rails(stop, call)},
		{fmt.Sprintf("In the trust policy, name %s in place of the account", code(c.in.arn())), fmt.Sprintf("Being named is an Allow. %s account is still under the Deny.", upperFirst(c.in.own)), guardrailIsAdvice, c.trust(trusts(c.in.arn()))},
		{fmt.Sprintf("In a policy of %s, allow `*` on `*`", c.in.possessive()), "An administrator of an account is under its service control policies like everybody else in it.", adminOpensAll, c.own(c.in, allow("*", "*"))},
		{fmt.Sprintf("In a policy of %s, deny `sts:AssumeRole` on %s", c.out.possessive(), code(c.role.arn())), fmt.Sprintf("%s is stopped as it is. So is %s, and that doesn't change.", c.out.Name, c.in.Name), wrongSide, c.own(c.out, call, deny("sts:AssumeRole", c.role.arn()))},
	}
	return "guardrail", fmt.Sprintf("%s and %s are users of %s (%s), and their own policies allow both `sts:AssumeRole` on the role %s in %s (%s), whose trust policy is printed below. The service control policy *guardrails*, printed too, is attached to %s, beside FullAWSAccess. Both calls are refused.",
		c.in.Name, c.out.Name, c.away.name, c.away.id, c.role.name, c.home.name, c.home.id, c.away.name), right, wrong
}

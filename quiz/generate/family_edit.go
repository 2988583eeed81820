package generate

import "fmt"

// edit is a change that somebody proposes.
type edit struct {
	text, why string
	belief    belief
	change    func(*setting)
}

// whichEdit asks which change lets one person in and keeps another out.
func whichEdit(d dice) draft {
	return whichEditOf(d, editVariants())
}

// whichEditGuarded is whichEdit, at times with a service control policy that is to
// be changed.
func whichEditGuarded(d dice) draft {
	variants := editVariants()
	if d.IntN(3) == 0 {
		variants = []editVariant{(*editCase).stoppedByGuardrail}
	}
	return whichEditOf(d, variants)
}

// editVariant sets a situation up. It returns an id for it, what the stem says, the
// change that does it, and those that don't.
type editVariant func(*editCase, *setting) (id, situation string, right edit, wrong []edit)

func editVariants() []editVariant {
	return []editVariant{(*editCase).silentCaller, (*editCase).silentTrust, (*editCase).inOneAccount, (*editCase).deniedCaller, (*editCase).groupTrap}
}

func whichEditOf(d dice, variants []editVariant) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	people := draw(d, cast, 2)
	names := draw(d, roleNames, 1)
	r := role{name: names[0], account: home.id}
	c := editCase{home: home, away: away, role: r, in: user{person: people[0], account: away.id}, out: user{person: people[1], account: away.id}}
	q := draft{objectives: []string{"two-sides"}, source: sourceCross,
		verify: fmt.Sprintf("After the change, play both calls: %s gets credentials and %s reads AccessDenied.", people[0].Name, people[1].Name),
		hint:   "First find who has said yes already and who is silent. Then ask of each change who else it lets in.",
	}
	q.setting.roles = []role{r}
	c.search = fmt.Sprintf("Find the side that doesn't, and change that one for %s alone.", c.in.Name)
	id, situation, right, wrong := variants[d.IntN(len(variants))](&c, &q.setting)
	q.setting.accounts = accounts
	if c.in.account == home.id {
		q.setting.accounts = accounts[:1]
	}
	q.setting.users = []user{c.in, c.out}
	steps := lines(assume(c.in, r), "want allowed", assume(c.out, r), "want AccessDenied")
	q.right = option{text: right.text, why: right.why, change: right.change, steps: steps}
	for _, w := range draw(d, wrong, 3) {
		q.wrong = append(q.wrong, option{text: w.text, why: w.why, belief: w.belief, change: w.change, steps: steps})
	}
	q.shape = sortedShape(id, q.wrong)
	q.show = []string{r.trustPath()}
	if p := c.in.policyPath("own"); q.setting.docs[p] != nil {
		q.show = append(q.show, p)
	}
	if p := scpPath("guardrails"); q.setting.docs[p] != nil {
		q.show = append(q.show, p)
	}
	q.stem = paragraphs(situation, fmt.Sprintf("**Which single change lets %s assume %s and keeps %s out?**", c.in.Name, r.name, c.out.Name))
	q.worked = []string{
		fmt.Sprintf("List who has to say yes: %s.", c.sides()),
		c.search,
		right.why,
	}
	return q
}

type editCase struct {
	home, away place
	role       role
	in, out    user
	search     string // what to look for, in the worked solution
}

func (c *editCase) sides() string {
	if c.in.account == c.home.id {
		return fmt.Sprintf("in one account the trust policy of %s may do it alone by naming the caller; where it names the account, the caller's own policy must allow as well", c.role.name)
	}
	return fmt.Sprintf("across accounts the trust policy of %s and the caller's own side, both", c.role.name)
}

func (c *editCase) own(u user, statements ...statement) func(*setting) {
	return func(s *setting) { s.add(u.policyPath("own"), statements...) }
}

func (c *editCase) trust(statements ...statement) func(*setting) {
	return func(s *setting) { s.add(c.role.trustPath(), statements...) }
}

// inRole is the change that mistakes the role's permissions policy for its door.
func (c *editCase) inRole() edit {
	return edit{
		text: fmt.Sprintf("In a permissions policy of %s, allow `sts:AssumeRole` on %s", c.role.name, code(c.role.arn())), belief: roleGrantsEntry,
		why:    fmt.Sprintf("The role's permissions policy says what its sessions may do. %s isn't one yet.", c.in.Name),
		change: func(s *setting) { s.add(c.role.policyPath("entry"), allow("sts:AssumeRole", c.role.arn())) },
	}
}

// silentCaller: the trust policy trusts the account, and the caller's side is silent.
func (c *editCase) silentCaller(s *setting) (string, string, edit, []edit) {
	s.add(c.role.trustPath(), trusts(rootARN(c.away.id)))
	call := allow("sts:AssumeRole", c.role.arn())
	right := edit{
		text: fmt.Sprintf("In a policy of %s, allow `sts:AssumeRole` on %s", c.in.possessive(), code(c.role.arn())),
		why:  fmt.Sprintf("%s has trusted %s already. The missing yes is on %s own side, and this gives it to %s alone.", c.home.name, c.away.name, c.in.own, c.in.them), change: c.own(c.in, call),
	}
	wrong := []edit{
		{fmt.Sprintf("In the trust policy, name %s in place of the account", code(c.in.arn())), fmt.Sprintf("%s is let in by name, and the account was let in before. What is missing is a yes on %s own side.", c.in.Name, c.in.own), namingIsEnough, c.trust(trusts(c.in.arn()))},
		{"In the trust policy, trust everybody: `\"Principal\": \"*\"`", "The door was open to this account already. Opened to the world, it still asks callers from elsewhere for a yes on their own side.", openTrustOpens, c.trust(statement{Effect: "Allow", Principal: "*", Action: "sts:AssumeRole"})},
		c.inRole(),
		{fmt.Sprintf("In a policy of %s, allow `sts:AssumeRole` on `arn:aws:sts::%s:assumed-role/%s/%s`", c.in.possessive(), c.home.id, c.role.name, c.in.id), "The right action on the wrong ARN. The call is asked for on the role; the ARN of the session comes afterwards.", sessionARNAsRole, c.own(c.in, allow("sts:AssumeRole", fmt.Sprintf("arn:aws:sts::%s:assumed-role/%s/%s", c.home.id, c.role.name, c.in.id)))},
	}
	return "silent-caller", fmt.Sprintf("%s and %s are users of %s (%s). Neither has any policy. The role %s lives in %s (%s), with this trust policy. %s calls AssumeRole and is refused.",
		c.in.Name, c.out.Name, c.away.name, c.away.id, c.role.name, c.home.name, c.home.id, c.in.Name), right, wrong
}

// silentTrust: both callers are allowed on their side, and the trust policy names
// neither.
func (c *editCase) silentTrust(s *setting) (string, string, edit, []edit) {
	call := allow("sts:AssumeRole", c.role.arn())
	s.add(c.role.trustPath(), trusts(rootARN(c.home.id)))
	c.own(c.in, call)(s)
	c.own(c.out, call)(s)
	right := edit{
		text: fmt.Sprintf("In the trust policy, name %s besides the account", code(c.in.arn())),
		why:  fmt.Sprintf("%s own side has said yes. The role's side had not, and now it says yes to %s and to nobody else in %s.", upperFirst(c.in.own), c.in.them, c.away.name), change: c.trust(trusts(rootARN(c.home.id), c.in.arn())),
	}
	wrong := []edit{
		{fmt.Sprintf("In the trust policy, name %s besides the account", code(rootARN(c.away.id))), fmt.Sprintf("It lets %s in. The account stands for everybody there who is allowed the call, and %s is.", c.in.Name, c.out.Name), accountMeansOne, c.trust(trusts(rootARN(c.home.id), rootARN(c.away.id)))},
		{fmt.Sprintf("In a policy of %s, allow `sts:*` on `*`", c.in.possessive()), fmt.Sprintf("%s side allows the call already. More of it doesn't reach %s, where the trust policy is.", upperFirst(c.in.own), c.home.name), permissionIsEnough, c.own(c.in, allow("sts:*", "*"))},
		{fmt.Sprintf("In a policy of %s, allow `*` on `*`", c.in.possessive()), fmt.Sprintf("An administrator of %s is nobody in %s until the trust policy there says so.", c.away.name, c.home.name), adminOpensAll, c.own(c.in, allow("*", "*"))},
		c.inRole(),
		{"In the trust policy, trust everybody: `\"Principal\": \"*\"`", fmt.Sprintf("It lets %s in, and %s, and whoever else arranges the call on their side.", c.in.Name, c.out.Name), openTrustOpens, c.trust(statement{Effect: "Allow", Principal: "*", Action: "sts:AssumeRole"})},
	}
	return "silent-trust", fmt.Sprintf("%s and %s are users of %s (%s). Both are allowed `sts:AssumeRole` on the role %s in %s (%s), whose trust policy is printed below. %s calls AssumeRole and is refused.",
		c.in.Name, c.out.Name, c.away.name, c.away.id, c.role.name, c.home.name, c.home.id, c.in.Name), right, wrong
}

// inOneAccount: role and people share an account; the trust policy names a
// service, and one of the two has a permission.
func (c *editCase) inOneAccount(s *setting) (string, string, edit, []edit) {
	c.in.account, c.out.account = c.home.id, c.home.id
	call := allow("sts:AssumeRole", c.role.arn())
	s.add(c.role.trustPath(), trustsService("ec2.amazonaws.com"))
	c.own(c.out, call)(s)
	both := func(st statement) []statement { return []statement{trustsService("ec2.amazonaws.com"), st} }
	right := edit{
		text: fmt.Sprintf("In the trust policy, add a statement that names %s", code(c.in.arn())),
		why:  fmt.Sprintf("In one account the trust policy alone can let somebody in, by naming %s. %s is named nowhere.", c.in.them, c.out.Name), change: c.trust(both(trusts(c.in.arn()))...),
	}
	wrong := []edit{
		{fmt.Sprintf("In a policy of %s, allow `sts:AssumeRole` on %s", c.in.possessive(), code(c.role.arn())), fmt.Sprintf("%s has such a policy and is no further: the trust policy speaks of a service and of no person.", c.out.Name), permissionIsEnough, c.own(c.in, call)},
		{fmt.Sprintf("In the trust policy, add a statement that names %s", code(rootARN(c.home.id))), fmt.Sprintf("The account leaves the choice to its policies. They allow %s the call, and %s not.", c.out.Name, c.in.Name), accountMeansOne, c.trust(both(trusts(rootARN(c.home.id)))...)},
		{fmt.Sprintf("In a policy of %s, allow `*` on `*`", c.in.possessive()), fmt.Sprintf("Everything is allowed to %s then, apart from what a trust policy has to allow.", c.in.them), adminOpensAll, c.own(c.in, allow("*", "*"))},
		c.inRole(),
	}
	return "one-account", fmt.Sprintf("%s, %s and the role %s all live in %s (%s). The trust policy is printed below. %s has no policy of %s own; %s is allowed `sts:AssumeRole` on %s. Neither gets in.",
		c.in.Name, c.out.Name, c.role.name, c.home.name, c.home.id, c.in.Name, c.in.own, c.out.Name, c.role.name), right, wrong
}

// deniedCaller: an Allow is there already, and a Deny beside it.
func (c *editCase) deniedCaller(s *setting) (string, string, edit, []edit) {
	call := allow("sts:AssumeRole", c.role.arn())
	c.search = fmt.Sprintf("Both have said yes to %s. So look for what says no.", c.in.Name)
	no := deny("sts:AssumeRole", "arn:aws:iam::"+c.home.id+":role/*")
	s.add(c.role.trustPath(), trusts(rootARN(c.away.id)))
	c.own(c.in, call, no)(s)
	right := edit{
		text: fmt.Sprintf("In %s policy, remove the second statement", c.in.possessive()),
		why:  "Both sides allow the call already. The Deny is all that stands against it, and only taking it away helps.", change: c.own(c.in, call),
	}
	wrong := []edit{
		{fmt.Sprintf("In %s policy, add an Allow of `sts:*` on `*`", c.in.possessive()), "An Allow was there already. However many there are, the Deny that matches wins.", allowBeatsDeny, c.own(c.in, call, no, allow("sts:*", "*"))},
		{fmt.Sprintf("In %s policy, put the Deny before the Allow", c.in.possessive()), "Statements have no order. The Deny matches wherever it stands.", orderMatters, c.own(c.in, no, call)},
		{fmt.Sprintf("In the trust policy, name %s in place of the account", code(c.in.arn())), fmt.Sprintf("Being named is an Allow too, and the Deny in %s own policy beats it.", c.in.own), namingIsEnough, c.trust(trusts(c.in.arn()))},
		{fmt.Sprintf("In a policy of %s, allow `sts:AssumeRole` on %s", c.out.possessive(), code(c.role.arn())), fmt.Sprintf("That lets in the one who is to stay out. For %s nothing changes.", c.in.Name), wrongSide, c.own(c.out, call)},
	}
	return "denied-caller", fmt.Sprintf("%s and %s are users of %s (%s). %s has the policy *own* below, %s has none. The role %s lives in %s (%s), with the trust policy below. %s calls AssumeRole and is refused.",
		c.in.Name, c.out.Name, c.away.name, c.away.id, c.in.Name, c.out.Name, c.role.name, c.home.name, c.home.id, c.in.Name), right, wrong
}

// groupTrap: both are allowed, the account is trusted, and one is to be shut out.
func (c *editCase) groupTrap(s *setting) (string, string, edit, []edit) {
	call := allow("sts:AssumeRole", c.role.arn())
	s.add(c.role.trustPath(), trusts(rootARN(c.away.id)))
	c.own(c.in, call)(s)
	c.own(c.out, call)(s)
	account := trusts(rootARN(c.away.id))
	c.search = fmt.Sprintf("Both have said yes to both people. The change must take one of them out and leave %s in.", c.in.Name)
	right := edit{
		text: fmt.Sprintf("In the trust policy, add the condition `StringEquals` `aws:PrincipalArn` = %s", code(c.in.arn())),
		why:  fmt.Sprintf("The account stays trusted, for one ARN alone. %s own side still says yes; %s fails the condition.", upperFirst(c.in.own), c.out.Name), change: c.trust(account.when("StringEquals", "aws:PrincipalArn", c.in.arn())),
	}
	session := fmt.Sprintf("arn:aws:sts::%s:assumed-role/%s/%s", c.home.id, c.role.name, c.in.id)
	wrong := []edit{
		{fmt.Sprintf("In the trust policy, add the condition `StringEquals` `aws:PrincipalArn` = %s", code(session)), fmt.Sprintf("That is what %s will be called afterwards. While the question is asked, the caller is still the user, so nobody gets in.", c.in.Name), sessionARNAsRole, c.trust(account.when("StringEquals", "aws:PrincipalArn", session))},
		{fmt.Sprintf("In the trust policy, add the condition `StringNotEquals` `aws:PrincipalArn` = %s", code(c.in.arn())), fmt.Sprintf("The operator is negated: it admits everybody but %s.", c.in.Name), negationAdmits, c.trust(account.when("StringNotEquals", "aws:PrincipalArn", c.in.arn()))},
		{fmt.Sprintf("In the trust policy, name %s besides the account", code(c.in.arn())), fmt.Sprintf("It adds nothing: the account is trusted as before, and with it %s.", c.out.Name), accountMeansOne, c.trust(trusts(rootARN(c.away.id), c.in.arn()))},
		{fmt.Sprintf("In the trust policy, add the condition `StringEquals` `aws:PrincipalArn` = %s", code(rootARN(c.away.id))), "In a Principal this ARN means the account. As the value of `aws:PrincipalArn` it is the root user alone, who cannot assume roles.", rootMeansRootUser, c.trust(account.when("StringEquals", "aws:PrincipalArn", rootARN(c.away.id)))},
		c.inRole(),
	}
	return "shut-one-out", fmt.Sprintf("%s and %s are users of %s (%s). Both are allowed `sts:AssumeRole` on the role %s in %s (%s), and its trust policy, printed below, lets both in.",
		c.in.Name, c.out.Name, c.away.name, c.away.id, c.role.name, c.home.name, c.home.id), right, wrong
}

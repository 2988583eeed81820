package generate

import (
	"fmt"
	"strings"
)

const (
	sourceServices = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services"
	sourceDeputy   = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
)

// workload is a program and the service that gets its credentials.
type workload struct {
	what, service string
	others        []string // services that people take for it
}

var workloads = []workload{
	{"a Lambda function", "lambda.amazonaws.com", []string{"apigateway.amazonaws.com", "events.amazonaws.com"}},
	{"a program on an EC2 instance", "ec2.amazonaws.com", []string{"autoscaling.amazonaws.com", "ssm.amazonaws.com"}},
	{"a container in an ECS task on Fargate", "ecs-tasks.amazonaws.com", []string{"ecs.amazonaws.com", "ec2.amazonaws.com"}},
	{"a CodeBuild project", "codebuild.amazonaws.com", []string{"codepipeline.amazonaws.com", "codedeploy.amazonaws.com"}},
	{"a Step Functions state machine", "states.amazonaws.com", []string{"lambda.amazonaws.com", "events.amazonaws.com"}},
	{"a Glue job", "glue.amazonaws.com", []string{"athena.amazonaws.com", "s3.amazonaws.com"}},
}

// workloadTrust asks which trust policy gives a program its role.
func workloadTrust(d dice) draft {
	home := pick(d, places)
	r := role{name: pick(d, roleNames), account: home.id}
	admin := user{person: pick(d, cast), account: home.id}
	q := draft{objectives: []string{"workloads"}, source: sourceServices,
		hint:   "Who sends the call to STS: the program, its account, a person, or the service that runs the program?",
		verify: "Put the trust policy in, start the program, and let it call `aws sts get-caller-identity`.",
	}
	q.setting = setting{accounts: []place{home}, users: []user{admin}, roles: []role{r}}
	q.setting.add(r.trustPath(), trusts(admin.arn()))
	q.setting.add(r.policyPath("read"), allow("s3:GetObject", "*"))
	w := pick(d, workloads)
	steps := lines("as "+r.path()+" via "+w.service, "want allowed")
	rightText := fmt.Sprintf("The service %s, with the action `sts:AssumeRole`", code(w.service))
	set := func(s statement) func(*setting) { return func(x *setting) { x.add(r.trustPath(), s) } }
	q.right = option{text: rightText, change: set(trustsService(w.service)), steps: steps,
		why: fmt.Sprintf("The service assumes the role for what it runs, under the name %s, and hands the credentials over.", code(w.service))}
	wrong := []option{
		{text: fmt.Sprintf("The account %s, with the action `sts:AssumeRole`", code(rootARN(home.id))), belief: workloadIsAccount, change: set(trusts(rootARN(home.id))), steps: steps,
			why: "An account stands for the users and roles in it. The service is none of them, though it runs something there."},
		{text: fmt.Sprintf("The service %s, with the action `sts:AssumeRole`", code(w.others[0])), belief: neighbourService, change: set(trustsService(w.others[0])), steps: steps,
			why: fmt.Sprintf("That service takes roles for what it does itself. For %s the one that asks is %s.", w.what, code(w.service))},
		{text: fmt.Sprintf("The service %s, with the action `sts:AssumeRole`", code(w.others[1])), belief: neighbourService, change: set(trustsService(w.others[1])), steps: steps,
			why: fmt.Sprintf("A tempting neighbour. The trust policy must name the service that asks, and that is %s.", code(w.service))},
		{text: fmt.Sprintf("The service %s, with the action `sts:AssumeRoleWithWebIdentity`", code(w.service)), belief: anyAssumeWillDo, steps: steps,
			change: set(statement{Effect: "Allow", Principal: map[string]any{"Service": w.service}, Action: "sts:AssumeRoleWithWebIdentity"}),
			why:    "The service is right and the action is another: that one is for callers with a token of an identity provider. The service calls AssumeRole."},
		{text: fmt.Sprintf("The user who set the program up, %s, with the action `sts:AssumeRole`", code(admin.arn())), belief: creatorLends, change: set(trusts(admin.arn())), steps: steps,
			why: fmt.Sprintf("That lets %s assume the role. The program runs without %s, and the service asks in its own name.", admin.Name, admin.them)},
	}
	q.wrong = draw(d, wrong, 3)
	q.shape = sortedShape(w.service, q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("%s in %s (%s) is to work with the permissions of the role %s, without a key in its code. %s has set it up and may pass the role to the service.", upperFirst(w.what), home.name, home.id, r.name, admin.Name),
		fmt.Sprintf("**Whom must the trust policy of %s allow, and what?**", r.name))
	q.worked = []string{
		"A program on AWS gets its credentials from the service that runs it. That service assumes the role.",
		"So the trust policy names a *service principal*, and the action is `sts:AssumeRole`.",
		q.right.why,
	}
	return q
}

// vendorDoor asks which trust policy lets a vendor in for one customer alone.
func vendorDoor(d dice) draft { return vendorDoorIf(d, nil) }

// vendorDoorWithMore is vendorDoor, one in three with conditions that stand in
// every one of the policies.
func vendorDoorWithMore(d dice) draft {
	if d.IntN(3) > 0 {
		return vendorDoor(d)
	}
	return vendorDoorIf(d, moreConditions(d))
}

func vendorDoorIf(d dice, more []test) draft {
	accounts := draw(d, places, 3)
	home, vendor, stranger := accounts[0], accounts[1], accounts[2]
	vendor.name = "Example Scans"
	stranger.name = "Elsewhere"
	accounts = []place{home, vendor, stranger}
	bot := user{person: person{"scanner", "the scanner", "it", "it", "its"}, account: vendor.id}
	thief := user{person: pick(d, cast), account: stranger.id}
	r := role{name: pick(d, []string{"Audit", "Inspect", "Support"}), account: home.id}
	ids := draw(d, []string{"scan-7f3a9c", "tenant-4711", "customer-88-k2", "acct-52e1", "key-c0ffee"}, 2)
	q := draft{objectives: []string{"keep-safe"}, source: sourceDeputy,
		hint:   "Try four calls on each: with your external id, with another customer's, with none, and by somebody who isn't the vendor.",
		verify: "Play the four calls: the first gets credentials, the other three are refused.",
	}
	q.setting = setting{accounts: accounts, users: []user{bot, thief}, roles: []role{r}}
	q.setting.add(r.trustPath(), trusts(bot.arn()).whenAll(more))
	for _, u := range []user{bot, thief} {
		q.setting.add(u.policyPath("own"), allow("sts:AssumeRole", "*"))
	}
	try := func(u user, id, want string) string {
		more := ""
		if id != "" {
			more = "--external-id " + id
		}
		return lines(assume(u, r, more), "want "+want)
	}
	steps := lines(try(bot, ids[0], allowed), try(bot, ids[1], refused), try(bot, "", refused), try(thief, ids[0], refused))
	const key = "sts:ExternalId"
	set := func(s statement) func(*setting) { return func(x *setting) { x.add(r.trustPath(), s) } }
	named := trusts(bot.arn()).whenAll(more)
	everybody := statement{Effect: "Allow", Principal: "*", Action: "sts:AssumeRole"}.whenAll(more)
	text := func(who, condition string) string {
		if condition == "" {
			return fmt.Sprintf("Trust %s, without a condition", who)
		}
		return fmt.Sprintf("Trust %s if %s", who, condition)
	}
	scanner := code(bot.arn())
	q.right = option{text: text(scanner, fmt.Sprintf("`StringEquals` `%s` is %s", key, code(ids[0]))), change: set(named.when("StringEquals", key, ids[0])), steps: steps,
		why: "Only the vendor gets in, and only with calls that it makes for you: it passes this id for nobody else."}
	wrong := []option{
		{text: text(scanner, ""), belief: vendorIsTrusted, change: set(named), steps: steps,
			why: "The vendor acts for all of its customers. An order from another customer that names your role would be carried out as well: the confused deputy."},
		{text: text(scanner, fmt.Sprintf("`StringEqualsIfExists` `%s` is %s", key, code(ids[0]))), belief: ifExistsNeedsKey, change: set(named.when("StringEqualsIfExists", key, ids[0])), steps: steps,
			why: "Another customer's id is turned away. A call without any external id passes, for `IfExists` lets a missing key through."},
		{text: text(scanner, fmt.Sprintf("`StringLike` `%s` is `*`", key)), belief: anyIDWillDo, change: set(named.when("StringLike", key, "*")), steps: steps,
			why: "It asks for some external id and takes any, the other customer's too."},
		{text: text(scanner, fmt.Sprintf("`StringNotEquals` `%s` is %s", key, code(ids[1]))), belief: negationAdmits, change: set(named.when("StringNotEquals", key, ids[1])), steps: steps,
			why: "It turns one customer away, and lets in calls for all others and every call without an id: without the key a negated operator holds."},
		{text: text("everybody (`\"Principal\": \"*\"`)", fmt.Sprintf("`StringEquals` `%s` is %s", key, code(ids[0]))), belief: idIsSecret, change: set(everybody.when("StringEquals", key, ids[0])), steps: steps,
			why: "AWS doesn't treat an external id as a secret: whoever can read the role's trust policy sees it. The principal must be narrow as well."},
		{text: text(scanner, fmt.Sprintf("`StringEquals` `sts:RoleSessionName` is %s", code(ids[0]))), belief: anyIDWillDo, change: set(named.when("StringEquals", "sts:RoleSessionName", ids[0])), steps: steps,
			why: "That key holds the name that the caller gives its session, not the external id. The vendor names its sessions in its own way, so its calls would be refused."},
	}
	q.wrong = draw(d, wrong, 3)
	q.shape = sortedShape("vendor", q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("%s, a vendor, scans its customers' accounts with its user `scanner` (account %s). It gives each customer a different external id and passes it with every call that it makes for them: %s for you, %s (%s), and %s for another customer.", vendor.name, vendor.id, code(ids[0]), home.name, home.id, code(ids[1])),
		fmt.Sprintf("The vendor has to get into your role %s when it works for you, and must not in any other case. Nobody else may get in at all.", r.name),
		"**Which trust policy does that?**")
	q.worked = []string{
		"The danger is the *confused deputy*: a vendor that may enter many accounts, and a customer who gets it to enter the wrong one.",
		"The principal says who may come: the vendor and nobody else. The external id says on whose behalf.",
		q.right.why,
	}
	q.standing(more)
	return q
}

// serviceDeputy asks which trust policy keeps a service from acting for others.
func serviceDeputy(d dice) draft { return serviceDeputyIf(d, nil, wrongSide) }

// serviceDeputyWithMore is serviceDeputy, one in three with conditions that stand
// in the policy already.
func serviceDeputyWithMore(d dice) draft {
	var more []test
	if d.IntN(3) == 0 {
		more = moreConditions(d)
	}
	return serviceDeputyIf(d, more, namedIsBarred)
}

// serviceDeputyIf takes the belief of who would let the stranger's account in.
func serviceDeputyIf(d dice, more []test, mirrored belief) draft {
	return serviceDeputyBy(d, more, mirrored, false, false)
}

// serviceDeputyBy puts the condition into the Allow, or its opposite into a Deny.
func serviceDeputyBy(d dice, more []test, mirrored belief, varied, denies bool) draft {
	accounts := draw(d, places, 2)
	home, other := accounts[0], accounts[1]
	r := role{name: pick(d, roleNames), account: home.id}
	const service = "pipes.amazonaws.com"
	ours := "arn:aws:pipes:us-east-1:" + home.id + ":pipe/orders"
	theirs := "arn:aws:pipes:us-east-1:" + other.id + ":pipe/orders"
	q := draft{objectives: []string{"keep-safe"}, source: sourceDeputy,
		hint:   "The service is the same, whomever it works for. Which key says whose resource it calls for?",
		verify: "Let the service call for a resource of each account: the first call is answered with credentials, the second is refused.",
	}
	q.setting = setting{accounts: accounts, roles: []role{r}}
	base := trustsService(service).whenAll(more)
	q.setting.add(r.trustPath(), base)
	call := "aws sts assume-role --role-arn " + r.arn() + " --role-session-name pipe"
	steps := lines("as service "+service+" for "+ours, call, "want allowed", "as service "+service+" for "+theirs, call, "want AccessDenied")
	set := func(s statement) func(*setting) { return func(x *setting) { x.add(r.trustPath(), s) } }
	cond := func(op, key, value string) option {
		if denies {
			op = opposite[op]
			stop := statement{Effect: "Deny", Principal: map[string]any{"Service": service}, Action: "sts:AssumeRole"}.when(op, key, value)
			return option{text: fmt.Sprintf("%s %s = %s", code(op), code(key), code(value)), steps: steps, change: func(x *setting) { x.add(r.trustPath(), base, stop) }}
		}
		return option{text: fmt.Sprintf("%s %s = %s", code(op), code(key), code(value)), change: set(base.when(op, key, value)), steps: steps}
	}
	rights := []option{cond("StringEquals", "aws:SourceAccount", home.id), cond("ArnLike", "aws:SourceArn", "arn:aws:pipes:us-east-1:"+home.id+":pipe/*")}
	whys := []string{
		"`aws:SourceAccount` is the account of the resource that the service calls for. Calls for other accounts fail.",
		"`aws:SourceArn` is the resource that the service calls for. The pattern takes resources of this account alone.",
	}
	n := d.IntN(2)
	q.right = rights[n]
	q.right.why = whys[n]
	with := func(o option, b belief, why string) option { o.belief, o.why = b, why; return o }
	wrong := []option{
		with(cond("ArnLike", "aws:SourceArn", "arn:aws:pipes:*:*:pipe/*"), anySourceWillDo, "The pattern leaves the account open, so it takes everybody's resources."),
		with(cond("StringEquals", "aws:SourceAccount", other.id), mirrored, "That is the other account: its calls pass and yours don't."),
		with(cond("StringEquals", "aws:PrincipalServiceName", service), serviceIsEnough, "It only repeats that the caller is this service. It doesn't ask for whom the service calls."),
		with(cond("ArnEquals", "aws:PrincipalArn", r.arn()), roleARNAfterwards, "That is the role to be assumed. The caller is the service, not the role, so every call is refused."),
		with(cond("StringNotEquals", "aws:SourceAccount", home.id), negationAdmits, "The operator is negated: it takes calls for everybody but you."),
	}
	if varied {
		wrong = append(wrong,
			with(cond("ArnLike", "aws:SourceArn", "arn:aws:pipes:us-east-1:"+other.id+":pipe/*"), mirrored, "That is the other account: its calls pass and yours don't."),
			with(cond("ArnLike", "aws:SourceArn", "arn:aws:pipes:*:"+other.id+":pipe/orders"), mirrored, "That is the other account: its calls pass and yours don't."),
			with(cond("ArnLike", "aws:PrincipalArn", "arn:aws:pipes:us-east-1:"+home.id+":pipe/*"), serviceIsEnough, "The pipe isn't the principal. The service calls, so every call is refused."),
			with(cond("ArnEquals", "aws:PrincipalArn", ours), serviceIsEnough, "The pipe isn't the principal. The service calls, so every call is refused."),
			with(cond("StringLike", "aws:SourceAccount", "*"), anySourceWillDo, "The star takes any account, the stranger's too."),
			with(cond("StringEquals", "aws:PrincipalAccount", home.id), serviceIsEnough, "A service principal has no account of its own in the request, so the condition doesn't hold for any call."))
	}
	variant := fmt.Sprint("service", n)
	if denies {
		q.right.why = []string{
			"`aws:SourceAccount` is the account of the resource that the service calls for. The Deny spares calls for this account alone.",
			"`aws:SourceArn` is the resource that the service calls for. The Deny spares resources of this account alone.",
		}[n]
		for i, why := range []string{
			"The pattern leaves the account open, so the Deny spares everybody's resources.",
			"That is the other account: its calls are spared and yours are refused.",
			"The caller is this service in every call, so the Deny never holds.",
			"That is the role to be assumed. The caller is the service, not the role, so every call is refused.",
			"In a Deny it says whom to refuse, and here that is you.",
			"That is the other account: its calls are spared and yours are refused.",
			"That is the other account: its calls are spared and yours are refused.",
			"The pipe isn't the principal. The service calls, so the Deny holds for every call.",
			"The pipe isn't the principal. The service calls, so the Deny holds for every call.",
			"The star takes any account, so the Deny spares all calls.",
			"A service principal has no account of its own in the request. Without the key a negated operator holds, so every call is refused.",
		} {
			wrong[i].why = why
		}
		variant += "/denies"
	}
	q.wrong = draw(d, wrong, 3)
	q.shape = sortedShape(variant, q.wrong)
	q.show = []string{r.trustPath()}
	question := "**Which condition lets it in when it acts for your account, and not when it acts for the stranger's?**"
	if denies {
		question = paragraphs("A second statement is to deny this service `sts:AssumeRole` where it acts for a stranger.", "**Which condition belongs into that Deny?**")
	}
	q.stem = paragraphs(
		fmt.Sprintf("The trust policy of %s in %s (%s), printed below, lets in a service, EventBridge Pipes. It works for many accounts and says with each call which pipe it acts for: %s for you, %s for a stranger.", r.name, home.name, home.id, code(ours), code(theirs)),
		question)
	q.worked = []string{
		"Trusting a service says who calls. It doesn't say for whom: that is the cross-service *confused deputy*.",
		"A service that supports it fills `aws:SourceArn` with the resource it acts for, and `aws:SourceAccount` with that resource's account. A condition on one of them closes the gap.",
		q.right.why,
	}
	q.standing(more)
	return q
}

// serviceDeputyVaried is serviceDeputy without conditions that decide nothing. Half
// of the time the condition is for a Deny, and says who is to be refused.
func serviceDeputyVaried(d dice) draft {
	return serviceDeputyBy(d, nil, namedIsBarred, true, d.coin())
}

// opposite are the operators that hold where the others don't.
var opposite = map[string]string{"StringEquals": "StringNotEquals", "StringNotEquals": "StringEquals", "StringLike": "StringNotLike", "ArnLike": "ArnNotLike", "ArnEquals": "ArnNotEquals"}

// moreConditions are three conditions that hold for every call of a story.
func moreConditions(d dice) []test {
	return shuffled(d,
		test{operator: "DateGreaterThan", key: "aws:CurrentTime", value: "2026-01-01T00:00:00Z", why: "That moment has passed."},
		test{operator: "Bool", key: "aws:SecureTransport", value: "true", why: "Calls to STS are made over TLS."},
		test{operator: "StringNotLike", key: "sts:RoleSessionName", value: "test-*", why: "No session here has such a name, and a negated operator holds for every other name."})
}

// whenAll is the statement under more conditions.
func (s statement) whenAll(more []test) statement {
	for _, t := range more {
		s = s.when(t.operator, t.key, t.value)
	}
	return s
}

// standing says which conditions stand in every policy of the question, and what
// becomes of them.
func (d *draft) standing(more []test) {
	if len(more) == 0 {
		return
	}
	var texts, whys []string
	for _, t := range more {
		texts = append(texts, fmt.Sprintf("%s `%s` `%v`", code(t.operator), t.key, t.value))
		whys = append(whys, fmt.Sprintf("%s: %s", t.text(), lowerFirst(t.why)))
	}
	d.say("Whichever you choose, the policy also holds these conditions: " + list(texts, "and") + ". No session in this story has a name that begins with `test-`.")
	d.worked = append([]string{"The conditions that are in every policy hold for all of these calls, so they decide nothing. " + strings.Join(whys, " ")}, d.worked...)
	d.shape += "/more"
}

package generate

import (
	"fmt"
	"slices"
)

const (
	sourceCaller = "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"
	sourceUse    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html"
)

// callerIdentity asks what get-caller-identity prints.
func callerIdentity(d dice) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	if d.IntN(3) == 0 {
		away = home
		accounts = accounts[:1]
	}
	names := draw(d, roleNames, 2)
	session := draw(d, sessionNames, 2)
	u := user{person: pick(d, cast), account: away.id}
	r := role{name: names[0], account: home.id}
	last := role{name: names[1], account: home.id}
	q := draft{objectives: []string{"assume-call"}, source: sourceCaller,
		hint:   "Ask with whose credentials the last command is signed. That principal's ARN is printed.",
		verify: "Run the lines in the sandbox: the `Arn` in the answer is this one.",
	}
	q.setting = setting{accounts: accounts, users: []user{u}, roles: []role{r, last}}
	q.setting.add(r.trustPath(), trusts(rootARN(away.id)))
	q.setting.add(last.trustPath(), trusts(rootARN(home.id)))
	q.setting.add(u.policyPath("own"), allow("sts:AssumeRole", r.arn()))
	q.setting.add(r.policyPath("next"), allow("sts:AssumeRole", last.arn()))
	arn := func(account, role, name string) string {
		return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + name
	}
	const who = "aws sts get-caller-identity"
	into := func(r role, name string) string {
		return "aws sts assume-role --role-arn " + r.arn() + " --role-session-name " + name
	}
	first, second := arn(home.id, r.name, session[0]), arn(home.id, last.name, session[1])
	var shown []string
	var steps, right, why string
	type miss struct {
		arn    string
		belief belief
		why    string
	}
	userAfter := miss{u.arn(), userARNAfterwards, fmt.Sprintf("%s is behind it, and the request isn't signed with %s key. It is signed with the session's.", u.Name, u.own)}
	roleAfter := miss{r.arn(), roleARNAfterwards, "That is the ARN of the role, an IAM resource. What calls is a session of it, and sessions belong to STS."}
	var wrong []miss
	variant := d.IntN(3)
	switch variant {
	case 0: // after assuming, with the session's credentials
		shown = []string{"# as " + u.Name, into(r, session[0]), "# with the credentials that this printed", who}
		steps = lines("as "+u.path(), into(r, session[0]), "as session "+session[0], who)
		right, why = first, "The request is signed by the session, so the answer is its ARN: the role's account, the role's name, the session's name."
		wrong = []miss{userAfter, roleAfter,
			{arn(home.id, r.name, u.id), nameIsIdentity, fmt.Sprintf("The session bears the name that the call gave it, `%s`, and not the user's.", session[0])}}
		if home != away {
			wrong = append(wrong, miss{arn(away.id, r.name, session[0]), callerAccountStays, fmt.Sprintf("%s is the account of the caller. The session belongs to that of the role, %s.", away.name, home.name)})
		}
	case 1: // the credentials are not used
		shown = []string{"# as " + u.Name, into(r, session[0]), "# in the same terminal, nothing else done", who}
		steps = lines("as "+u.path(), into(r, session[0]), who)
		right, why = u.arn(), fmt.Sprintf("AssumeRole prints credentials and switches nothing. The next command is signed with %s own key, as before.", u.own)
		wrong = []miss{{first, assumingSwitches, "This is what it would be if the printed credentials were put to use. Nobody has done that yet."}, roleAfter,
			{rootARN(away.id), rootMeansRootUser, "This is the root user's ARN. A user's key answers with the user's own."},
			{arn(away.id, u.id, session[0]), assumingSwitches, "A user has no sessions of this form. `assumed-role` is followed by the name of a role."}}
	default: // a chain
		q.hops = 1
		shown = []string{"# as " + u.Name, into(r, session[0]), "# with the credentials that this printed", into(last, session[1]), "# with the credentials that this printed", who}
		steps = lines("as "+u.path(), into(r, session[0]), "as session "+session[0], into(last, session[1]), "as session "+session[1], who)
		right, why = second, "Each hop gives credentials of its own. The last ones sign the last command, so the caller is a session of the last role, under the name given with the second call."
		wrong = []miss{
			{first, firstHopStays, "That was the caller of the second AssumeRole. The last command is signed with what came of it."},
			{arn(home.id, last.name, session[0]), firstHopStays, "The role is right. The session's name is given anew with each call, and the second gave another."},
			{last.arn(), roleARNAfterwards, "That is the ARN of the role, an IAM resource. What calls is a session of it, and sessions belong to STS."},
			userAfter,
		}
	}
	claim := func(arn string) string { return lines(steps, "want Arn = "+arn) }
	q.right = option{text: code(right), why: why, steps: claim(right)}
	for _, m := range draw(d, wrong, 3) {
		q.wrong = append(q.wrong, option{text: code(m.arn), why: m.why, belief: m.belief, steps: claim(m.arn)})
	}
	q.shape = sortedShape(fmt.Sprintf("%d/%v", variant, home == away), q.wrong)
	where := fmt.Sprintf("%s is a user of %s (%s). The role %s lives in %s (%s). Every call below is allowed.", u.Name, away.name, away.id, r.name, home.name, home.id)
	if home == away {
		where = fmt.Sprintf("%s and the role %s both belong to %s (%s). Every call below is allowed.", u.Name, r.name, home.name, home.id)
	}
	q.stem = paragraphs(where, fenced(shown...), "**Which `Arn` does the last command print?**")
	q.worked = []string{
		"`get-caller-identity` tells who signed the request. It needs no permission.",
		"A session's ARN reads `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`: the account is the role's.",
		why,
	}
	return q
}

// brokenCredentials asks what STS answers to credentials of which a part is
// missing, swapped or out of date.
func brokenCredentials(d dice) draft { return brokenCredentialsIf(d, false) }

// brokenCredentialsEvenly is brokenCredentials with each of the four answers as
// often as the others.
func brokenCredentialsEvenly(d dice) draft { return brokenCredentialsIf(d, true) }

func brokenCredentialsIf(d dice, evenly bool) draft {
	home := pick(d, places)
	u := user{person: pick(d, cast), account: home.id}
	names := draw(d, roleNames, 1)
	r := role{name: names[0], account: home.id}
	session := draw(d, sessionNames, 2)
	q := draft{objectives: []string{"three-parts"}, source: sourceUse,
		hint:   "Three questions: is the token there that belongs to the key, is the signature made with the key's own secret, has the time run out?",
		verify: "Set the three variables as described and run `aws sts get-caller-identity`.",
	}
	q.setting = setting{accounts: []place{home}, users: []user{u}, roles: []role{r}}
	q.setting.add(r.trustPath(), trusts(u.arn()))
	q.setting.add(r.policyPath("read"), allow("s3:GetObject", "*"))
	a, b := session[0], session[1]
	assume := func(name string) string {
		return "aws sts assume-role --role-arn " + r.arn() + " --role-session-name " + name
	}
	set := func(key, secret, token string) string {
		s := lines("export AWS_ACCESS_KEY_ID=$(key "+key+")", "export AWS_SECRET_ACCESS_KEY=$(secret "+secret+")")
		if token != "" {
			s = lines(s, "export AWS_SESSION_TOKEN=$(token "+token+")")
		}
		return s
	}
	const (
		invalid   = "InvalidClientTokenId"
		signature = "SignatureDoesNotMatch"
		expired   = "ExpiredToken"
	)
	type outcome struct {
		id, story, setup, want, why string
	}
	both := fmt.Sprintf("%s assumes %s twice, as `%s` and as `%s`, and keeps both sets of credentials", u.Name, r.name, a, b)
	two := lines("as "+u.path(), assume(a), assume(b))
	one := lines("as "+u.path(), assume(a))
	cases := []outcome{
		{"no-token", fmt.Sprintf("%s assumes %s and copies the access key id and the secret access key into a tool. The tool has no field for the session token", u.Name, r.name),
			lines(one, set(a, a, "")), invalid, "A key that begins with `ASIA` is valid only together with its session token. Without it STS doesn't know the key."},
		{"other-secret", both + fmt.Sprintf(". The tool gets the key id and the token of `%s` and, by mistake, the secret of `%s`", a, b),
			lines(two, set(a, b, a)), signature, "Key id and token belong together, so STS knows the key. The signature was made with another secret, and it doesn't match."},
		{"late", fmt.Sprintf("%s assumes %s and puts all three parts into a tool. The tool is used again 61 minutes later", u.Name, r.name),
			lines(one, set(a, a, a), "advance 61m"), expired, "The call asked for no duration, so the credentials lasted an hour. All three parts are right and too late."},
		{"short", fmt.Sprintf("%s assumes %s with `--duration-seconds 900` and puts all three parts into a tool. The tool is used again twenty minutes later", u.Name, r.name),
			lines("as "+u.path(), assume(a)+" --duration-seconds 900", set(a, a, a), "advance 20m"), expired, "The call asked for 900 seconds, a quarter of an hour. All three parts are right and too late."},
		{"in-time", fmt.Sprintf("%s assumes %s and puts all three parts into a tool. The tool is used again 59 minutes later", u.Name, r.name),
			lines(one, set(a, a, a), "advance 59m"), allowed, "All three parts belong together and the hour isn't over. The answer is the session's identity."},
		{"second-late", fmt.Sprintf("%s assumes %s as `%s` and forty minutes later as `%s`. The tool gets all three parts of the first, `%s`, and is used half an hour after that", u.Name, r.name, a, b, a),
			lines("as "+u.path(), assume(a), "advance 40m", assume(b), set(a, a, a), "advance 30m"), expired, fmt.Sprintf("Seventy minutes have passed since `%s` was issued, and it had an hour. That there is a newer session doesn't renew the older one.", a)},
		{"second-in-time", fmt.Sprintf("%s assumes %s as `%s` and forty minutes later as `%s`. The tool gets all three parts of the second, `%s`, and is used half an hour after that", u.Name, r.name, a, b, b),
			lines("as "+u.path(), assume(a), "advance 40m", assume(b), set(b, b, b), "advance 30m"), allowed, fmt.Sprintf("`%s` was issued half an hour ago and has an hour of its own. That `%s` is over doesn't touch it.", b, a)},
	}
	if evenly {
		want := pick(d, []string{invalid, signature, expired, allowed})
		cases = slices.DeleteFunc(cases, func(o outcome) bool { return o.want != want })
	}
	c := pick(d, cases)
	beliefs := map[string]struct {
		text string
		b    belief
		why  string
	}{
		invalid:   {"An error: `InvalidClientTokenId`, the security token is invalid", tokenIsOptional, "This is the answer where the token is missing. Here it is there, and it belongs to the key."},
		signature: {"An error: `SignatureDoesNotMatch`, the signature is not the expected one", secretIsChecked, "This is the answer where the key is known and the secret is not its own. That is not what is wrong here."},
		expired:   {"An error: `ExpiredToken`, the token has expired", expiryExplainsAll, "This is the answer where all three parts belong together and their time is over. That is not so here."},
		allowed:   {"The identity of the session: the call succeeds", allIsWell, "It takes all three parts, belonging together and in time."},
	}
	if c.want == allowed {
		e := beliefs[expired]
		e.why = "It will be, once an hour has passed since these credentials were issued. It hasn't yet."
		beliefs[expired] = e
	}
	for _, want := range []string{invalid, signature, expired, allowed} {
		o := option{text: beliefs[want].text, why: beliefs[want].why, belief: beliefs[want].b, steps: lines(c.setup, "aws sts get-caller-identity", "want "+want)}
		if want == c.want {
			o.why, o.belief = c.why, ""
			q.right = o
			continue
		}
		q.wrong = append(q.wrong, o)
	}
	q.shape = c.id
	q.stem = paragraphs(c.story+".", "**What does `aws sts get-caller-identity` answer in that tool?**")
	q.worked = []string{
		"Temporary credentials have three parts: access key id, secret access key, session token. Every request needs all of them.",
		"A missing token, a wrong secret and an hour that is over are three faults with three errors of their own.",
		c.why,
	}
	return q
}

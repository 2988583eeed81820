package generate

import (
	"fmt"
	"slices"
	"strconv"
	"time"
)

const (
	sourceAssume = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"
	sourceChain  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining"
)

// lifeCase is one draw of howLong: what is called, and what comes of it.
type lifeCase struct {
	id      string
	lasts   time.Duration // zero: refused
	why     string
	wrong   []lifeWrong
	chained bool
	shorter time.Duration // how long the first session of a chain lasts
	asked   time.Duration
	middle  string // the second role of a chain of three
}

type lifeWrong struct {
	lasts  time.Duration
	belief belief
	why    string
}

// howLong asks how long a session lasts, chained or not.
func howLong(d dice) draft { return howLongBy(d, false) }

// longerChains is howLong with chains of three roles among the others.
func longerChains(d dice) draft { return howLongBy(d, d.coin()) }

func howLongBy(d dice, longer bool) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	names := draw(d, roleNames, 2)
	p := pick(d, cast)
	u := user{person: p, account: away.id}
	maximum := time.Duration(pick(d, []int{2, 4, 6, 8, 12})) * time.Hour
	r := role{name: names[0], account: home.id, maxSession: int64(maximum.Seconds())}
	first := role{name: names[1], account: away.id, maxSession: 4 * 3600}
	name := pick(d, sessionNames)
	c := []func(dice, time.Duration) lifeCase{plainLife, askedLife, tooLong, chainPlain, chainShortFirst, chainTooLong, chainAsked}[d.IntN(7)](d, maximum)
	q := draft{objectives: []string{"how-long"}, source: sourceAssume,
		hint: "Three numbers: what the call asks for, what the role allows, and what holds when a role assumes a role.",
	}
	q.setting = setting{accounts: accounts, users: []user{u}, roles: []role{r}}
	assumeLast := "aws sts assume-role --role-arn " + r.arn() + " --role-session-name " + name
	if c.asked > 0 {
		assumeLast += " --duration-seconds " + strconv.Itoa(int(c.asked.Seconds()))
	}
	shown := []string{assumeLast}
	prefix := "as " + u.path()
	if c.chained {
		q.source, q.hops = sourceChain, 1
		q.setting.roles = append(q.setting.roles, first)
		q.setting.add(first.trustPath(), trusts(u.arn()))
		q.setting.add(first.policyPath("next"), allow("sts:AssumeRole", r.arn()))
		q.setting.add(r.trustPath(), trusts(first.arn()))
		into := "aws sts assume-role --role-arn " + first.arn() + " --role-session-name first"
		if c.shorter > 0 {
			into += " --duration-seconds " + strconv.Itoa(int(c.shorter.Seconds()))
		}
		prefix = lines(prefix, into, "as session first")
		shown = []string{"# as " + p.Name, into, "# with the credentials of that session", assumeLast}
		if longer && c.shorter == 0 {
			middle := role{name: pick(d, slices.DeleteFunc(slices.Clone(roleNames), func(n string) bool { return slices.Contains(names, n) })), account: away.id, maxSession: 4 * 3600}
			q.setting.roles = append(q.setting.roles, middle)
			q.setting.add(first.policyPath("next"), allow("sts:AssumeRole", middle.arn()))
			q.setting.add(middle.trustPath(), trusts(first.arn()))
			q.setting.add(middle.policyPath("next"), allow("sts:AssumeRole", r.arn()))
			q.setting.add(r.trustPath(), trusts(middle.arn()))
			between := "aws sts assume-role --role-arn " + middle.arn() + " --role-session-name between"
			prefix = lines(prefix, between, "as session between")
			shown = []string{"# as " + p.Name, into, "# with the credentials of that session", between, "# and with those of this one", assumeLast}
			q.hops, c.middle = 2, middle.name
		}
	} else {
		q.setting.add(u.policyPath("own"), allow("sts:AssumeRole", r.arn()))
		q.setting.add(r.trustPath(), trusts(u.arn()))
	}
	claim := func(lasts time.Duration) string {
		if lasts == 0 {
			return lines(prefix, assumeLast, "want ValidationError")
		}
		return lines(prefix, assumeLast, "want allowed", "as session "+name,
			"advance "+(lasts-time.Minute).String(), "aws sts get-caller-identity", "want allowed",
			"advance 2m", "aws sts get-caller-identity", "want ExpiredToken")
	}
	q.right = option{text: lifeWords(c.lasts), why: c.why, steps: claim(c.lasts)}
	var rest []lifeWrong
	for _, w := range c.wrong {
		if w.lasts != c.lasts && !hasLife(rest, w.lasts) {
			rest = append(rest, w)
		}
	}
	for _, w := range draw(d, rest, 3) {
		q.wrong = append(q.wrong, option{text: lifeWords(w.lasts), why: w.why, belief: w.belief, steps: claim(w.lasts)})
	}
	q.shape = sortedShape(fmt.Sprintf("%s/%s/%s", c.id, maximum, c.asked)+c.middleShape(), q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("%s, a user of %s, may assume the roles in this story: trust policies and permissions are as they should be. The maximum session duration of %s is set to %s.", p.Name, away.name, r.name, span(maximum))+c.storyOf(first.name),
		fenced(shown...),
		fmt.Sprintf("**How long do the credentials of %s last?**", r.name))
	q.worked = []string{
		"A call that asks for nothing gets an hour. A call may ask for fifteen minutes up to the role's maximum, which is one to twelve hours.",
		"When a role assumes a role, an hour is the most. A call that asks for more than a limit is refused, not granted less.",
		c.why,
	}
	q.verify = "Move the clock to a minute before the end and call `aws sts get-caller-identity`; two minutes later call it again."
	if c.lasts == 0 {
		q.verify = "Run it: STS answers with ValidationError and no credentials."
	}
	return q
}

func (c lifeCase) middleShape() string {
	if c.middle == "" {
		return ""
	}
	return "/longer"
}

func (c lifeCase) storyOf(first string) string {
	if !c.chained {
		return ""
	}
	if c.middle != "" {
		return fmt.Sprintf(" Those of %s and %s are four hours.", first, c.middle)
	}
	return fmt.Sprintf(" That of %s is four hours.", first)
}

func hasLife(list []lifeWrong, lasts time.Duration) bool {
	for _, w := range list {
		if w.lasts == lasts {
			return true
		}
	}
	return false
}

// lifeWords is how an option says a duration.
func lifeWords(t time.Duration) string {
	if t == 0 {
		return "There are none: the call is refused"
	}
	return upperFirst(span(t))
}

// span writes a duration as people do.
func span(t time.Duration) string {
	words := map[time.Duration]string{
		15 * time.Minute: "a quarter of an hour", 30 * time.Minute: "half an hour", 45 * time.Minute: "three quarters of an hour",
		time.Hour: "one hour", 90 * time.Minute: "an hour and a half",
	}
	if w, ok := words[t]; ok {
		return w
	}
	numbers := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if h := int(t.Hours()); t%time.Hour == 0 && h < len(numbers) {
		return numbers[h] + " hours"
	}
	if t%time.Hour == 0 {
		return strconv.Itoa(int(t.Hours())) + " hours"
	}
	return strconv.Itoa(int(t.Minutes())) + " minutes"
}

var (
	wrongMaximum = "The role's maximum is what a call may ask for. This one didn't ask."
	wrongQuarter = lifeWrong{15 * time.Minute, shortestIsDefault, "A quarter of an hour is the least that a call may ask for. This one doesn't ask for it."}
	wrongTwelve  = lifeWrong{12 * time.Hour, userTokenLife, "Twelve hours are the default of GetSessionToken. For a role they are the most that its maximum can be set to."}
)

func plainLife(_ dice, maximum time.Duration) lifeCase {
	return lifeCase{id: "plain", lasts: time.Hour, why: "The call asks for no duration, so the session lasts an hour.",
		wrong: []lifeWrong{
			{maximum, maximumIsDefault, wrongMaximum}, wrongQuarter, wrongTwelve,
			{36 * time.Hour, userTokenLife, "Thirty-six hours are the most that GetSessionToken gives to a user. No role's session lasts so long."},
		}}
}

func askedLife(d dice, maximum time.Duration) lifeCase {
	asked := pick(d, []time.Duration{15 * time.Minute, 30 * time.Minute, 45 * time.Minute, 90 * time.Minute, 2 * time.Hour})
	return lifeCase{id: "asked", lasts: asked, asked: asked,
		why: fmt.Sprintf("The call asks for %s. That lies between fifteen minutes and the role's maximum, so it gets exactly that.", span(asked)),
		wrong: []lifeWrong{
			{time.Hour, wishIsIgnored, "An hour is what a call gets that asks for nothing. This one asks."},
			{maximum, maximumIsDefault, "The maximum is the most that a call may ask for. This one asks for less."},
			{0, wishIsRefused, "Anything from fifteen minutes up to the role's maximum may be asked for, and this lies between them."}, wrongTwelve, wrongQuarter,
		}}
}

func tooLong(_ dice, maximum time.Duration) lifeCase {
	asked := maximum + time.Hour
	if maximum == 12*time.Hour {
		asked = maximum
		return lifeCase{id: "twelve", lasts: asked, asked: asked, why: "Twelve hours are asked for, and twelve are what this role allows. No role can allow more.",
			wrong: []lifeWrong{
				{time.Hour, wishIsIgnored, "An hour is what a call gets that asks for nothing. This one asks."},
				{0, wishIsRefused, "A call is refused when it asks for more than the role's maximum. This one asks for exactly the maximum."}, wrongQuarter,
			}}
	}
	return lifeCase{id: "too-long", asked: asked,
		why: fmt.Sprintf("The call asks for %s and the role allows %s. A call that asks for more than the maximum is refused.", span(asked), span(maximum)),
		wrong: []lifeWrong{
			{maximum, tooLongIsCut, "It is what one would hope for. STS doesn't shorten a duration that is too long; it refuses the call."},
			{asked, wishIsIgnored, "The role's maximum is a limit that the call can't lift."},
			{time.Hour, wishIsIgnored, "An hour is the default for a call that names no duration. One that can't be granted doesn't fall back to it."}, wrongQuarter,
		}}
}

func chainPlain(_ dice, maximum time.Duration) lifeCase {
	return lifeCase{id: "chain", chained: true, lasts: time.Hour, why: "It asks for nothing, so it gets an hour. An hour is also the most that a role assumed by a role can get.",
		wrong: []lifeWrong{
			{maximum, chainTakesMaximum, "The maximum would count for a user who asks for it. Here a role assumes a role, and nothing is asked for."},
			{0, chainIsRefused, "A role may assume a role: each trusts the one that calls it here, and the caller is allowed the call."}, wrongQuarter, wrongTwelve,
		}}
}

func chainShortFirst(d dice, maximum time.Duration) lifeCase {
	short := pick(d, []time.Duration{15 * time.Minute, 30 * time.Minute})
	return lifeCase{id: "chain-short", chained: true, shorter: short, lasts: time.Hour,
		why: fmt.Sprintf("The second session has an end of its own: an hour from when it was issued. It goes on after the first has ended, %s in.", span(short)),
		wrong: []lifeWrong{
			{short, chainEndsWithFirst, "The first session ends then. The second was issued with an end of its own and doesn't look back."},
			{maximum, chainTakesMaximum, "Nothing was asked for, and a role that assumes a role gets an hour at most."},
			{0, chainIsRefused, "A role may assume a role: each trusts the one that calls it here, and the caller is allowed the call."}, wrongTwelve,
		}}
}

func chainTooLong(_ dice, maximum time.Duration) lifeCase {
	return lifeCase{id: "chain-too-long", chained: true, asked: maximum,
		why: fmt.Sprintf("The role's maximum is %s. But here a role assumes a role, and then more than an hour can't be asked for: the call is refused.", span(maximum)),
		wrong: []lifeWrong{
			{maximum, chainTakesMaximum, fmt.Sprintf("A user could ask for %s. A session of another role can't ask for more than an hour.", span(maximum))},
			{time.Hour, tooLongIsCut, "An hour is the limit indeed. A call that asks for more is refused; the duration isn't cut down to it."},
			{4 * time.Hour, chainEndsWithFirst, "The maximum of a role that calls has no say over the session it asks for."}, wrongQuarter, wrongTwelve,
		}}
}

func chainAsked(d dice, maximum time.Duration) lifeCase {
	asked := pick(d, []time.Duration{15 * time.Minute, 30 * time.Minute, 45 * time.Minute})
	return lifeCase{id: "chain-asked", chained: true, asked: asked, lasts: asked,
		why: fmt.Sprintf("The call asks for %s, which is within the hour that a chained session may last. It gets exactly that.", span(asked)),
		wrong: []lifeWrong{
			{time.Hour, wishIsIgnored, "An hour is the most in a chain, and the default. This call asks for less."},
			{maximum, chainTakesMaximum, "The role's maximum would need a caller that isn't a role's session, and a call that asks for it."},
			{0, chainIsRefused, "A role may assume a role, and for a short while as well."}, wrongTwelve,
		}}
}

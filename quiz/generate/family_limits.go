package generate

import (
	"fmt"
	"slices"
	"strings"
)

const (
	sourceSession  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session"
	sourceBoundary = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"
	sourceLogic    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"
)

// sessionPolicyPath is the file that a call passes as session policy.
const sessionPolicyPath = "files/narrow.json"

// deed is something that a session may try.
type deed struct {
	action, resource string
	text             string // "read an object under `2026/`"
	command          string
}

// limitCase is a role with policies that limit it: which deeds each lets through.
type limitCase struct {
	dice
	deeds  []deed
	layers []limitLayer // the role's own policy first
}

// limitLayer is one policy of the intersection.
type limitLayer struct {
	kind string // "role", "boundary", "session", "scp"
	name string // for people: "the session policy"
	lets []bool // by deed
	not  int    // the deed that it denies; -1: none
}

// deedsOn are what one can do to a bucket, and to its neighbour.
func deedsOn(d dice, b, b2 bucket, dirs []string, file string) []deed {
	read := func(b bucket, dir string) deed {
		return deed{"s3:GetObject", b.arn() + "/" + dir + "/*", fmt.Sprintf("Reading an object under `%s/` in *%s*", dir, b.name), "aws s3api get-object --bucket " + b.name + " --key " + dir + "/" + file + " out"}
	}
	write := func(b bucket, dir string) deed {
		return deed{"s3:PutObject", b.arn() + "/" + dir + "/*", fmt.Sprintf("Writing an object under `%s/` in *%s*", dir, b.name), "aws s3api put-object --bucket " + b.name + " --key " + dir + "/new.txt"}
	}
	look := func(b bucket) deed {
		return deed{"s3:ListBucket", b.arn(), fmt.Sprintf("Listing the bucket *%s*", b.name), "aws s3api list-objects-v2 --bucket " + b.name}
	}
	return draw(d, []deed{read(b, dirs[0]), read(b, dirs[1]), write(b, dirs[0]), write(b, dirs[1]), look(b), read(b2, dirs[0]), look(b2)}, 4)
}

// statements writes a layer as a policy: one statement an action, and a Deny.
func (l limitLayer) statements(deeds []deed) []statement {
	var out []statement
	for i, d := range deeds {
		if !l.lets[i] {
			continue
		}
		at := slices.IndexFunc(out, func(s statement) bool { return s.Action == d.action })
		if at < 0 {
			out = append(out, allow(d.action, []string{d.resource}))
			continue
		}
		out[at].Resource = append(out[at].Resource.([]string), d.resource)
	}
	for i, s := range out {
		if list := s.Resource.([]string); len(list) == 1 {
			out[i].Resource = list[0]
		}
	}
	if l.not >= 0 {
		out = append(out, deny(deeds[l.not].action, denied(deeds, l.not)))
	}
	return out
}

// denied is what a Deny of a deed names: everything, unless another deed has the
// same action.
func denied(deeds []deed, not int) string {
	for i, d := range deeds {
		if i != not && d.action == deeds[not].action {
			return deeds[not].resource
		}
	}
	return "*"
}

func sessionMay(d dice) draft {
	return limited(d, []string{"session"}, sourceSession)
}

func boundaryLeaves(d dice) draft {
	return limited(d, []string{"boundary"}, sourceBoundary)
}

// sessionUnderGuardrails is sessionMay, one in three under a service control
// policy as well.
func sessionUnderGuardrails(d dice) draft {
	if d.IntN(3) > 0 {
		return sessionMay(d)
	}
	return limited(d, []string{"session", "scp"}, sourceLogic)
}

// boundaryUnderGuardrails is boundaryLeaves, likewise.
func boundaryUnderGuardrails(d dice) draft {
	if d.IntN(3) > 0 {
		return boundaryLeaves(d)
	}
	return limited(d, []string{"boundary", "scp"}, sourceLogic)
}

func allLimits(d dice) draft {
	kinds := []string{"boundary", "session"}
	if d.coin() {
		kinds = []string{"boundary", "session", "scp"}
	}
	return limited(d, kinds, sourceLogic)
}

var limitNames = map[string]string{"role": "the role's own policy", "boundary": "the permissions boundary", "session": "the session policy", "scp": "the service control policy"}

// limited asks which of four deeds a session manages, or which it doesn't, under
// a role's policy and its limits. The first deed is the answer; of the others each
// fails, or holds, for a reason of its own.
func limited(d dice, kinds []string, source string) draft {
	home := pick(d, places)
	u := user{person: pick(d, cast), account: home.id}
	r := role{name: pick(d, roleNames), account: home.id}
	names, dirs, file := draw(d, bucketNames, 2), draw(d, folders, 2), pick(d, fileNames)
	b := bucket{names[0], home.id, []string{dirs[0] + "/" + file, dirs[1] + "/" + file}}
	b2 := bucket{names[1], home.id, []string{dirs[0] + "/" + file}}
	odd := d.IntN(3) == 0 // ask for the one that fails
	c := limitCase{dice: d, deeds: deedsOn(d, b, b2, dirs, file)}
	for _, k := range append([]string{"role"}, kinds...) {
		c.layers = append(c.layers, limitLayer{kind: k, name: limitNames[k], lets: []bool{true, true, true, true}, not: -1})
	}
	c.spoil(odd)
	q := draft{objectives: []string{"only-narrower"}, source: source,
		hint: "Take each of the four to every policy in turn. One policy that doesn't let it through is enough to lose it.",
	}
	q.setting = setting{accounts: []place{home}, users: []user{u}, roles: []role{r}, buckets: []bucket{b, b2}}
	q.setting.add(r.trustPath(), trusts(u.arn()))
	call := "aws sts assume-role --role-arn " + r.arn() + " --role-session-name task"
	intro := c.place(&q, r, &call)
	verb := "succeeds"
	if odd {
		verb = "is refused"
	}
	want := map[bool]string{true: "want AccessDenied", false: "want allowed"}[odd]
	for i, deed := range c.deeds {
		why, belief := c.why(i)
		o := option{text: deed.text, why: why, steps: lines("as "+u.path(), call, "as session task", deed.command, want)}
		if i == 0 {
			q.right = o
			continue
		}
		o.belief = belief
		if odd {
			o.belief = limitIsAll
		}
		q.wrong = append(q.wrong, o)
	}
	var shape []string
	for _, l := range c.layers {
		s := l.kind
		for i := range c.deeds {
			switch {
			case l.not == i:
				s += "d"
			case l.lets[i]:
				s += "y"
			default:
				s += "n"
			}
		}
		shape = append(shape, s)
	}
	var actions []string
	for _, deed := range c.deeds {
		actions = append(actions, deed.action[3:4])
	}
	q.shape = fmt.Sprintf("%v/%s/%s", odd, strings.Join(shape, "+"), strings.Join(actions, ""))
	q.stem = paragraphs(fmt.Sprintf("%s assumes %s, a role of %s.%s The buckets belong to %s as well; none has a bucket policy.", u.Name, r.name, home.name, intro, home.name),
		fmt.Sprintf("**Which of these %s in that session?**", verb))
	var all []string
	for _, l := range c.layers {
		all = append(all, l.name)
	}
	q.worked = []string{
		fmt.Sprintf("Here %s must each let a call through. Only the first of them grants; the others are limits.", list(all, "and")),
		"A limit that is silent about a call refuses it, and a Deny refuses it wherever it stands.",
		q.right.why,
	}
	if slices.Contains(kinds, "scp") {
		q.worked[1] += " *guardrails* refuses by its Deny alone: FullAWSAccess beside it allows everything, so what it doesn't mention passes."
	}
	q.verify = fmt.Sprintf("Assume %s in the same way and try all four.", r.name)
	q.probe = lines("as "+u.path(), call, "as session task", c.deeds[0].command)
	return q
}

// spoil takes the deeds away that are to fail: each in one layer, by silence or by
// a Deny.
func (c *limitCase) spoil(odd bool) {
	fail := []int{1, 2, 3}
	if odd {
		fail = []int{0}
	}
	denied, start := false, c.IntN(len(c.layers))
	for n, i := range fail {
		layer := (start + n) % len(c.layers)
		l := &c.layers[layer]
		if l.kind == "scp" || !denied && c.IntN(4) == 0 {
			if l.not < 0 {
				l.not, denied = i, true
				continue
			}
		}
		if l.kind == "scp" { // it allows everything but what it denies
			l = &c.layers[0]
		}
		l.lets[i] = false
	}
}

// place puts the layers into the setting and says where they are.
func (c *limitCase) place(q *draft, r role, call *string) string {
	intro := ""
	for _, l := range c.layers {
		statements := l.statements(c.deeds)
		switch l.kind {
		case "role":
			path := r.policyPath("own")
			q.setting.add(path, statements...)
			q.show = append(q.show, path)
			intro += fmt.Sprintf(" The only permissions policy of %s is printed below.", r.name)
		case "boundary":
			path := managedPath(r.account, "Limits")
			q.setting.add(path, statements...)
			q.setting.roles[0].boundary = "Limits"
			q.show = append(q.show, path)
			intro += " *Limits* is set on it as permissions boundary."
		case "scp":
			path := scpPath("guardrails")
			if l.not >= 0 {
				statements = statements[len(statements)-1:]
			} else {
				statements = []statement{deny("iam:*", "*")}
			}
			q.setting.add(path, statements...)
			q.setting.scps = map[string][]string{r.account: {"guardrails"}}
			q.show = append(q.show, path)
			intro += " The service control policy *guardrails* is attached to the account, beside FullAWSAccess."
		case "session":
			q.setting.add(sessionPolicyPath, statements...)
			q.show = append(q.show, sessionPolicyPath)
			*call += " --policy file://narrow.json"
			intro += " The call passes *narrow.json* as session policy."
		}
	}
	return intro
}

// why says what becomes of a deed, and which misconception overlooks it.
func (c *limitCase) why(i int) (string, belief) {
	for n, l := range c.layers {
		if l.not == i {
			return fmt.Sprintf("%s denies it. A Deny beats every Allow elsewhere.", upperFirst(l.name)), allowBeatsDeny
		}
		if l.lets[i] {
			continue
		}
		if n == 0 {
			if limits := c.names(1); len(c.layers) > 2 {
				return fmt.Sprintf("%s leave room for it, and nothing grants it: the role's own policy doesn't speak of it.", upperFirst(limits)), limitIsGrant
			}
			return fmt.Sprintf("%s leaves room for it, and nothing grants it: the role's own policy doesn't speak of it.", upperFirst(c.names(1))), limitIsGrant
		}
		return fmt.Sprintf("The role's own policy allows it. %s doesn't speak of it, and what a limit leaves out is refused.", upperFirst(l.name)), silentLimitPasses
	}
	lets := "lets"
	if len(c.layers) > 2 {
		lets = "let"
	}
	return fmt.Sprintf("The role's own policy allows it, and %s %s it through.", c.names(1), lets), ""
}

// names lists the layers from one on.
func (c *limitCase) names(from int) string {
	var all []string
	for _, l := range c.layers[from:] {
		all = append(all, l.name)
	}
	return list(all, "and")
}

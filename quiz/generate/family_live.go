package generate

import (
	"fmt"
)

const sourceRevoke = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html"

// event is something that is done while a session is in use.
type event struct {
	id        string
	text, why string
	belief    belief // what makes people take it for the other kind
	steps     string
}

// liveSession asks which of four events ends a session's access, or which leaves
// it.
func liveSession(d dice) draft { return liveSessionIf(d, false) }

// liveSessionBounded is liveSession, one in three under a permissions boundary that
// one of the events changes.
func liveSessionBounded(d dice) draft { return liveSessionIf(d, d.IntN(3) == 0) }

func liveSessionIf(d dice, bounded bool) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	u := user{person: pick(d, cast), account: away.id}
	names := draw(d, roleNames, 2)
	r := role{name: names[0], account: home.id}
	name, file, dir := pick(d, sessionNames), pick(d, fileNames), pick(d, folders)
	b := bucket{pick(d, bucketNames), home.id, []string{dir + "/" + file}}
	minutes := 10 + 5*d.IntN(6)
	q := draft{objectives: []string{"how-long"}, source: sourceRevoke,
		hint: "Some of these are checked at the door, when the role is assumed. Others are looked up again at every request.",
	}
	q.setting = setting{accounts: accounts, users: []user{u}, roles: []role{r}, buckets: []bucket{b}}
	q.setting.add(r.trustPath(), trusts(u.arn()))
	q.setting.add(u.policyPath("own"), allow("sts:AssumeRole", r.arn()))
	q.setting.add(r.policyPath("access"), allow("s3:GetObject", b.objects()))
	call := "aws sts assume-role --role-arn " + r.arn() + " --role-session-name " + name
	read := "aws s3api get-object --bucket " + b.name + " --key " + dir + "/" + file + " out"
	e := liveCase{home: home, away: away, u: u, r: r, b: b, call: call}
	stays, ends := e.stays(), e.ends()
	var limit []event // in either list, what is done to the boundary
	if bounded {
		limit = e.bound(&q)
		stays, ends = append(stays, limit[0]), append(ends, limit[1])
	}
	one, rest, want := ends, stays, "want AccessDenied"
	question, kind := "**Which of these stops the session from reading, once it has taken effect?**", "ends"
	if d.coin() {
		one, rest, want = stays, ends, "want allowed"
		question, kind = "**After which of these can the session still read, right up to the end of its hour?**", "stays"
	}
	option := func(v event) option {
		return option{text: v.text, why: v.why, belief: v.belief,
			steps: lines("as "+u.path(), call, "as session "+name, read, fmt.Sprintf("advance %dm", minutes), v.steps, "advance 1m", "as session "+name, read, want)}
	}
	right := pick(d, one)
	q.right = option(right)
	q.right.belief = ""
	others := draw(d, rest, 3)
	if bounded && right.id != limit[0].id && right.id != limit[1].id {
		others[0] = rest[len(rest)-1]
		others[1], others[2] = rest[d.IntN(2)], rest[2+d.IntN(2)]
	}
	for _, v := range others {
		q.wrong = append(q.wrong, option(v))
	}
	q.shape = sortedShape(kind+"/"+right.id, q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("%s, a user of %s, assumed %s in %s for an hour. In that session, named `%s`, %s reads objects in *%s*, and so far that works. The bucket belongs to %s too and has no bucket policy. %s minutes in, one thing happens.",
			u.Name, away.name, r.name, home.name, name, u.they, b.name, home.name, upperFirst(numberWord(minutes))),
		question)
	q.worked = []string{
		"A session, once issued, stands until its end. Neither the trust policy nor the caller's own policies are checked again.",
		"What the session may do is looked up at each request: the role's policies as they are now, and those of the resource.",
		right.why,
	}
	q.verify = "Assume the role, read, make the change, read again."
	if bounded {
		q.say(fmt.Sprintf("%s has the permissions boundary *Ceiling*, printed below. Beside it there is *ListingOnly*, which is set on nobody so far.", r.name))
		q.worked[1] += " The boundary is looked up too. It grants nothing, and what it leaves out is refused."
		q.shape += "/bounded"
	}
	return q
}

func numberWord(n int) string {
	return map[int]string{10: "ten", 15: "fifteen", 20: "twenty", 25: "twenty-five", 30: "thirty", 35: "thirty-five"}[n]
}

type liveCase struct {
	home, away place
	u          user
	r          role
	b          bucket
	call       string
}

// administer are steps of an administrator, for whom the root user stands.
func administer(account string, commands ...string) string {
	return lines("as root "+account, lines(commands...))
}

func putRolePolicy(r role, name string, statements ...statement) string {
	return fmt.Sprintf("aws iam put-role-policy --role-name %s --policy-name %s --policy-document '%s'", r.name, name, policy(statements).compact())
}

// bound sets a boundary on the role, and returns a change to it that leaves the
// session its access and one that ends it.
func (e liveCase) bound(q *draft) []event {
	ceiling, listing := managedPath(e.home.id, "Ceiling"), managedPath(e.home.id, "ListingOnly")
	q.setting.roles[0].boundary = "Ceiling"
	q.setting.add(ceiling, allow("s3:*", "*"), deny("s3:DeleteObject", "*"))
	q.setting.add(listing, allow("s3:ListBucket", "*"))
	q.show = append(q.show, ceiling, listing)
	return []event{
		{id: "boundary-gone", text: fmt.Sprintf("The boundary of %s is taken away", e.r.name), belief: limitIsGrant,
			why:   "A boundary grants nothing, so nothing is lost with it. The role's own policy allows reading as before.",
			steps: administer(e.home.id, "aws iam delete-role-permissions-boundary --role-name "+e.r.name)},
		{id: "boundary-changed", text: fmt.Sprintf("The boundary of %s is replaced by *ListingOnly*", e.r.name), belief: sessionsAreSealed,
			why:   "The boundary is looked up at each request. What it doesn't allow is refused, whatever the role's own policy says.",
			steps: administer(e.home.id, fmt.Sprintf("aws iam put-role-permissions-boundary --role-name %s --permissions-boundary arn:aws:iam::%s:policy/ListingOnly", e.r.name, e.home.id))},
	}
}

func (e liveCase) stays() []event {
	return []event{
		{id: "trust-changed", text: fmt.Sprintf("The trust policy of %s is changed: it no longer names %s", e.r.name, e.u.Name), belief: trustIsAskedAgain,
			why: fmt.Sprintf("The trust policy is the door, and %s is inside. It is checked again only when somebody assumes the role anew.", e.u.Name),
			steps: administer(e.home.id, fmt.Sprintf("aws iam update-assume-role-policy --role-name %s --policy-document '%s'",
				e.r.name, policy{trustsService("ec2.amazonaws.com")}.compact()))},
		{id: "permission-gone", text: fmt.Sprintf("%s own permission to assume %s is taken away", e.u.possessive(), e.r.name), belief: callerIsAskedAgain,
			why:   fmt.Sprintf("That permission was needed for the call, and the call is over. The session lives by the permissions of %s.", e.r.name),
			steps: administer(e.away.id, fmt.Sprintf("aws iam delete-user-policy --user-name %s --policy-name own", e.u.id))},
		{id: "caller-denied", text: fmt.Sprintf("%s is denied everything by a new policy in %s", e.u.Name, e.away.name), belief: callerIsAskedAgain,
			why:   fmt.Sprintf("The Deny applies to %s the user. The requests come from a session of %s, and the role has policies of its own.", e.u.Name, e.r.name),
			steps: administer(e.away.id, fmt.Sprintf("aws iam put-user-policy --user-name %s --policy-name stop --policy-document '%s'", e.u.id, policy{deny("*", "*")}.compact()))},
		{id: "assumed-again", text: fmt.Sprintf("%s assumes %s again and gets new credentials", e.u.Name, e.r.name), belief: newEndsOld,
			why:   "A second session stands beside the first. Each lasts until its own end.",
			steps: lines("as "+e.u.path(), e.call+"-2")},
		{id: "trust-denies", text: fmt.Sprintf("A Deny of `sts:AssumeRole` for %s is added to the trust policy", e.u.Name), belief: trustIsAskedAgain,
			why: fmt.Sprintf("It keeps %s from assuming the role again. The session calls S3, not AssumeRole.", e.u.Name),
			steps: administer(e.home.id, fmt.Sprintf("aws iam update-assume-role-policy --role-name %s --policy-document '%s'",
				e.r.name, policy{trusts(e.u.arn()), statement{Effect: "Deny", Action: "sts:AssumeRole"}.to(e.u.arn())}.compact()))},
	}
}

func (e liveCase) ends() []event {
	return []event{
		{id: "revoked", text: fmt.Sprintf("The sessions of %s are revoked in the console", e.r.name), belief: sessionsAreSealed,
			why:   "That puts a policy on the role that denies everything to sessions issued before that moment. This one was.",
			steps: "revoke " + e.r.path()},
		{id: "policy-deleted", text: fmt.Sprintf("The permissions policy of %s is deleted", e.r.name), belief: sessionsAreSealed,
			why:   fmt.Sprintf("A session has no permissions of its own. They are looked up at each request, and now %s has none.", e.r.name),
			steps: administer(e.home.id, fmt.Sprintf("aws iam delete-role-policy --role-name %s --policy-name access", e.r.name))},
		{id: "role-denied", text: fmt.Sprintf("A Deny of `s3:*` on `*` is added to the policies of %s", e.r.name), belief: sessionsAreSealed,
			why:   "The role's policies are looked up at each request, and a Deny among them beats the Allow.",
			steps: administer(e.home.id, putRolePolicy(e.r, "stop", deny("s3:*", "*")))},
		{id: "policy-changed", text: fmt.Sprintf("The permissions policy of %s is changed: it now allows listing only", e.r.name), belief: sessionsAreSealed,
			why:   "What the role may do has changed, and with it what each of its sessions may do. Reading objects is no longer part of that.",
			steps: administer(e.home.id, putRolePolicy(e.r, "access", allow("s3:ListBucket", e.b.arn())))},
		{id: "bucket-denies", text: fmt.Sprintf("*%s* gets a bucket policy that denies the role `s3:GetObject`", e.b.name), belief: sessionsAreSealed,
			why: fmt.Sprintf("The bucket's policy is looked up at each request too. A Deny that names %s applies to all of its sessions.", e.r.name),
			steps: administer(e.home.id, fmt.Sprintf("aws s3api put-bucket-policy --bucket %s --policy '%s'",
				e.b.name, policy{deny("s3:GetObject", e.b.objects()).to(e.r.arn())}.compact()))},
	}
}

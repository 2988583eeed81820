package generate

import (
	"fmt"
	"slices"
	"strings"
)

const sourceDenied = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"

// suspect is a policy that may be why a call is refused.
type suspect struct {
	layer    string // as `want` names it
	explicit bool
	text     string // the option
	guilty   string // why it is the reason
	cleared  string // why it isn't, when it is there
	absent   string // why it isn't, when it is not there
	refuse   func(*setting)
	comply   func(*setting)
	path     string
}

// want is the claim that this policy, and it alone, refuses.
func (s suspect) want() string {
	if s.explicit {
		return "want explicitDeny " + s.layer
	}
	return "want implicitDeny " + s.layer
}

// whyRefused asks which of the policies in play refuses an AssumeRole across
// accounts.
func whyRefused(d dice) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	people := draw(d, cast, 2)
	names := draw(d, roleNames, 2)
	u := user{person: people[0], account: away.id}
	u2 := user{person: people[1], account: away.id}
	r := role{name: names[0], account: home.id}
	other := role{name: names[1], account: home.id}
	suspects := shuffled(d, ownSide(d, u, r, other), trustSide(d, u, u2, r), boundarySide(d, u), scpSide(d, u, away))
	culprit := suspects[0]
	present := 2 + d.IntN(3) // policies in play; identity and trust always are
	q := draft{objectives: []string{"two-sides"}, source: sourceDenied,
		hint: "Ask each policy its own question: does it let this call through? Only one says no."}
	q.setting.accounts = accounts
	q.setting.users = []user{u, u2}
	q.setting.roles = []role{r, other}
	q.setting.add(other.trustPath(), trusts(rootARN(home.id)))
	var shape []string
	for _, s := range suspects {
		grants := s.layer == "identity" || s.layer == "resource"
		switch {
		case s.layer == culprit.layer:
			s.refuse(&q.setting)
		case grants || present > 2:
			if !grants {
				present--
			}
			s.comply(&q.setting)
		default:
			s.comply, s.path = nil, ""
		}
		o := option{text: s.text, why: s.guilty, steps: lines(assume(u, r), s.want())}
		switch {
		case s.layer == culprit.layer:
			q.right = o
		case s.comply == nil:
			o.why, o.belief = s.absent, absentLayer
			q.wrong = append(q.wrong, o)
		default:
			o.why, o.belief = s.cleared, wrongSide
			q.wrong = append(q.wrong, o)
		}
		if s.path != "" {
			q.show = append(q.show, s.path)
			shape = append(shape, s.layer)
		}
	}
	slices.Sort(q.show)
	slices.Sort(shape)
	q.shape = fmt.Sprintf("%s/%v/%s", culprit.layer, culprit.explicit, strings.Join(shape, "+"))
	q.stem = paragraphs(
		fmt.Sprintf("%s, a user of %s (%s), calls AssumeRole on %s in %s (%s) and is refused. All the policies that have a say are printed below.", u.Name, away.name, away.id, r.name, home.name, home.id)+q.notes(u),
		"**Which of them refuses?**")
	q.worked = []string{
		fmt.Sprintf("The call crosses from %s to %s, so %s own side and %s's trust policy must both allow it.", away.name, home.name, u.possessive(), r.name),
		"Boundaries and service control policies, where there are any, must let it through as well. They add nothing by themselves.",
		culprit.guilty,
	}
	q.verify = "Mend that policy alone, and the call succeeds."
	q.probe = assume(u, r)
	return q
}

func (p person) possessive() string {
	if strings.HasSuffix(p.Name, "s") {
		return p.Name + "'"
	}
	return p.Name + "'s"
}

// notes says which of the printed policies limit the user, for their paths don't.
func (d *draft) notes(u user) string {
	note := ""
	for _, v := range d.setting.users {
		if v.id == u.id && v.boundary != "" {
			note += fmt.Sprintf(" *%s* is the permissions boundary set on %s.", v.boundary, u.Name)
		}
	}
	for account, names := range d.setting.scps {
		note += fmt.Sprintf(" The service control policy *%s* is attached to account %s, beside FullAWSAccess.", names[0], account)
	}
	return note
}

func ownSide(d dice, u user, r, other role) suspect {
	path := u.policyPath("assume")
	s := suspect{layer: "identity", path: path,
		comply:  func(s *setting) { s.add(path, allow("sts:AssumeRole", r.arn())) },
		cleared: fmt.Sprintf("%s own policy allows `sts:AssumeRole` on exactly this role. That side says yes.", u.possessive()),
	}
	switch d.IntN(3) {
	case 0:
		s.text = fmt.Sprintf("%s own policy: it doesn't allow the call", u.possessive())
		s.guilty = fmt.Sprintf("%s own policy allows the call on %s, another role. On %s it is silent, and across accounts silence on the caller's side is a no.", u.possessive(), other.name, r.name)
		s.refuse = func(s *setting) { s.add(path, allow("sts:AssumeRole", other.arn())) }
	case 1:
		s.text = fmt.Sprintf("%s own policy: it doesn't allow the call", u.possessive())
		s.guilty = fmt.Sprintf("%s own policy allows `sts:GetCallerIdentity` and says nothing of `sts:AssumeRole`. Silence is a no.", u.possessive())
		s.refuse = func(s *setting) { s.add(path, allow("sts:GetCallerIdentity", "*")) }
	default:
		s.explicit = true
		s.text = fmt.Sprintf("%s own policy: a statement denies the call", u.possessive())
		s.guilty = fmt.Sprintf("One statement allows the call and the other denies it. The Deny in %s own policy wins.", u.possessive())
		s.refuse = func(s *setting) {
			s.add(path, allow("sts:AssumeRole", r.arn()), deny("sts:AssumeRole", "arn:aws:iam::"+r.account+":role/*"))
		}
	}
	return s
}

func trustSide(d dice, u, u2 user, r role) suspect {
	s := suspect{layer: "resource", path: r.trustPath(),
		comply:  func(s *setting) { s.add(r.trustPath(), trusts(u.arn())) },
		cleared: fmt.Sprintf("The trust policy of %s names %s. The side that owns the role says yes.", r.name, u.Name),
	}
	switch d.IntN(3) {
	case 0:
		s.text = fmt.Sprintf("The trust policy of %s: it doesn't let %s in", r.name, u.Name)
		s.guilty = fmt.Sprintf("The trust policy names %s and nobody else. %s has no way in, whatever %s own side allows.", u2.Name, u.Name, u.own)
		s.refuse = func(s *setting) { s.add(r.trustPath(), trusts(u2.arn())) }
	case 1:
		s.text = fmt.Sprintf("The trust policy of %s: it doesn't let %s in", r.name, u.Name)
		s.guilty = fmt.Sprintf("The trust policy asks for a call with MFA. %s signed with a long-term key and passed no code, so the key `aws:MultiFactorAuthPresent` is absent and the condition fails.", u.Name)
		s.refuse = func(s *setting) {
			s.add(r.trustPath(), trusts(u.arn()).when("Bool", "aws:MultiFactorAuthPresent", "true"))
		}
	default:
		s.explicit = true
		s.text = fmt.Sprintf("The trust policy of %s: a statement denies %s", r.name, u.Name)
		s.guilty = fmt.Sprintf("The trust policy trusts the account and then denies %s by name. The Deny wins.", u.Name)
		s.refuse = func(s *setting) {
			s.add(r.trustPath(), trusts(rootARN(u.account)), statement{Effect: "Deny", Action: "sts:AssumeRole"}.to(u.arn()))
		}
	}
	return s
}

func boundarySide(d dice, u user) suspect {
	path := managedPath(u.account, "Limits")
	set := func(s *setting) {
		for i := range s.users {
			if s.users[i].id == u.id {
				s.users[i].boundary = "Limits"
			}
		}
	}
	s := suspect{layer: "boundary", path: path,
		comply:  func(s *setting) { s.add(path, allow([]string{"s3:*", "sts:*"}, "*")); set(s) },
		cleared: fmt.Sprintf("The boundary on %s includes `sts:*`, so this call stays within it.", u.Name),
		absent:  fmt.Sprintf("No boundary is set on %s. One that isn't there limits nothing.", u.Name),
	}
	if d.coin() {
		s.text = fmt.Sprintf("The boundary on %s: it doesn't include the call", u.Name)
		s.guilty = fmt.Sprintf("The boundary on %s includes `s3:*` and nothing of STS. What lies outside it is refused, whatever %s own policies allow.", u.Name, u.own)
		s.refuse = func(s *setting) { s.add(path, allow("s3:*", "*")); set(s) }
		return s
	}
	s.explicit = true
	s.text = fmt.Sprintf("The boundary on %s: a statement denies the call", u.Name)
	s.guilty = fmt.Sprintf("The boundary on %s includes everything and then denies `sts:AssumeRole`. A Deny counts in a boundary as anywhere.", u.Name)
	s.refuse = func(s *setting) { s.add(path, allow("*", "*"), deny("sts:AssumeRole", "*")); set(s) }
	return s
}

func scpSide(d dice, u user, away place) suspect {
	path := scpPath("guardrails")
	attach := func(s *setting) { s.scps = map[string][]string{away.id: {"guardrails"}} }
	s := suspect{layer: "scp", explicit: true, path: path,
		text:    fmt.Sprintf("The service control policy on %s: it denies the call", away.name),
		comply:  func(s *setting) { s.add(path, deny("iam:*", "*")); attach(s) },
		cleared: fmt.Sprintf("The service control policy on %s denies `iam:*`. The call is `sts:AssumeRole`, so it passes.", away.name),
		absent:  fmt.Sprintf("No service control policy limits %s here, so none can refuse.", away.name),
	}
	denied := any("sts:AssumeRole")
	if d.coin() {
		denied = []string{"iam:*", "sts:Assume*"}
	}
	s.guilty = fmt.Sprintf("The service control policy on %s denies `sts:AssumeRole` to everybody in the account, and no policy below can lift that.", away.name)
	s.refuse = func(s *setting) { s.add(path, deny(denied, "*")); attach(s) }
	return s
}

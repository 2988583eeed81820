package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// footings are the ways to assume what isn't known.
type footing uint8

const (
	footingYes    footing = iota // the other side says yes
	footingSilent                // the caller's own policies say nothing
	footingOpen                  // the resource's policy is open to everybody
)

func (d *differ) footings() []footing {
	switch d.c.Kind {
	case iam.KindTrust, iam.KindResource:
		return []footing{footingYes, footingSilent}
	case iam.KindRCP:
		return []footing{footingYes}
	case iam.KindIdentity, iam.KindBoundary, iam.KindSession, iam.KindSCP:
		if d.denies {
			return []footing{footingYes, footingOpen}
		}
	}
	return []footing{footingYes}
}

// policies are those of a request but for the changed one, and what they assume.
func (d *differ) policies(s *spot, on footing) (p iam.Policies, assumes []string, ok bool) {
	known := d.caller(s.who.ARN())
	if known != nil {
		p.Identity, p.Boundary, p.Session, p.SCPs = known.Identity, known.Boundary, known.Session, known.SCPs
	} else if hasAccount(s.who) && on != footingSilent && s.who.Type() != iam.PrincipalRoot && d.c.Kind != iam.KindIdentity {
		p.Identity = []*iam.Policy{d.stand.identity}
		assumes = append(assumes, "the caller's identity-based policy allows it")
		if s.who.Type() == iam.PrincipalFederatedUser && d.c.Kind != iam.KindSession {
			p.Session = []*iam.Policy{d.stand.identity}
		}
	}
	if on == footingSilent && hasAccount(s.who) {
		assumes = append(assumes, "the caller's identity-based policies say nothing about it")
	}
	if on == footingSilent && (known != nil || !hasAccount(s.who)) {
		return p, nil, false // the same as the first footing
	}
	switch target := d.target(s.resource); {
	case target != nil:
		p.Resource, p.RCPs = target.Policy, target.RCPs
		if on == footingOpen {
			return p, nil, false
		}
	case d.c.Kind == iam.KindTrust || d.c.Kind == iam.KindResource:
	case on == footingOpen || d.c.Kind == iam.KindRCP:
		p.Resource = d.stand.open(s.action, s.resource)
		assumes = append(assumes, "the resource's own policy lets everybody in")
	case needsResource(s):
		p.Resource = d.stand.yield(s.who.Account(), s.action, s.resource)
		assumes = append(assumes, "the resource's own policy leaves it to account "+s.who.Account())
	}
	return p, assumes, true
}

// needsResource reports whether the resource's own policy has to say yes.
func needsResource(s *spot) bool {
	return iam.AsksTrustPolicy(s.action, s.resource) || startsFold(s.action, "kms:") || s.account != s.who.Account()
}

func (d *differ) caller(arn string) *Caller {
	for i := range d.c.Callers {
		if d.c.Callers[i].Principal == arn {
			return &d.c.Callers[i]
		}
	}
	return nil
}

func (d *differ) target(arn string) *Target {
	for i := range d.c.Targets {
		if t := &d.c.Targets[i]; t.ARN == arn || strings.HasPrefix(arn, t.ARN+"/") {
			return t
		}
	}
	return nil
}

// place puts a version of the policy where it belongs.
func (d *differ) place(p iam.Policies, doc *iam.Policy) *iam.Policies {
	one := func(known []*iam.Policy) []*iam.Policy {
		out := slices.DeleteFunc(slices.Clone(known), func(k *iam.Policy) bool { return d.isVersion(k) })
		if doc != nil {
			out = append(out, doc)
		}
		return out
	}
	switch d.c.Kind {
	case iam.KindIdentity:
		p.Identity = one(p.Identity)
	case iam.KindBoundary:
		p.Boundary = doc
	case iam.KindSession:
		p.Session = one(p.Session)
	case iam.KindTrust, iam.KindResource:
		p.Resource = doc
	case iam.KindSCP:
		p.SCPs = d.level(p.SCPs, one)
	case iam.KindRCP:
		p.RCPs = d.level(p.RCPs, one)
	}
	return &p
}

// isVersion recognizes a version of the changed policy among the known ones.
func (d *differ) isVersion(k *iam.Policy) bool {
	for _, src := range [][]byte{d.c.Before, d.c.After} {
		if len(src) > 0 && string(k.Source()) == string(src) && k.Kind() == d.c.Kind {
			return true
		}
	}
	return false
}

// level puts the policy at its level. Where no levels are known and no version
// allows anything, FullAWSAccess hangs beside it, as it does on AWS at first.
func (d *differ) level(levels [][]*iam.Policy, one func([]*iam.Policy) []*iam.Policy) [][]*iam.Policy {
	levels = slices.Clone(levels)
	if d.c.Level < len(levels) && d.c.Level >= 0 {
		levels[d.c.Level] = one(levels[d.c.Level])
		return levels
	}
	beside := []*iam.Policy{}
	if d.c.Kind == iam.KindSCP && !d.allows() {
		beside = append(beside, d.stand.scp)
	}
	if here := one(beside); len(here) > 0 {
		levels = append(levels, here)
	}
	return levels
}

func (d *differ) allows() bool {
	for _, s := range d.sides {
		if s.policy != nil {
			for _, st := range s.policy.Statements() {
				if st.Effect == iam.Allow {
					return true
				}
			}
		}
	}
	return false
}

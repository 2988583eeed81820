package export

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// plan is what both forms of export are written from.
type plan struct {
	w        *world.World
	accounts []*world.Account
	label    map[string]string   // of an account, by id: "tools"
	roles    []*world.Role       // each after the principals its trust policy names, where that can be
	early    map[string][]string // by role ARN: principals its trust policy names that come later, or itself
	org      *world.Organization

	left []string

	budget *budget.Budget
	err    error // why the export ended early: the first error of the budget
}

func newPlan(b *budget.Budget, w *world.World) *plan {
	p := &plan{budget: b, w: w, accounts: w.Accounts(), label: map[string]string{}, early: map[string][]string{}, org: w.Organization()}
	var names namer
	for _, a := range p.accounts {
		p.label[a.ID] = names.pick("account", a.Name, "account_"+a.ID)
	}
	if p.org != nil && p.label[p.org.Management] == "" {
		p.label[p.org.Management] = names.pick("account", "management", "management")
	}
	p.orderRoles()
	for _, a := range p.accounts {
		p.leaveOut(a)
	}
	p.strangers()
	return p
}

// spend counts the work on so many bytes of the world, and the text they become.
// It is false once the budget is used up; what is written then doesn't count.
func (p *plan) spend(bytes int) bool {
	if p.err == nil {
		p.err = p.budget.Step(int64(bytes) + 32)
	}
	if p.err == nil {
		p.err = p.budget.Grow(int64(bytes) + 32)
	}
	return p.err == nil
}

// document is the text of a policy without the white space round it.
func (p *plan) document(path string) (src string, ok bool) {
	if p.err != nil {
		return "", false
	}
	src, ok = p.w.Document(path)
	return strings.TrimSpace(src), ok
}

// leave notes what is not in the export.
func (p *plan) leave(format string, args ...any) {
	p.left = append(p.left, oneLine(fmt.Sprintf(format, args...)))
}

// leaveOut notes what no tool can carry over.
func (p *plan) leaveOut(a *world.Account) {
	for _, name := range slices.Sorted(maps.Keys(a.Users)) {
		u := a.Users[name]
		if n := len(u.Keys); n > 0 {
			p.leave("%s of %s: %s. Secrets don't travel; make new ones with `aws iam create-access-key`, or better none.", u.Name, a.ID, count(n, "access key", "access keys"))
		}
		if u.Login != nil {
			p.leave("%s of %s: the password. Passwords don't travel; set one with `aws iam create-login-profile`.", u.Name, a.ID)
		}
		for _, d := range u.MFA {
			p.leave("%s of %s: the MFA device %s. Whoever holds the device pairs it, with `aws iam create-virtual-mfa-device` and `aws iam enable-mfa-device`.", u.Name, a.ID, d.Name)
		}
	}
	for _, d := range a.MFA {
		p.leave("the MFA device %s of %s, which is nobody's yet.", d.Name, a.ID)
	}
	for _, name := range slices.Sorted(maps.Keys(a.Policies)) {
		if n := len(a.Policies[name].Others); n > 0 {
			p.leave("managed policy %s of %s: %s that are not in force.", name, a.ID, count(n, "version", "versions"))
		}
	}
	for _, url := range slices.Sorted(maps.Keys(a.OIDCProviders)) {
		if strings.HasSuffix(host(url), ".example") {
			p.leave("the OpenID Connect provider %s of %s: AWS asks the issuer for its certificate, and this host exists in the sandbox alone. Put your own issuer.", url, a.ID)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		if src, ok := p.w.Document(a.Buckets[name].PolicyPath()); ok && opensToAll(src) {
			p.leave("the policy of bucket %s lets everybody in. New buckets block public policies (Block Public Access), so AWS may refuse it; the export doesn't take that block away.", name)
		}
	}
}

// strangers notes the principals that documents name and AWS would refuse: unique
// ids of deleted principals, and accounts that nobody owns.
func (p *plan) strangers() {
	foreign := map[string]bool{}
	for _, f := range p.w.Files() {
		src, _ := p.w.Document(f.Path)
		if !p.spend(len(src)) {
			return
		}
		doc, err := parseJSON(src)
		if err != nil {
			continue
		}
		for _, who := range principals(doc) {
			if uniqueID(who) {
				p.leave("%s names %s, the unique id of a principal that was deleted. AWS refuses to store that; name the successor, or leave it out.", f.Label, who)
			}
			if id := accountOf(who); id != "" && p.label[id] == "" {
				foreign[id] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(foreign)) {
		p.leave("policies name account %s, which isn't part of this world. It must exist for AWS to store them.", id)
	}
}

// refused reports whether AWS would refuse to store a document: it names the
// unique id of a deleted principal.
func (p *plan) refused(src string) bool {
	if !p.spend(len(src)) {
		return false
	}
	doc, err := parseJSON(src)
	return err == nil && slices.ContainsFunc(principals(doc), uniqueID)
}

// orderRoles puts each role after the roles that its trust policy names. Where
// roles name one another, or themselves, no order will do; then some come early.
func (p *plan) orderRoles() {
	all := map[string]*world.Role{}
	var arns []string
	for _, a := range p.accounts {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			arn := a.Roles[name].ARN()
			all[arn] = a.Roles[name]
			arns = append(arns, arn)
		}
	}
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(arn string)
	visit = func(arn string) {
		state[arn] = open
		src, _ := p.w.Document(all[arn].TrustPath())
		if !p.spend(len(src)) {
			return
		}
		doc, err := parseJSON(src)
		if err == nil {
			for _, who := range principals(doc) {
				switch {
				case all[who] == nil || state[who] == done:
				case state[who] == open:
					p.early[arn] = append(p.early[arn], who)
				default:
					visit(who)
				}
			}
		}
		state[arn] = done
		p.roles = append(p.roles, all[arn])
	}
	for _, arn := range arns {
		if state[arn] == 0 {
			visit(arn)
		}
	}
}

// comesEarly reports whether a role's trust policy names a principal that doesn't
// exist when the role is made.
func (p *plan) comesEarly(r *world.Role) bool { return len(p.early[r.ARN()]) > 0 }

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func host(url string) string {
	h, _, _ := strings.Cut(url, "/")
	return h
}

// uniqueID reports whether a principal is the unique id of a user or role, as AWS
// shows it once that principal is deleted.
func uniqueID(who string) bool {
	return (strings.HasPrefix(who, "AIDA") || strings.HasPrefix(who, "AROA")) && !strings.Contains(who, ":")
}

// accountOf is the account that a principal belongs to; empty when it names none.
func accountOf(who string) string {
	if isAccountID(who) {
		return who
	}
	return iam.AccountOf(who)
}

func isAccountID(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }

// opensToAll reports whether a policy has an Allow for everybody without a condition.
func opensToAll(src string) bool {
	policy, _ := iam.Parse(iam.KindResource, "policy", []byte(src))
	return policy != nil && slices.ContainsFunc(policy.Clauses(), func(cl iam.Clause) bool {
		everybody := slices.ContainsFunc(cl.Principals, func(n iam.ClausePrincipal) bool { return n.Value == "*" })
		return cl.Effect == iam.Allow && len(cl.Conditions) == 0 && (everybody || cl.NotPrincipal)
	})
}

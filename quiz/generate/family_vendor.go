package generate

import (
	"fmt"
	"slices"
	"strings"
)

// vendorDoorVaried asks which trust policy lets a vendor in for one customer alone.
// The external id may be asked for in the Allow or in a Deny, and the vendor may
// call as a user or as a session of its own role.
func vendorDoorVaried(d dice) draft {
	accounts := draw(d, places, 3)
	accounts[1].name, accounts[2].name = "Example Scans", "Elsewhere"
	v := vendorCase{home: accounts[0], vendor: accounts[1], ids: draw(d, []string{"scan-7f3a9c", "tenant-4711", "customer-88-k2", "acct-52e1", "key-c0ffee"}, 2)}
	v.thief = user{person: pick(d, cast), account: accounts[2].id}
	v.role = role{name: pick(d, []string{"Audit", "Inspect", "Support"}), account: v.home.id}
	q := draft{objectives: []string{"keep-safe"}, source: sourceDeputy,
		hint:   "Try four calls on each: with your external id, with another customer's, with none, and by somebody who isn't the vendor.",
		verify: "Play the four calls: the first gets credentials, the other three are refused.",
	}
	q.setting = setting{accounts: accounts, users: []user{v.thief}, roles: []role{v.role}}
	q.setting.add(v.thief.policyPath("own"), allow("sts:AssumeRole", "*"))
	v.caller(&q, d.coin())
	q.setting.add(v.role.trustPath(), trusts(v.arn))
	forms := v.rights()
	n := d.IntN(len(forms))
	q.right = v.option(forms[n])
	all := v.wrongs()
	wrong := draw(d, all, 3)
	if !slices.ContainsFunc(wrong, func(f vendorForm) bool {
		return strings.Contains(f.text, v.arn) && (strings.Contains(f.text, v.ids[0]) || strings.Contains(f.text, v.ids[1]))
	}) {
		wrong[0] = all[1] // or the right one alone would quote both the vendor and an id
	}
	for _, w := range wrong {
		q.wrong = append(q.wrong, v.option(w))
	}
	q.shape = sortedShape(fmt.Sprint("vendor", n, v.chained), q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("%s, a vendor, scans its customers' accounts as %s. It gives each customer a different external id and passes it with every call that it makes for them: %s for you, %s (%s), and %s for another customer.", v.vendor.name, v.as, code(v.ids[0]), v.home.name, v.home.id, code(v.ids[1])),
		fmt.Sprintf("The vendor has to get into your role %s when it works for you, and must not in any other case. Nobody else may get in at all.", v.role.name),
		"**Which trust policy does that?**")
	q.worked = []string{
		"The danger is the *confused deputy*: a vendor that may enter many accounts, and a customer who gets it to enter the wrong one.",
		"The principal says who may come: the vendor and nobody else. The external id says on whose behalf, and the policy must refuse every other id as well as none.",
		q.right.why,
	}
	return q
}

type vendorCase struct {
	home, vendor place
	role         role
	thief        user
	ids          []string // yours, and another customer's
	arn          string   // who calls for the vendor
	as           string   // the same in words
	before       string   // steps before each call
	chained      bool
}

// caller puts the vendor's user, or its role, into the world.
func (v *vendorCase) caller(q *draft, chained bool) {
	call := allow("sts:AssumeRole", "*")
	if !chained {
		u := user{person: person{"scanner", "the scanner", "it", "it", "its"}, account: v.vendor.id}
		q.setting.users = append(q.setting.users, u)
		q.setting.add(u.policyPath("own"), call)
		v.arn, v.before, v.as = u.arn(), "as "+u.path(), fmt.Sprintf("the user `scanner` of its account %s", v.vendor.id)
		return
	}
	r := role{name: "Scanner", account: v.vendor.id}
	q.setting.roles = append(q.setting.roles, r)
	q.setting.add(r.trustPath(), trustsService("lambda.amazonaws.com"))
	q.setting.add(r.policyPath("own"), call)
	v.chained, q.hops = true, 1
	v.arn, v.before, v.as = r.arn(), "as "+r.path()+" via lambda.amazonaws.com", fmt.Sprintf("a Lambda function, which has the role Scanner of its account %s", v.vendor.id)
}

// vendorForm is a trust policy and what is to be said of it.
type vendorForm struct {
	text, why  string
	belief     belief
	statements []statement
}

func (v *vendorCase) option(f vendorForm) option {
	try := func(id, want string) string {
		more := ""
		if id != "" {
			more = " --external-id " + id
		}
		return lines(v.before, "aws sts assume-role --role-arn "+v.role.arn()+" --role-session-name scan"+more, "want "+want)
	}
	steps := lines(try(v.ids[0], allowed), try(v.ids[1], refused), try("", refused), assume(v.thief, v.role, "--external-id "+v.ids[0]), "want "+refused)
	return option{text: f.text, why: f.why, belief: f.belief, steps: steps, change: func(s *setting) { s.add(v.role.trustPath(), f.statements...) }}
}

const externalID = "sts:ExternalId"

// refuse is a Deny to everybody of assuming the role.
func refuse(operator, key string, value any) statement {
	return statement{Effect: "Deny", Principal: "*", Action: "sts:AssumeRole"}.when(operator, key, value)
}

func (v *vendorCase) rights() []vendorForm {
	named, id := trusts(v.arn), v.ids[0]
	why := "Only the vendor gets in, and only with calls that it makes for you: it passes this id for nobody else."
	return []vendorForm{
		{fmt.Sprintf("Trust %s if `StringEquals` `%s` is %s", code(v.arn), externalID, code(id)), why, "", []statement{named.when("StringEquals", externalID, id)}},
		{fmt.Sprintf("Trust %s, and deny everybody if `StringNotEquals` `%s` is %s", code(v.arn), externalID, code(id)),
			"The Allow names the vendor alone. The Deny reaches every call without this id: a negated operator holds for another id, and for none.", "", []statement{named, refuse("StringNotEquals", externalID, id)}},
	}
}

func (v *vendorCase) wrongs() []vendorForm {
	named, who, mine, other := trusts(v.arn), code(v.arn), code(v.ids[0]), code(v.ids[1])
	everybody := statement{Effect: "Allow", Principal: "*", Action: "sts:AssumeRole"}
	return []vendorForm{
		{fmt.Sprintf("Trust %s, without a condition", who), "The vendor acts for all of its customers. An order from another customer that names your role would be carried out as well: the confused deputy.", vendorIsTrusted, []statement{named}},
		{fmt.Sprintf("Trust %s if `StringEqualsIfExists` `%s` is %s", who, externalID, mine), "Another customer's id is turned away. A call without any external id passes, for `IfExists` lets a missing key through.", ifExistsNeedsKey, []statement{named.when("StringEqualsIfExists", externalID, v.ids[0])}},
		{fmt.Sprintf("Trust %s if `StringLike` `%s` is `*`", who, externalID), "It asks for some external id and takes any, the other customer's too.", anyIDWillDo, []statement{named.when("StringLike", externalID, "*")}},
		{fmt.Sprintf("Trust %s if `StringNotEquals` `%s` is %s", who, externalID, other), "It turns one customer away, and lets in calls for all others and every call without an id: without the key a negated operator holds.", negationAdmits, []statement{named.when("StringNotEquals", externalID, v.ids[1])}},
		{fmt.Sprintf("Trust everybody (`\"Principal\": \"*\"`) if `StringEquals` `%s` is %s", externalID, mine), "AWS doesn't treat an external id as a secret: whoever can read the role's trust policy sees it. The principal must be narrow as well.", idIsSecret, []statement{everybody.when("StringEquals", externalID, v.ids[0])}},
		{fmt.Sprintf("Trust %s if `StringEquals` `sts:RoleSessionName` is %s", who, mine), "That key holds the name that the caller gives its session, not the external id. The vendor names its sessions in its own way, so its calls would be refused.", anyIDWillDo, []statement{named.when("StringEquals", "sts:RoleSessionName", v.ids[0])}},
		{fmt.Sprintf("Trust %s, and deny everybody if `StringEquals` `%s` is %s", who, externalID, other), "It keeps out one customer's calls. Those for all other customers pass, and so do calls without an id.", namedIsBarred, []statement{named, refuse("StringEquals", externalID, v.ids[1])}},
		{fmt.Sprintf("Trust %s, and deny everybody if `Null` `%s` is `true`", who, externalID), "A call without an id is refused. Any id will do, the other customer's too.", anyIDWillDo, []statement{named, refuse("Null", externalID, "true")}},
		{fmt.Sprintf("Trust everybody (`\"Principal\": \"*\"`), and deny everybody if `StringNotEquals` `%s` is %s", externalID, mine), "The id is asked for, and whoever knows it gets in. It isn't a secret; the principal must be narrow as well.", idIsSecret, []statement{everybody, refuse("StringNotEquals", externalID, v.ids[0])}},
		{fmt.Sprintf("Trust everybody (`\"Principal\": \"*\"`) if `StringNotEquals` `%s` is %s", externalID, other), "It turns one customer away, and lets in everybody else's calls, with another id or with none.", negationAdmits, []statement{everybody.when("StringNotEquals", externalID, v.ids[1])}},
		{fmt.Sprintf("Trust everybody (`\"Principal\": \"*\"`) if `StringLike` `%s` is `*`", externalID), "It asks for some external id and takes any, from anybody.", anyIDWillDo, []statement{everybody.when("StringLike", externalID, "*")}},
		{fmt.Sprintf("Trust everybody (`\"Principal\": \"*\"`), and deny everybody if `Null` `%s` is `true`", externalID), "A call without an id is refused. Any id will do, from anybody.", anyIDWillDo, []statement{everybody, refuse("Null", externalID, "true")}},
		{fmt.Sprintf("Trust %s, and deny everybody if `StringNotEquals` `%s` is %s", who, externalID, other), "The Deny spares the calls for the other customer, and stops those that are for you.", negationAdmits, []statement{named, refuse("StringNotEquals", externalID, v.ids[1])}},
	}
}

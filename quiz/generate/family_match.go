package generate

import (
	"fmt"
	"strings"
)

const sourceResource = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"

// key is an object's key and why a pattern matches it, or doesn't.
type key struct {
	text, why string
	belief    belief
}

// matchCase is a pattern with keys that it matches and keys that it doesn't.
type matchCase struct {
	pattern string
	yes, no []key
	more    []key // further keys that it matches, much longer or shorter
}

func matchCases(d dice) matchCase {
	area, unit := pick(d, []string{"north", "south", "coast"}), pick(d, []string{"sales", "stock", "costs"})
	year := pick(d, []string{"2025", "2026"})
	switch d.IntN(4) {
	case 0:
		return matchCase{year + "/*/" + unit + ".csv",
			[]key{
				{year + "/" + area + "/" + unit + ".csv", "The star stands for the folder between.", ""},
				{year + "/" + area + "/old/" + unit + ".csv", "The star stands for any run of characters, slashes included.", ""},
			},
			[]key{
				{year + "/" + unit + ".csv", "The pattern has two slashes and this key has one. A star may stand for nothing, and the slashes must be there.", starTakesSlash},
				{year + "/" + area + "/" + strings.ToUpper(unit[:1]) + unit[1:] + ".csv", "Case counts in a Resource.", caseIsIgnored},
				{year + "/" + area + "/" + unit + ".csv.bak", "The pattern ends with `.csv`. Nothing may follow, for there is no star at its end.", patternIsPrefix},
				{"archive/" + year + "/" + area + "/" + unit + ".csv", "The pattern begins right behind the bucket's name. Something before it is not allowed for.", patternIsAnywhere},
			},
			[]key{{year + "/" + area + "/archive/before/" + unit + ".csv", "The star stands for any run of characters, slashes included.", ""}, {year + "/x/" + unit + ".csv", "The star stands for the folder between.", ""}}}
	case 1:
		return matchCase{area + "/q?.csv",
			[]key{
				{area + "/q3.csv", "The question mark stands for one character, here 3.", ""},
				{area + "/qx.csv", "The question mark stands for any one character, letters as well.", ""},
			},
			[]key{
				{area + "/q10.csv", "The question mark stands for exactly one character. Here are two.", questionIsMany},
				{area + "/q.csv", "The question mark stands for exactly one character, and here is none.", questionIsMany},
				{area + "/Q3.csv", "Case counts in a Resource.", caseIsIgnored},
				{year + "/" + area + "/q3.csv", "The pattern begins right behind the bucket's name. Something before it is not allowed for.", patternIsAnywhere},
			}, nil}
	case 2:
		return matchCase{unit + "-*",
			[]key{
				{unit + "-" + year + ".csv", "It begins as the pattern does, and the star stands for the rest.", ""},
				{unit + "-" + area + "/" + year + ".csv", "It begins as the pattern does. The star stands for slashes as well.", ""},
			},
			[]key{
				{unit + "/" + year + ".csv", "Behind the word the pattern has a hyphen, this key a slash.", patternIsPrefix},
				{unit + year + ".csv", "The hyphen of the pattern is missing.", patternIsPrefix},
				{area + "/" + unit + "-" + year + ".csv", "The pattern begins right behind the bucket's name. Something before it is not allowed for.", patternIsAnywhere},
				{strings.ToUpper(unit) + "-" + year + ".csv", "Case counts in a Resource.", caseIsIgnored},
			},
			[]key{{unit + "-" + area + "/" + year + "/before/list.csv", "It begins as the pattern does. The star stands for slashes as well.", ""}, {unit + "-a", "It begins as the pattern does, and the star stands for the rest.", ""}}}
	default:
		return matchCase{"*/" + area + "/*.csv",
			[]key{
				{year + "/" + area + "/" + unit + ".csv", "A star for the year and a star for the name.", ""},
				{"a/b/" + area + "/c/" + unit + ".csv", "Both stars stand for any run of characters, slashes included.", ""},
			},
			[]key{
				{area + "/" + unit + ".csv", "The pattern wants a slash before the word. In this key nothing stands before it.", starTakesSlash},
				{year + "/" + area + "/" + unit + ".txt", "The pattern ends with `.csv`.", patternIsPrefix},
				{year + "/" + area + "-old/" + unit + ".csv", "Right behind the word the pattern has a slash, this key a hyphen.", patternIsPrefix},
				{year + "/" + strings.ToUpper(area) + "/" + unit + ".csv", "Case counts in a Resource.", caseIsIgnored},
			},
			[]key{{"archive/" + year + "/" + area + "/before/" + unit + ".csv", "Both stars stand for any run of characters, slashes included.", ""}, {"a/" + area + "/b.csv", "A star for the folder before and a star for the name.", ""}}}
	}
}

// arnMatch asks which object a pattern covers.
func arnMatch(d dice) draft { return arnMatchIf(d, false) }

// arnMatchVaried is arnMatch with longer and shorter keys that match.
func arnMatchVaried(d dice) draft { return arnMatchIf(d, true) }

func arnMatchIf(d dice, varied bool) draft {
	home := pick(d, places)
	r := role{name: pick(d, roleNames), account: home.id}
	c := matchCases(d)
	if varied {
		c.yes = append(c.yes, c.more...)
	}
	b := bucket{name: pick(d, bucketNames), account: home.id}
	q := draft{objectives: []string{"user-or-role"}, source: sourceResource,
		hint:   "`*` is any run of characters, none and slashes included. `?` is exactly one. Everything else must be there letter for letter, from beginning to end.",
		verify: "Read each object with the role's credentials.",
	}
	kind, want := "yes", "want allowed"
	right := pick(d, c.yes)
	wrong := draw(d, c.no, 3)
	for _, k := range append([]key{right}, wrong...) {
		b.keys = append(b.keys, k.text)
	}
	q.setting = setting{accounts: []place{home}, roles: []role{r}, buckets: []bucket{b}}
	q.setting.add(r.trustPath(), trustsService("lambda.amazonaws.com"))
	path := r.policyPath("read")
	statements := []statement{allow("s3:GetObject", b.arn()+"/"+c.pattern)}
	if d.IntN(3) == 0 { // the same, by a Deny of the rest
		statements = []statement{allow("s3:GetObject", b.objects()), {Effect: "Deny", Action: "s3:GetObject", NotResource: b.arn() + "/" + c.pattern}}
		kind += "/not"
	}
	q.setting.add(path, statements...)
	q.show = []string{path}
	opt := func(k key) option {
		return option{text: code(k.text), why: k.why, belief: k.belief,
			steps: lines("as "+r.path()+" via lambda.amazonaws.com", "aws s3api get-object --bucket "+b.name+" --key "+k.text+" out", want)}
	}
	q.right = opt(right)
	q.right.belief = ""
	for _, k := range wrong {
		q.wrong = append(q.wrong, opt(k))
	}
	q.shape = kind + "/" + sortedShape(fmt.Sprint(strings.Count(c.pattern, "*"), strings.Count(c.pattern, "?"), strings.Count(right.text, "/")), q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("The role %s in %s (%s) has this permissions policy and no other. All four objects are in the bucket *%s* of the same account, which has no bucket policy.", r.name, home.name, home.id, b.name),
		"**Which of them may the role read?**")
	q.worked = []string{
		fmt.Sprintf("The pattern for the key is %s, and it must match the whole key.", code(c.pattern)),
	}
	if len(statements) > 1 {
		q.worked[0] += " The Deny matches everything but that, so only that can be read."
	}
	for _, k := range append(wrong, right) {
		q.worked = append(q.worked, code(k.text)+": "+lowerFirst(k.why))
	}
	return q
}

// bucketReaders asks who of four callers can read an object, where the bucket's
// policy and the callers' own meet.
func bucketReaders(d dice) draft { return bucketReadersIf(d, false) }

// bucketReadersGuarded is bucketReaders, one in three with somebody who would be
// let in and whom a service control policy stops.
func bucketReadersGuarded(d dice) draft { return bucketReadersIf(d, d.IntN(3) == 0) }

func bucketReadersIf(d dice, guarded bool) draft {
	accounts := draw(d, places, 2)
	home, away := accounts[0], accounts[1]
	p := draw(d, cast, 4)
	dir, file := pick(d, folders), pick(d, fileNames)
	b := bucket{pick(d, bucketNames), home.id, []string{dir + "/" + file}}
	q := draft{objectives: []string{"two-sides"}, source: sourceCross,
		hint: "In the bucket's own account one yes is enough, from either side. From elsewhere it takes two.",
	}
	type reader struct {
		user
		named, own, denied bool
		belief             belief
		why                string
	}
	is := func(who person, in place, named, own, denied bool, b belief, why string) reader {
		return reader{user{person: who, account: in.id}, named, own, denied, b, why}
	}
	rights := []reader{
		is(p[0], home, true, false, false, "", fmt.Sprintf("%s is named in the bucket policy, and bucket and caller are in one account. That one yes is enough.", p[0].Name)),
		is(p[0], home, false, true, false, "", fmt.Sprintf("%s own policy allows it, and bucket and caller are in one account. That one yes is enough.", p[0].possessive())),
		is(p[0], away, true, true, false, "", fmt.Sprintf("%s calls from another account, so both sides must say yes. Both do.", p[0].Name)),
	}
	wrongs := []reader{
		is(p[1], away, true, false, false, namingIsEnough, fmt.Sprintf("%s is named in the bucket policy. Across accounts %s own side must allow it as well, and says nothing.", p[1].Name, p[1].own)),
		is(p[2], away, false, true, false, ownPolicyReaches, fmt.Sprintf("%s own policy allows it. The bucket is in another account, whose bucket policy doesn't name %s.", p[2].possessive(), p[2].them)),
		is(p[3], home, false, false, false, sameAccountIsFree, fmt.Sprintf("%s is in the bucket's account, and nobody has said yes: neither the bucket policy nor a policy of %s own.", p[3].Name, p[3].own)),
		is(p[3], home, false, true, true, allowBeatsDeny, fmt.Sprintf("%s own policy allows it, and the bucket policy denies it by name. The Deny wins.", p[3].possessive())),
		is(p[3], away, true, true, true, allowBeatsDeny, fmt.Sprintf("Both sides have an Allow for %s, and the bucket policy has a Deny as well. The Deny wins.", p[3].Name)),
	}
	n := d.IntN(3)
	right := rights[n]
	all := []reader{right, wrongs[0], wrongs[1], wrongs[2+d.IntN(3)]}
	if guarded {
		twin := right
		twin.person, twin.belief = p[3], guardrailIsAdvice
		twin.why = fmt.Sprintf("The bucket policy and %s own policies say of %s what they say of %s. The service control policy denies it, and a Deny beats every Allow.", p[3].own, p[3].Name, right.Name)
		all[3] = twin
	}
	var named, denied []string
	rows := "| who | account | own policies |\n|---|---|---|"
	for _, a := range shuffled(d, all...) {
		q.setting.users = append(q.setting.users, a.user)
		says, in := "none", home
		if a.account == away.id {
			in = away
		}
		if a.own {
			q.setting.add(a.policyPath("own"), allow("s3:GetObject", b.objects()))
			says = "Allow `s3:GetObject` on " + code(b.objects())
		}
		if a.named {
			named = append(named, a.arn())
		}
		if a.denied {
			denied = append(denied, a.arn())
		}
		rows += fmt.Sprintf("\n| %s | %s, %s | %s |", a.Name, in.name, in.id, says)
	}
	statements := []statement{allow("s3:GetObject", b.objects()).to(named...)}
	if len(denied) > 0 {
		statements = append(statements, deny("s3:GetObject", b.objects()).to(denied...))
	}
	q.setting.accounts, q.setting.buckets = accounts, []bucket{b}
	q.setting.add(b.policyPath(), statements...)
	q.show = []string{b.policyPath()}
	for _, a := range all {
		o := option{text: a.Name, why: a.why, belief: a.belief,
			steps: lines("as "+a.path(), "aws s3api get-object --bucket "+b.name+" --key "+dir+"/"+file+" out", "want allowed")}
		if a.belief == "" {
			q.right = o
			continue
		}
		q.wrong = append(q.wrong, o)
	}
	q.shape = sortedShape(fmt.Sprint(n, all[3].account == home.id, all[3].denied), q.wrong)
	q.stem = paragraphs(fmt.Sprintf("The bucket *%s* belongs to %s (%s). Its bucket policy is printed below. Four users try to read `%s/%s`:", b.name, home.name, home.id, dir, file),
		rows, "**Which of them can?**")
	q.worked = []string{
		"In one account a yes from either side is enough: the bucket policy or the caller's own policy.",
		"Across accounts both must say yes. (A role is stricter: its trust policy must always say yes.)",
		right.why,
	}
	q.verify = "Try the four reads: one succeeds, three are refused."
	if guarded {
		q.guardrail("s3:GetObject", all[3].user, all[0].user, all[1].user, all[2].user)
	}
	return q
}

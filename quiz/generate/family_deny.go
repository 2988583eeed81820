package generate

import "fmt"

const sourceDeny = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html"

// explicitOrImplicit asks which of four calls meets a Deny: the one that no added
// Allow can help.
func explicitOrImplicit(d dice) draft { return explicitOrImplicitIf(d, false, false) }

// explicitOrImplicitAbove is explicitOrImplicit, one in three with the Deny in a
// service control policy, for this role alone.
func explicitOrImplicitAbove(d dice) draft { return explicitOrImplicitIf(d, d.IntN(3) == 0, true) }

func explicitOrImplicitIf(d dice, above, varied bool) draft {
	home := pick(d, places)
	r := role{name: pick(d, roleNames), account: home.id}
	names, dirs, file := draw(d, bucketNames, 2), draw(d, folders, 3), pick(d, fileNames)
	b := bucket{names[0], home.id, []string{dirs[0] + "/" + file, dirs[1] + "/" + file, dirs[2] + "/" + file}}
	b2 := bucket{names[1], home.id, []string{dirs[0] + "/" + file}}
	q := draft{objectives: []string{"two-sides"}, source: sourceDeny,
		hint: "Two kinds of no: somebody said no, or nobody said yes. Look for the call that a Deny matches.",
	}
	read := func(b bucket, dir string) string {
		return "aws s3api get-object --bucket " + b.name + " --key " + dir + "/" + file + " out"
	}
	write := func(b bucket, dir string) string {
		return "aws s3api put-object --bucket " + b.name + " --key " + dir + "/new.txt"
	}
	listing := "aws s3api list-objects-v2 --bucket " + b.name
	type call struct {
		text, command, why string
		belief             belief
	}
	readText := func(b bucket, dir string) string { return fmt.Sprintf("Reading `%s/%s` in *%s*", dir, file, b.name) }
	writeText := func(b bucket, dir string) string { return fmt.Sprintf("Writing `%s/new.txt` in *%s*", dir, b.name) }
	in := func(dir string) string { return b.arn() + "/" + dir + "/*" }
	var statements []statement
	var right call
	var wrong []call
	variant := d.IntN(4)
	switch variant {
	case 0: // a folder is denied
		statements = []statement{allow("s3:GetObject", b.objects()), deny("s3:*", in(dirs[0]))}
		right = call{readText(b, dirs[0]), read(b, dirs[0]), "One statement allows it and another denies it. A Deny that matches is an explicit deny, whatever else matches.", ""}
		wrong = []call{
			{readText(b, dirs[1]), read(b, dirs[1]), "It is allowed: the Deny is about another folder.", denyReachesFar},
			{writeText(b, dirs[1]), write(b, dirs[1]), "It is refused because nothing allows writing: an implicit deny.", silenceIsDeny},
			{fmt.Sprintf("Listing the bucket *%s*", b.name), listing, "It is refused because nothing allows listing. The Deny is about objects: an implicit deny.", denyReachesFar},
			{readText(b2, dirs[0]), read(b2, dirs[0]), "No statement speaks of this bucket. Silence is an implicit deny.", silenceIsDeny},
		}
	case 1: // an action is denied
		statements = []statement{allow([]string{"s3:GetObject", "s3:PutObject"}, in(dirs[0])), deny("s3:PutObject", b.objects())}
		right = call{writeText(b, dirs[1]), write(b, dirs[1]), "No Allow covers it, and the Deny matches it. That makes it an explicit deny.", ""}
		wrong = []call{
			{readText(b, dirs[0]), read(b, dirs[0]), "It is allowed: the Deny is about writing.", denyReachesFar},
			{readText(b, dirs[1]), read(b, dirs[1]), "It is refused because the Allow is about another folder: an implicit deny.", silenceIsDeny},
			{writeText(b2, dirs[0]), write(b2, dirs[0]), "No statement speaks of this bucket. Silence is an implicit deny.", silenceIsDeny},
			{fmt.Sprintf("Listing the bucket *%s*", b.name), listing, "Neither statement speaks of listing. Silence is an implicit deny.", silenceIsDeny},
		}
	case 2: // everything but a folder is denied
		statements = []statement{allow("s3:GetObject", "*"), {Effect: "Deny", Action: "s3:*", NotResource: []string{b.arn(), b.objects()}}}
		right = call{readText(b2, dirs[0]), read(b2, dirs[0]), "The Deny matches everything but what its `NotResource` lists, and this bucket isn't listed: an explicit deny.", ""}
		wrong = []call{
			{readText(b, dirs[0]), read(b, dirs[0]), "It is allowed. `NotResource` takes this bucket out of the Deny.", notResourceIsDeny},
			{writeText(b, dirs[0]), write(b, dirs[0]), "The Deny leaves this bucket out, and no Allow speaks of writing: an implicit deny.", notResourceIsDeny},
			{fmt.Sprintf("Listing the bucket *%s*", b.name), listing, "The Deny leaves this bucket out, and no Allow speaks of listing: an implicit deny.", silenceIsDeny},
		}
	default: // a Deny under a condition
		statements = []statement{allow("s3:GetObject", b.objects()), deny("s3:GetObject", in(dirs[0])).when("IpAddress", "aws:SourceIp", "203.0.113.0/24"), deny("s3:GetObject", in(dirs[1])).when("IpAddress", "aws:SourceIp", "198.51.100.0/24")}
		right = call{readText(b, dirs[0]), read(b, dirs[0]), "The call comes from 203.0.113.10, which lies in the range of the first Deny: an explicit deny.", ""}
		wrong = []call{
			{readText(b, dirs[1]), read(b, dirs[1]), "The Deny on this folder is for another range of addresses. It doesn't match, and the Allow does.", denyReachesFar},
			{readText(b, dirs[2]), read(b, dirs[2]), "It is allowed: both Denies are about other folders.", denyReachesFar},
			{writeText(b, dirs[0]), write(b, dirs[0]), "The Denies are about reading, and no Allow speaks of writing: an implicit deny.", silenceIsDeny},
			{readText(b2, dirs[0]), read(b2, dirs[0]), "No statement speaks of this bucket. Silence is an implicit deny.", silenceIsDeny},
		}
	}
	if varied { // calls that are less like the right one
		const silence = "No Allow covers it, and no Deny matches it: an implicit deny."
		far := []call{{readText(b2, dirs[1]), read(b2, dirs[1]), silence, silenceIsDeny}, {writeText(b2, dirs[2]), write(b2, dirs[2]), silence, silenceIsDeny}, {writeText(b, dirs[1]), write(b, dirs[1]), silence, silenceIsDeny}}
		switch variant {
		case 0:
			far = far[:2]
		case 1:
			far = far[:1]
		case 2:
			far = []call{{readText(b, dirs[1]), read(b, dirs[1]), "It is allowed. `NotResource` takes this bucket out of the Deny.", notResourceIsDeny}, {writeText(b, dirs[2]), write(b, dirs[2]), silence, notResourceIsDeny}}
		}
		wrong = append(wrong, far...)
	}
	q.setting = setting{accounts: []place{home}, roles: []role{r}, buckets: []bucket{b, b2}}
	q.setting.add(r.trustPath(), trustsService("lambda.amazonaws.com"))
	path := r.policyPath("access")
	var own, guardrails []statement
	for _, s := range statements {
		if above && s.Effect == "Deny" {
			guardrails = append(guardrails, s.when("ArnLike", "aws:PrincipalArn", r.arn()))
			continue
		}
		own = append(own, s)
	}
	q.setting.add(path, own...)
	q.show = []string{path}
	if above {
		q.setting.add(scpPath("guardrails"), guardrails...)
		q.setting.scps = map[string][]string{home.id: {"guardrails"}}
		q.show = append(q.show, scpPath("guardrails"))
	}
	claim := func(c call) option {
		return option{text: c.text, why: c.why, belief: c.belief, steps: lines("as "+r.path()+" via lambda.amazonaws.com", c.command, "want explicitDeny")}
	}
	q.right = claim(right)
	for _, c := range draw(d, wrong, 3) {
		q.wrong = append(q.wrong, claim(c))
	}
	q.shape = sortedShape(fmt.Sprint(variant), q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("A function works with the role %s in %s (%s), from the address 203.0.113.10. This is the role's only permissions policy; neither bucket has a policy.", r.name, home.name, home.id),
		"**Which of these calls is denied *explicitly*, so that no added Allow could help it?**")
	q.worked = []string{
		"First look for a Deny that matches: action, resource, conditions. That is an explicit deny, and the end of it.",
		"Otherwise look for an Allow. Where there is none, nobody said yes: an implicit deny, which an added Allow would lift.",
		right.why,
	}
	if above {
		q.say("The service control policy *guardrails* is attached to the account, beside FullAWSAccess.")
		q.shape += "/above"
	}
	q.verify = "Add an Allow of `s3:*` on `*` to the role: only this one of the four still fails."
	q.probe = lines("as "+r.path()+" via lambda.amazonaws.com", right.command)
	return q
}

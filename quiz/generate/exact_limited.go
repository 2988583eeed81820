package generate

import "fmt"

// wide are policies that give what the case needs and more, which limits can take
// away.
func (f exactFacts) wide(id string) [][]statement {
	in := f.b.arn() + "/" + f.dir + "/*"
	switch id {
	case "read-folder":
		return [][]statement{{allow("s3:GetObject", f.b.objects())}, {allow("s3:*", in)}, {allow("s3:GetObject", "*")}, {allow("s3:*", "*")}}
	case "list-and-read":
		return [][]statement{{allow("s3:*", []string{f.b.arn(), f.b.objects()})}, {allow([]string{"s3:ListBucket", "s3:GetObject"}, "*")}, {allow("s3:*", "*")}}
	}
	return [][]statement{{allow("s3:PutObject", f.b.objects())}, {allow("s3:*", in)}, {allow([]string{"s3:GetObject", "s3:PutObject"}, in)}, {allow("s3:*", "*")}}
}

// widened is the case with a wide policy for the right one, beside policies that
// fall short, which no limit makes right.
func (c exactCase) widened(d dice, f exactFacts) exactCase {
	in := f.b.arn() + "/" + f.dir + "/*"
	var short []exactWrong
	for _, w := range c.wrong {
		if w.short {
			short = append(short, w)
		}
	}
	switch c.id {
	case "list-and-read":
		short = append(short,
			exactWrong{[]statement{allow("s3:GetObject", f.b.objects())}, listIsRead, "It reads objects whose names are known. It doesn't show the names.", true},
			exactWrong{[]statement{allow("s3:*", f.b.objects())}, objectsForBucket, "It names the objects and not the bucket, and it is the bucket that is listed.", true})
	case "write-only":
		short = append(short,
			exactWrong{[]statement{allow("s3:PutObject", "arn:aws:s3:::"+f.dir+"/*")}, folderIsResource, fmt.Sprintf("This is about a bucket called `%s`. An object's ARN begins with the name of its bucket.", f.dir), true},
			exactWrong{[]statement{allow([]string{"s3:GetObject", "s3:ListBucket"}, []string{f.b.arn(), in})}, limitIsGrant, "Writing is what the boundary leaves room for. A boundary grants nothing, and this policy doesn't allow writing.", true})
	default:
		short = append(short,
			exactWrong{[]statement{allow([]string{"s3:ListBucket", "s3:PutObject"}, "*")}, limitIsGrant, "Reading is what the boundary leaves room for. A boundary grants nothing, and this policy doesn't allow reading.", true})
	}
	right := pick(d, f.wide(c.id))
	c.wrong, c.right = short, right
	c.needed, c.where = f.needed(c.id)
	c.why = "By itself this policy gives too much. The boundary takes away every other action, and the service control policy every other resource. What is left is what is wanted."
	return c
}

// needed are the actions and resources of what the case needs.
func (f exactFacts) needed(id string) (actions any, where []string) {
	in := f.b.arn() + "/" + f.dir + "/*"
	switch id {
	case "read-folder":
		return "s3:GetObject", []string{in}
	case "list-and-read":
		return []string{"s3:ListBucket", "s3:GetObject"}, []string{f.b.arn(), f.b.objects()}
	}
	return "s3:PutObject", []string{in}
}

// limit sets the boundary and the service control policy.
func (c exactCase) limit(q *draft, r role) {
	ceiling, rails := managedPath(r.account, "Ceiling"), scpPath("guardrails")
	q.setting.roles[0].boundary = "Ceiling"
	q.setting.add(ceiling, allow(c.needed, "*"))
	q.setting.add(rails, statement{Effect: "Deny", Action: "s3:*", NotResource: c.where}.when("ArnLike", "aws:PrincipalArn", r.arn()))
	q.setting.scps = map[string][]string{r.account: {"guardrails"}}
	q.show = append(q.show, ceiling, rails)
}

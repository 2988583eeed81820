package generate

import "fmt"

const (
	sourceS3      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html"
	sourceElement = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"
)

// grants is a permissions policy of one or two statements, in words.
func grants(statements ...statement) string {
	var parts []string
	for _, s := range statements {
		on := "on " + quotedList(s.Resource)
		if s.NotResource != nil {
			on = "on everything but " + quotedList(s.NotResource) + " (`NotResource`)"
		}
		parts = append(parts, s.Effect+" "+quotedList(s.Action)+" "+on)
	}
	return list(parts, "and")
}

// quotedList writes a string or a list of them as code.
func quotedList(v any) string {
	switch v := v.(type) {
	case string:
		return code(v)
	case []string:
		var words []string
		for _, s := range v {
			words = append(words, code(s))
		}
		return list(words, "and")
	}
	return ""
}

// exactCase is one draw of exactAccess: a need, the policy that meets it and
// those that don't.
type exactCase struct {
	id     string
	need   string // completes "must be able to"
	spared string // completes "and nothing else:"
	probes []string
	right  []statement
	why    string
	wrong  []exactWrong
	needed any      // under limits: the actions that are wanted, a string or a list
	where  []string // and what they are asked for on
}

type exactWrong struct {
	statements []statement
	belief     belief
	why        string
	short      bool // it doesn't give what is needed, so limits can't make it right
}

// exactAccess asks which of four permissions policies gives a role exactly the
// access that is wanted.
func exactAccess(d dice) draft { return exactAccessIf(d, false) }

// exactAccessLimited is exactAccess, one in three under a boundary and a service
// control policy that take away what a wide policy gives too much.
func exactAccessLimited(d dice) draft { return exactAccessIf(d, d.IntN(3) == 0) }

func exactAccessIf(d dice, limited bool) draft {
	home := pick(d, places)
	dirs := draw(d, folders, 2)
	names := draw(d, bucketNames, 2)
	file := pick(d, fileNames)
	b := bucket{names[0], home.id, []string{dirs[0] + "/" + file, dirs[1] + "/" + file, dirs[0] + "-old/" + file}}
	b2 := bucket{names[1], home.id, []string{dirs[0] + "/" + file}}
	near := bucket{b.name + "-archive", home.id, nil}
	r := role{name: pick(d, roleNames), account: home.id}
	cases := []func(exactFacts) exactCase{readFolder, listOnly, listAndRead, writeOnly, allBut}
	if limited {
		cases = []func(exactFacts) exactCase{readFolder, listAndRead, writeOnly}
	}
	facts := exactFacts{b, b2, near, dirs[0], dirs[1], file}
	c := pick(d, cases)(facts)
	if limited {
		c = c.widened(d, facts)
	}
	path := r.policyPath("access")
	q := draft{objectives: []string{"user-or-role"}, source: sourceS3,
		hint:   "Take the four policies to each thing that must work, and then to each that must not. Mind where the bucket's ARN ends.",
		shape:  c.id,
		verify: "Try one call of each kind with the role's credentials: those that must work, and their neighbours that must not.",
	}
	q.setting = setting{accounts: []place{home}, roles: []role{r}, buckets: []bucket{b, b2, near}}
	q.setting.add(r.trustPath(), trustsService("lambda.amazonaws.com"))
	steps := lines("as "+r.path()+" via lambda.amazonaws.com", lines(c.probes...))
	give := func(statements []statement) func(*setting) {
		return func(s *setting) { s.add(path, statements...) }
	}
	if limited {
		c.limit(&q, r)
	}
	q.right = option{text: grants(c.right...), why: c.why, change: give(c.right), steps: steps}
	for _, w := range draw(d, c.wrong, 3) {
		q.wrong = append(q.wrong, option{text: grants(w.statements...), why: w.why, belief: w.belief, change: give(w.statements), steps: steps})
	}
	q.shape = sortedShape(c.id, q.wrong)
	q.stem = paragraphs(
		fmt.Sprintf("A function with the role %s in %s (%s) must be able to %s, and to do nothing else: %s. The buckets are in the same account and have no bucket policies.", r.name, home.name, home.id, c.need, c.spared),
		fmt.Sprintf("**Which permissions policy gives %s exactly that?**", r.name))
	q.worked = []string{
		"Write down what must work, as an action on an ARN. Reading and writing are asked for on objects, whose ARNs go on behind the bucket's name; listing is asked for on the bucket.",
		"Then write down the nearest things that must not work, and hold each policy against both lists.",
		c.why,
	}
	if limited {
		q.say("*Ceiling* is the permissions boundary of the role. The service control policy *guardrails* is attached to the account, beside FullAWSAccess.")
		q.worked[1] = "Then take away from each policy what the boundary doesn't allow and what the service control policy denies. What is left must be all that is wanted and nothing else."
		q.shape += "/limited"
	}
	return q
}

type exactFacts struct {
	b, b2      bucket
	near       bucket // whose name begins as that of b
	dir, other string
	file       string
}

func get(b bucket, key, want string) string {
	return fmt.Sprintf("aws s3api get-object --bucket %s --key %s out\nwant %s", b.name, key, want)
}

func put(b bucket, key, want string) string {
	return fmt.Sprintf("aws s3api put-object --bucket %s --key %s\nwant %s", b.name, key, want)
}

func ls(b bucket, want string) string {
	return fmt.Sprintf("aws s3api list-objects-v2 --bucket %s\nwant %s", b.name, want)
}

const (
	allowed = "allowed"
	refused = "AccessDenied"
)

func readFolder(f exactFacts) exactCase {
	in := f.b.arn() + "/" + f.dir + "/*"
	return exactCase{
		id: "read-folder", need: fmt.Sprintf("read every object under `%s/` in the bucket *%s*", f.dir, f.b.name),
		spared: fmt.Sprintf("not `%s/`, not `%s-old/`, no writing, no listing", f.other, f.dir),
		probes: []string{get(f.b, f.dir+"/"+f.file, allowed), get(f.b, f.other+"/"+f.file, refused), get(f.b, f.dir+"-old/"+f.file, refused),
			put(f.b, f.dir+"/new.txt", refused), ls(f.b, refused), get(f.b2, f.dir+"/"+f.file, refused)},
		right: []statement{allow("s3:GetObject", in)},
		why:   fmt.Sprintf("Reading is `s3:GetObject`, asked for on the object. The slash before the star keeps it to what lies under `%s/`.", f.dir),
		wrong: []exactWrong{
			{[]statement{allow("s3:GetObject", f.b.objects())}, widerIsSame, fmt.Sprintf("It reads what is wanted, which tempts, and `%s/` along with it: the star stands for every key of the bucket.", f.other), false},
			{[]statement{allow("s3:GetObject", f.b.arn()+"/"+f.dir)}, folderIsResource, fmt.Sprintf("Without a star this names one object, whose key is `%s`. What lies below it has other ARNs.", f.dir), true},
			{[]statement{allow("s3:GetObject", f.b.arn()+"/"+f.dir+"*")}, prefixIsFolder, fmt.Sprintf("The star begins right behind `%s`, so it covers `%s-old/` too.", f.dir, f.dir), false},
			{[]statement{allow("s3:*", in)}, starIsReading, "The objects are the right ones. `s3:*` writes and deletes them too.", false},
			{[]statement{allow("s3:GetObject", f.b.arn())}, bucketForObjects, "This is the ARN of the bucket. Objects have their own, so the function could read nothing.", true},
			{[]statement{allow("s3:ListBucket", in)}, listIsRead, "`s3:ListBucket` shows names and reads nothing. It is asked for on the bucket besides, so here it allows nothing at all.", true},
		},
	}
}

func listOnly(f exactFacts) exactCase {
	return exactCase{
		id: "list-only", need: fmt.Sprintf("list the names of the objects in the bucket *%s*", f.b.name),
		spared: "no object is to be read, and no other bucket listed",
		probes: []string{ls(f.b, allowed), ls(f.b2, refused), get(f.b, f.dir+"/"+f.file, refused), put(f.b, f.dir+"/new.txt", refused)},
		right:  []statement{allow("s3:ListBucket", f.b.arn())},
		why:    "Listing is `s3:ListBucket`, and it is asked for on the bucket itself, whose ARN ends with the name.",
		wrong: []exactWrong{
			{[]statement{allow("s3:ListBucket", f.b.objects())}, objectsForBucket, "This ARN covers the objects and not the bucket, and it is the bucket that is listed.", false},
			{[]statement{allow("s3:ListBucket", "arn:aws:s3:::*")}, widerIsSame, fmt.Sprintf("It lists *%s*, and every other bucket too, *%s* among them.", f.b.name, f.b2.name), false},
			{[]statement{allow("s3:GetObject", f.b.objects())}, listIsRead, "This reads objects whose names are known. It doesn't show the names.", false},
			{[]statement{allow("s3:*", []string{f.b.arn(), f.b.objects()})}, starIsReading, "It lists. It reads, writes and deletes as well.", false},
		},
	}
}

func listAndRead(f exactFacts) exactCase {
	both := []string{"s3:ListBucket", "s3:GetObject"}
	where := []string{f.b.arn(), f.b.objects()}
	return exactCase{
		id: "list-and-read", need: fmt.Sprintf("list the bucket *%s* and read all of its objects", f.b.name),
		spared: "no writing, and no other bucket",
		probes: []string{ls(f.b, allowed), get(f.b, f.other+"/"+f.file, allowed), put(f.b, f.dir+"/new.txt", refused), ls(f.b2, refused), get(f.b2, f.dir+"/"+f.file, refused), ls(f.near, refused)},
		right:  []statement{allow(both, where)},
		why:    "Two actions and the two ARNs that they are asked for on: the bucket to list, its objects to read.",
		wrong: []exactWrong{
			{[]statement{allow(both, f.b.arn())}, bucketForObjects, "It lists and reads nothing: `s3:GetObject` is asked for on the objects, which have ARNs of their own.", true},
			{[]statement{allow(both, f.b.objects())}, objectsForBucket, "It reads and doesn't list: `s3:ListBucket` is asked for on the bucket, which this ARN doesn't name.", true},
			{[]statement{allow("s3:*", where)}, starIsReading, "Right bucket, right objects, and too many actions: it writes and deletes as well.", false},
			{[]statement{allow(both, f.b.arn()+"*")}, prefixIsFolder, fmt.Sprintf("The ARNs of *%s* and its objects do begin so. So do those of any other bucket whose name begins with %s, such as *%s-archive*.", f.b.name, f.b.name, f.b.name), false},
			{[]statement{allow(append([]string{"s3:PutObject"}, both...), where)}, starIsReading, "Right bucket, right objects, and one action too many: it writes as well.", false},
			{[]statement{allow(both, "*")}, widerIsSame, fmt.Sprintf("It works for *%s*, and for every other bucket of the account.", f.b.name), false},
		},
	}
}

func writeOnly(f exactFacts) exactCase {
	in := f.b.arn() + "/" + f.dir + "/*"
	return exactCase{
		id: "write-only", need: fmt.Sprintf("put new objects under `%s/` in the bucket *%s*", f.dir, f.b.name),
		spared: fmt.Sprintf("reading nothing, and writing nowhere else, not under `%s/` either", f.other),
		probes: []string{put(f.b, f.dir+"/new.txt", allowed), put(f.b, f.other+"/new.txt", refused), get(f.b, f.dir+"/"+f.file, refused), put(f.b2, f.dir+"/new.txt", refused), ls(f.b, refused)},
		right:  []statement{allow("s3:PutObject", in)},
		why:    fmt.Sprintf("Writing is `s3:PutObject` on the object that is to be, and every key under `%s/` matches.", f.dir),
		wrong: []exactWrong{
			{[]statement{allow("s3:PutObject", f.b.arn())}, bucketForObjects, "One writes an object and not a bucket. On this ARN `s3:PutObject` is never asked for.", true},
			{[]statement{allow("s3:PutObject", f.b.objects())}, widerIsSame, fmt.Sprintf("It writes under `%s/`, and anywhere else in the bucket.", f.dir), false},
			{[]statement{allow("s3:*", in)}, starIsReading, "In the right place, and with every action: what is there could be read and deleted.", false},
			{[]statement{allow([]string{"s3:GetObject", "s3:PutObject"}, in)}, widerIsSame, "To put an object nothing needs to be read. This policy reads as well.", false},
			{[]statement{allow("s3:PutObject", f.b.arn()+"/"+f.dir)}, folderIsResource, fmt.Sprintf("This names one object, with the key `%s`. Nothing below it matches.", f.dir), true},
		},
	}
}

func allBut(f exactFacts) exactCase {
	in := f.b.arn() + "/" + f.dir + "/*"
	return exactCase{
		id: "all-but", need: fmt.Sprintf("read every object of the bucket *%s* except those under `%s/`", f.b.name, f.dir),
		spared: "no other bucket, no writing, no listing",
		probes: []string{get(f.b, f.other+"/"+f.file, allowed), get(f.b, f.dir+"-old/"+f.file, allowed), get(f.b, f.dir+"/"+f.file, refused), get(f.b2, f.dir+"/"+f.file, refused), put(f.b, f.other+"/new.txt", refused)},
		right:  []statement{allow("s3:GetObject", f.b.objects()), deny("s3:*", in)},
		why:    "The Allow covers the whole bucket and the Deny takes one part out again. A Deny beats every Allow.",
		wrong: []exactWrong{
			{[]statement{{Effect: "Allow", Action: "s3:GetObject", NotResource: in}}, notResourceIsDeny, fmt.Sprintf("`NotResource` leaves `%s/` out, as wanted, and lets everything else in: *%s* and every other bucket could be read.", f.dir, f.b2.name), false},
			{[]statement{allow("s3:GetObject", f.b.objects()), deny("s3:*", f.b.arn()+"/"+f.dir)}, folderIsResource, fmt.Sprintf("The Deny names one object, with the key `%s`. What lies below it stays open.", f.dir), false},
			{[]statement{allow("s3:GetObject", f.b.objects()), deny("s3:*", f.b.arn()+"/"+f.dir+"*")}, prefixIsFolder, fmt.Sprintf("The Deny takes `%s-old/` along, for that begins alike.", f.dir), false},
			{[]statement{allow("s3:GetObject", f.b.objects()), allow("s3:ListBucket", in)}, silenceIsDeny, fmt.Sprintf("Nothing here denies. What one Allow gives, another that speaks of something else doesn't take away: `%s/` stays open.", f.dir), false},
			{[]statement{allow([]string{"s3:GetObject", "s3:PutObject"}, f.b.objects()), deny("s3:*", in)}, widerIsSame, "The right part is shut. In the rest of the bucket it writes as well as it reads.", false},
			{[]statement{allow("s3:GetObject", f.b.objects()), deny([]string{"s3:PutObject", "s3:DeleteObject"}, in)}, silenceIsDeny, fmt.Sprintf("The Deny is about writing and deleting. Reading under `%s/` is allowed by the first statement and denied by none.", f.dir), false},
			{[]statement{deny("s3:GetObject", in)}, silenceIsDeny, "A Deny takes away and gives nothing. Without an Allow nothing can be read.", false},
		},
	}
}

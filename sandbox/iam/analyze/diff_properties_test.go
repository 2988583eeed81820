package analyze_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// holds evaluates every witness anew.
func holds(t failer, d *analyze.Difference) {
	t.Helper()
	if d.Same != (len(d.Witnesses) == 0) {
		t.Fatalf("same is %t with %d witnesses", d.Same, len(d.Witnesses))
	}
	narrowed := false
	for i := range d.Witnesses {
		w := &d.Witnesses[i]
		r, err := w.Request.Ready()
		if err != nil {
			t.Fatalf("%s: %v", w.Sentence, err)
		}
		was, is := iam.Evaluate(r, w.Policies(false)), iam.Evaluate(r, w.Policies(true))
		if was != (iam.Result{Decision: w.Before, DeniedBy: w.BeforeBy}) || is != (iam.Result{Decision: w.After, DeniedBy: w.AfterBy}) {
			t.Fatalf("%s: evaluates to %v and %v", w.Sentence, was, is)
		}
		if (was.Decision == iam.Allowed) == (is.Decision == iam.Allowed) || (w.Direction == analyze.Widened) != (is.Decision == iam.Allowed) {
			t.Fatalf("%s: %s, yet %s and %s", w.Sentence, w.Direction, was.Decision, is.Decision)
		}
		if narrowed && w.Direction == analyze.Widened {
			t.Fatalf("a widening stands behind a narrowing: %s", w.Sentence)
		}
		narrowed = w.Direction == analyze.Narrowed
	}
}

var (
	genActions    = []string{"s3:GetObject", "s3:PutObject", "s3:*", "s3:Get*", "*", "iam:PassRole", "sqs:SendMessage"}
	genResources  = []string{"*", reports, reports + "/*", reports + "/${aws:username}/*", "arn:aws:s3:::*"}
	genPrincipals = []string{`"*"`, aws(alice), aws(bob), aws("111122223333"), aws("arn:aws:iam::444455556666:root"), `{"Service":"lambda.amazonaws.com"}`, aws(deploy)}
	genConditions = []string{
		"", "", "", condition("Bool", "aws:MultiFactorAuthPresent", "true"), condition("BoolIfExists", "aws:MultiFactorAuthPresent", "false"),
		condition("IpAddress", "aws:SourceIp", "203.0.113.0/24"), condition("DateLessThan", "aws:CurrentTime", "2026-12-01T00:00:00Z"),
		condition("StringEquals", "aws:PrincipalTag/team", "blue"), condition("NumericLessThan", "s3:max-keys", "10"),
		condition("StringLike", "aws:username", "a*"), condition("ForAllValues:StringEquals", "aws:TagKeys", "team"), condition("Null", "aws:SourceVpc", "true"),
	}
)

func genStatement(t *rapid.T, kind iam.Kind) string {
	pick := func(label string, from []string) string { return rapid.SampledFrom(from).Draw(t, label) }
	effect := pick("effect", []string{"Allow", "Allow", "Deny"})
	parts := []string{fmt.Sprintf(`"Effect":%q`, effect)}
	if kind == iam.KindTrust {
		parts = append(parts, `"Action":`+pick("action", []string{`"sts:AssumeRole"`, `"sts:*"`, `["sts:AssumeRole","sts:TagSession"]`}))
	} else {
		action, resource := pick("action", genActions), pick("resource", genResources)
		switch { // S3 stores no bucket policy with an object's action and a bucket alone, or another service's action
		case kind != iam.KindResource || resource == "*" || strings.HasPrefix(action, "s3:Get*"):
		case resource == reports && (action == "s3:GetObject" || action == "s3:PutObject"):
			resource += "/*"
		case action == "iam:PassRole" || action == "sqs:SendMessage":
			resource = "*"
		}
		parts = append(parts, `"Action":"`+action+`"`, `"Resource":"`+resource+`"`)
	}
	if kind == iam.KindTrust || kind == iam.KindResource {
		parts = append(parts, `"Principal":`+pick("principal", genPrincipals))
	}
	return "{" + strings.Join(parts, ",") + pick("condition", genConditions) + "}"
}

var genKinds = []iam.Kind{iam.KindIdentity, iam.KindTrust, iam.KindResource, iam.KindBoundary, iam.KindSession, iam.KindSCP}

func TestWitnessesHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(genKinds).Draw(t, "kind")
		statements := func(label string) []byte {
			var list []string
			for range rapid.IntRange(1, 3).Draw(t, label) {
				list = append(list, genStatement(t, kind))
			}
			return doc(list...)
		}
		d, err := analyze.Diff(analyze.Change{Kind: kind, Before: statements("before"), After: statements("after"), Limit: 2000})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, d)
	})
}

// Saying the same in another order or in more statements changes nothing.
func TestNoStatementNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(genKinds).Draw(t, "kind")
		var list []string
		for range rapid.IntRange(1, 4).Draw(t, "statements") {
			list = append(list, genStatement(t, kind))
		}
		before := doc(list...)
		shuffled := rapid.Permutation(list).Draw(t, "order")
		split := append([]string{}, shuffled...)
		for i, s := range split {
			if a := `"Action":["sts:AssumeRole","sts:TagSession"]`; strings.Contains(s, a) {
				split[i] = strings.Replace(s, a, `"Action":"sts:AssumeRole"`, 1)
				split = append(split, strings.Replace(s, a, `"Action":"sts:TagSession"`, 1))
			}
		}
		for _, after := range [][]byte{before, doc(shuffled...), doc(split...), doc(append(split, split[0])...)} {
			d, err := analyze.Diff(analyze.Change{Kind: kind, Before: before, After: after, Limit: 2000})
			if err != nil {
				t.Fatal(err)
			}
			if !d.Same {
				t.Fatalf("%s\n%s\n%s", before, after, d.Witnesses[0].Sentence)
			}
		}
	})
}

// Adding an Allow for a user nobody named so far lets somebody in that was out.
func TestAllowAddedIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := []string{trust(aws(alice), rapid.SampledFrom(genConditions[:7]).Draw(t, "condition"))}
		more := trust(aws("arn:aws:iam::777788889999:user/carol"), rapid.SampledFrom(genConditions[:7]).Draw(t, "hers"))
		d, err := analyze.Diff(analyze.Change{Kind: iam.KindTrust, Before: doc(list...), After: doc(append(list, more)...)})
		if err != nil {
			t.Fatal(err)
		}
		if d.Same || d.Witnesses[0].Direction != analyze.Widened || !strings.Contains(d.Witnesses[0].Sentence, "carol") {
			t.Fatalf("%s: %+v", more, d)
		}
	})
}

func FuzzDiff(f *testing.F) {
	f.Add(byte(2), string(doc(trust(aws(alice), ""))), string(doc(trust(`"*"`, ""))))
	f.Add(byte(0), string(doc(allow("s3:Get*", reports+"/${aws:username}/*", genConditions[3]))), string(doc(allow("*", "*", ""))))
	f.Add(byte(5), "", string(doc(deny("*", "*", genConditions[4]))))
	f.Add(byte(6), string(doc(open("Deny", `"*"`, "s3:*", "*", genConditions[5]))), "")
	f.Fuzz(func(t *testing.T, kind byte, before, after string) {
		if len(before)+len(after) > 1<<14 {
			return
		}
		began := time.Now()
		d, err := analyze.Diff(analyze.Change{Kind: iam.Kind(kind % 7), Before: []byte(before), After: []byte(after), Limit: 500})
		if took := time.Since(began); took > 5*time.Second {
			t.Fatalf("it took %s", took)
		}
		if err != nil {
			return
		}
		holds(t, d)
		if d.Tried > 500 {
			t.Fatalf("tried %d", d.Tried)
		}
		if _, err := json.Marshal(d); err != nil {
			t.Fatal(err)
		}
	})
}

// tenStatements is a policy as they grow in real accounts.
func tenStatements(seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	var list []string
	for i := range 10 {
		action := genActions[r.IntN(4)]
		resource := fmt.Sprintf("arn:aws:s3:::bucket-%d/*", r.IntN(6))
		list = append(list, allow(action, resource, genConditions[r.IntN(8)]))
		if i == 4 {
			list[i] = deny("s3:DeleteObject", "*", "")
		}
	}
	return doc(list...)
}

func BenchmarkDiff(b *testing.B) {
	change := analyze.Change{Kind: iam.KindIdentity, Before: tenStatements(1), After: tenStatements(2)}
	for b.Loop() {
		d, err := analyze.Diff(change)
		if err != nil || d.Same || !d.Complete {
			b.Fatal(err, d)
		}
	}
}

func BenchmarkDiffTrust(b *testing.B) {
	var one, two []string
	for i := range 10 {
		one = append(one, trust(genPrincipals[i%7], genConditions[i%7]))
		two = append(two, trust(genPrincipals[(i+3)%7], genConditions[i%7]))
	}
	change := analyze.Change{Kind: iam.KindTrust, Before: doc(one...), After: doc(two...)}
	for b.Loop() {
		if _, err := analyze.Diff(change); err != nil {
			b.Fatal(err)
		}
	}
}

// FuzzDoors asks who gets in, and why bob does not.
func FuzzDoors(f *testing.F) {
	f.Add(true, string(doc(trust(aws(alice), genConditions[3]))))
	f.Add(false, string(doc(open("Allow", `"*"`, "s3:*", reports+"/${aws:username}/*", genConditions[7]), open("Deny", `"*"`, "s3:GetObject", "*", genConditions[4]))))
	f.Fuzz(func(t *testing.T, isTrust bool, src string) {
		if len(src) > 1<<14 {
			return
		}
		kind, request := iam.KindResource, get(bob, nil)
		if isTrust {
			kind, request = iam.KindTrust, assume(bob, nil)
		}
		began := time.Now()
		e, err := analyze.WhoGetsIn(analyze.Door{Kind: kind, Document: []byte(src)})
		if err != nil {
			return
		}
		enters(t, e)
		if iam.HasError(iam.Storable(kind, "door", []byte(src))) {
			return // AWS would not hold it, nor what is made of it
		}
		p, _ := iam.Parse(kind, "door", []byte(src))
		m, err := analyze.WhyNot(analyze.Refusal{Request: request, Policies: iam.Policies{Resource: p}})
		if err != nil {
			t.Fatal(err)
		}
		mends(t, m)
		if took := time.Since(began); took > 5*time.Second {
			t.Fatalf("it took %s", took)
		}
	})
}

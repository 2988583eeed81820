package awscli

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// fullWorld is a world near its limits, with a shell of somebody who may do
// everything in it. The file f has 400 KB, j is a JSON text of 100,000 values and
// p a policy of 80 KB.
func fullWorld(t testing.TB) (*world.World, *Shell) {
	t.Helper()
	start := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded("full")})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, err := w.AddAccount("111122223333", "Tools")
	must(err)
	a.OIDCProviders["ci.example"] = &world.OIDCProvider{Account: a.ID, URL: "ci.example", Audiences: []string{"sts.amazonaws.com"}}
	a.SAMLProviders["corp"] = &world.SAMLProvider{Account: a.ID, Name: "corp"}
	alice, err := w.AddUser(a, "alice", "/")
	must(err)
	_, err = w.AddKey(alice)
	must(err)
	const trust = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"sts:AssumeRole"}}`
	for i := range 60 {
		_, err := w.AddRole(a, fmt.Sprint("Role-", i), "/", trust)
		must(err)
	}
	b, err := w.AddBucket(a, "reports")
	must(err)
	for i := range 300 {
		must(w.PutObject(b, fmt.Sprintf("in/%d.txt", i), []byte("x"), "text/plain"))
	}
	statement := `{"Effect":"Allow","Action":["s3:Get*Object*"],"Resource":["arn:aws:s3:::*reports*/*in*/*"]},`
	for path, src := range map[string]string{
		"111122223333/users/alice/policies/all.json": `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`,
		"files/p": `{"Version":"2012-10-17","Statement":[` + strings.Repeat(statement, 800) + `{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}`,
		"files/j": `[` + strings.Repeat("1,", 49_999) + `1]`,
		"files/f": strings.Repeat("x", 300<<10),
	} {
		_, err := w.SetDocument(path, src)
		must(err)
	}
	caller, ok := world.UserCaller(alice)
	if !ok {
		t.Fatal("alice has no key")
	}
	return w, NewShell(w, caller)
}

// upTo repeats a part of a line as often as a line of 16 KB has room for it.
func upTo(head, part, tail string) string {
	return head + strings.Repeat(part, (maxLine-len(head)-len(tail))/len(part)) + tail
}

// heavyLine is a line of at most 16 KB whose work or output would have no bound.
type heavyLine struct {
	name   string
	before string // typed before
	line   string
	ends   bool // at a limit that the reply names
}

func heavyLines() []heavyLine {
	long := "A=" + strings.Repeat("x", 16_000)
	words := "A='" + strings.Repeat("--abcdefgh ", 1400) + "'"
	doubled := func(n int, rest string) string {
		return "aws sts get-caller-identity --query '" + strings.Repeat("[@,@]|", n) + rest + "'"
	}
	many := func(line string) string { return strings.TrimSuffix(strings.Repeat(line+"\n", maxStatement), "\n") }
	// distinct makes objects that have no member in common.
	var distinct strings.Builder
	for i := range 300 {
		fmt.Fprintf(&distinct, "{a%d:'x'},", i)
	}
	rows := "[" + strings.TrimSuffix(distinct.String(), ",") + "]"
	return []heavyLine{
		{"a query that doubles", "", doubled(23, "[@,@]"), true},
		{"a query that doubles, as a table", "", doubled(12, "@") + " --output table", false},
		{"a query that doubles, as text", "", doubled(12, "@") + " --output text", false},
		{"a query that doubles, as YAML", "", doubled(12, "@") + " --output yaml", false},
		{"a query that nests", "", "aws sts get-caller-identity --query '" + strings.Repeat("[@]|", 1000) + "@'", false},
		{"rows without a column in common, as a table", "", "aws sts get-caller-identity --output table --query \"" + rows + "|[@,@,@,@][]\"", false},
		{"rows without a column in common, as text", "", "aws sts get-caller-identity --output text --query \"" + rows + "|[@,@,@,@][]|[@,@,@,@][]|[@,@,@,@][]\"", true},
		{"twenty queries", "", many(doubled(11, "@")), true},
		{"a file many times", "", upTo("cat", " f", ""), true},
		{"a file 400 times", "", "cat" + strings.Repeat(" f", 400), true},
		{"files that aren't there", "", upTo("cat", " n", ""), false},
		{"a listing many times", "", upTo("ls", " .", ""), false},
		{"a variable many times", long, upTo("echo ", "$A", ""), true},
		{"a variable many times, quoted", long, upTo("echo \"", "$A", "\""), true},
		{"a variable of a variable", long, upTo("B=", "$A", ""), false},
		{"an export of a variable", long, upTo("export B=", "$A", ""), true},
		{"a variable as options", words, "aws" + strings.Repeat(" $A", 5000), true},
		{"unknown options", "", upTo("aws sts get-caller-identity", " --a", ""), false},
		{"variables printed", "export A=" + strings.Repeat("x", 15_000) + " B=y", many("env"), false},
		{"a tag's value from a file", "", upTo("aws iam tag-role --role-name Role-1 --tags", " Key@=file://f,Value@=file://f", ""), true},
		{"JSON from a file", "", many("aws iam get-role --cli-input-json file://j"), false},
		{"a body from a file", "", many("aws s3api put-object --bucket reports --key k --body f"), false},
		{"codes", "", upTo("echo ", "$(now)", ""), false},
		{"tokens", "", upTo("echo ", "$(oidc https://ci.example sub=app)", ""), false},
		{"assertions", "", upTo("echo ", "$(saml 111122223333/corp role=arn:aws:iam::111122223333:role/Role-1 session=s)", ""), true},
		{"simulations", "", many("aws iam simulate-custom-policy --policy-input-list file://p --action-names" + strings.Repeat(" s3:GetObject", 20) + " --resource-arns" + strings.Repeat(" arn:aws:s3:::reports/in/1", 15)), true},
		{"simulations that match nothing", "", many("aws iam simulate-custom-policy --policy-input-list file://p --action-names" + strings.Repeat(" s3:PutBucketPolicy", 20) + " --resource-arns" + strings.Repeat(" arn:aws:s3:::a", 20)), true},
		{"simulations of a denial", "", many("aws iam simulate-custom-policy --policy-input-list file://p --action-names" + strings.Repeat(" sqs:SendMessage", 20) + " --resource-arns" + strings.Repeat(" arn:aws:s3:::a", 20)), true},
		{"account details", "", many("aws iam get-account-authorization-details"), false},
		{"account details as YAML", "", many("aws iam get-account-authorization-details --output yaml"), false},
		{"account details as a table", "", many("aws iam get-account-authorization-details --output table"), false},
		{"the event history", many("aws iam list-users"), many("aws cloudtrail lookup-events --output off"), false},
		{"objects copied", "", many("aws s3 cp s3://reports/in/ x --recursive"), false},
		{"objects listed", "", many("aws s3 ls s3://reports --recursive"), false},
		{"help", "", many("aws iam help"), false},
		{"parentheses", "", upTo("", "(", ""), false},
		{"substitutions", "", upTo("", "$(", ""), false},
		{"here-documents", "", upTo("cat", " <<a", ""), false},
		{"quotes", "", upTo("echo ", `"$A"''`, ""), false},
		{"braces", "", upTo("echo ", "${A}", ""), false},
		{"shorthand lists", "", "aws iam tag-role --role-name Role-1 --tags Key=" + strings.Repeat("[", 8000), false},
		{"shorthand values", "", upTo("aws iam tag-role --role-name Role-1 --tags ", "Key=a,", ""), false},
		{"statements", "", upTo("", "a;", ""), false},
	}
}

// cost is what a line took: CPU time of all threads, and bytes allocated in all,
// which is more than were in use at once.
func cost(run func()) (time.Duration, uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpuTime()
	run()
	took := cpuTime() - start
	runtime.ReadMemStats(&after)
	return took, after.TotalAlloc - before.TotalAlloc
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestHeavyLinesEnd holds that such a line allocates at most 64 MB, and names the
// limit when it was stopped. -v prints what each took.
func TestHeavyLinesEnd(t *testing.T) {
	for _, c := range heavyLines() {
		_, s := fullWorld(t)
		if c.before != "" {
			if r := s.Exec(c.before); r.Exit != 0 {
				t.Fatalf("%s: %s", c.name, r.Stderr)
			}
		}
		if len(c.line) > maxLine {
			t.Fatalf("%s: the line has %d bytes", c.name, len(c.line))
		}
		var r Reply
		took, made := cost(func() { r = s.ExecWithin(budget.New(t.Context(), LineLimits), c.line) })
		t.Logf("%-45s %6.0f ms %7d KB  exit %3d  %.80q", c.name, took.Seconds()*1000, made>>10, r.Exit, r.Stderr)
		if c.ends && (r.Exit == 0 || !strings.Contains(r.Stderr, "was stopped: ") || !strings.Contains(r.Stderr, "the limit of")) {
			t.Errorf("%s: exit %d and %.200q, want an end at a limit that is named", c.name, r.Exit, r.Stderr)
		}
		if made > 64<<20 {
			t.Errorf("%s: allocated %d KB, want at most 64 MB", c.name, made>>10)
		}
		if int64(len(r.Stdout)+len(r.Stderr)) > LineLimits.Bytes {
			t.Errorf("%s: printed %d bytes and the limit is %d", c.name, len(r.Stdout)+len(r.Stderr), LineLimits.Bytes)
		}
	}
}

// TestALineEndsWithItsRequest holds that nothing runs once the context has ended.
func TestALineEndsWithItsRequest(t *testing.T) {
	w, s := fullWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	version := w.Version()
	r := s.ExecWithin(budget.New(ctx, LineLimits), "aws iam create-user --user-name bob")
	if r.Exit == 0 || !strings.Contains(r.Stderr, "the request that sent it has ended") || w.Version() != version {
		t.Errorf("exit %d, %q, version %d after %d", r.Exit, r.Stderr, w.Version(), version)
	}
}

// TestTheEventHistoryCountsItsEvents holds that a call whose work grows with the
// world's log ends at a limit.
func TestTheEventHistoryCountsItsEvents(t *testing.T) {
	_, s := fullWorld(t)
	if r := s.Exec(strings.TrimSuffix(strings.Repeat("aws iam list-users\n", maxStatement), "\n")); r.Exit != 0 {
		t.Fatal(r.Stderr)
	}
	r := s.ExecWithin(budget.New(t.Context(), budget.Limits{Steps: 3000}), "aws cloudtrail lookup-events --output off")
	if r.Exit != exitService || !strings.Contains(r.Stderr, "The sandbox stopped this call: the work would take more than the limit of 3000 steps") {
		t.Errorf("exit %d, %s", r.Exit, r.Stderr)
	}
}

package awscli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"rolecall/sandbox/awsapi"

	"github.com/google/go-cmp/cmp"
)

// TestShellSurvives holds that a shell stored and restored goes on where it was.
func TestShellSurvives(t *testing.T) {
	w, s := crossAccount(t)
	s.Exec("export AWS_PROFILE=deploy NAME='two words'")
	s.Exec("aws configure set role_arn arn:aws:iam::444455556666:role/Deploy")
	s.Exec("aws configure set source_profile default")
	s.Exec("aws s3 cp s3://reports/readme.txt notes.txt")
	before := s.Exec("aws sts get-caller-identity").Stdout
	if !strings.Contains(before, "assumed-role/Deploy") {
		t.Fatalf("the profile isn't in use: %s", before)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	issued := len(w.Sessions())
	again, err := RestoreShell(w, data)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Exec("aws sts get-caller-identity").Stdout; got != before {
		t.Errorf("after: %s\nbefore: %s", got, before)
	}
	if got := again.Exec("cat notes.txt\necho $NAME").Stdout; got != "Hello.\ntwo words\n" {
		t.Errorf("got %q", got)
	}
	if len(w.Sessions()) != issued {
		t.Error("the profile's session wasn't kept")
	}
	if _, err := RestoreShell(w, []byte("{")); err == nil {
		t.Error("half a shell was restored")
	}
}

// TestProfileRenews holds that a profile's session ends by the world's clock and
// that the next command assumes the role again, while exported keys stay expired.
func TestProfileRenews(t *testing.T) {
	w, s := crossAccount(t)
	s.Exec("aws configure set profile.deploy.role_arn arn:aws:iam::444455556666:role/Deploy\naws configure set profile.deploy.source_profile default")
	r := s.Exec("aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship")
	if r.Outcome == nil || r.Outcome.Credentials == nil {
		t.Fatalf("no credentials: %s", r.Stderr)
	}
	k := r.Outcome.Credentials.Credentials()
	s.Exec("aws s3 ls --profile deploy")
	s.Exec(fmt.Sprintf("export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_SESSION_TOKEN=%s", k.AccessKeyID, k.SecretAccessKey, k.SessionToken))
	if got := s.Exec("aws sts get-caller-identity --query Arn --output text").Stdout; got != "arn:aws:sts::444455556666:assumed-role/Deploy/ship\n" {
		t.Errorf("the exported keys aren't in use: %q", got)
	}
	sessions := len(w.Sessions())
	if err := w.Advance(61 * time.Minute); err != nil {
		t.Fatal(err)
	}
	expired := s.Exec("aws sts get-caller-identity")
	if expired.Exit != exitService || !strings.Contains(expired.Stderr, "(ExpiredToken) when calling the GetCallerIdentity") {
		t.Errorf("exit %d, %s", expired.Exit, expired.Stderr)
	}
	if got := s.Exec("aws s3 ls --profile deploy"); got.Exit != 0 || len(w.Sessions()) != sessions+1 {
		t.Errorf("exit %d, %d sessions more: %s", got.Exit, len(w.Sessions())-sessions, got.Stderr)
	}
}

// TestReply holds what a reply tells besides its text.
func TestReply(t *testing.T) {
	_, s := crossAccount(t)
	cases := []struct {
		line, operation, code string
		exit                  int
	}{
		{"aws sts get-caller-identity", "GetCallerIdentity", "", 0},
		{"aws s3 cp s3://reports/readme.txt .", "HeadObject", "", 1},
		{"aws s3 ls s3://reports", "ListObjectsV2", "AccessDenied", 254},
		{"aws sts assume-role", "", "", 252},
		{"aws sts get-caller-identity\necho done", "GetCallerIdentity", "", 0},
		{"aws sts get-caller-identity --query 'sum(Arn)'", "GetCallerIdentity", "", 255},
		{"clear", "", "", 0},
	}
	for _, c := range cases {
		r := s.Exec(c.line)
		name, code := "", ""
		if r.Operation != nil {
			name = r.Operation.Name
		}
		if r.Outcome != nil && r.Outcome.Err != nil && c.code != "" {
			code = r.Outcome.Err.Code
		}
		if name != c.operation || code != c.code || r.Exit != c.exit || (r.Operation == nil) != (r.Outcome == nil) {
			t.Errorf("%s: operation %q, code %q, exit %d: %s", c.line, name, code, r.Exit, r.Stderr)
		}
	}
	if !s.Exec("clear").Clear {
		t.Error("clear doesn't ask for a clear screen")
	}
}

// TestHeadErrors holds that expired credentials show as a bare status where the
// answer has no body.
func TestHeadErrors(t *testing.T) {
	e := &awsapi.APIError{Code: "ExpiredToken", Message: "The provided token has expired.", Status: 400, Operation: "HeadObject"}
	if got := headError(e).Error(); got != "An error occurred (400) when calling the HeadObject operation: Bad Request" {
		t.Error(got)
	}
	e.Operation = "GetObject"
	if got := headError(e).Error(); got != "An error occurred (ExpiredToken) when calling the GetObject operation: The provided token has expired." {
		t.Error(got)
	}
}

// TestShellLimits holds that nothing typed makes a shell grow without end.
func TestShellLimits(t *testing.T) {
	_, s := crossAccount(t)
	for i := range 300 {
		s.Exec(fmt.Sprintf("export V%d=1", i))
		s.Exec(fmt.Sprintf("aws configure set a b --profile p%d", i))
		s.Exec(fmt.Sprintf("aws configure set profile.one.k%d b", i))
	}
	if len(s.Env) > maxVariables || len(s.Profiles) > maxProfiles || len(s.Profiles["one"]) > maxVariables {
		t.Errorf("%d variables, %d profiles", len(s.Env), len(s.Profiles))
	}
	for i := range 100 {
		_ = s.writeFile(fmt.Sprintf("f%d", i), make([]byte, 60<<10))
	}
	total := 0
	for _, b := range s.Files {
		total += len(b)
	}
	if len(s.Files) > maxFiles || total > maxFileBytes {
		t.Errorf("%d files of %d bytes", len(s.Files), total)
	}
	if r := s.Exec(strings.Repeat("a", maxLine+1)); r.Exit != 2 {
		t.Errorf("exit %d: %s", r.Exit, r.Stderr)
	}
	if r := s.Exec(strings.Repeat("echo\n", 30)); r.Exit != 2 {
		t.Errorf("exit %d", r.Exit)
	}
}

func TestCloseMatches(t *testing.T) {
	words := []string{"assume-role", "assume-role-with-saml", "assume-root", "get-caller-identity", "help"}
	cases := []struct {
		typed string
		want  []string
	}{
		{"assume-rol", []string{"assume-role", "assume-root"}},
		{"get-caller-identit", []string{"get-caller-identity"}},
		{"x", nil},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, closeMatches(c.typed, words, 3, 0.8)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.typed, diff)
		}
	}
}

// FuzzExec holds that any input is answered, within bounds and without a panic.
func FuzzExec(f *testing.F) {
	for _, line := range []string{
		"aws sts get-caller-identity", "aws sts assume-role --tags Key=a,Value={b=[c]}", `echo "a$B" 'c' \d ${E}`,
		"export A=b; unset A", "aws s3 ls s3://reports --recursive", "aws --query 'a[?b==`1`].{c:d}' sts get-caller-identity --output table",
		"A=b aws sts assume-role --cli-input-json '{\"RoleArn\": [1]}'", "aws configure set profile.a.b c", "ls | cat > x &",
		"aws s3 cp s3://reports/readme.txt - --dryrun", "aws sts help", "$(mfa a/b) `x` $((1))",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		_, s := crossAccount(&testing.T{})
		r := s.Exec(line)
		if r.Exit < 0 || r.Exit > 255 {
			t.Errorf("exit %d", r.Exit)
		}
		if r.Exit != 0 && r.Stderr == "" && len(line) < maxLine && !strings.Contains(line, "ls") && !strings.Contains(line, "get") {
			t.Errorf("%q failed without a word", line)
		}
		s.complete(line, len(line)/2)
		if _, err := json.Marshal(s); err != nil {
			t.Error(err)
		}
	})
}

package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"rolecall/web/site"
	"rolecall/web/tools"
)

func TestCheckTellsWhoGetsIn(t *testing.T) {
	r := newReader(t, testSite(t))
	r.get("/check").has(t, "Check a policy", `name="source"`)
	const vendor = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}]}`
	tests := []struct {
		name, kind, holder, source string
		want                       []string
	}{
		{"an account outside", "", "arn:aws:iam::111122223333:role/Audit", vendor, []string{
			"Trust policy", "Anyone in 444455556666 can assume Audit", "from outside the account", "their own side must say yes too",
			"external id", "/glossary#external-id", "Open in sandbox"}},
		{"everybody", "trust", "", strings.ReplaceAll(vendor, "arn:aws:iam::444455556666:root", "*"), []string{
			"High risk", "no condition narrows it", "arn:aws:iam::999999999999:user/someone", "/glossary#wildcard", "/lessons/trust-policies"}},
		{"a bucket", "", "", `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}`, []string{
			"Resource policy", "High risk", "anonymous"}},
		{"an identity policy", "", "", `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}]}`, []string{
			"What it does", "can call iam:PassRole", "/glossary#passrole", "Allows iam:PassRole on *."}},
		{"a way up", "", "", `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:UpdateAssumeRolePolicy", "Resource": "*"}]}`, []string{
			"What is risky", "Medium risk", "trust policy may be rewritten", "/glossary#privilege-escalation"}},
		{"a guardrail", "scp", "", `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}]}`, []string{
			"What it keeps out", "grants nothing"}},
		{"a misspelt action", "trust", "", strings.ReplaceAll(vendor, "sts:AssumeRole", "sts:AssumRole"), []string{
			"Line 1, column", "Did you mean", "sts:AssumeRole"}},
		{"broken JSON", "trust", "", vendor[:40], []string{"AWS would refuse this document", "Line 1, column"}},
		{"of nothing that is", "", "Deploy", vendor, []string{"&#34;Deploy&#34; is not the ARN of a role"}},
		{"hostile", "", "<script>", "<script>alert(1)</script>", []string{"&lt;script&gt;", "Line 1, column 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r.post("/check", "kind", tt.kind, "holder", tt.holder, "source", tt.source).has(t, tt.want...)
		})
	}
}

func TestCheckRefuses(t *testing.T) {
	r := newReader(t, testSite(t))
	if p := r.send("/check", "source", "{}", "kind", "nonsense"); p.Code != http.StatusBadRequest {
		t.Errorf("an unknown kind is answered %d", p.Code)
	}
	if p := r.send("/check", "source", " "); p.Code != http.StatusOK || strings.Contains(p.body, `id="result"`) {
		t.Errorf("nothing at all is answered %d", p.Code)
	}
}

func TestExamplesOpenInTheSandbox(t *testing.T) {
	r := newReader(t, testSite(t))
	for _, e := range tools.CheckExamples {
		p := r.get("/check?example=" + e.Name)
		p.has(t, "Who gets in", "Open in sandbox")
		w := r.post("/check/sandbox", "kind", p.field(t, "kind"), "holder", p.field(t, "holder"), "source", e.Source)
		if !strings.HasPrefix(w.path, "/sandbox/w-") {
			t.Errorf("%s opens at %s", e.Name, w.path)
		}
		w.has(t, "Policies")
	}
	// A vendor's user passes the trust policy.
	p := r.post("/check/sandbox", "kind", "trust", "holder", tools.CheckExamples[0].Holder, "source", tools.CheckExamples[0].Source)
	w, _, _ := strings.Cut(p.path, "?")
	r.post(w+"/assume", "who", "444455556666/users/alice", "role", tools.CheckExamples[0].Holder, "session", "look").has(t, "Allowed", "Audit/look")
	if p := r.send("/check/sandbox", "kind", "scp", "source", "{}"); p.Code != http.StatusBadRequest {
		t.Errorf("a guardrail alone is answered %d", p.Code)
	}
}

// readOnly is a policy of n bytes in the shape of AWS's ReadOnlyAccess, a line for
// each action, its lines ended as browsers end them in a form.
func readOnly(n int) string {
	var b strings.Builder
	b.WriteString("{\r\n  \"Version\": \"2012-10-17\",\r\n  \"Statement\": [{\"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [")
	lines := 2
	for i := 0; b.Len()-lines < n-200; i++ {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\r\n      \"ec2:Describe%d\"", i)
		lines++
	}
	b.WriteString("]}]}")
	return b.String() + strings.Repeat("\r\n", n-(b.Len()-lines))
}

// The limit counts the document as it was written, not as a form carries it.
func TestPoliciesUpToTheLimitAreTaken(t *testing.T) {
	r := newReader(t, testSite(t))
	denial := tools.ExplainExamples[0].Message
	for _, tt := range []struct {
		say  string
		path string
		send []string
		want int
	}{
		{"the longest document", "/check", []string{"source", readOnly(site.MaxPolicy)}, http.StatusOK},
		{"a byte more", "/check", []string{"source", readOnly(site.MaxPolicy + 1)}, http.StatusRequestEntityTooLarge},
		{"line ends alone, six bytes each in the form", "/check", []string{"source", strings.Repeat("\r\n", site.MaxPolicy)}, http.StatusOK},
		{"a denial with the longest document", "/explain", []string{"text", denial, "identity", readOnly(site.MaxPolicy)}, http.StatusOK},
		{"a denial with a byte more", "/explain", []string{"text", denial, "identity", readOnly(site.MaxPolicy+300) + "x"}, http.StatusRequestEntityTooLarge},
		{"a form over the limit", "/check", []string{"source", strings.Repeat("x", site.PoliciesLimit)}, http.StatusRequestEntityTooLarge},
	} {
		p := r.send(tt.path, tt.send...)
		if p.Code != tt.want {
			t.Errorf("%s: %s answers %d, want %d", tt.say, tt.path, p.Code, tt.want)
		}
		if tt.want == http.StatusRequestEntityTooLarge && !strings.Contains(p.body, "300 KB") {
			t.Errorf("%s: the refusal does not name the limit", tt.say)
		}
	}
}

package iam

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// sentenceCase is a world and the sentence that a reader is to get for it.
type sentenceCase struct {
	row  row
	want string
}

const bob = "arn:aws:iam::111122223333:user/bob"

var sentenceCases = []sentenceCase{
	{row{Who: bob, Do: "sts:AssumeRole", On: far, Owner: away, ID: []string{"Allow sts:AssumeRole on *"}, R: "Allow sts:AssumeRole to " + alice},
		"bob's identity policy allows it, but Target's trust policy names only alice."},
	{row{Who: alice, Do: "sts:AssumeRole", On: far, Owner: away, ID: []string{full}, R: "Allow sts:AssumeRole to " + home + " if Bool aws:MultiFactorAuthPresent=true"},
		"alice's identity policy allows it, but Target's trust policy asks for aws:MultiFactorAuthPresent to be true and this call carries none."},
	{row{Who: alice, Do: "sts:AssumeRole", On: far, Owner: away, Ctx: "sts:ExternalId=guess", ID: []string{full}, R: "Allow sts:AssumeRole to " + home + " if StringEquals sts:ExternalId=k7"},
		"alice's identity policy allows it, but Target's trust policy asks for sts:ExternalId to be k7 and this call carries guess."},
	{row{Who: alice, Do: "sts:AssumeRole", On: far, Owner: away, R: "Allow sts:AssumeRole to " + root},
		"Target's trust policy allows it, but alice has no identity policy."},
	{row{Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + root},
		"Target's trust policy leaves it to account 111122223333, but alice has no identity policy."},
	{row{Who: alice, Do: "sts:AssumeRole", On: role, ID: []string{full}},
		"alice's identity policy allows it, but Target has no trust policy."},
	{row{Who: alice, Do: "sts:AssumeRole", On: far, Owner: away, ID: []string{"Allow s3:* on *"}, R: "Allow sts:AssumeRole to " + away + ",svc:ec2.amazonaws.com"},
		"Target's trust policy names only account 444455556666 and ec2.amazonaws.com, and alice's identity policy does not allow sts:AssumeRole, so nobody said yes."},
	{row{Who: alice, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to " + alice},
		"Allowed: Target's trust policy names alice, so alice's own policies weren't needed."},
	{row{Who: alice, Do: "s3:GetObject", On: obj, R: "Allow s3:* on * to *"},
		"Allowed: the bucket policy of reports is open to everybody, so alice's own policies weren't needed."},
	{row{Who: ci, Do: "s3:GetObject", On: obj, Sess: []string{"Allow s3:PutObject on *"}, ID: []string{full}},
		"Deploy's identity policy allows it, but the session policy does not allow s3:GetObject."},
	{row{Who: ci, Do: "s3:GetObject", On: obj, ID: []string{"Allow s3:* on arn:aws:s3:::plans/*"}, B: full},
		"Deploy's identity policy allows s3:GetObject only on arn:aws:s3:::plans/*, so nobody said yes."},
	{row{Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full}, {"Allow ec2:* on *"}}},
		"alice's identity policy allows it, but a level of service control policies above account 111122223333 does not allow s3:GetObject."},
	{row{Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full}, SCP: [][]string{{full}, {}}},
		"alice's identity policy allows it, but a level of service control policies above account 111122223333 has no statement that allows s3:GetObject."},
	{row{Who: alice, Do: "s3:GetObject", On: obj, ID: []string{full, "Deny s3:* on *"}, R: "Deny s3:* on * to *"},
		"Not allowed: statement 1 of the bucket policy of reports and statement 1 of alice's identity policy deny it, and a Deny beats every Allow."},
	{row{Who: fed, Do: "s3:GetObject", On: obj, ID: []string{full}},
		"alice's identity policy allows it, but a federated user's session without a session policy has no permissions here (AWS's pages disagree)."},
	{row{Who: root, Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to *"},
		"Not allowed: a root user cannot assume roles, whatever the policies say."},
	{row{Who: root, Do: "s3:GetObject", On: obj}, "Allowed: the root user of 111122223333 may do everything in its own account."},
	{row{Who: "lambda.amazonaws.com", Do: "sts:AssumeRole", On: role, R: "Allow sts:AssumeRole to svc:lambda.amazonaws.com"},
		"Allowed: Target's trust policy says yes to lambda.amazonaws.com, and nothing else is asked."},
	{row{Who: alice, Do: "kms:Decrypt", On: key, ID: []string{full}, R: "Allow kms:* on * to " + away},
		"alice's identity policy allows it, but the key policy names only account 444455556666."},
	{row{Who: ci, Do: "s3:GetObject", On: obj, Ctx: "s3:prefix=x", ID: []string{"Allow s3:* on * if StringLike s3:prefix=${aws:username}/*"}},
		"Deploy's identity policy asks for s3:prefix to be like ${aws:username}/* and this call carries x, nor a value for ${aws:username}, so nobody said yes."},
	{row{Who: alice, Do: "sts:GetCallerIdentity", On: "*"}, "Allowed: sts:GetCallerIdentity needs no permission, and no policy of an account or organization takes it away."},
}

func TestSentences(t *testing.T) {
	for _, c := range sentenceCases {
		r, p, err := c.row.bind()
		if err != nil {
			t.Fatal(err)
		}
		if got := Explain(r, p).Sentence; got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestTraceGolden keeps the JSON form of a trace, in which every layer speaks.
func TestTraceGolden(t *testing.T) {
	w := row{
		Who: ci, Do: "s3:GetObject", On: obj, Ctx: "aws:SourceIp=198.51.100.7 aws:PrincipalTag/team=red",
		ID:   []string{"Allow s3:Get* on arn:aws:s3:::reports/* if IpAddress aws:SourceIp=203.0.113.0/24;Deny s3:* on !arn:aws:s3:::reports/*", "Allow ec2:* on *"},
		B:    full,
		Sess: []string{"Allow s3:GetObject on arn:aws:s3:::reports/${aws:username}/*"},
		R:    "Allow s3:GetObject on arn:aws:s3:::reports/* to " + bob + ";Deny s3:* on * to * if StringNotEquals aws:PrincipalTag/team=red",
		SCP:  [][]string{{full}, {"Allow s3:* on *"}},
		RCP:  [][]string{{"Deny s3:* on * to * if Bool aws:SecureTransport=false"}},
	}
	r, p, err := w.bind()
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	enc := json.NewEncoder(&got)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(Explain(r, p)); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/trace.golden.json"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("(-golden +got)\n%s", diff)
	}
}

// TestNilPolicies: what did not parse allows nothing, and breaks nothing.
func TestNilPolicies(t *testing.T) {
	r, err := NewRequest(alice, "s3:GetObject", obj, home, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*Policies{nil, {}, {Identity: []*Policy{nil}, Session: []*Policy{nil}, SCPs: [][]*Policy{{nil}}, RCPs: [][]*Policy{{nil}, nil}}} {
		res, tr := Evaluate(r, p), Explain(r, p)
		if res.Decision != ImplicitDeny || !res.DeniedBy.Has(LayerIdentity) || tr.DeniedBy != res.DeniedBy {
			t.Errorf("%v, explained as %v", res, tr.DeniedBy.Strings())
		}
	}
}

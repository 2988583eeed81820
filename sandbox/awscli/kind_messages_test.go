package awscli

import (
	"strings"
	"testing"

	"rolecall/sandbox/awsapi"
)

// TestSaidKindly holds what the console says besides the CLI's own words, and
// where it must not blame the learner for what the sandbox hasn't got.
func TestSaidKindly(t *testing.T) {
	_, s := crossAccount(t)
	for _, c := range []struct {
		line, want string
		exit       int
	}{
		{"aws sts get-caller-identity --outptu json", "Unknown options: --outptu, json\n\nMaybe you meant:\n\n  * --output", exitParams},
		{"aws sts assume-role --role-arm x --role-session-name ship", "are required: --role-arn\n\nMaybe you meant:\n\n  * --role-arn", exitParams},
		{"aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship --externl-id=ab", "  * --external-id", exitParams},
		{"aws sts get-caller-identity --zzz", "Unknown options: --zzz\n", exitParams},
		{"aws sts get-caller-identity --generate-cli-skeleton", "{}\n", 0},
		{"aws iam list-users --max-items abc", "argument --max-items: invalid int value: 'abc'", exitParams},
		{"aws iam list-users --no-paginate --page-size 1", "Cannot specify --no-paginate along with pagination arguments: --page-size", exitGeneral},
		{"aws s3api list-buckets --no-paginate --max-items 1", "along with pagination arguments: --max-items", exitGeneral},
		{"aws s3api list-buckets --no-paginate --query Buckets", "[]", 0},
		{"aws s3api list-buckets --no-sign-request", "An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied", exitService},
		{"aws s3api create-bucket --bucket some-bucket-of-mine --no-sign-request", "An error occurred (AccessDenied) when calling the CreateBucket operation: Access Denied", exitService},
		{"aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship --policy-arns arn=arn:aws:iam::aws:policy/ReadOnlyAccess",
			"of AWS's managed policies this sandbox has AWSDenyAll, ", exitService},
	} {
		r := s.Exec(c.line)
		if out := r.Stdout + r.Stderr; r.Exit != c.exit || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit %d, %s", c.line, r.Exit, out)
		}
	}
}

// TestPoliciesThatAreNotKept holds that reading a managed policy of AWS's that
// the sandbox hasn't got is not refused as if AWS did so.
func TestPoliciesThatAreNotKept(t *testing.T) {
	w, s := crossAccount(t)
	if _, err := w.SetDocument("111122223333/users/alice/policies/iam.json", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}`); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"aws iam get-policy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess":                                                                       "(NoSuchEntity) when calling the GetPolicy operation: Policy arn:aws:iam::aws:policy/ReadOnlyAccess was not found. Of AWS's managed policies this sandbox has ",
		"aws iam attach-user-policy --user-name alice --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess":                                             "is not attachable. Of AWS's managed policies this sandbox has ",
		"aws iam create-user --user-name bo --permissions-boundary arn:aws:iam::aws:policy/ReadOnlyAccess":                                             "is not attachable. Of AWS's managed policies this sandbox has ",
		"aws iam get-policy --policy-arn arn:aws:iam::111122223333:policy/Nothing":                                                                     "policy/Nothing was not found.\n",
		"aws iam get-policy-version --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess --version-id v1":                                               "(NoSuchEntity)",
		"aws iam list-policy-versions --policy-arn arn:aws:iam::aws:policy/AdministratorAccess --query Versions[].VersionId":                           `"v1"`,
		"aws iam get-policy-version --policy-arn arn:aws:iam::aws:policy/AdministratorAccess --version-id v1 --query PolicyVersion.Document.Statement": `"Action": "*"`,
		"aws iam list-entities-for-policy --policy-arn arn:aws:iam::aws:policy/AdministratorAccess":                                                    "PolicyUsers",
		"aws iam list-policy-tags --policy-arn arn:aws:iam::aws:policy/AdministratorAccess":                                                            "Tags",
		"aws iam get-policy-version --policy-arn arn:aws:iam::aws:policy/AdministratorAccess --version-id v9":                                          "version v9 does not exist",
		"aws iam delete-policy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess":                                                                    "(AccessDenied) when calling the DeletePolicy operation: Cannot perform the operation on an AWS managed policy",
	} {
		r := s.Exec(line)
		if out := r.Stdout + r.Stderr; !strings.Contains(out, want) {
			t.Errorf("%s: exit %d, %s", line, r.Exit, out)
		}
	}
}

// TestPagesOfOtherServices holds --max-items where the CLI has a paginator.
func TestPagesOfOtherServices(t *testing.T) {
	_, s := crossAccount(t)
	for range 3 {
		s.Exec("aws sts get-caller-identity")
	}
	r := s.Exec("aws cloudtrail lookup-events --max-items 1 --no-sign-request")
	if strings.Contains(r.Stderr, "Unknown options") {
		t.Error(r.Stderr)
	}
	for _, op := range awsapi.Operations() {
		if paginated(op) && tokenNames[op.Service].token == "" {
			t.Errorf("%s of %s has no name for its token", op.Name, op.Service)
		}
	}
	for service, p := range tokenNames {
		for _, name := range p.ops {
			if awsapi.LookupName(service, name) == nil {
				t.Errorf("%s has no %s", service, name)
			}
		}
	}
}

// TestInstanceProfilePath holds that an instance profile has a path and tags, and
// that rights to it go by its whole ARN.
func TestInstanceProfilePath(t *testing.T) {
	w, s := crossAccount(t)
	if _, err := w.SetDocument("111122223333/users/alice/policies/iam.json", `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::111122223333:instance-profile/web/*"},
		{"Effect":"Deny","Action":"iam:TagInstanceProfile","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}}]}`); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ line, want string }{
		{"aws iam create-instance-profile --instance-profile-name front --path /web/ --tags Key=team,Value=blue --query InstanceProfile.Arn", `"arn:aws:iam::111122223333:instance-profile/web/front"`},
		{"aws iam get-instance-profile --instance-profile-name front --query InstanceProfile.Path", `"/web/"`},
		{"aws iam create-instance-profile --instance-profile-name back", "not authorized to perform: iam:CreateInstanceProfile on resource: arn:aws:iam::111122223333:instance-profile/back"},
		{"aws iam create-instance-profile --instance-profile-name side --path /web/ --tags Key=team,Value=red", "not authorized to perform: iam:TagInstanceProfile"},
		{"aws iam list-instance-profile-tags --instance-profile-name front --query Tags[].Value", `"blue"`},
		{"aws iam delete-instance-profile --instance-profile-name front", ""},
	} {
		r := s.Exec(c.line)
		if out := r.Stdout + r.Stderr; !strings.Contains(out, c.want) || c.want == "" && out != "" {
			t.Errorf("%s: %s", c.line, out)
		}
	}
}

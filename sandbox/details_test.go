package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"rolecall/sandbox/world"
)

const details = `{
  "UserDetailList": [
    {"Path": "/team/", "UserName": "alice", "UserId": "AIDAEXAMPLE", "Arn": "arn:aws:iam::123456789012:user/team/alice", "CreateDate": "2025-01-01T00:00:00+00:00",
     "UserPolicyList": [{"PolicyName": "become", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}}],
     "GroupList": ["devs"], "AttachedManagedPolicies": [{"PolicyName": "ViewOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"}], "Tags": [{"Key": "team", "Value": "ship"}]},
    {"Path": "/", "UserName": "bob", "Arn": "arn:aws:iam::123456789012:user/bob", "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::123456789012:policy/Gone"}}
  ],
  "GroupDetailList": [{"Path": "/", "GroupName": "devs", "Arn": "arn:aws:iam::123456789012:group/devs", "GroupPolicyList": [],
     "AttachedManagedPolicies": [{"PolicyName": "Read", "PolicyArn": "arn:aws:iam::123456789012:policy/team/Read"}, {"PolicyName": "Lost", "PolicyArn": "arn:aws:iam::123456789012:policy/Lost"}]}],
  "RoleDetailList": [
    {"Path": "/", "RoleName": "Deploy", "Arn": "arn:aws:iam::123456789012:role/Deploy",
     "AssumeRolePolicyDocument": "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A123456789012%3Auser%2Fteam%2Falice%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D",
     "InstanceProfileList": [{"InstanceProfileName": "web"}], "AttachedManagedPolicies": [], "RoleLastUsed": {}},
    {"Path": "/", "RoleName": "CI", "Arn": "arn:aws:iam::123456789012:role/CI",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::123456789012:oidc-provider/ci.example"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"ci.example:sub": "app"}}}]}},
    {"Path": "/", "RoleName": "Broken", "Arn": "arn:aws:iam::123456789012:role/Broken",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/nobody"}, "Action": "sts:AssumeRole"}]}}
  ],
  "Policies": [
    {"PolicyName": "Read", "Arn": "arn:aws:iam::123456789012:policy/team/Read", "Path": "/team/", "PolicyVersionList": [{"VersionId": "v2", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}}]},
    {"PolicyName": "ViewOnlyAccess", "Arn": "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", "Path": "/job-function/", "PolicyVersionList": [{"VersionId": "v9", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:ListRoles", "Resource": "*"}]}}]}
  ]
}`

// TestAccountBecomesAWorld reads the form of "GetAccountAuthorizationDetails" in
// the IAM API Reference, and uses the world.
func TestAccountBecomesAWorld(t *testing.T) {
	w, left, err := FromAccountDetails([]byte(details), Standing("details"))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(left, "\n")
	for _, says := range []string{"User bob", "Lost", "Role Broken is left out", "nobody", "ViewOnlyAccess became", "ci.example", "key of the sandbox"} {
		if !strings.Contains(all, says) {
			t.Errorf("nothing is said of %q:\n%s", says, all)
		}
	}
	a := w.Account("123456789012")
	if a.Users["bob"] != nil || a.Roles["Broken"] != nil {
		t.Error("somebody is there without their limits")
	}
	if a.Users["alice"].ARN() != "arn:aws:iam::123456789012:user/team/alice" || a.InstanceProfiles["web"].Role != "Deploy" {
		t.Errorf("alice is %+v", a.Users["alice"])
	}
	steps, err := ParseSteps(`as 123456789012/users/alice
aws sts assume-role --role-arn arn:aws:iam::123456789012:role/Deploy --role-session-name ship
want allowed
aws iam list-roles
want allowed
aws iam list-users
want implicitDeny identity
as anonymous
aws sts assume-role-with-web-identity --role-arn arn:aws:iam::123456789012:role/CI --role-session-name x1 --web-identity-token $(oidc https://ci.example sub=app)
want allowed`)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Play(w, steps) {
		if !r.Met {
			t.Errorf("%s: %s", r.Step.Text, r.Why)
		}
	}
}

// TestNobodyComesWithoutTheirDenies: who would have more here than on AWS is left
// out whole, members of a group among them.
func TestNobodyComesWithoutTheirDenies(t *testing.T) {
	const deny = `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Unknown": 1}]}`
	const allow = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Unknown": 1}]}`
	const arn = "arn:aws:iam::123456789012:"
	user := func(name, more string) string {
		return `{"Path": "/", "UserName": "` + name + `", "Arn": "` + arn + `user/` + name + `"` + more + `}`
	}
	src := `{"UserDetailList": [` + strings.Join([]string{
		user("inline", `, "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": `+deny+`}]`),
		user("attached", `, "AttachedManagedPolicies": [{"PolicyArn": "`+arn+`policy/Fence"}]`),
		user("member", `, "GroupList": ["fenced"]`),
		user("less", `, "UserPolicyList": [{"PolicyName": "p", "PolicyDocument": `+allow+`}]`),
	}, ",") + `], "GroupDetailList": [{"Path": "/", "GroupName": "fenced", "Arn": "` + arn + `group/fenced", "GroupPolicyList": [{"PolicyName": "p", "PolicyDocument": ` + deny + `}]}],
		"RoleDetailList": [{"Path": "/", "RoleName": "Fenced", "Arn": "` + arn + `role/Fenced", "AttachedManagedPolicies": [{"PolicyArn": "` + arn + `policy/Fence"}],
			"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}],
		"Policies": [{"PolicyName": "Fence", "Arn": "` + arn + `policy/Fence", "Path": "/", "PolicyVersionList": [{"IsDefaultVersion": true, "Document": ` + deny + `}]}]}`
	w, left, err := FromAccountDetails([]byte(src), Standing("details"))
	if err != nil {
		t.Fatal(err)
	}
	a := w.Account("123456789012")
	if got := slices.Sorted(maps.Keys(a.Users)); len(got) != 1 || got[0] != "less" {
		t.Errorf("the users are %v\n%s", got, strings.Join(left, "\n"))
	}
	if a.Roles["Fenced"] != nil {
		t.Error("a role is there without its Deny")
	}
}

func TestAccountDetailsAreRefusedWhole(t *testing.T) {
	for _, tt := range []struct{ name, src, says string }{
		{"no JSON", "{", "is not what"},
		{"nobody", "{}", "no user, group or role"},
		{"two accounts", `{"UserDetailList":[{"UserName":"a","Arn":"arn:aws:iam::111122223333:user/a"},{"UserName":"b","Arn":"arn:aws:iam::444455556666:user/b"}]}`, "two accounts"},
		{"another partition", `{"UserDetailList":[{"UserName":"a","Arn":"arn:aws-cn:iam::111122223333:user/a"}]}`, "partition"},
		{"cut short", `{"IsTruncated":true}`, "cut short"},
	} {
		if _, _, err := FromAccountDetails([]byte(tt.src), Standing("details")); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func FuzzAccountDetails(f *testing.F) {
	f.Add([]byte(details))
	f.Add([]byte(`{"RoleDetailList":[{"RoleName":"a","Arn":"arn:aws:iam::111122223333:role/a","AssumeRolePolicyDocument":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, _, err := FromAccountDetails(data, Standing("details"))
		if err != nil {
			return
		}
		stored, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := world.Unmarshal(stored, Standing("again")); err != nil {
			t.Errorf("what was taken over can't be read again: %v", err)
		}
	})
}

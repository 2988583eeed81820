package reference

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The expectations come from the pages of the Service Authorization Reference:
// "Actions, resources, and condition keys for …".
func TestFind(t *testing.T) {
	type target struct {
		Name     string
		Required bool
	}
	for _, c := range []struct {
		action  string
		level   Level
		targets []target
		key     string // one of its keys
	}{
		{"sts:AssumeRole", LevelWrite, []target{{"role", true}}, "sts:ExternalId"},
		{"STS:assumerole", LevelWrite, []target{{"role", true}}, "sts:rolesessionname"},
		{"sts:TagSession", LevelTagging, []target{{"role", false}}, "aws:RequestTag/team"},
		{"sts:GetCallerIdentity", LevelRead, nil, ""},
		{"iam:PassRole", LevelWrite, []target{{"role", true}}, "iam:PassedToService"},
		{"iam:PutRolePolicy", LevelPermissionsManagement, []target{{"role", true}}, "iam:PermissionsBoundary"},
		{"s3:ListBucket", LevelList, []target{{"bucket", false}}, "s3:prefix"},
		{"ec2:DescribeInstances", LevelList, nil, "ec2:Region"},
		{"kms:Decrypt", LevelWrite, []target{{"key", true}}, "kms:EncryptionContext:app"},
	} {
		a := Find(c.action)
		if a == nil {
			t.Errorf("%s is not known", c.action)
			continue
		}
		var got []target
		for _, each := range a.Targets() {
			got = append(got, target{each.Name, each.Required})
		}
		if c.action == "s3:ListBucket" { // also access points, which came later
			got = slices.DeleteFunc(got, func(t target) bool { return t.Name != "bucket" })
		}
		if diff := cmp.Diff(c.targets, got); diff != "" {
			t.Errorf("%s: resource types (-want +got):\n%s", c.action, diff)
		}
		if a.Level() != c.level {
			t.Errorf("%s: level %s, want %s", c.action, a.Level(), c.level)
		}
		if c.key != "" && !a.HasKey(c.key) {
			t.Errorf("%s has no key %s", c.action, c.key)
		}
	}
	for _, action := range []string{"sts:AssumRole", "nosuch:Thing", "sts", "", ":", "sts:"} {
		if a := Find(action); a != nil {
			t.Errorf("%q is known as %s", action, a.Name)
		}
	}
	if a := Find("sts:AssumeRole"); a.HasKey("s3:prefix") {
		t.Error("sts:AssumeRole has the key s3:prefix")
	}
}

func TestMeets(t *testing.T) {
	for _, c := range []struct {
		action, resource string
		meets, known     bool
	}{
		{"s3:GetObject", "arn:aws:s3:::reports", false, true},
		{"s3:GetObject", "arn:aws:s3:::reports/", false, true},
		{"s3:GetObject", "arn:aws:s3:::reports/*", true, true},
		{"s3:GetObject", "arn:aws:s3:::reports*", true, true},
		{"s3:GetObject", "arn:aws:s3:::${aws:username}", true, true},
		{"s3:GetObject", "arn:aws:s3:::reports/${aws:username}/*", true, true},
		{"s3:ListBucket", "arn:aws:s3:::reports/*", false, true},
		{"s3:ListBucket", "arn:aws:s3:::reports/2026", false, true},
		{"s3:ListBucket", "arn:aws:s3:::report?", true, true},
		{"s3:ListBucket", "arn:aws:s3:us-east-1:111122223333:reports", false, true},
		{"s3:ListAllMyBuckets", "arn:aws:s3:::*", false, true},
		{"s3:ListAllMyBuckets", "*", true, true},
		{"s3:*", "arn:aws:s3:::reports", true, true},
		{"s3:GetObject*", "arn:aws:s3:::reports", false, true},
		{"s3:Get*", "arn:aws:s3:::reports", true, true},
		{"iam:PassRole", "arn:aws:iam::111122223333:instance-profile/web", false, true},
		{"iam:PassRole", "arn:aws:iam::111122223333:role/service-role/web", true, true},
		{"iam:PassRole", "arn:aws:iam:::role/web", false, true},
		{"iam:PassRole", "arn:aws:iam::*:role/*", true, true},
		{"iam:PassRole", "arn:*", true, true},
		{"iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", true, true},
		{"sts:AssumeRole", "arn:aws:sts::111122223333:assumed-role/Deploy/x", false, true},
		{"sts:AssumeRole", "arn:aws:iam::111122223333:user/alice", false, true},
		{"ec2:DescribeInstances", "arn:aws:ec2:us-east-1:111122223333:instance/*", false, true},
		{"ec2:Describe*", "arn:aws:ec2:us-east-1:111122223333:instance/*", true, true},
		{"logs:PutLogEvents", "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/f:*", true, true},
		{"dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/orders", true, true},
		{"dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/*", false, true},
		{"dynamodb:Query", "arn:aws:dynamodb:us-east-1:111122223333:table/orders/index/by-day", true, true},
		{"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:function:f", true, true},
		{"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111122223333:layer:f", false, true},
		{"lambda:InvokeFunction", "arn:aws:lambda:*:*:function:*:SSM*", true, true},
		// "the service prefix needs to match that of the resource": Developer Tools
		// console guide, "Connections rename - Summary of changes".
		{"codestar-connections:UseConnection", "arn:aws:codeconnections:*:*:connection/*", false, true},
		{"codeconnections:UseConnection", "arn:aws:codeconnections:*:*:connection/*", true, true},
		{"sqs:SendMessage", "arn:aws:sns:us-east-1:111122223333:topic", false, true},
		{"cloudwatch:PutMetricData", "arn:aws:kms:us-east-1:${aws:PrincipalAccount}:key/*", false, true},
		{"kms:Decrypt", "arn:*:kms:*:${aws:PrincipalAccount}:key/*", true, true},
		{"kms:Decrypt", "arn:aws:k*", true, true},
		{"s3:*", "*", true, true},
		{"nosuch:Thing", "arn:aws:s3:::reports", true, false},
		{"s3:Nosuch", "arn:aws:s3:::reports", true, false},
		{"s*:GetObject", "arn:aws:s3:::reports", true, false},
		{"s3:GetObject", "", false, true},
		{"s3:GetObject", strings.Repeat("a*", longestARN), true, true},
	} {
		meets, known := Meets(c.action, c.resource)
		if meets != c.meets || known != c.known {
			t.Errorf("%s on %.80s: got %v %v, want %v %v", c.action, c.resource, meets, known, c.meets, c.known)
		}
	}
}

func TestFindKey(t *testing.T) {
	for name, want := range map[string]string{
		"aws:SourceIp":              "aws:SourceIp",
		"AWS:sourceip":              "aws:SourceIp",
		"aws:PrincipalTag/team":     "aws:PrincipalTag/${TagKey}",
		"aws:PrincipalTag/":         "",
		"kms:EncryptionContext:app": "kms:EncryptionContext:${EncryptionContextKey}",
		"SAML:aud":                  "saml:aud",
		"codebuild:secondaryArtifacts/x.bucketOwnerAccess": "codebuild:secondaryArtifacts/${artifactIdentifier}.bucketOwnerAccess",
		"codebuild:secondaryArtifacts/.bucketOwnerAccess":  "",
		"codebuild:secondaryArtifacts/x.bucketOwner":       "",
		"s3:ExistingObjectTag/SageMaker":                   "s3:ExistingObjectTag/${TagKey}",
		"secretsmanager:ResourceTag/team":                  "secretsmanager:ResourceTag/${TagKey}",
		"s3:destinationRegion":                             "s3:destinationRegion",
		"identitycenter:InstanceArn":                       "identitycenter:InstanceArn",
		"nosuch:Key":                                       "",
		"nonsense":                                         "",
		"":                                                 "",
	} {
		got := ""
		if k, ok := FindKey(name); ok {
			got = k.Name
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	if k, _ := FindKey("aws:TagKeys"); !k.Type.Multi() || k.Type.One() != TypeString {
		t.Errorf("aws:TagKeys has the type %c", k.Type)
	}
	if k, _ := FindKey("aws:SourceArn"); k.Type.Multi() || k.Type.One() != TypeARN {
		t.Errorf("aws:SourceArn has the type %c", k.Type)
	}
}

// A suggestion stays within the service and never offers another verb.
func TestNear(t *testing.T) {
	for _, c := range []struct{ service, name, want string }{
		{"sts", "AssumRole", "AssumeRole"},
		{"sts", "AssumeRoel", "AssumeRole"},
		{"sts", "assumrole", "AssumeRole"},
		{"s3", "GetObjects", "GetObject"},
		{"s3", "GetObjcts", "GetObject"},
		{"ec2", "StopInstance", "StopInstances"},
		{"ec2", "DescribeInstance", "DescribeInstances"},
		{"iam", "SetRole", ""},
		{"kms", "SetKeyPolicy", ""},
		{"logs", "BeginLiveTail", ""},
		{"dynamodb", "BatchPutItem", ""},
		{"lambda", "Invoke", ""},
		{"iam", "attachgruppolicy", "AttachGroupPolicy"},
		{"iam", "attachcolepolicy", "AttachRolePolicy"},
	} {
		if got := Lookup(c.service).Near(c.name); got != c.want {
			t.Errorf("%s:%s: got %q, want %q", c.service, c.name, got, c.want)
		}
	}
	x := theIndex()
	for _, pair := range [][2]string{{"StartLiveTail", "StopLiveTail"}, {"startlivetail", "StopLiveTail"}, {"GetItem", "PutItem"}, {"BatchGetItem", "BatchPutItem"}, {"EnableKey", "DisableKey"}, {"AttachRolePolicy", "DetachRolePolicy"}, {"TagRole", "UntagRole"}, {"UntagRole", "TagRole"}, {"AssociateAddress", "DisassociateAddress"}} {
		if x.sameVerbs(pair[0], pair[1]) {
			t.Errorf("%s is offered for %s", pair[1], pair[0])
		}
	}
}

// No action is offered for one that begins with another verb, whatever letter of an
// action's name is left out or written twice.
func TestNearKeepsTheVerb(t *testing.T) {
	x := theIndex()
	for _, prefix := range []string{"iam", "sts", "logs", "kms", "dynamodb"} {
		s := Lookup(prefix)
		for _, a := range s.Actions {
			verb := words(a.Name)[0]
			for i := len(verb) + 1; i < len(a.Name); i++ {
				typed := a.Name[:i] + a.Name[i+1:]
				if near := s.Near(typed); near != "" && x.verbs[strings.ToLower(verb)] && words(near)[0] != verb {
					t.Errorf("%s is offered for %s", near, typed)
				}
			}
		}
	}
}

func TestNearKeyAndService(t *testing.T) {
	for name, want := range map[string]string{
		"sts:ExternalIdd":           "sts:ExternalId",
		"aws:MultiFactorAuthPresnt": "aws:MultiFactorAuthPresent",
		"aws:Weather":               "",
		"s3:prefx":                  "s3:prefix",
		"awz:SourceIp":              "aws:SourceIp",
	} {
		if got := NearKey(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := NearService("dynmodb"); got != "dynamodb" {
		t.Errorf("dynmodb: got %q", got)
	}
	if got := NearService(strings.Repeat("x", 1000)); got != "" {
		t.Errorf("a long name: got %q", got)
	}
}

func TestMatching(t *testing.T) {
	for pattern, want := range map[string][]string{
		"assumero*":   {"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot"},
		"AssumeRoo?":  {"AssumeRoot"},
		"*callerid*":  {"GetCallerIdentity"},
		"?ssumeRole":  {"AssumeRole"},
		"AssumeRole":  {"AssumeRole"},
		"AssumeRole?": nil,
		"Zz*":         nil,
	} {
		var got []string
		for a := range Lookup("sts").Matching(pattern) {
			got = append(got, a.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", pattern, diff)
		}
	}
	n := 0
	for range Lookup("sts").Matching("*") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("stopped after %d", n)
	}
}

// Names are sorted, so that they are found.
func TestServicesAreWellKept(t *testing.T) {
	if n := len(Prefixes()); n < 456 {
		t.Errorf("%d services, 456 are expected", n)
	}
	for _, prefix := range Prefixes() {
		s := Lookup(prefix)
		if ServiceName(prefix) == "" || ServiceName(prefix) != s.Name {
			t.Errorf("%s is called %q and %q", prefix, ServiceName(prefix), s.Name)
		}
		for i := range s.Actions {
			if s.Action(s.Actions[i].Name) != &s.Actions[i] {
				t.Errorf("%s:%s is not found by its name", prefix, s.Actions[i].Name)
			}
		}
		for i := range s.Resources {
			if len(s.Resources[i].compiled()) == 0 {
				t.Errorf("%s: %s has no ARN format", prefix, s.Resources[i].Name)
			}
		}
	}
	if Date() < "2026-09-26" || Month() == Date() || !strings.HasSuffix(Month(), Date()[:4]) {
		t.Errorf("the date is %q, the month %q", Date(), Month())
	}
}

// The supplement says where each entry is documented, and is there.
func TestSupplement(t *testing.T) {
	for _, a := range supplementActions {
		if got := Find(a.name); got == nil || got.Page() != a.page || !strings.HasPrefix(a.page, "https://docs.aws.amazon.com/") {
			t.Errorf("%s: its page is not told, or the data came to hold it: remove it from supplement.go", a.name)
		} else if !got.Takes("arn:aws:iam::aws:role-template/x") {
			t.Errorf("%s: its resources are not documented, and one is ruled out", a.name)
		}
	}
	for _, k := range supplementKeys {
		if got, ok := FindKey(k.name); !ok || got.Page != k.page || !strings.HasPrefix(k.page, "https://docs.aws.amazon.com/") {
			t.Errorf("%s: its page is not told, or the data came to hold it: remove it from supplement.go", k.name)
		}
	}
}

// Several goroutines may ask at the same time.
func TestConcurrentQuestions(t *testing.T) {
	x := readIndex(packed)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, p := range x.prefixes {
				s := x.entry(p).service()
				for i := range s.Resources {
					s.Resources[i].Fits("arn:aws:s3:::b")
				}
			}
		})
	}
	all.Wait()
}

func FuzzMeets(f *testing.F) {
	f.Add("s3:Get*", "arn:aws:s3:::b/*")
	f.Add("*:*", "arn:*:${")
	f.Add("iam:?assRole", "arn:aws:iam::*:role/a?b*c")
	f.Fuzz(func(t *testing.T, action, resource string) {
		meets, known := Meets(action, resource)
		if !known && !meets {
			t.Errorf("%q on %q: something is said though nothing is known", action, resource)
		}
		FindKey(action)
		NearKey(action)
	})
}

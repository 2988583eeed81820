package reference

// What the data lacks and AWS documents elsewhere, by hand, each with its page. A
// test fails when the data comes to hold an entry: it is to be removed here then.

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"

// supplementServices are prefixes of services without a page in the reference.
var supplementServices = [...]struct{ prefix, name, page string }{}

var supplementActions = [...]struct {
	name    string
	level   Level
	targets []string // resource types of the service
	page    string
}{
	{"iam:AcquireRole", LevelWrite, []string{"role"}, guide + "id_roles_create_role-manager.html"},
	{"iam:GetRequestAuthorizationDetails", LevelRead, nil, guide + "troubleshoot_access-denied.html"},
}

var supplementKeys = [...]struct {
	name string
	kind KeyType
	page string
}{
	{"aws:SignInSessionArn", TypeARN, guide + "reference_policies_condition-keys.html"},
	{"aws:ViaCustomerDomain", TypeString, guide + "reference_policies_condition-keys.html"},
}

package reference

// What the data lacks and AWS documents elsewhere, by hand, each with its page. A
// test fails when the data comes to hold an entry: it is to be removed here then.

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"

// supplementServices are prefixes of services without a page in the reference.
var supplementServices = [...]struct{ prefix, name, page string }{}

// Which resources these actions take is not documented: they count as taking any.
var supplementActions = [...]struct {
	name  string
	level Level
	page  string
}{
	{"iam:AcquireRole", LevelWrite, guide + "id_roles_create_role-manager_enable-use.html"},
	{"iam:GetRequestAuthorizationDetails", LevelRead, "https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html"},
	{"iam:GetRequestAuthorizationPolicy", LevelRead, "https://docs.aws.amazon.com/powershell/v5/reference/items/Get-IAMTBRequestAuthorizationPolicy.html"},
}

var supplementKeys = [...]struct {
	name string
	kind KeyType
	page string
}{
	{"aws:SignInSessionArn", TypeARN, guide + "reference_policies_condition-keys.html"},
	{"aws:ViaCustomerDomain", TypeString, guide + "reference_policies_condition-keys.html"},
}

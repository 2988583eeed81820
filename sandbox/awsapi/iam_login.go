package awsapi

import (
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// loginOperations are the calls about passwords, and those that tell of
// credentials. A root user without names means its own: so a session of AssumeRoot
// looks after a member account's root credentials.
func loginOperations() []*Operation {
	user := str("UserName", "The user's name; the caller's own unless given.", 1, 64, iamName)
	return []*Operation{
		iamOp(Operation{Name: "CreateLoginProfile", do: createLogin, Doc: "Gives a user a password; of a root user, lets its password be recovered.",
			Input: []Param{user, str("Password", "The password, which the sandbox doesn't keep.", 1, 128, ""), boolean("PasswordResetRequired", "Whether it must be changed at the first sign-in.")}}),
		iamOp(Operation{Name: "GetLoginProfile", do: getLogin, Doc: "Says whether a user has a password.", Input: []Param{user}}),
		iamOp(Operation{Name: "DeleteLoginProfile", do: deleteLogin, Doc: "Takes a user's password away.", Input: []Param{user}}),
		iamOp(Operation{Name: "ListSigningCertificates", do: listCertificates, Doc: "Lists a user's signing certificates; the sandbox knows none.", Input: []Param{user}}),
		iamOp(Operation{Name: "GetAccessKeyLastUsed", do: keyLastUsed, Doc: "Says when and for what an access key was last used.",
			Input: []Param{required(str("AccessKeyId", "The access key's id.", 16, 128, `[\w]+`))}}),
	}
}

// loginItem is a password without the password.
type loginItem struct {
	UserName              string    `json:"UserName"`
	CreateDate            time.Time `json:"CreateDate"`
	PasswordResetRequired bool      `json:"PasswordResetRequired"`
}

// loginOutput answers CreateLoginProfile and GetLoginProfile.
type loginOutput struct {
	LoginProfile loginItem `json:"LoginProfile"`
}

// certificatesOutput answers ListSigningCertificates.
type certificatesOutput struct {
	Certificates []struct{} `json:"Certificates"`
}

// keyLastUsedOutput answers GetAccessKeyLastUsed.
type keyLastUsedOutput struct {
	UserName          string  `json:"UserName"`
	AccessKeyLastUsed keyUsed `json:"AccessKeyLastUsed"`
}

// keyUsed is the last use of an access key; service and Region are N/A before the first.
type keyUsed struct {
	LastUsedDate *time.Time `json:"LastUsedDate,omitempty"`
	ServiceName  string     `json:"ServiceName"`
	Region       string     `json:"Region"`
}

// aboutRoot says that a call is about the caller's own root user.
func (c *Call) aboutRoot() bool { return c.Access.Who.Type == world.IdentityRoot && !c.has("UserName") }

// rootTarget is the caller's root user as a resource.
func (c *Call) rootTarget() world.Target {
	return world.Target{ARN: c.Access.Who.ARN, Account: c.Access.Who.Account}
}

// login is where the password of the call's user stands, once the caller may do
// the operation to it.
func (c *Call) login() (name string, at **world.Login, err error) {
	if c.aboutRoot() {
		return "root", &c.account().RootLogin, c.iamAuthorize(c.rootTarget(), nil)
	}
	u, err := c.authorizedUser()
	if err != nil {
		return "", nil, err
	}
	return u.Name, &u.Login, nil
}

func createLogin(c *Call) (any, error) {
	name, at, err := c.login()
	if err != nil {
		return nil, err
	}
	if !c.aboutRoot() && !c.has("Password") {
		return nil, c.fail("ValidationError", 400, "Password is required for a user.")
	}
	if *at != nil {
		return nil, c.exists("Login Profile for user %s already exists.", name)
	}
	reset, _ := c.In["PasswordResetRequired"].(bool)
	*at = &world.Login{Created: c.Access.Time.Truncate(time.Second), Reset: reset}
	c.World.Touch()
	return &loginOutput{loginItem{name, (*at).Created, reset}}, nil
}

func getLogin(c *Call) (any, error) {
	name, at, err := c.login()
	if err != nil {
		return nil, err
	}
	if *at == nil {
		return nil, c.noSuch("Login Profile for User %s cannot be found.", name)
	}
	return &loginOutput{loginItem{name, (*at).Created, (*at).Reset}}, nil
}

func deleteLogin(c *Call) (any, error) {
	name, at, err := c.login()
	if err != nil {
		return nil, err
	}
	if *at == nil {
		return nil, c.noSuch("Login Profile for User %s cannot be found.", name)
	}
	*at = nil
	c.World.Touch()
	return nil, nil
}

func listCertificates(c *Call) (any, error) {
	if _, _, err := c.login(); err != nil {
		return nil, err
	}
	return &certificatesOutput{[]struct{}{}}, nil
}

func keyLastUsed(c *Call) (any, error) {
	id := c.str("AccessKeyId")
	owner := c.World.KeyOwner(id)
	if owner == nil || owner.Account != c.Access.Who.Account {
		if err := c.iamAuthorize(c.anyTarget("user"), nil); err != nil {
			return nil, err
		}
		return nil, c.noSuch("The Access Key with id %s cannot be found.", id)
	}
	if err := c.iamAuthorize(c.userTarget(owner.Name), nil); err != nil {
		return nil, err
	}
	used := keyUsed{nil, "N/A", "N/A"}
	past, err := c.World.Past()
	if err != nil {
		return nil, c.fail("ServiceFailure", 500, "%s", err.Error())
	}
	for _, e := range slices.Backward(past) {
		if e.UserIdentity.AccessKeyID == id {
			used = keyUsed{&e.EventTime, strings.TrimSuffix(e.EventSource, ".amazonaws.com"), e.AWSRegion}
			break
		}
	}
	return &keyLastUsedOutput{owner.Name, used}, nil
}

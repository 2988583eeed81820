package awsapi

import (
	"encoding/base32"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// mfaOperations are the calls about virtual MFA devices; see "Assign a virtual MFA
// device" in the IAM User Guide.
func mfaOperations() []*Operation {
	serial := required(str("SerialNumber", "The device's serial number: its ARN.", 9, 256, `[\w+=/:,.@-]+`))
	user := str("UserName", "The user's name.", 1, 128, iamName)
	codes := []Param{
		required(str("AuthenticationCode1", "A code that the device shows.", 6, 6, `[\d]+`)),
		required(str("AuthenticationCode2", "The next code that it shows.", 6, 6, `[\d]+`)),
	}
	return []*Operation{
		iamOp(Operation{Name: "CreateVirtualMFADevice", do: createMFA, Bootstraps: true, Doc: "Makes a virtual MFA device that is nobody's yet.",
			Input: []Param{pathParam(), required(str("VirtualMFADeviceName", "The device's name.", 1, 226, iamName)), tagsParam("Tags of the device; the sandbox keeps none.")}}),
		iamOp(Operation{Name: "EnableMFADevice", do: enableMFA, Doc: "Gives a virtual MFA device to a user.", Input: append([]Param{required(user), serial}, codes...)}),
		iamOp(Operation{Name: "ResyncMFADevice", do: resyncMFA, Doc: "Brings an MFA device into step with AWS again.", Input: append([]Param{required(user), serial}, codes...)}),
		iamOp(Operation{Name: "DeactivateMFADevice", do: deactivateMFA, Doc: "Takes an MFA device from its user.", Input: []Param{user, serial}}),
		iamOp(Operation{Name: "DeleteVirtualMFADevice", do: deleteMFA, Doc: "Removes a virtual MFA device that is nobody's.", Input: []Param{serial}}),
		iamOp(Operation{Name: "ListVirtualMFADevices", do: listVirtualMFA, Doc: "Lists the virtual MFA devices of the account.",
			Input: []Param{enum("AssignmentStatus", "Which of them.", "Assigned", "Unassigned", "Any")}}),
		iamOp(Operation{Name: "GetMFADevice", do: getMFA, Doc: "Shows an MFA device. AWS takes only FIDO security keys here, the sandbox its virtual devices.", Input: []Param{serial, user}}),
	}
}

// virtualMFAItem is a virtual MFA device.
type virtualMFAItem struct {
	SerialNumber string     `json:"SerialNumber"`
	User         *userItem  `json:"User,omitempty"`
	EnableDate   *time.Time `json:"EnableDate,omitempty"`
}

// createMFAOutput answers CreateVirtualMFADevice.
type createMFAOutput struct {
	VirtualMFADevice virtualMFAItem `json:"VirtualMFADevice"`
	seed             []byte
}

// Body is the device's seed in base 32, as an authenticator app takes it.
func (o *createMFAOutput) Body() []byte { return []byte(base32.StdEncoding.EncodeToString(o.seed)) }

// listVirtualMFAOutput answers ListVirtualMFADevices.
type listVirtualMFAOutput struct {
	VirtualMFADevices []virtualMFAItem `json:"VirtualMFADevices"`
}

// getMFAOutput answers GetMFADevice.
type getMFAOutput struct {
	UserName     string     `json:"UserName,omitempty"`
	SerialNumber string     `json:"SerialNumber"`
	EnableDate   *time.Time `json:"EnableDate,omitempty"`
}

const (
	mostUnassigned = 20
	mostMFAPerUser = 8
)

func createMFA(c *Call) (any, error) {
	name, path := c.str("VirtualMFADeviceName"), orElse(c.str("Path"), "/")
	if err := c.authorizeTagged(c.iamTarget("mfa"+strings.TrimSuffix(path, "/"), name), "iam:TagMFADevice"); err != nil {
		return nil, err
	}
	if len(c.account().MFA) >= mostUnassigned {
		return nil, c.fail("LimitExceeded", 409, "An account of the sandbox keeps at most %d devices that are nobody's.", mostUnassigned)
	}
	if c.World.MFADevice(c.account().ID, name) != nil {
		return nil, c.exists("MFADevice entity at the same path and name already exists.")
	}
	d, err := c.World.NewMFADevice(c.account(), name, path)
	if err != nil {
		return nil, c.fail("ValidationError", 400, "%s", err.Error())
	}
	c.answer("virtualMFADevice", map[string]any{"serialNumber": d.Serial})
	return &createMFAOutput{virtualMFAItem{SerialNumber: d.Serial}, d.Seed}, nil
}

// findMFA is the device with the call's serial number and whose it is; owner is nil
// for nobody's.
func (c *Call) findMFA() (d *world.MFADevice, owner *world.User) {
	bySerial := func(d *world.MFADevice) bool { return d.Serial == c.str("SerialNumber") }
	if i := slices.IndexFunc(c.account().MFA, bySerial); i >= 0 {
		return c.account().MFA[i], nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.account().Users)) {
		u := c.account().Users[name]
		if i := slices.IndexFunc(u.MFA, bySerial); i >= 0 {
			return u.MFA[i], u
		}
	}
	return nil, nil
}

func (c *Call) noSuchMFA() error {
	return c.noSuch("VirtualMFADevice with serial number %s doesn't exist.", c.str("SerialNumber"))
}

func enableMFA(c *Call) (any, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, err
	}
	d, owner := c.findMFA()
	switch {
	case d == nil:
		return nil, c.noSuchMFA()
	case owner != nil:
		return nil, c.exists("MFA Device is already in use.")
	case len(u.MFA) >= mostMFAPerUser:
		return nil, c.fail("LimitExceeded", 409, "Cannot exceed quota for MFADevicesPerUser: %d", mostMFAPerUser)
	case !c.World.Pair(d, c.str("AuthenticationCode1"), c.str("AuthenticationCode2"), c.Access.Time):
		return nil, c.fail("InvalidAuthenticationCode", 403, "Authentication code for device is not valid.")
	}
	d.Enabled = c.Access.Time.Truncate(time.Second)
	c.account().MFA = slices.DeleteFunc(c.account().MFA, func(x *world.MFADevice) bool { return x == d })
	u.MFA = append(u.MFA, d)
	c.World.Touch()
	return nil, nil
}

// userMFA is the call's device, once the caller may do the operation to its user.
func (c *Call) userMFA() (*world.User, *world.MFADevice, error) {
	u, err := c.authorizedUser()
	if err != nil {
		return nil, nil, err
	}
	d, owner := c.findMFA()
	if d == nil || owner != u {
		return nil, nil, c.noSuch("MFA Device with serial number %s not found for user %s.", c.str("SerialNumber"), u.Name)
	}
	return u, d, nil
}

func resyncMFA(c *Call) (any, error) {
	_, d, err := c.userMFA()
	if err != nil {
		return nil, err
	}
	if !c.World.Pair(d, c.str("AuthenticationCode1"), c.str("AuthenticationCode2"), c.Access.Time) {
		return nil, c.fail("InvalidAuthenticationCode", 403, "Authentication code for device is not valid.")
	}
	return nil, nil
}

func deactivateMFA(c *Call) (any, error) {
	u, d, err := c.userMFA()
	if err != nil {
		return nil, err
	}
	u.MFA = slices.DeleteFunc(u.MFA, func(x *world.MFADevice) bool { return x == d })
	d.Enabled = time.Time{}
	c.account().MFA = append(c.account().MFA, d)
	c.World.Touch()
	return nil, nil
}

func deleteMFA(c *Call) (any, error) {
	if err := c.iamAuthorize(world.Target{ARN: c.str("SerialNumber"), Account: c.account().ID}, nil); err != nil {
		return nil, err
	}
	d, owner := c.findMFA()
	switch {
	case d == nil:
		return nil, c.noSuchMFA()
	case owner != nil:
		return nil, c.fail("DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first.")
	}
	c.account().MFA = slices.DeleteFunc(c.account().MFA, func(x *world.MFADevice) bool { return x == d })
	c.World.Touch()
	return nil, nil
}

func listVirtualMFA(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("mfa"), nil); err != nil {
		return nil, err
	}
	out := &listVirtualMFAOutput{VirtualMFADevices: []virtualMFAItem{}}
	if c.str("AssignmentStatus") != "Assigned" {
		for _, d := range c.account().MFA {
			out.VirtualMFADevices = append(out.VirtualMFADevices, virtualMFAItem{SerialNumber: d.Serial})
		}
	}
	if c.str("AssignmentStatus") != "Unassigned" {
		for _, name := range slices.Sorted(maps.Keys(c.account().Users)) {
			u := c.account().Users[name]
			for _, d := range u.MFA {
				item := newUserItem(u, false)
				out.VirtualMFADevices = append(out.VirtualMFADevices, virtualMFAItem{d.Serial, &item, &d.Enabled})
			}
		}
	}
	return out, nil
}

func getMFA(c *Call) (any, error) {
	d, owner := c.findMFA()
	name := c.str("UserName")
	if owner != nil && name == "" {
		name = owner.Name
	}
	target := c.anyTarget("user")
	if name != "" {
		target = c.userTarget(name)
	}
	if err := c.iamAuthorize(target, nil); err != nil {
		return nil, err
	}
	switch {
	case d == nil, c.has("UserName") && (owner == nil || owner.Name != name):
		return nil, c.noSuchMFA()
	case owner == nil:
		return &getMFAOutput{SerialNumber: d.Serial}, nil
	}
	return &getMFAOutput{owner.Name, d.Serial, &d.Enabled}, nil
}

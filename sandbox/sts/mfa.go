package sts

import "rolecall/sandbox/world"

// checkMFA checks the code of an MFA device, if the call names one, and lets
// the authorizations of this call see that it was right. The device must be the
// caller's own. See "Secure API access with MFA" in the IAM User Guide.
func checkMFA(a *world.Access, serial, code string) error {
	if serial == "" && code == "" {
		return nil
	}
	if serial == "" || code == "" {
		return denied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")
	}
	d := ownDevice(a.Who, serial)
	if d == nil {
		return denied("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.")
	}
	if !a.World.UseCode(d, code, a.Time) {
		return denied("MultiFactorAuthentication failed with invalid MFA one time pass code.")
	}
	a.Extra["aws:MultiFactorAuthPresent"] = []string{"true"}
	a.Extra["aws:MultiFactorAuthAge"] = []string{"0"}
	return nil
}

func ownDevice(who world.Identity, serial string) *world.MFADevice {
	if who.Type != world.IdentityUser {
		return nil
	}
	for _, d := range who.User.MFA {
		if d.Serial == serial {
			return d
		}
	}
	return nil
}

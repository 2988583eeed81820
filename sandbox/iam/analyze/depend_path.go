package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// rolePaths are the ARNs that the role of a session may have: the session's ARN does
// not tell the role's path. Roles of IAM Identity Center have a path of their own,
// with the Region of Identity Center unless that is us-east-1; see "Referencing
// permission sets in resource policies" in the IAM Identity Center User Guide.
func (d *decider) rolePaths() [][]string {
	who := d.m.who
	if who.Type() != iam.PrincipalAssumedRole {
		return nil
	}
	role := "arn:aws:iam::" + who.Account() + ":role"
	if strings.HasPrefix(who.Name(), "AWSReservedSSO_") {
		var list [][]string
		for _, path := range append(d.pathsAsked(), "/eu-west-1/") {
			rest, ok := strings.CutPrefix("/aws-reserved/sso.amazonaws.com"+path, "/aws-reserved/sso.amazonaws.com/aws-reserved/sso.amazonaws.com")
			if ok && (rest == "/" || strings.Count(rest, "/") == 2) {
				list = appendValue(list, role+"/aws-reserved/sso.amazonaws.com"+rest+who.Name())
			}
		}
		list = appendValue(list, role+"/aws-reserved/sso.amazonaws.com/eu-west-1/"+who.Name())
		return appendValue(list, role+"/aws-reserved/sso.amazonaws.com/"+who.Name())
	}
	list := [][]string{{role + "/" + who.Name()}}
	for _, path := range d.pathsAsked() {
		list = appendValue(list, role+path+who.Name())
	}
	return list
}

// pathsAsked are the paths of roles that the conditions on aws:PrincipalArn name.
func (d *decider) pathsAsked() (paths []string) {
	for _, p := range d.m.f.order {
		for _, cl := range d.m.f.clauses[p] {
			for _, c := range conditionsOn(&cl, "aws:PrincipalArn") {
				for _, v := range c.Values[:min(len(c.Values), mostValues)] {
					_, rest, ok := strings.Cut(v, ":role/")
					if !ok || !strings.Contains(rest, "/") {
						continue
					}
					paths = appendNew(paths, "/"+instance(rest[:strings.LastIndexByte(rest, '/')+1], "eu-west-1"))
				}
			}
		}
	}
	return paths
}

func appendValue(list [][]string, v string) [][]string {
	if slices.ContainsFunc(list, func(o []string) bool { return o[0] == v }) {
		return list
	}
	return append(list, []string{v})
}

package world

import (
	"fmt"
	"regexp"
	"strings"

	"rolecall/sandbox/iam"
)

// place says which sort of document a path names.
type place uint8

const (
	placeInline   place = iota // ACCT/{users,groups,roles}/OWNER/policies/NAME.json
	placeTrust                 // ACCT/roles/OWNER/trust.json
	placeManaged               // ACCT/policies/NAME.json
	placeBucket                // ACCT/buckets/OWNER/policy.json
	placeResource              // ACCT/KIND/OWNER/policy.json
	placeSCP                   // organization/scps/NAME.json
	placeRCP                   // organization/rcps/NAME.json
	placeObject                // ACCT/buckets/OWNER/objects/KEY
	placeFile                  // files/NAME
)

// ref is a path taken apart.
type ref struct {
	path    string
	place   place
	account string
	class   string // users, groups, roles, buckets, queues, …
	owner   string
	name    string // of the policy, the object's key or the file
}

// kind is the kind of policy that a document at the place is.
func (r ref) kind() iam.Kind {
	switch r.place {
	case placeTrust:
		return iam.KindTrust
	case placeBucket, placeResource:
		return iam.KindResource
	case placeSCP:
		return iam.KindSCP
	case placeRCP:
		return iam.KindRCP
	case placeInline, placeManaged, placeObject, placeFile:
		return iam.KindIdentity
	}
	return iam.KindIdentity
}

// isPolicy reports whether the path names a policy and not plain content.
func (r ref) isPolicy() bool { return r.place != placeObject && r.place != placeFile }

var (
	accountPattern = regexp.MustCompile(`^[0-9]{12}$`)
	namePattern    = regexp.MustCompile(`^[\w+=,.@-]{1,128}$`)
	bucketPattern  = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	filePattern    = regexp.MustCompile(`^[\w+=,.@-]{1,128}$`)
)

// parsePath takes a path of the scenario format apart.
func parsePath(path string) (ref, error) {
	bad := func(why string) (ref, error) {
		return ref{}, fmt.Errorf("%q is not the path of a document: %s", path, why)
	}
	if len(path) > 1200 {
		return ref{}, fmt.Errorf("a path is longer than 1,200 characters")
	}
	parts := strings.Split(path, "/")
	r := ref{path: path, account: parts[0]}
	switch {
	case parts[0] == "files":
		if len(parts) != 2 || !filePattern.MatchString(parts[1]) {
			return bad("a file is files/NAME")
		}
		r.place, r.account, r.name = placeFile, "", parts[1]
		return r, nil
	case parts[0] == "organization":
		return parseOrganizationPath(r, parts, bad)
	case !accountPattern.MatchString(parts[0]):
		return bad("it begins with a twelve-digit account id, organization/ or files/")
	case len(parts) < 3:
		return bad("it is too short")
	}
	r.class = parts[1]
	if r.class == "policies" {
		name, ok := jsonName(parts[2])
		if len(parts) != 3 || !ok {
			return bad("a managed policy is ACCT/policies/NAME.json")
		}
		r.place, r.name = placeManaged, name
		return r, nil
	}
	r.owner = parts[2]
	return parseOwnedPath(r, parts, bad)
}

func parseOrganizationPath(r ref, parts []string, bad func(string) (ref, error)) (ref, error) {
	const form = "organization policies are organization/scps/NAME.json and organization/rcps/NAME.json"
	if len(parts) != 3 {
		return bad(form)
	}
	name, ok := jsonName(parts[2])
	if !ok {
		return bad(form)
	}
	r.account, r.name, r.class = "", name, parts[1]
	switch parts[1] {
	case "scps":
		r.place = placeSCP
	case "rcps":
		r.place = placeRCP
	default:
		return bad(form)
	}
	return r, nil
}

func parseOwnedPath(r ref, parts []string, bad func(string) (ref, error)) (ref, error) {
	rest := strings.Join(parts[3:], "/")
	switch r.class {
	case "users", "groups", "roles":
		if r.class == "roles" && rest == "trust.json" {
			r.place = placeTrust
			return r, nil
		}
		if len(parts) == 5 && parts[3] == "policies" {
			if name, ok := jsonName(parts[4]); ok {
				r.place, r.name = placeInline, name
				return r, nil
			}
		}
		return bad("an inline policy is ACCT/" + r.class + "/NAME/policies/POLICY.json, a trust policy ACCT/roles/NAME/trust.json")
	case "buckets":
		if rest == "policy.json" {
			r.place = placeBucket
			return r, nil
		}
		if key, ok := strings.CutPrefix(rest, "objects/"); ok && key != "" && len(key) <= 1024 {
			r.place, r.name = placeObject, key
			return r, nil
		}
		return bad("a bucket has ACCT/buckets/NAME/policy.json and ACCT/buckets/NAME/objects/KEY")
	}
	if _, ok := resourceKinds[r.class]; !ok {
		return bad(fmt.Sprintf("%q is none of users, groups, roles, policies, buckets, %s", r.class, strings.Join(ResourceKinds(), ", ")))
	}
	if len(parts) < 4 || parts[len(parts)-1] != "policy.json" {
		return bad("a resource's own policy is ACCT/" + r.class + "/NAME/policy.json")
	}
	r.owner = strings.Join(parts[2:len(parts)-1], "/")
	r.place = placeResource
	return r, nil
}

func jsonName(file string) (string, bool) {
	name, ok := strings.CutSuffix(file, ".json")
	return name, ok && namePattern.MatchString(name)
}

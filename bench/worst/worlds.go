package worst

import (
	"encoding/json"
	"fmt"
	"strings"
)

type object = map[string]any

const (
	account = "111122223333"
	made    = "2026-11-21T09:00:00Z"
)

// id is a unique id that nothing on AWS has.
func id(prefix string, i int) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var b [10]byte
	for j := range b {
		b[j] = digits[i%32]
		i /= 32
	}
	return prefix + string(b[:]) + "EXAMPLE"
}

// world is an import document of parts.
func world(accounts object, documents map[string]string, organization object) []byte {
	w := object{"format": 1, "version": 1, "offset": 0, "accounts": accounts, "documents": documents}
	if organization != nil {
		w["organization"] = organization
	}
	data, err := json.Marshal(object{"format": "rolecall-world-1", "title": "A large world", "world": w})
	if err != nil {
		panic(err) // maps of texts and numbers can be written
	}
	return data
}

func role(name string, i int) object {
	return object{"account": account, "name": name, "path": "/", "id": id("AROA", i), "created": made, "maxSession": 3600}
}

func user(name string, i int) object {
	return object{"account": account, "name": name, "path": "/", "id": id("AIDA", i), "created": made,
		"keys": []object{{"id": "AKIA" + id("", i)[:9] + "EXAMPLE", "secret": "x", "active": true, "created": made}}}
}

// Trusting is a world of roles whose trust policies have so many statements each, and
// which may all use sts:* on everything: an arrow from each to each, and many between.
func Trusting(roles, statements int) []byte {
	list, documents := object{}, map[string]string{}
	for i := range roles {
		name := fmt.Sprintf("r%d", i)
		list[name] = role(name, i)
		var trust []string
		for j := range statements {
			trust = append(trust, fmt.Sprintf(`{"Sid":"s%d","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:role/r%d"},"Action":"sts:*"}`, j, account, (i*7+j*13)%roles))
		}
		documents[account+"/roles/"+name+"/trust.json"] = policy(trust...)
		documents[account+"/roles/"+name+"/policies/p.json"] = policy(`{"Effect":"Allow","Action":"sts:*","Resource":"*"}`)
	}
	return world(object{account: object{"id": account, "name": "Trusting", "created": made, "roles": list}}, documents, nil)
}

func policy(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

// Simple is a world of roles that trust their account and may do one thing each.
func Simple(roles int) []byte {
	list, documents := object{}, map[string]string{}
	for i := range roles {
		name := fmt.Sprintf("role-%d", i)
		list[name] = role(name, i)
		documents[account+"/roles/"+name+"/trust.json"] = policy(`{"Effect":"Allow","Principal":{"AWS":"` + account + `"},"Action":"sts:AssumeRole"}`)
	}
	return world(object{account: object{"id": account, "name": "Simple", "created": made, "roles": list,
		"users": object{"alice": user("alice", 1)}}}, documents, nil)
}

// Peopled is a world of users, each with a policy, all of one large group.
func Peopled(users int) []byte {
	list, documents := object{}, map[string]string{}
	for i := range users {
		name := fmt.Sprintf("user-%d", i)
		u := user(name, i)
		u["groups"] = []string{"staff"}
		list[name] = u
	}
	documents[account+"/groups/staff/policies/p.json"] = policy(`{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}`)
	roles := object{}
	for i := range 40 {
		name := fmt.Sprintf("r%d", i)
		roles[name] = role(name, i)
		documents[account+"/roles/"+name+"/trust.json"] = policy(`{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"sts:ExternalId":"x"}}}`)
	}
	return world(object{account: object{"id": account, "name": "Peopled", "created": made, "users": list, "roles": roles,
		"groups": object{"staff": object{"account": account, "name": "staff", "path": "/", "id": id("AGPA", 1), "created": made}}}}, documents, nil)
}

// Patterns is a world whose policies name roles by patterns that take long to compare
// with their long paths.
func Patterns(roles, policies int) []byte {
	list, documents := object{}, map[string]string{}
	long := "/" + strings.Repeat("a", 200) + "/"
	for i := range roles {
		name := fmt.Sprintf("r%d", i)
		r := role(name, i)
		r["path"] = long
		list[name] = r
		documents[account+"/roles/"+name+"/trust.json"] = policy(`{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}`)
	}
	for i := range policies {
		documents[fmt.Sprintf("%s/roles/r%d/policies/p%d.json", account, i%roles, i)] = policy(
			`{"Effect":"Allow","Action":"sts:*","Resource":[` + repeat(2000, func(j int) string {
				return fmt.Sprintf(`"arn:aws:iam::*:role/%sb%d-%d"`, strings.Repeat("*a", 20), i, j)
			}) + `]}`)
	}
	return world(object{account: object{"id": account, "name": "Patterns", "created": made, "roles": list}}, documents, nil)
}

// Accounts is a world of many accounts in an organization with its policies.
func Accounts(n int) []byte {
	accounts, documents := object{}, map[string]string{}
	var members []object
	for i := range n {
		a := fmt.Sprintf("%012d", 200_000_000_000+i)
		accounts[a] = object{"id": a, "name": fmt.Sprintf("Account %d", i), "created": made}
		members = append(members, object{"id": a, "scps": []string{"FullAWSAccess", "Guard"}})
	}
	documents["organization/scps/Guard.json"] = policy(`{"Effect":"Deny","Action":"iam:*","Resource":"*"}`)
	return world(accounts, documents, object{"id": "o-exampleorgid", "management": "200000000000",
		"root": object{"id": "r-exam", "name": "Root", "ous": object{"Work": object{"id": "ou-exam-workloads", "name": "Work", "accounts": members}}}})
}

// Buckets is a world of buckets and one policy that reads them all.
func Buckets(n int) []byte {
	list, documents := object{}, map[string]string{}
	for i := range n {
		name := fmt.Sprintf("bucket-%d", i)
		list[name] = object{"account": account, "name": name, "created": made}
	}
	documents[account+"/users/alice/policies/p.json"] = policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)
	return world(object{account: object{"id": account, "name": "Buckets", "created": made, "buckets": list,
		"users": object{"alice": user("alice", 1)}}}, documents, nil)
}

// OneDocument is a world whose one role is trusted by a document of a size.
func OneDocument(trust string) []byte {
	return world(object{account: object{"id": account, "name": "One document", "created": made,
		"roles": object{"r": role("r", 1)}, "users": object{"alice": user("alice", 1)}}},
		map[string]string{account + "/roles/r/trust.json": trust}, nil)
}

// Managed is a world whose users all have the same managed policies, so that an edit
// of one is about all of them.
func Managed(users, policies int) []byte {
	list, documents, managed := object{}, map[string]string{}, object{}
	var arns []string
	for i := range policies {
		name := fmt.Sprintf("p%d", i)
		managed[name] = object{"account": account, "name": name, "path": "/", "id": id("ANPA", i), "created": made, "updated": made, "default": 1, "last": 1}
		documents[account+"/policies/"+name+".json"] = policy(`{"Effect":"Allow","Action":"s3:*","Resource":"*"}`)
		arns = append(arns, "arn:aws:iam::"+account+":policy/"+name)
	}
	for i := range users {
		name := fmt.Sprintf("user-%d", i)
		u := user(name, i)
		u["attached"] = arns
		list[name] = u
	}
	return world(object{account: object{"id": account, "name": "Managed", "created": made, "users": list, "policies": managed}}, documents, nil)
}

// RealAccount is what `aws iam get-account-authorization-details` prints of an account
// of a company: roles with trust, inline and attached policies, and managed policies.
func RealAccount(roles, policies, users int) []byte {
	doc := func(s string) json.RawMessage { return json.RawMessage(s) }
	arn := func(kind, name string) string { return "arn:aws:iam::" + account + ":" + kind + "/" + name }
	var roleList, policyList, userList []object
	for i := range policies {
		name := fmt.Sprintf("Team%dAccess", i)
		policyList = append(policyList, object{"PolicyName": name, "Arn": arn("policy", name), "Path": "/",
			"PolicyVersionList": []object{{"IsDefaultVersion": true, "Document": doc(policy(
				fmt.Sprintf(`{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::team-%d","arn:aws:s3:::team-%d/*"]}`, i, i),
				fmt.Sprintf(`{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::%s:role/Service%d"}`, account, i*4%max(roles, 1))))}}})
	}
	for i := range roles {
		name := fmt.Sprintf("Service%d", i)
		roleList = append(roleList, object{"Path": "/", "RoleName": name, "Arn": arn("role", name),
			"AssumeRolePolicyDocument": doc(policy(`{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}`,
				fmt.Sprintf(`{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:role/Service%d"},"Action":"sts:AssumeRole"}`, account, (i+1)%roles))),
			"AttachedManagedPolicies": []object{{"PolicyName": "x", "PolicyArn": arn("policy", fmt.Sprintf("Team%dAccess", i%max(policies, 1)))}}})
	}
	for i := range users {
		name := fmt.Sprintf("person%d", i)
		userList = append(userList, object{"Path": "/", "UserName": name, "Arn": arn("user", name),
			"AttachedManagedPolicies": []object{{"PolicyName": "x", "PolicyArn": arn("policy", fmt.Sprintf("Team%dAccess", i%max(policies, 1)))}}})
	}
	data, err := json.Marshal(object{"RoleDetailList": roleList, "Policies": policyList, "UserDetailList": userList, "GroupDetailList": []object{}})
	if err != nil {
		panic(err)
	}
	return data
}

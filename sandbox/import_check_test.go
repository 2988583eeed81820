package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
)

// setIn changes one place of a stored form: the members on the way, the last of them
// set to a value.
func setIn(t *testing.T, doc map[string]any, value any, way ...string) {
	t.Helper()
	for _, k := range way[:len(way)-1] {
		next, ok := doc[k].(map[string]any)
		if !ok {
			t.Fatalf("the world has no %q on the way %q", k, way)
		}
		doc = next
	}
	doc[way[len(way)-1]] = value
}

const importedWorld = `The world that is damaged.
-- world.yaml --
accounts:
  "111122223333":
    name: Tools
    groups: {staff: {}}
    users: {alice: {groups: [staff], mfa: [phone]}, bob: {}}
    roles: {Audit: {}}
    instance_profiles: {Box: Audit}
    buckets: {reports: {}}
    queues: {jobs: {}}
  "444455556666": {name: Production}
organization:
  management: "111122223333"
  root: {scps: [FullAWSAccess, NoLeave], ous: {Work: {accounts: ["444455556666"]}}}
-- 111122223333/roles/Audit/trust.json --
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}]}
-- 111122223333/policies/Read.json --
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
-- organization/scps/NoLeave.json --
{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}]}
`

func TestImportCheckNamesThePlaceAndTheFix(t *testing.T) {
	scenario, err := sandbox.ParseScenario("damaged.txtar", "damaged", []byte(importedWorld))
	if err != nil {
		t.Fatal(err)
	}
	w, err := scenario.NewWorld(sandbox.Standing("damaged"))
	if err != nil {
		t.Fatal(err)
	}
	good, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	tools := []string{"accounts", "111122223333"}
	in := func(way ...string) []string { return append(append([]string{}, tools...), way...) }
	unit := object{"id": "ou-exam-work", "name": "Work", "accounts": []any{object{"id": "444455556666"}}}
	for name, c := range map[string]struct {
		value any
		way   []string
		want  []string // what the message says
	}{
		"organization without id":    {"", []string{"organization", "id"}, []string{"organization: id is \"\"", "o-exampleorgid"}},
		"no management account":      {"", []string{"organization", "management"}, []string{"management is \"\"", "111122223333"}},
		"root without id":            {"", []string{"organization", "root", "id"}, []string{"organization: root: id is \"\"", "r-exam"}},
		"unit without id":            {"", []string{"organization", "root", "ous", "Work", "id"}, []string{"unit Work: id is \"\"", "ou-exam"}},
		"unit under another name":    {"Other", []string{"organization", "root", "ous", "Work", "name"}, []string{"unit Work: it says it is called \"Other\"", "one name"}},
		"unit id twice":              {unit, []string{"organization", "root", "ous", "Work", "ous"}, nil},
		"account twice in the tree":  {[]any{object{"id": "444455556666"}}, []string{"organization", "root", "accounts"}, []string{"444455556666", "also at"}},
		"account that isn't there":   {[]any{object{"id": "999999999999"}}, []string{"organization", "root", "accounts"}, []string{"account 999999999999: it is not among the accounts", "add the account"}},
		"policy that isn't there":    {[]any{"Gone"}, []string{"organization", "root", "scps"}, []string{"root: it has the policy \"Gone\"", "take it off"}},
		"delegated to no account":    {object{"iam.amazonaws.com": []any{""}}, []string{"organization", "delegated"}, []string{"delegated iam.amazonaws.com"}},
		"unknown feature":            {[]any{"RootEverything"}, []string{"organization", "rootFeatures"}, []string{"RootSessions or RootCredentialsManagement"}},
		"no accounts":                {object{}, []string{"accounts"}, nil},
		"group that isn't there":     {[]any{"nobody"}, in("users", "bob", "groups"), []string{"user bob: it is in group \"nobody\"", "add the group"}},
		"group twice":                {[]any{"staff", "staff"}, in("users", "bob", "groups"), []string{"user bob", "twice"}},
		"user without id":            {"", in("users", "bob", "id"), []string{"user bob: its id is \"\"", "AIDA"}},
		"user with the id of alice":  {w.Account("111122223333").Users["alice"].ID, in("users", "bob", "id"), []string{"user bob: unique id", "also at account 111122223333: user alice"}},
		"path without a slash":       {"x", in("roles", "Audit", "path"), []string{"role Audit: its path is \"x\"", "begins and ends with a slash"}},
		"profile of no role":         {"Gone", in("instanceProfiles", "Box", "role"), []string{"instance profile Box: it holds role \"Gone\""}},
		"policy version 0":           {0, in("policies", "Read", "default"), []string{"policy Read: version 0"}},
		"resource without an ARN":    {"", in("resources", "queues/jobs", "arn"), []string{"queues/jobs", "arn:aws:sqs:us-east-1:111122223333:"}},
		"bucket in a second account": {object{"reports": object{"account": "444455556666", "name": "reports", "created": "2026-11-21T09:00:00Z"}}, []string{"accounts", "444455556666", "buckets"}, []string{"bucket \"reports\" is also at"}},
		"issuer without an address":  {object{"": object{"account": "111122223333", "url": "", "created": "2026-11-21T09:00:00Z"}}, in("oidcProviders"), []string{"url is \"\""}},
	} {
		t.Run(name, func(t *testing.T) {
			var doc object
			if err := json.Unmarshal(good, &doc); err != nil {
				t.Fatal(err)
			}
			value, want := c.value, c.want
			switch name {
			case "unit id twice":
				id := w.Organization().Root.OUs["Work"].ID
				value, want = object{"Inner": object{"id": id, "name": "Inner"}}, []string{"unit Inner: id \"" + id + "\" is also at"}
			case "no accounts":
				doc["documents"], doc["organization"] = object{}, nil
				want = []string{"accounts: there is none"}
			}
			setIn(t, doc, value, c.way...)
			data, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			bad, err := world.Unmarshal(data, sandbox.Standing("damaged"))
			if err == nil {
				err = bad.CheckImport()
			}
			if err == nil {
				t.Fatal("the world is taken in")
			}
			for _, w := range want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("got %q, want it to say %q", err, w)
				}
			}
		})
	}
	if again, err := world.Unmarshal(good, sandbox.Standing("damaged")); err != nil || again.CheckImport() != nil {
		t.Errorf("the sound world is refused: %v %v", err, again.CheckImport())
	}
}

// TestLibraryCanBeImported holds that no world of the library is refused by the check.
func TestLibraryCanBeImported(t *testing.T) {
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	list := lib.Scenarios()
	for _, c := range lib.Challenges() {
		list = append(list, c.Scenario)
	}
	for _, s := range list {
		w, err := s.NewWorld(sandbox.Standing(s.Name))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.CheckImport(); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
	}
}

package world_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rolecall/sandbox/world"
)

// TestImportCheckTakesWhatWasExported: a world with something of everything, and one
// that random edits built, come back from their stored form and pass the check.
func TestImportCheckTakesWhatWasExported(t *testing.T) {
	taken := func(t interface{ Fatalf(string, ...any) }, data []byte) {
		back, err := world.Unmarshal(data, env("import"))
		if err != nil {
			t.Fatalf("the stored form is refused: %v", err)
		}
		if err := back.CheckImport(); err != nil {
			t.Fatalf("the import check refuses what was exported: %v", err)
		}
	}
	taken(t, stored(t, company(t)))
	rapid.Check(t, func(t *rapid.T) {
		w := world.New(env(rapid.StringN(1, 8, 8).Draw(t, "seed")))
		a, err := w.AddAccount(tools, "Tools")
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 20).Draw(t, "edits") {
			edit(t, w, a)
		}
		data, err := w.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		taken(t, data)
	})
}

// TestImportCheckRefuses edits the company and looks for the fault: where it is and
// what is wrong.
func TestImportCheckRefuses(t *testing.T) {
	many := func(n int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = "arn:aws:iam::aws:policy/AdministratorAccess" + strings.Repeat("x", i)
		}
		return list
	}
	tags := func(key, value string) map[string]string { return map[string]string{key: value} }
	tooManyTags := map[string]string{}
	for i := range 51 {
		tooManyTags[strings.Repeat("k", i+1)] = ""
	}
	tests := []struct {
		name string
		edit func(w *world.World, a, p *world.Account, o *world.Organization)
		want string // part of a fault
	}{
		{"an account's long name", func(_ *world.World, a, _ *world.Account, _ *world.Organization) { a.Name = strings.Repeat("n", 257) }, "account " + tools + ": its name has 257 bytes"},
		{"a user's path", func(_ *world.World, a, _ *world.Account, _ *world.Organization) { a.Users["alice"].Path = "team" }, "user alice: its path is \"team\""},
		{"a user's id", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Users["alice"].ID = "AROAAAAAAAAAAAAAAAAA"
		}, "write AIDA"},
		{"an id twice", func(w *world.World, a, _ *world.Account, _ *world.Organization) {
			bob, _ := w.AddUser(a, "bob", "/")
			bob.ID = a.Users["alice"].ID
		}, "is also at account " + tools + ": user alice"},
		{"a key twice", func(w *world.World, a, p *world.Account, _ *world.Organization) {
			bob, _ := w.AddUser(p, "bob", "/")
			bob.Keys = a.Users["alice"].Keys
		}, "access key"},
		{"a group that isn't there", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Users["alice"].Groups = []string{"writers"}
		}, `it is in group "writers"`},
		{"a group twice", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Users["alice"].Groups = []string{"readers", "readers"}
		}, `it is in group "readers" twice`},
		{"a policy twice", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Users["alice"].Attached = append(many(1), many(1)...)
		}, "is empty or there twice"},
		{"too many policies", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Groups["readers"].Attached = many(51)
		}, "51 managed policies"},
		{"a tag without a key", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Users["alice"].Tags = tags("", "x")
		}, "is empty or too long"},
		{"a long tag", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.Roles["Deploy"].Tags = tags("team", strings.Repeat("é", 257))
		}, `the tag "team" is empty or too long`},
		{"too many tags", func(_ *world.World, _, p *world.Account, _ *world.Organization) { p.Roles["Deploy"].Tags = tooManyTags }, "it has 51 tags"},
		{"a role's description", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.Roles["Deploy"].Description = strings.Repeat("d", 1001)
		}, "its description has 1001 bytes"},
		{"a device of another account", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.MFA[0].Serial = "arn:aws:iam::" + production + ":mfa/spare"
		}, `the MFA device "spare" has the serial`},
		{"a device without a seed", func(_ *world.World, a, _ *world.Account, _ *world.Organization) { a.Users["alice"].MFA[0].Seed = nil }, "has no seed"},
		{"a policy's version numbers", func(_ *world.World, a, _ *world.Account, _ *world.Organization) { a.Policies["Read"].Default = 3 }, "version 3 of 2 is the default"},
		{"a version twice", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Policies["Read"].Others[0].Number = 1
		}, "version 1 is there twice"},
		{"a version that doesn't parse", func(_ *world.World, a, _ *world.Account, _ *world.Organization) {
			a.Policies["Read"].Others[0].Document = "{"
		}, "policy Read, version 2"},
		{"a profile's role", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.InstanceProfiles["Deploy"].Role = "Ops"
		}, `it holds role "Ops"`},
		{"a provider's address", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.OIDCProviders["ci example"] = &world.OIDCProvider{Account: production, URL: "ci example"}
		}, `url is "ci example"`},
		{"an empty audience", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.OIDCProviders["ci.example"].Audiences = []string{""}
		}, "one of its audiences is empty"},
		{"too many thumbprints", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.OIDCProviders["ci.example"].Thumbprints = many(6)
		}, "6 thumbprints"},
		{"a bucket in two accounts", func(_ *world.World, a, p *world.Account, _ *world.Organization) {
			a.Buckets["reports"] = &world.Bucket{Account: tools, Name: "reports"}
		}, `bucket "reports" is also at`},
		{"an object without a key", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.Buckets["reports"].Objects[""] = &world.Object{}
		}, "an object has no key"},
		{"a resource's ARN", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.Resource("queues", "one").ARNText = "arn:aws:sqs:us-east-1:" + tools + ":one"
		}, "its ARN is"},
		{"a resource's values", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			r := p.Resource("tables", "one")
			r.Values = map[string]string{}
			for i := range 1001 {
				r.Values[strings.Repeat("v", i+1)] = ""
			}
		}, "it holds 1001 values"},
		{"an issuer without https", func(_ *world.World, _, p *world.Account, _ *world.Organization) {
			p.Outbound.Issuer = "http://1.tokens.example"
		}, "its issuer of tokens is"},
		{"the organization's id", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.ID = "o-x" }, `organization: id is "o-x"`},
		{"the management account", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.Management = "1" }, `management is "1"`},
		{"no root", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.Root = nil }, "it has no root"},
		{"a feature that there isn't", func(_ *world.World, _, _ *world.Account, o *world.Organization) {
			o.RootFeatures = []string{world.RootSessions, "Sudo"}
		}, `rootFeatures has "Sudo" twice, or it is none`},
		{"a service", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.Services = []string{"a b"} }, `a service is "a b"`},
		{"a delegate twice", func(_ *world.World, _, _ *world.Account, o *world.Organization) {
			o.Delegated = map[string][]string{"iam.amazonaws.com": {tools, tools}}
		}, "account " + tools + " is there twice"},
		{"a unit's name", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.Root.OUs["Work"].Name = "Play" }, `unit Work: it says it is called "Play"`},
		{"a unit's id", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.Root.OUs["Work"].ID = "ou" }, `id is "ou"`},
		{"a member that isn't there", func(_ *world.World, _, _ *world.Account, o *world.Organization) {
			o.Root.Accounts = append(o.Root.Accounts, &world.NodeAccount{ID: outside})
		}, "account " + outside + ": it is not among the accounts"},
		{"a member twice", func(_ *world.World, _, _ *world.Account, o *world.Organization) {
			o.Root.Accounts = append(o.Root.Accounts, &world.NodeAccount{ID: production})
		}, "account in the organization"},
		{"an SCP that isn't there", func(_ *world.World, _, _ *world.Account, o *world.Organization) { o.Root.SCPs = []string{"Gone"} }, `it has the policy "Gone"`},
		{"an RCP twice", func(_ *world.World, _, _ *world.Account, o *world.Organization) {
			o.Root.Accounts[0].RCPs = []string{"NoS3", "NoS3"}
		}, `it has the policy "NoS3" twice`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := company(t)
			tt.edit(w, w.Account(tools), w.Account(production), w.Organization())
			err := w.CheckImport()
			var unsound *world.UnsoundError
			if !errors.As(err, &unsound) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want a fault that says %q", err, tt.want)
			}
		})
	}
	if err := world.New(env("empty")).CheckImport(); err == nil || !strings.Contains(err.Error(), "add one account") {
		t.Errorf("a world without accounts: got %v, want advice to add one", err)
	}
}

package world_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/sandbox/world"
)

// Names are those of "IAM and AWS STS quotas" in the IAM User Guide and of "General
// purpose bucket naming rules" in the S3 User Guide.
func TestAddRefuses(t *testing.T) {
	long := strings.Repeat("n", 129)
	for name, add := range map[string]func(w *world.World, a *world.Account) error{
		"an account of eleven digits": func(w *world.World, _ *world.Account) error { _, err := w.AddAccount("11112222333", ""); return err },
		"an account twice":            func(w *world.World, _ *world.Account) error { _, err := w.AddAccount(tools, ""); return err },
		"a user's long name":          func(w *world.World, a *world.Account) error { _, err := w.AddUser(a, long[:65], "/"); return err },
		"a user twice":                func(w *world.World, a *world.Account) error { _, err := w.AddUser(a, "alice", "/"); return err },
		"a group's name":              func(w *world.World, a *world.Account) error { _, err := w.AddGroup(a, "a b", "/"); return err },
		"a group twice":               func(w *world.World, a *world.Account) error { _, err := w.AddGroup(a, "readers", "/"); return err },
		"a role's path": func(w *world.World, a *world.Account) error {
			_, err := w.AddRole(a, "Ops", "team", allowAll)
			return err
		},
		"a role twice": func(w *world.World, _ *world.Account) error {
			_, err := w.AddRole(w.Account(production), "Deploy", "/", "")
			return err
		},
		"a role that trusts itself": func(w *world.World, a *world.Account) error {
			_, err := w.AddRole(a, "Ops", "/", trusts("arn:aws:iam::"+tools+":role/Ops"))
			return err
		},
		"a role without a trust policy": func(w *world.World, a *world.Account) error { _, err := w.AddRole(a, "Ops", "/", ""); return err },
		"a profile's name":              func(w *world.World, a *world.Account) error { _, err := w.AddInstanceProfile(a, long, ""); return err },
		"a bucket's capital":            func(w *world.World, a *world.Account) error { _, err := w.AddBucket(a, "Reports"); return err },
		"a bucket of another account":   func(w *world.World, a *world.Account) error { _, err := w.AddBucket(a, "reports"); return err },
		"a device's name":               func(w *world.World, a *world.Account) error { _, err := w.AddMFA(a.Users["alice"], "a b"); return err },
		"a device twice": func(w *world.World, a *world.Account) error {
			_, err := w.AddMFA(a.Users["alice"], "spare")
			return err
		},
		"a spare device's path": func(w *world.World, a *world.Account) error {
			_, err := w.NewMFADevice(a, "tablet", "team")
			return err
		},
		"a spare device twice": func(w *world.World, a *world.Account) error { _, err := w.NewMFADevice(a, "phone", "/"); return err },
		"a kind that there isn't": func(w *world.World, a *world.Account) error {
			_, err := w.AddResource(a, "printers", "one")
			return err
		},
		"a resource without a name": func(w *world.World, a *world.Account) error { _, err := w.AddResource(a, "queues", ""); return err },
		"a resource twice": func(w *world.World, _ *world.Account) error {
			_, err := w.AddResource(w.Account(production), "queues", "one")
			return err
		},
		"a third key": func(w *world.World, a *world.Account) error {
			if _, err := w.AddKey(a.Users["alice"]); err != nil {
				return nil
			}
			_, err := w.AddKey(a.Users["alice"])
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := company(t)
			if err := add(w, w.Account(tools)); err == nil {
				t.Error("it was added")
			}
			if _, err := world.Unmarshal(stored(t, w), env("after")); err != nil {
				t.Errorf("what was refused left the world unsound: %v", err)
			}
		})
	}
}

// TestDeletedPartsTakeTheirPoliciesAlong deletes each sort of owner and looks whether
// the stored form still holds together.
func TestDeletedPartsTakeTheirPoliciesAlong(t *testing.T) {
	for name, tt := range map[string]struct {
		policy string
		delete func(w *world.World)
	}{
		"a group":  {tools + "/groups/readers/policies/read.json", func(w *world.World) { w.DeleteGroup(w.Account(tools).Groups["readers"]) }},
		"a user":   {tools + "/users/alice/policies/read.json", func(w *world.World) { w.DeleteUser(w.Account(tools).Users["alice"]) }},
		"a role":   {production + "/roles/Deploy/policies/work.json", func(w *world.World) { w.DeleteRole(w.Account(production).Roles["Deploy"]) }},
		"a bucket": {production + "/buckets/reports/policy.json", func(w *world.World) { w.DeleteBucket(w.Bucket("reports")) }},
		"a queue": {production + "/queues/one/policy.json", func(w *world.World) {
			w.DeleteResource(w.ResourceByARN("arn:aws:sqs:us-east-1:" + production + ":one"))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := company(t)
			src := readS3
			switch name {
			case "a bucket":
				src = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::reports/*"}]}`
			case "a queue":
				src = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}]}`
			}
			put(t, w, tt.policy, src)
			tt.delete(w)
			if _, ok := w.Document(tt.policy); ok {
				t.Errorf("%s is still there", tt.policy)
			}
			if _, err := world.Unmarshal(stored(t, w), env("after")); err != nil {
				t.Errorf("the world is unsound: %v", err)
			}
			if name == "a group" && len(w.Account(tools).Users["alice"].Groups) != 0 {
				t.Error("alice is still in the group")
			}
		})
	}
}

func TestResourcesAreFoundAndRenamed(t *testing.T) {
	w := company(t)
	p := w.Account(production)
	key := p.Resource("keys", "one")
	arn, policy := key.ARN(), func() string { src, _ := w.Document(key.PolicyPath()); return src }
	before := policy()
	w.RenameResource(key, "two")
	if p.Resource("keys", "one") != nil || p.Resource("keys", "two") != key || key.ARN() != arn || before == "" || policy() != before {
		t.Errorf("renamed to %q with the ARN %s and the policy %q", key.Name, key.ARN(), policy())
	}
	queue := p.Resource("queues", "one")
	w.RenameResource(queue, "jobs") // it has no policy
	if w.ResourceByARN(queue.ARN()) != queue || w.ResourceByARN("arn:aws:sqs:us-east-1:"+outside+":one") != nil {
		t.Error("a resource isn't found by its ARN alone")
	}
	if w.Bucket("none") != nil || w.MFADevice(outside, "phone") != nil || w.MFADevice(tools, "spare") == nil || w.MFADevice(tools, "none") != nil {
		t.Error("something is found that isn't there, or the other way round")
	}
}

// TestRenamedGroupsKeepTheirPolicies follows "Rename an IAM user group" in the IAM
// User Guide: policies and users stay with the group.
func TestRenamedGroupsKeepTheirPolicies(t *testing.T) {
	w := company(t)
	a := w.Account(tools)
	g := a.Groups["readers"]
	id := g.ID
	must(t, w.RenameGroup(g, "watchers", "/team/"))
	src, ok := w.Document(tools + "/groups/watchers/policies/read.json")
	if !ok || src != readS3 || a.Groups["watchers"] != g || a.Groups["readers"] != nil || g.ID != id || g.ARN() != "arn:aws:iam::"+tools+":group/team/watchers" {
		t.Errorf("after the renaming: %+v with the policy %q", g, src)
	}
	if diff := cmp.Diff([]string{"watchers"}, a.Users["alice"].Groups); diff != "" {
		t.Errorf("alice's groups: %s", diff)
	}
	must(t, w.RenameGroup(g, "watchers", "/")) // the path alone
	if src, _ := w.Document(tools + "/groups/watchers/policies/read.json"); src != readS3 {
		t.Error("the policy is gone after the path changed")
	}
}

// "Revoke IAM role temporary security credentials" in the IAM User Guide: sessions
// that were issued before are denied everything, later ones are not.
func TestRevoke(t *testing.T) {
	w := company(t)
	before := sessionOf(t, w, world.SessionRole, time.Hour)
	must(t, w.Advance(time.Minute))
	must(t, w.Revoke(w.Account(production).Roles["Deploy"], w.Now()))
	must(t, w.Advance(time.Minute))
	after := sessionOf(t, w, world.SessionRole, time.Hour)
	for s, allowed := range map[*world.Session]bool{before: false, after: true} {
		a, _ := w.Begin(world.KeysCaller(s.Credentials()))
		err := a.Authorize("s3:GetObject", world.Target{ARN: "arn:aws:s3:::reports/q3.csv", Account: production}, nil)
		if (err == nil) != allowed {
			t.Errorf("the session of %s: got %v", s.Issued, err)
		}
	}
}

// TestPolicyVersions holds the numbers to "Versioning IAM policies" in the IAM User
// Guide: they count up, none comes twice, and one version is the default.
func TestPolicyVersions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := world.New(env("versions"))
		a, err := w.AddAccount(tools, "Tools")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.SetDocument(tools+"/policies/Read.json", readS3); err != nil {
			t.Fatal(err)
		}
		p := a.Policies["Read"]
		texts := map[int]string{1: readS3}
		inForce := 1
		for range rapid.IntRange(0, 6).Draw(t, "edits") {
			if rapid.Bool().Draw(t, "new") && len(p.Others) < 4 {
				src := rapid.SampledFrom([]string{readS3, allowAll, denyS3, "{", strings.ReplaceAll(allowAll, "2012", "2008")}).Draw(t, "text")
				atOnce := rapid.Bool().Draw(t, "at once")
				n, err := w.AddPolicyVersion(p, src, atOnce)
				if err != nil {
					continue // changed nothing, as what follows holds
				}
				if texts[n] != "" {
					t.Fatalf("version %d came twice", n)
				}
				if texts[n] = src; atOnce {
					inForce = n
				}
				continue
			}
			n := rapid.IntRange(0, 7).Draw(t, "number")
			if err := w.SetDefaultVersion(p, n); (err == nil) != (texts[n] != "") {
				t.Fatalf("version %d of %v: %v", n, texts, err)
			} else if err == nil {
				inForce = n
			}
		}
		src, _ := w.PolicyText(p.ARN())
		if p.Default != inForce || src != texts[inForce] {
			t.Fatalf("version %d is in force with %q, want %d", p.Default, src, inForce)
		}
		for _, v := range p.Others {
			if v.Document != texts[v.Number] || v.Number == p.Default {
				t.Fatalf("version %d has the text %q", v.Number, v.Document)
			}
		}
		if len(p.Others)+1 != len(texts) {
			t.Fatalf("%d versions are kept of %d", len(p.Others)+1, len(texts))
		}
	})
}

// TestSealed: what one world sealed it reads again for the same purpose, and nobody
// else does.
func TestSealed(t *testing.T) {
	w, other := company(t), world.New(env("other"))
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOf(rapid.Byte()).Draw(t, "data")
		text, err := w.Seal("message", data)
		if err != nil {
			t.Fatal(err)
		}
		if back, ok := w.Unseal("message", text); !ok || !bytes.Equal(back, data) {
			t.Fatalf("it comes back as %x", back)
		}
		i := rapid.IntRange(0, len(text)-1).Draw(t, "place")
		for _, foreign := range []string{text[:i], text[:i] + "!" + text[i+1:]} {
			if _, ok := w.Unseal("message", foreign); ok {
				t.Fatalf("%q is read as well", foreign)
			}
		}
		if _, ok := w.Unseal("cookie", text); ok {
			t.Fatal("it is read for another purpose")
		}
		if _, ok := other.Unseal("message", text); ok {
			t.Fatal("another world reads it")
		}
	})
}

func TestOutboundKeys(t *testing.T) {
	w := company(t)
	one, err := w.OutboundKey("https://1.tokens.example")
	must(t, err)
	again, err := w.OutboundKey("https://1.tokens.example")
	must(t, err)
	two, err := w.OutboundKey("https://2.tokens.example")
	must(t, err)
	if !one.Equal(again) || one.Equal(two) || one.Curve.Params().BitSize != 384 {
		t.Error("an issuer has one P-384 key of its own")
	}
}

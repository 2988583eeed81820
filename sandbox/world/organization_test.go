package world_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
)

// The paths are those of aws:PrincipalOrgPaths; see "Understand the AWS Organizations
// entity path" in the IAM User Guide.
func TestOrganizationTree(t *testing.T) {
	o := company(t).Organization()
	work, live := world.OUID("Work"), world.OUID("Live")
	id := func(n *world.Node) string {
		if n == nil {
			return ""
		}
		return n.ID
	}
	for _, tt := range []struct {
		id, node, parent, path string
		depth                  int
		has                    bool
	}{
		{"r-exam", "r-exam", "", "o-exampleorgid/r-exam/", 0, false},
		{work, work, "r-exam", "o-exampleorgid/r-exam/" + work + "/", 1, false},
		{live, live, work, "o-exampleorgid/r-exam/" + work + "/" + live + "/", 2, false},
		{production, "", live, "o-exampleorgid/r-exam/" + work + "/" + live + "/", -1, true},
		{tools, "", "r-exam", "o-exampleorgid/r-exam/", -1, true},
		{management, "", "r-exam", "o-exampleorgid/r-exam/", -1, true},
		{outside, "", "", "o-exampleorgid/r-exam/", -1, false},
	} {
		if got := id(o.Node(tt.id)); got != tt.node {
			t.Errorf("Node(%s) is %q, want %q", tt.id, got, tt.node)
		}
		if got := id(o.Parent(tt.id)); got != tt.parent {
			t.Errorf("Parent(%s) is %q, want %q", tt.id, got, tt.parent)
		}
		if got := o.Path(tt.id); got != tt.path {
			t.Errorf("Path(%s) is %q, want %q", tt.id, got, tt.path)
		}
		if got := o.Depth(tt.id); got != tt.depth {
			t.Errorf("Depth(%s) is %d, want %d", tt.id, got, tt.depth)
		}
		if got := o.Has(tt.id); got != tt.has {
			t.Errorf("Has(%s) is %t, want %t", tt.id, got, tt.has)
		}
	}
	var walked []string
	o.Root.Walk(func(n *world.Node) { walked = append(walked, n.Name) })
	if diff := cmp.Diff([]string{"Root", "Work", "Live"}, walked); diff != "" || o.Root.Units() != 2 {
		t.Errorf("%d units: %s", o.Root.Units(), diff)
	}
}

func TestNoOrganizationHasNothing(t *testing.T) {
	for name, o := range map[string]*world.Organization{"none": nil, "one without a root": {ID: "o-exampleorgid"}} {
		scps, rcps := o.Attachments("r-exam")
		if o.Node("r-exam") != nil || o.Parent(tools) != nil || o.Depth("r-exam") != -1 || o.Has(tools) || scps != nil || rcps != nil {
			t.Errorf("%s: it has something", name)
		}
	}
	if (&world.Organization{ID: "o-exampleorgid"}).Path(tools) != "o-exampleorgid/" {
		t.Error("without a root the path is the organization's id alone")
	}
}

func TestAttachments(t *testing.T) {
	o := company(t).Organization()
	for _, id := range []string{"r-exam", world.OUID("Live"), production} {
		scps, rcps := o.Attachments(id)
		if scps == nil || rcps == nil {
			t.Fatalf("%s takes no policies", id)
		}
		*scps, *rcps = []string{"NoS3"}, []string{"NoS3"}
	}
	live := o.Node(world.OUID("Live"))
	if len(o.Root.SCPs) != 1 || len(live.SCPs) != 1 || len(live.Accounts[0].RCPs) != 1 {
		t.Error("what was attached isn't in the tree")
	}
	if scps, _ := o.Attachments(outside); scps != nil {
		t.Error("an account outside takes policies")
	}
}

func TestAdministrators(t *testing.T) {
	o := company(t).Organization()
	o.Delegated = map[string][]string{"iam.amazonaws.com": {tools}}
	for _, tt := range []struct {
		account, service       string
		administers, delegated bool
	}{
		{management, "iam.amazonaws.com", true, false},
		{tools, "iam.amazonaws.com", true, true},
		{tools, "sso.amazonaws.com", false, true},
		{production, "iam.amazonaws.com", false, false},
	} {
		if o.Administers(tt.account, tt.service) != tt.administers || o.Delegates(tt.account) != tt.delegated {
			t.Errorf("%s and %s: got %t and %t", tt.account, tt.service, o.Administers(tt.account, tt.service), o.Delegates(tt.account))
		}
	}
	if (*world.Organization)(nil).Administers(management, "iam.amazonaws.com") {
		t.Error("no organization is administered by nobody")
	}
}

// Organizations UG: "Inheritance and SCPs": FullAWSAccess is attached until it is
// taken away; "RCP evaluation": RCPFullAWSAccess stays attached.
func TestEffectivePoliciesOfANode(t *testing.T) {
	for _, tt := range []struct{ listed, scps, rcps []string }{
		{nil, []string{"FullAWSAccess"}, []string{"RCPFullAWSAccess"}},
		{[]string{"NoS3"}, []string{"NoS3"}, []string{"RCPFullAWSAccess", "NoS3"}},
		{[]string{"RCPFullAWSAccess", "NoS3"}, []string{"RCPFullAWSAccess", "NoS3"}, []string{"RCPFullAWSAccess", "NoS3"}},
	} {
		if diff := cmp.Diff(tt.scps, world.EffectiveSCPs(tt.listed)); diff != "" {
			t.Errorf("SCPs %v: %s", tt.listed, diff)
		}
		if diff := cmp.Diff(tt.rcps, world.EffectiveRCPs(tt.listed)); diff != "" {
			t.Errorf("RCPs %v: %s", tt.listed, diff)
		}
	}
}

// An attached policy of the organization can't be taken away; one that is attached
// nowhere can.
func TestAttachedControlsStay(t *testing.T) {
	for _, tt := range []struct{ on string }{{"r-exam"}, {world.OUID("Live")}, {production}} {
		for _, class := range []string{"scps", "rcps"} {
			w := company(t)
			scps, rcps := w.Organization().Attachments(tt.on)
			list := scps
			if class == "rcps" {
				list = rcps
			}
			*list = []string{"NoS3"}
			if err := w.RemoveDocument("organization/" + class + "/NoS3.json"); err == nil {
				t.Errorf("%s on %s: it was removed", class, tt.on)
			}
			*list = nil
			if err := w.RemoveDocument("organization/" + class + "/NoS3.json"); err != nil {
				t.Errorf("%s on nothing: %v", class, err)
			}
		}
	}
}

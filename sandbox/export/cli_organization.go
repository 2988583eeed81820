package export

import (
	"maps"
	"slices"

	"rolecall/sandbox/world"
)

// organization writes the tree and its policies. The policies are attached at the
// very end, for from then on they bind whoever builds.
func (s *script) organization() {
	if s.org == nil || s.org.Root == nil {
		return
	}
	s.title("The organization. Its policies come last: once attached, they bind you too.")
	s.comment("Accounts join by invitation (`aws organizations invite-account-to-organization`) or are made in it; here they are taken to be members.")
	s.as(s.org.Management)
	s.comment("If you have an organization already, leave this line out.")
	s.aws("organizations create-organization", opt("--feature-set", "ALL"))
	root := s.capture("root", "Roots[0].Id", "organizations list-roots")
	ids := map[string]string{s.org.Root.ID: root}
	for _, typ := range s.policyTypes() {
		s.aws("organizations enable-policy-type", ref("--root-id", root), opt("--policy-type", typ))
	}
	s.units(s.org.Root, root, ids)
	s.access()
	made := map[string]string{}
	for _, f := range s.w.Files() {
		if f.Class != "scps" && f.Class != "rcps" || f.Name == world.FullAccess {
			continue
		}
		src, _ := s.document(f.Path)
		typ := "SERVICE_CONTROL_POLICY"
		if f.Class == "rcps" {
			typ = "RESOURCE_CONTROL_POLICY"
		}
		made[f.Class+" "+f.Name] = s.capture(f.Class[:3]+"_"+f.Name, "Policy.PolicySummary.Id", "organizations create-policy",
			opt("--name", f.Name), opt("--description", f.Name), opt("--type", typ), opt("--content", src))
	}
	s.attach(s.org.Root, ids, made)
}

// policyTypes are the types of policy that are enabled at the root.
func (p *plan) policyTypes() []string {
	return slices.DeleteFunc([]string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}, func(t string) bool { return slices.Contains(p.org.PoliciesOff, t) })
}

// access has AWS services work across the organization, and says who administers
// them and root access in it.
func (s *script) access() {
	for _, service := range s.org.Services {
		s.aws("organizations enable-aws-service-access", opt("--service-principal", service))
	}
	for _, service := range slices.Sorted(maps.Keys(s.org.Delegated)) {
		for _, account := range s.org.Delegated[service] {
			s.aws("organizations register-delegated-administrator", opt("--account-id", account), opt("--service-principal", service))
		}
	}
	for _, f := range s.org.RootFeatures {
		switch f {
		case world.RootSessions:
			s.aws("iam enable-organizations-root-sessions")
		case world.RootCredentialsManagement:
			s.aws("iam enable-organizations-root-credentials-management")
		}
	}
}

// units makes the units under a node and moves accounts where they belong; ids
// are the variables that hold a node's id.
func (s *script) units(n *world.Node, parent string, ids map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		ou := n.OUs[name]
		v := s.capture("ou_"+name, "OrganizationalUnit.Id", "organizations create-organizational-unit", ref("--parent-id", parent), opt("--name", name))
		ids[ou.ID] = v
		for _, a := range ou.Accounts {
			s.aws("organizations move-account", opt("--account-id", a.ID), ref("--source-parent-id", ids[s.org.Root.ID]), ref("--destination-parent-id", v))
		}
		s.units(ou, v, ids)
	}
}

// attach hangs the policies on a node, its accounts and all below.
func (s *script) attach(n *world.Node, ids, made map[string]string) {
	for _, a := range n.Accounts {
		s.controlsOf(opt("--target-id", a.ID), a.SCPs, a.RCPs, made)
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		s.attach(n.OUs[name], ids, made)
	}
	s.controlsOf(ref("--target-id", ids[n.ID]), n.SCPs, n.RCPs, made)
}

func (s *script) controlsOf(target arg, scps, rcps []string, made map[string]string) {
	for _, name := range rcps {
		if v := made["rcps "+name]; v != "" {
			s.aws("organizations attach-policy", ref("--policy-id", v), target)
		}
	}
	for _, name := range world.EffectiveSCPs(scps) {
		if v := made["scps "+name]; v != "" {
			s.aws("organizations attach-policy", ref("--policy-id", v), target)
		}
	}
	if !slices.Contains(world.EffectiveSCPs(scps), world.FullAccess) {
		s.aws("organizations detach-policy", opt("--policy-id", "p-"+world.FullAccess), target)
	}
}

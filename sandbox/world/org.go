package world

import (
	"maps"
	"slices"
)

// Organization is an AWS organization: a tree of nodes whose leaves are
// accounts. Policies are the documents organization/scps/NAME.json and
// organization/rcps/NAME.json.
type Organization struct {
	ID         string `json:"id"` // o-…
	Management string `json:"management"`
	Root       *Node  `json:"root"`

	// RootFeatures are the parts of centralized root access that are on:
	// RootSessions, RootCredentialsManagement.
	RootFeatures []string `json:"rootFeatures,omitempty"`
	// Services have trusted access: iam.amazonaws.com and its like.
	Services []string `json:"services,omitempty"`
	// Delegated are the administrators by service principal: account ids.
	Delegated map[string][]string `json:"delegated,omitempty"`
	// PoliciesOff are the types of policy that are disabled at the root, as
	// Organizations writes them: SERVICE_CONTROL_POLICY, RESOURCE_CONTROL_POLICY.
	PoliciesOff []string `json:"policiesOff,omitempty"`
}

// The parts of centralized root access; see "Centralize root access for member
// accounts" in the IAM User Guide.
const (
	RootSessions              = "RootSessions"
	RootCredentialsManagement = "RootCredentialsManagement"
)

// Administers reports whether an account is the organization's management
// account or was delegated the administration of a service.
func (o *Organization) Administers(account, service string) bool {
	return o != nil && (account == o.Management || slices.Contains(o.Delegated[service], account))
}

// Delegates reports whether an account was delegated the administration of any service.
func (o *Organization) Delegates(account string) bool {
	for _, accounts := range o.Delegated {
		if slices.Contains(accounts, account) {
			return true
		}
	}
	return false
}

// FullAccess is the SCP that AWS attaches to every node and account of an
// organization until it is taken away.
const FullAccess = "FullAWSAccess"

// FullAccessDocument is the text of FullAWSAccess.
const FullAccessDocument = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

// FullResourceAccess is the RCP that AWS attaches to the root, every unit and every
// account while RCPs are enabled, and that nobody can detach. It allows nothing by
// itself. See "RCP evaluation" in the AWS Organizations User Guide.
const FullResourceAccess = "RCPFullAWSAccess"

// FullResourceAccessDocument is the text of RCPFullAWSAccess.
const FullResourceAccessDocument = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}`

// EffectiveRCPs are the RCPs that hang on a node or account: RCPFullAWSAccess and
// those listed.
func EffectiveRCPs(listed []string) []string {
	own := slices.DeleteFunc(slices.Clone(listed), func(name string) bool { return name == FullResourceAccess })
	return append([]string{FullResourceAccess}, own...)
}

// EffectiveSCPs are the SCPs that hang on a node or account: those listed, and
// FullAWSAccess where none is.
func EffectiveSCPs(listed []string) []string {
	if len(listed) == 0 {
		return []string{FullAccess}
	}
	return listed
}

// Node is the organization's root or an organizational unit. An empty list of
// SCPs means FullAWSAccess alone, as AWS attaches it at the start.
type Node struct {
	ID       string           `json:"id"` // r-… or ou-…
	Name     string           `json:"name"`
	SCPs     []string         `json:"scps,omitempty"`
	RCPs     []string         `json:"rcps,omitempty"`
	Accounts []*NodeAccount   `json:"accounts,omitempty"`
	OUs      map[string]*Node `json:"ous,omitempty"`
}

// NodeAccount is an account's place in the tree, with what is attached to the
// account itself.
type NodeAccount struct {
	ID   string   `json:"id"`
	SCPs []string `json:"scps,omitempty"`
	RCPs []string `json:"rcps,omitempty"`
}

// Organization returns the world's organization; nil when it has none.
func (w *World) Organization() *Organization { return w.state.Organization }

// SetOrganization gives the world an organization.
func (w *World) SetOrganization(o *Organization) { w.state.Organization = o; w.changed() }

// level is one step of the way from the root to an account.
type level struct {
	scps, rcps []string
}

// levels is the way from the root to an account, the account itself last; nil
// when the account is in no organization.
func (o *Organization) levels(account string) []level {
	if o == nil || o.Root == nil {
		return nil
	}
	return o.Root.find(account)
}

func (n *Node) find(account string) []level {
	here := level{n.SCPs, n.RCPs}
	for _, a := range n.Accounts {
		if a.ID == account {
			return []level{here, {a.SCPs, a.RCPs}}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		if rest := n.OUs[name].find(account); rest != nil {
			return append([]level{here}, rest...)
		}
	}
	return nil
}

// Has reports whether the account is a member, the management account included.
func (o *Organization) Has(account string) bool {
	return o != nil && (account == o.Management || o.levels(account) != nil)
}

// same reports whether two accounts are members of it.
func (o *Organization) same(a, b string) bool { return o.Has(a) && o.Has(b) }

func (n *Node) uses(policy string, rcp bool) bool {
	list := func(s, r []string) bool {
		if rcp {
			return slices.Contains(r, policy)
		}
		return slices.Contains(s, policy)
	}
	if list(n.SCPs, n.RCPs) {
		return true
	}
	for _, a := range n.Accounts {
		if list(a.SCPs, a.RCPs) {
			return true
		}
	}
	for _, ou := range n.OUs {
		if ou.uses(policy, rcp) {
			return true
		}
	}
	return false
}

// OUID is the id of an organizational unit, made from its name.
func OUID(name string) string { return "ou-exam-" + ControlID(name)[2:] }

// Attachments are the lists of SCPs and RCPs on the root, the unit or the account
// with the id, to be read or changed; nil when there is none.
func (o *Organization) Attachments(id string) (scps, rcps *[]string) {
	if o == nil || o.Root == nil {
		return nil, nil
	}
	return o.Root.attachments(id)
}

func (n *Node) attachments(id string) (scps, rcps *[]string) {
	if n.ID == id {
		return &n.SCPs, &n.RCPs
	}
	for _, a := range n.Accounts {
		if a.ID == id {
			return &a.SCPs, &a.RCPs
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		if s, r := n.OUs[name].attachments(id); s != nil {
			return s, r
		}
	}
	return nil, nil
}

package sts

import (
	"cmp"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/world"
)

// NodeKind says what a node of a [Graph] is.
type NodeKind string

// The kinds of node, in the order in which a graph lists them.
const (
	NodeUser     NodeKind = "user"
	NodeRole     NodeKind = "role"
	NodeService  NodeKind = "service"
	NodeProvider NodeKind = "provider" // SAML or OIDC
	NodeAccount  NodeKind = "account"  // an account that is trusted and not in the world
	NodeAnybody  NodeKind = "anybody"  // whoever has an AWS account
)

var nodeOrder = []NodeKind{NodeUser, NodeRole, NodeService, NodeProvider, NodeAccount, NodeAnybody}

// Graph is who can become whom in a world: each user, role, service and provider
// and the roles that it can assume.
type Graph struct {
	Nodes    []GraphNode `json:"nodes"`    // by kind, then by id; never nil
	Edges    []GraphEdge `json:"edges"`    // in the order of their nodes; never nil
	Paths    []GraphPath `json:"paths"`    // the shortest way from each node to each role that it can reach; never nil
	Complete bool        `json:"complete"` // false: the world is too large and the graph was cut off
}

// GraphNode is a principal.
type GraphNode struct {
	ID      string   `json:"id"` // an ARN, a service's name, account:ID or anybody
	Kind    NodeKind `json:"kind"`
	Name    string   `json:"name"`
	Account string   `json:"account,omitempty"`
}

// GraphEdge says that From can assume To, a role.
type GraphEdge struct {
	From       string          `json:"from"`
	To         string          `json:"to"`
	Action     string          `json:"action"`     // sts:AssumeRole or one of its kin
	Brings     []analyze.Need  `json:"brings"`     // what the call has to carry; never nil
	Notes      []string        `json:"notes"`      // what else to know; never nil
	MaxSeconds int64           `json:"maxSeconds"` // how long the session can last: 3600 at most from a role
	Sentence   string          `json:"sentence"`
	Because    string          `json:"because"`   // the engine's reason
	Document   string          `json:"document"`  // the path of the trust policy
	Statement  int             `json:"statement"` // the index of its statement that lets in
	Span       iam.Span        `json:"span"`
	Request    analyze.Request `json:"request"` // that was evaluated
	policies   *iam.Policies
}

// Policies are the policies that the edge's request was decided by.
func (e *GraphEdge) Policies() *iam.Policies { return e.policies }

// GraphPath is a way through one or more roles.
type GraphPath struct {
	From       string `json:"from"`
	To         string `json:"to"`
	Edges      []int  `json:"edges"`      // indexes into Edges, in order
	MaxSeconds int64  `json:"maxSeconds"` // how long the last session can last
	Sentence   string `json:"sentence"`
}

// Bounds of a graph. A world of 2 MB holds a few thousand roles at most.
const (
	maxGraphEdges = 10_000
	maxGraphPaths = 20_000
	maxGraphPairs = 100_000
	maxGraphAsks  = 10_000
)

// BuildGraph decides for every user, role (as a session of it), service and
// provider which roles it can assume, by the engine and as the world stands now.
// What a call would have to carry, such as MFA, an external id or a token's
// subject, is listed with the edge and was evaluated with those values. Whoever
// assumes a role goes on as its session: MFA is not carried on, and from a role a
// session lasts an hour at most ("Role chaining" in the IAM User Guide). Session
// tags and source identities of an earlier hop are not carried on here.
func BuildGraph(w *world.World) *Graph {
	g := &grapher{w: w, out: &Graph{Complete: true, Nodes: []GraphNode{}, Edges: []GraphEdge{}, Paths: []GraphPath{}}}
	g.gatherRoles()
	g.gatherSources()
	for _, s := range g.sources {
		g.out.Nodes = append(g.out.Nodes, s.node)
		for _, r := range g.roles {
			g.connect(s, r)
		}
	}
	g.walk()
	return g.out
}

type grapher struct {
	w       *world.World
	out     *Graph
	roles   []*graphRole
	sources []*graphSource
	pairs   int
	asks    int
}

// graphRole is a role with what decides on its side.
type graphRole struct {
	role   *world.Role
	target world.Target
	trust  *iam.Policy
	rcps   [][]*iam.Policy
	names  []iam.ClausePrincipal // whom its Allows name
}

// graphSource is a node that may assume roles.
type graphSource struct {
	node    GraphNode
	callers []*graphCaller // a role has one for each session name that matters
}

type graphCaller struct {
	principal string
	access    *world.Access // nil outside the world
	own       iam.Policies
	session   string // the session name, where it matters
	role      string // the ARN of a role outside the world, with its path
}

func (g *grapher) gatherRoles() {
	nobody := &world.Access{World: g.w, Time: g.w.Now(), Extra: world.Context{}}
	for _, a := range g.w.Accounts() {
		names := make([]string, 0, len(a.Roles))
		for name := range a.Roles {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			r := &graphRole{role: a.Roles[name], target: a.Roles[name].TrustTarget()}
			p := nobody.PoliciesOf(r.target)
			if r.trust, r.rcps = p.Resource, p.RCPs; r.trust == nil {
				continue
			}
			for _, cl := range r.trust.Clauses() {
				if cl.Effect == iam.Allow {
					r.names = append(r.names, cl.Principals...)
				}
			}
			g.roles = append(g.roles, r)
		}
	}
}

func (g *grapher) gatherSources() {
	for _, a := range g.w.Accounts() {
		for _, u := range a.Users {
			who := world.Identity{Type: world.IdentityUser, ARN: u.ARN(), Account: u.Account, UserID: u.ID, User: u}
			g.add(GraphNode{u.ARN(), NodeUser, u.Name, u.Account}, g.caller(who, ""))
		}
		for _, r := range a.Roles {
			g.addRole(r)
		}
		for _, p := range a.OIDCProviders {
			g.add(GraphNode{p.ARN(), NodeProvider, p.URL, p.Account}, &graphCaller{principal: p.ARN()})
		}
		for _, p := range a.SAMLProviders {
			g.add(GraphNode{p.ARN(), NodeProvider, p.Name, p.Account}, &graphCaller{principal: p.ARN()})
		}
	}
	for _, r := range g.roles {
		for _, n := range r.names {
			g.addNamed(n)
		}
	}
	slices.SortFunc(g.sources, func(a, b *graphSource) int {
		return cmp.Or(slices.Index(nodeOrder, a.node.Kind)-slices.Index(nodeOrder, b.node.Kind), strings.Compare(a.node.ID, b.node.ID))
	})
}

func (g *grapher) add(n GraphNode, callers ...*graphCaller) {
	if !slices.ContainsFunc(g.sources, func(s *graphSource) bool { return s.node.ID == n.ID }) {
		g.sources = append(g.sources, &graphSource{n, callers})
	}
}

// addRole adds a role as its sessions: one of any name, and those that trust
// policies name.
func (g *grapher) addRole(r *world.Role) {
	names := []string{"session"}
	prefix := "arn:aws:sts::" + r.Account + ":assumed-role/" + r.Name + "/"
	for _, to := range g.roles {
		for _, n := range to.names {
			if name, ok := strings.CutPrefix(n.Value, prefix); ok && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	var callers []*graphCaller
	for i, name := range names {
		who := world.Identity{
			Type: world.IdentityRole, ARN: prefix + name, Account: r.Account, UserID: r.ID + ":" + name, Role: r,
			Session: &world.Session{Kind: world.SessionRole, Account: r.Account, Role: r.Name, Name: name, PrincipalID: r.ID, Issued: g.w.Now()},
		}
		if i == 0 {
			name = ""
		}
		callers = append(callers, g.caller(who, name))
	}
	g.add(GraphNode{r.ARN(), NodeRole, r.Name, r.Account}, callers...)
}

// caller takes up the caller's own side once for all roles.
func (g *grapher) caller(who world.Identity, session string) *graphCaller {
	a := &world.Access{World: g.w, Who: who, Time: g.w.Now(), Extra: world.Context{}}
	p := *a.PoliciesOf(world.Target{ARN: "*", Account: who.Account})
	p.RCPs = nil
	return &graphCaller{principal: who.Principal(), access: a, own: p, session: session}
}

// addNamed adds whom a trust policy names and the world doesn't hold.
func (g *grapher) addNamed(n iam.ClausePrincipal) {
	switch {
	case n.Value == "*":
		g.add(GraphNode{"anybody", NodeAnybody, "anyone with an AWS account", ""}, g.outsider(g.freeAccount()))
	case n.Sort == "Service":
		who := world.Identity{Type: world.IdentityService, ARN: n.Value}
		g.add(GraphNode{n.Value, NodeService, n.Value, ""}, g.caller(who, ""))
	case n.Sort == "Federated":
		if !strings.HasPrefix(n.Value, "arn:") {
			g.add(GraphNode{n.Value, NodeProvider, n.Value, ""}, &graphCaller{principal: n.Value})
		}
	case n.Sort == "AWS":
		g.addAccount(n.Value)
	}
}

// addAccount adds an account that the world doesn't hold.
func (g *grapher) addAccount(value string) {
	id := value
	if parts := strings.SplitN(value, ":", 6); len(parts) == 6 {
		id = parts[4]
		if g.w.Account(id) == nil && parts[5] != "root" {
			g.addForeign(value, id, parts[5])
			return
		}
		if parts[5] != "root" {
			return
		}
	}
	if len(id) == 12 && g.w.Account(id) == nil {
		g.add(GraphNode{"account:" + id, NodeAccount, "account " + id, id}, g.outsider(id))
	}
}

// addForeign adds a user or role of an account that the world doesn't hold.
func (g *grapher) addForeign(arn, account, resource string) {
	kind, rest, _ := strings.Cut(resource, "/")
	name := rest[strings.LastIndexByte(rest, '/')+1:]
	switch kind {
	case "user":
		g.add(GraphNode{arn, NodeUser, name, account}, outside(arn))
	case "role":
		c := outside("arn:aws:sts::" + account + ":assumed-role/" + name + "/session")
		c.role = arn
		g.add(GraphNode{arn, NodeRole, name, account}, c)
	case "assumed-role":
		role, _, _ := strings.Cut(rest, "/")
		g.add(GraphNode{arn, NodeRole, role, account}, outside(arn))
	}
}

const allowEverything = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`

// outsider is a user of an account about which nothing is known; its own side is
// assumed to say yes.
func (g *grapher) outsider(account string) *graphCaller {
	return outside("arn:aws:iam::" + account + ":user/someone")
}

func outside(arn string) *graphCaller {
	p, _ := iam.Parse(iam.KindIdentity, "assumed", []byte(allowEverything))
	return &graphCaller{principal: arn, own: iam.Policies{Identity: []*iam.Policy{p}}}
}

// freeAccount is an account that nobody in the world knows.
func (g *grapher) freeAccount() string {
	for _, id := range []string{"999999999999", "888888888888", "666666666666", "555555555555"} {
		if g.w.Account(id) == nil && !g.namesAccount(id) {
			return id
		}
	}
	return "000000000000"
}

func (g *grapher) namesAccount(id string) bool {
	for _, r := range g.roles {
		for _, n := range r.names {
			if strings.Contains(n.Value, id) {
				return true
			}
		}
	}
	return false
}

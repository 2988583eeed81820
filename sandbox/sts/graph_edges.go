package sts

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/world"
)

// connect adds an edge if the source can assume the role.
func (g *grapher) connect(s *graphSource, r *graphRole) {
	if g.pairs++; g.pairs > maxGraphPairs || len(g.out.Edges) >= maxGraphEdges {
		g.out.Complete = false
		return
	}
	for _, c := range s.callers {
		if e, ok := g.edge(s, c, r); ok {
			g.out.Edges = append(g.out.Edges, e)
			return
		}
	}
}

func actionOf(kind NodeKind, principal string) string {
	switch {
	case kind != NodeProvider:
		return "sts:AssumeRole"
	case strings.Contains(principal, ":saml-provider/"):
		return "sts:AssumeRoleWithSAML"
	}
	return "sts:AssumeRoleWithWebIdentity"
}

func (g *grapher) edge(s *graphSource, c *graphCaller, r *graphRole) (e GraphEdge, ok bool) {
	action := actionOf(s.node.Kind, c.principal)
	req := analyze.Request{Principal: c.principal, Action: action, Resource: r.target.ARN, ResourceAccount: r.target.Account}
	if ready, err := req.Ready(); err != nil || !named(r.trust, ready) {
		return e, false
	}
	if g.asks++; g.asks > maxGraphAsks {
		g.out.Complete = false
		return e, false
	}
	req.Context = g.context(c, r, action)
	p := c.own
	p.Resource, p.RCPs = r.trust, r.rcps
	needs, asked, ok := analyze.Bring(req, &p)
	if !ok || !g.possible(needs) || !g.alsoAllowed(asked, needs, &p) {
		return e, false
	}
	ready, err := asked.Ready()
	if err != nil {
		return e, false
	}
	e = GraphEdge{
		From: s.node.ID, To: r.target.ARN, Action: action, Brings: needs, Notes: []string{}, MaxSeconds: r.role.MaxSession,
		Because: iam.Explain(ready, &p).Sentence, Document: r.role.TrustPath(), Request: asked, policies: &p,
	}
	if e.Brings == nil {
		e.Brings = []analyze.Need{}
	}
	for _, st := range r.trust.Statements() {
		if st.Effect == iam.Allow && r.trust.MatchClause(st.Index, ready, false).All() {
			e.Statement, e.Span = st.Index, st.Span
			break
		}
	}
	g.note(s, c, &e)
	e.Sentence = edgeSentence(s, r, &e)
	return e, true
}

// named reports whether some Allow is about the caller and the action at all.
func named(trust *iam.Policy, r *iam.Request) bool {
	for _, st := range trust.Statements() {
		if m := trust.MatchClause(st.Index, r, false); st.Effect == iam.Allow && m.Principal && m.Action {
			return true
		}
	}
	return false
}

// context is what a call carries without being asked. Of callers outside the
// world little is known.
func (g *grapher) context(c *graphCaller, r *graphRole, action string) map[string][]string {
	if c.access != nil {
		extra := world.Context{}
		if action == "sts:AssumeRole" {
			extra["sts:RoleSessionName"] = []string{"session"}
		}
		return c.access.ContextOf(r.target, extra)
	}
	ctx := map[string][]string{
		"aws:CurrentTime": {g.w.Now().Format(time.RFC3339)}, "aws:SecureTransport": {"true"}, "aws:SourceIp": {world.DefaultSourceIP},
		"aws:ResourceAccount": {r.target.Account},
	}
	who, err := iam.ParsePrincipal(c.principal)
	if err != nil || who.Account() == "" || who.Type() == iam.PrincipalSAML || who.Type() == iam.PrincipalOIDC {
		return ctx
	}
	ctx["aws:PrincipalIsAWSService"] = []string{"false"}
	ctx["aws:PrincipalArn"], ctx["aws:PrincipalAccount"] = []string{c.principal}, []string{who.Account()}
	if who.Type() == iam.PrincipalAssumedRole {
		ctx["aws:PrincipalArn"] = []string{cmp.Or(c.role, "arn:aws:iam::"+who.Account()+":role/"+who.Name())}
		ctx["aws:PrincipalType"], ctx["aws:TokenIssueTime"] = []string{"AssumedRole"}, ctx["aws:CurrentTime"]
		return ctx
	}
	ctx["aws:username"], ctx["aws:PrincipalType"] = []string{who.Name()}, []string{"User"}
	return ctx
}

// possible refuses what lies in the past.
func (g *grapher) possible(needs []analyze.Need) bool {
	for _, n := range needs {
		if strings.EqualFold(n.Key, "aws:CurrentTime") && len(n.Values) == 1 {
			if t, err := time.Parse(time.RFC3339, n.Values[0]); err == nil && t.Before(g.w.Now()) {
				return false
			}
		}
	}
	return true
}

// alsoAllowed asks for the authorizations that session tags and a source
// identity need of their own.
func (g *grapher) alsoAllowed(req analyze.Request, needs []analyze.Need, p *iam.Policies) bool {
	ask := func(action string) bool {
		req.Action = action
		r, err := req.Ready()
		return err == nil && iam.Evaluate(r, p).Decision == iam.Allowed
	}
	for _, n := range needs {
		switch low := strings.ToLower(n.Key); {
		case len(n.Values) == 0:
		case low == "aws:tagkeys", low == "sts:transitivetagkeys", strings.HasPrefix(low, "aws:requesttag/"):
			if !ask("sts:TagSession") {
				return false
			}
		case low == "sts:sourceidentity":
			if !ask("sts:SetSourceIdentity") {
				return false
			}
		}
	}
	return true
}

// note says what else there is to know of an edge.
func (g *grapher) note(s *graphSource, c *graphCaller, e *GraphEdge) {
	if s.node.Kind == NodeRole && e.MaxSeconds > chainedRoleSession {
		e.MaxSeconds = chainedRoleSession
		e.Notes = append(e.Notes, "From a role the session lasts an hour at most; asking for more fails.")
	}
	if c.session != "" {
		e.Notes = append(e.Notes, "Only the session named "+c.session+" is trusted.")
	}
	mfa := slices.ContainsFunc(e.Brings, func(n analyze.Need) bool { return strings.EqualFold(n.Key, "aws:MultiFactorAuthPresent") })
	if mfa && c.access != nil && c.access.Who.User != nil && len(c.access.Who.User.MFA) == 0 {
		e.Notes = append(e.Notes, s.node.Name+" has no MFA device yet.")
	}
	switch s.node.Kind {
	case NodeAccount, NodeAnybody:
		e.Notes = append(e.Notes, "The account isn't part of this world; its own policies are assumed to say yes.")
	case NodeUser, NodeRole:
		if c.access == nil {
			e.Notes = append(e.Notes, "It isn't part of this world; its own policies are assumed to say yes.")
		}
	case NodeService, NodeProvider:
	}
}

func edgeSentence(s *graphSource, r *graphRole, e *GraphEdge) string {
	who := s.node.Name
	switch s.node.Kind {
	case NodeAccount:
		who = "Anyone in " + s.node.Account
	case NodeAnybody:
		who = "Anyone with an AWS account"
	case NodeRole:
		who = "A session of " + s.node.Name
	case NodeProvider:
		who = "Whoever " + s.node.Name + " vouches for"
	case NodeUser, NodeService:
	}
	text := who + " can assume " + r.role.Name
	for i, n := range e.Brings {
		if i > 0 {
			text += " and"
		}
		text += " " + n.Words
	}
	return text + "."
}

// walk finds the shortest way from each node to each role, hop by hop.
func (g *grapher) walk() {
	from := map[string][]int{}
	for i, e := range g.out.Edges {
		from[e.From] = append(from[e.From], i)
	}
	names := map[string]string{}
	for _, n := range g.out.Nodes {
		names[n.ID] = n.Name
	}
	for _, n := range g.out.Nodes {
		if !g.walkFrom(n, from, names) {
			g.out.Complete = false
			return
		}
	}
}

func (g *grapher) walkFrom(n GraphNode, from map[string][]int, names map[string]string) bool {
	seen := map[string]bool{n.ID: true}
	level := [][]int{nil}
	at := []string{n.ID}
	for len(level) > 0 {
		var next [][]int
		var nextAt []string
		for i, way := range level {
			for _, edge := range from[at[i]] {
				to := g.out.Edges[edge].To
				if seen[to] {
					continue
				}
				seen[to] = true
				if len(g.out.Paths) >= maxGraphPaths {
					return false
				}
				longer := append(slices.Clone(way), edge)
				g.out.Paths = append(g.out.Paths, g.path(n, longer, names))
				next, nextAt = append(next, longer), append(nextAt, to)
			}
		}
		level, at = next, nextAt
	}
	return true
}

func (g *grapher) path(n GraphNode, edges []int, names map[string]string) GraphPath {
	last := g.out.Edges[edges[len(edges)-1]]
	p := GraphPath{From: n.ID, To: last.To, Edges: edges, MaxSeconds: last.MaxSeconds}
	var via []string
	for _, i := range edges[:len(edges)-1] {
		via = append(via, names[g.out.Edges[i].To])
	}
	p.Sentence = names[n.ID] + " can become " + names[last.To]
	if len(via) == 0 {
		p.Sentence += " directly."
		return p
	}
	p.Sentence += " by way of " + strings.Join(via, ", then ") + "; each hop from a role lasts an hour at most."
	return p
}

package iam

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
)

// lineReader reads one request of eval. The strings of what it returns are
// pieces of the line, so they last as long as the line does.
type lineReader struct {
	src   string
	cache *documentCache
	named bool // policies are to carry their names
	nodes []node
	id    string
	hasID bool

	message string   // the first fault
	apart   []span32 // documents, and members that eval ignores
}

type span32 struct{ start, end int32 }

// maxLineDepth is how deep a line may nest; members that eval ignores may nest
// deeper than any policy.
const maxLineDepth = 256

func (d *lineReader) fail(format string, args ...any) {
	if d.message == "" {
		d.message = fmt.Sprintf(format, args...)
	}
}

// read returns the request and its policies, or what is wrong with the line.
func (d *lineReader) read() (*Request, *Policies, string) {
	fs := &faults{}
	s := &scanner{src: d.src, faults: fs, maxDepth: maxLineDepth, nodes: make([]node, 0, 16+len(d.src)/16)}
	ok := s.document()
	d.nodes = s.nodes
	if !ok {
		d.salvageID()
		f := fs.located(d.src)
		return nil, nil, "bad JSON at column " + strconv.Itoa(f[len(f)-1].Span.Start.Column) + ": " + f[len(f)-1].Message
	}
	root := &d.nodes[0]
	if root.kind != jsonObject {
		return nil, nil, "a request is a JSON object; this line is " + root.kind.label()
	}
	var m requestMembers
	for i := root.child; i != 0; i = d.nodes[i].next {
		if n := &d.nodes[i]; !m.set(n) {
			d.apart = append(d.apart, span32{n.start, n.end})
		}
	}
	r, p := d.request(&m)
	if twice := d.duplicates(fs); twice != "" {
		return nil, nil, twice
	}
	return r, p, d.message
}

// salvageID finds the id of a line whose JSON breaks off later.
func (d *lineReader) salvageID() {
	if len(d.nodes) == 0 || d.nodes[0].kind != jsonObject {
		return
	}
	for i := d.nodes[0].child; i != 0; i = d.nodes[i].next {
		if n := &d.nodes[i]; n.key == "id" && n.kind == jsonString {
			d.id, d.hasID = n.text, true
		}
	}
}

// duplicates reports names that appear twice, other than within documents,
// whose own faults those are, and within members that eval ignores.
func (d *lineReader) duplicates(fs *faults) string {
	if len(fs.list) == 0 {
		return ""
	}
	slices.SortFunc(d.apart, func(a, b span32) int { return int(a.start - b.start) })
	for _, f := range fs.list {
		at := int32(f.Span.Start.Offset)
		i := sort.Search(len(d.apart), func(i int) bool { return d.apart[i].end > at })
		if i == len(d.apart) || at < d.apart[i].start {
			return f.Message
		}
	}
	return ""
}

// requestMembers are the members of a request that eval knows.
type requestMembers struct {
	id, principal, action, resource, context, identity, boundary, session, own, scps, rcps *node
}

// set notes a member; it reports false for one that eval does not know.
func (m *requestMembers) set(n *node) bool {
	switch n.key {
	case "id":
		m.id = n
	case "principal":
		m.principal = n
	case "action":
		m.action = n
	case "resource":
		m.resource = n
	case "context":
		m.context = n
	case "identityPolicies":
		m.identity = n
	case "permissionsBoundary":
		m.boundary = n
	case "sessionPolicies":
		m.session = n
	case "resourcePolicy":
		m.own = n
	case "scps":
		m.scps = n
	case "rcps":
		m.rcps = n
	default:
		return false
	}
	return true
}

func (d *lineReader) request(m *requestMembers) (*Request, *Policies) {
	d.id = d.text(m.id, "id")
	d.hasID = m.id != nil && m.id.kind == jsonString
	principal, action := d.text(m.principal, "principal"), d.text(m.action, "action")
	var arn, account *node
	if m.resource == nil {
		d.fail("resource is missing")
	} else if d.is(m.resource, jsonObject, "resource") {
		for i := m.resource.child; i != 0; i = d.nodes[i].next {
			switch n := &d.nodes[i]; n.key {
			case "arn":
				arn = n
			case "account":
				account = n
			}
		}
	}
	resource, owner := d.text(arn, "resource.arn"), d.text(account, "resource.account")
	if d.message != "" {
		return nil, nil
	}
	r, err := newRequest(principal, action, resource, owner)
	if err != nil {
		d.fail("%s", err.Error())
		return nil, nil
	}
	d.context(r, m.context)
	p := &Policies{
		Identity: d.list(m.identity, KindIdentity, "identityPolicies"),
		Session:  d.list(m.session, KindSession, "sessionPolicies"),
		SCPs:     d.levels(m.scps, KindSCP, "scps"),
		RCPs:     d.levels(m.rcps, KindRCP, "rcps"),
	}
	if ps := d.list(m.boundary, KindBoundary, "permissionsBoundary"); len(ps) == 1 {
		p.Boundary = ps[0]
	} else if len(ps) > 1 {
		d.fail("permissionsBoundary holds %d policies; a user or role has one boundary at most", len(ps))
	}
	if present(m.own) {
		kind := KindResource
		if r.isTrust() {
			kind = KindTrust
		}
		p.Resource = d.policy(m.own, kind, "resourcePolicy", -1)
	}
	return r, p
}

// present reports whether an optional member is there; null counts as absent.
func present(n *node) bool { return n != nil && n.kind != jsonNull }

func (d *lineReader) is(n *node, kind jsonKind, where string) bool {
	if n.kind != kind {
		d.fail("%s is %s; it has to be %s", where, n.kind.label(), kind.label())
		return false
	}
	return true
}

// text reads a required string.
func (d *lineReader) text(n *node, where string) string {
	if n == nil {
		d.fail("%s is missing", where)
		return ""
	}
	if !d.is(n, jsonString, where) {
		return ""
	}
	return n.text
}

func (d *lineReader) context(r *Request, n *node) {
	if !present(n) || !d.is(n, jsonObject, "context") {
		return
	}
	total := 0
	for i := n.child; i != 0; i = d.nodes[i].next {
		total += int(d.nodes[i].count)
	}
	values := make([]string, 0, total)
	r.makeRoom(int(n.count))
	for i := n.child; i != 0; i = d.nodes[i].next {
		m := &d.nodes[i]
		if m.kind != jsonArray {
			d.is(m, jsonArray, "context, "+quote(m.key))
			return
		}
		from := len(values)
		for j := m.child; j != 0; j = d.nodes[j].next {
			v := &d.nodes[j]
			if v.kind != jsonString {
				d.is(v, jsonString, "a value of context, "+quote(m.key)+",")
				return
			}
			values = append(values, v.text)
		}
		r.add(m.key, values[from:len(values):len(values)])
	}
	if err := r.order(); err != nil {
		d.fail("%s", err.Error())
	}
}

func (d *lineReader) list(n *node, kind Kind, where string) []*Policy {
	if !present(n) || !d.is(n, jsonArray, where) || n.count == 0 {
		return nil
	}
	ps := make([]*Policy, 0, n.count)
	k := 0
	for i := n.child; i != 0; i = d.nodes[i].next {
		ps = append(ps, d.policy(&d.nodes[i], kind, where, k))
		k++
	}
	return ps
}

func (d *lineReader) levels(n *node, kind Kind, where string) [][]*Policy {
	if !present(n) || !d.is(n, jsonArray, where) || n.count == 0 {
		return nil
	}
	out := make([][]*Policy, 0, n.count)
	k := 0
	for i := n.child; i != 0; i = d.nodes[i].next {
		m := &d.nodes[i]
		level := fmt.Sprintf("%s[%d]", where, k)
		if !d.is(m, jsonArray, level) {
			return nil
		}
		out = append(out, d.list(m, kind, level))
		k++
	}
	return out
}

// policy reads {"name", "document"}; index is its place in a list, or -1.
func (d *lineReader) policy(n *node, kind Kind, list string, index int) *Policy {
	where := func() string {
		if index < 0 {
			return list
		}
		return list + "[" + strconv.Itoa(index) + "]"
	}
	if n.kind != jsonObject {
		d.is(n, jsonObject, where())
		return nil
	}
	var name string
	var doc *node
	for i := n.child; i != 0; i = d.nodes[i].next {
		switch m := &d.nodes[i]; m.key {
		case "name":
			if name = m.text; m.kind != jsonString {
				d.is(m, jsonString, where()+".name")
			}
		case "document":
			doc = m
		}
	}
	if doc == nil {
		d.fail("%s has no document", where())
		return nil
	}
	d.apart = append(d.apart, span32{doc.start, doc.end})
	c := d.cache.parse(kind, d.src[doc.start:doc.end])
	if c.policy == nil {
		d.fail("%s", describe(where(), name, c.faults))
		return nil
	}
	if !d.named {
		return c.policy
	}
	p := *c.policy
	p.name = name
	return &p
}

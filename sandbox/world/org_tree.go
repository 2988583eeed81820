package world

import (
	"maps"
	"slices"
)

// Node finds the root or a unit by its id; nil when there is none.
func (o *Organization) Node(id string) *Node {
	if o == nil || o.Root == nil {
		return nil
	}
	return o.Root.node(id)
}

func (n *Node) node(id string) *Node {
	if n.ID == id {
		return n
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		if found := n.OUs[name].node(id); found != nil {
			return found
		}
	}
	return nil
}

// Parent is the node above a unit or an account; nil when there is none. The
// management account stands under the root unless the tree says otherwise.
func (o *Organization) Parent(id string) *Node {
	if o == nil || o.Root == nil {
		return nil
	}
	if p := o.Root.parent(id); p != nil || id != o.Management {
		return p
	}
	return o.Root
}

func (n *Node) parent(id string) *Node {
	for _, a := range n.Accounts {
		if a.ID == id {
			return n
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		ou := n.OUs[name]
		if ou.ID == id {
			return n
		}
		if p := ou.parent(id); p != nil {
			return p
		}
	}
	return nil
}

// Depth is how many units lead from the root to the node with the id; 0 for the
// root, -1 when there is none.
func (o *Organization) Depth(id string) int {
	if o == nil || o.Root == nil {
		return -1
	}
	return o.Root.depth(id)
}

func (n *Node) depth(id string) int {
	if n.ID == id {
		return 0
	}
	for _, ou := range n.OUs {
		if d := ou.depth(id); d >= 0 {
			return d + 1
		}
	}
	return -1
}

// Units counts the organizational units.
func (n *Node) Units() int {
	count := len(n.OUs)
	for _, ou := range n.OUs {
		count += ou.Units()
	}
	return count
}

// Path is the entity path of a node or account: o-…/r-…/ou-…/, as
// aws:PrincipalOrgPaths writes it; of an account it ends with its parent. The
// management account stands under the root unless the tree says otherwise.
func (o *Organization) Path(id string) string {
	if o.Root == nil {
		return o.ID + "/"
	}
	trail := o.Root.trail(id)
	if trail == "" {
		trail = o.Root.ID + "/"
	}
	return o.ID + "/" + trail
}

// trail is the way from a node down to one below it or to an account's parent; empty
// when there is none.
func (n *Node) trail(id string) string {
	here := n.ID + "/"
	if n.ID == id {
		return here
	}
	for _, a := range n.Accounts {
		if a.ID == id {
			return here
		}
	}
	for _, ou := range n.OUs {
		if rest := ou.trail(id); rest != "" {
			return here + rest
		}
	}
	return ""
}

// Walk calls do for the root and every unit below it, parents first.
func (n *Node) Walk(do func(*Node)) {
	do(n)
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		n.OUs[name].Walk(do)
	}
}

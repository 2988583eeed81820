package iam

import "encoding/json"

// Decision is the three-valued answer to a request. See "Policy evaluation
// logic" in the IAM User Guide.
type Decision uint8

// The decisions. The zero value is the default: nobody said yes.
const (
	ImplicitDeny Decision = iota
	ExplicitDeny
	Allowed
)

// String returns "implicitDeny", "explicitDeny" or "allowed".
func (d Decision) String() string {
	switch d {
	case ImplicitDeny:
		return "implicitDeny"
	case ExplicitDeny:
		return "explicitDeny"
	case Allowed:
		return "allowed"
	}
	return "unknown"
}

// MarshalText writes the word that [Decision.String] gives.
func (d Decision) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Layer is one of the places a decision is made. Layers are ordered as their
// names are.
type Layer uint8

// The layers, in byte order of their names.
const (
	LayerBoundary Layer = iota
	LayerIdentity
	LayerRCP
	LayerResource
	LayerSCP
	LayerSession
	layerCount = iota
)

var layerNames = [layerCount]string{"boundary", "identity", "rcp", "resource", "scp", "session"}

var layerLabels = [layerCount]string{
	"permissions boundary", "identity-based policy", "resource control policy (RCP)",
	"resource-based policy", "service control policy (SCP)", "session policy",
}

// String returns the layer's id: "boundary", "identity", "rcp", "resource",
// "scp" or "session".
func (l Layer) String() string {
	if l < layerCount {
		return layerNames[l]
	}
	return "unknown"
}

// Label returns the layer in AWS's words, such as "identity-based policy".
func (l Layer) Label() string {
	if l < layerCount {
		return layerLabels[l]
	}
	return "unknown"
}

// MarshalText writes the id that [Layer.String] gives.
func (l Layer) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Layers is a set of layers.
type Layers uint8

// LayersOf returns the set of the given layers.
func LayersOf(ls ...Layer) Layers {
	var s Layers
	for _, l := range ls {
		s = s.with(l)
	}
	return s
}

func (s Layers) with(l Layer) Layers { return s | 1<<l }

// Has reports whether l is in the set.
func (s Layers) Has(l Layer) bool { return s&(1<<l) != 0 }

// List returns the members in byte order of their names; never nil.
func (s Layers) List() []Layer {
	ls := make([]Layer, 0, layerCount)
	for l := range Layer(layerCount) {
		if s.Has(l) {
			ls = append(ls, l)
		}
	}
	return ls
}

// Strings returns the members' names in byte order; never nil.
func (s Layers) Strings() []string {
	names := make([]string, 0, layerCount)
	for _, l := range s.List() {
		names = append(names, l.String())
	}
	return names
}

// MarshalJSON writes the names as an array.
func (s Layers) MarshalJSON() ([]byte, error) { return json.Marshal(s.Strings()) }

// Result is a decision and the layers that denied, none when it is [Allowed]:
// for [ExplicitDeny] every layer with a matching Deny, for [ImplicitDeny] every
// layer that had to allow and did not.
type Result struct {
	Decision Decision
	DeniedBy Layers
}

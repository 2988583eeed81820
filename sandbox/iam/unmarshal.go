package iam

import (
	"encoding/json"
	"fmt"
)

// The JSON form of a trace is stable, and stored traces are read again: these are
// the inverses of the MarshalText and MarshalJSON methods. Each refuses a word
// that the other side doesn't write.

// wordOf finds the value that prints as word among the first n of its type.
func wordOf[T interface {
	~uint8
	String() string
}](what string, n int, word []byte, into *T) error {
	for i := range n {
		if v := T(i); v.String() == string(word) {
			*into = v
			return nil
		}
	}
	return fmt.Errorf("%q is no %s", word, what)
}

// UnmarshalText reads what [Decision.MarshalText] writes.
func (d *Decision) UnmarshalText(b []byte) error { return wordOf("decision", int(Allowed)+1, b, d) }

// UnmarshalText reads what [Layer.MarshalText] writes.
func (l *Layer) UnmarshalText(b []byte) error { return wordOf("layer", layerCount, b, l) }

// UnmarshalText reads what [Verdict.MarshalText] writes.
func (v *Verdict) UnmarshalText(b []byte) error {
	return wordOf("verdict", int(VerdictAllowed)+1, b, v)
}

// UnmarshalText reads what [Effect.MarshalText] writes.
func (e *Effect) UnmarshalText(b []byte) error { return wordOf("effect", int(Deny)+1, b, e) }

// UnmarshalText reads what [Kind.MarshalText] writes.
func (k *Kind) UnmarshalText(b []byte) error { return wordOf("kind of policy", len(kindNames), b, k) }

// UnmarshalText reads what [Severity.MarshalText] writes.
func (s *Severity) UnmarshalText(b []byte) error {
	return wordOf("severity", int(SeverityAdvice)+1, b, s)
}

// UnmarshalJSON reads what [Layers.MarshalJSON] writes.
func (s *Layers) UnmarshalJSON(b []byte) error {
	var list []Layer
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*s = LayersOf(list...)
	return nil
}

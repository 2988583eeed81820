// Package rolecall holds the texts that go with the program wherever it goes.
package rolecall

import _ "embed"

// Notices is THIRD-PARTY-NOTICES: what the program and the scripts of its pages are
// built from, with the terms.
//
//go:embed THIRD-PARTY-NOTICES
var Notices []byte

package sts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"rolecall/sandbox/world"
)

// tokenSize is what an answer of STS says about the session token in it. See
// "SessionTokenSize" and "SessionTokenUtilization" in the STS API Reference.
type tokenSize struct {
	bytes   int64
	percent int64 // of world.MaxToken; PackedPolicySize, which is deprecated, is the same
}

// issueSized issues a session whose token holds its policies and tags and has at
// least so many bytes as the call asks for. What would make the token longer than
// AWS takes is refused as PackedPolicyTooLarge.
//
// AWS doesn't document how a token holds policies and tags. Here each of their
// characters counts as a byte, and white space between the parts of a document
// doesn't count.
func issueSized(w *world.World, s *world.Session, life time.Duration, least int64) (tokenSize, error) {
	n := world.BareToken + carried(s)
	if n > world.MaxToken {
		return tokenSize{}, refused("PackedPolicyTooLarge",
			fmt.Sprintf("The session token has %d bytes, and the maximum is %d bytes. Session policies and session tags add to its size.", n, world.MaxToken))
	}
	w.IssueSized(s, life, max(n, int(least)))
	n = len(s.SessionToken)
	return tokenSize{int64(n), int64((n*100 + world.MaxToken - 1) / world.MaxToken)}, nil
}

// carried is how many bytes a session's policies and tags add to its token.
func carried(s *world.Session) int {
	var b bytes.Buffer
	if s.Policy != "" && json.Compact(&b, []byte(s.Policy)) != nil {
		b.WriteString(s.Policy)
	}
	n := b.Len()
	for _, arn := range s.PolicyARNs {
		n += len(arn)
	}
	for k, v := range s.Tags {
		n += len(k) + len(v)
	}
	return n
}

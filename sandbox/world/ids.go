package world

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// Seeded returns a source of bytes that depends on the seed alone, for worlds
// that must come out the same each time.
func Seeded(seed string) io.Reader {
	var key [32]byte
	for i := range seed {
		key[i%32] = key[i%32]*31 + seed[i]
	}
	return rand.NewChaCha8(key)
}

const base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// random returns n random bytes. A source that fails gives zeros: ids then
// repeat, which the callers that need fresh ones notice.
func (w *World) random(n int) []byte {
	b := make([]byte, n)
	_, _ = io.ReadFull(w.env.Rand, b)
	return b
}

func (w *World) randomBase32(n int) string {
	b := w.random(n)
	for i := range b {
		b[i] = base32Alphabet[b[i]%32]
	}
	return string(b)
}

// newID makes a unique id: a prefix such as AROA and 17 characters, which end
// so that nobody takes it for one of AWS's.
func (w *World) newID(prefix string) string { return prefix + w.randomBase32(10) + "EXAMPLE" }

// newKeyID makes an access key id that no account on AWS holds.
func (w *World) newKeyID(prefix string) string {
	for range 100 {
		id := prefix + w.randomBase32(9) + "EXAMPLE"
		if _, taken := w.sessions[id]; !taken && w.keyOwner(id) == nil {
			return id
		}
	}
	return prefix + "AAAAAAAAAEXAMPLE"
}

// newSecret makes a secret access key of forty characters.
func (w *World) newSecret() string {
	return base64.RawStdEncoding.EncodeToString(w.random(30))[:30] + "EXAMPLEKEY"
}

// The sizes of a session token in bytes: of one that carries nothing, and the most
// that AWS takes. See "MinimumSessionTokenSize" in the STS API Reference.
const (
	BareToken = len(tokenStart) + 96/3*4 + len(tokenEnd)
	MaxToken  = 4096
)

const tokenStart, tokenEnd = "IQoJb3JpZ2luX2VjEXAMPLE", "=="

// newToken makes a session token of BareToken bytes.
func (w *World) newToken() string {
	return tokenStart + base64.RawStdEncoding.EncodeToString(w.random(96)) + tokenEnd
}

// filled makes a token as long as size asks for. What fills it follows from the
// token, so that worlds go on to draw the same random values.
func filled(token string, size int) string {
	body := strings.TrimSuffix(token, tokenEnd)
	sum := sha256.Sum256([]byte(token))
	for len(body)+len(tokenEnd) < size {
		body += base64.RawStdEncoding.EncodeToString(sum[:])
		sum = sha256.Sum256(sum[:])
	}
	return body[:max(size-len(tokenEnd), len(token)-len(tokenEnd))] + tokenEnd
}

// NewUUID makes a version 4 UUID, as request and event ids are.
func (w *World) NewUUID() string {
	b := w.random(16)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b)
	return fmt.Sprintf("%s-%s-%s-%s-%s", h[:8], h[8:12], h[12:16], h[16:20], h[20:])
}

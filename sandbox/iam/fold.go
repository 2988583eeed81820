package iam

// The policy language ignores case in ASCII alone (actions, condition keys), so
// folding here never touches other letters.

func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func lowerASCII(s string) string {
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

func equalFoldASCII(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i] != b[i] && lowerByte(a[i]) != lowerByte(b[i]) {
			return false
		}
	}
	return true
}

func compareFoldASCII(a, b string) int {
	for i := range min(len(a), len(b)) {
		if c := int(lowerByte(a[i])) - int(lowerByte(b[i])); c != 0 {
			return c
		}
	}
	return len(a) - len(b)
}

// hashFolded is a cheap hash that ignores ASCII case. It only sorts the unlike
// from the alike; equal hashes are always followed by a comparison.
func hashFolded(s string) uint64 {
	const fold = 0x2020202020202020
	n := len(s)
	if n < 8 {
		h := uint64(n)
		for i := range n {
			h = h<<8 | uint64(s[i]|0x20)
		}
		return h
	}
	head, tail := load8(s, n/2-4)|fold, load8(s, n-8)|fold
	return (head*0x9E3779B97F4A7C15 ^ tail) + uint64(n)
}

func load8(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func load2(s string) uint16 { return uint16(s[0]) | uint16(s[1])<<8 }

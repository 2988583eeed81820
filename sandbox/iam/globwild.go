package iam

import (
	"math/bits"
	"unicode/utf8"
)

// A long run of text mixed with `?` cannot be searched for by falling back as
// Knuth, Morris and Pratt do, because "matches" is no longer transitive. It is
// found by arithmetic instead: at place j the sum over the pattern's literal
// code points a of (a - text)² is zero exactly where the pattern stands. Opened
// up, the sum is two correlations, which a number-theoretic transform works out
// for a whole block of places at once in O(n log n).

// field is arithmetic modulo 2^64 - 2^32 + 1. A sum of squares of differences of
// code points over the longest document stays below it, so zero means zero.
const fieldP = 0xFFFFFFFF00000001

func fieldAdd(a, b uint64) uint64 {
	s, carry := bits.Add64(a, b, 0)
	if carry != 0 || s >= fieldP {
		s -= fieldP
	}
	return s
}

func fieldSub(a, b uint64) uint64 {
	d, borrow := bits.Sub64(a, b, 0)
	if borrow != 0 {
		d += fieldP
	}
	return d
}

func fieldMul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	// 2^64 = 2^32 - 1 and 2^96 = -1 modulo the prime.
	top, mid := hi>>32, hi&0xFFFFFFFF
	r, borrow := bits.Sub64(lo, top, 0)
	if borrow != 0 {
		r -= 0xFFFFFFFF
	}
	r, carry := bits.Add64(r, mid<<32-mid, 0)
	if carry != 0 {
		r += 0xFFFFFFFF
	}
	if r >= fieldP {
		r -= fieldP
	}
	return r
}

func fieldPow(a, n uint64) uint64 {
	r := uint64(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = fieldMul(r, a)
		}
		a = fieldMul(a, a)
	}
	return r
}

// transform is the number-theoretic transform in place; len(a) is a power of
// two. With inverse it undoes itself.
func transform(a []uint64, inverse bool) {
	n := len(a)
	for i, j := 1, 0; i < n; i++ {
		bit := n >> 1
		for ; j&bit != 0; bit >>= 1 {
			j ^= bit
		}
		j ^= bit
		if i < j {
			a[i], a[j] = a[j], a[i]
		}
	}
	for size := 2; size <= n; size <<= 1 {
		root := fieldPow(7, (fieldP-1)/uint64(size))
		if inverse {
			root = fieldPow(root, fieldP-2)
		}
		for start := 0; start < n; start += size {
			w := uint64(1)
			for k := start; k < start+size/2; k++ {
				u, v := a[k], fieldMul(a[k+size/2], w)
				a[k], a[k+size/2] = fieldAdd(u, v), fieldSub(u, v)
				w = fieldMul(w, root)
			}
		}
	}
	if inverse {
		scale := fieldPow(uint64(n), fieldP-2)
		for i := range a {
			a[i] = fieldMul(a[i], scale)
		}
	}
}

// wildNeedle is a pattern made ready for findLongWild.
type wildNeedle struct {
	runes   int      // length in code points, `?` included
	block   int      // length of a transform
	literal []uint64 // transform of the reversed literals, 0 for `?`
	weight  []uint64 // transform of the reversed weights: 1 for a literal, 0 for `?`
	squares uint64   // sum of the literals' squares
}

func newWildNeedle(segment string) *wildNeedle {
	var as []uint64 // code point + 1, 0 for `?`
	for i := 0; i < len(segment); {
		if segment[i] == wildOne {
			as = append(as, 0)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(segment[i:])
		as = append(as, uint64(r)+1)
		i += n
	}
	nd := &wildNeedle{runes: len(as), block: 1 << bits.Len(uint(2*len(as)))}
	nd.literal, nd.weight = make([]uint64, nd.block), make([]uint64, nd.block)
	for i, a := range as {
		if a == 0 {
			continue
		}
		nd.literal[len(as)-1-i], nd.weight[len(as)-1-i] = a, 1
		nd.squares += a * a
	}
	transform(nd.literal, false)
	transform(nd.weight, false)
	return nd
}

// findLongWild is findSegment for a long segment with `?`.
func findLongWild(segment, value string) (at, n int) {
	if len(value) < utf8.RuneCountInString(segment) {
		return -1, 0
	}
	nd := newWildNeedle(segment)
	text, square := make([]uint64, nd.block), make([]uint64, nd.block)
	offsets := make([]int, 0, nd.block+1)
	for base := 0; base < len(value); {
		offsets = decodeBlock(value, base, text, square, offsets[:0])
		if len(offsets)-1 < nd.runes {
			return -1, 0
		}
		count := len(offsets) - 1
		nd.distances(text, square)
		for j := 0; j+nd.runes <= count; j++ {
			if text[j+nd.runes-1] == 0 {
				return offsets[j], offsets[j+nd.runes] - offsets[j]
			}
		}
		base = offsets[count-nd.runes+1]
	}
	return -1, 0
}

// decodeBlock fills text with the code points of value from base on, and square
// with their squares; it returns the byte offset of each and of their end.
func decodeBlock(value string, base int, text, square []uint64, offsets []int) []int {
	clear(text)
	clear(square)
	at := base
	for i := 0; i < len(text) && at < len(value); i++ {
		r, n := utf8.DecodeRuneInString(value[at:])
		text[i] = uint64(r) + 1
		square[i] = text[i] * text[i]
		offsets = append(offsets, at)
		at += n
	}
	return append(offsets, at)
}

// distances replaces text by the sum of squared differences; the sum for place
// j stands at j+runes-1.
func (nd *wildNeedle) distances(text, square []uint64) {
	transform(text, false)
	transform(square, false)
	for i := range text {
		cross := fieldMul(nd.literal[i], text[i])
		text[i] = fieldSub(fieldMul(nd.weight[i], square[i]), fieldAdd(cross, cross))
	}
	transform(text, true)
	for i := range text {
		text[i] = fieldAdd(text[i], nd.squares)
	}
}

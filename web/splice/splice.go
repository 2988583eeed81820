package splice

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"sync"
	"sync/atomic"
)

// A page is spliced from pieces that were compressed once, at start-up, with
// the reader's own parts between them as stored blocks, into ONE gzip member
// (RFC 1952). A piece ends in a sync flush, so it is byte-aligned and refers to
// nothing before it: pieces may follow each other in any order.

// piece is HTML that is the same for every reader.
type piece struct {
	plain  []byte
	packed atomic.Pointer[packed] // nil until compressed
}

// packed is a piece made ready for splicing.
type packed struct {
	defl  []byte
	crc   uint32
	shift *crcShift // nil for a short piece, whose checksum is sooner read than carried
}

const shortPiece = 256

func newPiece(plain []byte) *piece { return &piece{plain: plain} }

// compress makes the deflated form. Until it is called, pages holding the piece
// are sent plain.
func (p *piece) compress() error {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(p.plain); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	z := &packed{defl: bytes.Clone(b.Bytes()), crc: crc32.ChecksumIEEE(p.plain)}
	if len(p.plain) > shortPiece {
		z.shift = newCRCShift(len(p.plain))
	}
	p.packed.Store(z)
	return nil
}

// Splicer assembles one answer. The zero value is ready; begin makes it so again.
type Splicer struct {
	out  []byte
	gzip bool
	Crc  uint32
	N    uint32
}

// Begin starts an answer: a gzip member or plain HTML.
func (s *Splicer) Begin(gzip bool) {
	s.out, s.Crc, s.N, s.gzip = s.out[:0], 0, 0, gzip
	if gzip {
		s.out = append(s.out, 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
	}
}

// add appends a piece. With gzip the piece must have been compressed.
func (s *Splicer) add(p *piece) {
	s.N += uint32(len(p.plain))
	z := p.packed.Load()
	if z != nil && z.shift != nil {
		s.Crc = z.shift.apply(s.Crc) ^ z.crc
	} else {
		s.Crc = crc32.Update(s.Crc, crc32.IEEETable, p.plain)
	}
	if !s.gzip {
		s.out = append(s.out, p.plain...)
		return
	}
	s.out = append(s.out, z.defl...)
}

// dyn appends a reader's own part.
func (s *Splicer) dyn(b []byte) {
	s.Crc = crc32.Update(s.Crc, crc32.IEEETable, b)
	s.N += uint32(len(b))
	if !s.gzip {
		s.out = append(s.out, b...)
		return
	}
	for len(b) > 0 {
		n := min(len(b), 0xffff) // a stored block's length has sixteen bits
		s.out = append(s.out, 0)
		s.out = binary.LittleEndian.AppendUint16(s.out, uint16(n))
		s.out = binary.LittleEndian.AppendUint16(s.out, ^uint16(n))
		s.out = append(s.out, b[:n]...)
		b = b[n:]
	}
}

// End finishes the answer and returns it; it is valid until the next begin.
func (s *Splicer) End() []byte {
	if !s.gzip {
		return s.out
	}
	s.out = append(s.out, 1, 0, 0, 0xff, 0xff) // an empty stored block, marked final
	s.out = binary.LittleEndian.AppendUint32(s.out, s.Crc)
	return binary.LittleEndian.AppendUint32(s.out, s.N)
}

// Splicers are used again.
var Splicers = sync.Pool{New: func() any { return new(Splicer) }}

// crcShift is the linear map that appending n bytes applies to a CRC-32: a
// 32×32 matrix over GF(2), kept as four tables of one byte's worth each, so
// that a checksum is carried over a long piece without reading the piece.
type crcShift [4][256]uint32

func (t *crcShift) apply(crc uint32) uint32 {
	return t[0][crc&0xff] ^ t[1][crc>>8&0xff] ^ t[2][crc>>16&0xff] ^ t[3][crc>>24]
}

func newCRCShift(n int) *crcShift {
	m := crcMatrix(n)
	t := new(crcShift)
	for i := range t {
		for b := range t[i] {
			t[i][b] = m.times(uint32(b) << (8 * i))
		}
	}
	return t
}

// gf2 is a 32×32 matrix over GF(2), by columns.
type gf2 [32]uint32

func (m *gf2) times(v uint32) (sum uint32) {
	for i := 0; v != 0; i, v = i+1, v>>1 {
		if v&1 != 0 {
			sum ^= m[i]
		}
	}
	return sum
}

func (m *gf2) square() (sq gf2) {
	for i, col := range m {
		sq[i] = m.times(col)
	}
	return sq
}

// crcMatrix is the map of appending n bytes, by repeated squaring of the map of
// one bit.
func crcMatrix(n int) gf2 {
	var result, power gf2
	power[0] = crc32.IEEE
	for i := range 32 {
		result[i] = 1 << i
		if i > 0 {
			power[i] = 1 << (i - 1)
		}
	}
	for bits := uint64(n) * 8; bits != 0; bits >>= 1 {
		if bits&1 != 0 {
			for i, col := range result {
				result[i] = power.times(col)
			}
		}
		power = power.square()
	}
	return result
}

package reference

import (
	"bytes"
	"compress/flate"
	"io"
	"strings"
)

// inflater unpacks blocks. It is large, so it is used again.
type inflater struct {
	reader io.ReadCloser
	text   bytes.Buffer
}

// inflate unpacks a block of the embedded file. That the file can be read is held
// by tests, and no input of anybody reaches it.
func (x *index) inflate(block string, dictionary []byte) string {
	in, _ := x.inflaters.Get().(*inflater)
	if in == nil {
		in = &inflater{reader: flate.NewReader(nil)}
	}
	defer x.inflaters.Put(in)
	in.text.Reset()
	err := in.reader.(flate.Resetter).Reset(strings.NewReader(block), dictionary)
	if err == nil {
		_, err = in.text.ReadFrom(in.reader)
	}
	if err != nil {
		panic("reference.bin cannot be read: " + err.Error())
	}
	return in.text.String()
}

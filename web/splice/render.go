package splice

import (
	"bytes"
	"context"
	"sync"

	"github.com/a-h/templ"
)

// Buffers are used again for rendered components.
var Buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// RenderTo renders a component into a buffer of the pool; release it after use.
func RenderTo(ctx context.Context, part templ.Component) (*bytes.Buffer, error) {
	b := Buffers.Get().(*bytes.Buffer)
	b.Reset()
	if err := part.Render(ctx, b); err != nil {
		Buffers.Put(b)
		return nil, err
	}
	return b, nil
}

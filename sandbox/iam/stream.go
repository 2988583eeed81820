package iam

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"sync"
)

// maxLine is the longest line that Stream reads, without its line break.
const maxLine = 4 << 20

// readSize is how much Stream asks its input for at a time.
const readSize = 128 << 10

// StreamOptions steers [Stream].
type StreamOptions struct {
	Trace   bool // add the trace to each decision
	Workers int  // goroutines that decide; 0 means one a processor
}

// Stream answers JSON Lines requests with JSON Lines decisions, in the order of
// the requests. A line that is not a valid
// request is answered with its error, and the lines after it are still answered;
// ok is then false. err tells of reading or writing alone. Memory does not grow
// with the number of lines: what is in flight is bounded, and so is the cache of
// compiled documents.
func Stream(r io.Reader, w io.Writer, opt StreamOptions) (ok bool, err error) {
	workers := opt.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	s := &stream{
		work:  make(chan *chunk),
		order: make(chan *chunk, 2*workers),
		stop:  make(chan struct{}),
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			a := newAnswerer(opt.Trace)
			for c := range s.work {
				a.answer(c)
				close(c.done)
			}
		})
	}
	var readErr error
	wg.Go(func() {
		readErr = s.read(r)
		close(s.work)
		close(s.order)
	})
	ok, err = s.write(w)
	wg.Wait()
	return ok, errors.Join(err, readErr)
}

// stream is one Stream at work: a reader cuts the input into chunks of whole
// lines, workers answer them, and the chunks are written in their order.
type stream struct {
	work  chan *chunk
	order chan *chunk
	stop  chan struct{} // closed when writing has failed
	free  sync.Pool
}

// chunk is a run of whole lines and, once done is closed, their answers.
type chunk struct {
	buf     []byte
	lines   []byte // within buf
	first   int    // number of the first line
	tooLong bool   // stands for one line that is over maxLine
	out     []byte
	ok      bool
	done    chan struct{}
}

func (s *stream) chunk() *chunk {
	c, _ := s.free.Get().(*chunk)
	if c == nil {
		c = &chunk{buf: make([]byte, readSize)}
	}
	c.lines, c.out, c.tooLong, c.ok, c.done = nil, c.out[:0], false, true, make(chan struct{})
	return c
}

// send hands a chunk on; it reports false when the writer has given up.
func (s *stream) send(c *chunk) bool {
	select {
	case s.order <- c:
	case <-s.stop:
		return false
	}
	s.work <- c
	return true
}

// read cuts the input into chunks. Whatever whole lines one Read brings are
// handed on at once, so a caller that waits for an answer before asking again
// gets it.
func (s *stream) read(r io.Reader) error {
	c, held, line, skipping := s.chunk(), 0, 1, false
	for {
		if held == len(c.buf) {
			c.buf = append(c.buf, make([]byte, len(c.buf))...)
		}
		n, err := r.Read(c.buf[held:])
		fresh := held
		held += n
		if err != nil && held > 0 && c.buf[held-1] != '\n' && errors.Is(err, io.EOF) {
			c.buf = append(c.buf[:held], '\n')
			held++
		}
		data := c.buf[:held]
		if skipping {
			i := bytes.IndexByte(data[fresh:], '\n')
			if i < 0 {
				held = 0
			} else {
				skipping = false
				held = copy(c.buf, data[fresh+i+1:])
			}
			data, fresh = c.buf[:held], 0
		}
		if i := bytes.LastIndexByte(data[fresh:], '\n'); i >= 0 {
			end := fresh + i + 1
			next := s.chunk()
			for len(next.buf) < held-end {
				next.buf = make([]byte, 2*len(next.buf))
			}
			held = copy(next.buf, data[end:])
			c.lines, c.first = data[:end], line
			line += bytes.Count(c.lines, []byte{'\n'})
			if !s.send(c) {
				return nil
			}
			c = next
		}
		if held > maxLine {
			long := s.chunk()
			long.tooLong, long.first = true, line
			line++
			held, skipping = 0, true
			if !s.send(long) {
				return nil
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// write puts the answers out in order. When writing fails it lets the reader
// know and waits for what is under way.
func (s *stream) write(w io.Writer) (ok bool, err error) {
	ok = true
	for c := range s.order {
		<-c.done
		ok = ok && c.ok
		if err == nil && len(c.out) > 0 {
			if _, err = w.Write(c.out); err != nil {
				close(s.stop)
			}
		}
		if cap(c.out) <= 4*readSize && cap(c.buf) <= 4*readSize {
			s.free.Put(c)
		}
	}
	return ok, err
}

package worst

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"syscall"
	"time"
)

// Cost is what a request cost the process.
type Cost struct {
	CPU       time.Duration // user and system
	Wall      time.Duration
	Allocated uint64 // bytes in all
	Peak      uint64 // bytes in use at one time, above those before
}

func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func inUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

// measure sends a request twice: once for its time, and once with a collector that
// runs often, for the memory in use at one time.
func (s *Site) measure(make func() *http.Request) (Answer, Cost) {
	var c Cost
	var before, after runtime.MemStats
	r := make()
	runtime.GC()
	runtime.ReadMemStats(&before)
	cpu, began := processor(), time.Now()
	answer := s.answerTo(r)
	c.CPU, c.Wall = processor()-cpu, time.Since(began)
	runtime.ReadMemStats(&after)
	c.Allocated = after.TotalAlloc - before.TotalAlloc
	c.Peak = s.peak(make())
	return answer, c
}

func (s *Site) peak(r *http.Request) uint64 {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	runtime.GC()
	before, most := inUse(), uint64(0)
	stop, done := make(chan struct{}), sync.WaitGroup{}
	done.Go(func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				most = max(most, inUse())
			}
		}
	})
	s.answerTo(r)
	close(stop)
	done.Wait()
	return max(most, before) - before
}

// quiet waits until the process has nothing to do: a new site compresses its pages.
func quiet() {
	for range 100 {
		before := processor()
		time.Sleep(100 * time.Millisecond)
		if processor()-before < 5*time.Millisecond {
			return
		}
	}
}

package reference

import (
	"runtime"
	"testing"
)

// TestSizes holds the package to what it may take: 250 KB in the binary, and 4 MB
// of memory when every service is read.
func TestSizes(t *testing.T) {
	if len(packed) > 250_000 {
		t.Errorf("reference.bin has %d bytes, at most 250,000 are allowed", len(packed))
	}
	before := heap()
	x := readIndex(packed)
	for _, e := range x.entries {
		e.service()
	}
	after := heap()
	runtime.KeepAlive(x)
	if used := after - before; used > 4<<20 {
		t.Errorf("all services take %d bytes, at most 4 MB are allowed", used)
	} else {
		t.Logf("all services take %d bytes", used)
	}
}

// heap is what is in use once everything unused is gone.
func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

package hold

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"io"
	mrand "math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
	"rolecall/store"
)

var worlds = flag.Int("worlds", 300, "stored worlds")

const (
	loadLimit = 5 * time.Millisecond // what a stored world may take to load
	// heldLimit is by how much the served program may grow for all stored worlds.
	heldLimit = 32 << 20
	loads     = 1000
	eventRows = 10 // of each world
)

// TestStoredWorldsCostOnlyDisk fills a data directory with worlds of every
// scenario, each with events and a step to undo, and shows what they cost: the
// memory and the start of the program that serves them beside one without any,
// and the time to load one.
func TestStoredWorldsCostOnlyDisk(t *testing.T) {
	dir := t.TempDir()
	full, empty, program := filepath.Join(dir, "full"), filepath.Join(dir, "empty"), filepath.Join(dir, "rolecall")
	build(t, program, "rolecall/cmd/rolecall")
	begin := time.Now()
	ids := fill(t, full, *worlds)
	size := fileSize(t, filepath.Join(full, store.FileName))
	t.Logf("%d worlds made in %v: %d MB on the disk, %d KB each", *worlds, time.Since(begin).Round(time.Second), size>>20, size>>10/int64(*worlds))

	without, startEmpty := resident(t, program, empty)
	with, startFull := resident(t, program, full)
	t.Logf("served without worlds: %5.1f MB, first page after %v", mb(without), startEmpty.Round(time.Millisecond))
	t.Logf("served with %d:  %5.1f MB, first page after %v", *worlds, mb(with), startFull.Round(time.Millisecond))
	if with-without > heldLimit {
		t.Errorf("stored worlds hold %.1f MB of memory, more than %.0f", mb(with-without), mb(heldLimit))
	}

	took := load(t, full, ids)
	t.Logf("a world loads in: min %v med %v p95 %v max %v (%d loads at random)", took[0], took[len(took)/2], took[len(took)*95/100], took[len(took)-1], len(took))
	if med := took[len(took)/2]; med > loadLimit {
		t.Errorf("half of the loads take more than %v: %v", loadLimit, med)
	}
}

func mb(bytes int64) float64 { return float64(bytes) / (1 << 20) }

func fileSize(t *testing.T, name string) int64 {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// fill keeps n worlds, several at a time, and returns their ids.
func fill(t *testing.T, dir string, n int) []string {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	l, _, err := s.NewLearner(t.Context(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	ids := make([]string, n)
	for range 32 {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if ids[i], err = keep(t.Context(), s, l.ID, lib.Scenarios()[i%len(lib.Scenarios())]); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return ids
}

// keep stores one world with a step and events.
func keep(ctx context.Context, s *store.Store, l store.LearnerID, sc *sandbox.Scenario) (string, error) {
	w, err := sc.NewWorld(world.Env{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		return "", err
	}
	before, err := json.Marshal(w)
	if err != nil {
		return "", err
	}
	id, capability, err := s.NewWorldID()
	if err != nil {
		return "", err
	}
	if err := s.AddWorld(ctx, id, capability, store.NewWorld{Learner: l, Scenario: sc.Name, Title: sc.Title, Document: before, At: time.Now()}); err != nil {
		return "", err
	}
	w.Touch()
	after, err := json.Marshal(w)
	if err != nil {
		return "", err
	}
	c := store.WorldChange{ID: id, Expected: 1, Document: after, At: time.Now(), Step: &store.NewStep{Title: "a change", Before: before}}
	for seq := range int64(eventRows) {
		c.Events = append(c.Events, store.Row{Seq: seq + 1, Data: event})
	}
	_, err = s.ChangeWorld(ctx, c)
	return id, err
}

// event is as long as a record with its trace.
var event = []byte(`{"eventName":"AssumeRole","rolecall":{"trace":"` + strings.Repeat("a statement that did not match; ", 100) + `"}}`)

// load takes worlds out at random, as a request does, and returns the sorted times.
func load(t *testing.T, dir string, ids []string) []time.Duration {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var took []time.Duration
	for range loads {
		begin := time.Now()
		w, err := s.World(t.Context(), ids[mrand.IntN(len(ids))])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := world.Unmarshal(w.Document, world.Env{Now: time.Now, Rand: rand.Reader}); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	return took
}

// resident serves a data directory, asks for the first page and the sandbox's, and
// returns the memory that the process holds then and the time to the first page.
func resident(t *testing.T, program, data string) (bytes int64, first time.Duration) {
	t.Helper()
	c := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--data", data)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	at := strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
	for i, path := range []string{"/", "/sandbox", "/sandbox"} {
		r, err := http.Get(at + path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if i == 0 {
			first = time.Since(begin)
		}
	}
	status, err := os.ReadFile("/proc/" + strconv.Itoa(c.Process.Pid) + "/status")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		t.Fatal("the system doesn't tell how much memory is held")
	}
	kb, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb << 10, first
}

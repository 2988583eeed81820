package hold

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// startLimit is what the course may take from start to its first answer, with
// all content.
const startLimit = 300 * time.Millisecond

// TestPairedStartup starts bench/floor and the whole course in turn, on an empty
// data directory and on one that was used, and takes the time to the first page.
func TestPairedStartup(t *testing.T) {
	dir := t.TempDir()
	floor, course := filepath.Join(dir, "floor"), filepath.Join(dir, "rolecall")
	build(t, floor, "rolecall/bench/floor")
	build(t, course, "rolecall/cmd/rolecall")
	used := filepath.Join(dir, "used")
	startCourse(t, course, used)
	var bare, empty, again []time.Duration
	for i := range *rounds {
		bare = append(bare, startFloor(t, floor))
		empty = append(empty, startCourse(t, course, filepath.Join(dir, fmt.Sprint("empty", i))))
		again = append(again, startCourse(t, course, used))
	}
	for _, s := range []struct {
		what  string
		took  []time.Duration
		limit time.Duration
	}{
		{"start to first page, floor", bare, time.Hour},
		{"start to first page, no data yet", empty, startLimit},
		{"start to first page, data there", again, startLimit},
	} {
		slices.Sort(s.took)
		n := len(s.took)
		t.Logf("%-34s min %v med %v max %v (%d rounds)", s.what, s.took[0].Round(time.Millisecond),
			s.took[n/2].Round(time.Millisecond), s.took[n-1].Round(time.Millisecond), n)
		if n >= enough && s.took[n/4] > s.limit {
			t.Errorf("%s: three in four starts took more than %v", s.what, s.limit)
		}
	}
}

func build(t *testing.T, to, pkg string) {
	t.Helper()
	if out, err := exec.Command("go", "build", "-o", to, pkg).CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
}

// startCourse starts the course, asks it for the first page and stops it.
func startCourse(t *testing.T, program, data string) time.Duration {
	t.Helper()
	c := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--data", data)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	return timed(t, c, func() (string, error) {
		line, err := bufio.NewReader(out).ReadString('\n')
		return strings.TrimSpace(strings.TrimPrefix(line, "listening on ")), err
	})
}

// startFloor does the same with the floor, which says nothing: it is asked until
// it answers.
func startFloor(t *testing.T, program string) time.Duration {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	return timed(t, exec.Command(program, "-addr", addr), func() (string, error) {
		for {
			c, err := net.Dial("tcp", addr)
			if err == nil {
				return "http://" + addr, c.Close()
			}
		}
	})
}

// timed takes the time from the start of c to its first page, at the address
// that listening waits for.
func timed(t *testing.T, c *exec.Cmd, listening func() (string, error)) time.Duration {
	t.Helper()
	begin := time.Now()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	url, err := listening()
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("the first page: %s, %v", r.Status, err)
	}
	took := time.Since(begin)
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	c.Wait() // the floor answers the signal with an error status
	return took
}

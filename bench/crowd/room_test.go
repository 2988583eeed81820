package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"rolecall/store"
)

// TestFullDisk has a crowd write until there is no room, which a limit of the
// files' size stands for: it needs no rights and no disk of its own. What was
// acknowledged is stored, the program says why it isn't ready, and it goes on when
// there is room again.
func TestFullDisk(t *testing.T) {
	bin := built(t)
	var told, refused int
	for round := range *rounds {
		data := t.TempDir()
		p, err := startLogging(bin, data, t.Output()) // it tells of every write that failed
		if err != nil {
			t.Fatal(err)
		}
		room(t, p, largest(t, data)+uint64(64+round%32*8)<<10)
		all := makeUntilRefused(p)
		room(t, p, 1<<10) // a world is larger than the row that /readyz writes
		if status, body := ready(t, p); status != http.StatusServiceUnavailable || body != "the data can't be written: the disk is full" {
			t.Errorf("round %d: /readyz says %d %q", round, status, body)
		}
		room(t, p, unix.RLIM_INFINITY)
		if one := makeWorld(p.url, nil); one.status != http.StatusCreated {
			t.Errorf("round %d: with room again: %d", round, one.status)
		} else {
			all = append(all, one)
		}
		if err := p.stop(); err != nil {
			t.Error(err)
		}
		there := worldsOf(t, data)
		for _, one := range all {
			switch {
			case one.status == http.StatusCreated && there[one.id]:
				told++
			case one.status == http.StatusInsufficientStorage:
				refused++
			default:
				t.Errorf("round %d: %d and the world %q; stored: %v", round, one.status, one.id, there[one.id])
			}
		}
	}
	t.Logf("%d rounds, %d worlds acknowledged and there, %d refused", *rounds, told, refused)
	if told == 0 || refused == 0 {
		t.Error("the disk was never full, or always")
	}
}

// makeUntilRefused has a crowd make worlds until each of it was refused once.
func makeUntilRefused(p *program) (all []made) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range crowd {
		wg.Go(func() {
			for {
				one := makeWorld(p.url, nil)
				mu.Lock()
				all = append(all, one)
				mu.Unlock()
				if one.status != http.StatusCreated {
					return
				}
			}
		})
	}
	wg.Wait()
	return all
}

// room limits how large the program's files may grow, in bytes.
func room(t *testing.T, p *program, limit uint64) {
	t.Helper()
	var was unix.Rlimit
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, nil, &was); err != nil {
		t.Fatal(err)
	}
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: limit, Max: was.Max}, nil); err != nil {
		t.Fatal(err)
	}
}

// largest is the size of the data file or its log, whichever is larger.
func largest(t *testing.T, data string) (size uint64) {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		info, err := os.Stat(filepath.Join(data, store.FileName+suffix))
		if err != nil {
			t.Fatal(err)
		}
		size = max(size, uint64(info.Size()))
	}
	return size
}

func ready(t *testing.T, p *program) (status int, body string) {
	t.Helper()
	b, err := newBrowser(p.url)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := b.get("/readyz") // an error for 503, which is told apart by the status
	return got.status, got.body
}

// TestBackupToAFullDisk blames the place where the backup goes, and leaves the
// earlier one.
func TestBackupToAFullDisk(t *testing.T) {
	bin, data := built(t), t.TempDir()
	p, err := startProgram(bin, data)
	if err != nil {
		t.Fatal(err)
	}
	defer p.kill()
	for range 20 {
		makeWorld(p.url, nil)
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	if out, err := exec.Command(bin, "backup", file, "--data", data).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// 128 blocks are 64 or 128 KB, as the shell counts; the data is larger.
	limited := exec.Command("sh", "-c", `ulimit -f 128; exec "$0" "$@"`, bin, "backup", file, "--data", data)
	out, err := limited.CombinedOutput()
	if err == nil || limited.ProcessState.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	if said := string(out); !strings.HasPrefix(said, "rolecall: can't write the backup "+file+" (") || strings.Contains(said, "--force") || strings.Count(said, "\n") != 1 {
		t.Errorf("it says %q", said)
	}
	after, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the earlier backup was changed")
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); err != nil || len(left) != 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

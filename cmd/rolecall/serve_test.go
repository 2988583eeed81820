package main

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"rolecall/store"
)

// served is a running server.
type served struct {
	url string
	cmd *exec.Cmd
}

// serve starts a server and waits until it says that it listens.
func serve(t *testing.T, env []string, args ...string) *served {
	t.Helper()
	c := command(append([]string{"serve"}, args...)...)
	c.Env = append(c.Env, env...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s := &served{cmd: c}
	t.Cleanup(func() {
		if c.ProcessState == nil {
			c.Process.Kill()
			c.Wait()
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server said %q, then %v", line, err)
	}
	m := regexp.MustCompile(`^listening on (http://127\.0\.0\.1:\d+)\n$`).FindStringSubmatch(line)
	if m == nil {
		t.Fatalf("the server said %q", line)
	}
	s.url = m[1]
	return s
}

// stop sends the signal and demands an orderly end.
func (s *served) stop(t *testing.T, sig syscall.Signal) {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

func TestServe(t *testing.T) {
	for name, sig := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, nil, "--addr", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "new"))
			if code, body := get(t, s.url+"/healthz"); code != 200 || body != "ok" {
				t.Errorf("/healthz: %d %q", code, body)
			}
			s.stop(t, sig)
		})
	}
}

func TestServeBySettings(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	s := serve(t, []string{"ROLECALL_ADDR=127.0.0.1:0", "ROLECALL_DATA=" + data})
	if _, err := os.Stat(filepath.Join(data, store.FileName)); err != nil {
		t.Error(err)
	}
	s.stop(t, syscall.SIGTERM)
}

func TestServeOnATakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	data := filepath.Join(t.TempDir(), "data")
	run(t, "", "serve", "--addr", l.Addr().String(), "--data", data).
		sentence(t, 1, `127\.0\.0\.1:\d+ is taken by another program; .*--addr$`)
	if _, err := os.Stat(data); err == nil {
		t.Error("a server that can't listen made a data directory")
	}
}

func TestServeOnAnAddressOfAnotherMachine(t *testing.T) {
	run(t, "", "serve", "--addr", "192.0.2.1:0", "--data", t.TempDir()).
		sentence(t, 1, `can't listen on 192\.0\.2\.1:0 \(.*\); .*--addr$`)
}

func TestServeDataItCantHave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, store.FileName), make([]byte, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	busy := t.TempDir()
	serve(t, nil, "--addr", "127.0.0.1:0", "--data", busy)
	for name, c := range map[string]struct{ dir, want string }{
		"unwritable": {filepath.Join(file, "data"), `can't write data to .* \(not a directory\); .*--data$`},
		"newer":      {newerData(t), `was written by a newer version of Rolecall .*--data directory$`},
		"foreign":    {foreign, `is not a whole Rolecall data file`},
		"busy":       {busy, `is in use by another Rolecall; .*--data directory$`},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, "", "serve", "--addr", "127.0.0.1:0", "--data", c.dir).sentence(t, 1, c.want)
		})
	}
}

// newerData is a data directory of a version to come.
func newerData(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	serve(t, nil, "--addr", "127.0.0.1:0", "--data", dir).stop(t, syscall.SIGTERM)
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, 1)`); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestBackupOfARunningServer goes round: back up, restore elsewhere, serve that.
func TestBackupOfARunningServer(t *testing.T) {
	data, other := t.TempDir(), filepath.Join(t.TempDir(), "other")
	file := filepath.Join(t.TempDir(), "backup.db")
	s := serve(t, nil, "--addr", "127.0.0.1:0", "--data", data)
	if r := run(t, "", "backup", file, "--data", data); r.exit != 0 || r.out != fmt.Sprintf("backed up %s to %s\n", data, file) {
		t.Fatalf("backup: %+v", r)
	}
	run(t, "", "restore", file, "--data", data, "--force").sentence(t, 1, `is in use by another Rolecall`)
	s.stop(t, syscall.SIGTERM)
	run(t, "", "restore", file, "--data", data).sentence(t, 1, `exists and was left alone; use --force to replace it$`)
	for _, dir := range []string{data, other} {
		if r := run(t, "", "restore", file, "--data", dir, "--force"); r.exit != 0 {
			t.Fatalf("restore: %+v", r)
		}
	}
	serve(t, nil, "--addr", "127.0.0.1:0", "--data", other).stop(t, syscall.SIGTERM)
	run(t, "", "backup", file, "--data", filepath.Join(data, "none")).sentence(t, 1, `no Rolecall data in .*--data$`)
}

// TestBackupSaysWhoseFaultItIs, and advises nothing that there is not.
func TestBackupSaysWhoseFaultItIs(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "backup.db")
	serve(t, nil, "--addr", "127.0.0.1:0", "--data", data).stop(t, syscall.SIGTERM)
	own := filepath.Join(data, store.FileName)
	run(t, "", "backup", own, "--data", data).sentence(t, 1, `rolecall\.db exists and was left alone; it is the data itself, so choose another name for the backup$`)
	run(t, "", "backup", filepath.Join(own, "b"), "--data", data).sentence(t, 1, `can't write the backup .*/b \(not a directory\); choose another place for it, or make room there$`)
	whole, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	clear(whole[8192:12288])
	if err := os.WriteFile(own, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "", "backup", file, "--data", data).sentence(t, 1, `the data in .*rolecall\.db can't be read whole .*, so no backup was written; .*rolecall restore --force$`)
	if _, err := os.Stat(file); err == nil {
		t.Error("a backup of damaged data was written")
	}
	run(t, "", "serve", "--addr", "127.0.0.1:0", "--data", data).sentence(t, 1, `is not a whole Rolecall data file .*; put a backup in its place with rolecall restore --force, or give another --data directory$`)
	run(t, "", "restore", own, "--data", t.TempDir()).sentence(t, 1, `is not a whole Rolecall data file .*; choose another backup; nothing was replaced$`)
}

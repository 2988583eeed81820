package main

import (
	"database/sql"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"rolecall/store"
)

// TestStopWhileTheDataIsLocked sends SIGTERM to a server whose writes wait behind
// another program's lock: each is answered with 503, and none is stored.
func TestStopWhileTheDataIsLocked(t *testing.T) {
	data := t.TempDir()
	s := serve(t, nil, "--addr", "127.0.0.1:0", "--data", data)
	post := func() (int, http.Header, string, error) {
		client := http.Client{Timeout: 30 * time.Second}
		r, err := client.Post(s.url+"/api/worlds", "application/json", strings.NewReader(`{"scenario": "blank"}`))
		if err != nil {
			return 0, nil, "", err
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		return r.StatusCode, r.Header, string(body), err
	}
	if status, _, body, err := post(); err != nil || status != http.StatusCreated {
		t.Fatalf("status %d, error %v: %s", status, err, body)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	const waiting = 9
	var all sync.WaitGroup
	for range waiting {
		all.Go(func() {
			status, header, body, err := post()
			var e struct {
				Error struct{ Code, Message string }
			}
			if err == nil {
				err = json.Unmarshal([]byte(body), &e)
			}
			if err != nil || status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" || e.Error.Code != "ServiceUnavailable" || !strings.Contains(e.Error.Message, "not saved") {
				t.Errorf("status %d, Retry-After %q, error %v: %q", status, header.Get("Retry-After"), err, body)
			}
		})
	}
	for open := ""; !strings.Contains(open, "rolecall_requests_in_flight 10\n"); { // with this one
		_, open = get(t, s.url+"/metrics")
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if _, err := db.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
	var worlds int
	if err := db.QueryRow("SELECT COUNT(*) FROM worlds").Scan(&worlds); err != nil || worlds != 1 {
		t.Errorf("%d worlds are stored (%v), want the one that was acknowledged", worlds, err)
	}
}

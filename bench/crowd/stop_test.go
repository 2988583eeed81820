package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"rolecall/store"
)

// made is what became of a request for a world.
type made struct {
	status int // 0 when the connection ended without an answer
	id     string
}

// makeWorld asks the program for a world. onTheWay, unless it is nil, is called
// when the request has been sent.
func makeWorld(url string, onTheWay func()) made {
	req, err := http.NewRequest(http.MethodPost, url+"/api/worlds", strings.NewReader(`{"scenario": "blank"}`))
	if err != nil {
		return made{}
	}
	req.Header.Set("Content-Type", "application/json")
	if onTheWay != nil {
		once := sync.OnceFunc(onTheWay)
		defer once() // however it ends
		req = req.WithContext(httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { once() }}))
	}
	resp, err := roads.RoundTrip(req)
	if err != nil {
		return made{}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	var world struct{ ID string }
	if err != nil || resp.StatusCode < 300 && (json.Unmarshal(body, &world) != nil || world.ID == "") {
		return made{status: resp.StatusCode} // success without a world is no world
	}
	return made{resp.StatusCode, world.ID}
}

// built is the program, built for a test.
func built(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "rolecall")
	if out, err := exec.Command("go", "build", "-o", bin, "rolecall/cmd/rolecall").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// waiters is how many requests wait for the data file when the program is stopped.
const waiters = 9

// TestStoppedProgramAcknowledgesWhatItStored stops the program by SIGTERM amid
// writes: while it works, behind another program's lock that ends at once, and
// behind one that outlasts all requests. What was answered with success is stored,
// and nothing else was.
func TestStoppedProgramAcknowledgesWhatItStored(t *testing.T) {
	bin, data, rng := built(t), t.TempDir(), rand.New(rand.NewPCG(*seed, 2))
	var told, refused, cut int
	for round := range *rounds {
		p, err := startLogging(bin, data, t.Output()) // it tells of every write that failed
		if err != nil {
			t.Fatal(err)
		}
		var all []made
		switch round % 3 {
		case 0:
			all = stopAtWork(t, p, 1+rng.IntN(40))
		case 1:
			all = stopBehindLock(t, p, data, false)
		case 2:
			all = stopBehindLock(t, p, data, true)
		}
		roads.CloseIdleConnections()
		if err := p.cmd.Wait(); err != nil {
			t.Errorf("round %d: the program ended with %v", round, err)
		}
		there := worldsOf(t, data)
		for _, one := range all {
			switch {
			case one.status == 0:
				cut++
			case one.status >= 300:
				refused++
			case !there[one.id]:
				t.Errorf("round %d: %d and the world %q, which is not stored", round, one.status, one.id)
			default:
				told++
			}
		}
	}
	t.Logf("%d rounds, %d worlds acknowledged and there, %d refused, %d cut off", *rounds, told, refused, cut)
	if told == 0 || refused+cut == 0 {
		t.Error("no round stopped anything")
	}
}

// stopAtWork has a crowd make worlds and stops the program once it has
// acknowledged n of them.
func stopAtWork(t *testing.T, p *program, n int) (all []made) {
	t.Helper()
	var mu sync.Mutex
	var wg sync.WaitGroup
	stop := sync.OnceFunc(func() { signal(t, p) })
	for range crowd {
		wg.Go(func() {
			for {
				one := makeWorld(p.url, nil)
				mu.Lock()
				if all = append(all, one); len(all) >= n {
					stop()
				}
				mu.Unlock()
				if one.status != http.StatusCreated {
					return
				}
			}
		})
	}
	wg.Wait()
	stop()
	return all
}

// stopBehindLock stops the program while its writes wait for another program's lock,
// which ends after the signal or, when it outlasts them, after the last answer.
func stopBehindLock(t *testing.T, p *program, data string, outlasts bool) []made {
	t.Helper()
	all := make([]made, waiters) // at once, so that each has a connection that the program knows
	var warm sync.WaitGroup
	for i := range all {
		warm.Go(func() { all[i] = makeWorld(p.url, nil) })
	}
	warm.Wait()
	release := lockData(t, data)
	var sent, answered sync.WaitGroup
	waiting := make([]made, waiters)
	for i := range waiting {
		sent.Add(1)
		answered.Go(func() { waiting[i] = makeWorld(p.url, sent.Done) })
	}
	sent.Wait()
	alive(t, p) // comes after them
	signal(t, p)
	if outlasts {
		answered.Wait()
	}
	release()
	answered.Wait()
	return append(all, waiting...)
}

// alive sees that the program answers what needs no data.
func alive(t *testing.T, p *program) {
	t.Helper()
	b, err := newBrowser(p.url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.get("/healthz"); err != nil {
		t.Error(err)
	}
}

func signal(t *testing.T, p *program) {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}

// lockData takes the right to write the data file, as a backup program would.
func lockData(t *testing.T, data string) (release func()) {
	t.Helper()
	db := beside(t, data)
	conn, err := db.Conn(t.Context())
	if err == nil {
		_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		_, err := conn.ExecContext(t.Context(), "ROLLBACK")
		if err := errors.Join(err, conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// beside opens the data file beside the program.
func beside(t *testing.T, data string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, store.FileName)+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// worldsOf are the ids of the worlds in the data file.
func worldsOf(t *testing.T, data string) map[string]bool {
	t.Helper()
	db := beside(t, data)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), "SELECT id FROM worlds")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	there := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		there[id] = true
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return there
}

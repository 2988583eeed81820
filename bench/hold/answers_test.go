package hold

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
)

// recorder keeps the answer of a user to question number q, durably.
type recorder func(user, q int) error

// recorders are what a served test binary can stand on.
var recorders = map[string]func(dir string) (recorder, error){
	"bare": bareFloor, "same": sameFloor, "store": rolecallStore,
}

// sitting is how many questions an attempt has here.
const sitting = 500

func name(letter string, n int) string { return letter + strconv.Itoa(n) }

// rolecallStore keeps answers as the site does: each user sits attempts of
// sitting questions, one after the other.
func rolecallStore(dir string) (recorder, error) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		return nil, err
	}
	l, _, err := s.NewLearner(ctx, time.Now())
	if err != nil {
		return nil, err
	}
	var asked []store.Question
	for i := range sitting {
		asked = append(asked, store.Question{ID: name("q", i), Version: 1})
	}
	var attempts sync.Map // by user
	return func(user, q int) error {
		if q%sitting == 0 {
			id, err := s.StartAttempt(ctx, store.Attempt{Learner: l.ID, Kind: store.Practice,
				Lesson: "temporary-access", Questions: asked, Started: time.Now()})
			if err != nil {
				return err
			}
			attempts.Store(user, id)
		}
		attempt, ok := attempts.Load(user)
		if !ok {
			return errors.New("the user has no attempt")
		}
		_, fresh, err := s.AddAnswer(ctx, l.ID, store.Answer{Attempt: attempt.(store.AttemptID), Position: q % sitting,
			Question: asked[q%sitting], Chosen: []string{"a"}, Correct: true, MS: 900, At: time.Now()})
		if err == nil && !fresh {
			return errors.New("an answer counted twice")
		}
		return err
	}, nil
}

// serveRecorder is bench/floor's POST /quiz over a recorder. It prints its
// address and serves until its standard input ends.
func serveRecorder(kind string) error {
	dir, err := os.MkdirTemp("", "rolecall-hold")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	record, err := recorders[kind](dir)
	if err != nil {
		return err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.POST("/quiz", func(c echo.Context) error {
		user, err := strconv.Atoi(c.FormValue("user"))
		if err != nil {
			return err
		}
		q, err := strconv.Atoi(c.FormValue("q"))
		if err != nil {
			return err
		}
		if err := record(user, q); err != nil {
			return err
		}
		return c.String(http.StatusOK, "recorded")
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go http.Serve(l, e)
	fmt.Println(l.Addr())
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

const serveKind = "ROLECALL_HOLD_SERVE"

func TestMain(m *testing.M) {
	if kind := os.Getenv(serveKind); kind != "" {
		if err := serveRecorder(kind); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// start runs a recorder in a process of its own and returns its address.
func start(t *testing.T, kind string) (addr string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), serveKind+"="+kind)
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// clients are keep-alive connections, one a user, to a served recorder.
func clients(t *testing.T, kind string, users int) contender {
	t.Helper()
	addr := start(t, kind)
	conns := make([]*client, users)
	for u := range conns {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		conns[u] = &client{conn: c, in: bufio.NewReader(c)}
	}
	return contender{name: kind, do: func(w, i int) error { return conns[w].answer(w, i) }}
}

type client struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
}

// answer posts a distinct answer and waits for the acknowledgement.
func (c *client) answer(user, q int) error {
	form := fmt.Sprintf("user=%d&q=%d", user, q)
	c.out = fmt.Appendf(c.out[:0], "POST /quiz HTTP/1.1\r\nHost: localhost\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form)
	if _, err := c.conn.Write(c.out); err != nil {
		return err
	}
	r, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err == nil && string(body) != "recorded" {
		err = fmt.Errorf("%s: %s", r.Status, body)
	}
	return err
}

// TestRatioDurableAnswer holds a durable answer through the store's one write
// path against bench/floor's group commit over HTTP, as it is and writing the
// same rows.
func TestRatioDurableAnswer(t *testing.T) {
	for _, users := range []int{32, 256} {
		t.Run(fmt.Sprint(users), func(t *testing.T) {
			rates := play(t, users, []contender{
				clients(t, "store", users), clients(t, "bare", users), clients(t, "same", users)})
			quote(t, fmt.Sprintf("answer, %d at a time, floor as it is", users), paired(rates[0], rates[1]), 0.70)
			quote(t, fmt.Sprintf("answer, %d at a time, floor with our rows", users), paired(rates[0], rates[2]), 0.90)
		})
	}
}

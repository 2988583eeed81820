package hold

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// readers is how many connections read lessons at a time.
const readers = 64

// lesson is the longest page there is.
const lesson = "/lessons/temporary-access/deep-dive"

// TestRatioLessonPage holds a lesson's page, with a learner's own parts in it,
// against bench/floor's spliced page: as it is, which looks the learner up in
// SQLite each time, and with the learner in memory, as the course has them.
func TestRatioLessonPage(t *testing.T) {
	dir := t.TempDir()
	floor, course := filepath.Join(dir, "floor"), filepath.Join(dir, "rolecall")
	build(t, floor, "rolecall/bench/floor")
	build(t, course, "rolecall/cmd/rolecall")
	floorAddr := serveFloor(t, floor, filepath.Join(dir, "floor.db"))
	courseAddr := serveCourse(t, course, filepath.Join(dir, "data"))
	cookie := learn(t, courseAddr)
	rates := play(t, readers, []contender{
		pageReaders(t, "lesson", courseAddr, request(lesson, cookie)),
		pageReaders(t, "floor", floorAddr, request("/lesson-splice", "")),
		pageReaders(t, "floor in memory", floorAddr, request("/lesson-splice?u=nodb", "")),
	})
	quote(t, "lesson page, floor as it is", paired(rates[0], rates[1]), 0.80)
	quote(t, "lesson page, floor's learner in memory", paired(rates[0], rates[2]), 0)
}

func request(path, cookie string) []byte {
	r := "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
	if cookie != "" {
		r += "Cookie: " + cookie + "\r\n"
	}
	return []byte(r + "\r\n")
}

// pageReaders are keep-alive connections that read a page again and again.
func pageReaders(t *testing.T, name, addr string, request []byte) contender {
	t.Helper()
	type reader struct {
		net.Conn
		in *bufio.Reader
	}
	var conns [readers]reader
	for i := range conns {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		conns[i] = reader{c, bufio.NewReaderSize(c, 64<<10)}
	}
	return contender{name: name, do: func(w, _ int) error {
		c := conns[w]
		if _, err := c.Write(request); err != nil {
			return err
		}
		r, err := http.ReadResponse(c.in, nil)
		if err != nil {
			return err
		}
		defer r.Body.Close()
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return err
		}
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Encoding") != "gzip" {
			return fmt.Errorf("answered %s, encoded %q", r.Status, r.Header.Get("Content-Encoding"))
		}
		return nil
	}}
}

// serveCourse runs the course until the test ends and returns its address, once
// its lessons are compressed.
func serveCourse(t *testing.T, program, data string) (addr string) {
	t.Helper()
	c := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--data", data)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	runUntilEnd(t, c)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	addr = strings.TrimPrefix(strings.TrimSpace(line), "listening on http://")
	until(t, "the lessons are compressed", func() bool {
		r, err := askPlainly(addr, lesson)
		return err == nil && r.Header.Get("Content-Encoding") == "gzip"
	})
	return addr
}

func serveFloor(t *testing.T, program, db string) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-addr", addr, "-db", db)
	c.Stderr = os.Stderr
	runUntilEnd(t, c)
	until(t, "the floor answers", func() bool {
		r, err := askPlainly(addr, "/")
		return err == nil && r.StatusCode == http.StatusOK
	})
	return addr
}

// runUntilEnd starts a program and stops it when the test ends.
func runUntilEnd(t *testing.T, c *exec.Cmd) {
	t.Helper()
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := errors.Join(c.Process.Signal(syscall.SIGTERM), c.Wait())
		if err != nil {
			t.Error(err)
		}
	})
}

// until asks again and again for at most ten seconds.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); !ok(); <-tick.C {
		if time.Now().After(end) {
			t.Fatalf("after ten seconds it is not so that %s", what)
		}
	}
}

func askPlainly(addr, path string) (*http.Response, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if _, err := c.Write(request(path, "")); err != nil {
		return nil, err
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	_, err = io.Copy(io.Discard, r.Body)
	return r, err
}

// learn commits every prediction of the lesson and finishes it, so that the page
// has all of a learner's parts, and returns the learner's cookie.
func learn(t *testing.T, addr string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	base := "http://" + addr + lesson
	post := func(path string, form url.Values) string {
		r, err := client.PostForm(base+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s (%v)", path, r.Status, err)
		}
		return string(body)
	}
	page := post("/read", nil)
	committed := 0
	for {
		_, rest, more := strings.Cut(page, `action="`+lesson+"/predict/")
		if !more {
			break
		}
		id, _, _ := strings.Cut(rest, `"`)
		page = post("/predict/"+id, url.Values{"option": {"a"}})
		committed++
	}
	if committed == 0 {
		t.Fatal("the lesson asks for no prediction")
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for _, c := range jar.Cookies(u) {
		fmt.Fprintf(&b, "%s=%s; ", c.Name, c.Value)
	}
	return strings.TrimSuffix(b.String(), "; ")
}

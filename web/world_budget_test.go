package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// heavyLines are lines of at most 16 KB that had no bound: of each, what is typed
// before it, the line, and what the page says then.
func heavyLines() map[string][3]string {
	repeat := func(head, part string) string { return head + strings.Repeat(part, (16<<10-len(head))/len(part)) }
	return map[string][3]string{
		"a query that doubles":  {"", "aws sts get-caller-identity --query '" + strings.Repeat("[@,@]|", 23) + "[@,@]'", "the result would be larger than the limit of 8192 KB"},
		"a variable many times": {"A=" + strings.Repeat("x", 16_000), repeat("echo ", "$A"), "the result would be larger than the limit of 8192 KB"},
		"a file many times":     {"", repeat("cat", " ~/.aws/config"), "the result would be larger than the limit of 8192 KB"},
		"a table":               {"", "aws sts get-caller-identity --output table --query '" + strings.Repeat("[@,@]|", 12) + "@'", "The console keeps the first 16 KB of an output."},
		"missing files":         {"", repeat("cat", " n"), "The console keeps the first 16 KB of an output."},
	}
}

// TestHeavyLinesOfTheConsole holds that a request that types such a line is
// answered with the limit's name, and allocates at most 64 MB.
func TestHeavyLinesOfTheConsole(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	r.htmx, r.current = true, w
	for name, c := range heavyLines() {
		if name == "a file many times" {
			for _, setting := range []string{"region", "output", "cli_pager"} {
				r.post(w+"/console", "line", "aws configure set "+setting+" "+strings.Repeat("x", 15_000)+" --profile p")
			}
		}
		if c[0] != "" {
			r.post(w+"/console", "line", c[0])
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := cpuTime(t)
		p := r.post(w+"/console", "line", c[1])
		took := cpuTime(t) - start
		runtime.ReadMemStats(&after)
		made := after.TotalAlloc - before.TotalAlloc
		t.Logf("%-25s %4.0f ms of CPU, %6d KB allocated", name, took.Seconds()*1000, made>>10)
		p.has(t, c[2])
		if made > 64<<20 {
			t.Errorf("%s: allocated %d KB, want at most 64 MB", name, made>>10)
		}
	}
}

func cpuTime(t testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestALineOfAnEndedRequestChangesNothing holds that a line whose request has
// ended isn't run and leaves nothing.
func TestALineOfAnEndedRequestChangesNothing(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := url.Values{"line": {"echo never-stored"}}.Encode()
	req := httptest.NewRequestWithContext(ctx, http.MethodPost, w+"/console", strings.NewReader(body))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	s.handler().ServeHTTP(httptest.NewRecorder(), req)
	r.get(w).lacks(t, "never-stored")
}

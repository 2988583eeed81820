package main

import (
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"testing"
)

func TestInstructorLinkOpensOnTheRunningServer(t *testing.T) {
	dir := t.TempDir()
	s := serve(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	r := run(t, "", "instructor", "add", "Ada Byron", "--data", dir)
	link := strings.TrimSpace(r.out)
	if r.exit != 0 || !regexp.MustCompile(`^`+regexp.QuoteMeta(s.url)+`/teach/sign-in/[\w-]{43}$`).MatchString(link) {
		t.Fatalf("exit %d, out %q, err %q", r.exit, r.out, r.err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	resp, err := browser.Post(link, "application/x-www-form-urlencoded", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || resp.Request.URL.Path != "/teach" {
		t.Errorf("signing in leads to %s, %d", resp.Request.URL, resp.StatusCode)
	}
	if r := run(t, "", "instructor", "list", "--data", dir); r.exit != 0 || !regexp.MustCompile(`Ada Byron +\d{4}-\d\d-\d\d +1 +0\n`).MatchString(r.out) {
		t.Errorf("list: exit %d, %q", r.exit, r.out)
	}
	if r := run(t, "", "instructor", "remove", "Ada Byron", "--data", dir); r.exit != 0 || !strings.HasPrefix(r.out, "removed Ada Byron;") {
		t.Errorf("remove: exit %d, %q", r.exit, r.out)
	}
	run(t, "", "instructor", "remove", "Ada Byron", "--data", dir).sentence(t, 1, `there is no instructor called "Ada Byron"`)
	if r := run(t, "", "instructor", "list", "--data", dir); !strings.HasPrefix(r.out, "There are no instructors yet") {
		t.Errorf("list: %q", r.out)
	}
}

func TestInstructorBeforeTheFirstServe(t *testing.T) {
	dir := t.TempDir()
	r := run(t, "", "instructor", "add", "Ada", "--data", dir)
	if r.exit != 0 || !strings.HasPrefix(r.out, defaultURL+"/teach/sign-in/") {
		t.Errorf("exit %d, out %q", r.exit, r.out)
	}
	r = run(t, "", "instructor", "add", "Ada", "--data", dir, "--public-url", "https://rolecall.example/")
	if r.exit != 0 || !strings.HasPrefix(r.out, "https://rolecall.example/teach/sign-in/") {
		t.Errorf("exit %d, out %q", r.exit, r.out)
	}
	run(t, "", "instructor", "add", " ", "--data", dir).sentence(t, 2, "an instructor needs a name")
	run(t, "", "instructor", "add", "Ada", "--data", dir, "--public-url", "nowhere").sentence(t, 2, "public-url")
}

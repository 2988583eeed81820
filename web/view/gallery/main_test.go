package main

import (
	"net/http/httptest"
	"regexp"
	"testing"
)

// The gallery holds every component, so what holds for it holds for the pages:
// ids are unique, references resolve, and nothing needs an unsafe policy.
func TestComponentsKeepTheRulesOfThePage(t *testing.T) {
	w := httptest.NewRecorder()
	handler().ServeHTTP(w, httptest.NewRequest("GET", "/?theme=dark", nil))
	page := w.Body.String()
	if w.Code != 200 || len(page) < 50_000 {
		t.Fatalf("status %d, %d bytes", w.Code, len(page))
	}
	for _, forbidden := range []string{` style="`, `<style`, ` on[a-z]+="`, `javascript:`, `<script>`} {
		if m := regexp.MustCompile(forbidden).FindString(page); m != "" {
			t.Errorf("the page holds %q", m)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if ids[m[1]] {
			t.Errorf("the id %q is there twice", m[1])
		}
		ids[m[1]] = true
	}
	refs := regexp.MustCompile(` (?:for|aria-labelledby|aria-describedby|hx-target|href)="#?([A-Za-z][\w-]*)"`).FindAllStringSubmatch(page, -1)
	if len(refs) < 20 {
		t.Fatalf("%d references found", len(refs))
	}
	for _, m := range refs {
		if !ids[m[1]] {
			t.Errorf("%s leads nowhere", m[0])
		}
	}
	for _, m := range regexp.MustCompile(`<use[^>]* href="([^"#]+)#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		sprite := httptest.NewRecorder()
		handler().ServeHTTP(sprite, httptest.NewRequest("GET", m[1], nil))
		if !regexp.MustCompile(`<symbol id="` + m[2] + `"`).MatchString(sprite.Body.String()) {
			t.Errorf("the sprite has no %s", m[2])
		}
	}
}

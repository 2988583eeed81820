package site

import (
	"net/http"
	"strings"
)

// A GET changes nothing. Two things that pages keep of their reading are the
// exception: that a mode was opened, and when a question was shown. They are kept
// only when the reader opened the page themselves, so that neither a browser that
// loads ahead nor another site can write them.

// Deliberate reports whether a request is a GET that the reader may have meant: the
// browser is not loading ahead, and no other site asked for it. Browsers say so in
// Sec-Purpose (older ones in Purpose and X-Moz) and Sec-Fetch-Site; programs, which
// send neither, mean what they ask for.
func Deliberate(r *http.Request) bool {
	if r.Method != http.MethodGet {
		return false
	}
	for _, header := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		if v := strings.ToLower(r.Header.Get(header)); strings.Contains(v, "prefetch") || strings.Contains(v, "prerender") || strings.Contains(v, "preview") {
			return false
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	return false // cross-site and same-site: a page that is not ours
}

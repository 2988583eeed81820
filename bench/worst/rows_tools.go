package worst

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// toolRows are /check, /explain and /api/lint with each large policy.
func toolRows() []Row {
	var rows []Row
	policies := map[string]string{}
	for name := range Policies(Body) {
		policies[name] = encoded(Body, func(size int) string { return Policies(size)[name] })
	}
	for _, name := range slices.Sorted(maps.Keys(policies)) {
		for _, kind := range []string{"identity", "trust", "scp"} {
			rows = append(rows, Row{Route: "POST /check", Name: kind + ": " + name, Request: func(s *Site) *http.Request {
				return s.form("/check", "source", policies[name], "kind", kind, "holder", "arn:aws:iam::111122223333:role/Audit")
			}})
		}
		rows = append(rows, Row{Route: "POST /explain", Name: name, Request: func(s *Site) *http.Request {
			const refused = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Deploy because no identity-based policy allows the sts:AssumeRole action"
			return s.form("/explain", "text", refused, "identity", policies[name])
		}}, Row{Route: "POST /api/lint", Name: name, Request: func(s *Site) *http.Request {
			return s.form("/api/lint", "source", policies[name], "kind", "identity")
		}})
	}
	return rows
}

// encoded makes the largest text that a form carries in so many bytes.
func encoded(room int, make func(size int) string) string {
	for size := room; ; size -= size / 16 {
		if text := make(size); len(url.QueryEscape(text)) <= room-200 {
			return text
		}
	}
}

package worst

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
)

const refused = "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Deploy because no identity-based policy allows the sts:AssumeRole action"

// toolRows are /check, /explain and /api/lint with each large policy.
func toolRows() []Row {
	var rows []Row
	policies := map[string]string{}
	for name := range Policies(Body) {
		policies[name] = encoded(Body, func(size int) string { return Policies(size)[name] })
	}
	for _, name := range keys(policies) {
		for _, kind := range []string{"identity", "trust", "scp"} {
			rows = append(rows, post("/check", kind+": "+name, at("/check"),
				"source", policies[name], "kind", kind, "holder", "arn:aws:iam::111122223333:role/Audit"))
		}
		rows = append(rows,
			post("/explain", name, at("/explain"), "text", refused, "identity", policies[name]),
			post("/api/lint", name, at("/api/lint"), "source", policies[name], "kind", "identity"),
			post("/check/sandbox", name, at("/check/sandbox"), "source", policies[name], "kind", "identity"),
			post("/explain/sandbox", name, at("/explain/sandbox"), "text", refused, "identity", policies[name]))
	}
	return append(rows,
		get("/check", "an example", at("/check?example=vendor")),
		get("/explain", "an example", at("/explain?example=trust")),
		post("/explain", "a long text", at("/explain"), "text", long(Body)),
		get("/api/complete", "a long text", at("/api/complete?text="+url.QueryEscape(long(4000))+"&at=3999")),
	)
}

// encoded makes the largest text that a form carries in so many bytes.
func encoded(room int, make func(size int) string) string {
	for size := room; ; size -= size / 16 {
		if text := make(size); len(url.QueryEscape(text)) <= room-400 {
			return text
		}
	}
}

// keys are the names of a map in order.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// request has a row of any kind.
func request(route, name string, make func(*Site) *http.Request) Row {
	return Row{Route: route, Name: name, Request: make}
}

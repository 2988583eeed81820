package worst

import (
	"net/http"
	"strings"
)

// apiRows are the addresses for scripts.
func apiRows() []Row {
	big := func(s *Site) string {
		return s.api("big", `{"import": `+string(Trusting(300, 8))+`}`)
	}
	in := func(path string) func(*Site) string { return func(s *Site) string { return big(s) + path } }
	send := func(path, body string) func(*Site) *http.Request {
		return func(s *Site) *http.Request { return s.json(big(s)+path, body) }
	}
	claims := `{"issuer": "https://x.example", "sub": "x", "aud": "y", "claims": {` + repeat(Body-200, func(i int) string { return sprintf(`"c%d": "x"`, i) }) + `}}`
	const w = "/api/worlds/:world/:key"
	rows := []Row{
		get(w+"/clock", "a large world", in("/clock")),
		get(w+"/events", "a large world", in("/events")),
		get(w+"/events/stream", "a large world", in("/events/stream")),
		get(w+"/events/archive", "a large world", in("/events/archive")),
		get(w+"/export", "a large world", in("/export")),
		request("POST "+w+"/clock", "a large world", send("/clock", `{"seconds": 60}`)),
		request("POST "+w+"/imds", "a large world", send("/imds", `{"role_arn": "arn:aws:iam::`+account+`:role/r0"}`)),
		request("POST "+w+"/container", "a large world", send("/container", `{"role_arn": "arn:aws:iam::`+account+`:role/r0"}`)),
		request("POST "+w+"/oidc", "many claims", send("/oidc", claims)),
		request("POST "+w+"/saml", "a long name", send("/saml", `{"provider_arn": "x", "role_arn": "y", "session_name": "`+long(Body-200)+`"}`)),
		request("POST "+w+"/reset", "a large world", send("/reset", "")),
		request("POST /api/worlds", "an import", func(s *Site) *http.Request {
			return s.json("/api/worlds", `{"import": `+string(Trusting(300, 8))+`}`)
		}),
	}
	for i := range rows {
		rows[i].Import = true
	}
	rows = append(rows,
		request("POST /api/worlds", "brackets", func(s *Site) *http.Request { return s.json("/api/worlds", strings.Repeat("[", Body)) }),
		get("/container/:world/:binding", "no binding", at("/container/w-x/b")),
		get("/imds/:world/:binding/:key/*", "no binding", at("/imds/w-x/b/k/latest/meta-data/")),
		request("PUT /imds/:world/:binding/:key/*", "no binding", func(s *Site) *http.Request { return s.request("PUT", "/imds/w-x/b/k/latest/api/token", "", nil) }),
		post("/imds/:world/:binding/:key/*", "no binding", at("/imds/w-x/b/k/latest/api/token")),
		get("/aws/:world", "no such protocol yet", at("/aws/w-x")),
		get("/aws/:world/*", "no such protocol yet", at("/aws/w-x/"+strings.Repeat("x", 4000))),
		post("/aws/:world", "a long form", at("/aws/w-x"), many("Tags.member.", 3000)...),
		post("/aws/:world/*", "a long form", at("/aws/w-x/y"), many("Tags.member.", 3000)...),
	)
	return rows
}

package worst

import (
	"net/http"
	"strings"
)

// actRows are what is done with a world: in one with as many roles as fit.
func actRows() []Row {
	big := func(s *Site) string { return s.imported("acts", RealAccount(1500, 300, 200)) }
	in := func(path string) func(*Site) string { return func(s *Site) string { return big(s) + path } }
	list := []Row{
		post("/sandbox/:world/assume", "a large world", in("/assume"), "who", account+"/users/person0", "role", "arn:aws:iam::"+account+":role/Service0", "session", "x"),
		post("/sandbox/:world/read", "a large world", in("/read"), "who", account+"/users/person0", "object", "s3://none/x"),
		post("/sandbox/:world/as", "a large world", in("/as"), "who", account+"/users/person1"),
		post("/sandbox/:world/clock", "a large world", in("/clock"), "seconds", "60"),
		post("/sandbox/:world/revoke", "a large world", in("/revoke"), "role", "arn:aws:iam::"+account+":role/Service0"),
		post("/sandbox/:world/undo", "a large world", in("/undo"), "step", "1"),
		post("/sandbox/:world/redo", "a large world", in("/redo"), "step", "1"),
		post("/sandbox/:world/rename", "a large world", in("/rename"), "title", long(Body), "was", "acts"),
		post("/sandbox/:world/duplicate", "a large world", in("/duplicate")),
		post("/sandbox/:world/claim", "a key that doesn't open it", in("/claim"), "key", long(Body)),
		post("/sandbox/:world/share", "a large world", in("/share")),
		post("/sandbox/:world/unshare", "a large world", in("/unshare")),
		get("/sandbox/:world/shared/:key", "a large world", in("/shared/x")),
		post("/sandbox/:world/shared/:key", "a large world", in("/shared/x")),
		get("/sandbox/:world/delete", "a large world", in("/delete")),
		get("/sandbox/:world/events.jsonl", "a large world", in("/events.jsonl")),
		get("/sandbox/:world/live", "a large world", in("/live")),
		get("/sandbox/:world/evaluate", "a large world", in("/evaluate?who="+account+"/roles/Service0&action=sts:AssumeRole&resource=arn:aws:iam::"+account+":role/Service9")),
		get("/sandbox/:world/complete", "a large world", in("/complete?line=aws+iam+get-role+--role-name+S&at=32")),
		post("/sandbox/:world/reset", "a large world", in("/reset")),
		{Route: "POST /sandbox/:world/delete", Name: "a large world", Request: func(s *Site) *http.Request {
			path, _ := s.do(s.form("/sandbox", "scenario", "blank"))
			return s.form(path + "/delete")
		}},
		{Route: "POST /sandbox/import/take", Name: "a large world", Request: func(s *Site) *http.Request {
			_, page := s.do(s.form("/sandbox/import", "text", string(RealAccount(1500, 300, 200))))
			return s.form("/sandbox/import/take", "token", field(page, "token"), "title", "taken")
		}},
	}
	for i := range list {
		list[i].Import = true
	}
	before, after := Changed(14 << 10)
	list = append(list,
		get("/sandbox", "the library", at("/sandbox")),
		get("/sandbox/import", "the form", at("/sandbox/import")),
		post("/sandbox", "a scenario", at("/sandbox"), "scenario", "ladder"),
		post("/sandbox/:world/document", "two texts with little in common", func(s *Site) string { return s.scenario("cross-account") + "/document" },
			"path", "444455556666/buckets/reports/policy.json", "source", strings.ReplaceAll(after, "\n", " \n"), "base", "x", "before", before[:100]),
	)
	for _, name := range []string{"trusting statements", "heavy trust statements", "wrong everywhere", "brackets"} {
		list = append(list, post("/sandbox/:world/document", name, func(s *Site) string { return s.scenario("cross-account") + "/document" },
			"path", "444455556666/roles/Deploy/trust.json", "source", encoded(Body, func(size int) string { return Policies(size)[name] })))
	}
	return list
}

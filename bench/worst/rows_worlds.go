package worst

import "net/http"

// bigWorlds are imports of up to 1 MB that make the pages of a world hardest.
func bigWorlds() []struct {
	name     string
	document func() []byte
} {
	return []struct {
		name     string
		document func() []byte
	}{
		{"100 roles, eight trusts, sts:*", func() []byte { return Trusting(100, 8) }},
		{"300 roles, eight trusts, sts:*", func() []byte { return Trusting(300, 8) }},
		{"1,900 simple roles", func() []byte { return Simple(1900) }},
		{"1,200 users", func() []byte { return Peopled(1200) }},
		{"patterns", func() []byte { return Patterns(400, 280) }},
		{"5,000 accounts", func() []byte { return Accounts(5000) }},
		{"6,000 buckets", func() []byte { return Buckets(6000) }},
		{"500 users with 20 policies", func() []byte { return Managed(500, 20) }},
		{"one document of 60 KB", func() []byte { return OneDocument(Policies(60 << 10)["trusting statements"]) }},
		{"one document of 400 KB", func() []byte { return OneDocument(Policies(400 << 10)["principals"]) }},
		{"a real account", func() []byte { return RealAccount(2000, 500, 100) }},
	}
}

// worldRows are the pages of a world, for each large world.
func worldRows() []Row {
	var rows []Row
	for _, w := range bigWorlds() {
		at := func(s *Site) string { return s.imported(w.name, w.document()) }
		add := func(route string, request func(*Site) *http.Request) {
			rows = append(rows, Row{Route: route, Name: w.name, Import: true, Request: request})
		}
		add("POST /sandbox/import", func(s *Site) *http.Request { return s.form("/sandbox/import", "text", string(w.document())) })
		add("GET /sandbox/:world", func(s *Site) *http.Request { return s.get(at(s)) })
		add("GET /sandbox/:world/whom", func(s *Site) *http.Request { return s.get(at(s) + "/whom") })
		add("GET /sandbox/:world/export/terraform", func(s *Site) *http.Request { return s.get(at(s) + "/export/terraform") })
		add("GET /sandbox/:world/export/cli.sh", func(s *Site) *http.Request { return s.get(at(s) + "/export/cli.sh") })
		add("GET /sandbox/:world/export", func(s *Site) *http.Request { return s.get(at(s) + "/export") })
		add("GET /sandbox/:world/now", func(s *Site) *http.Request { return s.get(at(s) + "/now") })
	}
	return rows
}

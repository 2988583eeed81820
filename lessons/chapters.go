package lessons

// Chapters are the slugs that the curriculum plans, in its order. A lesson may
// point at one that isn't written yet; its words are then shown without a link.
func Chapters() []string {
	slugs := make([]string, len(chapters))
	for i, c := range chapters {
		slugs[i] = c.slug
	}
	return slugs
}

// ChapterName is what a chapter is called, whether its lesson is written or not;
// empty for a slug that the curriculum doesn't know.
func ChapterName(slug string) string {
	for _, c := range chapters {
		if c.slug == slug {
			return c.name
		}
	}
	return ""
}

var chapters = [...]struct{ slug, name string }{
	{"temporary-access", "Assuming roles for temporary access"},
	{"users-roles-policies", "Users, roles and policies"},
	{"assuming-a-role", "What assuming a role means"},
	{"temporary-credentials", "Temporary credentials"},
	{"trust-policies", "Trust policies"},
	{"cross-account", "Cross-account access"},
	{"workload-roles", "Roles for workloads"},
	{"policy-evaluation", "How a request is decided"},
	{"session-policies-and-boundaries", "Session policies and permissions boundaries"},
	{"conditions", "Conditions that matter"},
	{"chaining-and-session-tags", "Chaining, session tags and source identity"},
	{"federation", "Federation"},
	{"running-roles-safely", "Running roles safely"},
}

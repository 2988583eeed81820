package site

import "rolecall/web/view"

// LessonOn is where a finding or a risk is explained: the entry of the
// glossary, and the lesson. Whichever isn't there is left out.
type LessonOn struct{ Term, Lesson string }

// Explained says what explains a finding or a risk, by its code. Codes that name
// a slip of the pen (broken JSON, a misspelt key) explain themselves.
var Explained = map[string]LessonOn{
	"open-to-everybody":           {"wildcard", "trust-policies"},
	"weak-condition":              {"condition-key", "conditions"},
	"only-negative-conditions":    {"condition-key", "conditions"},
	"may-rewrite-policy":          {"privilege-escalation", "running-roles-safely"},
	"way-up":                      {"privilege-escalation", "running-roles-safely"},
	"any-session-tags":            {"session-tag", "chaining-and-session-tags"},
	"names-nobody":                {"unique-id", "trust-policies"},
	"missing-external-id":         {"external-id", "cross-account"},
	"missing-source-arn":          {"confused-deputy", "workload-roles"},
	"missing-subject":             {"oidc", "federation"},
	"wildcard-subject":            {"oidc", "federation"},
	"shared-oidc-claim":           {"oidc", "federation"},
	"pass-role-star":              {"passrole", "running-roles-safely"},
	"assume-any-role":             {"least-privilege", "running-roles-safely"},
	"allows-everything":           {"least-privilege", "running-roles-safely"},
	"allow-not-principal":         {"principal", "trust-policies"},
	"bad-principal":               {"principal", "trust-policies"},
	"bad-arn":                     {"arn", "users-roles-policies"},
	"unknown-key":                 {"condition-key", "conditions"},
	"unknown-operator":            {"condition-key", "conditions"},
	"bool-if-exists":              {"mfa", "conditions"},
	"for-all-values-without-null": {"condition-key", "conditions"},
	"never-holds":                 {"condition-key", "conditions"},
	"literal-wildcard":            {"wildcard", "conditions"},
	"variable-needs-version":      {"policy-variable", "conditions"},
	"variable-not-filled-in":      {"policy-variable", "conditions"},
	"bad-variable":                {"policy-variable", "conditions"},
	"action-principal-mismatch":   {"principal", "trust-policies"},
	"unknown-service-principal":   {"principal", "workload-roles"},
	"missing-tag-session":         {"session-tag", "chaining-and-session-tags"},
	"impossible-subject":          {"oidc", "federation"},
	"impossible-audience":         {"oidc", "federation"},
	"impossible-value":            {"condition-key", "conditions"},
	"key-never-present":           {"condition-key", "conditions"},
	"refused-arn":                 {"arn", "users-roles-policies"},
	"impossible-resource":         {"arn", "users-roles-policies"},
	"resource-not-of-action":      {"arn", "users-roles-policies"},
	"action-without-resource":     {"arn", "users-roles-policies"},
	"variable-of-users-alone":     {"policy-variable", "conditions"},
}

// Read lists the links of what explains something.
func (s *Site) Read(on LessonOn) []view.Link {
	var links []view.Link
	if l := s.Course.Lesson(on.Lesson); l != nil {
		links = append(links, view.Link{Href: "/lessons/" + l.Slug, Text: "the lesson “" + l.Title + "”"})
	}
	for _, t := range s.Course.Glossary() {
		if t.ID == on.Term {
			links = append(links, view.Link{Href: "/glossary#" + t.ID, Text: "“" + t.Name + "” in the glossary"})
		}
	}
	return links
}

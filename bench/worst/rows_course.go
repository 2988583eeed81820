package worst

import (
	"net/http"
	"regexp"
	"strings"
)

var (
	lessonHref = regexp.MustCompile(`href="(/lessons/[a-z-]+/[a-z-]+)"`)
	anyAction  = regexp.MustCompile(`(?:action|hx-post)="(/lessons/[^"]+)"`)
)

// action is an address to which some lesson posts what a block of a kind needs; of no
// block where no page shows one before something else was done.
func (s *Site) action(kind string) string {
	return s.once("action "+kind, func() string {
		_, index := s.do(s.get("/lessons"))
		lessons := regexp.MustCompile(`href="(/lessons/[a-z-]+)"`).FindAllStringSubmatch(index, -1)
		for _, l := range lessons[:min(len(lessons), 8)] {
			_, first := s.do(s.get(l[1]))
			for _, m := range lessonHref.FindAllStringSubmatch(first, -1) {
				_, page := s.do(s.get(m[1]))
				for _, a := range anyAction.FindAllStringSubmatch(page, -1) {
					if strings.Contains(a[1], kind) {
						return a[1]
					}
				}
			}
		}
		return "/lessons/temporary-access/why" + kind + "x"
	})
}

// courseRows are lessons, quizzes and progress, with fields as long as a body may be.
func courseRows() []Row {
	block := func(kind string) func(*Site) string { return func(s *Site) string { return s.action(kind) } }
	attempt := func(end string) func(*Site) string { return func(s *Site) string { return s.attempt("quiz") + end } }
	big := encoded(Body, func(size int) string { return Policies(size)["heavy trust statements"] })
	rows := []Row{
		get("/", "the first page", at("/")),
		post("/", "a large policy", at("/"), "source", big),
		get("/search", "many words", at("/search?q="+strings.Repeat("role+", 1500))),
		post("/theme", "a long field", at("/theme"), "theme", long(Body)),
		get("/lessons", "the index", at("/lessons")),
		get("/lessons/:lesson", "a lesson", at("/lessons/temporary-access")),
		get("/lessons/:lesson/:mode", "a lesson", func(s *Site) string { return strings.Split(s.action("/run/"), "/run/")[0] }),
		get("/lessons/:lesson/:mode/:file", "no such file", at("/lessons/temporary-access/why/x.zip")),
		post("/lessons/:lesson/:mode/read", "a long field", at("/lessons/temporary-access/why/read"), "x", long(Body)),
		post("/lessons/:lesson/:mode/predict/:block", "many fields", block("/predict/"), many("x", 3000)...),
		post("/lessons/:lesson/:mode/myth/:block", "many fields", block("/myth/"), many("x", 3000)...),
		post("/lessons/:lesson/:mode/run/:block", "a large policy", block("/run/"), "source", big, "policy", big),
		post("/lessons/:lesson/:mode/open/:block", "a large policy", block("/open/"), "source", big),
		post("/lessons/:lesson/:mode/card/:block", "many fields", block("/card/"), many("x", 3000)...),
		post("/lessons/:lesson/:mode/path/:block/document", "a large policy", block("/document"), "source", big),
		post("/lessons/:lesson/:mode/path/:block/clock", "a long field", block("/clock"), "seconds", long(Body)),
		post("/lessons/:lesson/:mode/path/:block/reset", "again", block("/reset")),
		get("/review", "the day's cards", at("/review")),
		post("/review", "many fields", at("/review"), many("card", 3000)...),
		post("/review/questions", "many fields", at("/review/questions"), many("x", 3000)...),
		post("/review/settings", "a long field", at("/review/settings"), "retention", long(Body)),
		get("/challenges", "the list", at("/challenges")),
		get("/challenges/:name", "a challenge", at("/challenges/open-door")),
		post("/challenges/:name/check", "a large policy", at("/challenges/open-door/check"), "source", big, "path", "x"),
		post("/challenges/:name/hint", "a hint", at("/challenges/open-door/hint")),
		post("/challenges/:name/give-up", "given up", at("/challenges/open-door/give-up")),
		post("/challenges/:name/reset", "again", at("/challenges/open-door/reset")),
		post("/challenges/:name/open", "opened", at("/challenges/open-door/open")),
		get("/practice", "the hub", at("/practice")),
		post("/practice", "many fields", at("/practice"), many("lesson", 3000)...),
		post("/practice/aimed", "many fields", at("/practice/aimed"), many("code", 3000)...),
		get("/test", "the form", at("/test")),
		post("/test", "many fields", at("/test"), many("lesson", 3000)...),
		get("/quiz/:lesson", "a quiz", at("/quiz/temporary-access")),
		post("/quiz/:lesson", "many fields", at("/quiz/temporary-access"), append([]string{"kind", "practice"}, many("x", 3000)...)...),
		get("/attempts/:id", "an attempt", attempt("")),
		post("/attempts/:id", "many fields", attempt(""), append([]string{"position", "0", "question", "x"}, many("choice", 3000)...)...),
		post("/attempts/:id/hint", "many fields", attempt("/hint"), many("x", 3000)...),
		post("/attempts/:id/like", "many fields", attempt("/like"), many("x", 3000)...),
		post("/attempts/:id/finish", "many fields", attempt("/finish"), many("x", 3000)...),
		get("/progress", "a learner's", at("/progress")),
		get("/progress/recover", "the form", at("/progress/recover")),
		get("/progress/delete", "the form", at("/progress/delete")),
		importing(get("/progress/export.json", "a learner with large worlds", at("/progress/export.json"))),
		get("/progress/answers.csv", "a learner's", at("/progress/answers.csv")),
		get("/progress/reviews.csv", "a learner's", at("/progress/reviews.csv")),
		get("/progress/history", "a learner's", at("/progress/history")),
		get("/settings", "the browsers", at("/settings")),
		post("/settings/sign-out-others", "a long field", at("/settings/sign-out-others"), "x", long(Body)),
		post("/progress/phrase", "a phrase", at("/progress/phrase")),
		post("/progress/recover", "a long phrase", at("/progress/recover"), "phrase", long(Body)),
	}
	return append(rows, nobody("/progress/delete"), nobody("/settings/sign-out"))
}

// nobody posts a form as somebody new, so that the table's learner stays one.
func nobody(path string) Row {
	return request("POST "+path, "somebody new", func(s *Site) *http.Request {
		r := s.form(path)
		r.Header.Del("Cookie")
		return r
	})
}

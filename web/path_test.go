package web

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web/learn"
)

// paths are the guided paths of the course with their pages.
func paths(s *server) map[*lessons.Steps]*learn.LessonPage {
	all := map[*lessons.Steps]*learn.LessonPage{}
	for _, page := range s.learn.Lessons.Order {
		for b := range page.Mode.All() {
			if steps, ok := b.(*lessons.Steps); ok {
				all[steps] = page
			}
		}
	}
	return all
}

// answerStep gives a step's model answer.
func answerStep(r *reader, base string, st lessons.Step) page {
	switch st.Kind {
	case lessons.StepConsole:
		return r.post(base+"/line", "line", st.Console)
	case lessons.StepEdit:
		return r.post(base+"/document", "path", st.Edit, "source", st.Solution)
	case lessons.StepAdvance:
		return r.post(base+"/clock", "seconds", strconv.Itoa(int(st.Advance.Seconds())))
	}
	panic("a step of a kind unknown here")
}

func TestGuidedPathsCanBeWalked(t *testing.T) {
	s := testServer(t)
	if len(paths(s)) == 0 {
		t.Fatal("no lesson has a guided path")
	}
	for steps, page := range paths(s) {
		t.Run(page.Lesson.Lesson.Slug, func(t *testing.T) {
			r := newReader(t, s.handler())
			base := page.URL() + "/path/" + steps.ID
			for i, st := range steps.Steps {
				r.get(page.URL()).has(t, fmt.Sprintf("Step %d of %d</p>", i+1, len(steps.Steps)))
				p := answerStep(r, base, st)
				if i+1 < len(steps.Steps) {
					p.has(t, fmt.Sprintf("Step %d of %d</p>", i+2, len(steps.Steps)), st.Done.HTML)
				}
				if t.Failed() {
					t.FailNow()
				}
			}
			r.get(page.URL()).has(t, "Every step has passed")
			tries, err := s.Store.Tries(t.Context(), learnerOf(t, s, r), page.Lesson.Lesson.Slug, page.Mode.Slug)
			passed := 0
			for _, try := range tries {
				if try.Outcome == store.Passed {
					passed++
				}
			}
			if err != nil || passed != len(steps.Steps) {
				t.Errorf("%d steps are stored as passed (%v), want %d", passed, err, len(steps.Steps))
			}
			r.post(base+"/reset").has(t, fmt.Sprintf("Step 1 of %d</p>", len(steps.Steps)))
		})
	}
}

func TestWrongAnswerSaysWhy(t *testing.T) {
	s := testServer(t)
	for steps, page := range paths(s) {
		r := newReader(t, s.handler())
		base := page.URL() + "/path/" + steps.ID
		p := r.post(base+"/line", "line", "aws sts get-session-token")
		p.has(t, "this step is about", fmt.Sprintf("Step 1 of %d</p>", len(steps.Steps)))
		r.htmx = true
		fragment := r.post(base+"/line", "line", "nonsense")
		fragment.has(t, "command not found").lacks(t, "<html")
		if got := fragment.Header().Get("Hx-Retarget"); !strings.HasPrefix(got, "#path-") {
			t.Errorf("the fragment goes to %q", got)
		}
	}
}

func TestRefusedDocumentOfAPathStaysInTheEditor(t *testing.T) {
	s := testServer(t)
	for steps, page := range paths(s) {
		for _, st := range steps.Steps {
			if st.Kind != lessons.StepEdit {
				continue
			}
			r := newReader(t, s.handler())
			p := r.post(page.URL()+"/path/"+steps.ID+"/document", "path", st.Edit, "source", `{"Version": "2012-10-17"`)
			p.has(t, "The last good one stays in force")
			break
		}
	}
}

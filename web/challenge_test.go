package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"rolecall/lessons"
	"rolecall/sandbox"
)

// documents are the fields of a challenge's form with files laid over the start.
func documents(t *testing.T, s *server, ch *sandbox.Challenge, files map[string]string) []string {
	t.Helper()
	var fields []string
	for i, path := range ch.Edit {
		text, ok := files[path]
		if !ok {
			text = s.worlds.Beginnings[ch.Scenario][path]
		}
		fields = append(fields, fmt.Sprintf("path%d", i), path, fmt.Sprintf("source%d", i), text)
	}
	return fields
}

func TestChallengesAreJudged(t *testing.T) {
	s := testServer(t)
	for _, ch := range s.Library.Challenges() {
		t.Run(ch.Name, func(t *testing.T) {
			r := newReader(t, s.handler())
			page := "/challenges/" + ch.Name
			r.get(page).has(t, "not checked yet").lacks(t, "A solution")
			for _, w := range ch.Wrongs {
				r.post(page+"/check", documents(t, s, ch, w.Files)...).has(t, "not met").lacks(t, "Solved:", "A solution")
			}
			r.post(page+"/check", documents(t, s, ch, ch.Solution)...).has(t, "Solved:", "A solution").lacks(t, "not met")
			results, err := s.Store.ChallengeResults(t.Context(), learnerOf(t, s, r))
			solved := 0
			for _, result := range results {
				if result.Solved {
					solved++
				}
			}
			if err != nil || len(results) != len(ch.Wrongs)+1 || solved != 1 {
				t.Errorf("stored %+v (%v)", results, err)
			}
			r.post(page+"/reset").has(t, "not checked yet")
		})
	}
}

// A part of a story that is solved leads to the next, the last to nothing more.
func TestATrackLeadsOn(t *testing.T) {
	s := testServer(t)
	for _, name := range s.Library.Tracks() {
		r := newReader(t, s.handler())
		parts := s.Library.Track(name)
		for i, ch := range parts {
			page := "/challenges/" + ch.Name
			r.get(page).has(t, fmt.Sprintf("Part %d of %d of", i+1, len(parts))).lacks(t, "The story goes on")
			solved := r.post(page+"/check", documents(t, s, ch, ch.Solution)...)
			if i+1 == len(parts) {
				solved.lacks(t, "The story goes on")
				continue
			}
			solved.has(t, "The story goes on", `href="/challenges/`+parts[i+1].Name+`"`)
		}
	}
}

func TestHintsComeOneByOne(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	ch := s.Library.Challenge("locked-out")
	hints := s.sandbox.Stories.Hints[ch.Name]
	page := "/challenges/" + ch.Name
	for i := range hints {
		before := r.get(page)
		for _, h := range hints[i:] {
			before.lacks(t, h.HTML)
		}
		r.post(page+"/hint", "back", page).has(t, hints[i].HTML)
	}
	r.get(page).lacks(t, "Show the next hint")
}

func TestSolutionIsShownToWhoAsksForIt(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.post("/challenges/locked-out/give-up").has(t, "A solution").lacks(t, "Solved:")
}

func TestRefusedDocumentOfAChallengeStaysInTheEditor(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	ch := s.Library.Challenge("locked-out")
	broken := `{"Version": "2012-10-17", "Statement": [{"Effect": "Permit"}]}`
	p := r.send("/challenges/locked-out/check", documents(t, s, ch, map[string]string{ch.Edit[0]: broken})...)
	if p.Code != 422 {
		t.Errorf("status %d", p.Code)
	}
	p.has(t, "Permit", "The last good one stays in force")
}

func TestEmbeddedChallengeComesBackToItsLesson(t *testing.T) {
	s := testServer(t)
	page := s.learn.Lessons.Pages["/lessons/temporary-access/challenge"]
	for b := range page.Mode.All() {
		ref, ok := b.(*lessons.ChallengeRef)
		if !ok {
			continue
		}
		r := newReader(t, s.handler())
		ch := s.Library.Challenge(ref.Name)
		fields := append(documents(t, s, ch, ch.Solution), "back", page.URL()+"#"+ref.ID)
		p := r.post("/challenges/"+ref.Name+"/check", fields...)
		if p.path != page.URL() {
			t.Errorf("it comes back to %s", p.path)
		}
		p.has(t, "Solved:")
		r.get("/challenges").has(t, "solved")
	}
}

func TestProjectCarriesOnAndGoesHome(t *testing.T) {
	s := testServer(t)
	page := s.learn.Lessons.Pages["/lessons/temporary-access/project"]
	r := newReader(t, s.handler())
	parts := 0
	for b := range page.Mode.All() {
		ref, ok := b.(*lessons.ChallengeRef)
		if !ok {
			continue
		}
		parts++
		ch := s.Library.Challenge(ref.Name)
		fields := append(documents(t, s, ch, ch.Solution), "back", page.URL()+"#"+ref.ID)
		r.post("/challenges/"+ref.Name+"/check", fields...).has(t, "Solved:")
	}
	if parts != 3 {
		t.Errorf("the project has %d parts", parts)
	}
	archive := r.get(page.URL() + "/takehome.txtar")
	archive.has(t, "-- part-1/", "-- part-2/", "-- part-3/", "sts:AssumeRole")
	zipped := r.get(page.URL() + "/takehome.zip")
	z, err := zip.NewReader(bytes.NewReader(zipped.Body.Bytes()), int64(zipped.Body.Len()))
	if err != nil || len(z.File) != strings.Count(archive.body, "\n-- part-") {
		t.Errorf("the zip does not hold what the txtar does: %v", err)
	}
	if p := r.do("GET", page.URL()+"/takehome.exe", nil); p.Code != 404 {
		t.Errorf("another kind of file: %d", p.Code)
	}
}

func TestListsAreGrouped(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	in := func(path string, marks ...string) {
		t.Helper()
		body := r.get(path).Body.String()
		for _, m := range marks {
			i := strings.Index(body, m)
			if i < 0 {
				t.Fatalf("%s has no %s, or not in this order", path, m)
			}
			body = body[i:]
		}
	}
	in("/challenges", `<h2 id="easy">`, "/challenges/locked-out", `<h2 id="medium">`, `<h2 id="hard">`, `<h2 id="expert">`, `<h2 id="track-`)
	in("/challenges", "/challenges/flag-1-stale-code", "/challenges/flag-2-wrong-shadow", "/challenges/flag-6-way-back")
	in("/sandbox", `<h3 id="users-roles-policies">`, `<h3 id="running-roles-safely">`, `<h3 id="from-nothing">`)
}

package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// challengeMode stands for the mode where facts about challenges are kept.
const challengeMode = "challenge"

// challenges lists the challenges.
func (s *server) challenges(c echo.Context) error {
	p, err := s.progressOf(c)
	if err != nil {
		return err
	}
	card := func(ch *sandbox.Challenge) view.ChallengeCard {
		return view.ChallengeCard{
			Name: ch.Name, Title: ch.Title, Grade: ch.Grade, Lesson: s.challengeLesson(ch), Solved: p != nil && p.solved[ch.Name],
			Summary: firstSentences(s.stories.of[ch.Scenario].Text),
		}
	}
	return s.page(c, http.StatusOK, view.ChallengesPage(s.head(c, "Challenges", "/sandbox"), challengeGroups(s.Library, card)))
}

// challengeGroups are the challenges by grade, from easy to expert, and after them
// the tracks, each in the order of its parts.
func challengeGroups(lib *sandbox.Library, card func(*sandbox.Challenge) view.ChallengeCard) []view.ChallengeGroup {
	groups := []view.ChallengeGroup{
		{ID: string(sandbox.GradeEasy), Title: "Easy"}, {ID: string(sandbox.GradeMedium), Title: "Medium"},
		{ID: string(sandbox.GradeHard), Title: "Hard"}, {ID: string(sandbox.GradeExpert), Title: "Expert"},
	}
	for _, ch := range lib.Challenges() {
		if ch.Track.Name != "" {
			continue
		}
		i := slices.IndexFunc(groups, func(g view.ChallengeGroup) bool { return g.ID == string(ch.Grade) })
		groups[i].Challenges = append(groups[i].Challenges, card(ch))
	}
	for i, name := range lib.Tracks() {
		g := view.ChallengeGroup{ID: fmt.Sprintf("track-%d", i+1), Title: name, Track: true, Lead: "One story in several parts. Begin with the first."}
		for _, ch := range lib.Track(name) {
			g.Challenges = append(g.Challenges, card(ch))
		}
		groups = append(groups, g)
	}
	return slices.DeleteFunc(groups, func(g view.ChallengeGroup) bool { return len(g.Challenges) == 0 })
}

// maxSummary is about how long the summary of a story is, in bytes.
const maxSummary = 160

// firstSentences is the beginning of a story, ended at a sentence where there is one.
func firstSentences(text string) string {
	if len(text) <= maxSummary {
		return text
	}
	if end := strings.LastIndex(text[:maxSummary], ". "); end > 0 {
		return text[:end+1]
	}
	return strings.ToValidUTF8(text[:maxSummary], "") + " …"
}

func (s *server) challengeLesson(ch *sandbox.Challenge) view.Link {
	if l := s.Course.Lesson(ch.Lesson); l != nil {
		return view.Link{Href: "/lessons/" + l.Slug, Text: l.Title}
	}
	return view.Link{}
}

// challengePage is a challenge on a page of its own.
func (s *server) challengePage(c echo.Context) error {
	t, err := s.attempting(c)
	if err != nil {
		return err
	}
	return s.challengeWhole(c, http.StatusOK, t)
}

func (s *server) challengeWhole(c echo.Context, status int, t *attempting) error {
	v, err := s.challengeView(c, t)
	if err != nil {
		return err
	}
	return s.page(c, status, view.ChallengePage(s.head(c, t.Title, "/sandbox"), v, s.challengeLesson(t.Challenge)))
}

// attempting is a challenge with what a reader has made of it.
type attempting struct {
	*sandbox.Challenge
	id       string // of its element
	back     string // the page it is shown on
	carry    string // the challenge whose documents are laid over this one's world
	progress *progress
	playing  *playing               // nil until something was saved
	refused  map[string]view.Editor // documents that were not taken, as they were sent
}

// attempting reads the challenge that the request names and where it is shown.
func (s *server) attempting(c echo.Context) (*attempting, error) {
	ch := s.Library.Challenge(c.Param("name"))
	if ch == nil {
		return nil, advice.NotFound("There is no challenge of that name.")
	}
	p, err := s.progressOf(c)
	if err != nil {
		return nil, err
	}
	return s.attemptAt(c, ch, p, "challenge", "/challenges/"+ch.Name)
}

// attemptAt is a challenge as shown under an element's id on a page.
func (s *server) attemptAt(c echo.Context, ch *sandbox.Challenge, p *progress, id, back string) (*attempting, error) {
	t := &attempting{Challenge: ch, id: id, back: back, progress: p}
	if p == nil {
		return t, nil
	}
	info, err := s.Store.WorldByOrigin(c.Request().Context(), p.learner, challengeOrigin+ch.Name)
	if errors.Is(err, store.ErrNotFound) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	t.playing, err = s.view(c, info.ID)
	return t, err
}

func (t *attempting) did(step string, o store.Outcome) bool {
	return t.progress.did(t.Lesson, challengeMode, t.Name, step, o)
}

// hintsTaken counts the hints that were asked for.
func (t *attempting) hintsTaken() int {
	n := 0
	for n < len(t.Hints) && t.did(hintStep(n), outcomeHint) {
		n++
	}
	return n
}

func hintStep(n int) string { return "hint-" + strconv.Itoa(n+1) }

// challengeView is what the page shows.
func (s *server) challengeView(c echo.Context, t *attempting) (view.Challenge, error) {
	w, err := s.challengeWorld(c, t)
	if err != nil {
		return view.Challenge{}, err
	}
	return s.challengeShowing(t, w), nil
}

// placeInTrack tells which part of a story the challenge is, and on a page of its
// own where the story goes on. A lesson has its own order.
func (s *server) placeInTrack(v *view.Challenge, t *attempting) {
	parts := s.Library.Track(t.Track.Name)
	if t.Track.Name == "" || !strings.HasPrefix(t.back, v.Path) {
		return
	}
	v.Part = fmt.Sprintf("Part %d of %d of “%s”", t.Track.Part, len(parts), t.Track.Name)
	if t.Track.Part < len(parts) {
		next := parts[t.Track.Part]
		v.Next = view.Link{Href: "/challenges/" + next.Name, Text: next.Title}
	}
}

// challengeShowing is the challenge with its documents as they stand in a world.
func (s *server) challengeShowing(t *attempting, w *world.World) view.Challenge {
	v := view.Challenge{
		Name: t.Name, ID: t.id, Title: t.Title, Grade: t.Grade, Story: s.stories.of[t.Scenario],
		Path: "/challenges/" + t.Name, Back: t.back, GivenUp: t.did(wholePage, outcomeGivenUp),
		Solved: t.progress != nil && t.progress.solved[t.Name],
	}
	if t.carry != "" {
		v.Carry = "What you wrote in “" + s.Library.Challenge(t.carry).Title + "” goes on here."
	}
	s.placeInTrack(&v, t)
	s.challengeDocuments(&v, t, w)
	for _, g := range t.Goals {
		v.Goals = append(v.Goals, view.GoalLine{Sentence: g.Sentence, MustWork: g.MustWork})
	}
	if t.playing != nil {
		v.World = view.WorldPath(t.playing.ID)
		t.judged(&v)
	}
	taken := t.hintsTaken()
	v.Hints, v.MoreHints = s.stories.hints[t.Name][:taken], len(t.Hints)-taken
	if v.Solved || v.GivenUp {
		v.Solution = t.solution(w)
	}
	return v
}

// challengeWorld is the reader's world, or one to show as it would begin.
func (s *server) challengeWorld(c echo.Context, t *attempting) (*world.World, error) {
	if t.playing != nil {
		return t.playing.World, nil
	}
	w, err := t.NewWorld(sandbox.Standing(t.Name))
	if err != nil || t.progress == nil {
		return w, err
	}
	return w, s.worlds.carryOver(c.Request().Context(), t.progress.learner, t.carry, w)
}

func (s *server) challengeDocuments(v *view.Challenge, t *attempting, w *world.World) {
	for _, path := range t.Edit {
		f, ok := fileAt(w, path)
		if !ok {
			continue
		}
		text, _ := w.Document(path)
		e := view.Editor{Path: path, Label: f.Label, Kind: f.Kind, Text: text}
		if sent, refused := t.refused[path]; refused {
			e = sent
		}
		v.Documents = append(v.Documents, view.ChallengeDoc{Editor: e})
	}
	for i, f := range allFiles(w) {
		if slices.Contains(t.Edit, f.Path) {
			continue
		}
		text, _ := w.Document(f.Path)
		v.Others = append(v.Others, shownDocument(f, text, fmt.Sprintf("%s-other-%d", t.id, i)))
	}
}

func shownDocument(f world.File, text, id string) view.ChallengeDoc {
	return view.ChallengeDoc{
		Editor:  view.Editor{Path: f.Path, Label: f.Label, Kind: f.Kind, Text: text},
		Listing: view.Listing{ID: id, Label: f.Label, Source: text},
	}
}

// judged puts in what the last check found.
func (t *attempting) judged(v *view.Challenge) {
	for i := range v.Goals {
		for _, j := range t.playing.console.Judged {
			if j.Goal == t.Goals[i].Name {
				v.Judged, v.Goals[i].Met, v.Goals[i].Why = true, j.Met, j.Why
			}
		}
	}
}

func (t *attempting) solution(w *world.World) []view.ChallengeDoc {
	var docs []view.ChallengeDoc
	for i, path := range slices.Sorted(maps.Keys(t.Solution)) {
		if f, ok := fileAt(w, path); ok {
			docs = append(docs, shownDocument(f, t.Solution[path], fmt.Sprintf("%s-solution-%d", t.id, i)))
		}
	}
	return docs
}

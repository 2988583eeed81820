package desk

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// ChallengeMode stands for the mode where facts about challenges are kept.
const ChallengeMode = "challenge"

// maxSummary is about how long the summary of a story is, in bytes.
const maxSummary = 160

// FirstSentences is the beginning of a story, ended at a sentence where there is one.
func FirstSentences(text string) string {
	if len(text) <= maxSummary {
		return text
	}
	if end := strings.LastIndex(text[:maxSummary], ". "); end > 0 {
		return text[:end+1]
	}
	return strings.ToValidUTF8(text[:maxSummary], "") + " …"
}

// ChallengeLesson leads to the lesson that a challenge belongs to.
func (s *Desk) ChallengeLesson(ch *sandbox.Challenge) view.Link {
	if l := s.Course.Lesson(ch.Lesson); l != nil {
		return view.Link{Href: "/lessons/" + l.Slug, Text: l.Title}
	}
	return view.Link{}
}

// Attempting is a challenge with what a reader has made of it.
type Attempting struct {
	*sandbox.Challenge
	Id       string // of its element
	Back     string // the page it is shown on
	Carry    string // the challenge whose documents are laid over this one's world
	progress *site.Progress
	Playing  *play.World            // nil until something was saved
	Refused  map[string]view.Editor // documents that were not taken, as they were sent
}

// Attempting reads the challenge that the request names and where it is shown.
func (s *Desk) Attempting(c echo.Context) (*Attempting, error) {
	ch := s.Library.Challenge(c.Param("name"))
	if ch == nil {
		return nil, advice.NotFound("There is no challenge of that name.")
	}
	p, err := s.ProgressOf(c)
	if err != nil {
		return nil, err
	}
	return s.AttemptAt(c, ch, p, "challenge", "/challenges/"+ch.Name)
}

// AttemptAt is a challenge as shown under an element's id on a page.
func (s *Desk) AttemptAt(c echo.Context, ch *sandbox.Challenge, p *site.Progress, id, back string) (*Attempting, error) {
	t := &Attempting{Challenge: ch, Id: id, Back: back, progress: p}
	if p == nil {
		return t, nil
	}
	info, err := s.Store.WorldByOrigin(c.Request().Context(), p.Learner, play.ChallengeOrigin+ch.Name)
	if errors.Is(err, store.ErrNotFound) {
		return t, nil
	}
	if err != nil {
		return nil, err
	}
	t.Playing, err = s.View(c, info.ID)
	return t, err
}

func (t *Attempting) did(step string, o store.Outcome) bool {
	return t.progress.Did(t.Lesson, ChallengeMode, t.Name, step, o)
}

// HintsTaken counts the hints that were asked for.
func (t *Attempting) HintsTaken() int {
	n := 0
	for n < len(t.Hints) && t.did(HintStep(n), site.OutcomeHint) {
		n++
	}
	return n
}

// HintStep names a hint where it is kept that it was taken.
func HintStep(n int) string { return "hint-" + strconv.Itoa(n+1) }

// ChallengeView is what the page shows.
func (s *Desk) ChallengeView(c echo.Context, t *Attempting) (view.Challenge, error) {
	w, err := s.ChallengeWorld(c, t)
	if err != nil {
		return view.Challenge{}, err
	}
	return s.ChallengeShowing(t, w), nil
}

// placeInTrack tells which part of a story the challenge is, and on a page of its
// own where the story goes on. A lesson has its own order.
func (s *Desk) placeInTrack(v *view.Challenge, t *Attempting) {
	parts := s.Library.Track(t.Track.Name)
	if t.Track.Name == "" || !strings.HasPrefix(t.Back, v.Path) {
		return
	}
	v.Part = fmt.Sprintf("Part %d of %d of “%s”", t.Track.Part, len(parts), t.Track.Name)
	if t.Track.Part < len(parts) {
		next := parts[t.Track.Part]
		v.Next = view.Link{Href: "/challenges/" + next.Name, Text: next.Title}
	}
}

// ChallengeShowing is the challenge with its documents as they stand in a world.
func (s *Desk) ChallengeShowing(t *Attempting, w *world.World) view.Challenge {
	v := view.Challenge{
		Name: t.Name, ID: t.Id, Title: t.Title, Grade: t.Grade, Story: s.Stories.Of[t.Scenario],
		Path: "/challenges/" + t.Name, Back: t.Back, GivenUp: t.did(site.WholePage, site.OutcomeGivenUp),
		Solved: t.progress != nil && t.progress.Solved[t.Name],
	}
	if t.Carry != "" {
		v.Carry = "What you wrote in “" + s.Library.Challenge(t.Carry).Title + "” goes on here."
	}
	s.placeInTrack(&v, t)
	s.challengeDocuments(&v, t, w)
	for _, g := range t.Goals {
		v.Goals = append(v.Goals, view.GoalLine{Sentence: g.Sentence, MustWork: g.MustWork})
	}
	if t.Playing != nil {
		v.World = view.WorldPath(t.Playing.ID)
		t.judged(&v)
	}
	taken := t.HintsTaken()
	v.Hints, v.MoreHints = s.Stories.Hints[t.Name][:taken], len(t.Hints)-taken
	if v.Solved || v.GivenUp {
		v.Solution = t.solution(w)
	}
	return v
}

// ChallengeWorld is the reader's world, or one to show as it would begin.
func (s *Desk) ChallengeWorld(c echo.Context, t *Attempting) (*world.World, error) {
	if t.Playing != nil {
		return t.Playing.World, nil
	}
	w, err := t.NewWorld(sandbox.Standing(t.Name))
	if err != nil || t.progress == nil {
		return w, err
	}
	return w, s.Worlds.CarryOver(c.Request().Context(), t.progress.Learner, t.Carry, w)
}

func (s *Desk) challengeDocuments(v *view.Challenge, t *Attempting, w *world.World) {
	for _, path := range t.Edit {
		f, ok := play.FileAt(w, path)
		if !ok {
			continue
		}
		text, _ := w.Document(path)
		e := view.Editor{Path: path, Label: f.Label, Kind: f.Kind, Text: text}
		if sent, refused := t.Refused[path]; refused {
			e = sent
		}
		v.Documents = append(v.Documents, view.ChallengeDoc{Editor: e})
	}
	for i, f := range play.AllFiles(w) {
		if slices.Contains(t.Edit, f.Path) {
			continue
		}
		text, _ := w.Document(f.Path)
		v.Others = append(v.Others, shownDocument(f, text, fmt.Sprintf("%s-other-%d", t.Id, i)))
	}
}

func shownDocument(f world.File, text, id string) view.ChallengeDoc {
	return view.ChallengeDoc{
		Editor:  view.Editor{Path: f.Path, Label: f.Label, Kind: f.Kind, Text: text},
		Listing: view.Listing{ID: id, Label: f.Label, Source: text},
	}
}

// judged puts in what the last check found.
func (t *Attempting) judged(v *view.Challenge) {
	for i := range v.Goals {
		for _, j := range t.Playing.Console.Judged {
			if j.Goal == t.Goals[i].Name {
				v.Judged, v.Goals[i].Met, v.Goals[i].Why = true, j.Met, j.Why
			}
		}
	}
}

func (t *Attempting) solution(w *world.World) []view.ChallengeDoc {
	var docs []view.ChallengeDoc
	for i, path := range slices.Sorted(maps.Keys(t.Solution)) {
		if f, ok := play.FileAt(w, path); ok {
			docs = append(docs, shownDocument(f, t.Solution[path], fmt.Sprintf("%s-solution-%d", t.Id, i)))
		}
	}
	return docs
}

// Carried is the name of the challenge whose documents a part of a project takes over.
func Carried(m *lessons.Mode, ref *lessons.ChallengeRef) string {
	if earlier, ok := m.Block(ref.Carry).(*lessons.ChallengeRef); ok {
		return earlier.Name
	}
	return ""
}

package worlds

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox"
	"rolecall/web/desk"
	"rolecall/web/view"
)

// Challenges lists the challenges.
func (s *ChallengePages) Challenges(c echo.Context) error {
	p, err := s.ProgressOf(c)
	if err != nil {
		return err
	}
	card := func(ch *sandbox.Challenge) view.ChallengeCard {
		return view.ChallengeCard{
			Name: ch.Name, Title: ch.Title, Grade: ch.Grade, Lesson: s.ChallengeLesson(ch), Solved: p != nil && p.Solved[ch.Name],
			Summary: desk.FirstSentences(s.Stories.Of[ch.Scenario].Text),
		}
	}
	return s.Page(c, http.StatusOK, view.ChallengesPage(s.Head(c, "Challenges", "/sandbox"), challengeGroups(s.Library, card)))
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

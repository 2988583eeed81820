package interchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// tags are what a question says about itself as tags, which GIFT, Moodle XML and
// Anki hold: "lesson:temporary-access", "difficulty:hard", "objective:two-sides".
func tags(c carried) []string {
	list := []string{ankiOurs, "type:" + c.Type.Value, "difficulty:" + c.Difficulty.Value}
	if c.lesson != "" {
		list = append(list, "lesson:"+c.lesson)
	}
	for _, o := range c.Objectives {
		list = append(list, "objective:"+o.Value)
	}
	if !c.Claim.IsZero() {
		list = append(list, "claim:"+c.Claim.Value)
	}
	if c.Version != 1 {
		list = append(list, "version:"+strconv.Itoa(c.Version))
	}
	return list
}

// takeTags reads tags back, and tells of those that say nothing here.
func takeTags(d *quiz.Draft, list []string, lost *losses) {
	for _, tag := range list {
		key, value, _ := strings.Cut(tag, ":")
		if tag == "" || tag == ankiOurs || key == "lesson" {
			continue
		}
		if value == "" || !takeTag(d, key, value) {
			lost.add(PartOther, fmt.Sprintf("The tag %s was left out.", shorten(tag, 60)))
		}
	}
}

func takeTag(d *quiz.Draft, key, value string) bool {
	switch key {
	case "type":
		if value == quiz.PutInOrder.String() && d.Type.Value == quiz.MatchPairs.String() {
			return ordered(d)
		}
		if value == quiz.ChooseAll.String() && d.Type.Value == quiz.ChooseOne.String() { // one of all is right
			d.Type = prose.Plain(value)
		}
		return true // the form itself says it
	case "difficulty":
		if !isDifficulty(value) {
			return false
		}
		d.Difficulty = prose.Plain(value)
	case "objective":
		d.Objectives = append(d.Objectives, prose.Plain(value))
	case "claim":
		d.Claim = prose.Plain(value)
	case "version":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > 1_000_000 {
			return false
		}
		d.Version = n
	default:
		return false
	}
	return true
}

func isDifficulty(s string) bool {
	return slices.ContainsFunc([]quiz.Difficulty{quiz.Easy, quiz.Medium, quiz.Hard}, func(d quiz.Difficulty) bool { return d.String() == s })
}

// ordered makes an order of a match whose answers are the places 1, 2, 3…
func ordered(d *quiz.Draft) bool {
	place := map[string]int{}
	for _, a := range d.Answers {
		n, err := strconv.Atoi(a.Text.Value)
		if err != nil || n < 1 || n > len(d.Pairs) {
			return false
		}
		place[a.ID.Value] = n
	}
	items := make([]quiz.DraftItem, len(d.Pairs))
	for _, p := range d.Pairs {
		n := place[p.Answer.Value]
		if n == 0 || !items[n-1].Text.IsZero() {
			return false
		}
		items[n-1] = quiz.DraftItem{ID: p.ID, Text: p.Text, Why: p.Why}
	}
	d.Type, d.Items, d.Pairs, d.Answers = prose.Plain(quiz.PutInOrder.String()), items, nil, nil
	return true
}

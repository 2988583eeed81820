package practise

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"rolecall/quiz"
	"rolecall/web/view"
)

// answerOf reads an answer from a form, in the form that is stored. The error is
// a plain sentence for the reader.
func answerOf(q *quiz.Question, seed uint64, f url.Values) ([]string, error) {
	switch q.Body.(type) {
	case *quiz.Choice:
		return chosenOf(quiz.Shuffled(q, seed), f)
	case *quiz.Ordering:
		return orderOf(quiz.ShuffledItems(q, seed), f)
	case *quiz.Matching:
		pairs, answers := quiz.ShuffledMatches(q, seed)
		return matchesOf(pairs, answers, f)
	case *quiz.Gap:
		return f[view.GapField], nil
	}
	return nil, fmt.Errorf("a question of type %s has no form", q.Type)
}

// notOffered is a choice that the form has not: it was tampered with.
type notOffered struct {
	given string
	most  int // the choices count from 1 to this
}

func (e notOffered) Error() string {
	return fmt.Sprintf("%q is not one of the choices from 1 to %d", e.given, e.most)
}

// numbered reads a field that counts from 1 to n; 0 when it is empty.
func numbered(f url.Values, field string, n int) (int, error) {
	s := f.Get(field)
	if s == "" {
		return 0, nil
	}
	return choiceOf(s, n)
}

func choiceOf(s string, n int) (int, error) {
	i, err := strconv.Atoi(s)
	if err != nil || i < 1 || i > n {
		return 0, notOffered{s, n}
	}
	return i, nil
}

func chosenOf(options []quiz.Option, f url.Values) ([]string, error) {
	var ids []string
	for _, s := range f["option"] {
		n, err := choiceOf(s, len(options))
		if err != nil {
			return nil, err
		}
		id := options[n-1].ID
		if slices.Contains(ids, id) {
			return nil, fmt.Errorf("number %d is chosen twice", n)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func orderOf(items []quiz.Item, f url.Values) ([]string, error) {
	order := make([]string, len(items))
	for i, item := range items {
		place, err := numbered(f, view.PlaceField(i+1), len(items))
		switch {
		case err != nil:
			return nil, err
		case place == 0:
			return nil, fmt.Errorf("give each of the %d its place", len(items))
		case order[place-1] != "":
			return nil, fmt.Errorf("two of them have place %d: give each a place of its own", place)
		}
		order[place-1] = item.ID
	}
	return order, nil
}

func matchesOf(pairs []quiz.Pair, answers []quiz.Match, f url.Values) ([]string, error) {
	var list []string
	for i, p := range pairs {
		n, err := numbered(f, view.PairField(i+1), len(answers))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, errors.New("choose an answer for each")
		}
		list = append(list, p.ID+"="+answers[n-1].ID)
	}
	return list, nil
}

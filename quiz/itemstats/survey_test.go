package itemstats

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sitting asks questions named by letters; a capital is a right answer, a small
// letter a wrong one, and one after a dot was left open.
func sitting(learner int, kind Kind, letters string) Sitting {
	s := Sitting{Learner: learner, Kind: kind, About: "l", Over: true}
	open := false
	for _, r := range letters {
		if r == '.' {
			open = true
			continue
		}
		a := Asked{Key: Key{string(r | ' '), 1}, Answered: !open, Right: r < 'a'}
		s.Asked, open = append(s.Asked, a), false
	}
	return s
}

// counted are the cells of a question: how many did so in the rest, and were right.
func counted(t *Tally) map[Share][2]int {
	all := map[Share][2]int{}
	if t != nil {
		for _, c := range t.cells {
			all[c.rest] = [2]int{c.n, c.right}
		}
	}
	return all
}

func TestSurvey(t *testing.T) {
	q := Key{"a", 1}
	for name, c := range map[string]struct {
		sittings       []Sitting
		practice, test map[Share][2]int
	}{
		"a question is no part of its rest": {
			[]Sitting{sitting(1, InPractice, "AbC"), sitting(2, InPractice, "aBC")},
			map[Share][2]int{{1, 2}: {1, 1}, {2, 2}: {1, 0}}, nil},
		"the first answer of a learner counts": {
			[]Sitting{sitting(1, InPractice, "aB"), sitting(1, InPractice, "AB"), sitting(2, InPractice, "A")},
			map[Share][2]int{{1, 1}: {1, 0}, {0, 0}: {1, 1}}, nil},
		"practice and tests are apart": {
			[]Sitting{sitting(1, InPractice, "aB"), sitting(1, InTest, "Ab")},
			map[Share][2]int{{1, 1}: {1, 0}}, map[Share][2]int{{0, 1}: {1, 1}}},
		"in a practice what is open has no result yet": {
			[]Sitting{sitting(1, InPractice, ".aBc"), sitting(1, InPractice, "A.b.c")},
			map[Share][2]int{{0, 0}: {1, 1}}, nil},
		"in a test what was left open is not right": {
			[]Sitting{sitting(1, InTest, ".aBC.d")},
			nil, map[Share][2]int{{2, 3}: {1, 0}}},
		"asked twice in a sitting, once": {
			[]Sitting{sitting(1, InPractice, "aAB")},
			map[Share][2]int{{2, 2}: {1, 0}}, nil},
	} {
		v := NewSurvey()
		for _, s := range c.sittings {
			v.Add(s)
		}
		if c.practice == nil {
			c.practice = map[Share][2]int{}
		}
		if c.test == nil {
			c.test = map[Share][2]int{}
		}
		if d := cmp.Diff(c.practice, counted(v.Items[InPractice][q])); d != "" {
			t.Errorf("%s, practice (-want +got):\n%s", name, d)
		}
		if d := cmp.Diff(c.test, counted(v.Items[InTest][q])); d != "" {
			t.Errorf("%s, test (-want +got):\n%s", name, d)
		}
	}
}

func TestVersionsAreApart(t *testing.T) {
	v := NewSurvey()
	s := sitting(1, InPractice, "a")
	v.Add(s)
	s = sitting(1, InPractice, "A")
	s.Asked[0].Version = 2
	v.Add(s)
	if one, two := v.Items[InPractice][Key{"a", 1}], v.Items[InPractice][Key{"a", 2}]; one.right != 0 || two.right != 1 {
		t.Errorf("version 1 has %d right, version 2 %d", one.right, two.right)
	}
}

func TestSurveyOfTests(t *testing.T) {
	v := NewSurvey()
	v.Add(sitting(1, InTest, "AB"))
	v.Add(sitting(1, InTest, "ab")) // again
	v.Add(sitting(1, InTest, "ABC"))
	v.Add(sitting(2, InTest, "Bc"))
	v.Add(sitting(3, InTest, "AA")) // no test of two questions
	v.Add(sitting(4, InPractice, "AB"))
	open := sitting(5, InTest, "AB")
	open.Over = false
	v.Add(open)
	two, three := v.Tests[TestKey{"l", 2}], v.Tests[TestKey{"l", 3}]
	if two.n != 2 || len(two.forms) != 2 || two.totals[2] != 1 || two.totals[1] != 1 || three.n != 1 || len(v.Tests) != 2 {
		t.Errorf("two questions: %+v; three: %+v", two, three)
	}
	if len(v.Items[InTest]) != 3 || v.Items[InTest][Key{"a", 1}].n != 2 {
		t.Errorf("items of tests: %+v", v.Items[InTest])
	}
}

package lessons_test

import (
	"strings"
	"testing"

	"rolecall/lessons"
)

const searched = `Alice asks for AssumeRole with an external id.

## Boundaries {#caps}

A permissions boundary caps. See <https://docs.aws.amazon.com/x>.

` + "```predict" + `
id: guess
ask: What does a boundary grant?
options:
  - {text: All, why: no}
  - {text: Nothing, right: true, why: It caps.}
` + "```" + `

The hidden zebra.

## After

` + "```card" + `
id: c
front: What is a giraffe?
back: A tall okapi.
source: https://docs.aws.amazon.com/x
` + "```\n"

func TestSearch(t *testing.T) {
	c, err := lessons.Load(course(map[string]string{"00-temporary-access/deep-dive.md": searched}), room(t))
	if err != nil {
		t.Fatal(err)
	}
	const page = "/lessons/temporary-access/deep-dive"
	cases := []struct{ query, url, excerpt string }{
		{"assume role", page, "<mark>AssumeRole</mark>"},
		{"ASSUMEROLE", page, "<mark>AssumeRole</mark>"},
		{"boundary", page + "#caps", "<mark>boundary</mark>"},
		{"boundaries", page + "#caps", "<mark>boundary</mark>"},
		{"bound", page + "#caps", "<mark>boundary</mark>"},
		{"implicit deny", "/glossary#implicit-deny", "Nobody said yes. See role."},
		{"giraffe", page, ""},
		{"okapi", page, ""},
		{"zebra", page + "#caps", "A permissions boundary caps"},
		{"what it is about", "/lessons/temporary-access", "<mark>What</mark> <mark>it</mark> <mark>is</mark> <mark>about</mark>."},
		{"alice zebra", "", ""},
		{"", "", ""},
		{"!?", "", ""},
		{"<script>", "", ""},
	}
	for _, tc := range cases {
		t.Run(tc.query, func(t *testing.T) {
			hits := c.Search(tc.query, 10)
			if tc.url == "" {
				if len(hits) != 0 {
					t.Errorf("found %+v", hits)
				}
				return
			}
			if len(hits) == 0 || hits[0].URL != tc.url || !strings.Contains(hits[0].HTML, tc.excerpt) {
				t.Fatalf("found %+v, want %s with %q", hits, tc.url, tc.excerpt)
			}
			for _, h := range hits {
				if strings.Contains(h.HTML, "zebra") || strings.Contains(h.HTML, "okapi") {
					t.Errorf("an excerpt shows what is to be earned: %s", h.HTML)
				}
			}
		})
	}
	if got := len(c.Search("a", 2)); got != 2 {
		t.Errorf("a limit of 2 gives %d", got)
	}
	if got := (&lessons.Course{}).Search("x", 5); got != nil {
		t.Errorf("an empty course has %v", got)
	}
}

func FuzzSearch(f *testing.F) {
	c, err := lessons.Load(course(map[string]string{"00-temporary-access/deep-dive.md": searched}), room(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("role")
	f.Add("ÄÖ’ü <b> \xff")
	f.Fuzz(func(t *testing.T, q string) {
		for _, h := range c.Search(q, 3) {
			if strings.Contains(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(h.HTML), "<") {
				t.Errorf("an excerpt holds a tag: %s", h.HTML)
			}
		}
	})
}

// FuzzLoad looks for panics in the compiler of modes.
func FuzzLoad(f *testing.F) {
	for _, src := range []string{path, live, searched, "```frames\nid: x\ntitle: x\nworld: room\nsay: {1: x}\n---\nas root 111122223333\naws s3 ls\n```\n", "```diagram\nid: x\nshows: exchange\nworld: room\ncaption: x\nsteps: aws s3 ls\n```\n", "```myth\n- a\n```\n", "```policy\n---\n---\n```"} {
		f.Add(src)
	}
	lib := room(f)
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<13 {
			return
		}
		c, err := lessons.Load(course(map[string]string{"00-temporary-access/deep-dive.md": src}), lib)
		if (c == nil) == (err == nil) {
			t.Errorf("a course and an error, or neither: %v", err)
		}
	})
}

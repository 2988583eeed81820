package quiz

import (
	"errors"
	"io/fs"
	"regexp"

	"rolecall/quiz/prose"
)

// claimsFile lists the ids of the claims that questions may test.
const claimsFile = "claims.yaml"

var claimPattern = regexp.MustCompile(`^[A-Z]{1,4}-\d{1,4}[a-z]?$`)

// claims reads the list of claims. A bank without one names claims as it likes.
func (l *bankLoader) claims(fsys fs.FS) {
	src, err := fs.ReadFile(fsys, claimsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := prose.Place{File: claimsFile, Line: 1}
	if err != nil {
		l.fail(doc.Fault("%v", err))
		return
	}
	var y struct {
		Claims []prose.Str `yaml:"claims"`
	}
	l.fail(prose.YAML(src, doc, &y)...)
	l.known = map[string]bool{}
	for _, c := range y.Claims {
		if l.known[c.Value] {
			l.fail(c.Place(doc).Fault("the claim %s is there twice", c.Value))
		}
		l.known[c.Value] = true
	}
}

func (r *questionReader) claim(id prose.Str) {
	switch {
	case id.Value == "" && r.known == nil:
	case id.Value == "":
		r.failAt("this question names no claim: the id of a line of docs/reviews/LESSON.md")
	case !claimPattern.MatchString(id.Value):
		r.fail(id.Place(r.doc).Fault("%q is not a claim's id, such as C-017", id.Value))
	case r.known != nil && !r.known[id.Value]:
		r.fail(id.Place(r.doc).Fault("there is no claim %s with a verdict in docs/reviews/LESSON.md", id.Value))
	}
}

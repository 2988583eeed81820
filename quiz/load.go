package quiz

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Site is what a bank needs to know of the course around it: where links lead,
// and what each lesson teaches. A course is one.
type Site interface {
	// QuizLinks resolves links in the questions of a lesson.
	QuizLinks(lesson string) prose.Links
	// Objectives lists what a lesson teaches; ok is false when there is no such lesson.
	Objectives(lesson string) (objectives []Objective, ok bool)
}

// Bank is all questions. It is immutable and safe for use by many goroutines.
type Bank struct {
	all      []*Question
	byID     map[string]*Question
	byLesson map[string][]*Question
	links    int
}

// Links is how many links the questions have, their sources among them.
func (b *Bank) Links() int { return b.links }

// counted counts the links that are resolved.
type counted struct {
	prose.Links
	n *int
}

func (c counted) Resolve(dest string, at prose.Place) prose.Target {
	*c.n++
	return c.Links.Resolve(dest, at)
}

// Question finds a question by its id; nil when there is none.
func (b *Bank) Question(id string) *Question { return b.byID[id] }

// Questions lists the questions of a lesson in the files' order, of the whole
// bank when lesson is empty. The slice is shared and not to be changed.
func (b *Bank) Questions(lesson string) []*Question {
	if lesson == "" {
		return b.all
	}
	return b.byLesson[lesson]
}

type bankYAML struct {
	Questions []Draft `yaml:"questions"`
}

// Load reads claims.yaml, which lists the claims that a second reader has held
// against AWS's documentation, and LESSON/*.yaml: every question whose shape is right becomes part of
// the bank. The documents that questions show are taken from the library's
// worlds; whether the engine agrees with the keys is asked by [Verify]. All faults
// are found at once; the error, if any, is [prose.Faults].
func Load(fsys fs.FS, site Site, lib *sandbox.Library) (*Bank, error) {
	l := &bankLoader{site: site, lib: lib, bank: &Bank{byID: map[string]*Question{}, byLesson: map[string][]*Question{}}}
	l.claims(fsys)
	files, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		return nil, prose.Faults{prose.Place{File: "."}.Fault("%v", err)}
	}
	for _, file := range files {
		l.file(fsys, file)
	}
	l.faults = append(l.faults, nearDuplicates(l.bank.all)...)
	l.faults = append(l.faults, tooOften(l.bank.all)...)
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	return l.bank, nil
}

type bankLoader struct {
	rules  Rules
	known  map[string]bool // claims; nil when no list says which there are
	site   Site
	lib    *sandbox.Library
	bank   *Bank
	faults prose.Faults
}

func (l *bankLoader) fail(fs ...prose.Fault) { l.faults = append(l.faults, fs...) }

func (l *bankLoader) file(fsys fs.FS, file string) {
	doc := prose.Place{File: file, Line: 1}
	lesson := path.Dir(file)
	objectives, ok := l.site.Objectives(lesson)
	if !ok {
		l.fail(doc.Fault("there is no lesson %q", lesson))
		return
	}
	src, err := fs.ReadFile(fsys, file)
	if err != nil {
		l.fail(doc.Fault("%v", err))
		return
	}
	var y bankYAML
	if fs := prose.YAML(src, doc, &y); fs != nil {
		l.fail(fs...)
		return
	}
	for _, q := range y.Questions {
		r := &questionReader{
			bankLoader: l, doc: doc, at: q.ID.Place(doc),
			reader: prose.Reader{Links: counted{l.site.QuizLinks(lesson), &l.bank.links}},
		}
		question := r.question(q, lesson, objectives)
		if l.bank.byID[question.ID] != nil {
			r.failAt("the question id %q is taken by %s", question.ID, l.bank.byID[question.ID].place.File)
			continue
		}
		l.bank.byID[question.ID] = question
		l.bank.all = append(l.bank.all, question)
		l.bank.byLesson[lesson] = append(l.bank.byLesson[lesson], question)
	}
}

// questionReader reads one question.
type questionReader struct {
	*bankLoader
	doc    prose.Place
	at     prose.Place
	reader prose.Reader

	scenario *sandbox.Scenario // nil when the question names no world, or none that is
	files    map[string]string // laid over it
	pathed   string            // the document at the question's path
}

func (r *questionReader) failAt(format string, args ...any) { r.fail(r.at.Fault(format, args...)) }

var (
	questionID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	partID     = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func (r *questionReader) question(y Draft, lesson string, objectives []Objective) *Question {
	q := &Question{ID: y.ID.Value, Version: y.Version, Lesson: lesson, Claim: y.Claim.Value, World: y.World.Value, place: r.at, draft: y}
	if !questionID.MatchString(q.ID) || len(q.ID) > 64 {
		r.failAt("%q can't be an id: small letters, digits and hyphens, at most 64", q.ID)
	}
	if q.Version < 1 {
		r.failAt("%s: version counts from 1", q.ID)
	}
	r.claim(y.Claim)
	q.Type = oneOf(r, "type", y.Type, Types()...)
	q.Difficulty = oneOf(r, "difficulty", y.Difficulty, Easy, Medium, Hard)
	q.Objectives = r.objectives(y.Objectives, objectives)
	q.Source = r.source(y.Source)
	q.Stem = r.need("stem", y.Stem)
	q.Hint, q.Verify = r.want("hint", y.Hint), r.want("verify", y.Verify)
	q.Worked, q.Mistakes = r.texts("worked", y.Worked), r.texts("mistakes", y.Mistakes)
	r.onlyKeysOf(q.Type, y)
	r.world(q, y)
	r.body(q, y)
	q.EngineChecked = q.proof != nil
	return q
}

// oneOf reads a word of a closed set.
func oneOf[T fmt.Stringer](r *questionReader, key string, s prose.Str, values ...T) T {
	var words []string
	for _, v := range values {
		if v.String() == s.Value {
			return v
		}
		words = append(words, v.String())
	}
	r.fail(r.strAt(s).Fault("%s is one of %s, not %q", key, strings.Join(words, ", "), s.Value))
	return values[0]
}

func (r *questionReader) objectives(ids []prose.Str, known []Objective) []string {
	if len(ids) == 0 && r.rules == CourseRules {
		r.failAt("this question names no objective")
	}
	var list []string
	for _, id := range ids {
		if r.site != nil && !slices.ContainsFunc(known, func(o Objective) bool { return o.ID == id.Value }) {
			r.fail(id.Place(r.doc).Fault("the lesson has no objective %q", id.Value))
		}
		list = append(list, id.Value)
	}
	return list
}

func (r *questionReader) source(s prose.Str) string {
	if s.Value == "" {
		if r.rules == CourseRules {
			r.failAt("this question has no source: the AWS page that it rests on")
		}
		return ""
	}
	if target := r.reader.Links.Resolve(s.Value, s.Place(r.doc)); target.Fault != "" {
		r.fail(s.Place(r.doc).Fault("%s", target.Fault))
	}
	return s.Value
}

func (r *questionReader) text(s prose.Str) prose.Text {
	t, fs := r.reader.Text(s.Value, s.Place(r.doc))
	r.fail(fs...)
	return t
}

func (r *questionReader) need(key string, s prose.Str) prose.Text {
	if strings.TrimSpace(s.Value) == "" {
		r.failAt("this question has no %s", key)
	}
	return r.text(s)
}

// want is need in the course's own bank; a teacher may leave it out.
func (r *questionReader) want(key string, s prose.Str) prose.Text {
	if r.rules == OwnRules && strings.TrimSpace(s.Value) == "" {
		return prose.Text{}
	}
	return r.need(key, s)
}

func (r *questionReader) texts(key string, list []prose.Str) []prose.Text {
	if len(list) == 0 && r.rules == CourseRules {
		r.failAt("this question has no %s", key)
	}
	var texts []prose.Text
	for _, s := range list {
		texts = append(texts, r.need(key, s))
	}
	return texts
}

// strAt is where a scalar stands, or the question when it is missing.
func (r *questionReader) strAt(s prose.Str) prose.Place {
	if s.Line == 0 {
		return r.at
	}
	return s.Place(r.doc)
}

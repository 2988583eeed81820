package lessons

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"rolecall/quiz"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Counts are what went into a course, for the report of `rolecall check`.
type Counts struct {
	PoliciesRun, StepsRun, Cards, Links int
}

// Load compiles a course: glossary.yaml and a folder NUMBER-SLUG for each lesson,
// played on the library's worlds. All faults are found at once; the error, if
// any, is [prose.Faults] in the order of file and line.
func Load(fsys fs.FS, lib *sandbox.Library) (*Course, error) {
	course, faults := load(fsys, lib)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return course, nil
}

// load compiles what can be compiled.
func load(fsys fs.FS, lib *sandbox.Library) (*Course, prose.Faults) {
	l := &loader{fsys: fsys, lib: lib, course: &Course{bySlug: map[string]*Lesson{}}}
	l.site = &siteMap{terms: map[string]bool{}, modes: map[string]map[string]bool{}, anchors: map[string]bool{}, names: l.named}
	l.course.site = l.site
	l.survey()
	l.terms()
	for _, f := range l.folders {
		l.lesson(f)
	}
	l.modes()
	l.fail(l.site.verify(&l.findings)...)
	l.course.counts = l.counts
	l.course.index = newIndex(l.course)
	return l.course, l.faults
}

// loader carries what the compiling of a course shares.
type loader struct {
	findings
	fsys    fs.FS
	lib     *sandbox.Library
	course  *Course
	site    *siteMap
	folders []folder
}

type folder struct {
	name, slug string
	number     int
	modes      []string // in the order of ModeSlugs
}

func (l *loader) named(kind, name string) bool {
	if kind == "challenges" {
		return l.lib.Challenge(name) != nil
	}
	return l.lib.Scenario(name) != nil
}

var folderName = regexp.MustCompile(`^(\d\d)-([a-z0-9-]+)$`)

// survey finds the lessons and their modes, so that links can name them all.
func (l *loader) survey() {
	entries, err := fs.ReadDir(l.fsys, ".")
	if err != nil {
		l.fail(prose.Place{File: "."}.Fault("%v", err))
		return
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		m := folderName.FindStringSubmatch(e.Name())
		if m == nil {
			l.fail(prose.Place{File: e.Name()}.Fault("a lesson's folder is named NUMBER-SLUG, such as 04-trust-policies"))
			continue
		}
		f := folder{name: e.Name(), slug: m[2]}
		f.number, _ = strconv.Atoi(m[1])
		l.surveyModes(&f)
		l.folders = append(l.folders, f)
	}
	slices.SortFunc(l.folders, func(a, b folder) int { return cmp.Compare(a.number, b.number) })
}

func (l *loader) surveyModes(f *folder) {
	if !isChapter(f.slug) {
		l.fail(prose.Place{File: f.name}.Fault("%q is not a lesson of the curriculum: %s", f.slug, strings.Join(Chapters(), ", ")))
	}
	if l.site.modes[f.slug] != nil {
		l.fail(prose.Place{File: f.name}.Fault("there is another folder for the lesson %s", f.slug))
	}
	has := map[string]bool{}
	l.site.modes[f.slug] = has
	files, err := fs.ReadDir(l.fsys, f.name)
	if err != nil {
		l.fail(prose.Place{File: f.name}.Fault("%v", err))
		return
	}
	for _, file := range files {
		slug, isMode := strings.CutSuffix(file.Name(), ".md")
		switch {
		case isMode && ModeLabel(slug) != "":
			has[slug] = true
		case file.Name() != "lesson.yaml":
			l.fail(prose.Place{File: path.Join(f.name, file.Name())}.Fault("this is neither lesson.yaml nor a mode: %s", strings.Join(ModeSlugs(), ", ")))
		}
	}
	for _, slug := range ModeSlugs() {
		if has[slug] {
			f.modes = append(f.modes, slug)
		}
	}
}

const glossaryFile = "glossary.yaml"

// terms reads the glossary. Its texts may name each other and any lesson.
func (l *loader) terms() {
	src, err := fs.ReadFile(l.fsys, glossaryFile)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	doc := prose.Place{File: glossaryFile, Line: 1}
	var g glossaryYAML
	if l.fail(l.yaml(src, err, doc, &g)...); len(g.Terms) == 0 {
		return
	}
	for _, t := range g.Terms {
		id := t.ID.Value
		switch {
		case !goodID(id):
			l.fail(t.ID.Place(doc).Fault("%s", badID(id)))
		case l.site.terms[id]:
			l.fail(t.ID.Place(doc).Fault("the term %q is explained twice", id))
		case t.Name.Value == "" || t.Text.Value == "":
			l.fail(t.ID.Place(doc).Fault("the term %q has no name or no text", id))
		}
		l.site.terms[id] = true
	}
	r := prose.Reader{Links: links{site: l.site, found: &l.findings}}
	for _, t := range g.Terms {
		text, fs := r.Text(t.Text.Value, t.Text.Place(doc))
		l.fail(fs...)
		l.course.glossary = append(l.course.glossary, Term{ID: t.ID.Value, Name: t.Name.Value, Text: text})
	}
	slices.SortFunc(l.course.glossary, func(a, b Term) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
}

func (l *loader) yaml(src []byte, err error, doc prose.Place, into any) prose.Faults {
	if err != nil {
		return prose.Faults{doc.Fault("%v", err)}
	}
	return prose.YAML(src, doc, into)
}

func (l *loader) lesson(f folder) {
	doc := prose.Place{File: f.name + "/lesson.yaml", Line: 1}
	src, err := fs.ReadFile(l.fsys, doc.File)
	var y lessonYAML
	bad := l.yaml(src, err, doc, &y)
	l.fail(bad...)
	lesson := &Lesson{Slug: f.slug, Number: f.number, Title: y.Title, Summary: y.Summary}
	if bad == nil {
		l.head(lesson, y, doc)
	}
	if len(f.modes) == 0 {
		l.fail(doc.Fault("this lesson has no mode: add one of %s", strings.Join(ModeSlugs(), ".md, ")+".md"))
	}
	l.course.lessons = append(l.course.lessons, lesson)
	l.course.bySlug[f.slug] = lesson
}

// modes compiles the modes of all lessons, as many at once as there are processors.
func (l *loader) modes() {
	type job struct {
		lesson *Lesson
		folder folder
		slug   string
		done   *modeCompiler
	}
	var jobs []*job
	for i, f := range l.folders {
		for _, slug := range f.modes {
			jobs = append(jobs, &job{lesson: l.course.lessons[i], folder: f, slug: slug})
		}
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(jobs)) {
		workers.Go(func() {
			for n := int(next.Add(1)); n <= len(jobs); n = int(next.Add(1)) {
				j := jobs[n-1]
				j.done = l.mode(j.lesson, j.folder, j.slug)
			}
		})
	}
	workers.Wait()
	for _, j := range jobs {
		j.lesson.Modes = append(j.lesson.Modes, j.done.mode)
		l.add(&j.done.findings)
	}
}

func (l *loader) head(lesson *Lesson, y lessonYAML, doc prose.Place) {
	if y.Title == "" || y.Summary == "" {
		l.fail(doc.Fault("a lesson has a title and a summary"))
	}
	level, ok := parseLevel(y.Level.Value)
	if !ok {
		l.fail(y.Level.Place(doc).Fault("%q is not a level: Foundation, Intermediate, Advanced or Expert", y.Level.Value))
	}
	lesson.Level = level
	for _, p := range y.Prerequisites {
		if !isChapter(p.Value) {
			l.fail(p.Place(doc).Fault("%q is not a lesson of the curriculum", p.Value))
		}
		lesson.Prerequisites = append(lesson.Prerequisites, p.Value)
	}
	if n := len(y.Objectives); n < 3 || n > 10 {
		l.fail(doc.Fault("a lesson has 3 to 10 objectives, this one has %d", n))
	}
	for _, o := range y.Objectives {
		l.objective(lesson, o, doc)
	}
}

func (l *loader) objective(lesson *Lesson, o objectiveYAML, doc prose.Place) {
	at := o.ID.Place(doc)
	if _, twice := lesson.Objective(o.ID.Value); twice {
		l.fail(at.Fault("the objective %q is there twice", o.ID.Value))
	}
	if !goodID(o.ID.Value) {
		l.fail(at.Fault("%s", badID(o.ID.Value)))
	}
	if o.Text.Value == "" {
		l.fail(at.Fault("the objective %q has no text", o.ID.Value))
	}
	target := links{site: l.site, found: &l.findings, lesson: lesson.Slug}.toMode(o.Read.Value, o.Read.Place(doc))
	l.counts.Links++
	if target.Fault != "" {
		l.fail(o.Read.Place(doc).Fault("%s", target.Fault))
	}
	lesson.Objectives = append(lesson.Objectives, quiz.Objective{ID: o.ID.Value, Text: o.Text.Value, Read: target.Href})
}

func parseLevel(s string) (Level, bool) {
	i := slices.Index(levelNames[1:], s)
	return Level(i + 1), i >= 0
}

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func goodID(id string) bool { return len(id) <= 64 && idPattern.MatchString(id) }

func badID(id string) string {
	if id == "" {
		return "an id is missing"
	}
	return strconv.Quote(id) + " can't be an id: small letters, digits and hyphens, at most 64"
}

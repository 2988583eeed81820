package lessons

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"rolecall/quiz"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Report is what `rolecall check` found. Its JSON form is a contract.
type Report struct {
	Lessons                int          `json:"lessons"`
	Modes                  int          `json:"modes"`
	PoliciesRun            int          `json:"policies_run"`
	StepsRun               int          `json:"steps_run"`
	Questions              int          `json:"questions"`
	QuestionsEngineChecked int          `json:"questions_engine_checked"`
	Cards                  int          `json:"cards"`
	Scenarios              int          `json:"scenarios"`
	Challenges             int          `json:"challenges"`
	LinksChecked           int          `json:"links_checked"`
	KeysFlipped            *int         `json:"keys_flipped,omitempty"`
	KeysCaught             *int         `json:"keys_caught,omitempty"`
	Faults                 prose.Faults `json:"faults"`
}

// OK reports whether nothing is wrong.
func (r *Report) OK() bool { return len(r.Faults) == 0 }

// Print writes the counts, one a line, and then the faults.
func (r *Report) Print(w io.Writer) error {
	rows := []struct {
		name string
		n    *int
	}{
		{"lessons", &r.Lessons}, {"modes", &r.Modes}, {"policies_run", &r.PoliciesRun}, {"steps_run", &r.StepsRun},
		{"questions", &r.Questions}, {"questions_engine_checked", &r.QuestionsEngineChecked}, {"cards", &r.Cards},
		{"scenarios", &r.Scenarios}, {"challenges", &r.Challenges}, {"links_checked", &r.LinksChecked},
		{"keys_flipped", r.KeysFlipped}, {"keys_caught", r.KeysCaught},
	}
	var errs []error
	for _, row := range rows {
		if row.n != nil {
			_, err := fmt.Fprintf(w, "%-25s %d\n", row.name, *row.n)
			errs = append(errs, err)
		}
	}
	for _, f := range r.Faults {
		_, err := fmt.Fprintln(w, f)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Sources are the files that content is read from.
type Sources struct {
	Lessons, Quiz fs.FS
	Library       func() (*sandbox.Library, error)
}

// Embedded are the sources that are built into the program.
func Embedded() Sources {
	return Sources{Lessons: Files(), Quiz: quiz.Files(), Library: sandbox.Embedded}
}

// Load reads all content, as a server needs it: every lesson played, every
// question's shape checked. The error, if any, is [prose.Faults].
func (s Sources) Load() (*Content, error) {
	c, faults := s.load()
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

func (s Sources) load() (*Content, prose.Faults) {
	var faults prose.Faults
	lib, err := s.Library()
	faults = append(faults, sandboxFaults(err)...)
	if lib == nil {
		return nil, faults
	}
	c, more := loadContent(s.Lessons, s.Quiz, lib)
	return c, append(faults, more...)
}

// Check loads and runs all content: besides what [Sources.Load] does, every
// scenario is played, every challenge solved rightly and wrongly, and the engine
// is asked about every option of every question that names steps. With flipKeys
// every such key is moved, and one that nobody would notice is a fault.
func (s Sources) Check(flipKeys bool) *Report {
	r := &Report{Faults: prose.Faults{}}
	c, faults := s.load()
	if c != nil {
		faults = append(faults, r.run(c, flipKeys)...)
		faults = append(faults, s.versions(c.Bank)...)
	}
	r.Faults = append(r.Faults, faults.Sort()...)
	return r
}

// versions holds the questions against the record of what each version means.
func (s Sources) versions(bank *quiz.Bank) prose.Faults {
	if bank == nil {
		return nil
	}
	var faults prose.Faults
	recorded, err := quiz.ReadVersions(s.Quiz)
	gather(&faults, "quiz/content/", err)
	gather(&faults, "quiz/content/", recorded.Check(bank).Err())
	return faults
}

func (r *Report) run(c *Content, flipKeys bool) prose.Faults {
	counts := c.Course.Counts()
	r.PoliciesRun, r.StepsRun, r.Cards, r.LinksChecked = counts.PoliciesRun, counts.StepsRun, counts.Cards, counts.Links
	for _, l := range c.Course.Lessons() {
		r.Lessons++
		r.Modes += len(l.Modes)
	}
	var faults prose.Faults
	played, bad := c.Library.Check()
	r.Scenarios, r.Challenges, r.StepsRun = played.Scenarios, played.Challenges, r.StepsRun+played.Steps
	faults = append(faults, sandboxFaults(bad)...)
	faults = append(faults, challengeLessons(c)...)
	if c.Bank == nil {
		return faults
	}
	for _, q := range c.Bank.Questions("") {
		r.Questions++
		if q.EngineChecked {
			r.QuestionsEngineChecked++
		}
	}
	r.LinksChecked += c.Bank.Links()
	v := quiz.Verify(c.Bank)
	r.StepsRun += v.StepsRun
	gather(&faults, "quiz/content/", v.Faults.Err())
	if flipKeys {
		flips := v.Flip(c.Bank)
		r.KeysFlipped, r.KeysCaught = &flips.Flipped, &flips.Caught
		gather(&faults, "quiz/content/", flips.Missed.Err())
	}
	return faults
}

// challengeLessons sees that each challenge and scenario belongs to lessons of
// the curriculum.
func challengeLessons(c *Content) prose.Faults {
	var faults prose.Faults
	for _, sc := range c.Library.Scenarios() {
		for _, slug := range sc.Chapters {
			if !isChapter(slug) {
				faults = append(faults, prose.Fault{
					File: "sandbox/worlds/" + sc.Name + ".txtar", Line: 1,
					Message: fmt.Sprintf("%q is not a lesson of the curriculum", slug),
				})
			}
		}
	}
	for _, ch := range c.Library.Challenges() {
		if ch.Lesson != "" && !isChapter(ch.Lesson) {
			faults = append(faults, prose.Fault{
				File: "sandbox/challenges/" + ch.Name + ".txtar", Line: 1,
				Message: fmt.Sprintf("%q is not a lesson of the curriculum", ch.Lesson),
			})
		}
	}
	return faults
}

// sandboxFaults are the faults of a library in the shape of all others.
func sandboxFaults(err error) prose.Faults {
	var bad sandbox.Faults
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &bad):
		return prose.Faults{{File: "sandbox", Message: err.Error()}}
	}
	var faults prose.Faults
	for _, f := range bad {
		faults = append(faults, prose.Fault{File: f.File, Line: f.Line, Message: firstLine(f.Message)})
	}
	return faults
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/quiz/interchange"
	"rolecall/quiz/prose"
	"rolecall/store"
)

type quizExportCmd struct {
	Format string `required:"" enum:"gift,aiken,moodle-xml,csv,anki" placeholder:"FORMAT" help:"gift, aiken, moodle-xml, csv or anki (with the lessons' recall cards)."`
	Lesson string `placeholder:"SLUG" help:"Questions of one lesson alone."`
	Out    string `placeholder:"FILE" help:"Where the questions go; standard output when left out."`
}

// Run writes the course's questions, and says on standard error what each lost.
func (c *quizExportCmd) Run(std *streams) error {
	f, ok := interchange.ParseFormat(c.Format)
	if !ok {
		return misuse{fmt.Errorf("there is no format %q", c.Format)}
	}
	content, err := loadContent()()
	if err != nil {
		return err
	}
	if err := knownLesson(content.Course, c.Lesson); err != nil {
		return err
	}
	var b bytes.Buffer
	report, err := exportTo(&b, f, content, c.Lesson)
	if err != nil {
		return err
	}
	if err := c.write(std.out, b.Bytes()); err != nil {
		return err
	}
	for _, item := range report.Items {
		tellExported(std.err, item)
	}
	_, err = fmt.Fprintf(std.err, "%d of %d questions written as %s\n", report.Written(), len(report.Items), f.Title())
	return err
}

func exportTo(w io.Writer, f interchange.Format, content *lessons.Content, lesson string) (interchange.Report, error) {
	questions := content.Bank.Questions(lesson)
	if f == interchange.Anki {
		return interchange.ExportDeck(w, questions, recallCards(content.Course, lesson))
	}
	return interchange.Export(w, f, questions)
}

// recallCards are the cards of a lesson, of all when it is empty, each once.
func recallCards(course *lessons.Course, lesson string) []interchange.Card {
	var list []interchange.Card
	for _, l := range course.Lessons() {
		if lesson != "" && l.Slug != lesson {
			continue
		}
		seen := map[string]bool{}
		for _, m := range l.Modes {
			for b := range m.All() {
				if card, ok := b.(*lessons.Card); ok && !seen[card.ID] {
					seen[card.ID] = true
					list = append(list, interchange.Card{ID: card.ID, Lesson: l.Slug, Front: card.Front, Back: card.Back, Objective: card.Objective, Source: card.Source})
				}
			}
		}
	}
	return list
}

// write puts a file in its place only when it is whole.
func (c *quizExportCmd) write(out io.Writer, src []byte) error {
	if c.Out == "" || c.Out == "-" {
		_, err := out.Write(src)
		return err
	}
	if err := os.WriteFile(c.Out, src, 0o644); err != nil {
		return misuse{fmt.Errorf("can't write %s: %w", c.Out, errors.Unwrap(err))}
	}
	return nil
}

func tellExported(w io.Writer, item interchange.Exported) {
	if item.LeftOut != "" {
		fmt.Fprintf(w, "%s: %s\n", item.ID, item.LeftOut)
	}
	for _, l := range item.Losses {
		fmt.Fprintf(w, "%s: %s\n", item.ID, l.Message)
	}
}

type quizImportCmd struct {
	Format     string `enum:",gift,aiken,moodle-xml,csv,anki" default:"" placeholder:"FORMAT" help:"gift, aiken, moodle-xml, csv or anki. Guessed from the file when left out."`
	File       string `arg:"" help:"Questions; - reads standard input."`
	Lesson     string `placeholder:"SLUG" help:"The lesson whose objectives the questions may name; a bank that is there has its own."`
	Instructor string `placeholder:"NAME" help:"Whose bank takes the questions; need not be said where there is one instructor. Where there is none, they are looked through and not stored."`
	Bank       string `placeholder:"TITLE" help:"The bank that takes them; made if there is none of that title. By default, the file's name."`
	Data       string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default}); a server may be running on it."`
	DryRun     bool   `name:"dry-run" help:"Look through the questions and store nothing."`
}

// Run looks through a file of questions and stores them, all or none.
func (c *quizImportCmd) Run(std *streams) error {
	src, err := readUpTo(c.File, std.in, interchange.MaxFile+1)
	if err != nil {
		return err
	}
	content, err := loadContent()()
	if err != nil {
		return err
	}
	if err := knownLesson(content.Course, c.Lesson); err != nil {
		return err
	}
	if c.Instructor == "" && !c.DryRun {
		if c.Instructor, err = onlyInstructor(c.Data); err != nil {
			return err
		}
	}
	if c.Instructor == "" || c.DryRun {
		return c.lookAlone(std, src, content)
	}
	return beside(c.Data, func(ctx context.Context, data *store.Store) error {
		owner, bank, err := c.find(ctx, data)
		if err != nil {
			return err
		}
		lesson := c.Lesson
		if bank.ID != 0 {
			lesson = bank.Lesson
		}
		bodies, err := c.look(std, src, content, lesson)
		if err != nil {
			return err
		}
		return c.keep(ctx, std, data, owner, bank, bodies)
	})
}

// lookAlone tells what the file holds and stores nothing.
func (c *quizImportCmd) lookAlone(std *streams, src []byte, content *lessons.Content) error {
	if _, err := c.look(std, src, content, c.Lesson); err != nil {
		return err
	}
	said := "Nothing was stored."
	if !c.DryRun {
		said = "Nothing was stored: say with --instructor whose bank takes them; rolecall instructor add makes an instructor."
	}
	_, err := fmt.Fprintln(std.out, said)
	return err
}

// onlyInstructor is the one instructor there is, who need not be named. It is empty
// when there are more or none; a data file that isn't there is not made.
func onlyInstructor(dir string) (name string, err error) {
	if _, err := os.Stat(filepath.Join(dir, store.FileName)); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	err = beside(dir, func(ctx context.Context, data *store.Store) error {
		all, err := data.Instructors(ctx)
		if len(all) == 1 {
			name = all[0].Name
		}
		return err
	})
	return name, err
}

// formatOf is the format that was named, or that the file looks like.
func (c *quizImportCmd) formatOf(src []byte) (interchange.Format, error) {
	if f, ok := interchange.ParseFormat(c.Format); ok {
		return f, nil
	}
	f, err := interchange.Detect(src, c.File)
	switch {
	case errors.Is(err, interchange.ErrUnknownFormat):
		return "", fmt.Errorf("%s looks like none of gift, aiken, moodle-xml, csv and anki: say which with --format", c.File)
	case err != nil:
		return "", fmt.Errorf("%s: %w", c.File, err)
	}
	return f, nil
}

// look prints what the file holds, question by question, and returns the YAML of
// each. A question that is refused ends it with status 1.
func (c *quizImportCmd) look(std *streams, src []byte, content *lessons.Content, lesson string) ([]string, error) {
	f, err := c.formatOf(src)
	if err != nil {
		return nil, err
	}
	im, err := interchange.Import(c.File, src, f, quiz.Reading{Lesson: lesson, Site: content.Course, Library: content.Library})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.File, err)
	}
	var bodies []string
	for _, item := range im.Items {
		tellImported(std.out, c.File, item)
		if item.Question == nil {
			continue
		}
		d := item.Question.Draft()
		d.ID, d.Version = prose.Str{}, 0 // the bank gives its own
		body, err := d.YAML()
		if err != nil {
			return nil, err
		}
		if len(body) > store.MaxBankBody {
			return nil, fmt.Errorf("%s:%d: this question has %d bytes as YAML; a bank takes %d at most", c.File, item.Line, len(body), store.MaxBankBody)
		}
		bodies = append(bodies, string(body))
	}
	fmt.Fprintf(std.out, "%d of %d questions can be taken from %s\n", len(bodies), len(im.Items)-im.Cards(), f.Title())
	if n := im.Cards(); n > 0 {
		fmt.Fprintf(std.out, "%s passed by\n", prose.Count(n, "recall card"))
	}
	if im.Refused() > 0 {
		fmt.Fprintln(std.out, "Nothing was stored: mend the others first, or take them out.")
		return nil, errNo
	}
	return bodies, nil
}

func tellImported(w io.Writer, file string, item interchange.Item) {
	if item.Question == nil {
		for _, f := range item.Faults {
			fmt.Fprintf(w, "%s (%s)\n", f, item.Title)
		}
		return
	}
	fmt.Fprintf(w, "%s:%d: %s: %s\n", file, item.Line, item.Question.Type, item.Title)
	for _, l := range item.Losses {
		fmt.Fprintf(w, "%s:%d:   %s\n", file, item.Line, l.Message)
	}
}

// find finds the instructor, and the bank if it is there.
func (c *quizImportCmd) find(ctx context.Context, data *store.Store) (store.InstructorID, store.Bank, error) {
	all, err := data.Instructors(ctx)
	if err != nil {
		return 0, store.Bank{}, err
	}
	for _, i := range all {
		if i.Name != c.Instructor {
			continue
		}
		banks, err := data.Banks(ctx, i.ID)
		for _, b := range banks {
			if b.Title == c.title() && b.Deleted.IsZero() {
				return i.ID, b, err
			}
		}
		return i.ID, store.Bank{}, err
	}
	return 0, store.Bank{}, misuse{fmt.Errorf("there is no instructor called %q; rolecall instructor list shows who there is", c.Instructor)}
}

// title is that of the bank.
func (c *quizImportCmd) title() string {
	switch {
	case c.Bank != "":
		return c.Bank
	case c.File == "-":
		return "Imported questions"
	}
	name := filepath.Base(c.File)
	return name[:len(name)-len(filepath.Ext(name))]
}

func (c *quizImportCmd) keep(ctx context.Context, std *streams, data *store.Store, owner store.InstructorID, bank store.Bank, bodies []string) error {
	now := time.Now()
	if bank.ID == 0 && len(bodies) > store.MaxBankQuestions { // or an empty bank would be left behind
		return &store.LimitError{What: "questions in a bank", Most: store.MaxBankQuestions}
	}
	if bank.ID == 0 {
		id, err := data.NewBank(ctx, owner, c.title(), c.Lesson, now)
		if err != nil {
			return named(err)
		}
		bank.ID = id
	}
	ids, err := data.AddBankQuestions(ctx, owner, bank.ID, bodies, now)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "%s stored in %s's bank %q\n", prose.Count(len(ids), "question"), c.Instructor, c.title())
	return err
}

package interchange

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// writer writes questions in one format. Of a question that it can't hold it
// returns why, and writes nothing of it.
type writer interface {
	begin(w *bytes.Buffer)
	// question writes a draft that [Portable] made, and adds what the format loses.
	question(w *bytes.Buffer, c carried, lost *losses) (leftOut string)
	end(w *bytes.Buffer)
}

// carried is a question on its way out: its portable draft, and that draft
// compiled, for formats that hold text or HTML.
type carried struct {
	quiz.Draft
	compiled *quiz.Question
	lesson   string
}

// Export writes questions in a format and says what became of each. The error is
// about writing; a question that the format can't hold is left out and told.
func Export(w io.Writer, f Format, questions []*quiz.Question) (Report, error) {
	out := f.writer()
	if out == nil {
		return Report{}, fmt.Errorf("there is no format %q", f)
	}
	return exportTo(w, out, f, questions)
}

// ExportDeck writes questions, and the recall cards of lessons, for Anki.
func ExportDeck(w io.Writer, questions []*quiz.Question, cards []Card) (Report, error) {
	deck := &ankiWriter{}
	for _, c := range cards {
		deck.card(c)
	}
	return exportTo(w, deck, Anki, questions)
}

func exportTo(w io.Writer, out writer, f Format, questions []*quiz.Question) (Report, error) {
	var r Report
	var b bytes.Buffer
	out.begin(&b)
	for _, q := range questions {
		told := Exported{ID: q.ID}
		lost := &losses{}
		var d quiz.Draft
		d, lost.list = Portable(q)
		if f != CSV { // a table is for authors: it keeps their order
			shuffleOptions(&d, q)
		}
		compiled, fs := quiz.Reading{Rules: quiz.OwnRules, Lesson: q.Lesson}.Question(d, prose.Place{File: q.ID, Line: 1})
		if fs != nil {
			return r, fmt.Errorf("export %s: %w", q.ID, fs)
		}
		mark := b.Len()
		if told.LeftOut = out.question(&b, carried{d, compiled, q.Lesson}, lost); told.LeftOut != "" {
			b.Truncate(mark)
			lost.list = nil
		}
		told.Losses = lost.list
		r.Items = append(r.Items, told)
	}
	out.end(&b)
	if _, err := w.Write(b.Bytes()); err != nil {
		return r, fmt.Errorf("export: %w", err)
	}
	return r, nil
}

// shuffleOptions puts options into the order in which a reader here might see them:
// an author writes the right one first, and not every program shuffles. Lines keep
// their document's order. The same question always comes out the same.
func shuffleOptions(d *quiz.Draft, q *quiz.Question) {
	h := fnv.New64a()
	h.Write([]byte(q.ID))
	byID := map[string]quiz.DraftOption{}
	for _, o := range d.Options {
		byID[o.ID.Value] = o
	}
	var shown []quiz.DraftOption
	for _, o := range quiz.Shuffled(q, h.Sum64()) {
		shown = append(shown, byID[o.ID])
	}
	d.Options = shown
}

func (f Format) writer() writer {
	switch f {
	case GIFT:
		return giftWriter{lesson: new(string)}
	case Aiken:
		return aikenWriter{}
	case MoodleXML:
		return moodleWriter{lesson: new(string)}
	case CSV:
		return &csvWriter{}
	case Anki:
		return &ankiWriter{}
	}
	return nil
}

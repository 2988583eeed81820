package view

import (
	"strings"

	"rolecall/sandbox/iam"
)

// Outcome is the answer to one call, as a banner shows it.
type Outcome struct {
	Mark     Mark
	Word     string      // replaces the mark's word, for an error code such as "ExpiredToken"
	Sentence string      // one plain sentence naming the cause
	Asked    string      // the request in words or as a command line; may be empty
	DeniedBy []iam.Layer // the layers that denied
}

// OutcomeOf is the outcome that a trace tells of.
func OutcomeOf(t *iam.Trace) Outcome {
	return Outcome{Mark: MarkOf(t.Decision), Sentence: t.Sentence, DeniedBy: t.DeniedBy.List()}
}

// ErrorOutcome is the outcome of a call that ended in an AWS error before, or
// without, a decision.
func ErrorOutcome(code, sentence string) Outcome {
	return Outcome{Mark: MarkError, Word: code, Sentence: sentence}
}

// sentence is the sentence without the word that stands above it. The engine's
// sentences of both kinds of refusal begin with the same word.
func (o Outcome) sentence() string {
	if o.Mark == MarkExplicit {
		return strings.TrimPrefix(o.Sentence, MarkImplicit.Word()+": ")
	}
	return strings.TrimPrefix(o.Sentence, o.word()+": ")
}

// standing is the sentence on a line of its own, where a word of ours has its
// capital. Names stay as they are, for AWS tells alice from Alice.
func (o Outcome) standing() string {
	if rest, ok := strings.CutPrefix(o.sentence(), "both "); ok {
		return "Both " + rest
	}
	return o.sentence()
}

// Summary is the outcome in one line: its word and its sentence.
func (o Outcome) Summary() string {
	if o.sentence() == "" {
		return o.word() + "."
	}
	return o.word() + ": " + o.sentence()
}

func (o Outcome) word() string {
	if o.Word != "" {
		return o.Word
	}
	return o.Mark.Word()
}

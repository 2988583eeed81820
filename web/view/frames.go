package view

import (
	"strconv"
	"time"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
)

// StepperView shows a request frame by frame. Without scripts all frames stand
// under one another; with scripts one shows at a time, with buttons and the
// arrow keys, and the map lights what the frame is about.
type StepperView struct {
	ID     string // unique in the page
	Frames *lessons.Frames
}

// frameID is the id of a frame, counted from 0.
func (v StepperView) frameID(i int) string { return v.ID + "-f" + strconv.Itoa(i+1) }

// frameName tells a frame from all others of the page.
func (v StepperView) frameName(i int) string {
	return v.Frames.Title + ", frame " + strconv.Itoa(i+1)
}

// gate is one layer in the row of layers that a call is taken through.
type gate struct {
	layer iam.Layer
	label string
	mark  Mark
	asked bool // by this frame or an earlier one
	now   bool // by this frame
}

// gates is the row of layers of frame i's call, as far as they have been asked.
func (v StepperView) gates(i int) []gate {
	frames := v.Frames.Frames
	var out []gate
	for j, f := range frames {
		if f.Step != frames[i].Step || f.Kind != lessons.FrameCheck {
			continue
		}
		label := f.Label
		if label == "" {
			label = LayerWord(f.Layer)
		}
		out = append(out, gate{layer: f.Layer, label: label, mark: MarkOfVerdict(f.Verdict), asked: j <= i, now: j == i})
	}
	return out
}

func (g gate) word() string {
	if !g.asked {
		return "not asked yet"
	}
	return g.mark.Word()
}

// showGates reports whether a frame draws the row of layers.
func showGates(f lessons.Frame) bool {
	return f.Kind == lessons.FrameCheck || f.Kind == lessons.FrameDecision
}

// frameIcon is the icon beside a frame's title.
func frameIcon(f lessons.Frame) Icon {
	switch f.Kind {
	case lessons.FrameRequest:
		return IconTerminal
	case lessons.FrameCheck:
		return LayerIcon(f.Layer)
	case lessons.FrameDecision:
		return OutcomeMark(f.Outcome).Icon()
	case lessons.FrameAnswer:
		if f.Outcome.Error == "" && !f.Expires.IsZero() {
			return IconKey
		}
		return OutcomeMark(f.Outcome).Icon()
	case lessons.FrameClock:
		return IconClock
	}
	return IconDocument
}

// frameTone is the class that colours a frame's icon.
func frameTone(f lessons.Frame) string {
	switch f.Kind {
	case lessons.FrameCheck:
		return "is-" + f.Layer.String()
	case lessons.FrameDecision, lessons.FrameAnswer:
		return OutcomeMark(f.Outcome).class()
	case lessons.FrameRequest, lessons.FrameClock:
		return "is-none"
	}
	return "is-none"
}

// OutcomeMark is the mark of a step's outcome: of its decision, or of an error
// that is none.
func OutcomeMark(o lessons.Outcome) Mark {
	switch {
	case o.Error == "":
		return MarkAllowed
	case o.Decision == iam.Allowed:
		return MarkError
	}
	if o.Error == "AccessDenied" || o.DeniedBy != 0 {
		return MarkOf(o.Decision)
	}
	return MarkError
}

// StepOutcome is the banner for a step's outcome; the sentence is the trace's
// when there is one, else the service's message.
func StepOutcome(o lessons.Outcome, t *iam.Trace) Outcome {
	out := Outcome{Mark: OutcomeMark(o), DeniedBy: o.DeniedBy.List(), Sentence: o.Message}
	if out.Mark == MarkError {
		out.Word = o.Error
	}
	if t != nil && t.Sentence != "" && out.Mark != MarkError {
		out.Sentence = t.Sentence
	}
	return out
}

// Clock prints a moment of the world's clock.
func Clock(t time.Time) string { return t.UTC().Format("15:04:05 UTC") }

// Day prints a moment with its day.
func Day(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") }

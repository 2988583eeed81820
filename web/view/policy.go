package view

import "rolecall/sandbox/iam"

// Hidden is a hidden field of a form.
type Hidden struct{ Name, Value string }

// PolicyBlock is a live policy: a document one can run, edit, copy and take to
// the sandbox. It is one form; its fields are Fields and the document in
// "source". Run posts to RunPath, "Open in sandbox" to SandboxPath, Reset to
// RunPath with the field "reset". With htmx, RunPath is asked to answer with
// [PolicyResult] alone (the header HX-Request is set), which replaces the
// block's result; without, with the whole page.
type PolicyBlock struct {
	ID          string // unique in the page; prefixes the ids of lines and result
	Title       string
	Kind        iam.Kind
	Path        string // where the document hangs, such as "444455556666/roles/Deploy/trust.json"; may be empty
	Source      string
	Edited      bool   // Source is the reader's, not the lesson's
	Asks        string // the call that Run makes, as a command line or in words; empty when there is none
	AsksAs      string // who makes it, such as "alice in 111122223333"
	RunPath     string // empty: the block cannot be run
	SandboxPath string // empty: the block cannot be taken to the sandbox
	LintPath    string // where the editor asks for findings; empty: it does not
	Fields      []Hidden
	Result      *PolicyResultView // nil before the first run
}

// PolicyResultView is what a run of a live policy came to.
type PolicyResultView struct {
	Outcome  *Outcome // nil when findings kept the document from being run
	Trace    *iam.Trace
	Anchors  map[string]string // see [TraceView]
	Findings []iam.Finding
	Open     bool // the trace is unfolded
}

// resultID is the id of the element that holds a block's result.
func (b PolicyBlock) resultID() string { return b.ID + "-result" }

// action is where the form posts without scripts: the answer is a whole page, in
// which the reader is to find the block again.
func (b PolicyBlock) action() string {
	if b.RunPath == "" {
		return ""
	}
	return b.RunPath + "#" + b.ID
}

// findings are those of the last run.
func (b PolicyBlock) findings() []iam.Finding {
	if b.Result == nil {
		return nil
	}
	return b.Result.Findings
}

// severityIcon is the shape of a finding's severity.
func severityIcon(s iam.Severity) Icon {
	switch s {
	case iam.SeverityError:
		return IconError
	case iam.SeverityWarning:
		return IconPitfalls
	case iam.SeverityAdvice:
		return IconInsight
	}
	return IconInsight
}

// severityWord names a finding's severity.
func severityWord(s iam.Severity) string {
	switch s {
	case iam.SeverityError:
		return "Error"
	case iam.SeverityWarning:
		return "Warning"
	case iam.SeverityAdvice:
		return "Advice"
	}
	return ""
}

// rows is the height of a textarea that shows the whole source, within reason.
func rows(src string) int {
	return min(max(len(jsonLines(src))+1, 6), 28)
}

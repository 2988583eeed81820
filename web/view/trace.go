package view

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"rolecall/sandbox/iam"
)

// TraceView is a trace and how to show it.
type TraceView struct {
	ID    string // unique in the page; empty when no row needs pointing at
	Trace *iam.Trace
	Open  bool // unfolded from the start

	// Anchors maps a policy's name in the trace to the ID of the [Listing] or
	// [PolicyBlock] on this page that prints it; rows then link to its lines.
	Anchors map[string]string
	// Docs maps a policy's name in the trace to the address of the page that opens
	// it in an editor; rows then link to its lines there.
	Docs map[string]string
	Flow bool // draws the request's way through the layers; wants an ID
	Most int  // statements shown of a policy, see [shownStatements]; 0 for [mostStatements]
}

// mostStatements is how many statements of a policy a trace shows.
const mostStatements = 100

// shownStatements are the statements of a policy that a trace shows, in the policy's
// order: those that match before those that don't. left is how many it leaves out.
func (v TraceView) shownStatements(p iam.PolicyTrace) (shown []iam.StatementTrace, left int) {
	most := cmp.Or(v.Most, mostStatements)
	if len(p.Statements) <= most {
		return p.Statements, 0
	}
	matched := 0
	for _, s := range p.Statements {
		if s.Matched {
			matched++
		}
	}
	matched = min(matched, most)
	others := most - matched
	for _, s := range p.Statements {
		room := &others
		if s.Matched {
			room = &matched
		}
		if *room > 0 {
			*room--
			shown = append(shown, s)
		}
	}
	return shown, len(p.Statements) - len(shown)
}

// lineHref links a statement to its first line in a listing; empty without one.
func (v TraceView) lineHref(policy string, s iam.StatementTrace) string {
	id, page := v.Anchors[policy], ""
	if id == "" && v.Docs[policy] != "" {
		id, page = docLines, v.Docs[policy]
	}
	if id == "" || s.Span.Start.Line < 1 {
		return ""
	}
	return page + "#" + lineID(id, s.Span.Start.Line)
}

// lineID is the id of a line of a listing.
func lineID(listing string, line int) string {
	return listing + "-L" + strconv.Itoa(line)
}

// unfolded reports whether a layer's policies show from the start: those that
// decided do.
func (v TraceView) unfolded(l iam.LayerTrace) bool {
	switch l.Verdict {
	case iam.VerdictExplicitDeny:
		return true
	case iam.VerdictImplicitDeny:
		return l.Required
	case iam.VerdictAllowed:
		return v.Trace.Decision == iam.Allowed && l.Required
	case iam.VerdictNotApplicable:
		return false
	}
	return false
}

func statementName(s iam.StatementTrace) string {
	if s.Sid != "" {
		return s.Sid
	}
	return "Statement " + strconv.Itoa(s.Index+1)
}

// statementMark is what a statement did: a matching Allow or Deny, or nothing.
func statementMark(s iam.StatementTrace) Mark {
	switch {
	case !s.Matched:
		return MarkNone
	case s.Effect == iam.Deny:
		return MarkExplicit
	}
	return MarkAllowed
}

func statementWord(s iam.StatementTrace) string {
	if s.Matched {
		return "matches"
	}
	return "does not match"
}

// failedAt names the element that failed, with the condition's operator and key.
func failedAt(s iam.StatementTrace) string {
	if s.Key == "" {
		return s.Failed
	}
	return strings.TrimSpace(s.Failed + " " + s.Operator + " " + s.Key)
}

// valueList prints values for the "saw" and "wanted" columns.
func valueList(values []string) string {
	if len(values) == 0 {
		return "nothing"
	}
	if left := len(values) - mostValues; left > 1 {
		return strings.Join(values[:mostValues], ", ") + fmt.Sprintf(" and %d more", left)
	}
	return strings.Join(values, ", ")
}

// mostValues is how many values of a statement are listed.
const mostValues = 40

// layerLabel is the layer's label with a capital.
func layerLabel(l iam.LayerTrace) string {
	if l.Label == "" {
		return LayerWord(l.Layer)
	}
	return strings.ToUpper(l.Label[:1]) + l.Label[1:]
}

// levelWord names a level of an organization.
func levelWord(level int) string {
	if level == 0 {
		return "organization root"
	}
	return "level " + strconv.Itoa(level) + " below the root"
}

// leveled reports whether a layer's policies hang on levels.
func leveled(l iam.Layer) bool { return l == iam.LayerSCP || l == iam.LayerRCP }

// stepClass colours a step by its layer's id.
func stepClass(s iam.TraceStep) string { return MarkOfVerdict(s.Verdict).class() }

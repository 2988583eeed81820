package view

import (
	"maps"
	"slices"
	"strconv"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// CheckPath is the page that says who gets in by a policy.
const CheckPath = "/check"

// Check is the page that looks a pasted policy through.
type Check struct {
	Form   CheckForm
	Result *CheckResult // nil before anything was asked
}

// CheckForm is what was pasted and what is said of it.
type CheckForm struct {
	Text     string
	Kind     string // as posted; empty: to be guessed
	Holder   string // the ARN of what the policy hangs on; may be empty
	Examples []Link
}

// What /check shows: so many risks, findings and statements in words, and of a request
// that was tried so many statements.
const (
	mostFindings = 100
	mostTried    = 20
)

// CheckResult is what there is to say about a document.
type CheckResult struct {
	Kind      iam.Kind
	Guessed   bool
	Source    string
	Sentence  string
	Mark      Mark
	Problem   string // why it couldn't be asked; the findings say where
	Risks     []CheckRisk
	Findings  []CheckFinding // what the risks do not already say
	Entrances []CheckEntrance
	Effects   []CheckEffect // of a policy that lets nobody in by itself
	Partial   bool          // the search was cut off
	Words     []string      // the statements, each in a sentence
	Holder    string
	Sandbox   bool // it can be tried in a world
}

// CheckRisk is a risk and what explains it.
type CheckRisk struct {
	analyze.Risk
	Read []Link
}

// CheckFinding is the linter's word and what explains it.
type CheckFinding struct {
	iam.Finding
	Read []Link
}

// CheckEntrance is a way in, with the request that was tried.
type CheckEntrance struct {
	analyze.Entrance
	Trace *iam.Trace
}

// CheckEffect is a request that the policy decides.
type CheckEffect struct {
	Mark     Mark
	Sentence string
	Request  analyze.Request
	Assumes  []string
	Trace    *iam.Trace
}

// docListing is the listing that a page's findings and traces point into.
const docListing = "doc"

// kindWords are the choices for a document's kind.
var kindWords = [...]struct {
	kind iam.Kind
	word string
}{
	{iam.KindTrust, "Trust policy of a role"},
	{iam.KindResource, "Resource policy: bucket, key, queue"},
	{iam.KindIdentity, "Identity policy of a user, group or role"},
	{iam.KindBoundary, "Permissions boundary"},
	{iam.KindSession, "Session policy"},
	{iam.KindSCP, "Service control policy (SCP)"},
	{iam.KindRCP, "Resource control policy (RCP)"},
}

// effectsTitle says what the requests of a policy that names no principal show.
func effectsTitle(k iam.Kind) string {
	switch k {
	case iam.KindIdentity:
		return "What it does"
	case iam.KindTrust, iam.KindResource:
		return "Who gets in"
	case iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP:
		return "What it keeps out"
	}
	return "What it does"
}

func riskClass(l analyze.RiskLevel) string {
	switch l {
	case analyze.RiskHigh:
		return "is-error"
	case analyze.RiskMedium:
		return "is-warning"
	case analyze.RiskLow:
		return "is-advice"
	}
	return "is-advice"
}

func riskIcon(l analyze.RiskLevel) Icon {
	switch l {
	case analyze.RiskHigh:
		return IconError
	case analyze.RiskMedium:
		return IconPitfalls
	case analyze.RiskLow:
		return IconInsight
	}
	return IconInsight
}

func riskWord(l analyze.RiskLevel) string {
	switch l {
	case analyze.RiskHigh:
		return "High risk"
	case analyze.RiskMedium:
		return "Medium risk"
	case analyze.RiskLow:
		return "Worth a look"
	}
	return "Worth a look"
}

// findingPlace is where a finding stands, in words.
func findingPlace(s iam.Span) string {
	return "Line " + strconv.Itoa(s.Start.Line) + ", column " + strconv.Itoa(s.Start.Column)
}

// contextLine prints a key of a request's context.
func contextLine(key string, values []string) string { return key + " = " + valueList(values) }

// CheckedName is what the looked-through document is called in traces.
const CheckedName = "the policy you pasted"

// entranceMark is whether an entrance stands open.
func entranceMark(e analyze.Entrance) Mark {
	if e.Open {
		return MarkAllowed
	}
	return MarkNone
}

// plainFindings are the linter's findings without their links.
func plainFindings(list []CheckFinding) []iam.Finding {
	var out []iam.Finding
	for _, f := range list {
		out = append(out, f.Finding)
	}
	return out
}

func sortedKeys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }

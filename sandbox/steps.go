package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// StepKind says what a step does.
type StepKind uint8

// The kinds of steps.
const (
	StepAs      StepKind = iota // changes who acts
	StepAWS                     // a command line
	StepKeep                    // names the credentials just issued
	StepRevoke                  // ends a role's sessions
	StepAdvance                 // moves the clock
	StepWant                    // the author's claim about the step before
)

// Step is one line of steps.
type Step struct {
	Kind StepKind
	Line int    // from 1
	Text string // as written, without the blanks around it

	Who  Who           // of StepAs
	Name string        // of StepKeep; of StepRevoke the role as ACCT/roles/R
	For  time.Duration // of StepAdvance
	Want Want          // of StepWant
}

// WhoKind says how somebody acts.
type WhoKind uint8

// The ways to act.
const (
	WhoUser      WhoKind = iota // ACCT/users/N: with the user's key
	WhoRole                     // ACCT/roles/R via SERVICE: with credentials that the service got for its workload
	WhoProfile                  // ACCT/instance-profiles/P: likewise, on an EC2 instance
	WhoService                  // service NAME [for ARN]: the service itself
	WhoSession                  // session [ROLE/]NAME: with credentials that were issued or kept
	WhoRoot                     // root ACCT
	WhoAnonymous                // anonymous: without a signature
)

// Who is somebody that acts.
type Who struct {
	Kind    WhoKind
	Account string
	Name    string // the user, role, profile, session or service
	Role    string // of WhoSession, if it was said
	Service string // of WhoRole
	For     string // of WhoService: the resource it acts for
}

// MaxSteps is how many lines steps may have.
const MaxSteps = 500

// StepError is a line that can't be read.
type StepError struct {
	Line    int // from 1
	Message string
}

// StepErrors are all lines that can't be read.
type StepErrors []StepError

// Error prints the errors, one a line.
func (es StepErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = fmt.Sprintf("line %d: %s", e.Line, e.Message)
	}
	return strings.Join(lines, "\n")
}

// ParseSteps reads steps, one a line; lines that begin with # are comments. The
// error is a [StepErrors].
func ParseSteps(src string) ([]Step, error) {
	var steps []Step
	var bad StepErrors
	claimable := false
	for i, line := range strings.Split(src, "\n") {
		text := strings.TrimSpace(line)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if len(steps) == MaxSteps {
			return steps, append(bad, StepError{i + 1, fmt.Sprintf("there are more than %d steps", MaxSteps)})
		}
		s, err := parseStep(text)
		if err == nil && s.Kind == StepWant && !claimable {
			err = fmt.Errorf("nothing stands before this want that it could be about: it follows an aws line, or `as … via …`")
		}
		if err != nil {
			bad = append(bad, StepError{i + 1, err.Error()})
			continue
		}
		s.Line = i + 1
		claimable = s.Kind == StepAWS || s.Kind == StepAs && s.Who.assumes() || s.Kind == StepWant || claimable && s.Kind == StepKeep
		steps = append(steps, s)
	}
	if len(bad) > 0 {
		return steps, bad
	}
	return steps, nil
}

// assumes says whether acting so assumes a role first, which may be refused.
func (w Who) assumes() bool { return w.Kind == WhoRole || w.Kind == WhoProfile }

func parseStep(text string) (Step, error) {
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	s := Step{Text: text}
	var err error
	switch word {
	case "as":
		s.Kind = StepAs
		s.Who, err = ParseWho(rest)
	case "aws", "export", "unset":
		s.Kind = StepAWS
	case "keep":
		s.Kind, s.Name = StepKeep, rest
		if rest == "" || strings.ContainsAny(rest, " /") {
			err = fmt.Errorf("keep is followed by one name: keep NAME")
		}
	case "revoke":
		s.Kind, s.Name = StepRevoke, rest
		if p := strings.Split(rest, "/"); len(p) != 3 || p[1] != "roles" || p[2] == "" {
			err = fmt.Errorf("revoke is followed by a role: revoke ACCT/roles/NAME")
		}
	case "advance":
		s.Kind = StepAdvance
		s.For, err = parseDuration(rest)
	case "want":
		s.Kind = StepWant
		s.Want, err = ParseWant(rest)
	default:
		err = fmt.Errorf("%q begins no step: as, aws, keep, revoke, advance and want do", word)
	}
	return s, err
}

// parseDuration reads 61m, 1h30m, 24h and, besides Go's units, days: 2d.
func parseDuration(s string) (time.Duration, error) {
	var d time.Duration
	var err error
	if days, ok := strings.CutSuffix(s, "d"); ok {
		d, err = time.ParseDuration(days + "h")
		d *= 24
	} else {
		d, err = time.ParseDuration(s)
	}
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%q is not a duration such as 61m, 1h or 24h", s)
	}
	return d, nil
}

const whoForms = "as ACCT/users/NAME, ACCT/roles/NAME via SERVICE, ACCT/instance-profiles/NAME, service NAME, session NAME, root ACCT or anonymous"

// ParseWho reads who acts, as it stands after `as`.
func ParseWho(s string) (Who, error) {
	fields := strings.Fields(s)
	bad := fmt.Errorf("%q is nobody; it is written %s", s, whoForms)
	switch {
	case len(fields) == 1 && fields[0] == "anonymous":
		return Who{Kind: WhoAnonymous}, nil
	case len(fields) == 2 && fields[0] == "root":
		return Who{Kind: WhoRoot, Account: fields[1], Name: "root"}, nil
	case len(fields) == 2 && fields[0] == "service":
		return Who{Kind: WhoService, Name: fields[1]}, nil
	case len(fields) == 4 && fields[0] == "service" && fields[2] == "for":
		return Who{Kind: WhoService, Name: fields[1], For: fields[3]}, nil
	case len(fields) == 2 && fields[0] == "session":
		role, name, ok := strings.Cut(fields[1], "/")
		if !ok {
			role, name = "", fields[1]
		}
		return Who{Kind: WhoSession, Name: name, Role: role}, nil
	case len(fields) == 0:
		return Who{}, bad
	}
	parts := strings.Split(fields[0], "/")
	if len(parts) != 3 || parts[2] == "" {
		return Who{}, bad
	}
	w := Who{Account: parts[0], Name: parts[2]}
	switch {
	case parts[1] == "users" && len(fields) == 1:
		w.Kind = WhoUser
	case parts[1] == "instance-profiles" && len(fields) == 1:
		w.Kind, w.Service = WhoProfile, "ec2.amazonaws.com"
	case parts[1] == "roles" && len(fields) == 3 && fields[1] == "via":
		w.Kind, w.Service = WhoRole, fields[2]
	case parts[1] == "roles":
		return w, fmt.Errorf("nobody is a role by itself: write %s via SERVICE, or assume it and act as its session", fields[0])
	default:
		return w, bad
	}
	return w, nil
}

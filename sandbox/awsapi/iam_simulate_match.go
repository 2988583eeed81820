package awsapi

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// matched lists the statements that determined the result: the Denies, or the
// Allows where there is none.
func (s *simulation) matched(t *iam.Trace) []MatchedStatement {
	switch t.Decision {
	case iam.ExplicitDeny:
		return s.matching(t, iam.Deny)
	case iam.Allowed:
		return s.matching(t, iam.Allow)
	case iam.ImplicitDeny:
	}
	return []MatchedStatement{}
}

// sides lists the statements that determined the result of a call into another
// account. When one side alone allowed it those of that side are told, as in the
// API reference's example of a cross-account simulation.
func (s *simulation) sides(r *evaluated) []MatchedStatement {
	if r.trace.Decision == iam.ImplicitDeny {
		return s.matching(r.trace, iam.Allow)
	}
	return r.matched
}

// matching lists the statements with an effect that match. A boundary's Allows
// determine nothing.
func (s *simulation) matching(t *iam.Trace, effect iam.Effect) []MatchedStatement {
	list := []MatchedStatement{}
	s.each(t, func(l iam.Layer, id string, st iam.StatementTrace) {
		if !st.Matched || st.Effect != effect || l == iam.LayerBoundary && effect == iam.Allow {
			return
		}
		typ := "IAM Policy"
		if l == iam.LayerResource {
			typ = "Resource Policy"
		}
		start, end := statementPlace(s.texts[id], st.Span)
		list = append(list, MatchedStatement{id, typ, start, end})
	})
	return list
}

// each walks the statements of the policies that the simulation was given.
func (s *simulation) each(t *iam.Trace, do func(iam.Layer, string, iam.StatementTrace)) {
	for _, l := range t.Layers {
		for _, p := range l.Policies {
			if _, given := s.texts[p.Name]; !given {
				continue
			}
			for _, st := range p.Statements {
				do(l.Layer, p.Name, st)
			}
		}
	}
}

// missing lists the keys that statements in question ask for and that have no value.
func (s *simulation) missing(t *iam.Trace) []string {
	list := []string{}
	s.each(t, func(_ iam.Layer, id string, st iam.StatementTrace) {
		src := s.texts[id][st.Span.Start.Offset:st.Span.End.Offset]
		var keys []string
		switch {
		case st.Matched, st.Failed == "Condition":
			keys = askedKeys(src)
		case st.Failed == "Resource", st.Failed == "NotResource":
			keys = variablesIn(src)
		}
		for _, key := range keys {
			if !s.knows(key) && !slices.Contains(list, key) {
				list = append(list, key)
			}
		}
	})
	slices.Sort(list)
	return list
}

func (s *simulation) knows(key string) bool {
	for k := range s.context {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}

// statementPlace is where a statement stands as the simulator tells it: from behind
// the bracket or statement before it, or behind its own brace where it stands
// alone, to behind its end.
func statementPlace(src string, at iam.Span) (start, end PolicyPosition) {
	before := strings.TrimRight(src[:at.Start.Offset], " \t\r\n")
	from := at.Start.Offset + 1
	switch {
	case strings.HasSuffix(before, "["):
		from = len(before)
	case strings.HasSuffix(before, ","):
		from = len(strings.TrimRight(strings.TrimSuffix(before, ","), " \t\r\n"))
	}
	return positionIn(src, from), positionIn(src, at.End.Offset)
}

func positionIn(src string, offset int) PolicyPosition {
	line := src[strings.LastIndexByte(src[:offset], '\n')+1 : offset]
	return PolicyPosition{strings.Count(src[:offset], "\n") + 1, len([]rune(line)) + 1}
}

package awsapi

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rolecall/sandbox/iam"
)

// matched lists the statements that determined the result: the Denies, or the
// Allows where there is none.
func (s *simulation) matched(t *iam.Trace) []matchedStatement {
	switch t.Decision {
	case iam.ExplicitDeny:
		return s.matching(t, iam.Deny)
	case iam.Allowed:
		return s.matching(t, iam.Allow)
	case iam.ImplicitDeny:
	}
	return []matchedStatement{}
}

// sides lists the statements that determined the result of a call into another
// account. When one side alone allowed it those of that side are told, as in the
// API reference's example of a cross-account simulation.
func (s *simulation) sides(r *evaluated) []matchedStatement {
	if r.trace.Decision == iam.ImplicitDeny {
		return s.matching(r.trace, iam.Allow)
	}
	return r.matched
}

// matching lists the statements with an effect that match. A boundary's Allows
// determine nothing.
func (s *simulation) matching(t *iam.Trace, effect iam.Effect) []matchedStatement {
	list := []matchedStatement{}
	s.each(t, func(l iam.Layer, id string, st iam.StatementTrace) {
		if !st.Matched || st.Effect != effect || l == iam.LayerBoundary && effect == iam.Allow {
			return
		}
		typ := "IAM Policy"
		if l == iam.LayerResource {
			typ = "Resource Policy"
		}
		place := s.place(id, st.Span)
		list = append(list, matchedStatement{id, typ, place[0], place[1]})
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
		var keys []string
		switch {
		case st.Matched, st.Failed == "Condition":
			keys = s.keysOf(&s.asked, askedKeys, id, st.Span)
		case st.Failed == "Resource", st.Failed == "NotResource":
			keys = s.keysOf(&s.variables, variablesIn, id, st.Span)
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

// keysOf finds keys in a statement once, for many actions ask about the same
// statement.
func (s *simulation) keysOf(known *map[placeKey][]string, find func(string) []string, id string, at iam.Span) []string {
	key := placeKey{id, at.Start.Offset}
	keys, ok := (*known)[key]
	if ok {
		return keys
	}
	if *known == nil {
		*known = map[placeKey][]string{}
	}
	keys = find(s.texts[id][at.Start.Offset:at.End.Offset])
	(*known)[key] = keys
	return keys
}

func (s *simulation) knows(key string) bool {
	for k := range s.context {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}

// place is where a statement of a policy begins and ends. It is found once, for
// many actions match the same statement.
func (s *simulation) place(id string, at iam.Span) [2]policyPosition {
	key := placeKey{id, at.Start.Offset}
	if place, ok := s.places[key]; ok {
		return place
	}
	if s.readers == nil {
		s.readers, s.places = map[string]*positions{}, map[placeKey][2]policyPosition{}
	}
	if s.readers[id] == nil {
		s.readers[id] = &positions{src: s.texts[id]}
	}
	start, end := statementPlace(s.readers[id], at)
	s.places[key] = [2]policyPosition{start, end}
	return s.places[key]
}

// placeKey names a statement by its policy and its offset there.
type placeKey struct {
	id     string
	offset int
}

// statementPlace is where a statement stands as the simulator tells it: from behind
// the bracket or statement before it, or behind its own brace where it stands
// alone, to behind its end.
func statementPlace(p *positions, at iam.Span) (start, end policyPosition) {
	before := strings.TrimRight(p.src[:at.Start.Offset], " \t\r\n")
	from := at.Start.Offset + 1
	switch {
	case strings.HasSuffix(before, "["):
		from = len(before)
	case strings.HasSuffix(before, ","):
		from = len(strings.TrimRight(strings.TrimSuffix(before, ","), " \t\r\n"))
	}
	return p.at(from), p.at(at.End.Offset)
}

// positions tells the lines and columns of a text. Asked from the beginning to
// the end it reads the text once.
type positions struct {
	src          string
	offset       int
	lines, runes int // before the offset; runes of its line
}

func (p *positions) at(offset int) policyPosition {
	if offset < p.offset {
		*p = positions{src: p.src}
	}
	part := p.src[p.offset:offset]
	p.offset = offset
	if n := strings.LastIndexByte(part, '\n'); n >= 0 {
		p.lines += strings.Count(part, "\n")
		p.runes, part = 0, part[n+1:]
	}
	p.runes += utf8.RuneCountInString(part)
	return policyPosition{p.lines + 1, p.runes + 1}
}

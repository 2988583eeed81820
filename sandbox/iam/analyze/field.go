package analyze

import (
	"cmp"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// field is where a search looks: all statements of all policies at hand, and
// what they mention.
type field struct {
	clauses map[*iam.Policy][]iam.Clause
	order   []*iam.Policy
	keys    []string              // condition keys, as first written
	lows    []string              // the same in lower case
	filled  bool                  // some value holds policy variables
	domain  map[string][][]string // by key in lower case: lists of values to try; nil is absence
	roles   map[string]string     // ARN of a role by account/name, with its path
	said    map[string]bool       // accounts that the policies mention
	fresh   map[string]string     // callers that nothing mentions: ARN → in words
	pairs   map[[2]string]bool    // actions and resources: whether they go together
	home    string                // the account that the question is about
	inOrg   bool                  // it belongs to the organization that the policies speak of
	weight  int                   // of all statements, see [weigh]

	statements int // in all policies
	effort
}

func newField(home string, policies ...*iam.Policy) *field {
	f := &field{
		clauses: map[*iam.Policy][]iam.Clause{}, domain: map[string][][]string{},
		roles: map[string]string{}, said: map[string]bool{home: true}, fresh: map[string]string{}, pairs: map[[2]string]bool{}, home: home,
	}
	for _, p := range policies {
		f.add(p)
	}
	return f
}

// most of what one field holds, so that a search over hostile policies ends.
const (
	mostKeys    = 64
	mostDomain  = 16
	mostCallers = 96
)

func (f *field) add(p *iam.Policy) {
	if p == nil || f.clauses[p] != nil {
		return
	}
	cs := p.Clauses()
	f.clauses[p] = cs
	f.statements += len(cs)
	f.order = append(f.order, p)
	for i := range cs {
		f.weight += 1 + weigh(cs[i].Actions, cs[i].Resources) + len(cs[i].Principals)
		for _, c := range cs[i].Conditions {
			f.weight += weigh(c.Values)
			f.addKey(c.Key, edges(c), c.Set != "" || listKeys[strings.ToLower(c.Key)])
			for _, v := range c.Values {
				f.mention(v)
				f.variables(v)
			}
		}
		for _, p := range cs[i].Principals {
			f.mention(p.Value)
		}
		for _, r := range cs[i].Resources {
			f.mention(r)
			f.variables(r)
		}
	}
}

// perStatement is about what it takes to hold a request against one statement.
func (f *field) perStatement() int { return f.whole() / max(f.statements, 1) }

// whole is how many steps it takes to hold a request against all statements.
func (f *field) whole() int { return 1 + f.weight/perStep }

// listKeys have several values at once.
var listKeys = map[string]bool{"aws:tagkeys": true, "sts:transitivetagkeys": true, "aws:principalorgpaths": true, "aws:calledvia": true, "aws:principalservicenameslist": true}

func (f *field) addKey(key string, values []string, list bool) {
	low := strings.ToLower(key)
	if _, ok := f.domain[low]; !ok {
		if len(f.keys) == mostKeys {
			return
		}
		f.keys, f.lows = append(f.keys, key), append(f.lows, low)
		f.domain[low] = [][]string{nil}
	}
	for _, v := range values {
		f.try(low, []string{v})
	}
	if list && len(values) > 1 {
		f.try(low, values[:2:2])
		f.try(low, []string{values[0], values[len(values)-1]})
	}
}

func (f *field) try(low string, values []string) {
	d := f.domain[low]
	if len(d) < mostDomain && !slices.ContainsFunc(d, func(o []string) bool { return slices.Equal(o, values) }) {
		f.domain[low] = append(d, values)
	}
}

// variables makes the keys of policy variables keys to try.
func (f *field) variables(text string) {
	for {
		at := strings.Index(text, "${")
		if at < 0 {
			return
		}
		text = text[at+2:]
		end := strings.IndexAny(text, ",}${'")
		if end <= 0 || text[end] != '}' && text[end] != ',' {
			continue
		}
		if name := strings.TrimSpace(text[:end]); len(name) > 1 {
			f.filled = true
			f.addKey(name, []string{filler}, false)
		}
	}
}

// mention remembers the accounts and roles of a text.
func (f *field) mention(text string) {
	if len(text) == 12 && isDigits(text) {
		f.said[text] = true
		return
	}
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" {
		return
	}
	if len(parts[4]) == 12 && isDigits(parts[4]) {
		f.said[parts[4]] = true
	}
	if rest, ok := strings.CutPrefix(parts[5], "role/"); ok && parts[2] == "iam" && !strings.ContainsAny(text, "*?$") {
		f.roles[parts[4]+"/"+lastPart(rest)] = text
	}
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func lastPart(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

// stranger is an account that no policy mentions.
func (f *field) stranger() string {
	for _, a := range strangers {
		if !f.said[a] {
			return a
		}
	}
	return "012345678901"
}

func (f *field) roleOf(who iam.Principal) string {
	if arn, ok := f.roles[who.Account()+"/"+who.Name()]; ok {
		return arn
	}
	return "arn:aws:iam::" + who.Account() + ":role/" + who.Name()
}

// spot is a request but for its free keys.
type spot struct {
	who              iam.Principal
	action, resource string
	account          string // that owns the resource
	own              map[string][]string

	keys []keyAt // how each of the field's keys stands here; made at first use
}

// keyAt is how a key stands to a spot.
type keyAt struct {
	standing standing
	given    []string
}

// choice gives values to free keys, by their names in lower case.
type choice map[string][]string

func (c choice) with(low string, values []string) choice {
	out := make(choice, len(c)+1)
	for k, v := range c {
		out[k] = v
	}
	out[low] = values
	return out
}

// key says how a key stands to the spot, the caller's own context included.
func (f *field) key(s *spot, key string) (standing, []string) {
	for k, v := range s.own {
		if strings.EqualFold(k, key) {
			return keyGiven, v
		}
	}
	if low := strings.ToLower(key); f.inOrg && low == "aws:principalorgid" && s.who.Account() == f.home && len(f.domain[low]) > 1 {
		return keyGiven, f.domain[low][1]
	}
	role := ""
	if s.who.Type() == iam.PrincipalAssumedRole {
		role = f.roleOf(s.who)
	}
	return standingOf(key, s.who, s.action, s.account, role)
}

// request fills in the keys.
func (f *field) request(s *spot, c choice) Request {
	f.spend(1 + 2*len(f.keys) + f.perStatement())
	if len(s.keys) != len(f.keys) {
		s.keys = make([]keyAt, len(f.keys))
		for i, key := range f.keys {
			s.keys[i].standing, s.keys[i].given = f.key(s, key)
		}
	}
	ctx := make(map[string][]string, len(f.keys))
	for i, key := range f.keys {
		low := f.lows[i]
		chosen, given := c[low], s.keys[i].given
		switch s.keys[i].standing {
		case keyAbsent:
		case keyGiven:
			if len(given) > 0 {
				ctx[key] = given
			}
		case keyAlways:
			if len(chosen) == 0 {
				chosen = f.usual(low)
			}
			ctx[key] = chosen
		case keyFree:
			if len(chosen) > 0 {
				ctx[key] = chosen
			}
		}
	}
	f.oneClock(ctx)
	if f.filled {
		resolve(ctx)
	}
	return Request{s.who.ARN(), s.action, s.resource, s.account, ctx}
}

// usual is the value of a key that every call carries, when nothing else is
// asked for.
func (f *field) usual(low string) []string {
	switch low {
	case "aws:securetransport":
		return []string{"true"}
	case "aws:viaawsservice":
		return []string{"false"}
	}
	for _, v := range f.domain[low] {
		if v != nil {
			return v
		}
	}
	return []string{cmp.Or(typicalOf(low, sampleOf(low), nil), filler)}
}

// oneClock makes the two keys that tell the time agree.
func (f *field) oneClock(ctx map[string][]string) {
	var now, epoch string
	for k := range ctx {
		switch strings.ToLower(k) {
		case "aws:currenttime":
			now = k
		case "aws:epochtime":
			epoch = k
		}
	}
	if now == "" || epoch == "" {
		return
	}
	if t, ok := parseTime(ctx[now][0]); ok {
		ctx[epoch] = []string{itoa64(t.Unix())}
	}
}

// resolve fills in the variables of chosen values from the rest of the context.
func resolve(ctx map[string][]string) {
	for _, key := range sortedKeys(ctx) {
		for i, v := range ctx[key] {
			if strings.Contains(v, "${") {
				values := slices.Clone(ctx[key])
				values[i] = fillVariables(v, ctx)
				ctx[key] = values
			}
		}
	}
}

// fillVariables writes values for variables; one without a value stands as
// filler.
func fillVariables(text string, ctx map[string][]string) string {
	var b strings.Builder
	for {
		at := strings.Index(text, "${")
		end := strings.IndexByte(text[max(at, 0):], '}')
		if at < 0 || end < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:at])
		name, fallback, _ := strings.Cut(text[at+2:at+end], ",")
		switch name = strings.TrimSpace(name); {
		case name == "*" || name == "?" || name == "$":
			b.WriteString(name)
		default:
			b.WriteString(valueFor(name, fallback, ctx))
		}
		text = text[at+end+1:]
	}
}

func valueFor(name, fallback string, ctx map[string][]string) string {
	for k, v := range ctx {
		if strings.EqualFold(k, name) && len(v) == 1 && !strings.Contains(v[0], "${") {
			return v[0]
		}
	}
	if fallback = strings.Trim(fallback, " '"); fallback != "" {
		return fallback
	}
	return filler
}

func itoa64(n int64) string {
	if n < 0 {
		return "-" + itoa64(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa64(n/10) + string(rune('0'+n%10))
}

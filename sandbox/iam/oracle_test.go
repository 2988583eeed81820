package iam

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The oracle is a second evaluator, written apart from the first: it works on
// unmarshalled JSON with regular expressions, big rationals and time.Parse, knows
// no compiling and no early end, and follows the contract's bullets in their own
// order. Where the two agree on random worlds, a slip would have to be made twice.

type oracleStatement struct {
	Effect                              string
	Principal, NotPrincipal             any
	Action, NotAction                   any
	Resource, NotResource               any
	Condition                           map[string]map[string]any
	principals, actions, resources      []string
	notPrincipal, notAction, notResouce bool
}

type oracle struct {
	w       *world
	context map[string][]string
	caller  Principal
}

func listOf(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			out = append(out, listOf(e)...)
		}
	case map[string]any:
		for sort, e := range v {
			for _, p := range listOf(e) {
				if sort != "AWS" {
					p = sort + " " + p
				}
				out = append(out, p)
			}
		}
	}
	return out
}

func (o *oracle) statements(docs [][]string) (out []oracleStatement) {
	for _, d := range docs {
		for _, text := range d {
			var s oracleStatement
			if err := json.Unmarshal([]byte(text), &s); err != nil {
				panic(err)
			}
			s.notPrincipal, s.notAction, s.notResouce = s.NotPrincipal != nil, s.NotAction != nil, s.NotResource != nil
			s.principals = append(listOf(s.Principal), listOf(s.NotPrincipal)...)
			s.actions = append(listOf(s.Action), listOf(s.NotAction)...)
			s.resources = append(listOf(s.Resource), listOf(s.NotResource)...)
			out = append(out, s)
		}
	}
	return out
}

// like matches with wildcards by a regular expression.
func like(pattern, value string) bool {
	var b strings.Builder
	for _, r := range pattern {
		switch r {
		case '*':
			b.WriteString("(?s:.*)")
		case '?':
			b.WriteString("(?s:.)")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return regexp.MustCompile("^(?:" + b.String() + ")$").MatchString(value)
}

// fill replaces ${aws:username}, the one variable the generators use. In a
// pattern the value's own wildcards must not act, so they become private-use
// characters, in the value they are held against too.
func (o *oracle) fill(pattern string) (string, bool) {
	if !strings.Contains(pattern, "${aws:username}") {
		return pattern, true
	}
	vs := o.context["aws:username"]
	if len(vs) != 1 {
		return "", false
	}
	literal := strings.NewReplacer("*", "\ue000", "?", "\ue001").Replace(vs[0])
	return strings.ReplaceAll(pattern, "${aws:username}", literal), true
}

func (o *oracle) likeFilled(pattern, value string) bool {
	p, ok := o.fill(pattern)
	if !ok {
		return false
	}
	if strings.ContainsAny(p, "\ue000\ue001") {
		value = strings.NewReplacer("*", "\ue000", "?", "\ue001").Replace(value)
	}
	return like(p, value)
}

// names says how principals name the caller: 0 not, 1 by account, 2 by role or
// federating user, 3 directly.
func (o *oracle) names(list []string) int {
	best := 0
	p := o.caller
	for _, n := range list {
		got := 0
		f := strings.Split(n, ":")
		last := n[strings.LastIndex(n, "/")+1:]
		switch {
		case n == "*":
			got = 3
		case strings.HasPrefix(n, "Service "):
			if p.Type() == PrincipalService && n == "Service "+p.ARN() {
				got = 3
			}
		case strings.HasPrefix(n, "Federated "):
			if (p.Type() == PrincipalSAML || p.Type() == PrincipalOIDC) && n == "Federated "+p.ARN() {
				got = 3
			}
		case n == p.ARN() && p.Type() != PrincipalRoot:
			got = 3
		case len(n) == 12 || strings.HasSuffix(n, ":root"):
			account := n
			if len(n) != 12 {
				account = f[4]
			}
			if p.Account() == account && strings.HasPrefix(p.ARN(), "arn:") && p.Type() != PrincipalSAML && p.Type() != PrincipalOIDC {
				got = 1
			}
		case p.Type() == PrincipalAssumedRole && strings.Contains(n, ":role/") && f[4] == p.Account() && last == p.Name():
			got = 2
		case p.Type() == PrincipalFederatedUser && strings.Contains(n, ":user/") && f[4] == p.Account() && last == p.Name():
			got = 2
		}
		best = max(best, got)
	}
	return best
}

func (o *oracle) principal(s *oracleStatement) int {
	if len(s.principals) == 0 {
		return 3
	}
	if !s.notPrincipal {
		return o.names(s.principals)
	}
	if s.Effect == "Allow" {
		if o.names(s.principals) == 0 {
			return 3
		}
		return 0
	}
	own := o.inAccount()
	if o.w.boundary != nil && own && o.caller.Type() != PrincipalRoot {
		return 3
	}
	self, account := false, false
	for _, n := range s.principals {
		switch o.names([]string{n}) {
		case 1:
			account = true
		case 2, 3:
			self = true
		}
		account = account || n == "*"
	}
	spared := self
	if o.caller.Type() == PrincipalRoot {
		spared = account
	} else if own {
		spared = self && account
	}
	if spared {
		return 0
	}
	return 3
}

func (o *oracle) inAccount() bool {
	switch o.caller.Type() {
	case PrincipalUser, PrincipalAssumedRole, PrincipalFederatedUser, PrincipalRoot:
		return true
	}
	return false
}

func (o *oracle) matches(s *oracleStatement) int {
	action, resource := false, len(s.resources) == 0
	for _, a := range s.actions {
		action = action || like(strings.ToLower(a), strings.ToLower(o.w.do))
	}
	for _, r := range s.resources {
		resource = resource || o.likeFilled(r, o.w.on)
	}
	if action == s.notAction || (len(s.resources) > 0 && resource == s.notResouce) {
		return 0
	}
	for op, keys := range s.Condition {
		for key, wanted := range keys {
			if !o.condition(op, o.context[key], listOf(wanted)) {
				return 0
			}
		}
	}
	return o.principal(s)
}

func (o *oracle) condition(op string, seen, wanted []string) bool {
	set, base, found := strings.Cut(op, ":")
	if !found {
		set, base = "", op
	}
	base, ifExists := strings.CutSuffix(base, "IfExists")
	if base == "Null" {
		if set != "" {
			return set == "ForAllValues"
		}
		return slices.Contains(wanted, strconv.FormatBool(len(seen) == 0))
	}
	negated := strings.Contains(base, "Not")
	base = strings.Replace(base, "Not", "", 1)
	if len(seen) == 0 && ifExists {
		return true
	}
	one := func(v string) bool {
		return slices.ContainsFunc(wanted, func(w string) bool { return o.compare(base, v, w) })
	}
	nothing := !slices.ContainsFunc(seen, func(v string) bool { return v != "" })
	switch set {
	case "ForAllValues":
		return nothing || !slices.ContainsFunc(seen, func(v string) bool { return one(v) == negated })
	case "ForAnyValue":
		return !nothing && slices.ContainsFunc(seen, func(v string) bool { return one(v) != negated })
	}
	return slices.ContainsFunc(seen, one) != negated
}

func (o *oracle) compare(base, v, w string) bool {
	switch {
	case base == "StringLike":
		return o.likeFilled(w, v)
	case strings.HasPrefix(base, "String"):
		w, ok := o.fill(w)
		w = strings.NewReplacer("\ue000", "*", "\ue001", "?").Replace(w)
		return ok && (v == w || base == "StringEqualsIgnoreCase" && strings.EqualFold(v, w))
	case base == "Bool":
		w, ok := o.fill(w)
		return ok && (v == "true" || v == "false") && v == w
	case strings.HasPrefix(base, "Arn"):
		w, ok := o.fill(w)
		ps, vs := strings.SplitN(w, ":", 6), strings.SplitN(v, ":", 6)
		if !ok || len(vs) < 6 || len(ps) < 6 {
			return ok && len(vs) == 6 && w == "*"
		}
		for i := range ps {
			if !like(ps[i], vs[i]) {
				return false
			}
		}
		return true
	case base == "BinaryEquals":
		a, err1 := base64.RawStdEncoding.DecodeString(strings.TrimRight(v, "="))
		b, err2 := base64.RawStdEncoding.DecodeString(strings.TrimRight(w, "="))
		return err1 == nil && err2 == nil && string(a) == string(b)
	case base == "IpAddress":
		a, err := netip.ParseAddr(v)
		if !strings.Contains(w, "/") {
			b, err2 := netip.ParseAddr(w)
			return err == nil && err2 == nil && a == b
		}
		p, err2 := netip.ParsePrefix(w)
		return err == nil && err2 == nil && p.Contains(a)
	case strings.HasPrefix(base, "Numeric"):
		a, ok1 := new(big.Rat).SetString(v)
		b, ok2 := new(big.Rat).SetString(w)
		return ok1 && ok2 && order(base, a.Cmp(b))
	}
	a, ok1 := moment(v)
	b, ok2 := moment(w)
	return ok1 && ok2 && order(base, a.Compare(b))
}

func moment(s string) (time.Time, bool) {
	if f, err := strconv.ParseFloat(s, 64); err == nil && !strings.ContainsAny(s, "eE") {
		return time.UnixMilli(int64(f * 1000)), true
	}
	t, err := time.Parse(time.RFC3339, s)
	return t, err == nil
}

func order(base string, c int) bool {
	switch {
	case strings.HasSuffix(base, "LessThan"):
		return c < 0
	case strings.HasSuffix(base, "LessThanEquals"):
		return c <= 0
	case strings.HasSuffix(base, "GreaterThan"):
		return c > 0
	case strings.HasSuffix(base, "GreaterThanEquals"):
		return c >= 0
	}
	return c == 0
}

// decide follows the contract of eval: what a decision is, and which layers deny.
func (o *oracle) decide() (string, []string) {
	action := strings.ToLower(o.w.do)
	if action == "sts:getcalleridentity" {
		return "allowed", []string{}
	}
	service, _, _ := strings.Cut(action, ":")
	own, kind := o.inAccount(), o.caller.Type()
	linked := kind == PrincipalAssumedRole && strings.HasPrefix(o.caller.Name(), "AWSServiceRoleFor")
	var deny, miss []string
	allows := func(name string, docs [][]string) (best int) {
		ss := o.statements(docs)
		for i := range ss {
			switch m := o.matches(&ss[i]); {
			case m == 0:
			case ss[i].Effect == "Deny":
				deny = append(deny, name)
			default:
				best = max(best, m)
			}
		}
		return best
	}
	identity, session, boundary, scp := 0, 0, 0, true
	if own {
		identity, session = allows("identity", o.w.identity), allows("session", o.w.session)
		if kind != PrincipalRoot {
			boundary = allows("boundary", [][]string{o.w.boundary})
		}
		for _, level := range o.w.scps {
			if !linked {
				scp = allows("scp", level) > 0 && scp
			}
		}
	}
	grant := allows("resource", [][]string{o.w.own})
	if kind == PrincipalRoot && action == "s3:putbucketpolicy" && o.caller.Account() == o.w.owner {
		deny = slices.DeleteFunc(deny, func(n string) bool { return n == "resource" })
	}
	for _, level := range o.w.rcps {
		if !linked && action != "kms:retiregrant" && slices.Contains([]string{"s3", "sts", "kms"}, service) {
			allows("rcp", level)
		}
	}
	if len(deny) > 0 {
		slices.Sort(deny)
		return "explicitDeny", slices.Compact(deny)
	}
	need := func(name string, ok bool) {
		if !ok {
			miss = append(miss, name)
		}
	}
	limits := func() {
		need("boundary", o.w.boundary == nil || boundary > 0)
		need("session", (len(o.w.session) == 0 && kind != PrincipalFederatedUser) || session > 0)
	}
	trust := strings.HasPrefix(action, "sts:assumerole") || (action == "sts:tagsession" || action == "sts:setsourceidentity") && strings.Contains(o.w.on, ":role/")
	keyed := service == "kms" && strings.Contains(o.w.on, ":key/")
	cross := o.caller.Account() != o.w.owner || action == "sts:setsourceidentity" && kind == PrincipalAssumedRole
	switch {
	case !own:
		need("resource", grant > 0)
	case kind == PrincipalRoot && action == "sts:assumerole":
		return "implicitDeny", []string{"identity"}
	case kind == PrincipalRoot:
		need("scp", scp)
		need("resource", grant > 0 || !cross && !keyed)
	case cross:
		need("scp", scp)
		need("resource", grant > 0)
		need("identity", identity > 0)
		limits()
	default:
		need("scp", scp)
		switch {
		case grant == 3:
		case grant == 2:
			limits()
		case grant == 0 && (trust || keyed):
			need("resource", false)
		default:
			need("identity", identity > 0)
			limits()
		}
	}
	if len(miss) > 0 {
		slices.Sort(miss)
		return "implicitDeny", miss
	}
	return "allowed", []string{}
}

// TestOracleAgrees holds the engine against the oracle on random worlds, and
// sees to it that the worlds are not all of one sort.
func TestOracleAgrees(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			w := genWorld(t)
			r, p := w.bind(t)
			res := Evaluate(r, p)
			o := oracle{w: w, context: w.context, caller: r.Principal()}
			decision, deniedBy := o.decide()
			if got := answerOf(res); got.Decision != decision || !slices.Equal(got.DeniedBy, deniedBy) {
				t.Fatalf("engine %v %v, oracle %v %v\n%s", got.Decision, got.DeniedBy, decision, deniedBy, Explain(r, p).Sentence)
			}
			seen[decision+" "+strings.Join(deniedBy, " ")]++
		}
	})
	for _, want := range []string{
		"allowed ", "explicitDeny identity", "explicitDeny resource", "implicitDeny identity", "implicitDeny resource",
		"implicitDeny scp", "implicitDeny identity resource",
	} {
		if seen[want] == 0 {
			t.Errorf("%q came up %d times", want, seen[want])
		}
	}
	t.Log(seen)
}

package iam

import (
	"fmt"
	"testing"
)

// operatorCase gives, for one operator, a policy value, a request value that the
// operator without negation takes for a match and one that it does not. The
// values are those of the examples of "Condition operators".
type operatorCase struct {
	name             string
	negated          bool
	policy, yes, not string
}

var operatorCases = []operatorCase{
	{"StringEquals", false, "iamuser-admin", "iamuser-admin", "iamuser-Admin"},
	{"StringNotEquals", true, "iamuser-admin", "iamuser-admin", "iamuser-Admin"},
	{"StringEqualsIgnoreCase", false, "iamuser-admin", "IAMUSER-admin", "iamuser"},
	{"StringNotEqualsIgnoreCase", true, "iamuser-admin", "IAMUSER-admin", "iamuser"},
	{"StringLike", false, "home/?*", "home/alice", "home/"},
	{"StringNotLike", true, "home/?*", "home/alice", "home/"},
	{"NumericEquals", false, "10", "10.0", "11"},
	{"NumericNotEquals", true, "10", "10.0", "11"},
	{"NumericLessThan", false, "10", "9.99", "10"},
	{"NumericLessThanEquals", false, "10", "10", "10.01"},
	{"NumericGreaterThan", false, "-10", "9", "-10"},
	{"NumericGreaterThanEquals", false, "10", "10", "9"},
	{"DateEquals", false, "2020-01-01T00:00:01Z", "2020-01-01T01:00:01+01:00", "2020-01-01T00:00:02Z"},
	{"DateNotEquals", true, "2020-01-01T00:00:01Z", "2020-01-01T01:00:01+01:00", "2020-01-01T00:00:02Z"},
	{"DateLessThan", false, "2020-01-01T00:00:01Z", "2020-01-01T00:00:00.999Z", "2020-01-01T00:00:01Z"},
	{"DateLessThanEquals", false, "2020-01-01T00:00:01Z", "2020-01-01T00:00:01Z", "2020-01-01T00:00:02Z"},
	{"DateGreaterThan", false, "2020-01-01T00:00:01Z", "1577836802", "2020-01-01T00:00:01Z"},
	{"DateGreaterThanEquals", false, "2020-01-01T00:00:01Z", "1577836801", "2020"},
	{"Bool", false, "true", "true", "false"},
	{"BinaryEquals", false, "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5VmFsdWVJbkJhc2U2NA==", "QmluYXJ5"},
	{"IpAddress", false, "203.0.113.0/24", "203.0.113.255", "203.0.114.0"},
	{"NotIpAddress", true, "203.0.113.0/24", "203.0.113.255", "203.0.114.0"},
	{"ArnEquals", false, "arn:aws:sns:*:123456789012:TOPIC-*", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", "arn:aws:sns:us-east-1:1:123456789012:TOPIC-ID"},
	{"ArnLike", false, "arn:aws:sns:*:123456789012:TOPIC-*", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", "arn:aws:sns:us-east-1:1:123456789012:TOPIC-ID"},
	{"ArnNotEquals", true, "arn:aws:sns:*:123456789012:TOPIC-*", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", "arn:aws:sns"},
	{"ArnNotLike", true, "arn:aws:sns:*:123456789012:TOPIC-*", "arn:aws:sns:us-east-1:123456789012:TOPIC-ID", "arn:aws:sns"},
}

func holds(t *testing.T, operator, policy string, values []string) bool {
	t.Helper()
	doc := fmt.Sprintf(`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{%q:{"ex:key":%s}}}}`, operator, policy)
	p, fs := Parse(KindIdentity, "p", []byte(doc))
	if p == nil {
		t.Fatalf("%s: %v", doc, fs)
	}
	r, err := NewRequest(alice, "s3:GetObject", obj, home, map[string][]string{"EX:KEY": values})
	if err != nil {
		t.Fatal(err)
	}
	return Evaluate(r, &Policies{Identity: []*Policy{p}}).Decision == Allowed
}

func TestOperators(t *testing.T) {
	for _, c := range operatorCases {
		yes, not := !c.negated, c.negated
		policy := fmt.Sprintf("%q", c.policy)
		for _, k := range []struct {
			say, prefix, suffix string
			values              []string
			want                bool
		}{
			{"matching", "", "", []string{c.yes}, yes},
			{"not matching", "", "", []string{c.not}, not},
			{"absent", "", "", nil, c.negated},
			{"empty", "", "", []string{}, c.negated},
			{"one of two matches", "", "", []string{c.not, c.yes}, yes},
			{"IfExists matching", "", "IfExists", []string{c.yes}, yes},
			{"IfExists not matching", "", "IfExists", []string{c.not}, not},
			{"IfExists absent", "", "IfExists", nil, true},
			{"IfExists empty", "", "IfExists", []string{}, true},
			{"all of two", "ForAllValues:", "", []string{c.yes, c.yes}, yes},
			{"one of two asked of all", "ForAllValues:", "", []string{c.yes, c.not}, false},
			{"none of two asked of all", "ForAllValues:", "", []string{c.not, c.not}, not},
			{"all of none", "ForAllValues:", "", nil, true},
			{"all of an empty set", "ForAllValues:", "", []string{}, true},
			{"all with IfExists of none", "ForAllValues:", "IfExists", nil, true},
			{"any of two", "ForAnyValue:", "", []string{c.yes, c.not}, true},
			{"any, both matching", "ForAnyValue:", "", []string{c.yes, c.yes}, yes},
			{"any, neither matching", "ForAnyValue:", "", []string{c.not, c.not}, not},
			{"any of none", "ForAnyValue:", "", nil, false},
			{"any of an empty set", "ForAnyValue:", "", []string{}, false},
			{"any with IfExists of none", "ForAnyValue:", "IfExists", nil, true},
		} {
			operator := k.prefix + c.name + k.suffix
			if got := holds(t, operator, policy, k.values); got != k.want {
				t.Errorf("%s %s, %s %q: got %v, want %v", operator, policy, k.say, k.values, got, k.want)
			}
		}
	}
}

// Rules: match.null.
func TestNull(t *testing.T) {
	for _, c := range []struct {
		operator, policy string
		values           []string
		want             bool
	}{
		{"Null", `"true"`, nil, true}, {"Null", `"true"`, []string{}, true}, {"Null", `"true"`, []string{"x"}, false},
		{"Null", `"false"`, nil, false}, {"Null", `"false"`, []string{}, false}, {"Null", `"false"`, []string{"x"}, true},
		{"Null", `true`, nil, true}, {"Null", `["true","false"]`, []string{"x"}, true}, {"Null", `[]`, nil, false},
		{"ForAllValues:Null", `"true"`, []string{"x"}, true}, {"ForAnyValue:Null", `"true"`, nil, false},
	} {
		if got := holds(t, c.operator, c.policy, c.values); got != c.want {
			t.Errorf("%s %s %q: got %v, want %v", c.operator, c.policy, c.values, got, c.want)
		}
	}
}

// TestOddValues is about values an operator cannot read: they match nothing, so
// a positive operator is false and a negated one true.
func TestOddValues(t *testing.T) {
	for _, c := range []struct {
		operator, policy, value string
		want                    bool
	}{
		{"NumericEquals", `"ten"`, "10", false}, {"NumericNotEquals", `"ten"`, "10", true}, {"NumericLessThan", `"10"`, "", false},
		{"NumericEquals", `"1e3"`, "1000", true}, {"NumericEquals", `0.1`, "00.10", true}, {"NumericGreaterThan", `9007199254740992`, "9007199254740993", true},
		{"NumericEquals", `"0"`, "-0.0", true}, {"NumericLessThan", `"-1"`, "-1.5", true},
		{"DateLessThan", `"tomorrow"`, "2026-01-01", false}, {"DateNotEquals", `"tomorrow"`, "2026-01-01", true},
		{"DateEquals", `"2026-02-29"`, "2026-03-01", false}, {"DateEquals", `"2024-02-29"`, "1709164800", true},
		{"DateEquals", `"20260301T120000Z"`, "2026-03-01T12:00:00.000Z", true}, {"DateEquals", `"2026-03"`, "2026-03-01T00:00Z", true},
		{"DateEquals", `1772366400`, "2026-03-01T12:00:00Z", true},
		{"Bool", `"TRUE"`, "true", true}, {"Bool", `"yes"`, "yes", false}, {"Bool", `true`, "True", true}, {"Bool", `false`, "", false},
		{"IpAddress", `"203.0.113.0/33"`, "203.0.113.1", false}, {"NotIpAddress", `"nowhere"`, "203.0.113.1", true},
		{"IpAddress", `"203.0.113.9/24"`, "203.0.113.200", true}, {"IpAddress", `"2001:DB8::/32"`, "2001:db8:0:0::1", true},
		{"IpAddress", `"10.0.0.0/8"`, "::ffff:10.0.0.1", false}, {"IpAddress", `"10.0.0.0/8"`, "10.0.0.01", false},
		{"ArnLike", `"*"`, "arn:aws:iam::111122223333:role/x", true}, {"ArnLike", `"*"`, "text", false},
		{"ArnLike", `"arn:aws:iam::*"`, "arn:aws:iam::111122223333:role/x", false}, {"ArnLike", `"arn:aws:iam::*:*"`, "arn:aws:iam::111122223333:role/x", true},
		{"BinaryEquals", `"!"`, "!", false}, {"BinaryEquals", `"QUI="`, "QUI", true},
		{"StringEquals", `10`, "10", true}, {"StringEquals", `true`, "true", true}, {"StringLike", `""`, "", true}, {"StringEquals", `[]`, "x", false},
		{"StringNotEquals", `[]`, "x", true},
	} {
		if got := holds(t, c.operator, c.policy, []string{c.value}); got != c.want {
			t.Errorf("%s %s %q: got %v, want %v", c.operator, c.policy, c.value, got, c.want)
		}
	}
}

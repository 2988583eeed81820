package awscli

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseShorthand(t *testing.T) {
	type m = map[string]any
	type l = []any
	cases := []struct {
		src  string
		want m
	}{
		{"Key=a,Value=b", m{"Key": "a", "Value": "b"}},
		{"Key=a,Value=", m{"Key": "a", "Value": ""}},
		{"Key=", m{"Key": ""}},
		{" Key=a", nil},
		{"Key = a , Value = b ", m{"Key": "a", "Value": "b"}},
		{"Key=a,b,c", m{"Key": l{"a", "b", "c"}}},
		{"Key=a,b,Value=c", m{"Key": l{"a", "b"}, "Value": "c"}},
		{"Key=[a,b],Value=[]", m{"Key": l{"a", "b"}, "Value": l{}}},
		{"Key={Name=a,Size=1},Value=x", m{"Key": m{"Name": "a", "Size": "1"}, "Value": "x"}},
		{"Key=[{A=1},{A=2}]", m{"Key": l{m{"A": "1"}, m{"A": "2"}}}},
		{`Key='a, b',Value="c=d"`, m{"Key": "a, b", "Value": "c=d"}},
		{`Key='it\'s'`, m{"Key": "it's"}},
		{`Key=a\,b`, m{"Key": "a,b"}},
		{"Key=a=b", m{"Key": "a=b"}},
		{"Key=arn:aws:iam::1:role/x", m{"Key": "arn:aws:iam::1:role/x"}},
		{"Key=two words", m{"Key": "two words"}},
		{"Key@=file://x,Value=b", m{"Key": "<file://x>", "Value": "b"}},
		{"Key=file://x", m{"Key": "file://x"}},
	}
	load := func(v string) (string, error) { return "<" + v + ">", nil }
	for _, c := range cases {
		got, err := parseShorthand(c.src, load)
		if c.want == nil {
			if err == nil {
				t.Errorf("%q: got %v, wanted an error", c.src, got)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
		} else if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", c.src, diff)
		}
	}
}

func TestShorthandFaults(t *testing.T) {
	cases := []struct{ src, want string }{
		{"", "Expected: '=', received: 'EOF' for input:\n \n^"},
		{"Key", "Expected: '=', received: 'EOF' for input:\n Key\n   ^"},
		{"Key=a Value=b", ""},
		{"Key='a", "Expected: '<singled quoted>', received: '<none>' for input:\n Key='a\n    ^"},
		{"Key=[a", "Expected: ',', received: 'EOF' for input:\n Key=[a\n      ^"},
		{"Key={a}", "Expected: '=', received: '}' for input:\n Key={a}\n      ^"},
		{"Key=a,Key=b", "Second instance of key \"Key\" encountered for input:\nKey=a,Key=b\n      ^\n" +
			"This is often because there is a preceding \",\" instead of a space."},
		{"Key=" + strings.Repeat("[", 60), "lists and structures are nested more than 50 deep"},
	}
	for _, c := range cases {
		_, err := parseShorthand(c.src, nil)
		if c.want == "" {
			if err != nil {
				t.Errorf("%q: %v", c.src, err)
			}
			continue
		}
		var fault *shorthandError
		if !errors.As(err, &fault) || fault.text != c.want {
			t.Errorf("%q: got %v, want %s", c.src, err, c.want)
		}
	}
}

func TestParseJSONFaults(t *testing.T) {
	cases := []struct{ src, want string }{
		{``, "Expecting value: line 1 column 1 (char 0)"},
		{`{`, "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
		{`{"a" 1}`, "Expecting ':' delimiter: line 1 column 6 (char 5)"},
		{"{\"a\": 1\n \"b\": 2}", "Expecting ',' delimiter: line 2 column 2 (char 9)"},
		{`{"a": 1,}`, "Illegal trailing comma before end of object: line 1 column 8 (char 7)"},
		{`[1,]`, "Illegal trailing comma before end of array: line 1 column 3 (char 2)"},
		{`{'a': 1}`, "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
		{`{"a": "b}`, "Unterminated string starting at: line 1 column 7 (char 6)"},
		{"[\"é\", \"\t\"]", "Invalid control character at: line 1 column 8 (char 7)"},
		{`["\x"]`, `Invalid \escape: line 1 column 3 (char 2)`},
		{`{} {}`, "Extra data: line 1 column 4 (char 3)"},
		{strings.Repeat("[", 100), "Nested too deeply: line 1 column 52 (char 51)"},
	}
	for _, c := range cases {
		_, err := parseJSON(c.src)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q: got %v, want %s", c.src, err, c.want)
		}
	}
}

func FuzzShorthand(f *testing.F) {
	for _, s := range []string{"Key=a,Value=b", "a=[b,{c=d}]", `a='b\'c',d="e"`, "a=b,c,d=e", "=,,", "a@=file://x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > maxLine {
			return
		}
		v, err := parseShorthand(src, func(s string) (string, error) { return s, nil })
		if (v == nil) == (err == nil) {
			t.Errorf("%q: value %v with error %v", src, v, err)
		}
		_, _ = parseJSON(src)
	})
}

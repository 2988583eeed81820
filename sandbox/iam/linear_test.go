package iam

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

// hostilePatterns are the shapes that make backtracking matchers, and some
// search algorithms, take the product of the two lengths. Each takes a size and
// gives a pattern and a value of about that size.
var hostilePatterns = map[string]func(n int) (pattern, value string){
	"stars and letters": func(n int) (string, string) {
		return strings.Repeat("*a", n/2) + "*b*", strings.Repeat("a", n)
	},
	"a long run that fails at its end": func(n int) (string, string) {
		return "*" + strings.Repeat("a", n/2) + "b*", strings.Repeat("a", n)
	},
	"a long run that fails at its front": func(n int) (string, string) {
		return "*b" + strings.Repeat("a", n/2) + "*", strings.Repeat("a", n)
	},
	"question marks between letters": func(n int) (string, string) {
		return "*" + strings.Repeat("a?", n/4) + "b*", strings.Repeat("a", n)
	},
	"many short runs": func(n int) (string, string) {
		return strings.Repeat("*ab?ba", n/8) + "*c*", strings.Repeat("abxba", n/5)
	},
	"only question marks": func(n int) (string, string) {
		return "*" + strings.Repeat("?", n/2) + "b*", strings.Repeat("a", n)
	},
	"periodic": func(n int) (string, string) {
		return "*" + strings.Repeat("aab", n/6) + "aac*", strings.Repeat("aab", n/3)
	},
}

// TestMatchingIsLinear doubles the size six times over: if the cost grew as the
// square it would grow by 4,096, if as n log n by about 100.
func TestMatchingIsLinear(t *testing.T) {
	const small, doublings = 2 << 10, 6
	for name, shape := range hostilePatterns {
		cost := func(n int) time.Duration {
			pattern, value := shape(n)
			p := encodeWild(pattern)
			best := time.Hour
			for range 5 {
				begin := time.Now()
				if matchWild(p, value) {
					t.Fatalf("%s: matches", name)
				}
				best = min(best, time.Since(begin))
			}
			return max(best, time.Microsecond)
		}
		first, last := cost(small), cost(small<<doublings)
		t.Logf("%-36s %8v at %d, %8v at %d: %.0f times", name, first, small, last, small<<doublings, float64(last)/float64(first))
		if last > 800*first {
			t.Errorf("%s: %v at %d, %v at %d", name, first, small, last, small<<doublings)
		}
	}
}

// BenchmarkHostileMatch shows the cost a byte at doubling sizes.
func BenchmarkHostileMatch(b *testing.B) {
	for name, shape := range hostilePatterns {
		for n := 4 << 10; n <= 64<<10; n *= 2 {
			pattern, value := shape(n)
			p := encodeWild(pattern)
			b.Run(strings.ReplaceAll(name, " ", "-")+"/"+strconv.Itoa(n), func(b *testing.B) {
				b.SetBytes(int64(len(p) + len(value)))
				for b.Loop() {
					matchWild(p, value)
				}
			})
		}
	}
}

// TestHostileDocuments: a document full of faults, of unknown names, or of keys
// that hash alike costs no more than its size.
func TestHostileDocuments(t *testing.T) {
	many := func(s string, n int) string { return strings.TrimSuffix(strings.Repeat(s, n), ",") }
	keys := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`"k` + strconv.Itoa(i) + `:x":"v",`)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	for name, doc := range map[string]string{
		"faults":           `{"Statement":[` + many(`{"Efect":1},`, 30000) + `]}`,
		"unknown operator": `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{` + strings.ReplaceAll(keys(20000), `:x":"v"`, `StringEqual":{}`) + `}}}`,
		"unknown actions":  `{"Statement":{"Effect":"Allow","Action":[` + many(`"sts:AssumRole",`, 20000) + `],"Resource":"*"}}`,
		"keys":             `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{` + keys(25000) + `}}}}`,
		"variables":        `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::` + strings.Repeat("${a:b}", 60000) + `"}}`,
		"open variables":   `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::` + strings.Repeat("${", 200000) + `"}}`,
		"statements":       `{"Version":"2012-10-17","Statement":[` + many(`{"Effect":"Allow","Action":"*","Resource":"*"},`, 10000) + `]}`,
	} {
		begin := time.Now()
		Lint(KindIdentity, name, []byte(doc))
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(doc), took)
		} else {
			t.Logf("%-18s %7d bytes %v", name, len(doc), took)
		}
	}
}

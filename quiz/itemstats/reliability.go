package itemstats

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// Method says how a test's consistency was computed.
type Method string

// The methods. For marks of 0 and 1 Moodle's coefficient of internal consistency,
// Cronbach's alpha and formula 20 of G. F. Kuder and M. W. Richardson ("The theory
// of the estimation of test reliability", Psychometrika 2, 1937) are one:
//
//	KR20 = k/(k−1) · (1 − Σ p(1−p) / V(T))
//
// over the k questions, p the share right of each, T the number right and V over S.
// It needs one list of questions that everybody was asked. When each learner's
// questions are drawn afresh there is none, and formula 21 stands in for it, which
// needs only the length, the mean M and the variance of T:
//
//	KR21 = k/(k−1) · (1 − M(k−M) / (k V(T)))
//
// It is what formula 20 comes to when all questions are equally hard, and never
// more than it; F. M. Lord ("Sampling fluctuations resulting from the sampling of
// test items", Psychometrika 20, 1955) shows it to fit tests drawn at random.
const (
	NoMethod Method = ""
	KR20     Method = "KR-20"
	KR21     Method = "KR-21"
)

// maxForms bounds how many lists of questions of one test are told apart.
const maxForms = 64

// TestTally counts the sittings of tests that are alike: about the same lesson,
// and of the same length. The zero value is an empty tally.
type TestTally struct {
	length int
	n      int
	totals map[int]int // sittings by how many answers were right
	forms  map[string]*form
}

// form holds the sittings that asked the same questions, in whatever order.
type form struct {
	n      int
	right  map[string]int
	totals map[int]int
}

// Add counts a sitting: its questions, each once, and which were right. All
// sittings of a tally have the same length.
func (t *TestTally) Add(questions []string, right []bool) {
	if t.totals == nil {
		t.totals, t.forms, t.length = map[int]int{}, map[string]*form{}, len(questions)
	}
	total := 0
	for _, r := range right {
		if r {
			total++
		}
	}
	t.n++
	t.totals[total]++
	if f := t.form(questions); f != nil {
		f.n++
		f.totals[total]++
		for i, q := range questions {
			if right[i] {
				f.right[q]++
			}
		}
	}
}

func (t *TestTally) form(questions []string) *form {
	sorted := slices.Sorted(slices.Values(questions))
	key := strings.Join(sorted, "\n")
	f := t.forms[key]
	if f == nil && len(t.forms) < maxForms {
		f = &form{right: map[string]int{}, totals: map[int]int{}}
		t.forms[key] = f
	}
	return f
}

// Test is what the sittings of a test say of it. Consistency, Mean, Deviation and
// Error are unknown while there are too few.
type Test struct {
	Attempts int  `json:"attempts"` // learners who sat it for the first time
	Enough   bool `json:"enough"`
	Length   int  `json:"questions"`
	Forms    int  `json:"lists"` // different lists of questions among them; 64 stands for more, too

	Mean        Figure `json:"mean"`                          // of the number right
	Deviation   Figure `json:"standard_deviation"`            // of the number right, over S − 1
	Method      Method `json:"method"`                        // how Consistency was computed
	Consistency Figure `json:"coefficient_of_consistency"`    // at most 1; it can be under 0
	Error       Figure `json:"standard_error_of_measurement"` // in questions: SD · sqrt(1 − consistency)
	Scores      []int  `json:"attempts_by_number_right"`      // from 0 right to all
}

// Test sums the tally up.
func (t *TestTally) Test() Test {
	r := Test{Attempts: t.n, Enough: t.n >= Enough, Length: t.length, Forms: len(t.forms)}
	if !r.Enough {
		return r
	}
	mean, v := moments(t.totals, t.n)
	r.Mean, r.Deviation = known(mean), known(math.Sqrt(v*float64(t.n)/float64(t.n-1)))
	r.Scores = make([]int, t.length+1)
	for total, n := range t.totals {
		r.Scores[total] = n
	}
	if len(t.forms) == 1 {
		r.Method, r.Consistency = KR20, t.kr20()
	} else {
		r.Method, r.Consistency = KR21, kr21(t.length, mean, v)
	}
	if !r.Consistency.Known {
		r.Method = NoMethod
		return r
	}
	// A consistency under 0 is chance; the error is then all there is.
	r.Error = known(r.Deviation.Value * math.Sqrt(1-max(r.Consistency.Value, 0)))
	return r
}

func (t *TestTally) kr20() Figure {
	for _, f := range t.forms {
		_, v := moments(f.totals, f.n)
		sum := 0.0
		for _, right := range slices.Sorted(maps.Values(f.right)) { // so that sums come out alike
			p := float64(right) / float64(f.n)
			sum += p * (1 - p)
		}
		return kuderRichardson(t.length, sum, v)
	}
	return Figure{}
}

func kr21(length int, mean, v float64) Figure {
	k := float64(length)
	return kuderRichardson(length, mean*(k-mean)/k, v)
}

// kuderRichardson is the coefficient of a test of k questions whose variances sum
// up to sum, the number right having the variance v.
func kuderRichardson(k int, sum, v float64) Figure {
	if k < 2 || v <= tiny {
		return Figure{}
	}
	return known(float64(k) / float64(k-1) * (1 - sum/v))
}

// moments are mean and variance, over n, of a histogram.
func moments(totals map[int]int, n int) (mean, v float64) {
	sum, squares := 0, 0
	for total, count := range totals {
		sum += total * count
		squares += total * total * count
	}
	mean = float64(sum) / float64(n)
	return mean, max(float64(squares)/float64(n)-mean*mean, 0)
}

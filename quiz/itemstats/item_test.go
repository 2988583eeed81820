package itemstats

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func near(t *testing.T, what string, got Figure, want float64) {
	t.Helper()
	if !got.Known || math.Abs(got.Value-want) > 1e-9 {
		t.Errorf("%s is %+v, want %.9f", what, got, want)
	}
}

func unknown(t *testing.T, what string, got Figure) {
	t.Helper()
	if got.Known {
		t.Errorf("%s is %v, and should not be known", what, got.Value)
	}
}

// tallied counts responses, each as often as told.
func tallied(times int, all ...Response) *Tally {
	t := &Tally{}
	for range times {
		for _, r := range all {
			t.Add(r)
		}
	}
	return t
}

// five learners with 0 to 4 right of the four others; the third and the best are
// right here.
func five() []Response {
	var all []Response
	for right := range 5 {
		all = append(all, Response{Answered: true, Right: right == 2 || right == 4, Rest: Share{right, 4}})
	}
	return all
}

// By hand, with X = 0, ¼, ½, ¾, 1 and x = 0, 0, 1, 0, 1:
//
//	x̄ = 2/5, X̄ = 1/2
//	Σ(x−x̄)(X−X̄) = Σ xX − 5·x̄·X̄ = (½ + 1) − 5·⅖·½ = 0.5
//	Σ(x−x̄)² = 5·⅖·⅗ = 1.2      Σ(X−X̄)² = ¼ + 1/16 + 0 + 1/16 + ¼ = 0.625
//	D = 0.5 / sqrt(1.2 · 0.625) = 0.5 / sqrt(0.75) = 0.577350269
//
// Had the two right answers gone to the two best, Σ xX = ¾ + 1 and the covariance
// 1.75 − 1 = 0.75, so DE = 0.5 / 0.75 = 2/3.
func TestDiscriminationByHand(t *testing.T) {
	index, efficiency := discrimination(tallied(1, five()...).ranked())
	near(t, "discrimination index", index, 0.577350269189626)
	near(t, "discriminative efficiency", efficiency, 2.0/3)
}

// Attempts differ in length, so the rest is a share. By hand, with X = 1/1, 2/8,
// 3/4, 0/2 and x = 1, 0, 1, 0:
//
//	X̄ = 1/2, Σ xX − 2·X̄ = 1.75 − 1 = 0.75
//	Σ(x−x̄)² = 1      Σ(X−X̄)² = ¼ + 1/16 + 1/16 + ¼ = 0.625
//	D = 0.75 / sqrt(0.625) = 0.948683298
//
// The two who were right are the two best, though not those with the most right
// answers, so DE = 1.
func TestDiscriminationOverUnequalLengths(t *testing.T) {
	index, efficiency := discrimination(tallied(1,
		Response{Answered: true, Right: true, Rest: Share{1, 1}},
		Response{Answered: true, Rest: Share{2, 8}},
		Response{Answered: true, Right: true, Rest: Share{3, 4}},
		Response{Answered: true, Rest: Share{0, 2}}).ranked())
	near(t, "discrimination index", index, 0.948683298050514)
	near(t, "discriminative efficiency", efficiency, 1)
}

// A question left open in a test is not right: 24 of 32 answered rightly, of 40 asked.
func TestFacilityCountsWhatWasLeftOpen(t *testing.T) {
	right, wrong := Response{Answered: true, Right: true, Rest: Share{3, 4}}, Response{Answered: true, Rest: Share{1, 4}}
	i := tallied(8, right, right, right, wrong, Response{Rest: Share{0, 4}}).Item()
	near(t, "facility index", i.Facility, 0.6)
	if i.Attempts != 40 || i.Answered != 32 || i.Right != 24 {
		t.Errorf("the item is %+v", i)
	}
}

// The same five, six times over: nothing changes but the number.
func TestItem(t *testing.T) {
	i := tallied(6, five()...).Item()
	near(t, "facility index", i.Facility, 0.4)
	near(t, "discrimination index", i.Discrimination, 0.577350269189626)
	near(t, "discriminative efficiency", i.Efficiency, 2.0/3)
	near(t, "hint use", i.HintUse, 0)
	// 27 % of 30 is 8.1, so nine: six with ¾ and six with 1 make the upper group,
	// half of it right; the lower, with 0 and ¼, has nobody right.
	want := Groups{Upper: Group{12, 6}, Middle: Group{6, 6}, Lower: Group{12, 0}}
	if d := cmp.Diff(&want, i.Groups); d != "" {
		t.Errorf("groups (-want +got):\n%s", d)
	}
	near(t, "upper less lower", i.UpperLower, 0.5)
	if i.Flags != nil || i.Attempts != 30 || i.Answered != 30 || i.Right != 12 {
		t.Errorf("the item is %+v", i)
	}
}

func TestTooFewSayNothing(t *testing.T) {
	tally := tallied(5, five()...)
	for range 4 {
		tally.Add(Response{Answered: true, Right: true, Chosen: []string{"a"}, Rest: Share{1, 4}})
	}
	if d := cmp.Diff(Item{Attempts: 29}, tally.Item()); d != "" {
		t.Errorf("29 answers tell (-want +got):\n%s", d)
	}
	tally.Add(Response{Answered: true, Right: true, Rest: Share{1, 4}})
	if i := tally.Item(); !i.Enough || !i.Facility.Known {
		t.Errorf("30 answers say %+v", i)
	}
}

func TestFlags(t *testing.T) {
	// n right and m wrong answers, each with a rest.
	mixed := func(right int, rest Share, wrong int, other Share) []Response {
		var all []Response
		for range right {
			all = append(all, Response{Answered: true, Right: true, Rest: rest})
		}
		for range wrong {
			all = append(all, Response{Answered: true, Rest: other})
		}
		return all
	}
	good, bad := Share{3, 4}, Share{1, 4}
	for name, c := range map[string]struct {
		all  []Response
		want []Flag
	}{
		"30 of 100 right is not too hard":  {mixed(30, good, 70, bad), nil},
		"29 of 100 right is":               {mixed(29, good, 71, bad), []Flag{TooHard}},
		"70 of 100 right is not too easy":  {mixed(70, good, 30, bad), nil},
		"71 of 100 right is":               {mixed(71, good, 29, bad), []Flag{TooEasy}},
		"all right tell nobody from any":   {mixed(30, good, 0, bad), []Flag{TooEasy}},
		"all wrong":                        {mixed(0, good, 30, bad), []Flag{TooHard}},
		"the best miss it":                 {mixed(20, bad, 20, good), []Flag{Backward}},
		"it has nothing to do with others": {append(mixed(10, good, 10, good), mixed(10, bad, 10, bad)...), []Flag{Weak}},
	} {
		if d := cmp.Diff(c.want, tallied(1, c.all...).Item().Flags); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestWhatDoesNotVaryHasNoDiscrimination(t *testing.T) {
	allRight, allSame, alone := &Tally{}, &Tally{}, &Tally{}
	for n := range 40 {
		allRight.Add(Response{Answered: true, Right: true, Rest: Share{n % 5, 9}})
		allSame.Add(Response{Answered: true, Right: n%2 == 0, Rest: Share{n % 2, 2 * (n % 2)}}) // 1 of 2, or no rest
		alone.Add(Response{Answered: true, Right: n%2 == 0})
	}
	for name, tally := range map[string]*Tally{"all right": allRight, "equal in the rest": allSame, "without a rest": alone} {
		i := tally.Item()
		unknown(t, name+": discrimination", i.Discrimination)
		unknown(t, name+": efficiency", i.Efficiency)
	}
	if allSame.Item().Groups != nil || alone.Item().Groups != nil {
		t.Error("groups of who did equally")
	}
	if g := allRight.Item(); g.Groups == nil || g.UpperLower.Value != 0 {
		t.Errorf("all right: %+v", g)
	}
}

// Quartiles of 10, 20, 30 and 40 s, eight times each: place ¼·31 = 7.75 lies
// between the last 10 and the first 20, so 10 + 0.75·10 = 17.5; place 15.5 between
// 20 and 30, so 25; place 23.25 between 30 and 40, so 30 + 0.25·10 = 32.5.
func TestTimes(t *testing.T) {
	var all []Response
	for n := 1; n <= 4; n++ {
		all = append(all, Response{Answered: true, Time: time.Duration(n) * 10 * time.Second, Rest: Share{n, 4}, Hint: n == 1})
	}
	i := tallied(8, append(all, Response{Answered: true, Rest: Share{1, 4}}, Response{Rest: Share{1, 4}})...).Item()
	near(t, "lower quartile", i.Time.Lower, 17.5)
	near(t, "median", i.Time.Median, 25)
	near(t, "upper quartile", i.Time.Upper, 32.5)
	near(t, "hint use", i.HintUse, 8.0/40) // of those who answered
	if i.Time.Timed != 32 || i.Answered != 40 || i.Attempts != 48 {
		t.Errorf("the item is %+v", i)
	}
	near(t, "times to the nearest second", tallied(30, Response{Answered: true, Time: 1600 * time.Millisecond, Rest: Share{1, 4}}).Item().Time.Median, 2)
	few := tallied(8, all...)
	few.seconds[10]-- // 31 timed
	few.seconds[20] -= 2
	unknown(t, "median of 29", few.Item().Time.Median)
}

func TestParts(t *testing.T) {
	tally := &Tally{}
	for n := range 100 { // the worse half chooses b, of the better half all but the very best a
		r := Response{Answered: true, Chosen: []string{"b"}, Rest: Share{n, 99}}
		switch {
		case n == 99:
			r.Chosen = []string{"c", "d"}
		case n >= 50:
			r.Right, r.Chosen = true, []string{"a"}
		}
		tally.Add(r)
	}
	i := tally.Item()
	want := []Part{{"b", 50, 0, 23, 27}, {"a", 49, 26, 23, 0}, {"c", 1, 1, 0, 0}, {"d", 1, 1, 0, 0}}
	if d := cmp.Diff(want, i.Parts); d != "" {
		t.Fatalf("parts (-want +got):\n%s", d)
	}
	if i.Idle(want[0]) || !i.Idle(want[2]) || i.Misleads(want[0]) || !i.Misleads(want[2]) {
		t.Error("b tempts the worse, c the best and hardly anybody")
	}
}

// A wrong option is idle under a twentieth of the answers, and misleads when a
// larger share of the upper group takes it, however large the groups are.
func TestIdleAndMisleading(t *testing.T) {
	i := Item{Enough: true, Answered: 100, Groups: &Groups{Upper: Group{Attempts: 40}, Lower: Group{Attempts: 20}}}
	for _, c := range []struct {
		p              Part
		idle, misleads bool
	}{
		{Part{Count: 4}, true, false},
		{Part{Count: 5}, false, false},
		{Part{Count: 30, Upper: 10, Lower: 6}, false, false}, // a quarter, and three tenths
		{Part{Count: 30, Upper: 10, Lower: 5}, false, false},
		{Part{Count: 30, Upper: 10, Lower: 4}, false, true},
	} {
		if i.Idle(c.p) != c.idle || i.Misleads(c.p) != c.misleads {
			t.Errorf("%+v: idle %v, misleads %v", c.p, i.Idle(c.p), i.Misleads(c.p))
		}
	}
	if few := (Item{Answered: 20}); few.Idle(Part{}) || few.Misleads(Part{Upper: 3}) {
		t.Error("too few answers, and no groups, say something of an option")
	}
}

func TestManyPartsAreCountedTogether(t *testing.T) {
	tally := &Tally{}
	for n := range 1000 {
		tally.Add(Response{Answered: true, Chosen: []string{string(rune('a' + n))}, Rest: Share{n % 5, 9}})
	}
	i := tally.Item()
	if len(i.Parts) != maxParts+1 || i.Parts[0].ID != Other || i.Parts[0].Count != 1000-maxParts {
		t.Errorf("%d parts, the first %+v", len(i.Parts), i.Parts[0])
	}
}

func TestFigureAsJSON(t *testing.T) {
	got, err := json.Marshal([]Figure{{}, known(0), known(2.0 / 3), known(-1)})
	if err != nil || string(got) != "[null,0,0.6667,-1]" {
		t.Errorf("%s (%v)", got, err)
	}
}

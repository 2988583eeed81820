package view

import (
	"bytes"
	"html"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// bare is what a listing shows, without its marks.
func bare(s string) string { return html.UnescapeString(tags.ReplaceAllString(s, "")) }

func TestListingKeepsEveryCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.StringOf(rapid.SampledFrom([]rune("{}[]:,\"\\ \n\tAallowDeny01.é<&>"))).Draw(t, "source")
		want := strings.TrimRight(src, "\n") + "\n"
		if got := bare(Listing{ID: "x", Source: src}.html()); got != want {
			t.Fatalf("listing shows %q, the source is %q", got, want)
		}
	})
}

func TestListingMarksEffectsKeysAndFaults(t *testing.T) {
	l := Listing{ID: "p", Source: "{\n  \"Effect\": \"Deny\"\n}", Findings: []iam.Finding{{Severity: iam.SeverityWarning, Span: iam.Span{Start: iam.Position{Line: 2, Column: 3}}}}}
	want := `<span class="ln" id="p-L1"><span class="p">{</span>` + "\n</span>" +
		`<span class="ln at-fault is-warning" id="p-L2">  <span class="k">&#34;Effect&#34;</span><span class="p">:</span> <span class="deny">&#34;Deny&#34;</span>` + "\n</span>" +
		`<span class="ln" id="p-L3"><span class="p">}</span>` + "\n</span>"
	if diff := cmp.Diff(want, l.html()); diff != "" {
		t.Error(diff)
	}
}

func TestTextFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[a-z:/é ]{0,60}`).Draw(t, "text")
		width := rapid.Float64Range(40, 400).Draw(t, "width")
		most := max(int(width/(13*faceRatio)), 4)
		lines := wrap(s, width, 13)
		for _, line := range lines {
			if len([]rune(line)) > most {
				t.Fatalf("%q is longer than %d", line, most)
			}
		}
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(s), ""); got != want {
			t.Fatalf("wrapped %q into %q", s, lines)
		}
	})
}

func TestRingInWords(t *testing.T) {
	for _, c := range []struct {
		left, total time.Duration
		words       string
	}{
		{time.Hour, time.Hour, "1 hour left"},
		{42 * time.Minute, time.Hour, "42 minutes left of 1 hour"},
		{time.Second, time.Hour, "1 second left of 1 hour"},
		{95 * time.Second, 12 * time.Hour, "95 seconds left of 12 hours"},
		{65 * time.Minute, 2 * time.Hour, "1 hour 5 minutes left of 2 hours"},
		{0, time.Hour, "ended"},
		{-time.Minute, time.Hour, "ended"},
	} {
		if got := (RingView{Left: c.left, Total: c.total}).words(); got != c.words {
			t.Errorf("%v of %v: %q, want %q", c.left, c.total, got, c.words)
		}
	}
}

func TestDotsInWords(t *testing.T) {
	for _, c := range []struct {
		dots []ProgressDot
		want string
	}{
		{[]ProgressDot{ProgressNow, ProgressAhead}, "Question 1 of 2"},
		{[]ProgressDot{ProgressRight, ProgressWrong, ProgressNow}, "Question 3 of 3 · 1 right so far"},
		{[]ProgressDot{ProgressDone, ProgressNow}, "Question 2 of 2"},
		{[]ProgressDot{ProgressRight, ProgressWrong}, "1 of 2 right"},
	} {
		if got := dotsWords(c.dots); got != c.want {
			t.Errorf("%v: %q, want %q", c.dots, got, c.want)
		}
	}
}

func twoRooms() *lessons.Picture {
	return &lessons.Picture{
		Accounts: []lessons.Room{
			{ID: "111122223333", Name: "Tools", Members: []lessons.Member{{ID: "a", Kind: lessons.MemberUser, Name: "alice"}}},
			{ID: "444455556666", Name: "Production", Members: []lessons.Member{{ID: "d", Kind: lessons.MemberRole, Name: "Deploy"}}},
		},
		Arrows: []lessons.Arrow{
			{ID: "1", Kind: lessons.ArrowAllow, From: "a", To: "d", Label: "sts:AssumeRole"},
			{ID: "2", Kind: lessons.ArrowTrust, From: "a", To: "d"},
			{ID: "3", Kind: lessons.ArrowTrust, From: "111122223333", To: "d"},
			{ID: "4", Kind: lessons.ArrowAllow, From: "a", To: "nowhere"},
		},
	}
}

func TestArrowsWithTheSameEndsShareAnEdge(t *testing.T) {
	got := edges(twoRooms())
	if len(got) != 3 || !got[0].badge || !got[0].lock || got[1].badge || !got[1].lock {
		t.Errorf("edges: %+v", got)
	}
}

func TestMapsStayInsideTheirFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := WorldMapView{Picture: anyPicture(t, 40)}
		if len(v.Picture.Arrows) > 0 && rapid.Bool().Draw(t, "of") {
			v.Of = v.Picture.Arrows[0].To
		}
		for _, l := range []mapLayout{v.drawn().narrow(), v.drawn().wide()} {
			for _, r := range l.rooms {
				if r.x < 0 || r.y < 0 || r.x+r.w > l.w || r.y+r.h > l.h || r.w < roomLeast-1 {
					t.Fatalf("%s: room %+v outside %v x %v", l.name, r, l.w, l.h)
				}
			}
			for _, e := range l.edges {
				if e.numX-9 < 0 || e.numX+9 > l.w || e.startY < 0 || e.startY > l.h || e.endY < 0 || e.endY > l.h {
					t.Fatalf("%s: edge %+v outside %v x %v", l.name, e, l.w, l.h)
				}
			}
		}
	})
}

// beside reports whether two edges run past the same height.
func beside(e, f placedEdge) bool {
	return math.Min(e.startY, e.endY) < math.Max(f.startY, f.endY)+laneClear && math.Min(f.startY, f.endY) < math.Max(e.startY, e.endY)+laneClear
}

func TestArrowsInOneLaneStayApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := WorldMapView{Picture: anyPicture(t, 20)}
		for _, l := range []mapLayout{v.drawn().narrow(), v.drawn().wide()} {
			for i, e := range l.edges {
				for _, f := range l.edges[:i] {
					if e.lane == f.lane && beside(e, f) {
						t.Fatalf("%s: %d and %d share lane %d side by side", l.name, e.number, f.number, e.lane)
					}
				}
			}
		}
	})
}

// In a crowd what is in use is drawn, and everything at a member that is asked for.
func TestACrowdedMapDrawsWhatIsAskedFor(t *testing.T) {
	p := &lessons.Picture{Accounts: []lessons.Room{{ID: "A"}, {ID: "B"}}}
	for i := range 12 {
		id := string(rune('a' + i))
		p.Accounts[0].Members = append(p.Accounts[0].Members, lessons.Member{ID: id, Name: id})
		p.Arrows = append(p.Arrows, lessons.Arrow{ID: "to-" + id, From: id, To: "B"})
	}
	numbers := func(v WorldMapView) (list []int) {
		for _, e := range v.drawn().narrow().edges {
			list = append(list, e.number)
		}
		return list
	}
	v := WorldMapView{Picture: p, Lit: []string{"to-c"}}
	if !v.Crowded() {
		t.Fatal("twelve arrows side by side are no crowd")
	}
	if diff := cmp.Diff([]int{3}, numbers(v)); diff != "" {
		t.Errorf("in use: %s", diff)
	}
	v.Of = "d"
	if diff := cmp.Diff([]int{4}, numbers(v)); diff != "" {
		t.Errorf("of d: %s", diff)
	}
	if v.Of = "B"; len(numbers(v)) != 12 {
		t.Errorf("of B: %v", numbers(v))
	}
}

func anyPicture(t *rapid.T, mostArrows int) *lessons.Picture {
	p := &lessons.Picture{}
	var ids []string
	for i := range rapid.IntRange(1, 5).Draw(t, "rooms") {
		room := lessons.Room{ID: string(rune('A' + i))}
		ids = append(ids, room.ID)
		for j := range rapid.IntRange(0, 5).Draw(t, "members") {
			m := lessons.Member{ID: room.ID + string(rune('0'+j)), Name: "somebody"}
			room.Members = append(room.Members, m)
			ids = append(ids, m.ID)
		}
		p.Accounts = append(p.Accounts, room)
	}
	for range rapid.IntRange(0, mostArrows).Draw(t, "arrows") {
		p.Arrows = append(p.Arrows, lessons.Arrow{From: rapid.SampledFrom(ids).Draw(t, "from"), To: rapid.SampledFrom(ids).Draw(t, "to")})
	}
	return p
}

func TestGatesAreAskedOneByOne(t *testing.T) {
	v := StepperView{Frames: &lessons.Frames{Frames: []lessons.Frame{
		{Kind: lessons.FrameRequest, Step: 1},
		{Kind: lessons.FrameCheck, Step: 1, Layer: iam.LayerIdentity, Verdict: iam.VerdictAllowed},
		{Kind: lessons.FrameCheck, Step: 1, Layer: iam.LayerResource, Verdict: iam.VerdictImplicitDeny},
		{Kind: lessons.FrameCheck, Step: 2, Layer: iam.LayerIdentity},
	}}}
	var words []string
	for _, g := range v.gates(1) {
		words = append(words, g.label+": "+g.word())
	}
	if diff := cmp.Diff([]string{"Identity policy: Allowed", "Resource policy: not asked yet"}, words); diff != "" {
		t.Error(diff)
	}
}

func TestOutcomeMarks(t *testing.T) {
	for _, c := range []struct {
		o    lessons.Outcome
		want Mark
	}{
		{lessons.Outcome{Decision: iam.Allowed}, MarkAllowed},
		{lessons.Outcome{Decision: iam.ImplicitDeny, Error: "AccessDenied", DeniedBy: iam.LayersOf(iam.LayerIdentity)}, MarkImplicit},
		{lessons.Outcome{Decision: iam.ExplicitDeny, Error: "AccessDenied", DeniedBy: iam.LayersOf(iam.LayerSCP)}, MarkExplicit},
		{lessons.Outcome{Error: "ExpiredToken"}, MarkError},
		{lessons.Outcome{Decision: iam.Allowed, Error: "ValidationError"}, MarkError},
	} {
		if got := OutcomeMark(c.o); got != c.want {
			t.Errorf("%+v: %s, want %s", c.o, got.Word(), c.want.Word())
		}
	}
}

// A policy's text comes from readers: nothing of it may become markup.
func TestHostileTextIsPrinted(t *testing.T) {
	const evil = `"><script>alert(1)</script>`
	b := PolicyBlock{ID: "p", Title: evil, Path: evil, Source: `{"` + evil, Asks: evil, RunPath: "/run"}
	var out bytes.Buffer
	if err := Policy(b).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "<script") {
		t.Error("markup came through")
	}
	if got := strings.Count(bare(out.String()), "alert(1)"); got < 4 {
		t.Errorf("the text is shown %d times", got)
	}
}

// A layer that said no and needn't have said yes is no gate that stops the request.
func TestTheWayStopsAtWhatRefused(t *testing.T) {
	trace := &iam.Trace{Decision: iam.ImplicitDeny, DeniedBy: iam.LayersOf(iam.LayerBoundary), Layers: []iam.LayerTrace{
		{Layer: iam.LayerRCP}, {Layer: iam.LayerSCP, Verdict: iam.VerdictAllowed}, {Layer: iam.LayerResource, Verdict: iam.VerdictImplicitDeny},
		{Layer: iam.LayerIdentity, Verdict: iam.VerdictAllowed}, {Layer: iam.LayerBoundary, Verdict: iam.VerdictImplicitDeny}, {Layer: iam.LayerSession},
	}}
	for _, l := range []flowLayout{layoutFlow(trace, "narrow", mapNarrow, 3), layoutFlow(trace, "wide", mapWide, 6)} {
		boundary := l.gates[4]
		if !strings.HasSuffix(l.passed, "H"+n(boundary.x)) || !strings.HasPrefix(l.ahead, "M"+n(boundary.x)+" "+n(boundary.y)) {
			t.Errorf("%s: passed %q, ahead %q, the boundary at %v", l.name, l.passed, l.ahead, boundary.x)
		}
		var marks []Mark
		for _, g := range l.gates {
			marks = append(marks, g.mark())
			if g.x-flowGate < 0 || g.x+flowGate > l.w || g.y+flowGate > l.h {
				t.Errorf("%s: gate %v outside", l.name, g.Layer)
			}
		}
		if d := cmp.Diff([]Mark{MarkNone, MarkAllowed, MarkNone, MarkAllowed, MarkImplicit, MarkNone}, marks); d != "" {
			t.Errorf("%s: %s", l.name, d)
		}
	}
	const says = "Service control policy: allowed; Resource policy: not needed; Identity policy: allowed; Boundary: not allowed"
	if got := flowTitle(trace); !strings.Contains(got, says) {
		t.Errorf("it is told as %q", got)
	}
}

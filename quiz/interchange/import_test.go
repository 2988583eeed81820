package interchange_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
)

// What a question says about itself and isn't so here is left out, and told; ids
// that come twice are told apart.
func TestWhatDoesNotFitIsTold(t *testing.T) {
	const src = "id,type,stem,objectives,claim,source,part_1,key_1,part_2,key_2\n" +
		"q,choice,Which?,two-sides nowhere,c7,https://example.com/x,a,right,b,wrong\n" +
		"q,choice,Who?,two-sides,C-017,https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html,a,right,b,wrong\n"
	im, err := interchange.Import("in", []byte(src), interchange.CSV, quiz.Reading{Lesson: "temporary-access", Site: course{}})
	if err != nil {
		t.Fatal(err)
	}
	first, second := im.Items[0], im.Items[1]
	if first.Question == nil || second.Question == nil {
		t.Fatalf("refused: %v, %v", first.Faults, second.Faults)
	}
	want := []interchange.Loss{
		{Part: interchange.PartObjectives, Message: "The objective nowhere was left out: the lesson temporary-access has none of that name."},
		{Part: interchange.PartSource, Message: "The source was left out: links outside lead to docs.aws.amazon.com, aws.amazon.com, datatracker.ietf.org, www.rfc-editor.org only, not to example.com."},
		{Part: interchange.PartClaim, Message: `The claim was left out: "c7" is not a claim's id.`},
	}
	if d := cmp.Diff(want, first.Losses); d != "" {
		t.Errorf("losses (-want +got):\n%s", d)
	}
	q := first.Question
	if d := cmp.Diff([]string{"two-sides"}, q.Objectives); d != "" || q.Source != "" || q.Claim != "" {
		t.Errorf("objectives %v, source %q, claim %q", q.Objectives, q.Source, q.Claim)
	}
	if q = second.Question; len(second.Losses) > 0 || q.Claim != "C-017" || q.Source == "" {
		t.Errorf("what fits: %v, claim %q, source %q", second.Losses, q.Claim, q.Source)
	}
	if first.Question.ID != "q" || second.Question.ID != "q-2" {
		t.Errorf("ids %s and %s", first.Question.ID, second.Question.ID)
	}
}

// An option that earns a part of the marks isn't right where one answer is asked for.
func TestPartMarksAreNoRightAnswer(t *testing.T) {
	for name, src := range map[string]string{
		"gift":       "Which?{=all ~%80%most ~none}",
		"moodle-xml": `<quiz><question type="multichoice"><questiontext><text>Which?</text></questiontext><answer fraction="100"><text>all</text></answer><answer fraction="80"><text>most</text></answer><answer fraction="0"><text>none</text></answer></question></quiz>`,
	} {
		item := imported(t, interchange.Format(name), src).Items[0]
		if item.Question == nil {
			t.Errorf("%s: %v", name, item.Faults)
			continue
		}
		right := map[string]bool{}
		for _, o := range item.Question.Options() {
			right[o.Text.Text] = o.Right
		}
		if d := cmp.Diff(map[string]bool{"all": true, "most": false, "none": false}, right); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if len(item.Losses) != 1 || item.Losses[0].Part != interchange.PartScore {
			t.Errorf("%s: losses %v", name, item.Losses)
		}
	}
}

// Of all options that apply one may be right: it comes back as that, not as a
// choice of one.
func TestOneRightOfAllComesBack(t *testing.T) {
	q := own(t, `
id: q
version: 1
type: choose-all
difficulty: easy
stem: Which apply?
options: [{id: a, text: this, right: true}, {id: b, text: that}, {id: c, text: those}]
`)
	for _, f := range []interchange.Format{interchange.GIFT, interchange.MoodleXML, interchange.CSV, interchange.Anki} {
		src, _ := export(t, f, q)
		item := imported(t, f, src).Items[0]
		if item.Question == nil {
			t.Errorf("%s: %v", f, item.Faults)
		} else if d := differ(q, item.Question); len(d) > 0 {
			t.Errorf("%s: it comes back other in %q", f, d)
		}
	}
}

// A match is an order only where every place is there once.
func TestAMatchThatIsNoOrder(t *testing.T) {
	for src, want := range map[string]quiz.Type{
		"// [tag:type:order]\nSteps{=a -> 2 =b -> 1 =c -> 3}\n": quiz.PutInOrder,
		"// [tag:type:order]\nSteps{=a -> 1 =b -> 1 =c -> 2}\n": quiz.MatchPairs,
		"// [tag:type:order]\nSteps{=a -> 1 =b -> 2 =c -> 4}\n": quiz.MatchPairs,
		"Steps{=a -> 2 =b -> 1 =c -> 3}\n":                      quiz.MatchPairs,
	} {
		item := imported(t, interchange.GIFT, src).Items[0]
		if item.Question == nil || item.Question.Type != want {
			t.Errorf("%q: %v, want %v (%v)", src, item.Question, want, item.Faults)
		}
	}
}

// GIFT would take an arrow for a match, wherever in an answer it stands.
func TestArrowsAreLeftOutOfGIFT(t *testing.T) {
	const fill = "id: q\nversion: 1\ntype: fill\ndifficulty: easy\nstem: Which?\n"
	for name, body := range map[string]string{
		"an accepted text":      "accept: ['a -> b']\n",
		"a tempting text":       "accept: [a]\ntempting: [{text: 'a -> b'}]\n",
		"a tempting text's why": "accept: [a]\ntempting: [{text: b, why: 'b -> c'}]\n",
		"the why":               "accept: [a]\nwhy: 'a -> b'\n",
		"the worked steps":      "accept: [a]\nworked: ['a -> b']\n",
	} {
		src, r := export(t, interchange.GIFT, own(t, fill+body))
		if r.Items[0].LeftOut == "" || src != "" || len(r.Items[0].Losses) > 0 {
			t.Errorf("%s: left out %q, losses %v, written %q", name, r.Items[0].LeftOut, r.Items[0].Losses, src)
		}
	}
}

// A number is taken as it is written; what else was said with it is told.
func TestNumbersTellWhatTheyLose(t *testing.T) {
	for name, c := range map[string]struct {
		format interchange.Format
		src    string
		want   []interchange.Part
	}{
		"a number":           {interchange.GIFT, "How many?{#3}", []interchange.Part{interchange.PartType}},
		"feedback on others": {interchange.GIFT, "How many?{#3#Yes. ~#Count again.}", []interchange.Part{interchange.PartTempting, interchange.PartType}},
		"units":              {interchange.MoodleXML, `<quiz><question type="numerical"><questiontext><text>How many?</text></questiontext><answer fraction="100"><text>3</text></answer><units><unit><multiplier>1</multiplier><unit_name>h</unit_name></unit></units></question></quiz>`, []interchange.Part{interchange.PartType, interchange.PartAnswers}},
		"no units in a list": {interchange.MoodleXML, `<quiz><question type="numerical"><questiontext><text>How many?</text></questiontext><answer fraction="100"><text>3</text></answer><units></units></question></quiz>`, []interchange.Part{interchange.PartType}},
	} {
		item := imported(t, c.format, c.src).Items[0]
		if item.Question == nil {
			t.Errorf("%s: %v", name, item.Faults)
			continue
		}
		var got []interchange.Part
		for _, l := range item.Losses {
			got = append(got, l.Part)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

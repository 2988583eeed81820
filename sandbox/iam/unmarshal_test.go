package iam

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTraceReadsBack(t *testing.T) {
	want := Trace{
		Decision: ExplicitDeny, DeniedBy: LayersOf(LayerSCP, LayerIdentity), Sentence: "No.",
		Layers: []LayerTrace{{Layer: LayerSession, Verdict: VerdictAllowed, Policies: []PolicyTrace{{
			Name: "p", Kind: KindTrust, Statements: []StatementTrace{{Effect: Deny, Matched: true}},
		}}}},
		Steps: []TraceStep{{Rule: "r", Verdict: VerdictImplicitDeny}},
	}
	data, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got Trace
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func TestUnknownWordsAreRefused(t *testing.T) {
	for _, src := range []string{`{"decision":"maybe"}`, `{"deniedBy":["roof"]}`, `{"layers":[{"verdict":"7"}]}`} {
		if err := json.Unmarshal([]byte(src), new(Trace)); err == nil {
			t.Errorf("%s was read", src)
		}
	}
}

package world_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// TestRecordsComeBack: ParseEvent reads what JSON wrote, but for the verdict.
func TestRecordsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(what string) string { return rapid.String().Draw(t, what) }
		denied := iam.ExplicitDeny
		e := &world.Event{
			Seq: 7, EventName: text("name"), ErrorCode: text("error"), EventTime: start.Add(time.Duration(rapid.Int32().Draw(t, "seconds")) * time.Second),
			UserIdentity:      world.UserIdentity{Type: text("type"), ARN: text("arn"), SessionContext: &world.SessionContext{SourceIdentity: text("source")}},
			RequestParameters: map[string]any{"roleArn": text("role")},
			Resources:         []world.EventResource{{ARN: text("resource")}},
			Rolecall:          world.EventVerdict{Decision: &denied},
		}
		data, err := e.JSON()
		if err != nil {
			t.Fatal(err)
		}
		back, err := world.ParseEvent(7, data)
		if err != nil {
			t.Fatal(err)
		}
		e.Rolecall = world.EventVerdict{}
		if diff := cmp.Diff(e, back); diff != "" {
			t.Fatalf("-written +read\n%s", diff)
		}
	})
	if _, err := world.ParseEvent(3, []byte("{")); err == nil || !strings.Contains(err.Error(), "event 3") {
		t.Errorf("half a record: got %v, want its number", err)
	}
}

// CloudTrail knows no verdict: "CloudTrail record contents for management, data, and
// network activity events" in the CloudTrail User Guide has no such field.
func TestTrailRecordsHaveNoVerdict(t *testing.T) {
	e := &world.Event{EventName: "AssumeRole"}
	for name, tt := range map[string]struct {
		write func() ([]byte, error)
		want  bool
	}{"our own": {e.JSON, true}, "CloudTrail's": {e.TrailJSON, false}} {
		data, err := tt.write()
		must(t, err)
		var members map[string]any
		must(t, json.Unmarshal(data, &members))
		if _, has := members["rolecall"]; has != tt.want || members["eventName"] != "AssumeRole" {
			t.Errorf("%s: %s", name, data)
		}
	}
}

func TestThePastIsReadOnce(t *testing.T) {
	w := company(t)
	reads := 0
	w.Restore(nil, 2)
	w.Remember(func() ([]*world.Event, error) {
		reads++
		return []*world.Event{{Seq: 1}, {Seq: 2}}, nil
	})
	w.Append(&world.Event{})
	if len(w.Events()) != 1 || reads != 0 {
		t.Errorf("%d records in memory after %d reads, want 1 and none", len(w.Events()), reads)
	}
	for range 2 {
		past, err := w.Past()
		must(t, err)
		var seqs []int64
		for _, e := range past {
			seqs = append(seqs, e.Seq)
		}
		if diff := cmp.Diff([]int64{1, 2, 3}, seqs); diff != "" || reads != 1 {
			t.Errorf("after %d reads: %s", reads, diff)
		}
	}
	broken := errors.New("the disk is gone")
	w.Remember(func() ([]*world.Event, error) { return nil, broken })
	if _, err := w.Past(); !errors.Is(err, broken) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

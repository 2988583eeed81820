package main

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestQuizStats(t *testing.T) {
	dir := t.TempDir()
	r := run(t, "", "quiz", "stats", "--data", dir)
	if r.exit != 0 || !strings.HasPrefix(r.out, "QUESTION") || !strings.Contains(r.out, "0 attempts and 0 answers read.") {
		t.Errorf("exit %d, out %q, err %q", r.exit, r.out, r.err)
	}
	r = run(t, "", "quiz", "stats", "--data", dir, "--json", "--lesson", "temporary-access")
	var got struct {
		Questions []struct {
			Question   string
			Statistics struct {
				Attempts *int
				Facility *float64 `json:"facility_index"`
			}
		}
	}
	if err := json.Unmarshal([]byte(r.out), &got); r.exit != 0 || err != nil {
		t.Fatalf("exit %d, %v", r.exit, err)
	}
	if len(got.Questions) < 200 || got.Questions[0].Statistics.Attempts == nil || got.Questions[0].Statistics.Facility != nil {
		t.Errorf("%d questions, the first %+v", len(got.Questions), got.Questions[0])
	}
	run(t, "", "quiz", "stats", "--data", dir, "--lesson", "no-such").sentence(t, 2, `there is no lesson "no-such"`)
}

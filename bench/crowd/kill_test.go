package main

import (
	"encoding/json"
	"errors"
	"flag"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rolecall/quiz"
)

var (
	rounds = flag.Int("rounds", 3, "times to kill the program")
	seed   = flag.Uint64("seed", 1, "of the moments")
	slice  = flag.Duration("slice", 900*time.Millisecond, "the longest that the program works between two kills")
)

// crowd is how many learners answer while the program is killed.
const crowd = 8

// acknowledged is an answer that the program said it had taken.
type acknowledged struct {
	attempt  int64
	position int
	question string
}

// TestKilledProgramKeepsAnswers kills the built program with SIGKILL at random
// moments while learners answer tests over HTTP, starts it again on the same data,
// hands the tests in, and asks for each learner's export: every answer that was
// acknowledged with its redirect must be in it.
func TestKilledProgramKeepsAnswers(t *testing.T) {
	bin := built(t)
	data, rng, total, cut := t.TempDir(), rand.New(rand.NewPCG(*seed, 1)), 0, 0
	for round := range *rounds {
		p, err := startProgram(bin, data)
		if err != nil {
			t.Fatal(err)
		}
		work := 20*time.Millisecond + time.Duration(rng.Int64N(int64(*slice)))
		browsers, said, broken := answerUntilKilled(t, p, work)
		cut += broken
		if p, err = startProgram(bin, data); err != nil {
			t.Fatalf("round %d: the program doesn't start again: %v", round, err)
		}
		for i, b := range browsers {
			total += len(said[i])
			missing(t, round, p.url, b, said[i])
		}
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d rounds, %d answers acknowledged and there, %d requests cut off by the kills", *rounds, total, cut)
	if total < *rounds {
		t.Errorf("hardly anything was answered: %d", total)
	}
}

// answerUntilKilled has learners answer without a thought, kills the program in
// the middle of it, and returns who was told of which answer.
func answerUntilKilled(t *testing.T, p *program, work time.Duration) ([]*browser, [][]acknowledged, int) {
	t.Helper()
	browsers, said := make([]*browser, crowd), make([][]acknowledged, crowd)
	var wg sync.WaitGroup
	var cut atomic.Int64
	for i := range crowd {
		b, err := newBrowser(p.url)
		if err != nil {
			t.Fatal(err)
		}
		browsers[i] = b
		wg.Go(func() {
			// The connection is to end under a request.
			if err := answerTests(b, &said[i]); errors.As(err, &refusal{}) {
				t.Errorf("learner %d: %v", i, err)
			}
			cut.Add(1)
		})
	}
	<-time.After(work)
	p.kill()
	wg.Wait()
	roads.CloseIdleConnections()
	return browsers, said, int(cut.Load())
}

// answerTests answers one test after the other and notes what was acknowledged,
// until a request fails.
func answerTests(b *browser, said *[]acknowledged) error {
	for {
		_, page, err := b.follow("/quiz/"+lesson, url.Values{"kind": {"test"}})
		if err != nil {
			return err
		}
		for {
			action := attemptOf(page.body)
			if action == "" {
				break // the result
			}
			f := fields(page.body, action)
			posted, err := b.send("POST", action, f)
			if err != nil {
				return err
			}
			if posted.status != 303 {
				return refusal{"POST", action, posted.status}
			}
			one := acknowledged{question: f.Get("question")}
			if one.attempt, err = strconv.ParseInt(strings.TrimPrefix(action, "/attempts/"), 10, 64); err != nil {
				return err
			}
			if one.position, err = strconv.Atoi(f.Get("position")); err != nil {
				return err
			}
			*said = append(*said, one)
			if page, err = b.get(posted.to); err != nil {
				return err
			}
		}
	}
}

// missing reports what of a learner's acknowledged answers isn't there.
func missing(t *testing.T, round int, url string, b *browser, said []acknowledged) {
	t.Helper()
	if len(said) == 0 {
		return
	}
	moved, err := newBrowser(url)
	if err != nil {
		t.Fatal(err)
	}
	if err := moved.take(b); err != nil {
		t.Fatal(err)
	}
	for id := range attemptsOf(said) {
		// What an open test asked is not told.
		if _, err := moved.send("POST", "/attempts/"+strconv.FormatInt(id, 10)+"/finish", nil); err != nil {
			t.Fatal(err)
		}
	}
	got, err := moved.get("/progress/export.json")
	if err != nil {
		t.Errorf("round %d: %d answers were acknowledged and the learner is gone: %v", round, len(said), err)
		return
	}
	var export struct {
		Attempts []struct {
			ID      int64
			Answers []struct {
				Position int
				Question struct{ ID string }
			}
		}
	}
	if err := json.Unmarshal([]byte(got.body), &export); err != nil {
		t.Fatal(err)
	}
	kept := map[acknowledged]bool{}
	for _, a := range export.Attempts {
		for _, one := range a.Answers {
			kept[acknowledged{a.ID, one.Position, quiz.Handle(one.Question.ID)}] = true
		}
	}
	for _, one := range said {
		if !kept[one] {
			t.Errorf("round %d: the answer to %s, place %d of attempt %d, was acknowledged and is lost", round, one.question, one.position, one.attempt)
		}
	}
}

func attemptsOf(said []acknowledged) map[int64]bool {
	all := map[int64]bool{}
	for _, one := range said {
		all[one.attempt] = true
	}
	return all
}

// Command crowd has many learners at work on the built program, over HTTP, and
// says how long they waited:
//
//	crowd -bin bin/rolecall -feedback     300 learners answer a practice, thinking 0 to 3 s before each answer
//	crowd -bin bin/rolecall -evaluate     100 learners ask the sandbox's Evaluate panel
//	crowd -bin bin/rolecall -reviews      /progress and /review of 10,000 learners with 2,000 reviews each
//	crowd -questions                      making a generated question, family by family
//
// Each prints a small table with the 95th of a hundred beside its limit, and exits
// with 1 when a limit is missed. The numbers are of this machine in this hour.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"time"
)

type options struct {
	bin                string
	learners, reviews  int
	sample             int
	thinking           time.Duration
	lasting            time.Duration
	answering, looking int
	seeds              int
	data               string
}

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "bin/rolecall", "the built program")
	feedback := flag.Bool("feedback", false, "learners who answer")
	evaluate := flag.Bool("evaluate", false, "learners who ask the Evaluate panel")
	reviews := flag.Bool("reviews", false, "learners with a long log look at their pages")
	only := flag.Bool("fill", false, "fill -data as -reviews does, and no more")
	questions := flag.Bool("questions", false, "generated questions")
	flag.IntVar(&o.answering, "answering", 300, "learners of -feedback")
	flag.IntVar(&o.looking, "asking", 100, "learners of -evaluate")
	flag.DurationVar(&o.thinking, "think", 3*time.Second, "the longest thought before an answer or a question; 0 to this, evenly")
	flag.DurationVar(&o.lasting, "d", 20*time.Second, "how long -feedback and -evaluate go on")
	flag.IntVar(&o.learners, "learners", 10_000, "learners of -reviews")
	flag.IntVar(&o.reviews, "each", 2_000, "reviews of each of them")
	flag.IntVar(&o.sample, "sample", 300, "of them, those whose pages are fetched")
	flag.StringVar(&o.data, "data", "", "data directory of -reviews, filled when it is empty; a temporary one without it")
	flag.IntVar(&o.seeds, "seeds", 200, "seeds a family of -questions")
	flag.Parse()
	ok := true
	for _, job := range []struct {
		wanted bool
		run    func(options) (bool, error)
	}{{*questions, madeQuestions}, {*feedback, answering}, {*evaluate, asking}, {*reviews, looking}, {*only, filling}} {
		if !job.wanted {
			continue
		}
		good, err := job.run(o)
		if err != nil {
			fmt.Fprintln(os.Stderr, "crowd:", err)
			os.Exit(1)
		}
		ok = ok && good
	}
	if !ok {
		os.Exit(1)
	}
}

// row prints how long something took, and whether p95 keeps to its limit.
func row(what string, took []time.Duration, limit time.Duration) bool {
	if len(took) == 0 {
		fmt.Printf("%-42s nothing was measured\n", what)
		return false
	}
	slices.Sort(took)
	at := func(q float64) time.Duration {
		return took[min(int(q*float64(len(took))), len(took)-1)].Round(10 * time.Microsecond)
	}
	verdict := "ok"
	if at(0.95) > limit {
		verdict = "OVER"
	}
	fmt.Printf("%-42s n %-7d p50 %-10v p95 %-10v p99 %-10v max %-10v limit %v %s\n",
		what, len(took), at(0.5), at(0.95), at(0.99), took[len(took)-1].Round(10*time.Microsecond), limit, verdict)
	return at(0.95) <= limit
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"rolecall/lessons"
	"rolecall/quiz/itemstats"
	"rolecall/store"
	"rolecall/web/teach"
)

// quizCmd holds what there is to do with questions.
type quizCmd struct {
	Stats  quizStatsCmd  `cmd:"" help:"Say how the questions do their work: how hard they are, whether they tell those who know from those who don't."`
	Export quizExportCmd `cmd:"" help:"Write questions for another program."`
	Import quizImportCmd `cmd:"" help:"Look through questions from another program, and store them in an instructor's bank."`
}

type quizStatsCmd struct {
	Data   string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default}); a server may be running on it."`
	Lesson string `placeholder:"SLUG" help:"Questions of one lesson alone."`
	JSON   bool   `name:"json" help:"Print everything as JSON."`
}

// Run prints the statistics.
func (c *quizStatsCmd) Run(std *streams) error {
	written, err := loadContent()()
	if err != nil {
		return err
	}
	if err := knownLesson(written.Course, c.Lesson); err != nil {
		return err
	}
	return beside(c.Data, func(ctx context.Context, data *store.Store) error {
		s, err := teach.GatherStatistics(ctx, data, written.Course, written.Bank, time.Now())
		if err != nil {
			return err
		}
		if c.Lesson != "" {
			s.Keep(c.Lesson)
		}
		if c.JSON {
			enc := json.NewEncoder(std.out)
			enc.SetIndent("", "  ")
			return enc.Encode(s)
		}
		return printStatistics(std.out, s)
	})
}

// knownLesson blames the command line for a lesson that isn't there; empty names none.
func knownLesson(course *lessons.Course, slug string) error {
	if slug != "" && course.Lesson(slug) == nil {
		return misuse{fmt.Errorf("there is no lesson %q", slug)}
	}
	return nil
}

func printStatistics(out io.Writer, s *teach.Statistics) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	few, none := 0, 0
	fmt.Fprintln(w, "QUESTION\tVERSION\tIN\tATTEMPTS\tFACILITY\tDISCRIMINATION\tEFFICIENCY\tMEDIAN TIME\tHINTS\tFLAGS")
	for _, q := range s.Questions {
		switch i := q.Statistics; {
		case i.Attempts == 0:
			none++
		case !i.Enough:
			few++
		default:
			fmt.Fprintf(w, "%s\t%d\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", q.ID, q.Version, q.Kind, i.Attempts, percent(i.Facility),
				decimal(i.Discrimination), decimal(i.Efficiency), span(i.Time.Median), percent(i.HintUse), flagList(i.Flags))
		}
	}
	fmt.Fprintf(w, "\nTEST\tQUESTIONS\tATTEMPTS\tMEAN\tCONSISTENCY\tBY\tSTANDARD ERROR\n")
	for _, t := range s.Tests {
		if t.Enough {
			fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%s\t%s\n", t.Title, t.Length, t.Attempts, decimal(t.Mean), decimal(t.Consistency), t.Method, decimal(t.Error))
		} else {
			fmt.Fprintf(w, "%s\t%d\t%d\ttoo few\n", t.Title, t.Length, t.Attempts)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\n%d attempts and %d answers read. Too few (under %d) to say anything: %d; not asked yet: %d.\n",
		s.Attempts, s.Answers, itemstats.Enough, few, none)
	return err
}

func percent(f itemstats.Figure) string {
	if !f.Known {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", f.Value*100)
}

func decimal(f itemstats.Figure) string {
	if !f.Known {
		return "-"
	}
	return fmt.Sprintf("%.2f", f.Value)
}

func span(f itemstats.Figure) string {
	if !f.Known {
		return "-"
	}
	return (time.Duration(f.Value) * time.Second).String()
}

func flagList(flags []itemstats.Flag) string {
	var words []string
	for _, f := range flags {
		words = append(words, string(f))
	}
	return strings.Join(words, " ")
}

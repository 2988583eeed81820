package prose_test

import (
	"strings"
	"testing"

	"rolecall/quiz/prose"
)

// A small text that would make a large page, or take long to read, is refused with
// the line on which it goes over a limit.
func TestWorkOfATextIsLimited(t *testing.T) {
	table := func(columns, rows int, before, row string) string {
		return before + strings.Repeat("|a", columns) + "|\n" + before + strings.Repeat("|-", columns) + "|\n" + strings.Repeat(before+row+"\n", rows)
	}
	for name, c := range map[string]struct {
		src  string
		line int // 0 when it is taken
		want string
	}{
		"wide table of short rows":    {table(3000, 3000, "", "|"), 2, "more than 30 columns"},
		"long table of short rows":    {table(30, 3000, "", "|"), 68, "more than 2000 cells"},
		"table in a quotation":        {table(30, 3000, "> ", "|"), 68, "more than 2000 cells"},
		"rows without any bar":        {table(30, 3000, "", "a"), 68, "more than 2000 cells"},
		"many tables":                 {strings.Repeat(table(20, 1, "", "|")+"\n", 60), 202, "more than 2000 cells"},
		"table without outer bars":    {strings.Repeat("a|", 40) + "a\n" + strings.Repeat("-|", 40) + "-\n", 2, "more than 30 columns"},
		"ruler with colons and blank": {strings.Repeat("|a", 40) + "|\n" + strings.Repeat("| :-: ", 40) + "|\n", 2, "more than 30 columns"},
		"a table that people write":   {table(6, 60, "", "| a | b |"), 0, ""},
		"fences":                      {strings.Repeat("```\n", 4000), 3001, "more than 3000 lines"},
		"headings by underlining":     {strings.Repeat("a\n-\n", 2000), 3001, "more than 3000 lines"},
		"list":                        {strings.Repeat("- a\n", 4000), 3001, "more than 3000 lines"},
		"reference definitions":       {strings.Repeat("[a]: b\n", 2000), 1001, "more than 1000 brackets"},
		"long line":                   {strings.Repeat("a", 65<<10), 1, "longer than 64 KB"},
		"quotation marks":             {"\n\n" + strings.Repeat("\"a\"\n", 1001), 1003, "more than 2000 quotation marks"},
		"nested lists":                {"a\n\n" + strings.Repeat("- ", 17) + "a", 3, "more than 16 lists"},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := prose.Reader{}.Text(c.src, prose.Place{File: "f", Line: 1})
			if c.line == 0 {
				if faults != nil {
					t.Errorf("refused: %v", faults)
				}
				return
			}
			if len(faults) != 1 || faults[0].Line != c.line || !strings.Contains(faults[0].Message, c.want) {
				t.Errorf("got %v, want line %d: %s", faults, c.line, c.want)
			}
		})
	}
}

// FuzzText looks for small texts that make large pages.
func FuzzText(f *testing.F) {
	for _, s := range []string{"|a|b|\n|-|-|\n|\n|\n|\n", "> |a|b|\n> |-|:-:|\n> x\n", "- |a|\n  |-|\n  |\n", "a|b\n-|-\nc\n\n***\n", "[a]: b\n[a]\n", "- - - a\n  - b\n", "*a **b _c_** d*", "1. |a|b\n   -|-\n   x", "\"a\" 'b' -- ...", "```\n|-|\n```\n"} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, piece string, times int) {
		if times < 1 || times > 2000 || len(piece)*times > 32<<10 {
			return
		}
		src := strings.Repeat(piece, times)
		text, _ := prose.Reader{}.Text(src, prose.Place{File: "f", Line: 1})
		if cells := strings.Count(text.HTML, "<td") + strings.Count(text.HTML, "<th>") + strings.Count(text.HTML, "<th "); cells > 2000 {
			t.Errorf("%d bytes make %d cells of tables", len(src), cells)
		}
		if len(text.HTML) > 64*len(src)+64<<10 {
			t.Errorf("%d bytes make a page of %d", len(src), len(text.HTML))
		}
	})
}

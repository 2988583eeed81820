package worst

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"rolecall/web"
)

var (
	measured = flag.Bool("measure", false, "print what each worst case costs, and fail where one is over its bar")
	only     = flag.String("only", "", "rows whose address or name holds this text")
	without  = flag.String("without", "", "no rows whose address or name holds this text")
)

// mostAnswered is how large an answer may be, in bytes.
const mostAnswered = 32 << 20

func open(t *testing.T) *Site {
	t.Helper()
	s, err := Open(t.Context(), t.TempDir(), t.Fatalf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// chosen are the rows that the flags leave.
func chosen() []Row {
	return slices.DeleteFunc(Rows(), func(r Row) bool {
		text := r.Route + " " + r.Name
		return !strings.Contains(text, *only) || *without != "" && strings.Contains(text, *without)
	})
}

// TestEveryAddressHasAWorstCase holds that no address is added to the site without
// saying what its worst input is.
func TestEveryAddressHasAWorstCase(t *testing.T) {
	has, excused := map[string]bool{}, Excused()
	for _, r := range Rows() {
		has[r.Route] = true
	}
	addresses := web.Addresses()
	known := map[string]bool{}
	for _, a := range addresses {
		known[a] = true
		method, path, _ := strings.Cut(a, " ")
		switch _, excuse := excused[a]; {
		case has[a] && excuse:
			t.Errorf("%s has a row and an excuse", a)
		case has[a] || excuse || method == http.MethodHead:
		case strings.HasPrefix(path, "/aws/") || strings.HasPrefix(path, "/imds/") || strings.HasPrefix(path, "/teach/*"):
			// registered for all methods; GET and POST have rows
		default:
			t.Errorf("%s has no row in the table, and no excuse", a)
		}
	}
	for a := range has {
		if !known[a] {
			t.Errorf("a row is of %s, which the site doesn't have", a)
		}
	}
}

// TestWorstCasesAreAnswered holds that each is answered with a status that was decided
// on, and with no more than an answer may be.
func TestWorstCasesAreAnswered(t *testing.T) {
	if *measured {
		t.Log("measured instead")
		return
	}
	s := open(t)
	for _, r := range chosen() {
		t.Run(r.Route+" "+r.Name, func(t *testing.T) {
			s.Fatal = t.Fatalf
			a := s.answerTo(r.Request(s))
			if a.Status >= 500 && a.Status != http.StatusNotImplemented || a.Bytes > mostAnswered {
				t.Errorf("answers %d with %d bytes", a.Status, a.Bytes)
			}
		})
	}
}

// TestCost prints what each costs, as `make bench` has it do.
func TestCost(t *testing.T) {
	if !*measured {
		t.Log("measures nothing without -measure")
		return
	}
	s := open(t)
	quiet()
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	defer w.Flush()
	fmt.Fprintln(w, "address\tinput\tstatus\tKB out\tCPU ms\twall ms\tMB in all\tMB at once\t")
	for _, r := range chosen() {
		a, c := s.measure(func() *http.Request { return r.Request(s) })
		mark, most, memory := "", 250*time.Millisecond, uint64(64<<20)
		if r.Import {
			most, memory = 2*time.Second, 200<<20
		}
		if c.CPU > most || c.Peak > memory || a.Status >= 500 && a.Status != http.StatusNotImplemented {
			mark = "OVER"
			t.Errorf("%s, %s: status %d, %v of processor time and %d MB at once; the bar is %v and %d MB", r.Route, r.Name, a.Status, c.CPU, c.Peak>>20, most, memory>>20)
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", r.Route, r.Name, a.Status, a.Bytes>>10, c.CPU.Milliseconds(), c.Wall.Milliseconds(), c.Allocated>>20, c.Peak>>20, mark)
	}
}

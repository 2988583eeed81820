package worst

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

var (
	measured = flag.Bool("measure", false, "print what each worst case costs")
	only     = flag.String("only", "", "rows whose address or name holds this text")
)

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

func TestMeasure(t *testing.T) {
	if !*measured {
		return
	}
	s := open(t)
	quiet()
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "address\tinput\tstatus\tKB out\tCPU ms\twall ms\tMB in all\tMB at once\t")
	for _, r := range Rows() {
		if !strings.Contains(r.Route+" "+r.Name, *only) {
			continue
		}
		a, c := s.measure(func() *http.Request { return r.Request(s) })
		mark := ""
		bar, mem := 250*time.Millisecond, uint64(64<<20)
		if r.Import {
			bar, mem = 2*time.Second, 200<<20
		}
		if c.CPU > bar || c.Peak > mem {
			mark = "OVER"
		}
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", r.Route, r.Name, a.Status, a.Bytes>>10, c.CPU.Milliseconds(), c.Wall.Milliseconds(), c.Allocated>>20, c.Peak>>20, mark)
		w.Flush()
	}
}

package site

import (
	"fmt"
	"io"
	"sort"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// metrics counts requests by route. Its map is fixed once built, so counting
// takes no lock.
type metrics struct {
	started time.Time
	routes  map[string]*routeStats
	other   *routeStats
	open    atomic.Int64 // requests that are being answered
}

type routeStats struct {
	byClass [6]atomic.Uint64 // index is the status's first digit
	nanos   atomic.Uint64
}

func newMetrics(routes []*echo.Route, started time.Time) *metrics {
	m := &metrics{started: started, routes: make(map[string]*routeStats, len(routes)), other: new(routeStats)}
	for _, r := range routes {
		if m.routes[r.Path] == nil {
			m.routes[r.Path] = new(routeStats)
		}
	}
	return m
}

func (m *metrics) count(path string, status int, took time.Duration) {
	st := m.routes[path]
	if st == nil {
		st = m.other
	}
	if class := status / 100; class >= 0 && class < len(st.byClass) {
		st.byClass[class].Add(1)
	}
	st.nanos.Add(uint64(max(took, 0)))
}

// write prints the counters in Prometheus's text format.
func (m *metrics) write(w io.Writer, now time.Time) error {
	paths := make([]string, 0, len(m.routes))
	for p := range m.routes {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	if _, err := fmt.Fprintf(w, "# TYPE rolecall_uptime_seconds gauge\nrolecall_uptime_seconds %.0f\n"+
		"# TYPE rolecall_requests_in_flight gauge\nrolecall_requests_in_flight %d\n"+
		"# TYPE rolecall_requests_total counter\n", now.Sub(m.started).Seconds(), m.open.Load()); err != nil {
		return err
	}
	for _, p := range paths {
		if err := m.routes[p].writeCounts(w, p); err != nil {
			return err
		}
	}
	if err := m.other.writeCounts(w, "other"); err != nil {
		return err
	}
	if _, err := fmt.Fprint(w, "# TYPE rolecall_request_seconds_total counter\n"); err != nil {
		return err
	}
	for _, p := range paths {
		secs := time.Duration(m.routes[p].nanos.Load()).Seconds()
		if _, err := fmt.Fprintf(w, "rolecall_request_seconds_total{route=%q} %.6f\n", p, secs); err != nil {
			return err
		}
	}
	return nil
}

func (st *routeStats) writeCounts(w io.Writer, route string) error {
	for class := range st.byClass {
		n := st.byClass[class].Load()
		if n == 0 {
			continue
		}
		if _, err := fmt.Fprintf(w, "rolecall_requests_total{route=%q,class=\"%dxx\"} %d\n", route, class, n); err != nil {
			return err
		}
	}
	return nil
}

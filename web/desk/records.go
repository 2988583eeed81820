package desk

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/web/site"
	"rolecall/web/view"
)

const (
	maxEvents  = 50 // records that a page lists
	maxCallers = 40 // callers that a filter offers
)

// Recent reads the last records of a world's log, and the one that the last
// decision is about.
func (s *Desk) Recent(c echo.Context, p *play.World) ([]Record, error) {
	list, err := s.Records(c, p.ID, p.Console.LastEvent-maxEvents, maxEvents)
	if err != nil || p.Console.Asked == 0 || len(list) > 0 && list[0].Seq <= p.Console.Asked {
		return list, err
	}
	asked, err := s.Records(c, p.ID, p.Console.Asked-1, 1)
	return append(asked, list...), err
}

// Records reads at most limit records after a number.
func (s *Desk) Records(c echo.Context, id string, after int64, limit int) ([]Record, error) {
	rows, err := s.Store.WorldEvents(c.Request().Context(), id, max(after, 0), limit)
	if err != nil {
		return nil, err
	}
	var list []Record
	for _, row := range rows {
		r := Record{Seq: row.Seq, raw: row.Data}
		if err := json.Unmarshal(row.Data, &r.Event); err != nil {
			return nil, fmt.Errorf("event %d of world %s: %w", row.Seq, id, err)
		}
		list = append(list, r)
	}
	return list, nil
}

// ReadLog reads the part of the log that the address asks for.
func (s *Desk) ReadLog(c echo.Context, p *play.World, recent []Record) (view.EventLog, error) {
	q := site.PageQuery(c)
	l := view.EventLog{Last: p.Console.LastEvent, Filter: view.EventFilter{
		By: site.First(q, "by"), Call: strings.TrimSpace(site.First(q, "call")), Came: view.Came(site.First(q, "came")), Text: strings.TrimSpace(site.First(q, "text")),
	}}
	if !slices.Contains(view.Cames[:], l.Filter.Came) {
		l.Filter.Came = ""
	}
	before := p.Console.LastEvent + 1
	if n, err := strconv.ParseInt(site.First(q, "before"), 10, 64); err == nil && n > 0 && n < before {
		before, l.Paged = n, true
	}
	oldest, err := s.Records(c, p.ID, 0, 1)
	if err != nil {
		return l, err
	}
	if len(oldest) == 0 {
		l.Last = 0
		return l, nil
	}
	l.Callers = callersOf(recent)
	if by := l.Filter.By; by != "" && !slices.Contains(l.Callers, by) {
		l.Callers = append(l.Callers, by)
	}
	return l, s.findEvents(c, p, &l, oldest[0].Seq, before)
}

// findEvents goes back through the log until it has a page of events that pass
// the filter.
func (s *Desk) findEvents(c echo.Context, p *play.World, l *view.EventLog, oldest, before int64) error {
	size := int64(play.Sweep)
	if !l.Filter.On() {
		size = maxEvents
	}
	for before > oldest && len(l.Rows) < maxEvents {
		after := max(before-size-1, oldest-1)
		list, err := s.Records(c, p.ID, after, int(before-after-1))
		if err != nil {
			return err
		}
		for _, r := range slices.Backward(list) {
			if len(l.Rows) < maxEvents && r.passes(l.Filter) {
				l.Rows = append(l.Rows, r.Row(p.Console.Asked))
			}
		}
		before = after + 1
	}
	if n := len(l.Rows); n == maxEvents && l.Rows[n-1].Seq > oldest {
		l.Older = olderPath(p.ID, l.Filter, l.Rows[n-1].Seq)
	}
	return nil
}

// olderPath is the address of the events before a number.
func olderPath(world string, f view.EventFilter, before int64) string {
	q := url.Values{"before": {strconv.FormatInt(before, 10)}}
	for name, value := range map[string]string{"by": f.By, "call": f.Call, "came": string(f.Came), "text": f.Text} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return view.WorldPath(world) + "?" + q.Encode() + "#events"
}

// callersOf lists who called, by name.
func callersOf(records []Record) []string {
	var list []string
	for _, r := range records {
		if name := callerName(r.UserIdentity); !slices.Contains(list, name) && len(list) < maxCallers {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// passes reports whether a record is one that the filter asks for.
func (r Record) passes(f view.EventFilter) bool {
	switch {
	case f.By != "" && callerName(r.UserIdentity) != f.By,
		f.Came != "" && r.mark() != f.Came.Mark(),
		f.Text != "" && !strings.Contains(strings.ToLower(string(r.raw)), strings.ToLower(f.Text)):
		return false
	}
	return r.isCall(f.Call)
}

// isCall reports whether a record is of a service ("sts") or an action
// ("sts:AssumeRole", "AssumeRole"); the beginning of an action's name will do.
func (r Record) isCall(call string) bool {
	call = strings.ToLower(call)
	service, action := strings.ToLower(strings.TrimSuffix(r.EventSource, ".amazonaws.com")), strings.ToLower(r.EventName)
	if wanted, rest, ok := strings.Cut(call, ":"); ok {
		return wanted == service && strings.HasPrefix(action, strings.TrimSuffix(rest, "*"))
	}
	return call == "" || call == service || strings.HasPrefix(action, call)
}

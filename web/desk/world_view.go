package desk

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// Record is a stored event with its number and its text.
type Record struct {
	world.Event
	Seq int64
	raw []byte
}

func (r Record) mark() view.Mark {
	switch {
	case r.Rolecall.Decision != nil && (*r.Rolecall.Decision != iam.Allowed || r.ErrorCode == ""):
		return view.MarkOf(*r.Rolecall.Decision)
	case r.ErrorCode != "":
		return view.MarkError
	}
	return view.MarkAllowed
}

// Outcome is the banner for the call that left the record.
func (r Record) Outcome() view.Outcome {
	switch mark := r.mark(); {
	case mark == view.MarkError:
		return view.ErrorOutcome(r.ErrorCode, r.ErrorMessage)
	case r.Rolecall.Trace != nil:
		return view.OutcomeOf(r.Rolecall.Trace)
	default:
		return view.Outcome{Mark: mark, Sentence: "Nothing had to be authorized: anyone with valid credentials may make this call."}
	}
}

// Row is the record in the log; asked is the number of the record that the decision is about.
func (r Record) Row(asked int64) view.EventRow {
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, r.raw, "", "  "); err != nil {
		pretty.Write(r.raw)
	}
	row := view.EventRow{
		Seq: r.Seq, At: r.EventTime, Who: callerName(r.UserIdentity), Mark: r.mark(), Trace: r.Rolecall.Trace,
		Name: strings.TrimSuffix(r.EventSource, ".amazonaws.com") + " " + r.EventName, JSON: pretty.String(), Current: r.Seq == asked,
	}
	if row.Mark == view.MarkError {
		row.Word = r.ErrorCode
	}
	if len(r.Resources) > 0 {
		row.Target = r.Resources[0].ARN
	}
	return row
}

// callerName is the last part of a caller's ARN, or what else is known of it.
func callerName(u world.UserIdentity) string {
	switch {
	case u.ARN != "":
		_, name, _ := strings.Cut(u.ARN[strings.LastIndexByte(u.ARN, ':')+1:], "/")
		if name == "" {
			return u.ARN
		}
		return name
	case u.InvokedBy != "":
		return u.InvokedBy
	}
	return "somebody unknown"
}

// Page is a world as its page shows it, without what the scenario and the log add.
// The error is that nobody waits for it any more.
func Page(p *play.World, events []Record) (view.World, error) {
	scene, err := lessons.DrawWithin(p.Part(), p.World)
	if err != nil {
		return view.World{}, err
	}
	v := view.World{
		ID: p.ID, Title: p.Title, Now: p.Now(), Offset: p.World.Offset(), Version: p.WorldInfo.Version,
		Actors: p.Actors(), Be: p.Everyone(), Roles: roles(p), Objects: objects(p), Held: Held(p), Console: Terminal(p, events), Scene: scene,
		Revocable: revocable(p), Lines: LineLinks(p),
	}
	v.Sessions, v.MoreSessions = sessionRows(p)
	v.Assume = view.AssumeForm{Who: p.Console.Who, Session: "ship"}
	v.Evaluate = view.Evaluate{Actors: askers(p), Resources: targets(p), Actions: usualActions, Who: p.Console.Who}
	for _, e := range events {
		if e.Seq == p.Console.Asked {
			v.Decision = decisionOf(e)
			mendLast(p, v.Decision, e.raw)
			v.Lit = lit(v.Scene, e)
		}
	}
	return v, nil
}

// LineLinks are the addresses that open each document, for traces to point at.
func LineLinks(p *play.World) map[string]string {
	links := map[string]string{}
	for _, f := range play.AllFiles(p.World) {
		links[f.Path] = view.WorldPath(p.ID) + "?doc=" + url.QueryEscape(f.Path)
	}
	return links
}

func decisionOf(r Record) *view.Decision {
	return &view.Decision{Seq: r.Seq, Asked: r.EventName, Outcome: r.Outcome(), Trace: r.Rolecall.Trace}
}

// Terminal is the console with what was typed.
func Terminal(p *play.World, events []Record) view.TerminalView {
	traces := map[int64]*iam.Trace{}
	for _, e := range events {
		traces[e.Seq] = e.Rolecall.Trace
	}
	v := view.TerminalView{ID: "terminal", Title: "Console", Who: p.Who().Name, Path: view.WorldPath(p.ID) + "/console", Why: true, Completes: true}
	who := ""
	for _, t := range p.Console.Entries {
		if who != "" && t.Who != who {
			v.Entries = append(v.Entries, lessons.Entry{Kind: lessons.EntryAs, Who: t.Who})
		}
		who = t.Who
		v.Entries = append(v.Entries, lessons.Entry{
			Kind: lessons.EntryCommand, Line: t.Line, Who: t.Who, Stdout: t.Stdout, Stderr: t.Stderr, Exit: t.Exit,
			At: t.At, Trace: traces[t.Event],
		})
	}
	return v
}

// Held lists the temporary credentials that were issued to people, the newest first.
func Held(p *play.World) []view.Held {
	var list []view.Held
	sessions := p.Sessions()
	for i := len(sessions) - 1; i >= 0 && len(list) < maxHeld; i-- {
		s := sessions[i]
		list = append(list, view.Held{
			Actor: play.SessionActor + s.AccessKeyID, Name: play.SessionName(s), ARN: s.ARN, KeyID: s.AccessKeyID,
			Secret: s.SecretAccessKey, Token: s.SessionToken, Expires: s.Expires,
			Ring:    view.RingView{Left: s.Expires.Sub(p.Now()), Total: s.Expires.Sub(s.Issued), Live: true},
			Current: p.Console.Who == play.SessionActor+s.AccessKeyID,
		})
	}
	return list
}

const (
	maxHeld    = 6  // sessions that a page shows
	maxObjects = 50 // objects that a page offers
)

func roles(p *play.World) []view.RoleChoice {
	var list []view.RoleChoice
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Roles)) {
			list = append(list, view.RoleChoice{ARN: a.Roles[name].ARN(), Name: name, Account: play.AccountName(a)})
		}
	}
	return list
}

func objects(p *play.World) []string {
	var list []string
	for _, a := range p.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
			for _, key := range slices.Sorted(maps.Keys(a.Buckets[name].Objects)) {
				if len(list) < maxObjects {
					list = append(list, "s3://"+name+"/"+key)
				}
			}
		}
	}
	return list
}

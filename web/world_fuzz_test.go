package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"rolecall/sandbox"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/export"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
	"rolecall/web/worlds"
)

// FuzzImportedWorld holds that whatever the import takes in can be exported, drawn,
// listed and analysed within the budgets.
func FuzzImportedWorld(f *testing.F) {
	lib, err := sandbox.Embedded()
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"cross-account", "guardrail", "ladder", "pipeline-home"} {
		w, err := lib.Scenario(name).NewWorld(sandbox.Standing(name))
		if err != nil {
			f.Fatal(err)
		}
		document, err := json.Marshal(w)
		if err != nil {
			f.Fatal(err)
		}
		data, err := json.Marshal(play.Exported{Format: play.ExportFormat, Title: name, World: document})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		for _, hole := range []string{`"id":"r-exam"`, `"id":"o-exampleorgid"`, `"management":"111122223333"`} {
			key, _, _ := strings.Cut(hole, ":")
			f.Add([]byte(strings.ReplaceAll(string(data), hole, key+`:""`)))
		}
	}
	f.Add([]byte(smallAccount))
	worlds := &play.Service{Config: play.Config{Now: fixedNow, Rand: sandbox.Standing("fuzz").Rand}}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := worlds.Imported(data)
		if err != nil {
			return
		}
		p.Work = func(l budget.Limits) *budget.Budget { return budget.New(t.Context(), l) }
		p.Began = func() map[string]string { return nil }
		if err := p.OpenShell(); err != nil {
			t.Fatal(err)
		}
		usable(t, p)
	})
}

// usable does with a world what its pages do.
func usable(t *testing.T, p *play.World) {
	t.Helper()
	within := func(what string, err error) {
		t.Helper()
		if _, limit := errors.AsType[*budget.Exceeded](err); err != nil && !limit {
			t.Fatalf("%s: %v", what, err)
		}
	}
	work := budget.New(t.Context(), site.PageWork)
	_, err := export.Terraform(work, p.World, p.Title)
	within("Terraform", err)
	_, err = export.CLI(work, p.World, p.Title)
	within("CLI", err)
	v, err := desk.Page(p, nil)
	within("the page", err)
	within("the map", view.WorldMap(view.WorldMapView{ID: "m", Picture: v.Scene}).Render(context.Background(), io.Discard))
	callers, roles := worlds.Callers(p)
	_, err = worlds.Becoming(p, callers[:min(len(callers), 4)], roles[:min(len(roles), 4)], &view.Whom{})
	within("who can become whom", err)
	files := p.Files()
	for _, f := range files[:min(len(files), 4)] {
		text, _ := p.Document(f.Path)
		desk.ChangeFor(p, analyze.Change{Kind: f.Kind, Name: f.Label, After: []byte(text)}, f)
	}
}

package worlds

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Routes names the addresses of what is done with a stored world as a whole.
// A part called :key opens a world to others.
func (s *Pages) Routes(e *echo.Echo) {
	site.Get(e, view.ImportPath, s.importPage)
	e.POST(view.ImportPath, s.lookAtImport)
	e.POST(view.ImportPath+"/take", s.takeImport)
	const w = "/sandbox/:world"
	e.POST(w+"/undo", s.undo)
	e.POST(w+"/redo", s.redo)
	e.POST(w+"/reset", s.resetWorld)
	e.POST(w+"/rename", s.renameWorld)
	e.POST(w+"/duplicate", s.duplicateWorld)
	e.POST(w+"/share", s.shareWorld)
	e.POST(w+"/unshare", s.unshareWorld)
	e.POST(w+"/claim", s.claimWorld)
	site.Get(e, w+"/shared/:key", s.sharedPage)
	e.POST(w+"/shared/:key", s.copyShared)
	site.Get(e, w+"/delete", s.deleteWorldPage)
	e.POST(w+"/delete", s.deleteWorld)
	site.Get(e, w+"/export", s.exportWorld)
	site.Get(e, w+"/events.jsonl", s.worldArchive)
}

// renameWorld gives a world another title. The form says which title it showed, so
// that a tab that shows an older one is told.
func (s *Pages) renameWorld(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	title, err := play.TitleOf(site.First(f, "title"))
	if err != nil {
		return err
	}
	owner, err := s.Owner(c)
	if err != nil {
		return err
	}
	w, done, err := s.Worlds.Rename(c.Request().Context(), owner, c.Param("world"), site.First(f, "was"), title)
	if err != nil {
		return err
	}
	if !done {
		p, err := s.Worlds.Load(c.Request().Context(), w)
		if err != nil {
			return err
		}
		p.Told = "This world was renamed to “" + w.Title + "” in another tab meanwhile, so it was not renamed to “" + title + "”."
		return s.worldPage(c, http.StatusConflict, p, s.EditorOf(p, ""))
	}
	if site.First(f, "back") == view.SandboxPath {
		return site.SeeOther(c, view.SandboxPath+"#yours")
	}
	return site.SeeOther(c, view.WorldPath(w.ID))
}

// deleteWorldPage asks whether a world is really to go.
func (s *Pages) deleteWorldPage(c echo.Context) error {
	w, err := s.ownSandbox(c)
	if err != nil {
		return err
	}
	sh, err := s.Store.Share(c.Request().Context(), w.ID)
	if err != nil {
		return err
	}
	v := view.DeleteWorld{ID: w.ID, Title: w.Title, Updated: w.Updated, Shared: sh.Open}
	return s.Page(c, http.StatusOK, view.DeleteWorldPage(s.Head(c, "Delete "+w.Title, "/sandbox"), v))
}

func (s *Pages) deleteWorld(c echo.Context) error {
	owner, err := s.Owner(c)
	if err != nil {
		return err
	}
	if err := s.Worlds.Remove(c.Request().Context(), owner, c.Param("world")); err != nil {
		return err
	}
	return site.SeeOther(c, view.SandboxPath+"#yours")
}

// ownWorlds lists the reader's worlds of the sandbox, the last changed first.
func (s *Pages) ownWorlds(c echo.Context, reader store.LearnerID) ([]view.WorldLine, error) {
	if reader == 0 {
		return nil, nil
	}
	worlds, err := s.Store.Worlds(c.Request().Context(), reader)
	if err != nil {
		return nil, err
	}
	var list []view.WorldLine
	for _, w := range worlds {
		if w.Origin != "" {
			continue
		}
		line := view.WorldLine{ID: w.ID, Href: view.WorldPath(w.ID), Title: w.Title, Updated: w.Updated}
		if sc := s.Worlds.ScenarioOf(w); sc != nil && sc.Title != w.Title {
			line.From = sc.Title
		}
		list = append(list, line)
	}
	return list, nil
}

// worldMenu is what can be done with a world as a whole.
func (s *Pages) worldMenu(c echo.Context, p *play.World) (view.WorldMenu, error) {
	u, err := s.Store.Upkeep(c.Request().Context(), p.ID)
	if err != nil {
		return view.WorldMenu{}, err
	}
	m := view.WorldMenu{
		ID: p.ID, Title: p.Title, Version: p.WorldInfo.Version, Told: p.Told, Own: p.Origin == "", Open: c.QueryParam("menu"),
		Undo: stepView(u.Undo), Redo: stepView(u.Redo), Most: store.MaxSteps,
		Link: s.shareLink(c, p, u.Share), Shared: u.Share.Made,
		Began:    u.Began,
		NoReset:  !u.Began && desk.PathOf(s.Course, p.Origin) == nil && s.Worlds.ScenarioOf(p.WorldInfo) == nil,
		Archived: archivedView(p.ID, u.Archive),
	}
	m.Exports = []view.ExportLink{
		{Href: view.WorldPath(p.ID) + "/export", Text: "The world as JSON",
			Hint: "Everything but the events: policies, principals with their make-believe keys, the clock, sessions. It can be imported here and through the control API."},
		{Href: TerraformPath(p.ID), Text: "Terraform configuration", Hint: "What would build these accounts’ principals, policies and resources; its comments say what can’t be carried over."},
		{Href: CLIPath(p.ID), Text: "AWS CLI commands", Hint: "The same as a shell script."},
	}
	return m, nil
}

func stepView(step *store.WorldStep) *view.WorldStep {
	if step == nil {
		return nil
	}
	return &view.WorldStep{Seq: step.Seq, Title: step.Title}
}

func archivedView(id string, a store.Archive) *view.Archived {
	if a.Records == 0 {
		return nil
	}
	return &view.Archived{Href: view.WorldPath(id) + "/events.jsonl", From: a.From, To: a.To, Records: a.Records, Gone: a.Gone}
}

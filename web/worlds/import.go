package worlds

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// importPage asks for a file.
func (s *Pages) importPage(c echo.Context) error {
	return s.Page(c, http.StatusOK, view.ImportPage(s.Head(c, "Import a world", "/sandbox"), view.Import{Limit: site.ImportLimit >> 10}))
}

// lookAtImport reads what is to be imported and shows what would come of it.
// Nothing is taken yet.
func (s *Pages) lookAtImport(c echo.Context) error {
	text, err := importText(c)
	if err != nil {
		return err
	}
	learner, err := s.Someone(c)
	if err != nil {
		return err
	}
	p, left, err := s.Worlds.Imported(text)
	if err != nil {
		return s.refusedImport(c, text, err)
	}
	d := play.Draft{Title: p.Title, Scenario: p.WorldInfo.Scenario, Sessions: p.Sessions()}
	if d.Title == "" {
		d.Title = "Imported world"
	}
	if d.World, err = json.Marshal(p.World); err != nil {
		return err
	}
	if len(d.World) > world.MaxDocument {
		return s.refusedImport(c, text, play.FullWorld(len(d.World)))
	}
	token, err := s.Worlds.KeepDraft(c.Request().Context(), learner, d)
	if err != nil {
		return err
	}
	v := view.ImportSeen{Token: token, Title: d.Title, Account: play.IsAccountDetails(text), Left: left,
		Contents: contentsOf(p.World), Sessions: len(d.Sessions), Offset: p.World.Offset()}
	return s.Page(c, http.StatusOK, view.ImportSeenPage(s.Head(c, "Import a world", "/sandbox"), v))
}

// refusedImport shows why nothing can be taken, with what was pasted as long as it
// is of a size to be mended by hand.
func (s *Pages) refusedImport(c echo.Context, text []byte, err error) error {
	a, ok := errors.AsType[*advice.Error](err)
	if !ok {
		return err
	}
	v := view.Import{Limit: site.ImportLimit >> 10, Refused: strings.Split(a.Message, "\n")}
	if len(text) <= site.MaxLint {
		v.Text = strings.ToValidUTF8(string(text), "\uFFFD")
	}
	return s.Page(c, http.StatusUnprocessableEntity, view.ImportPage(s.Head(c, "Import a world", "/sandbox"), v))
}

// importText is the file that a form carries, or the text that was pasted.
func importText(c echo.Context) ([]byte, error) {
	r := c.Request()
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		f, err := site.Form(c)
		return pasted([]byte(site.First(f, "text")), err)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, advice.BadInput("The form is damaged: %v.", err)
	}
	var text []byte
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return pasted(text, nil)
		}
		if err != nil {
			return nil, damaged(err)
		}
		data, err := io.ReadAll(part) // the body as a whole is limited
		if err != nil {
			return nil, damaged(err)
		}
		if name := part.FormName(); (name == "file" || name == "text" && text == nil) && len(bytes.TrimSpace(data)) > 0 {
			text = data
		}
	}
}

// damaged keeps the message that names the limit when a form is over it.
func damaged(err error) error {
	if _, big := errors.AsType[*http.MaxBytesError](err); big {
		return err
	}
	return advice.BadInput("The form is damaged: %v.", err)
}

func pasted(text []byte, err error) ([]byte, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")) // some editors mark a file so
	if err == nil && len(bytes.TrimSpace(text)) == 0 {
		return nil, advice.BadInput("Choose a file, or paste its text.")
	}
	return text, err
}

// takeImport makes a world of what was looked at.
func (s *Pages) takeImport(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	title, err := play.TitleOf(site.First(f, "title"))
	if err != nil {
		return err
	}
	gone := advice.Conflict("This import was taken already, or another file was looked at since. Nothing was taken; choose the file again.")
	learner, err := s.Learner(c)
	if err != nil {
		return err
	}
	if learner == 0 {
		return gone
	}
	if err := s.Limits.Take(c, site.NewWorlds); err != nil {
		return err
	}
	id, err := s.Worlds.TakeDraft(c.Request().Context(), learner, site.First(f, "token"), title)
	if errors.Is(err, store.ErrNotFound) {
		return gone
	}
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.WorldPath(id))
}

// exportWorld sends a world as one file.
func (s *Pages) exportWorld(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	e, err := p.Export()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	return site.Attach(c, desk.FileName(p.Title)+".world.json", "application/json", append(data, '\n'))
}

package web

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
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// importPage asks for a file.
func (s *server) importPage(c echo.Context) error {
	return s.page(c, http.StatusOK, view.ImportPage(s.head(c, "Import a world", "/sandbox"), view.Import{Limit: importLimit >> 10}))
}

// lookAtImport reads what is to be imported and shows what would come of it.
// Nothing is taken yet.
func (s *server) lookAtImport(c echo.Context) error {
	text, err := importText(c)
	if err != nil {
		return err
	}
	learner, err := s.someone(c)
	if err != nil {
		return err
	}
	p, left, err := s.worlds.imported(text)
	if err != nil {
		return s.refusedImport(c, text, err)
	}
	d := draft{Title: p.Title, Scenario: p.WorldInfo.Scenario, Sessions: p.Sessions()}
	if d.Title == "" {
		d.Title = "Imported world"
	}
	if d.World, err = json.Marshal(p.World); err != nil {
		return err
	}
	if len(d.World) > world.MaxDocument {
		return s.refusedImport(c, text, fullWorld(len(d.World)))
	}
	token, err := s.worlds.keepDraft(c.Request().Context(), learner, d)
	if err != nil {
		return err
	}
	v := view.ImportSeen{Token: token, Title: d.Title, Account: isAccountDetails(text), Left: left,
		Contents: contentsOf(p.World), Sessions: len(d.Sessions), Offset: p.World.Offset()}
	return s.page(c, http.StatusOK, view.ImportSeenPage(s.head(c, "Import a world", "/sandbox"), v))
}

// refusedImport shows why nothing can be taken, with what was pasted as long as it
// is of a size to be mended by hand.
func (s *server) refusedImport(c echo.Context, text []byte, err error) error {
	a, ok := errors.AsType[*advice.Error](err)
	if !ok {
		return err
	}
	v := view.Import{Limit: importLimit >> 10, Refused: strings.Split(a.Message, "\n")}
	if len(text) <= maxLint {
		v.Text = strings.ToValidUTF8(string(text), "\uFFFD")
	}
	return s.page(c, http.StatusUnprocessableEntity, view.ImportPage(s.head(c, "Import a world", "/sandbox"), v))
}

// importText is the file that a form carries, or the text that was pasted.
func importText(c echo.Context) ([]byte, error) {
	r := c.Request()
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" {
		f, err := form(c)
		return pasted([]byte(first(f, "text")), err)
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
func (s *server) takeImport(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	title, err := titleOf(first(f, "title"))
	if err != nil {
		return err
	}
	gone := advice.Conflict("This import was taken already, or another file was looked at since. Nothing was taken; choose the file again.")
	learner, err := s.learner(c)
	if err != nil {
		return err
	}
	if learner == 0 {
		return gone
	}
	if err := s.clients.take(c, newWorlds); err != nil {
		return err
	}
	id, err := s.worlds.takeDraft(c.Request().Context(), learner, first(f, "token"), title)
	if errors.Is(err, store.ErrNotFound) {
		return gone
	}
	if err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(id))
}

// exportWorld sends a world as one file.
func (s *server) exportWorld(c echo.Context) error {
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	e, err := p.export()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return err
	}
	return attach(c, fileName(p.Title)+".world.json", "application/json", append(data, '\n'))
}

// fileName makes a title the beginning of a file's name that every system takes.
func fileName(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 60 {
			break
		}
	}
	if name := strings.Trim(b.String(), "-"); name != "" {
		return name
	}
	return "world"
}

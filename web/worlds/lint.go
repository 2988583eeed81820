package worlds

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/web/site"
)

// Lint answers the editor with what there is to say about a document.
func (s *Pages) Lint(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	text := site.Newlines(site.First(f, "source"))
	if len(text) > site.MaxLint {
		return site.TooLarge(site.MaxLint)
	}
	kind := iam.GuessKind([]byte(text))
	if name := strings.TrimSpace(site.First(f, "kind")); name != "" {
		named, ok := iam.ParseKind(name)
		if !ok {
			return advice.BadInput("There is no kind of policy called %q.", name)
		}
		kind = named
	}
	found := []finding{}
	for _, fi := range iam.Lint(kind, "document", []byte(text)) {
		found = append(found, finding{
			Line: fi.Span.Start.Line, Column: fi.Span.Start.Column, EndLine: fi.Span.End.Line, EndColumn: fi.Span.End.Column,
			Code: fi.Code, Severity: fi.Severity.String(), Message: fi.Message, Suggestion: fi.Suggestion,
		})
	}
	return c.JSON(http.StatusOK, found)
}

// finding is a finding as scripts read it; lines and columns count from 1.
type finding struct {
	Line       int    `json:"line"`
	Column     int    `json:"column"`
	EndLine    int    `json:"endLine"`
	EndColumn  int    `json:"endColumn"`
	Code       string `json:"code"`
	Severity   string `json:"severity"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
}

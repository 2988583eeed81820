package site

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
)

// RecordNumber reads the number after which records are wanted.
func RecordNumber(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, advice.BadInput("%q is no record's number.", text)
	}
	return n, nil
}

// PageQuery is what the address of the reader's page asks for; htmx tells it with
// the requests it makes from there.
func PageQuery(c echo.Context) url.Values {
	if IsFragment(c.Request()) {
		if at, err := url.Parse(c.Request().Header.Get("HX-Current-URL")); err == nil {
			return at.Query()
		}
	}
	return c.QueryParams()
}

// Form reads the request's form; a body over the limit or malformed is an error.
func Form(c echo.Context) (map[string][]string, error) {
	r := c.Request()
	ct := r.Header.Get("Content-Type")
	if ct != "" && !strings.HasPrefix(ct, "application/x-www-form-urlencoded") {
		return nil, &Problem{Status: http.StatusUnsupportedMediaType, Title: "That form is of a kind this page does not read",
			Message: "Forms are read as application/x-www-form-urlencoded."}
	}
	if err := r.ParseForm(); err != nil {
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return nil, err
		}
		return nil, advice.BadInput("The form is damaged: %v.", err)
	}
	return r.PostForm, nil
}

// Newlines undoes what forms do to line ends.
func Newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// First is a form's value, empty when it isn't there.
func First(f map[string][]string, name string) string {
	if v := f[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

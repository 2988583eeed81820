package teach

import (
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

// toExport finds the questions of the request's bank and the request's format.
func (s *Pages) toExport(c echo.Context, i store.Instructor) (store.Bank, interchange.Format, []*quiz.Question, error) {
	b, err := s.bank(c, i)
	if err != nil {
		return b, "", nil, err
	}
	f, ok := interchange.ParseFormat(c.QueryParam("format"))
	if !ok {
		return b, f, nil, advice.BadInput("Choose a format: GIFT, Aiken, Moodle XML, CSV or Anki.")
	}
	pool, err := s.Questions.OwnPool(c.Request().Context(), b)
	return b, f, pool, err
}

// exportPage says what a bank loses in a format, before it is taken away.
func (s *Pages) exportPage(c echo.Context, i store.Instructor) error {
	b, f, pool, err := s.toExport(c, i)
	if err != nil {
		return err
	}
	report, err := interchange.Export(io.Discard, f, pool)
	if err != nil {
		return err
	}
	v := view.BankExport{Bank: bankHome(b), Format: f.Title(), Questions: len(report.Items), Written: report.Written(),
		File: view.BankPath(int64(b.ID), "/export/file?format="+string(f))}
	for n, item := range report.Items {
		line := view.ExportItem{Number: n + 1, Stem: short(pool[n].Stem.Text), LeftOut: item.LeftOut}
		for _, l := range item.Losses {
			line.Losses = append(line.Losses, l.Message)
		}
		if line.LeftOut != "" || len(line.Losses) > 0 {
			v.Items = append(v.Items, line)
		}
	}
	return s.Page(c, http.StatusOK, view.BankExportPage(s.teachHead(c, "Take a bank with you"), v))
}

// exportFile hands a bank out.
func (s *Pages) exportFile(c echo.Context, i store.Instructor) error {
	b, f, pool, err := s.toExport(c, i)
	if err != nil {
		return err
	}
	name := "bank-" + strconv.FormatInt(int64(b.ID), 10) + "-" + string(f) + f.Extension()
	return s.Download(c, name, f.ContentType(), func(to io.Writer) error {
		_, err := interchange.Export(to, f, pool)
		return err
	})
}

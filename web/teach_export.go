package web

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
	"rolecall/store"
	"rolecall/web/view"
)

// exported writes the questions of the request's bank in the request's format.
func (s *server) exported(c echo.Context, i store.Instructor) (store.Bank, interchange.Format, []byte, interchange.Report, []*quiz.Question, error) {
	var none interchange.Report
	b, err := s.bank(c, i)
	if err != nil {
		return b, "", nil, none, nil, err
	}
	f, ok := interchange.ParseFormat(c.QueryParam("format"))
	if !ok {
		return b, f, nil, none, nil, badInput("Choose a format: GIFT, Aiken, Moodle XML, CSV or Anki.")
	}
	pool, err := s.ownPool(c.Request().Context(), b)
	if err != nil {
		return b, f, nil, none, nil, err
	}
	var out bytes.Buffer
	report, err := interchange.Export(&out, f, pool)
	return b, f, out.Bytes(), report, pool, err
}

// exportPage says what a bank loses in a format, before it is taken away.
func (s *server) exportPage(c echo.Context, i store.Instructor) error {
	b, f, _, report, pool, err := s.exported(c, i)
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
	return s.page(c, http.StatusOK, view.BankExportPage(s.teachHead(c, "Take a bank with you"), v))
}

// exportFile hands a bank out.
func (s *server) exportFile(c echo.Context, i store.Instructor) error {
	b, f, data, _, _, err := s.exported(c, i)
	if err != nil {
		return err
	}
	return attach(c, "bank-"+strconv.FormatInt(int64(b.ID), 10)+"-"+string(f)+f.Extension(), f.ContentType(), data)
}

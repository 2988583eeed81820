package worlds

import "github.com/labstack/echo/v4"

// worldArchive sends the archived records to the world's owner.
func (s *Pages) worldArchive(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	return s.SendArchive(c, p)
}

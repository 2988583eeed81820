package web

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/export"
	"rolecall/web/view"
)

// exportTerraform hands out a world as one file of Terraform configuration: a
// reader can see it whole, and Terraform doesn't mind.
func (s *server) exportTerraform(c echo.Context) error {
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	b, err := s.work(c, pageWork)
	if err != nil {
		return err
	}
	out, err := export.Terraform(b, p.World, p.Title)
	if err != nil {
		return overLimit("The export", err)
	}
	return attach(c, out.Name, "text/plain; charset=utf-8", []byte(out.Body))
}

// exportCLI hands out a world as a shell script of AWS CLI commands.
func (s *server) exportCLI(c echo.Context) error {
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	b, err := s.work(c, pageWork)
	if err != nil {
		return err
	}
	out, err := export.CLI(b, p.World, p.Title)
	if err != nil {
		return overLimit("The export", err)
	}
	return attach(c, out.Name, "text/x-shellscript; charset=utf-8", []byte(out.Body))
}

// terraformPath and cliPath are where a world is handed out to be built.
func terraformPath(world string) string { return view.WorldPath(world) + "/export/terraform" }

func cliPath(world string) string { return view.WorldPath(world) + "/export/cli.sh" }

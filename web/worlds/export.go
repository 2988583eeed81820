package worlds

import (
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/export"
	"rolecall/web/site"
	"rolecall/web/view"
)

// ExportTerraform hands out a world as one file of Terraform configuration: a
// reader can see it whole, and Terraform doesn't mind.
func (s *Pages) ExportTerraform(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	b, err := s.Work(c, site.PageWork)
	if err != nil {
		return err
	}
	out, err := export.Terraform(b, p.World, p.Title)
	if err != nil {
		return site.OverLimit("The export", err)
	}
	return site.Attach(c, out.Name, "text/plain; charset=utf-8", []byte(out.Body))
}

// ExportCLI hands out a world as a shell script of AWS CLI commands.
func (s *Pages) ExportCLI(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	b, err := s.Work(c, site.PageWork)
	if err != nil {
		return err
	}
	out, err := export.CLI(b, p.World, p.Title)
	if err != nil {
		return site.OverLimit("The export", err)
	}
	return site.Attach(c, out.Name, "text/x-shellscript; charset=utf-8", []byte(out.Body))
}

// TerraformPath and cliPath are where a world is handed out to be built.
func TerraformPath(world string) string { return view.WorldPath(world) + "/export/terraform" }

// CLIPath is where a world is handed out as AWS CLI commands.
func CLIPath(world string) string { return view.WorldPath(world) + "/export/cli.sh" }

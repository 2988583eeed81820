package view

import (
	"net/url"
	"path"
	"strings"

	"rolecall/quiz/prose"
)

// sourceName is the link text for a documentation page: its title, or what the
// address tells for a page that a teacher cited.
func sourceName(address string) string {
	if title := prose.PageTitle(address); title != "" {
		return title
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	guide := u.Host
	switch {
	case strings.Contains(u.Path, "/IAM/latest/"):
		guide = "IAM User Guide"
	case strings.Contains(u.Path, "/STS/latest/"):
		guide = "STS API Reference"
	case u.Host == "docs.aws.amazon.com":
		guide = "AWS documentation"
	}
	page := strings.TrimSuffix(path.Base(u.Path), ".html")
	if page == "" || page == "/" || page == "." {
		return guide
	}
	return guide + ": " + strings.ReplaceAll(page, "_", " ")
}

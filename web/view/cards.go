package view

import (
	"net/url"
	"path"
	"strings"
)

// sourceName makes a link text out of the address of a documentation page.
func sourceName(address string) string {
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

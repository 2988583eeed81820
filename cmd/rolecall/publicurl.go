package main

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// checkURL sees that a public URL, if one is given, is an http or https address of a
// host and nothing more: it becomes a part of links, cookies' settings and headers.
func checkURL(public string) error {
	if public == "" {
		return nil
	}
	if why := notPublic(public); why != "" {
		return misuse{fmt.Errorf("--public-url %.200q %s; give the address at which browsers open the front page, such as https://rolecall.example", public, why)}
	}
	return nil
}

// notPublic says what is wrong with a public URL; empty when nothing is.
func notPublic(public string) string {
	if strings.ContainsFunc(public, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return "holds a space, a control character or a letter outside ASCII (write such a host name in its xn-- form)"
	}
	u, err := url.Parse(public)
	switch {
	case err != nil:
		return "is no URL"
	case u.Scheme != "http" && u.Scheme != "https":
		return "doesn't begin with http:// or https://"
	case u.User != nil:
		return "holds a user name or a password"
	case strings.Contains(public, "?"):
		return "holds a query"
	case strings.Contains(public, "#"):
		return "holds a fragment"
	case u.Path != "" && u.Path != "/":
		return "holds a path, and Rolecall can be served at the root of a host only"
	case !hostName(u.Hostname()):
		return "names no host"
	case strings.HasSuffix(u.Host, ":"), u.Port() != "" && !portNumber(u.Port()):
		return "holds a port that isn't a number from 1 to 65535"
	}
	return ""
}

// hostName tells whether a name is an address or a name of letters, digits and
// hyphens in labels.
func hostName(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return !strings.Contains(host, "%") // no zone: it means nothing to a browser
	}
	if host == "" || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || len(label) > 63 || strings.HasPrefix(label, "-") || strings.HasSuffix(label, "-") ||
			strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

func portNumber(port string) bool {
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

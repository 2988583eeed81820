package main

import (
	"net/url"
	"strings"
	"testing"
)

func TestPublicURL(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		"https://rolecall.example":        "",
		"https://rolecall.example/":       "",
		"http://localhost:8080":           "",
		"http://192.0.2.1:80":             "",
		"http://[2001:db8::1]:8080":       "",
		"https://xn--rlecall-r8a.example": "",
		"rolecall.example":                "doesn't begin with",
		"ftp://rolecall.example":          "doesn't begin with",
		"javascript:alert(1)":             "doesn't begin with",
		"https://":                        "names no host",
		"https://:8080":                   "names no host",
		"https://a..b":                    "names no host",
		"https://-a.example":              "names no host",
		"https://a b.example":             "holds a space",
		"https://rôlecall.example":        "letter outside ASCII",
		"https://rolecall.example\r\n":    "control character",
		"https://rolecall.example/x\x00":  "control character",
		"https://user@rolecall.example":   "user name",
		"https://u:p@rolecall.example":    "user name",
		"https://rolecall.example?":       "a query",
		"https://rolecall.example/?a=b":   "a query",
		"https://rolecall.example#":       "a fragment",
		"https://rolecall.example/course": "a path",
		"https://rolecall.example//":      "a path",
		"https://rolecall.example:":       "a port",
		"https://rolecall.example:0":      "a port",
		"https://rolecall.example:70000":  "a port",
		"https://rolecall.example:http":   "is no URL",
		"https://a;b.example":             "names no host",
		"https://a%2fb.example":           "is no URL",
		"https://[fe80::1%25eth0]":        "names no host",
		"https://<script>":                "names no host",
	} {
		err := checkURL(text)
		if (want == "") != (err == nil) {
			t.Errorf("%q: error %v, want %q", text, err, want)
			continue
		}
		if err != nil && (!strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "such as https://rolecall.example") || strings.ContainsAny(err.Error(), "\r\n\x00")) {
			t.Errorf("%q: error %q, want %q and the fix", text, err, want)
		}
	}
}

// FuzzPublicURL looks for an address that is taken and holds more than a host.
func FuzzPublicURL(f *testing.F) {
	for _, s := range []string{"https://a.example", "http://[::1]:1/", "https://a@b", "https://a\\b", "https:///a", "https://a%0d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" || notPublic(text) != "" {
			return
		}
		u, err := url.Parse(text)
		if err != nil || strings.TrimSuffix(text, "/") != u.Scheme+"://"+u.Host || strings.ContainsAny(u.Host, "@/\\?# \r\n\t'\"<>;,") {
			t.Errorf("%q is taken", text)
		}
	})
}

func TestClientSettings(t *testing.T) {
	plain := clientFlags{IPv4Prefix: 24, IPv6Prefix: 56, ClientLimits: 1}
	for name, c := range map[string]struct {
		change func(*clientFlags)
		want   string
	}{
		"as ever":       {func(*clientFlags) {}, ""},
		"proxies":       {func(f *clientFlags) { f.TrustedProxies = []string{"10.0.0.1", " 10.0.0.0/8", "::1", "::ffff:10.0.0.1"} }, ""},
		"no limit":      {func(f *clientFlags) { f.ClientLimits = 0 }, ""},
		"negative":      {func(f *clientFlags) { f.ClientLimits = -1 }, "--client-limits"},
		"no such bits":  {func(f *clientFlags) { f.IPv4Prefix = 33 }, "--ipv4-prefix"},
		"no bits":       {func(f *clientFlags) { f.IPv6Prefix = 0 }, "--ipv6-prefix"},
		"proxy by name": {func(f *clientFlags) { f.TrustedProxies = []string{"proxy.example"} }, "--trusted-proxies"},
	} {
		f := plain
		c.change(&f)
		got, err := f.clients()
		if (c.want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
		if err == nil && (len(got.Proxies) != len(f.TrustedProxies) || got.Unlimited != (f.ClientLimits == 0)) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

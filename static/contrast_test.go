package static

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

// colours reads the tokens that have a light and a dark value.
func colours(t *testing.T) map[string][2]string {
	t.Helper()
	b, err := files.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\)`).FindAllStringSubmatch(string(b), -1) {
		out[m[1]] = [2]string{m[2], m[3]}
	}
	return out
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(hex string) float64 {
	channel := func(s string) float64 {
		v, err := strconv.ParseUint(s, 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(v) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(hex[1:3]) + 0.7152*channel(hex[3:5]) + 0.0722*channel(hex[5:7])
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	c := colours(t)
	surfaces := []string{"paper", "raised", "sunken"}
	text := []string{"ink", "muted", "link", "allowed", "explicit", "implicit", "identity", "resource", "boundary", "session", "organization"}
	check := func(fore, back string, least float64) {
		f, ok := c[fore]
		b, ok2 := c[back]
		if !ok || !ok2 {
			t.Errorf("no token %s or %s", fore, back)
			return
		}
		for i, theme := range []string{"light", "dark"} {
			// Not-a-number fails too.
			if got := contrast(f[i], b[i]); !(got >= least) {
				t.Errorf("%s: %s on %s has %.2f, needs %.1f", theme, fore, back, got, least)
			}
		}
	}
	for _, s := range surfaces {
		for _, f := range text {
			check(f, s, 4.5) // WCAG 2.2, 1.4.3
		}
		check("edge", s, 3) // 1.4.11: the edge of a control
		check("brass", s, 3)
	}
	check("on-link", "link", 4.5)
}

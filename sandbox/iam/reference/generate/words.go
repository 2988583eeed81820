package main

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// longestDictionary in bytes; what is further away than 32 KB deflate cannot use.
const longestDictionary = 12 << 10

var wordForms = [...]*regexp.Regexp{
	regexp.MustCompile(`[^\n]{4,}`),
	regexp.MustCompile(`\n?(?:[A-Z][a-z]+){2,3}`),
	regexp.MustCompile(`(?:[A-Z][a-z]+){2}`),
	regexp.MustCompile(`[A-Z][a-z]+`),
	regexp.MustCompile(`[^\t\n]*\t[~^][a-z]+/\$\{[A-Za-z]+\}`),
}

// sharedWords are the texts that most services repeat, those that save most last,
// where deflate reaches them with the shortest distance.
func sharedWords(texts []string) string {
	count := map[string]int{}
	for _, text := range texts {
		seen := map[string]bool{}
		for _, form := range wordForms {
			for _, w := range form.FindAllString(text, -1) {
				if !seen[w] {
					seen[w] = true
					count[w]++
				}
			}
		}
	}
	var words []string
	for w, n := range count {
		if n > 2 && len(w) > 3 {
			words = append(words, w)
		}
	}
	saved := func(w string) int { return (count[w] - 2) * (len(w) - 3) }
	slices.SortFunc(words, func(a, b string) int {
		return cmp.Or(cmp.Compare(saved(b), saved(a)), strings.Compare(a, b))
	})
	out := ""
	for _, w := range words {
		if len(out)+len(w) <= longestDictionary && !strings.Contains(out, w) {
			out = w + out
		}
	}
	return out
}

var firstWord = regexp.MustCompile(`^[A-Z][a-z]+`)

// verbs are the words with which the actions of three services or more begin:
// Get, Put, Start, Stop. They keep a suggestion from turning one into another.
func verbs(s *source) []string {
	in := map[string]map[string]bool{}
	for _, each := range s.services {
		for _, a := range each.actions {
			w := firstWord.FindString(a.Name)
			if in[w] == nil {
				in[w] = map[string]bool{}
			}
			in[w][each.prefix] = true
		}
	}
	var out []string
	for w, services := range in {
		if w != "" && len(services) >= 3 {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// aliasText names, for each beginning of keys that is not the prefix of the
// service which lists them, those services: "saml=sts identitycenter=sso".
func aliasText(s *source) string {
	global := map[string]bool{}
	for _, k := range s.global {
		global[k.Key] = true
	}
	seen := map[string]bool{}
	var out []string
	for _, each := range s.services {
		for _, k := range each.keys {
			prefix, _, _ := strings.Cut(strings.ToLower(k.Key), ":")
			if pair := prefix + "=" + each.prefix; prefix != each.prefix && !global[k.Key] && !seen[pair] {
				seen[pair] = true
				out = append(out, pair)
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

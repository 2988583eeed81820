package lessons

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz/prose"
)

func isChapter(slug string) bool { return slices.Contains(Chapters(), slug) }

// pages are the addresses of our own that a text may name as they are.
var pages = []string{
	"/", "/lessons", "/practice", "/test", "/review", "/sandbox", "/challenges", "/explain", "/check",
	"/glossary", "/search", "/progress", "/class", "/join", "/live", "/about",
}

// siteMap is what links may lead to. The terms and modes are gathered before any
// text is compiled, the anchors once all lessons are.
type siteMap struct {
	terms   map[string]bool
	modes   map[string]map[string]bool // lesson → modes it has
	anchors map[string]bool            // "/lessons/x/why#y"
	names   func(kind, name string) bool
}

// findings are what the compiling of one file came upon. Files are compiled side
// by side, so each has its own; they are put together in the files' order.
type findings struct {
	faults    prose.Faults
	counts    Counts
	anchors   []string
	toAnchors []anchorLink // verified once every heading is known
}

func (f *findings) fail(fs ...prose.Fault) { f.faults = append(f.faults, fs...) }

func (f *findings) add(g *findings) {
	f.faults = append(f.faults, g.faults...)
	f.counts.PoliciesRun += g.counts.PoliciesRun
	f.counts.StepsRun += g.counts.StepsRun
	f.counts.Cards += g.counts.Cards
	f.counts.Links += g.counts.Links
	f.anchors = append(f.anchors, g.anchors...)
	f.toAnchors = append(f.toAnchors, g.toAnchors...)
}

type anchorLink struct {
	href string
	at   prose.Place
}

// links resolves the links of one text. Lesson and mode say where the text
// stands; both are empty outside of lessons. Found takes what is to be verified
// later; without it every heading is known and anchors are verified at once.
type links struct {
	site         *siteMap
	found        *findings
	lesson, mode string
}

// Resolve implements [prose.Links].
func (l links) Resolve(dest string, at prose.Place) prose.Target {
	if l.found != nil {
		l.found.counts.Links++
	}
	scheme, rest, _ := strings.Cut(dest, ":")
	switch {
	case scheme == "term":
		return l.term(rest)
	case scheme == "mode":
		return l.toMode(rest, at)
	case scheme == "lesson":
		return l.toLesson(rest, at)
	case strings.HasPrefix(dest, "#"):
		return l.toMode(l.mode+dest, at)
	case strings.HasPrefix(dest, "/"):
		return l.toPage(dest)
	}
	if fault := prose.CheckURL(dest); fault != "" {
		return prose.Target{Fault: fault}
	}
	return prose.Target{Href: dest, Class: "outside"}
}

func (l links) term(id string) prose.Target {
	if !l.site.terms[id] {
		return fault("the glossary has no term %q", id)
	}
	return prose.Target{Href: "/glossary#" + id, Class: "term"}
}

func (l links) toMode(ref string, at prose.Place) prose.Target {
	mode, _, _ := strings.Cut(ref, "#")
	switch {
	case l.lesson == "":
		return fault("only a lesson's own text can name one of its modes: write lesson:SLUG/MODE")
	case ModeLabel(mode) == "":
		return fault("%q is not a mode; the modes are %s", mode, strings.Join(ModeSlugs(), ", "))
	case !l.site.modes[l.lesson][mode]:
		return fault("this lesson has no mode %q", mode)
	}
	return l.anchor("/lessons/"+l.lesson+"/"+ref, at)
}

func (l links) toLesson(ref string, at prose.Place) prose.Target {
	path, _, _ := strings.Cut(ref, "#")
	slug, mode, _ := strings.Cut(path, "/")
	modes, exists := l.site.modes[slug]
	switch {
	case !exists && isChapter(slug):
		return prose.Target{}
	case !exists:
		return fault("there is no lesson %q", slug)
	case mode != "" && !modes[mode]:
		return fault("the lesson %s has no mode %q", slug, mode)
	case mode == "" && path != ref:
		return fault("an anchor stands in a mode: lesson:%s/MODE#ANCHOR", slug)
	}
	return l.anchor("/lessons/"+ref, at)
}

func (l links) toPage(dest string) prose.Target {
	path, _, _ := strings.Cut(dest, "?")
	if slices.Contains(pages, path) {
		return prose.Target{Href: dest}
	}
	kind, name, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch kind {
	case "lessons":
		return fault("write lesson:SLUG, so that the link is checked")
	case "sandbox", "challenges":
		if !l.site.names(kind, name) {
			return fault("there is no %s: sandbox/%s has no file %s.txtar", path, map[string]string{"sandbox": "worlds", "challenges": "challenges"}[kind], name)
		}
		return prose.Target{Href: dest}
	case "quiz":
		if l.site.modes[name] == nil {
			return fault("there is no lesson %q", name)
		}
		return prose.Target{Href: dest}
	}
	return fault("there is no page %s", path)
}

// anchor leads to an address, with an anchor or without.
func (l links) anchor(href string, at prose.Place) prose.Target {
	switch {
	case !strings.Contains(href, "#"):
	case l.found != nil:
		l.found.toAnchors = append(l.found.toAnchors, anchorLink{href, at})
	default:
		if missing := l.site.missing(href); missing != "" {
			return prose.Target{Fault: missing}
		}
	}
	return prose.Target{Href: href}
}

// missing says that an address has an anchor that isn't there; empty when it is.
func (s *siteMap) missing(href string) string {
	if s.anchors[href] {
		return ""
	}
	page, anchor, _ := strings.Cut(href, "#")
	return fmt.Sprintf("%s has no heading with the id %q", strings.TrimPrefix(page, "/lessons/"), anchor)
}

// verify returns a fault for every anchor that was named and isn't there.
func (s *siteMap) verify(f *findings) prose.Faults {
	for _, a := range f.anchors {
		s.anchors[a] = true
	}
	var fs prose.Faults
	for _, l := range f.toAnchors {
		if missing := s.missing(l.href); missing != "" {
			fs = append(fs, l.at.Fault("%s", missing))
		}
	}
	return fs
}

// source checks the address that a text rests on.
func (f *findings) source(src prose.Str, doc prose.Place) {
	if src.Value == "" {
		f.fail(doc.Fault("a source is missing: the AWS page that this rests on"))
		return
	}
	f.counts.Links++
	if bad := prose.CheckURL(src.Value); bad != "" {
		f.fail(src.Place(doc).Fault("%s", bad))
	}
}

func fault(format string, args ...any) prose.Target {
	return prose.Target{Fault: fmt.Sprintf(format, args...)}
}

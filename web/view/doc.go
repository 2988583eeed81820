// Package view draws Rolecall's pages. Its components are small and typed: a
// component takes values and knows no handler, no store and no Echo. The files
// page_*.templ put them together into pages.
//
// One visual grammar holds throughout: a thing of the subject has one word, one
// icon and one colour wherever it appears (icons.go). The word is always
// printed; colour and shape only repeat it. Everything works without scripts:
// forms post and answer with a page; the hx- attributes beside them let htmx
// swap the part instead.
package view

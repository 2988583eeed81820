// Package learn has the home page, the lessons in their modes, guided paths, cards, the
// glossary and search. It may not know another group of pages.
package learn

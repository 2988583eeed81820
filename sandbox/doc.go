// Package sandbox holds the worlds people play in and the steps they play.
//
// A [Scenario] is a text file (worlds/NAME.txtar) that builds a world and tells
// its story; a [Challenge] (challenges/NAME.txtar) is a scenario with goals, hints,
// a solution and tempting wrong ones. Steps are lines as one would type them, with
// the author's claims between them: a [Player] plays them through the same shell
// that a learner types into, so whatever a page shows was decided by the engine.
//
// [Embedded] is the [Library] of all that ships with the program. docs/authoring.md
// describes the formats.
package sandbox

// Package generate makes questions without end.
//
// A family is one thing to ask: who can assume this role, which layer refuses,
// will this chain last. From random numbers it drafts a small world, a stem and
// four options: one that is right by AWS's documentation and three mutations of
// it, each standing for a misconception that people really have.
//
// No draft becomes a question on its author's word. Every option is a claim in
// the language of steps, and the engine is asked about each in a world of its
// own: the right one must hold and the others must fail. A family whose word and
// the engine's differ makes no question but an error.
//
// A new family is a function from random numbers to a draft and a line in the registry. Its
// wrong options name misconceptions of the table (docs/misconceptions.md), its
// outcomes come from the page it names as source, and statements that AWS's pages
// don't settle stay out. `go test -run OneRightAnswer -seeds 10000` asks the engine
// about ten thousand seeds of each family; `-run ReadAloud -aloud 5 -v` prints some
// to be read aloud.
//
// The same family, version and seed give the same question, so an attempt keeps
// its id alone: see [ID].
package generate

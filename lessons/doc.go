// Package lessons turns what authors write into what readers meet: markdown with
// directives becomes a list of typed blocks, and everything that the engine decides
// (verdicts, transcripts, frames, drawings) is decided while it is compiled.
//
// The author states an outcome, the engine decides it, and the two must agree: a
// lesson that claims what the engine denies does not load. A compiled course is
// immutable; what a reader has done is kept elsewhere, under the ids of the blocks.
//
// The formats are described in docs/authoring.md.
package lessons

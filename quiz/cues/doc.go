// Package cues answers questions without knowing anything about AWS.
//
// A question is fair when only knowledge helps with it. Each [Strategy] is a rule
// that people use when they do not know the answer: take the longest option, drop
// those with "never" in them, take the one that quotes code. The tests let every
// strategy answer the whole bank and 500 questions of each generator family. One
// that does clearly better than chance has found a cue, and the options are to be
// rewritten: see "No cue but knowledge" in docs/authoring.md.
package cues

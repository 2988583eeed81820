// Package quiz holds the questions, grades answers, picks what to ask and says
// what a set of answers shows.
//
// A question is read once, at start-up, from a YAML file an author wrote, and
// never changes. What the author states (which option is right) and what the
// engine decides (which option's steps hold) are compared for every option of a
// question that names a world; neither is believed alone.
//
// Nothing here knows about pages or storage. Whoever shows a question sends only
// its stem and options; keys, hints and explanations are sent once they are earned.
package quiz

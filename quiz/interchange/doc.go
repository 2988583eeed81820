// Package interchange carries questions to other programs and back: GIFT, Aiken,
// Moodle XML, CSV and Anki's text form.
//
// Everything goes by way of one thing, [quiz.Draft]: a question as our own authors
// write it. On the way out a question becomes a draft that stands by itself (see
// [Portable]), on the way in a draft is what a format's reader makes, and quiz's
// own strict reader decides whether it is a question. So an imported question, a
// teacher's own and the course's are one thing.
//
// No format holds all that a question has. What is lost on either way is told for
// every question, in words; docs/interchange.md has the table.
package interchange

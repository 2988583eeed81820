// Package prose reads what authors write, strictly: YAML whose every key must be
// known, and markdown in which nothing passes through unseen. Every fault carries
// the file and the line where the author can mend it, and all faults are reported
// at once.
//
// Lessons and questions both stand on it, so a link, a table or a piece of JSON
// means and looks the same in either.
package prose

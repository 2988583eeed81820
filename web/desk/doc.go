// Package desk builds the views of worlds and challenges that several groups of pages
// show: console, map, editor, decisions, the log. It may not know a group.
package desk

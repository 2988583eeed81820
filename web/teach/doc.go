// Package teach has the instructors' pages: banks of questions and statistics. It may not
// know another group of pages.
package teach

// Package attempt finds the questions that attempts ask, in the version that was asked.
// It may not know HTTP, pages or lessons.
package attempt

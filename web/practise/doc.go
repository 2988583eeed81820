// Package practise has quizzes, practice, tests, the review and the pages of progress. It
// may not know another group of pages.
package practise

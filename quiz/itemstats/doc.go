// Package itemstats says how well questions do their work: how hard they turned
// out, whether those who know the rest get them right, and which wrong options
// tempt whom. It computes over answers and knows of no page, file or learner.
//
// The terms and formulas are those of Moodle's quiz statistics
// (https://docs.moodle.org/dev/Quiz_statistics_calculations), for marks of 0 and
// 1. Written here for S answers to a question, x the mark and X the share right in
// the rest of the same attempt:
//
//	facility index            F  = mean(x)
//	discrimination index      D  = C(x, X) / sqrt(V(x) V(X)), the correlation of the question with the rest
//	discriminative efficiency DE = C(x, X) / Cmax(x, X), Cmax being the covariance had
//	                               the same right answers gone to those best in the rest
//
// with C and V the covariance and the variance over S − 1. Moodle takes X as a sum
// of marks; attempts here differ in length, so it is a share, which is the same
// correlation when they don't. The question itself is never part of X: an item
// correlates with itself, and short tests would flatter every question.
//
// The upper and the lower group are the best and the worst 27 % in the rest
// (T. L. Kelley, "The selection of upper and lower groups for the validation of
// test items", Journal of Educational Psychology 30, 1939). Who did equally well
// stays together, so that a group may be larger, and no chance decides.
//
// A learner counts once for a version of a question: with the first answer in a
// practice and, apart from it, with the first in a test. Whoever has read the
// explanation answers from memory of it, which says nothing of the question;
// Moodle's page gives the same advice. Practice, where a hint and a second look
// are at hand, is never mixed with tests.
//
// Under [Enough] answers nothing is said but that they are too few.
package itemstats

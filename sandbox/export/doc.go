// Package export writes a world as what would build it in real accounts: as
// Terraform ([Terraform]) and as a shell script of `aws` commands ([CLI]).
//
// Both follow one plan. It puts things in an order in which AWS accepts them: a
// policy that names a principal comes after the principal, for AWS refuses to
// store the other way round; what can shut the builder out, the organization's
// policies, comes last. What no tool can carry over (access keys, MFA devices,
// sessions) and what AWS would refuse is listed, and stands as comments in the
// text.
//
// A world is made by learners and by imports, so its names and values are hostile
// input: they reach the texts only through hclwrite's escaping and through one
// function that quotes for a shell.
package export

// Package sts is the sandbox's Security Token Service: it decides who may become
// whom and for how long, and issues the temporary credentials.
//
// Every function takes a [world.Access], which knows the caller and asks the
// policy engine, and answers with a struct whose JSON form is AWS's own. A
// refusal is a [*world.Fault] with AWS's code and wording. The rules are those
// of the STS API Reference and of "Temporary security credentials in IAM" in the
// IAM User Guide.
package sts

// Package embedded finds the policy documents inside CloudFormation and SAM templates
// (YAML or JSON) and Terraform plans (JSON of `terraform show -json`), each with its
// kind and the place of every part of it, so that a linter's findings point into the
// file that people edit.
//
// A template is not deployed: what only AWS can say, such as !Ref of a resource, is
// unsure, and findings about it are left out.
package embedded

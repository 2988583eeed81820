// Package awscli is the command line in front of the sandbox's AWS API: a shell
// for one person at a prompt, and `aws` as version 2 of the AWS CLI speaks it.
// It reads lines, finds credentials, calls operations of awsapi and prints their
// answers, all within a budget. It decides nothing about access, and knows
// nothing of HTTP and of how worlds are stored.
package awscli

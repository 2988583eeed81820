package awscli

import (
	"fmt"
	"strings"

	"rolecall/sandbox/awsapi"
)

// waiter is a command of `aws SERVICE wait`. It asks one operation until its answer
// is right; nothing changes in a sandbox meanwhile, so that it is asked once.
type waiter struct {
	cli, word string
	name      string // "TableExists"
	op        string // the operation's command
	missing   string // the error code of what isn't there
	status    bool   // the missing code is told by HTTP's status
	gone      bool   // it waits until it isn't there
	also      string // an error code that will do as well
}

// waiters are those of the operations that the sandbox has, as the AWS CLI's command
// reference lists them.
var waiters = []waiter{
	{cli: "dynamodb", word: "table-exists", name: "TableExists", op: "describe-table", missing: "ResourceNotFoundException"},
	{cli: "dynamodb", word: "table-not-exists", name: "TableNotExists", op: "describe-table", missing: "ResourceNotFoundException", gone: true},
	{cli: "iam", word: "instance-profile-exists", name: "InstanceProfileExists", op: "get-instance-profile", missing: "NoSuchEntity", status: true},
	{cli: "iam", word: "policy-exists", name: "PolicyExists", op: "get-policy", missing: "NoSuchEntity"},
	{cli: "iam", word: "role-exists", name: "RoleExists", op: "get-role", missing: "NoSuchEntity"},
	{cli: "iam", word: "user-exists", name: "UserExists", op: "get-user", missing: "NoSuchEntity"},
	{cli: "s3api", word: "bucket-exists", name: "BucketExists", op: "head-bucket", missing: "404", status: true, also: "403"},
	{cli: "s3api", word: "bucket-not-exists", name: "BucketNotExists", op: "head-bucket", missing: "404", status: true, gone: true},
	{cli: "s3api", word: "object-exists", name: "ObjectExists", op: "head-object", missing: "404", status: true},
	{cli: "s3api", word: "object-not-exists", name: "ObjectNotExists", op: "head-object", missing: "404", status: true, gone: true},
}

// waitersOf lists the words that may follow `aws SERVICE wait`.
func waitersOf(service string) []string {
	var list []string
	for _, w := range waiters {
		if w.cli == service {
			list = append(list, w.word)
		}
	}
	return list
}

func findWaiter(service, word string) *waiter {
	for i := range waiters {
		if waiters[i].cli == service && waiters[i].word == word {
			return &waiters[i]
		}
	}
	return nil
}

func (w *waiter) doc() string {
	if w.gone {
		return "Waits until " + w.op + " finds nothing."
	}
	return "Waits until " + w.op + " finds it."
}

// wait runs `aws SERVICE wait`, which prints nothing when it has what it waits for.
func (c *awsCommand) wait(service string, args []string) (Reply, *cliError) {
	g := &grammar{words: []positional{{name: "subcommand", choices: append(waitersOf(service), "help")}}}
	p, err := g.parse(args)
	if err != nil {
		return Reply{}, err
	}
	w := findWaiter(service, p.words["subcommand"])
	if w == nil {
		return Reply{Stdout: helpWait(service)}, nil
	}
	r, err := c.operation(awsapi.Lookup(service, w.op), p.rest)
	if err != nil || r.Outcome == nil {
		return r, err
	}
	r.Stdout = ""
	r.Exit, r.Stderr = 0, ""
	if reason := w.fault(r.Outcome.Err); reason != "" {
		r.Exit, r.Stderr = exitGeneral, errorLine("Waiter "+w.name+" failed: "+reason)
	}
	return r, nil
}

// fault is why waiting came to nothing, in the CLI's words; empty when it didn't.
func (w *waiter) fault(e *awsapi.APIError) string {
	const tired = "Max attempts exceeded"
	switch {
	case e == nil && w.gone:
		return tired
	case e == nil, w.gone && e.Code == w.missing, w.also != "" && e.Code == w.also:
		return ""
	case e.Code == w.missing && w.status:
		return tired + ". Previously accepted state: Matched expected HTTP status code: 404"
	case e.Code == w.missing:
		return tired + ". Previously accepted state: Matched expected service error code: " + w.missing
	}
	return "An error occurred (" + e.Code + "): " + e.Message
}

func helpWait(service string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "aws %s wait <subcommand> [parameters]\n\nCommands that end when something is there, or gone:\n\n", service)
	for _, word := range waitersOf(service) {
		fmt.Fprintf(&b, "  %-24s %s\n", word, findWaiter(service, word).doc())
	}
	return b.String()
}

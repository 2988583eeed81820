package awscli

import (
	"errors"
	"slices"
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/budget"
)

// Exit codes of AWS CLI version 2. See "Command line return codes in the AWS
// CLI" in its user guide. Version 1 has 2 for a parameter error and 255 for all
// others.
const (
	exitTransfer = 1   // of `aws s3`: a transfer failed
	exitParams   = 252 // the command line was wrong
	exitConfig   = 253 // no credentials, or a fault in the configuration
	exitService  = 254 // the service answered an error
	exitGeneral  = 255 // anything else
)

const usage = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`

// cliError is a fault that the CLI itself finds.
type cliError struct {
	exit  int
	code  string // "ParamValidation", "NoCredentials"; empty when the CLI prints the message alone
	text  string
	usage bool // print the usage before the message
	// refused is what came of a call that was made on the way, such as the
	// AssumeRole of a profile.
	refused *awsapi.Outcome
	own     bool // the sandbox's own: the AWS CLI has no such fault
}

func (e *cliError) Error() string { return e.text }

func paramError(text string) *cliError {
	return &cliError{exit: exitParams, code: "ParamValidation", text: text}
}

// argumentError is a fault in the words of a command line: the usage follows it.
func argumentError(text string) *cliError { return paramError(text + "\n\n" + usage) }

// parseError is a fault in the value of an option.
func parseError(option, text string) *cliError {
	return paramError("Error parsing parameter '" + option + "': " + text)
}

// unknownOptions refuses words that no option takes. Beyond what the CLI says it
// suggests the known options that a misspelt one is most like.
func unknownOptions(words []string, known []option) *cliError {
	return &cliError{exit: exitParams, text: "Unknown options: " + strings.Join(words, ", ") + meantOptions(words, known), usage: true}
}

// maxMeant is for how many unknown options a known one is suggested.
const maxMeant = 5

func meantOptions(words []string, known []option) string {
	var names []string
	for _, o := range slices.Concat(known, globalOptions()) {
		names = append(names, o.name)
	}
	text := ""
	for _, w := range words[:min(len(words), maxMeant)] {
		name, _, _ := strings.Cut(w, "=")
		if !strings.HasPrefix(name, "--") {
			continue
		}
		for _, near := range closeMatches(name, names, 1, 0.8) {
			text += "\n  * " + near
		}
	}
	if text == "" {
		return ""
	}
	return "\n\nMaybe you meant:\n" + text
}

func configError(code, text string) *cliError {
	return &cliError{exit: exitConfig, code: code, text: text}
}

func generalError(text string) *cliError { return &cliError{exit: exitGeneral, text: text} }

// stopped is the fault of work that didn't come to its end: it went over a limit
// of the console, or the request ended.
func stopped(err error) *cliError {
	if !budget.Stopped(err) {
		return generalError(err.Error())
	}
	return &cliError{exit: exitGeneral, text: limitText(err), own: true}
}

// limitText tells of a line that was stopped, and what to do.
func limitText(err error) string {
	var over *budget.Exceeded
	if errors.As(err, &over) {
		return "this line was stopped: " + over.Error() + ". Ask for less in one line. What it had changed before stays changed."
	}
	return "this line was stopped, for the request that sent it has ended."
}

// errorLine frames a message as the CLI does since version 2.32.
func errorLine(text string) string { return "\naws: [ERROR]: " + strings.TrimSpace(text) + "\n" }

// reply prints the error in one of the forms of --cli-error-format.
func (e *cliError) reply(format string) Reply {
	r := Reply{Exit: e.exit, Outcome: e.refused, Fault: e.code}
	if e.refused != nil {
		r.Operation = awsapi.LookupName("sts", "AssumeRole")
	}
	if e.usage {
		r.Stderr = "\n" + usage + "\n"
	}
	switch {
	case e.own:
		r.Stderr += "rolecall: " + e.text + "\n"
	case e.code == "" || format == "legacy":
		r.Stderr += errorLine(e.text)
	case format == "" || format == "enhanced":
		r.Stderr += errorLine("An error occurred (" + e.code + "): " + e.text)
	default:
		r.Stderr += structuredError(format, e.code, e.text)
	}
	return r
}

// printAPIError prints what a service refused with. HEAD requests have no body,
// so that the CLI knows the status alone.
func printAPIError(e *awsapi.APIError, format string) string {
	shown := headError(e)
	if format == "" || format == "enhanced" || format == "legacy" {
		return errorLine(shown.Error())
	}
	return structuredError(format, shown.Code, shown.Message)
}

// headError gives an error the code and message that a client makes up when the
// answer has no body.
func headError(e *awsapi.APIError) *awsapi.APIError {
	if e.Operation != "HeadObject" && e.Operation != "HeadBucket" {
		return e
	}
	shown := *e
	switch e.Status {
	case 400:
		shown.Code, shown.Message = "400", "Bad Request"
	case 403:
		shown.Code, shown.Message = "403", "Forbidden"
	case 404:
		shown.Code, shown.Message = "404", "Not Found"
	}
	return &shown
}

func structuredError(format, code, text string) string {
	d, err := newDocument(nil, map[string]any{"Code": code, "Message": text})
	if err != nil {
		return errorLine(text)
	}
	out, err := d.render(format, "error")
	if err != nil {
		return errorLine(text)
	}
	return out
}

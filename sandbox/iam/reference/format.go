package reference

import "strings"

// format is a compiled ARN format.
type format struct {
	parts []part
	head  [5][]part // the first five fields, "arn" to the account
	tail  []part    // the rest
}

// part is a run of literal text, or a variable.
type part struct {
	literal string // "" for a variable
	class   class
}

// class says what a variable may hold.
type class uint8

const (
	anything  class = iota // also nothing
	someone                // at least one letter or digit: partitions, Regions and accounts
	segment                // at least one byte, no slash and no colon
	something              // at least one byte
)

// segments are the variables of which AWS's naming rules are known to leave out
// slashes and colons, so that arn:aws:s3:::reports/2026 is no bucket:
//
//   - BucketName: Amazon S3 User Guide, "General purpose bucket naming rules"
//   - TableName: Amazon DynamoDB Developer Guide, "Supported data types and naming rules"
//   - QueueName: Amazon SQS API reference, CreateQueue
//   - KeyId: AWS KMS API reference, DescribeKey, "KeyId"
//
// Not so the names of functions and topics: a version, an alias or a subscription
// stands behind them after a colon.
var segments = map[string][]string{
	"s3": {"BucketName"}, "dynamodb": {"TableName"}, "sqs": {"QueueName"}, "kms": {"KeyId"},
}

func classOf(service, variable string) class {
	switch {
	case variable == "Partition" || variable == "Region" || strings.HasPrefix(variable, "Account"):
		return someone
	case service == "s3" && variable == "ObjectName":
		return something
	}
	for _, name := range segments[service] {
		if name == variable {
			return segment
		}
	}
	return anything
}

func compile(text string) format {
	var f format
	fields := strings.SplitN(text, ":", 6)
	service := ""
	if len(fields) > 2 {
		service = fields[2]
	}
	f.parts = parts(text, service)
	for i := range min(5, len(fields)) {
		f.head[i] = parts(fields[i], service)
	}
	if len(fields) == 6 {
		f.tail = parts(fields[5], service)
	}
	return f
}

// parts cuts a format at its variables. A `*` in a format stands for anything.
func parts(text, service string) []part {
	var out []part
	literal := func(s string) {
		for i, piece := range strings.Split(s, "*") {
			if i > 0 {
				out = append(out, part{class: anything})
			}
			if piece != "" {
				out = append(out, part{literal: piece})
			}
		}
	}
	for {
		before, rest, found := strings.Cut(text, "${")
		literal(before)
		if !found {
			return out
		}
		name, after, _ := strings.Cut(rest, "}")
		out = append(out, part{class: classOf(service, name)})
		text = after
	}
}

// fits reports whether an entry of Resource matches any text of the format. Fields
// are compared one by one. Where a wildcard may reach over colons, the whole is
// compared as well, for AWS's matching knows no fields.
func (f *format) fits(entry string) bool {
	fields := strings.SplitN(entry, ":", 6)
	if len(fields) == 6 && f.fitsFields(fields) {
		return true
	}
	for _, field := range fields[:min(5, len(fields))] {
		if strings.Contains(field, "*") {
			return meet(entry, f.parts)
		}
	}
	return false
}

func (f *format) fitsFields(fields []string) bool {
	for i := range f.head {
		if !meet(fields[i], f.head[i]) {
			return false
		}
	}
	return meet(fields[5], f.tail)
}

// meet reports whether a pattern with * and ? and a format have a text in common.
func meet(pattern string, format []part) bool {
	switch {
	case pattern == "*":
		return true
	case len(format) == 0:
		return strings.Trim(pattern, "*") == ""
	case len(format) == 1 && format[0].literal == "" && format[0].class == anything:
		return true
	case len(format) == 1 && pattern != "" && format[0].literal == pattern:
		return true
	}
	if before, sure := beginning(pattern, format[0].literal); sure {
		return before
	}
	return meetSlowly(pattern, format)
}

// beginning compares up to the first wildcard or the end of a literal: most pairs
// are told apart there. It is sure when they differ.
func beginning(pattern, literal string) (meets, sure bool) {
	for i := range len(literal) {
		switch {
		case i == len(pattern):
			return false, true
		case pattern[i] == '*':
			return false, false
		case pattern[i] != '?' && pattern[i] != literal[i]:
			return false, true
		}
	}
	return false, false
}

// meetSlowly keeps, for every place of the pattern, whether the part of the format
// that was read so far can end there. It takes len(pattern) steps for each byte of
// the format.
func meetSlowly(pattern string, format []part) bool {
	at := make([]bool, len(pattern)+1)
	next := make([]bool, len(pattern)+1)
	at[0] = true
	passStars(pattern, at)
	for _, p := range format {
		if p.literal == "" {
			p.class.pass(pattern, at, next)
			at, next = next, at
			continue
		}
		for i := range len(p.literal) {
			step(pattern, at, next, func(c byte) bool { return c == p.literal[i] })
			at, next = next, at
		}
	}
	return at[len(pattern)]
}

// passStars: a * may match nothing.
func passStars(pattern string, at []bool) {
	for i := range len(pattern) {
		if at[i] && pattern[i] == '*' {
			at[i+1] = true
		}
	}
}

// step reads one byte of the format, of which allowed says what it may be.
func step(pattern string, at, next []bool, allowed func(byte) bool) {
	clear(next)
	for i := range len(pattern) {
		switch {
		case !at[i]:
		case pattern[i] == '*':
			next[i] = true
		case pattern[i] == '?' || allowed(pattern[i]):
			next[i+1] = true
		}
	}
	passStars(pattern, next)
}

// pass reads a variable: any number of bytes of its class.
func (c class) pass(pattern string, at, next []bool) {
	allowed := c.allows
	if c == anything {
		copy(next, at)
	} else {
		step(pattern, at, next, allowed)
	}
	for i := range len(pattern) {
		if next[i] && (pattern[i] == '*' || pattern[i] == '?' || allowed(pattern[i])) {
			next[i+1] = true
		}
	}
}

func (c class) allows(b byte) bool {
	switch c {
	case someone:
		return b == '-' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
	case segment:
		return b != '/' && b != ':'
	case anything, something:
	}
	return true
}

package awscli

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/budget"
)

// s3Command is one run of `aws s3`, the commands that the CLI builds from
// several calls of S3. See "Using high-level (s3) commands in the AWS CLI" in
// its user guide.
type s3Command struct {
	*awsCommand
	reply Reply
	out   *budget.Text // standard output
	errs  *budget.Text // standard error
	path  []string
	opts  *parsed
}

// s3Verb is one of those commands.
type s3Verb struct {
	usage   string
	doc     string
	paths   int // that it needs
	options []option
	run     func(*s3Command) *cliError
}

func s3Flags(names ...string) []option {
	var list []option
	for _, n := range names {
		list = append(list, option{name: "--" + n, arity: noValue, set: "true"})
	}
	return list
}

func s3Values(names ...string) []option {
	var list []option
	for _, n := range names {
		list = append(list, option{name: "--" + n})
	}
	return list
}

// s3Verbs are the commands that the sandbox has.
func s3Verbs() map[string]s3Verb {
	quiet := s3Flags("recursive", "dryrun", "quiet", "only-show-errors")
	transfer := append(slices.Clone(quiet), s3Flags("no-progress", "no-guess-mime-type")...)
	transfer = append(transfer, s3Values("content-type", "acl", "storage-class", "sse", "sse-kms-key-id", "expected-size", "cache-control", "request-payer")...)
	ls := append(s3Flags("recursive", "human-readable", "summarize"), s3Values("page-size", "request-payer")...)
	return map[string]s3Verb{
		"ls": {"<S3Uri> or NONE", "Lists buckets, or the objects of one.", 0, ls, (*s3Command).ls},
		"cp": {"<LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>", "Copies a file to a bucket, or an object to a file or to the screen (-).", 2, transfer, (*s3Command).cp},
		"rm": {"<S3Uri>", "Deletes an object.", 1, quiet, (*s3Command).rm},
		"mb": {"<S3Uri>", "Makes a bucket.", 1, nil, (*s3Command).mb},
	}
}

// notHere are commands of `aws s3` that the sandbox doesn't imitate.
var notHere = []string{"mv", "sync", "presign", "rb", "website"}

func (c *awsCommand) s3(args []string) (Reply, *cliError) {
	if len(args) == 0 {
		return Reply{}, paramError("usage: aws [options] s3 <subcommand> [parameters]\naws: [ERROR]: too few arguments")
	}
	verbs := s3Verbs()
	name := args[0]
	if slices.Contains(notHere, name) {
		return Reply{}, generalError("the sandbox doesn't have `aws s3 " + name + "`; it has " + strings.Join(slices.Sorted(maps.Keys(verbs)), ", "))
	}
	if name == "help" {
		return Reply{Stdout: helpS3()}, nil
	}
	if err := checkChoice("argument subcommand", name, slices.Sorted(maps.Keys(verbs)), false); err != nil {
		return Reply{}, err
	}
	verb := verbs[name]
	if len(args) > 1 && args[1] == "help" {
		return Reply{Stdout: helpS3Verb(name, verb)}, nil
	}
	p, err := (&grammar{options: verb.options}).parse(args[1:])
	if err != nil {
		return Reply{}, err
	}
	s := &s3Command{awsCommand: c, opts: p, out: budget.NewText(c.shell.budget), errs: budget.NewText(c.shell.budget)}
	if err := s.takePaths(verb); err != nil {
		return Reply{}, err
	}
	if err = verb.run(s); err == nil {
		err = s.printed()
	}
	if err != nil {
		return err.reply(c.errorFormat).after(s.reply), nil
	}
	return s.reply, nil
}

// printed puts what was printed into the reply.
func (s *s3Command) printed() *cliError {
	for _, text := range []*budget.Text{s.out, s.errs} {
		if err := text.Err(); err != nil {
			return stopped(err)
		}
	}
	s.reply.Stdout, s.reply.Stderr = s.out.String(), s.errs.String()
	return nil
}

func (s *s3Command) takePaths(verb s3Verb) *cliError {
	most := max(1, verb.paths)
	var unknown []string
	for _, w := range s.opts.rest {
		if strings.HasPrefix(w, "-") && w != "-" || len(s.path) == most {
			unknown = append(unknown, w)
			continue
		}
		s.path = append(s.path, w)
	}
	switch {
	case len(s.path) < verb.paths:
		return argumentError("the following arguments are required: paths")
	case len(unknown) > 0:
		return paramError("Unknown options: " + strings.Join(unknown, ","))
	}
	return nil
}

// do makes one call. It returns the service's refusal apart from the CLI's own faults.
func (s *s3Command) do(name string, in awsapi.Input) (any, *awsapi.APIError, *cliError) {
	out, r, err := s.invoke(awsapi.LookupName("s3", name), in)
	if err != nil {
		return nil, nil, err
	}
	s.reply.Operation, s.reply.Output, s.reply.Outcome = r.Operation, r.Output, r.Outcome
	return out, r.Outcome.Err, nil
}

// refused ends the command as the CLI does when a call fails that it doesn't
// make as part of a transfer.
func (s *s3Command) refused(e *awsapi.APIError) *cliError {
	write(s.errs, printAPIError(e, s.errorFormat))
	s.reply.Exit = exitService
	return nil
}

func isS3(path string) bool { return strings.HasPrefix(path, "s3://") }

// bucketAndKey takes s3://BUCKET/KEY apart.
func bucketAndKey(path string) (bucket, key string) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(path, "s3://"), "/")
	return bucket, key
}

func (s *s3Command) ls() *cliError {
	path := ""
	if len(s.path) > 0 {
		path = s.path[0]
	}
	bucket, prefix := bucketAndKey(path)
	if bucket == "" {
		return s.lsBuckets()
	}
	in := awsapi.Input{"Bucket": bucket, "Prefix": prefix}
	if !s.opts.has("recursive") {
		in["Delimiter"] = "/"
	}
	out, refused, err := s.do("ListObjectsV2", in)
	if err != nil {
		return err
	}
	if refused != nil {
		return s.refused(refused)
	}
	list, ok := out.(*awsapi.ListObjectsOutput)
	if !ok {
		return generalError("the sandbox can't read its own list of objects")
	}
	total := s.printList(list)
	if s.opts.has("summarize") {
		fmt.Fprintf(s.out, "\nTotal Objects: %d\n   Total Size: %s\n", len(list.Contents), s.size(total))
	}
	if prefix != "" && len(list.Contents)+len(list.CommonPrefixes) == 0 {
		s.reply.Exit = 1
	}
	return nil
}

func (s *s3Command) printList(list *awsapi.ListObjectsOutput) (total int64) {
	for _, p := range list.CommonPrefixes {
		parts := strings.Split(p.Prefix, "/")
		fmt.Fprintf(s.out, "%30s %s/\n", "PRE", parts[max(0, len(parts)-2)])
	}
	for _, o := range list.Contents {
		name := o.Key
		if !s.opts.has("recursive") {
			name = name[strings.LastIndexByte(name, '/')+1:]
		}
		total += o.Size
		fmt.Fprintf(s.out, "%s %10s %s\n", stamp(o.LastModified), s.size(o.Size), name)
	}
	return total
}

func (s *s3Command) lsBuckets() *cliError {
	out, refused, err := s.do("ListBuckets", awsapi.Input{})
	if err != nil {
		return err
	}
	if refused != nil {
		return s.refused(refused)
	}
	if list, ok := out.(*awsapi.ListBucketsOutput); ok {
		for _, b := range list.Buckets {
			write(s.out, stamp(b.CreationDate), " ", b.Name, "\n")
		}
	}
	return nil
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }

func (s *s3Command) size(n int64) string {
	if !s.opts.has("human-readable") {
		return strconv.FormatInt(n, 10)
	}
	if n == 1 {
		return "1 Byte"
	}
	if n < 1024 {
		return strconv.FormatInt(n, 10) + " Bytes"
	}
	size := float64(n)
	for _, unit := range []string{"KiB", "MiB", "GiB", "TiB"} {
		size /= 1024
		if size < 1023.95 {
			return fmt.Sprintf("%.1f %s", size, unit)
		}
	}
	return fmt.Sprintf("%.1f PiB", size/1024)
}

func (s *s3Command) mb() *cliError {
	if !isS3(s.path[0]) {
		return paramError("Usage: aws s3 mb <S3Uri>\nError: Invalid argument type")
	}
	bucket, _ := bucketAndKey(s.path[0])
	in, err := (&validator{}).input(awsapi.LookupName("s3", "CreateBucket"), map[string]any{"Bucket": bucket})
	if err != nil {
		return err
	}
	_, refused, err := s.do("CreateBucket", in)
	switch {
	case err != nil:
		return err
	case refused != nil:
		write(s.errs, "make_bucket failed: s3://", bucket, " ", refused.Error(), "\n")
		s.reply.Exit = exitTransfer
	default:
		write(s.out, "make_bucket: ", bucket, "\n")
	}
	return nil
}

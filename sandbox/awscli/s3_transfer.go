package awscli

import (
	"mime"
	"path"
	"strings"

	"rolecall/sandbox/awsapi"
)

// fatal ends a transfer before it began.
func (s *s3Command) fatal(text string) *cliError {
	write(s.errs, "fatal error: ", text, "\n")
	s.reply.Exit = exitTransfer
	return nil
}

// failed tells of one transfer that didn't work; the others go on.
func (s *s3Command) failed(what, where string, e *awsapi.APIError) {
	write(s.errs, what, " failed: ", where, " ", headError(e).Error(), "\n")
	s.reply.Exit = exitTransfer
}

// did tells of a transfer that worked.
func (s *s3Command) did(what string) {
	if !s.opts.has("quiet") && !s.opts.has("only-show-errors") {
		write(s.out, what, "\n")
	}
}

// dry tells what would be done, when that is all that was asked for.
func (s *s3Command) dry(what string) bool {
	if !s.opts.has("dryrun") {
		return false
	}
	s.did("(dryrun) " + what)
	return true
}

// stopped turns a fault of the credentials into what a transfer says of it.
func (s *s3Command) stopped(err *cliError) *cliError {
	if err.code == "NoCredentials" {
		return s.fatal("Unable to locate credentials")
	}
	return err
}

func (s *s3Command) cp() *cliError {
	from, to := s.path[0], s.path[1]
	switch {
	case isS3(from) && isS3(to):
		return generalError("the sandbox copies between a bucket and a file, not between buckets: copy to a file first")
	case isS3(from):
		return s.download(from, to)
	case isS3(to):
		return s.upload(from, to)
	}
	return paramError("usage: aws s3 cp " + s3Verbs()["cp"].usage + "\nError: Invalid argument type")
}

// localName is how the CLI shows a file: below the current folder.
func localName(name string) string {
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, "../") || strings.HasPrefix(name, "~") {
		return name
	}
	return "./" + cleanName(name)
}

func (s *s3Command) download(from, to string) *cliError {
	bucket, key := bucketAndKey(from)
	if s.opts.has("recursive") {
		return s.downloadAll(bucket, key, to)
	}
	if to == "-" {
		return s.stream(bucket, key)
	}
	if key == "" {
		return s.fatal("Parameter validation failed:\nInvalid length for parameter Key, value: 0, valid min length: 1")
	}
	_, refused, err := s.do("HeadObject", awsapi.Input{"Bucket": bucket, "Key": key})
	if err != nil {
		return s.stopped(err)
	}
	if refused != nil {
		e := *headError(refused)
		if e.Status == 404 {
			e.Message = `Key "` + key + `" does not exist`
		}
		return s.fatal(e.Error())
	}
	name := to
	if name == "." || strings.HasSuffix(name, "/") || s.isFolder(name) {
		name = path.Join(cleanName(name), path.Base(key))
	}
	return s.fetch(bucket, key, name)
}

// isFolder reports whether files lie below a name.
func (s *s3Command) isFolder(name string) bool {
	for _, f := range s.shell.fileNames() {
		if strings.HasPrefix(f, strings.TrimSuffix(cleanName(name), "/")+"/") {
			return true
		}
	}
	return false
}

// fetch gets one object into a file.
func (s *s3Command) fetch(bucket, key, name string) *cliError {
	where := "s3://" + bucket + "/" + key + " to " + localName(name)
	if s.dry("download: " + where) {
		return nil
	}
	out, refused, err := s.do("GetObject", awsapi.Input{"Bucket": bucket, "Key": key})
	if err != nil {
		return s.stopped(err)
	}
	if refused != nil {
		s.failed("download", where, refused)
		return nil
	}
	body, _ := out.(awsapi.Streamer)
	if body == nil {
		return generalError("the sandbox can't read its own object")
	}
	if err := s.shell.writeFile(name, body.Body()); err != nil {
		write(s.errs, "download failed: ", where, " ", err.Error(), "\n")
		s.reply.Exit = exitTransfer
		return nil
	}
	s.did("download: " + where)
	return nil
}

// stream prints one object. The CLI asks for its size first.
func (s *s3Command) stream(bucket, key string) *cliError {
	where := "s3://" + bucket + "/" + key + " to -"
	for _, call := range []string{"HeadObject", "GetObject"} {
		out, refused, err := s.do(call, awsapi.Input{"Bucket": bucket, "Key": key})
		if err != nil {
			return s.stopped(err)
		}
		if refused != nil {
			s.failed("download", where, refused)
			return nil
		}
		if body, ok := out.(awsapi.Streamer); ok {
			_, _ = s.out.Write(body.Body()) // the error stays in the text
		}
	}
	return nil
}

// list returns the keys below a prefix, as a recursive command wants them.
func (s *s3Command) list(bucket, prefix string) ([]string, *cliError) {
	out, refused, err := s.do("ListObjectsV2", awsapi.Input{"Bucket": bucket, "Prefix": prefix})
	if err != nil {
		return nil, s.stopped(err)
	}
	if refused != nil {
		return nil, s.fatal(refused.Error())
	}
	var keys []string
	if list, ok := out.(*awsapi.ListObjectsOutput); ok {
		for _, o := range list.Contents {
			keys = append(keys, o.Key)
		}
	}
	return keys, nil
}

func asFolder(prefix string) string {
	if prefix == "" || strings.HasSuffix(prefix, "/") {
		return prefix
	}
	return prefix + "/"
}

func (s *s3Command) downloadAll(bucket, prefix, to string) *cliError {
	prefix = asFolder(prefix)
	keys, err := s.list(bucket, prefix)
	if err != nil {
		return err
	}
	for _, key := range keys {
		rest := strings.TrimPrefix(key, prefix)
		if rest == "" || strings.HasSuffix(rest, "/") {
			continue
		}
		if err := s.fetch(bucket, key, path.Join(cleanName(to), rest)); err != nil {
			return err
		}
	}
	return nil
}

func (s *s3Command) upload(from, to string) *cliError {
	bucket, key := bucketAndKey(to)
	if from == "-" {
		return generalError("this console has no standard input to upload; name a file")
	}
	if s.opts.has("recursive") {
		return s.uploadAll(from, bucket, key)
	}
	body, ok, err := s.shell.file(from)
	if err != nil {
		return stopped(err)
	}
	if !ok {
		return generalError("The user-provided path " + from + " does not exist.")
	}
	if key == "" || strings.HasSuffix(key, "/") {
		key += path.Base(cleanName(from))
	}
	return s.send(from, body, bucket, key)
}

func (s *s3Command) uploadAll(from, bucket, prefix string) *cliError {
	folder := asFolder(strings.TrimSuffix(cleanName(from), "/"))
	sent := false
	for _, name := range s.shell.fileNames() {
		rest, ok := strings.CutPrefix(name, folder)
		if !ok {
			continue
		}
		sent = true
		body, _, err := s.shell.file(name)
		if err != nil {
			return stopped(err)
		}
		if err := s.send(name, body, bucket, asFolder(prefix)+rest); err != nil {
			return err
		}
	}
	if !sent {
		return generalError("The user-provided path " + from + " does not exist.")
	}
	return nil
}

func (s *s3Command) send(name string, body []byte, bucket, key string) *cliError {
	where := localName(name) + " to s3://" + bucket + "/" + key
	if s.dry("upload: " + where) {
		return nil
	}
	in := awsapi.Input{"Bucket": bucket, "Key": key, "Body": body}
	if typ, ok := s.opts.one("content-type"); ok {
		in["ContentType"] = typ
	} else if typ := mime.TypeByExtension(path.Ext(name)); typ != "" && !s.opts.has("no-guess-mime-type") {
		in["ContentType"], _, _ = strings.Cut(typ, ";")
	}
	_, refused, err := s.do("PutObject", in)
	switch {
	case err != nil:
		return s.stopped(err)
	case refused != nil:
		s.failed("upload", where, refused)
	default:
		s.did("upload: " + where)
	}
	return nil
}

func (s *s3Command) rm() *cliError {
	if !isS3(s.path[0]) {
		return paramError("usage: aws s3 rm <S3Uri>\nError: Invalid argument type")
	}
	bucket, key := bucketAndKey(s.path[0])
	keys := []string{key}
	if s.opts.has("recursive") {
		var err *cliError
		if keys, err = s.list(bucket, asFolder(key)); err != nil {
			return err
		}
	} else if key == "" {
		return s.fatal("Parameter validation failed:\nInvalid length for parameter Key, value: 0, valid min length: 1")
	}
	for _, k := range keys {
		where := "s3://" + bucket + "/" + k
		if s.dry("delete: " + where) {
			continue
		}
		_, refused, err := s.do("DeleteObject", awsapi.Input{"Bucket": bucket, "Key": k})
		switch {
		case err != nil:
			return s.stopped(err)
		case refused != nil:
			s.failed("delete", where, refused)
		default:
			s.did("delete: " + where)
		}
	}
	return nil
}

package awsapi

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// s3Operations are the calls of Simple Storage Service. Actions and resources
// are those of the Service Authorization Reference for Amazon S3.
func s3Operations() []*Operation {
	bucket := required(text("Bucket", "The bucket's name."))
	key := required(str("Key", "The object's key.", 1, 1024, ""))
	op := func(o Operation) *Operation { o.Service, o.CLI = "s3", "s3api"; return &o }
	return []*Operation{
		op(Operation{Name: "ListBuckets", Action: "s3:ListAllMyBuckets", do: listBuckets, Doc: "Lists the buckets of the caller's account.",
			Input: []Param{text("Prefix", "Only buckets whose names begin with this.")}}),
		op(Operation{Name: "HeadBucket", Action: "s3:ListBucket", do: headBucket, Doc: "Says whether a bucket exists and may be listed.",
			Input: []Param{bucket}}),
		op(Operation{Name: "CreateBucket", do: createBucket, Doc: "Makes a bucket in the caller's account.", Input: []Param{bucket}}),
		op(Operation{Name: "DeleteBucket", do: deleteBucket, Doc: "Removes an empty bucket.", Input: []Param{bucket}}),
		op(Operation{Name: "ListObjectsV2", Action: "s3:ListBucket", do: listObjects, Doc: "Lists the objects of a bucket.",
			Input: []Param{
				bucket, text("Delimiter", "Keys are grouped up to this."), enum("EncodingType", "How keys are written.", "url"),
				integer("MaxKeys", "How many to list at most.", 0, 1000), text("Prefix", "Only keys that begin with this."),
				text("StartAfter", "Only keys after this."),
			}}),
		op(Operation{Name: "GetObject", do: getObject, Streams: true, Doc: "Reads an object.", Input: []Param{bucket, key}}),
		op(Operation{Name: "HeadObject", Action: "s3:GetObject", do: headObject, Doc: "Reads an object's properties.", Input: []Param{bucket, key}}),
		op(Operation{Name: "PutObject", do: putObject, Doc: "Writes an object.",
			Input: []Param{blob("Body", "What to write."), bucket, text("ContentType", "What it is, such as text/csv."), key}}),
		op(Operation{Name: "DeleteObject", do: deleteObject, Doc: "Removes an object.", Input: []Param{bucket, key}}),
		op(Operation{Name: "GetBucketPolicy", do: getBucketPolicy, Doc: "Reads a bucket's policy.", Input: []Param{bucket}}),
		op(Operation{Name: "PutBucketPolicy", do: putBucketPolicy, Doc: "Replaces a bucket's policy.",
			Input: []Param{bucket, required(text("Policy", "The policy document."))}}),
		op(Operation{Name: "DeleteBucketPolicy", do: deleteBucketPolicy, Doc: "Removes a bucket's policy.", Input: []Param{bucket}}),
	}
}

// bucketTarget is a bucket, or an object in it when key isn't empty, as the
// resource of a call.
func bucketTarget(b *world.Bucket, key string) world.Target {
	t := world.Target{ARN: b.ARN(), Account: b.Account, Policy: b.PolicyPath()}
	if key != "" {
		t.ARN += "/" + key
	}
	return t
}

// bucket finds the call's bucket, or fails as S3 does.
func (c *Call) bucket() (*world.Bucket, error) {
	b := c.World.Bucket(c.str("Bucket"))
	if b == nil {
		return nil, c.fail("NoSuchBucket", 404, "The specified bucket does not exist")
	}
	return b, nil
}

func listBuckets(c *Call) (any, error) {
	who := c.Access.Who
	if who.Account == "" {
		return nil, c.nobodysAccount()
	}
	if err := c.authorize("s3:ListAllMyBuckets", world.Target{ARN: "*", Account: who.Account}, nil); err != nil {
		return nil, err
	}
	out := &ListBucketsOutput{Buckets: []bucketItem{}, Owner: owner{ID: canonicalID(who.Account)}}
	a := c.World.Account(who.Account)
	if a == nil {
		return out, nil
	}
	for _, name := range slices.Sorted(maps.Keys(a.Buckets)) {
		if strings.HasPrefix(name, c.str("Prefix")) {
			out.Buckets = append(out.Buckets, bucketItem{name, a.Buckets[name].Created})
		}
	}
	return out, nil
}

// canonicalID is S3's other name for an account: 64 hexadecimal digits.
func canonicalID(account string) string {
	return strings.Repeat("0", max(0, 64-len(account))) + account
}

func headBucket(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.authorize("s3:ListBucket", bucketTarget(b, ""), nil); err != nil {
		return nil, err
	}
	return &headBucketOutput{BucketRegion: world.Region, AccessPointAlias: false}, nil
}

// nobodysAccount refuses an unsigned call that is about the caller's own account.
func (c *Call) nobodysAccount() error { return c.fail("AccessDenied", 403, "Access Denied") }

func createBucket(c *Call) (any, error) {
	name := c.str("Bucket")
	if c.Access.Who.Account == "" {
		return nil, c.nobodysAccount()
	}
	target := world.Target{ARN: "arn:aws:s3:::" + name, Account: c.Access.Who.Account}
	if err := c.authorize("s3:CreateBucket", target, nil); err != nil {
		return nil, err
	}
	if b := c.World.Bucket(name); b != nil {
		if b.Account == c.Access.Who.Account {
			// Elsewhere than in us-east-1, the sandbox's Region, this is the error
			// BucketAlreadyOwnedByYou; see CreateBucket in the S3 API Reference.
			return &createBucketOutput{"/" + name}, nil
		}
		return nil, c.fail("BucketAlreadyExists", 409, "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.")
	}
	if _, err := c.World.AddBucket(c.World.Account(c.Access.Who.Account), name); err != nil {
		return nil, c.fail("InvalidBucketName", 400, "The specified bucket is not valid.")
	}
	return &createBucketOutput{"/" + name}, nil
}

func deleteBucket(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.authorize("s3:DeleteBucket", bucketTarget(b, ""), nil); err != nil {
		return nil, err
	}
	if len(b.Objects) > 0 {
		return nil, c.fail("BucketNotEmpty", 409, "The bucket you tried to delete is not empty")
	}
	c.World.DeleteBucket(b)
	return nil, nil
}

func listObjects(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	prefix, delimiter := c.str("Prefix"), c.str("Delimiter")
	limit := int64(1000)
	if c.has("MaxKeys") {
		limit = c.num("MaxKeys")
	}
	ctx := world.Context{}
	for key, value := range map[string]string{"s3:prefix": "Prefix", "s3:delimiter": "Delimiter"} {
		if c.has(value) {
			ctx[key] = []string{c.str(value)}
		}
	}
	if c.has("MaxKeys") {
		ctx["s3:max-keys"] = []string{fmt.Sprint(limit)}
	}
	if err := c.authorize("s3:ListBucket", bucketTarget(b, ""), ctx); err != nil {
		return nil, err
	}
	out := &ListObjectsOutput{Name: b.Name, Prefix: prefix, Delimiter: delimiter, MaxKeys: limit, EncodingType: c.str("EncodingType"), StartAfter: c.str("StartAfter")}
	groups := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(b.Objects)) {
		rest, ok := strings.CutPrefix(key, prefix)
		if !ok || out.StartAfter != "" && key <= out.StartAfter {
			continue
		}
		group := ""
		if i := strings.Index(rest, delimiter); delimiter != "" && i >= 0 {
			group = prefix + rest[:i+len(delimiter)]
		}
		if group != "" && groups[group] {
			continue
		}
		if out.KeyCount >= limit {
			out.IsTruncated = true
			break
		}
		out.KeyCount++
		if group != "" {
			groups[group] = true
			out.CommonPrefixes = append(out.CommonPrefixes, commonPrefix{encodeKey(c, group)})
			continue
		}
		o := b.Objects[key]
		out.Contents = append(out.Contents, objectItem{encodeKey(c, key), o.Modified.Truncate(time.Second), `"` + o.ETag + `"`, int64(len(o.Body)), "STANDARD"})
	}
	return out, nil
}

func encodeKey(c *Call, key string) string {
	if c.str("EncodingType") != "url" {
		return key
	}
	return strings.ReplaceAll(url.QueryEscape(key), "%2F", "/")
}

// object finds the call's object once the caller may read it. Somebody who may
// not list the bucket isn't told that an object doesn't exist.
func (c *Call) object() (*world.Object, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	o := b.Objects[c.str("Key")]
	if err := c.authorize("s3:GetObject", bucketTarget(b, c.str("Key")), nil); err != nil {
		return nil, err
	}
	if o != nil {
		return o, nil
	}
	if err := c.authorize("s3:ListBucket", bucketTarget(b, ""), nil); err != nil {
		return nil, err
	}
	return nil, c.fail("NoSuchKey", 404, "The specified key does not exist.")
}

func getObject(c *Call) (any, error) {
	o, err := c.object()
	if err != nil {
		return nil, err
	}
	return &getObjectOutput{
		AcceptRanges: "bytes", LastModified: o.Modified.Truncate(time.Second), ContentLength: int64(len(o.Body)),
		ETag: `"` + o.ETag + `"`, ContentType: o.ContentType, ServerSideEncryption: "AES256", Metadata: map[string]string{}, body: o.Body,
	}, nil
}

func headObject(c *Call) (any, error) {
	o, err := c.object()
	if err != nil {
		return nil, err
	}
	return &headObjectOutput{
		AcceptRanges: "bytes", LastModified: o.Modified.Truncate(time.Second), ContentLength: int64(len(o.Body)),
		ETag: `"` + o.ETag + `"`, ContentType: o.ContentType, ServerSideEncryption: "AES256", Metadata: map[string]string{},
	}, nil
}

func putObject(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.authorize("s3:PutObject", bucketTarget(b, c.str("Key")), nil); err != nil {
		return nil, err
	}
	body, _ := c.In["Body"].([]byte)
	if err := c.World.PutObject(b, c.str("Key"), body, c.str("ContentType")); err != nil {
		return nil, c.fail("EntityTooLarge", 400, "%s", err.Error())
	}
	return &putObjectOutput{ETag: `"` + b.Objects[c.str("Key")].ETag + `"`, ServerSideEncryption: "AES256"}, nil
}

func deleteObject(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.authorize("s3:DeleteObject", bucketTarget(b, c.str("Key")), nil); err != nil {
		return nil, err
	}
	if b.Objects[c.str("Key")] != nil {
		if err := c.World.RemoveDocument(b.Account + "/buckets/" + b.Name + "/objects/" + c.str("Key")); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func getBucketPolicy(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.bucketPolicyAllowed(b, "s3:GetBucketPolicy"); err != nil {
		return nil, err
	}
	src, ok := c.World.Document(b.PolicyPath())
	if !ok {
		return nil, c.fail("NoSuchBucketPolicy", 404, "The bucket policy does not exist")
	}
	return &getBucketPolicyOutput{src}, nil
}

func putBucketPolicy(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.bucketPolicyAllowed(b, "s3:PutBucketPolicy"); err != nil {
		return nil, err
	}
	if _, err := c.World.SetDocument(b.PolicyPath(), c.str("Policy")); err != nil {
		return nil, c.malformed("MalformedPolicy", err)
	}
	return nil, nil
}

func deleteBucketPolicy(c *Call) (any, error) {
	b, err := c.bucket()
	if err != nil {
		return nil, err
	}
	if err := c.bucketPolicyAllowed(b, "s3:DeleteBucketPolicy"); err != nil {
		return nil, err
	}
	if _, ok := c.World.Document(b.PolicyPath()); !ok {
		return nil, nil
	}
	return nil, c.World.RemoveDocument(b.PolicyPath())
}

// bucketPolicyAllowed authorizes a call about a bucket's policy, which nobody
// outside the owner's account may make: S3 answers MethodNotAllowed to those whom
// the policy would let in.
func (c *Call) bucketPolicyAllowed(b *world.Bucket, action string) error {
	if err := c.authorize(action, bucketTarget(b, ""), nil); err != nil {
		return err
	}
	if c.Access.Who.Account != b.Account {
		return c.fail("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
	}
	return nil
}

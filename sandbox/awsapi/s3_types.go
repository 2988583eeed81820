package awsapi

import "time"

// owner is the owner of buckets and objects.
type owner struct {
	ID string `json:"ID"`
}

// bucketItem is a bucket in a list.
type bucketItem struct {
	Name         string    `json:"Name"`
	CreationDate time.Time `json:"CreationDate"`
}

// ListBucketsOutput answers ListBuckets.
type ListBucketsOutput struct {
	Buckets []bucketItem `json:"Buckets"`
	Owner   owner        `json:"Owner"`
}

// headBucketOutput answers HeadBucket.
type headBucketOutput struct {
	BucketRegion     string `json:"BucketRegion"`
	AccessPointAlias bool   `json:"AccessPointAlias"`
}

// createBucketOutput answers CreateBucket.
type createBucketOutput struct {
	Location string `json:"Location"`
}

// objectItem is an object in a list.
type objectItem struct {
	Key          string    `json:"Key"`
	LastModified time.Time `json:"LastModified"`
	ETag         string    `json:"ETag"`
	Size         int64     `json:"Size"`
	StorageClass string    `json:"StorageClass"`
}

// commonPrefix is a group of keys.
type commonPrefix struct {
	Prefix string `json:"Prefix"`
}

// ListObjectsOutput answers ListObjectsV2. As the CLI prints it, only what it
// holds shows; the rest is for those who read it from a program.
type ListObjectsOutput struct {
	IsTruncated    bool           `json:"-"`
	Contents       []objectItem   `json:"Contents,omitempty"`
	Name           string         `json:"-"`
	Prefix         string         `json:"-"`
	Delimiter      string         `json:"-"`
	MaxKeys        int64          `json:"-"`
	CommonPrefixes []commonPrefix `json:"CommonPrefixes,omitempty"`
	EncodingType   string         `json:"-"`
	KeyCount       int64          `json:"-"`
	StartAfter     string         `json:"-"`
	RequestCharged *string        `json:"RequestCharged"`
}

// getObjectOutput answers GetObject.
type getObjectOutput struct {
	AcceptRanges         string            `json:"AcceptRanges"`
	LastModified         time.Time         `json:"LastModified"`
	ContentLength        int64             `json:"ContentLength"`
	ETag                 string            `json:"ETag"`
	ContentType          string            `json:"ContentType"`
	ServerSideEncryption string            `json:"ServerSideEncryption"`
	Metadata             map[string]string `json:"Metadata"`
	body                 []byte
}

// Body is the object.
func (o *getObjectOutput) Body() []byte { return o.body }

// headObjectOutput answers HeadObject.
type headObjectOutput struct {
	AcceptRanges         string            `json:"AcceptRanges"`
	LastModified         time.Time         `json:"LastModified"`
	ContentLength        int64             `json:"ContentLength"`
	ETag                 string            `json:"ETag"`
	ContentType          string            `json:"ContentType"`
	ServerSideEncryption string            `json:"ServerSideEncryption"`
	Metadata             map[string]string `json:"Metadata"`
}

// putObjectOutput answers PutObject.
type putObjectOutput struct {
	ETag                 string `json:"ETag"`
	ServerSideEncryption string `json:"ServerSideEncryption"`
}

// getBucketPolicyOutput answers GetBucketPolicy.
type getBucketPolicyOutput struct {
	Policy string `json:"Policy"`
}

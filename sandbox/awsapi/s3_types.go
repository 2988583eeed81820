package awsapi

import "time"

// Owner is the owner of buckets and objects.
type Owner struct {
	ID string `json:"ID"`
}

// BucketItem is a bucket in a list.
type BucketItem struct {
	Name         string    `json:"Name"`
	CreationDate time.Time `json:"CreationDate"`
}

// ListBucketsOutput answers ListBuckets.
type ListBucketsOutput struct {
	Buckets []BucketItem `json:"Buckets"`
	Owner   Owner        `json:"Owner"`
}

// HeadBucketOutput answers HeadBucket.
type HeadBucketOutput struct {
	BucketRegion     string `json:"BucketRegion"`
	AccessPointAlias bool   `json:"AccessPointAlias"`
}

// CreateBucketOutput answers CreateBucket.
type CreateBucketOutput struct {
	Location string `json:"Location"`
}

// ObjectItem is an object in a list.
type ObjectItem struct {
	Key          string    `json:"Key"`
	LastModified time.Time `json:"LastModified"`
	ETag         string    `json:"ETag"`
	Size         int64     `json:"Size"`
	StorageClass string    `json:"StorageClass"`
}

// CommonPrefix is a group of keys.
type CommonPrefix struct {
	Prefix string `json:"Prefix"`
}

// ListObjectsOutput answers ListObjectsV2. As the CLI prints it, only what it
// holds shows; the rest is for those who read it from a program.
type ListObjectsOutput struct {
	IsTruncated    bool           `json:"-"`
	Contents       []ObjectItem   `json:"Contents,omitempty"`
	Name           string         `json:"-"`
	Prefix         string         `json:"-"`
	Delimiter      string         `json:"-"`
	MaxKeys        int64          `json:"-"`
	CommonPrefixes []CommonPrefix `json:"CommonPrefixes,omitempty"`
	EncodingType   string         `json:"-"`
	KeyCount       int64          `json:"-"`
	StartAfter     string         `json:"-"`
	RequestCharged *string        `json:"RequestCharged"`
}

// GetObjectOutput answers GetObject.
type GetObjectOutput struct {
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
func (o *GetObjectOutput) Body() []byte { return o.body }

// HeadObjectOutput answers HeadObject.
type HeadObjectOutput struct {
	AcceptRanges         string            `json:"AcceptRanges"`
	LastModified         time.Time         `json:"LastModified"`
	ContentLength        int64             `json:"ContentLength"`
	ETag                 string            `json:"ETag"`
	ContentType          string            `json:"ContentType"`
	ServerSideEncryption string            `json:"ServerSideEncryption"`
	Metadata             map[string]string `json:"Metadata"`
}

// PutObjectOutput answers PutObject.
type PutObjectOutput struct {
	ETag                 string `json:"ETag"`
	ServerSideEncryption string `json:"ServerSideEncryption"`
}

// GetBucketPolicyOutput answers GetBucketPolicy.
type GetBucketPolicyOutput struct {
	Policy string `json:"Policy"`
}

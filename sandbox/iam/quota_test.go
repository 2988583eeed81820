package iam

import (
	"fmt"
	"strings"
	"testing"
)

// The quotas are those of "IAM and AWS STS quotas", "Quotas and service limits for
// AWS Organizations" and the pages of resourceQuotas.
func TestQuotas(t *testing.T) {
	for _, c := range []struct {
		kind    Kind
		at      StoredAs
		service string
		most    int // 0: none
	}{
		{KindIdentity, StoredSomehow, "s3", 0},
		{KindIdentity, StoredAlone, "s3", 6144},
		{KindIdentity, StoredInUser, "s3", 2048},
		{KindIdentity, StoredInGroup, "s3", 5120},
		{KindIdentity, StoredInRole, "s3", 10240},
		{KindIdentity, StoredByAWSItself, "s3", 0},
		{KindBoundary, StoredSomehow, "s3", 6144},
		{KindSession, StoredSomehow, "s3", 2048},
		{KindSCP, StoredSomehow, "s3", 10240},
		{KindRCP, StoredSomehow, "s3", 5120},
		{KindTrust, StoredSomehow, "sts", 2048},
		{KindResource, StoredSomehow, "s3", 20480},
		{KindResource, StoredSomehow, "kms", 32768},
		{KindResource, StoredSomehow, "sqs", 8192},
		{KindResource, StoredSomehow, "sns", 30720},
		{KindResource, StoredSomehow, "secretsmanager", 20480},
		{KindResource, StoredSomehow, "logs", 5120},
		{KindResource, StoredSomehow, "events", 0},
	} {
		t.Run(fmt.Sprint(c.kind, c.at, c.service), func(t *testing.T) {
			for _, size := range []int{2048, 5120, 6144, 8192, 10240, 20480, 30720, 32768} {
				for _, n := range []int{size, size + 1} {
					got := overQuota(c.kind, Storage{As: c.at}, sized(c.service, n, ""))
					if want := c.most > 0 && n > c.most; got != want {
						t.Errorf("%d characters: over quota %v, want %v", n, got, want)
					}
				}
			}
		})
	}
}

func overQuota(kind Kind, at Storage, doc string) bool {
	for _, f := range StorableAs(kind, at, "p", []byte(doc)) {
		if f.Code == codeQuota {
			return true
		}
	}
	return false
}

// sized is a document with so many characters besides those of blank.
func sized(service string, n int, blank string) string {
	const frame = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"%s:GetThing","Resource":"arn:aws:s3:::%s/%s"}]}%s`
	short := fmt.Sprintf(frame, service, "b", "", "")
	return fmt.Sprintf(frame, service, "b", strings.Repeat("x", n-len(short)), blank)
}

// IAM doesn't count white space; STS, and services that store a resource's policy,
// do. Organizations counts it unless its console takes it out.
func TestQuotasAndWhiteSpace(t *testing.T) {
	blank := strings.Repeat(" ", 100)
	for _, c := range []struct {
		kind    Kind
		at      StoredAs
		service string
		n       int
		over    bool
	}{
		{KindIdentity, StoredAlone, "s3", 6144, false},
		{KindIdentity, StoredInUser, "s3", 2048, false},
		{KindTrust, StoredAlone, "sts", 2048, false},
		{KindSession, StoredSomehow, "s3", 2048, true},
		{KindResource, StoredSomehow, "sqs", 8192, true},
		{KindSCP, StoredSomehow, "s3", 10240, false},
		{KindSCP, StoredAlone, "s3", 10240, true},
		{KindRCP, StoredAlone, "s3", 5120, true},
	} {
		if got := overQuota(c.kind, Storage{As: c.at}, sized(c.service, c.n, blank)); got != c.over {
			t.Errorf("%v %v of %d and white space: over quota %v, want %v", c.kind, c.at, c.n, got, c.over)
		}
	}
}

// Inline policies share one quota.
func TestQuotaOfInlinePoliciesTogether(t *testing.T) {
	doc := sized("s3", 1000, "")
	if overQuota(KindIdentity, Storage{StoredInUser, 1048}, doc) || !overQuota(KindIdentity, Storage{StoredInUser, 1049}, doc) {
		t.Error("a user's inline policies may have 2,048 characters together")
	}
	if overQuota(KindIdentity, Storage{StoredInRole, 9240}, doc) || !overQuota(KindIdentity, Storage{StoredInRole, 9241}, doc) {
		t.Error("a role's inline policies may have 10,240 characters together")
	}
}

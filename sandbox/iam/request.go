package iam

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Request is one authorization request, made ready for evaluation. It is
// immutable and safe for use by many goroutines.
type Request struct {
	principal   Principal
	action      string // as given
	folded      string // in lower case
	serviceHash uint64
	resource    string
	account     string // that owns the resource
	special     specialAction
	onRole      bool  // the resource is an IAM role
	onKey       bool  // the resource is a KMS key
	colon       uint8 // where the action's service ends; 255 when further on
	entries     []contextEntry
	foldRoom    [32]byte // where folded stands when it is short enough
	few         [4]contextEntry
}

// contextEntry is one key of the request context that has a value.
type contextEntry struct {
	contextKey
	one  string
	many *[]string // when there are several values
}

func (e *contextEntry) list() []string {
	if e.many != nil {
		return *e.many
	}
	return single(&e.one)
}

// contextKey is a condition key; names ignore case, and so does the hash.
type contextKey struct {
	name string
	hash uint64
}

func newContextKey(name string) contextKey { return contextKey{name: name, hash: hashFolded(name)} }

func (k *contextKey) same(other *contextKey) bool {
	return k.hash == other.hash && (k.name == other.name || equalFoldASCII(k.name, other.name))
}

// fewEntries is the number of keys up to which a look-up scans; above it, it
// searches the keys in their order.
const fewEntries = 16

// NewRequest makes a request ready. principal is a caller as [ParsePrincipal]
// reads it; action is service:Name in any case; resourceARN is an ARN, or * for
// actions without resource-level permissions; resourceAccount is the
// twelve-digit account that owns the resource (S3 ARNs carry none). context is
// the whole request context: an empty slice equals an absent key, and key names
// ignore case. The slices are kept, not copied.
func NewRequest(principal, action, resourceARN, resourceAccount string, context map[string][]string) (*Request, error) {
	r, err := newRequest(principal, action, resourceARN, resourceAccount)
	if err != nil {
		return nil, err
	}
	r.makeRoom(len(context))
	for name, values := range context {
		r.add(name, validUTF8(values))
	}
	return r, r.order()
}

// NewSimpleRequest is [NewRequest] for a context in which every key has one
// value.
func NewSimpleRequest(principal, action, resourceARN, resourceAccount string, context map[string]string) (*Request, error) {
	r, err := newRequest(principal, action, resourceARN, resourceAccount)
	if err != nil {
		return nil, err
	}
	r.makeRoom(len(context))
	for name, value := range context {
		if !utf8.ValidString(value) {
			value = strings.ToValidUTF8(value, "\ufffd")
		}
		r.entries = append(r.entries, contextEntry{contextKey: newContextKey(name), one: value})
	}
	return r, r.order()
}

// makeRoom readies room for n keys of the context.
func (r *Request) makeRoom(n int) {
	if r.entries = r.few[:0]; n > len(r.few) {
		r.entries = make([]contextEntry, 0, n)
	}
}

// newRequest is NewRequest without the context.
func newRequest(principal, action, resourceARN, resourceAccount string) (*Request, error) {
	p, err := ParsePrincipal(principal)
	if err != nil {
		return nil, fmt.Errorf("principal: %w", err)
	}
	var onRole, onKey bool
	if resourceARN != "*" {
		f, ok := ParseARN(resourceARN)
		if !ok || f.Partition == "" || f.Service == "" || f.Resource == "" {
			return nil, fmt.Errorf("resource: %s is not an ARN: write arn:partition:service:region:account:resource, or * for an action without resource-level permissions", quote(resourceARN))
		}
		onRole, onKey = f.isRole(), f.isKey()
	}
	if !isAccount(resourceAccount) {
		return nil, fmt.Errorf("resource account: %s is not an account id: it has twelve digits", quote(resourceAccount))
	}
	r := &Request{action: action, resource: resourceARN, account: resourceAccount, onRole: onRole, onKey: onKey}
	r.principal = p
	if !r.fold() {
		return nil, fmt.Errorf("action: %s is not an action: write it as service:Name, without wildcards", quote(action))
	}
	r.serviceHash = hashFolded(r.service())
	r.special = specialActionOf(r.folded)
	return r, nil
}

// fold checks the action, service:Name, and lowers its case, without a string of
// its own if it is short.
func (r *Request) fold() bool {
	s := r.action
	to := r.foldRoom[:]
	if len(s) > len(to) {
		to = make([]byte, len(s))
	}
	colon := 0
	for i := range len(s) {
		c := lowerByte(s[i])
		if c < 'a' || c > 'z' {
			switch {
			case c == ':' && colon == 0:
				colon = i
			case !isDigit(c) && c != '-' && c != '_' && c != '.':
				return false
			}
		}
		to[i] = c
	}
	if colon == 0 || colon == len(s)-1 {
		return false
	}
	r.folded = view(to[:len(s)])
	r.colon = uint8(min(colon, 255))
	return true
}

// service is the action's prefix, in lower case.
func (r *Request) service() string {
	if r.colon == 255 {
		return r.folded[:strings.IndexByte(r.folded, ':')]
	}
	return r.folded[:r.colon]
}

func isRoleARN(s string) bool {
	f, ok := ParseARN(s)
	return ok && f.isRole()
}

// add takes over one key of the context; a key without values is absent.
func (r *Request) add(name string, values []string) {
	switch len(values) {
	case 0:
	case 1:
		r.entries = append(r.entries, contextEntry{contextKey: newContextKey(name), one: values[0]})
	default:
		several := values // a copy, so that one value allocates nothing
		r.entries = append(r.entries, contextEntry{contextKey: newContextKey(name), many: &several})
	}
}

// order makes the context ready for look-ups, and refuses a key given twice.
func (r *Request) order() error {
	if len(r.entries) > fewEntries {
		slices.SortFunc(r.entries, func(a, b contextEntry) int { return compareFoldASCII(a.name, b.name) })
		for i := 1; i < len(r.entries); i++ {
			if compareFoldASCII(r.entries[i-1].name, r.entries[i].name) == 0 {
				return twiceError(r.entries[i].name)
			}
		}
		return nil
	}
	for i := range r.entries {
		for j := range r.entries[:i] {
			if r.entries[i].same(&r.entries[j].contextKey) {
				return twiceError(r.entries[i].name)
			}
		}
	}
	return nil
}

func twiceError(name string) error {
	return fmt.Errorf("context: %s is given twice; key names ignore case", quote(name))
}

// validUTF8 replaces bytes that are not UTF-8, for compiled patterns give them a
// meaning of their own.
func validUTF8(values []string) []string {
	copied := false
	for i, v := range values {
		if utf8.ValidString(v) {
			continue
		}
		if !copied {
			values, copied = slices.Clone(values), true
		}
		values[i] = strings.ToValidUTF8(v, "\ufffd")
	}
	return values
}

// lookup returns a key's values, nil when the key is absent or has none.
func (r *Request) lookup(k *contextKey) []string {
	if len(r.entries) <= fewEntries {
		for i := range r.entries {
			if e := &r.entries[i]; e.same(k) {
				return e.list()
			}
		}
		return nil
	}
	i := sort.Search(len(r.entries), func(i int) bool { return compareFoldASCII(r.entries[i].name, k.name) >= 0 })
	if i < len(r.entries) && equalFoldASCII(r.entries[i].name, k.name) {
		return r.entries[i].list()
	}
	return nil
}

// Principal is the caller.
func (r *Request) Principal() Principal { return r.principal }

// Action is the action as it was given.
func (r *Request) Action() string { return r.action }

// Resource is the resource's ARN, or *.
func (r *Request) Resource() string { return r.resource }

// ResourceAccount is the account that owns the resource.
func (r *Request) ResourceAccount() string { return r.account }

// Context returns the values of a condition key, nil when it is absent.
func (r *Request) Context(key string) []string {
	k := newContextKey(key)
	return r.lookup(&k)
}

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
	service     string // the prefix of folded
	serviceHash uint64
	resource    string
	account     string // that owns the resource
	special     specialAction
	onRole      bool // the resource is an IAM role
	entries     []contextEntry
	foldRoom    [40]byte // where folded stands when it is short enough
}

// contextEntry is one key of the request context that has a value.
type contextEntry struct {
	contextKey
	values []string // nil when there is one, which then stands in single
	single [1]string
}

func (e *contextEntry) list() []string {
	if e.values != nil {
		return e.values
	}
	return e.single[:]
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
	r.entries = make([]contextEntry, 0, len(context))
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
	r.entries = make([]contextEntry, 0, len(context))
	for name, value := range context {
		if !utf8.ValidString(value) {
			value = strings.ToValidUTF8(value, "\ufffd")
		}
		r.entries = append(r.entries, contextEntry{contextKey: newContextKey(name), single: [1]string{value}})
	}
	return r, r.order()
}

// newRequest is NewRequest without the context.
func newRequest(principal, action, resourceARN, resourceAccount string) (*Request, error) {
	p, err := ParsePrincipal(principal)
	if err != nil {
		return nil, fmt.Errorf("principal: %w", err)
	}
	colon := strings.IndexByte(action, ':')
	if !isActionName(action, colon) {
		return nil, fmt.Errorf("action: %s is not an action: write it as service:Name, without wildcards", quote(action))
	}
	onRole := false
	if resourceARN != "*" {
		f, ok := splitARN(resourceARN)
		if !ok || f[0] != "arn" || f[1] == "" || f[2] == "" || f[5] == "" {
			return nil, fmt.Errorf("resource: %s is not an ARN: write arn:partition:service:region:account:resource, or * for an action without resource-level permissions", quote(resourceARN))
		}
		onRole = f.isRole()
	}
	if !isAccount(resourceAccount) {
		return nil, fmt.Errorf("resource account: %s is not an account id: it has twelve digits", quote(resourceAccount))
	}
	r := &Request{principal: p, action: action, resource: resourceARN, account: resourceAccount, onRole: onRole}
	r.fold()
	r.service = r.folded[:colon]
	r.serviceHash = hashFolded(r.service)
	r.special = specialActionOf(r.folded)
	return r, nil
}

// fold lowers the action's case, without a string of its own if it is short.
func (r *Request) fold() {
	if len(r.action) > len(r.foldRoom) {
		r.folded = lowerASCII(r.action)
		return
	}
	for i := range len(r.action) {
		r.foldRoom[i] = lowerByte(r.action[i])
	}
	r.folded = view(r.foldRoom[:len(r.action)])
}

// isActionName reports whether s is service:Name with its colon at that place.
func isActionName(s string, colon int) bool {
	if colon <= 0 || colon == len(s)-1 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; i != colon && !isAlnum(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

func isRoleARN(s string) bool {
	f, ok := splitARN(s)
	return ok && f.isRole()
}

func (f *arnFields) isRole() bool { return f[2] == "iam" && strings.HasPrefix(f[5], "role/") }

// add takes over one key of the context; a key without values is absent.
func (r *Request) add(name string, values []string) {
	if len(values) > 0 {
		r.entries = append(r.entries, contextEntry{contextKey: newContextKey(name), values: values})
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

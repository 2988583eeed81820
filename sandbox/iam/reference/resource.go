package reference

import (
	"strings"
	"sync/atomic"
)

// Resource is a type of resource: "bucket" of S3.
type Resource struct {
	Name string
	// Formats are the formats of its ARNs, mostly one, with variables:
	// "arn:${Partition}:s3:::${BucketName}".
	Formats []string
	Keys    []*Key // the condition keys of the type

	ready atomic.Pointer[[]format]
}

// compiled are the formats, compiled at the first question. Whoever comes at the
// same time does the same work.
func (r *Resource) compiled() []format {
	if ready := r.ready.Load(); ready != nil {
		return *ready
	}
	var out []format
	for _, f := range r.Formats {
		out = append(out, compile(f))
	}
	r.ready.Store(&out)
	return out
}

// longestARN bounds what is compared. What is longer may be anything.
const longestARN = 2048

// Fits reports whether an entry of a policy's Resource can name a resource of the
// type: whether any ARN of its formats matches the entry, which may hold `*`, `?`
// and policy variables. In doubt it is true, so that false is sure: the entry
// names something else, or nothing.
func (r *Resource) Fits(entry string) bool {
	if entry == "*" || len(entry) > longestARN {
		return true
	}
	entry = withoutVariables(entry)
	for _, f := range r.compiled() {
		if f.fits(entry) {
			return true
		}
	}
	return false
}

// withoutVariables puts a * for each policy variable, which may be anything.
func withoutVariables(entry string) string {
	if !strings.Contains(entry, "${") {
		return entry
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(entry, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteByte('*')
		_, entry, _ = strings.Cut(rest, "}")
	}
}

// Takes reports whether an action can be about something that an entry of Resource
// names. An action without resource types takes `*` alone, and so an entry of which
// `*` is all that is written. Of actions that the reference lacks it is not known
// and so true. False is sure as far as the reference goes.
func (a *Action) Takes(entry string) bool {
	if entry != "" && strings.Trim(entry, "*") == "" || a.Page() != "" {
		return true
	}
	for _, t := range a.Targets() {
		if t.Fits(entry) {
			return true
		}
	}
	return false
}

// Meets reports whether any action that an entry of Action matches takes anything
// that an entry of Resource names: "s3:Get*" and "arn:aws:s3:::reports/*". known is
// false when the entry of Action holds a name or a prefix that is not known here,
// or a wildcard in its prefix; nothing is said then.
func Meets(action, resource string) (meets, known bool) {
	prefix, name, _ := strings.Cut(action, ":")
	s := Lookup(prefix)
	if s == nil {
		return true, false
	}
	var last *shape
	for a := range s.Matching(name) {
		known = true
		if a.shape == last {
			continue
		}
		last = a.shape
		if a.Takes(resource) {
			return true, true
		}
	}
	return !known, known
}

// Taking are the resource types that an action takes and an entry of Resource may
// name.
func (a *Action) Taking(entry string) []*Resource {
	var out []*Resource
	for _, t := range a.Targets() {
		if t.Fits(entry) {
			out = append(out, t.Resource)
		}
	}
	return out
}

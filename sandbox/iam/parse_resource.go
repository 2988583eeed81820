package iam

import (
	"fmt"
	"strings"
)

func (r *reader) resources(s *statement, n *node, el *elements) {
	list := r.either(n, el.resource, el.notResource, "Resource", r.needsResource())
	if list == nil {
		s.anyResource = true
		return
	}
	s.notResource = list == el.notResource
	s.resources = make([]pattern, 0, max(1, list.count))
	s.resourceTexts = make([]string, 0, max(1, list.count))
	fine := r.strings(list, func(m *node) {
		if fault, mend := resourceFault(m.text); fault != "" {
			r.bad(codeARN, m, quote(m.text)+fault, mend)
			s.faulty.resource = true
			return
		}
		p := compilePattern(m.text, r.variables, true)
		p.start, p.end = m.start, m.end
		s.resources = append(s.resources, p)
		s.resourceTexts = append(s.resourceTexts, m.text)
		s.anyResource = s.anyResource || isStar(m.text) && !s.notResource
	})
	s.faulty.resource = s.faulty.resource || !fine
}

// needsResource: a policy of a resource may leave out which, as ECR's do and the
// SNS example on the page "Variables and tags" does; all others must say.
func (r *reader) needsResource() bool {
	return r.policy.kind != KindTrust && r.policy.kind != KindResource
}

// resourceFault says what is wrong with the text of a Resource, or nothing. It
// is an ARN of six fields or `*`; fewer fields will do when the last ends in
// `*`, which then reaches over the colons.
func resourceFault(s string) (fault, mend string) {
	if isStar(s) {
		return "", ""
	}
	if !strings.HasPrefix(s, "arn:") {
		return " is neither an ARN nor `*`.", "An ARN is written arn:aws:service:region:account:resource."
	}
	fields, empty := 1, 0
	last := 0
	braces := strings.LastIndexByte(s, '}')
	for i := 0; i < len(s); i++ {
		if i < braces && strings.HasPrefix(s[i:], "${") {
			i += strings.IndexByte(s[i:], '}')
			continue
		}
		if s[i] == ':' && fields < 6 {
			if i == last && (fields == 2 || fields == 3) {
				empty = fields
			}
			fields, last = fields+1, i+1
		}
	}
	switch {
	case empty == 2:
		return " has no partition.", "An ARN's second field is aws, aws-cn or aws-us-gov."
	case empty == 3:
		return " has no service.", "An ARN's third field names the service, such as s3."
	case fields < 6 && s[len(s)-1] != '*':
		return fmt.Sprintf(" has %d of the six fields of an ARN.", fields), "An ARN is written arn:aws:service:region:account:resource; region and account may be empty, as in arn:aws:s3:::reports."
	case fields == 6 && last == len(s) && strings.IndexByte(s, '*') < 0: // with a wildcard AWS's own policies have some
		return " names no resource.", "End it with the resource, or with `*` for all of them."
	}
	return "", ""
}

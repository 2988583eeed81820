package iam

import (
	"strings"

	"rolecall/sandbox/iam/reference"
)

// mostPairs bounds how many pairs of an action and a resource are looked at.
const mostPairs = 20_000

// resourceTypes finds actions and resources of a statement that never meet: an action
// none of whose resource types is written there, a resource that no action takes. It
// goes as far as the reference of AWS's actions does.
func (l *linter) resourceTypes(s *statement) {
	if s.notAction || s.notResource || s.anyAction || s.anyResource || s.faulty.action || s.faulty.resource || len(s.actions) == 0 || len(s.resources) == 0 {
		return
	}
	if l.policy.kind == KindResource && s.onlyS3() {
		return // told by [Storable]
	}
	m := l.meetings(s)
	if m == nil {
		return
	}
	if !m.any() {
		for i := range s.resources {
			r := &s.resources[i]
			if l.told(s.resourceTexts[i]) {
				continue
			}
			l.dead(codeResourceType, r.start, r.end, quote(s.resourceTexts[i])+" is no resource that "+listWords(quoteAll(s.actionTexts), "or")+" takes, by "+byReference()+": the statement never applies to it.", takes(s.actionTexts[0]))
		}
		return
	}
	for i, met := range m.actions {
		if a := &s.actions[i]; !met {
			l.warn(codeResourceType, a.start, a.end, quote(s.actionTexts[i])+" takes none of the resources that are written here, by "+byReference()+": the statement never applies to it.", takes(s.actionTexts[i]))
		}
	}
	for i, met := range m.resources {
		if r := &s.resources[i]; !met && !l.told(s.resourceTexts[i]) {
			l.warn(codeResourceType, r.start, r.end, "No action of the statement takes "+quote(s.resourceTexts[i])+", by "+byReference()+": the entry does nothing.", "Remove it, or add the action that it was meant for.")
		}
	}
}

// byReference names what is known of AWS's actions.
func byReference() string { return "the reference of " + reference.Month() }

// told reports whether another finding says already that an entry is the ARN of
// nothing.
func (l *linter) told(text string) bool {
	why, _ := deadARN(text)
	refused, _ := refusedARN(l.policy.kind, text)
	return why != "" || refused != ""
}

// meetings say of each action and each resource of a statement whether it meets some
// of the others.
type meetings struct{ actions, resources []bool }

func (m *meetings) any() bool {
	for _, met := range m.actions {
		if met {
			return true
		}
	}
	return false
}

// meetings are nil when something is not known, or when there is too much to look at.
func (l *linter) meetings(s *statement) *meetings {
	m := &meetings{make([]bool, len(s.actions)), make([]bool, len(s.resources))}
	meet := func(i, j int) (met, ok bool) {
		if l.pairs--; l.pairs < 0 {
			return true, false
		}
		return canMeet(s.actionTexts[i], s.resourceTexts[j]), true
	}
	for i := range s.actions {
		for j := range s.resources {
			met, ok := meet(i, j)
			if !ok {
				return nil
			}
			if met {
				m.actions[i], m.resources[j] = true, true
				break
			}
		}
	}
	for j := range s.resources {
		for i := 0; i < len(s.actions) && !m.resources[j]; i++ {
			met, ok := meet(i, j)
			if !ok {
				return nil
			}
			m.resources[j] = met
		}
	}
	return m
}

// looseServices hold calls that take no resource by the reference, and that are asked
// for all the same with the ARN of their service's list: iam:ListUsers for
// arn:aws:iam::111122223333:user/, s3:ListAllMyBuckets for arn:aws:s3:::*.
var looseServices = map[string]bool{"iam": true, "s3": true, "sns": true, "sqs": true, "dynamodb": true, "logs": true, "cloudformation": true}

// canMeet reports whether an action may be about what a resource names: by the
// reference of AWS's actions, and where that is silent or known to be too strict.
func canMeet(action, resource string) bool {
	met, known := reference.Meets(action, resource)
	if met || !known || strings.IndexByte(resource, '<') >= 0 || strings.Contains(strings.ReplaceAll(resource, "${", ""), "{") {
		return true
	}
	f, n := arnParts(resource)
	if n < 6 {
		return false
	}
	prefix, _, _ := strings.Cut(lowerASCII(action), ":")
	switch f[2] {
	case "lambda": // a version or an alias of a function
		if parts := strings.Split(f[5], ":"); len(parts) == 3 && parts[0] == "function" {
			met, _ = reference.Meets(action, strings.TrimSuffix(resource, ":"+parts[2]))
			return met
		}
	case "s3": // of access points over several Regions the reference knows little
		if f[4] != "" && s3Typed(f[5]) && prefix == "s3" {
			return true
		}
	}
	if a := reference.Find(action); a != nil && len(a.Targets()) == 0 {
		return looseServices[f[2]] && f[2] == prefix && hasWildcard(f[5])
	}
	return false
}

// takes says what an action takes, for the advice of a finding.
func takes(action string) string {
	a := reference.Find(action)
	if a == nil {
		return "Write a resource of the type that the action is about."
	}
	targets := a.Targets()
	if len(targets) == 0 {
		return quote(action) + " takes only `*` as its resource: put it in a statement of its own with `\"Resource\": \"*\"`."
	}
	var formats []string
	for _, t := range targets[:min(len(targets), 3)] {
		if len(t.Formats) > 0 {
			formats = append(formats, "`"+plainFormat(t.Formats[0])+"`")
		}
	}
	return quote(action) + " takes " + listWords(formats, "or") + "."
}

// plainFormat writes an ARN's format without dollars and braces.
func plainFormat(f string) string {
	f = strings.NewReplacer("${Partition}", "aws", "${Region}", "REGION", "${Account}", "ACCOUNT").Replace(f)
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(f, "${")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		for i := range len(name) {
			if c := name[i]; i > 0 && c >= 'A' && c <= 'Z' && (name[i-1] < 'A' || name[i-1] > 'Z') {
				b.WriteByte('-')
			}
			b.WriteString(strings.ToUpper(name[i : i+1]))
		}
		f = after
	}
}

// onlyS3 reports whether all resources of the statement are ARNs of S3.
func (s *statement) onlyS3() bool { return s.onlyService() == "s3" }

// onlyService is the service that all resources of the statement are ARNs of, empty
// when there are several or none.
func (s *statement) onlyService() string {
	service := ""
	for i := range s.resources {
		f, n := arnParts(s.resourceTexts[i])
		if n < 6 || hasWildcard(f[2]) || i > 0 && f[2] != service {
			return ""
		}
		service = f[2]
	}
	return service
}

// checkResourceActions: S3 refuses a bucket policy with an action that no resource of
// its statement takes ("Action does not apply to any resource(s) in statement") or of
// another service ("Policy has invalid action"); so does SNS the latter ("Policy
// statement action out of service scope!").
func checkResourceActions(p *Policy, s *statement, fs *faults) {
	service := s.onlyService()
	if p.kind != KindResource || s.notAction || s.notResource || s.faulty.action || s.faulty.resource || service != "s3" && service != "sns" {
		return
	}
	left := mostPairs
	for i := range s.actions {
		a, raw := &s.actions[i], s.actionTexts[i]
		prefix, _, found := strings.Cut(a.text, ":")
		if !found || int(a.literal) < len(prefix) {
			continue
		}
		if prefix != service {
			fs.add(codeNotOfS3, int(a.start), int(a.end), quote(raw)+" is an action of another service than the statement's resources, which "+serviceLabel(service)+" does not store.", "Write the actions of "+serviceLabel(service)+" alone.")
			continue
		}
		meets := service != "s3"
		for j := 0; j < len(s.resources) && !meets && left > 0; j++ {
			meets, left = canMeet(raw, s.resourceTexts[j]), left-1
		}
		if !meets && left > 0 {
			fs.add(codeNotOfS3, int(a.start), int(a.end), quote(raw)+" applies to none of the statement's resources, and S3 stores no such policy.", takes(raw))
		}
	}
}

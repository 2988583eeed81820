package iam

import "strings"

// iamTypes are how the last part of an ARN of IAM begins. IAM's refusal lists most:
// "IAM resource path must either be "*" or start with user/, federated-user/, …".
var iamTypes = [...]string{
	"user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/",
	"access-report/", "assumed-role/", "u2f/", "contextProvider/", "delegation-request/", "root",
}

// checkResources: what AWS refuses of an ARN in Resource. The words of its refusals
// are in the messages that IAM answers with MalformedPolicyDocument.
func checkResources(p *Policy, s *statement, fs *faults) {
	for i := range s.resources {
		text := s.resourceTexts[i]
		if isStar(text) {
			continue
		}
		if why, mend := refusedARN(p.kind, text); why != "" {
			fs.add(codeRefusedARN, int(s.resources[i].start), int(s.resources[i].end), quote(text)+why, mend)
		}
	}
}

func refusedARN(kind Kind, text string) (why, mend string) {
	f, n := arnParts(text)
	service, region, account, rest := f[2], f[3], f[4], f[5]
	if n > 2 && strings.Contains(f[1], "${") {
		return " has a policy variable in place of the partition.", "Write aws, aws-cn or aws-us-gov; what a template puts there has to be put there before the document is stored."
	}
	if n > 3 && strings.Contains(service, "${") {
		return " has a policy variable in place of the service.", "Write the service, such as s3: variables are filled in behind the fifth colon alone."
	}
	if (kind == KindIdentity || kind == KindBoundary) && n >= 3 && hasWildcard(service) && !(n == 3 && strings.IndexByte(service, '*') > 0) {
		return " has a wildcard in place of the service.", "Write the service out; for all resources of all services write `*` alone."
	}
	if n < 6 {
		return "", ""
	}
	switch {
	case service == "iam" && region != "" && !hasWildcard(region):
		return " has a Region, and IAM has none.", "Leave the Region empty, as in arn:aws:iam::111122223333:role/NAME."
	case service == "s3" && region != "" && !hasWildcard(region) && !s3Typed(rest):
		return " has a Region, and the ARNs of buckets and objects have none.", "Leave Region and account empty, as in arn:aws:s3:::BUCKET."
	case service == "iam" && rest != "" && !iamType(rest):
		return " does not say of what type it is.", "Behind the account an ARN of IAM has `*`, or begins with user/, role/, group/, policy/, instance-profile/, mfa/, saml-provider/, oidc-provider/ or server-certificate/."
	case account != "" && !isAccount(account) && strings.Trim(account, "0123456789-") == "":
		return " has " + quote(account) + " as its account, which has not twelve digits.", "Write the twelve digits of the account, without hyphens."
	}
	return "", ""
}

// iamType reports whether the last part of an ARN of IAM can begin with a type.
func iamType(rest string) bool { return canBegin(rest, iamTypes[:]) }

// canBegin reports whether a pattern can begin with one of the texts.
func canBegin(rest string, texts []string) bool {
	at := strings.IndexAny(rest, "*?$")
	for _, t := range texts {
		if strings.HasPrefix(rest, t) || at >= 0 && at < len(t) && strings.HasPrefix(t, rest[:at]) {
			return true
		}
	}
	return false
}

// checkEmpty: AWS refuses a statement without actions, resources or principals.
func checkEmpty(p *Policy, s *statement, fs *faults) {
	say := func(element, mend string) {
		fs.add(codeEmpty, s.span.Start.Offset, s.span.End.Offset, "`"+element+"` is an empty list in this statement.", mend)
	}
	if s.actions != nil && len(s.actions) == 0 && !s.faulty.action {
		say(notOr(s.notAction, "Action"), "List the actions, such as s3:GetObject, or remove the statement.")
	}
	if s.resources != nil && len(s.resources) == 0 && !s.faulty.resource {
		say(notOr(s.notResource, "Resource"), "List the resources, or write `*`, or remove the statement.")
	}
	if s.hasPrincipal && len(s.principals) == 0 && !s.faulty.principal {
		say(notOr(s.notPrincipal, "Principal"), "Name who it is about, or remove the statement.")
	}
}

func notOr(not bool, element string) string {
	if not {
		return "Not" + element
	}
	return element
}

// checkDates: a date that IAM cannot read makes it refuse the whole document ("The
// policy failed legacy parsing"). It takes more than the engine can compare.
func checkDates(s *statement, fs *faults) {
	for i := range s.conditions {
		c := &s.conditions[i]
		if !c.op.isDate() {
			continue
		}
		for _, v := range c.wanted {
			if _, ok := parseInstant(v); !ok && !storableDate(v) {
				fs.add(codeDate, int(c.start), int(c.end), quote(v)+" is not a date.", c.op.example())
			}
		}
	}
}

// storableDate reports whether IAM stores a date: epoch seconds, or any part of an
// ISO 8601 date from the left on.
func storableDate(v string) bool {
	low := lowerASCII(v)
	if !strings.ContainsAny(low, "t-") {
		_, ok := smallNumber(low, 0, 1<<62, 19)
		return ok
	}
	date, clock, _ := strings.Cut(low, "t")
	date, _ = strings.CutPrefix(date, "-")
	parts := strings.Split(date, "-")
	if len(parts) > 3 || !inRanges(parts, [][2]int{{0, 292278993}, {1, 12}, {1, 31}}) {
		return false
	}
	if clock == "" {
		return true
	}
	zone := ""
	for _, mark := range []string{"z", "+"} {
		var found bool
		if clock, zone, found = strings.Cut(clock, mark); found {
			if mark == "z" && zone != "" {
				return false
			}
			break
		}
	}
	if zone != "" && !inRanges(strings.Split(zone, ":"), [][2]int{{0, 23}, {0, 59}}) {
		return false
	}
	clock, fraction, dotted := strings.Cut(clock, ".")
	if dotted && (fraction == "" || strings.Trim(fraction, "0123456789") != "") {
		return false
	}
	return inRanges(strings.Split(clock, ":"), [][2]int{{0, 23}, {0, 59}, {0, 59}})
}

// inRanges reports whether the parts are whole numbers within their ranges.
func inRanges(parts []string, ranges [][2]int) bool {
	if len(parts) > len(ranges) {
		return false
	}
	for i, p := range parts {
		if _, ok := smallNumber(p, ranges[i][0], ranges[i][1], 9); !ok {
			return false
		}
	}
	return true
}

func smallNumber(s string, least, most, digits int) (int, bool) {
	if s == "" || len(s) > digits || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n, n >= least && n <= most
}

// checkServices: service principals that AWS is known to refuse, or that are not
// written as one: `Invalid principal in policy: "SERVICE":"…"`.
func checkServices(p *Policy, s *statement, hints *int, fs *faults) {
	for i := range s.principals {
		n := &s.principals[i]
		if n.kind != namedService {
			continue
		}
		v, meant := judgeService(n.raw)
		refused := v == serviceRefused && p.kind == KindTrust || v == serviceRegional && refusedRegional(p.kind, n.raw)
		if v != serviceMalformed && !refused {
			continue
		}
		near := ""
		if v == serviceRegional {
			near = meant
		} else if *hints > 0 && meant != "" && len(meant) <= longestName {
			*hints--
			near = nearService(meant)
		}
		fs.add(codePrincipal, int(n.start), int(n.end), quote(n.raw)+" is not a service principal that AWS stores.", didYouMean(near, "The service's own guide names its service principal; it is written like lambda.amazonaws.com."))
	}
}

// refusedRegional reports whether IAM refuses a Regional name in a trust policy. Of
// Systems Manager's that is reported: github.com/aws/aws-cdk/issues/17646.
func refusedRegional(kind Kind, name string) bool {
	return kind == KindTrust && strings.HasPrefix(name, "ssm.")
}

// checkMissingResource: S3 refuses a bucket policy without Resource ("Missing
// required field Resource").
func checkMissingResource(p *Policy, s *statement, fs *faults) {
	if p.kind != KindResource || s.resources != nil || s.faulty.resource || len(s.actions) == 0 {
		return
	}
	for i := range s.actions {
		if !strings.HasPrefix(s.actions[i].text, "s3:") {
			return
		}
	}
	fs.add(codeMissing, s.span.Start.Offset, s.span.End.Offset, "The statement has no `Resource`, which S3 asks of every statement.", `Add "Resource": ["arn:aws:s3:::BUCKET", "arn:aws:s3:::BUCKET/*"].`)
}

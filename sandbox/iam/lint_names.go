package iam

import (
	"strings"

	"rolecall/sandbox/iam/reference"
)

// longestName bounds what is looked up; no name of AWS's is longer.
const longestName = 128

// serviceName tells of a service that is not known here, once a document.
func (l *linter) serviceName(service, name string, a *pattern) {
	if _, told := l.names["service "+lowerASCII(service)]; told {
		return
	}
	v := l.look("service ", service, func() (bool, string) { return KnownService(service) })
	if v.known {
		return
	}
	near := v.near
	if near != "" {
		near += ":" + name
	}
	l.advise(codeUnknownService, a.start, a.end, "The service "+quote(service)+" "+KnownHere()+".", didYouMean(near, "If AWS has this service, keep it; if not, its actions match no call."))
}

// serviceLabel is what people call a service: STS, or AWS CloudTrail.
func serviceLabel(prefix string) string {
	if len(prefix) <= 3 {
		return strings.ToUpper(prefix)
	}
	if name := reference.ServiceName(prefix); name != "" {
		return name
	}
	return prefix
}

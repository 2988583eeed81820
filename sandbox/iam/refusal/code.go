package refusal

import (
	"regexp"
	"strings"
)

// operation is where the SDK for Go names what was called.
var operation = regexp.MustCompile(`operation error [A-Za-z0-9 ]{2,60}: ([A-Z][A-Za-z0-9]{2,80}),`)

// codes are the places where tools put AWS's error code: the CLI and boto have it
// in brackets (see called), XML answers in an element, the SDKs for Go and Java
// and PHP each elsewhere. Asked in this order.
var codes = []*regexp.Regexp{
	regexp.MustCompile(`<Code>([A-Za-z0-9.]{3,80})</Code>`),
	regexp.MustCompile(`\bapi error ([A-Za-z0-9.]{3,80})\b`),
	regexp.MustCompile(`\bError Code: ([A-Za-z0-9.]{3,80})[;),. ]`),
	regexp.MustCompile(`\bHandlerErrorCode: ([A-Za-z0-9]{3,80})\b`),
	regexp.MustCompile(`\b([A-Za-z0-9.]{3,60}) \(client\):`),
	regexp.MustCompile(`\b([A-Za-z0-9]{3,60}Exception)KMS Message: `),
}

// named is a word that looks like an error's name and ends where names do.
var named = regexp.MustCompile(`(?:^|[\s:"'({\[│|/.])((?:[a-z][A-Za-z0-9]*\.)*[A-Z][A-Za-z0-9]{2,60})(?:: |\)|"|\(|,|$)`)

// wrappers are names of errors by which tools wrap AWS's own.
var wrappers = map[string]bool{"Error": true, "ClientError": true, "Exception": true, "RuntimeError": true, "AmazonServiceException": true, "AwsServiceException": true, "SdkClientException": true, "ServiceException": true, "WebIdentityErr": true, "CredentialsProviderError": true, "ResponseError": true, "RuntimeException": true, "CredentialRetrievalError": true, "GeneralServiceException": true, "StsException": true, "IamException": true, "AmazonClientException": true, "AmazonSecurityTokenServiceException": true, "AmazonIdentityManagementServiceException": true, "AmazonS3Exception": true, "RequestToken": true}

// codeEnds are how names of error codes end.
var codeEnds = []string{"Exception", "Denied", "Operation", "Token", "Forbidden", "Exceeded", "TooLarge", "Throttling", "Failure", "Fault", "Access"}

// codeIn finds AWS's error code where tools put it: in its place, else the first
// name that the table of meanings knows, else the first that looks like one.
func codeIn(line string) string {
	for _, c := range codes {
		if m := c.FindStringSubmatch(line); m != nil && !wrappers[m[1]] {
			return m[1]
		}
	}
	like := ""
	for _, m := range named.FindAllStringSubmatch(line, maxNames) {
		name := m[1]
		last := name[strings.LastIndexByte(name, '.')+1:]
		switch {
		case wrappers[last]:
		case knownCode[baseCode(last)]:
			return last
		case like == "" && hasEnd(last) && !strings.HasPrefix(name, "com.") && !strings.HasPrefix(name, "org."):
			like = last
			if strings.HasPrefix(name, last) {
				like = name
			}
		}
	}
	return like
}

// maxNames is how many words of a message are looked at for its code.
const maxNames = 400

func hasEnd(name string) bool {
	for _, e := range codeEnds {
		if strings.HasSuffix(name, e) && len(name) > len(e)+2 {
			return true
		}
	}
	return false
}

// knownCode are the codes that say something by themselves.
var knownCode = codesOf(meanings)

func codesOf(list []Meaning) map[string]bool {
	m := map[string]bool{}
	for _, x := range list {
		if len(x.Code) > 5 {
			m[x.Code] = true
		}
	}
	for c := range denials {
		if len(c) > 5 && c != "Forbidden" && c != "Unauthorized" {
			m[c] = true
		}
	}
	m["AccessDenied"] = true
	return m
}

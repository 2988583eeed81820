package view

import (
	"strconv"
	"strings"

	"rolecall/sandbox/iam"
)

// pathKind is the kind of policy that a document of a world is, by its path.
func pathKind(path string) iam.Kind {
	switch {
	case strings.HasSuffix(path, "/trust.json"):
		return iam.KindTrust
	case strings.HasSuffix(path, "/policy.json"):
		return iam.KindResource
	case strings.HasPrefix(path, "files/"):
		return iam.KindSession
	case strings.HasPrefix(path, "organization/scps/"):
		return iam.KindSCP
	case strings.HasPrefix(path, "organization/rcps/"):
		return iam.KindRCP
	}
	return iam.KindIdentity
}

func sideID(id string, i int) string { return id + "-" + strconv.Itoa(i+1) }

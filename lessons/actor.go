package lessons

import (
	"strings"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/iam"
)

// actorOf reads a caller's ARN as somebody in a room: their id is the path of the
// user or role in the scenario.
func actorOf(arn string) Actor {
	parsed, ok := iam.ParseARN(arn)
	if !ok {
		if strings.Contains(arn, ".") {
			return Actor{ID: arn, Kind: MemberService, Name: arn}
		}
		return Actor{ID: "anonymous", Kind: MemberUser, Name: "somebody unknown"}
	}
	account, rest := parsed.Account, parsed.Resource
	kind, name, _ := strings.Cut(rest, "/")
	switch kind {
	case "user":
		return Actor{ID: account + "/users/" + lastPart(name), Kind: MemberUser, Name: lastPart(name)}
	case "role":
		return Actor{ID: account + "/roles/" + lastPart(name), Kind: MemberRole, Name: lastPart(name)}
	case "assumed-role":
		role, session, _ := strings.Cut(name, "/")
		return Actor{ID: account + "/roles/" + role, Kind: MemberSession, Name: role + "/" + session}
	case "federated-user":
		return Actor{ID: account + "/users/" + name, Kind: MemberSession, Name: name}
	case "saml-provider", "oidc-provider":
		return Actor{ID: account + "/providers/" + name, Kind: MemberProvider, Name: name}
	case "root":
		return Actor{ID: account, Kind: MemberUser, Name: "root"}
	}
	return Actor{ID: arn, Kind: MemberUser, Name: rest}
}

func lastPart(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// serviceOf is the service that answers an operation.
func serviceOf(op *awsapi.Operation) Actor {
	if op == nil {
		return Actor{ID: "aws", Kind: MemberService, Name: "AWS"}
	}
	return Actor{ID: op.Service, Kind: MemberService, Name: serviceName(op.Service)}
}

func serviceName(prefix string) string {
	switch prefix {
	case "secretsmanager":
		return "Secrets Manager"
	case "dynamodb":
		return "DynamoDB"
	case "lambda":
		return "Lambda"
	}
	return strings.ToUpper(prefix)
}

// callerOf is who sent a command: as the engine saw them, or as the log did.
func callerOf(r *awscli.Reply, fallback Actor) Actor {
	if t := traceOf(r); t != nil {
		return actorOf(t.Principal)
	}
	if r.Outcome != nil && r.Outcome.Event != nil && r.Outcome.Event.UserIdentity.ARN != "" {
		return actorOf(r.Outcome.Event.UserIdentity.ARN)
	}
	return fallback
}

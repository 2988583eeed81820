package awsapi

import (
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// privilegedOperations are the calls of STS that reach past the caller's own
// credentials: into a member account, into a refusal.
func privilegedOperations() []*Operation {
	task := required(Param{Name: "TaskPolicyArn", Doc: "The task: arn=arn:aws:iam::aws:policy/root-task/….", Shape: Shape{
		Type: Structure, Members: []Param{str("arn", "The policy's ARN.", arnMin, arnMax, "")},
	}})
	return []*Operation{
		{
			Service: "sts", Name: "AssumeRoot", do: assumeRoot,
			Doc: "Returns temporary credentials of a member account's root user, good for one task.",
			Input: []Param{
				required(str("TargetPrincipal", "The member account's id, or the ARN of its root user.", 12, 2048, "")),
				task,
				integer("DurationSeconds", "How long the session lasts: 0 to 900, 900 unless given.", 0, 900),
			},
		},
		{
			Service: "sts", Name: "DecodeAuthorizationMessage", do: decodeMessage,
			Doc:   "Reads the encoded message of a refusal.",
			Input: []Param{required(str("EncodedMessage", "The message, as the refused call answered it.", 1, 10240, ""))},
		},
	}
}

func assumeRoot(c *Call) (any, error) {
	in := sts.AssumeRootInput{TargetPrincipal: c.str("TargetPrincipal"), TaskPolicyARN: member(c.In["TaskPolicyArn"], "arn")}
	if c.has("DurationSeconds") {
		seconds := c.num("DurationSeconds")
		in.Duration = &seconds
	}
	out, err := sts.AssumeRoot(c.Access, in)
	if err != nil {
		return nil, err
	}
	c.issue(out.Session(), map[string]any{})
	return out, nil
}

// decodedMessageOutput answers DecodeAuthorizationMessage.
type decodedMessageOutput struct {
	DecodedMessage string `json:"DecodedMessage"` // JSON
}

func decodeMessage(c *Call) (any, error) {
	if err := c.authorize("sts:DecodeAuthorizationMessage", world.Target{ARN: "*", Account: c.Access.Who.Account}, nil); err != nil {
		return nil, err
	}
	text, ok := sts.DecodeMessage(c.Access, c.str("EncodedMessage"))
	if !ok {
		return nil, c.fail("InvalidAuthorizationMessageException", 400, "Message is not valid")
	}
	return &decodedMessageOutput{text}, nil
}

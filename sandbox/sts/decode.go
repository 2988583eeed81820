package sts

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

const (
	sealedRefusal = "authorization message"
	maxMessage    = 10240 // characters of an encoded message
	maxDecoded    = 64 << 10
)

// sealedMessage is what an encoded message holds: the account whose principals
// may read it, and the text.
type sealedMessage struct {
	Account string          `json:"account"`
	Text    json.RawMessage `json:"text"`
}

// EncodeMessage encodes why a call was refused, as EC2 and a few other services
// add it to their answer. It tells more than the caller may know, so it is
// encrypted under a key of the world. Empty when it would grow too long.
func EncodeMessage(a *world.Access, t *iam.Trace, target world.Target, ctx world.Context) string {
	text, err := json.Marshal(messageOf(a, t, target, ctx))
	if err != nil {
		return ""
	}
	whole, err := json.Marshal(sealedMessage{a.Who.Account, text})
	if err != nil {
		return ""
	}
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return ""
	}
	if _, err := z.Write(whole); err != nil || z.Close() != nil {
		return ""
	}
	encoded, err := a.World.Seal(sealedRefusal, b.Bytes())
	if err != nil || len(encoded) > maxMessage {
		return ""
	}
	return encoded
}

// DecodeMessage reads an encoded message that a caller of the same account got.
// ok is false when it was made elsewhere or changed on its way. See
// "DecodeAuthorizationMessage" in the STS API Reference.
func DecodeMessage(a *world.Access, encoded string) (text string, ok bool) {
	packed, ok := a.World.Unseal(sealedRefusal, strings.TrimSpace(encoded))
	if !ok {
		return "", false
	}
	whole, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxDecoded))
	if err != nil {
		return "", false
	}
	var m sealedMessage
	if json.Unmarshal(whole, &m) != nil || m.Account != a.Who.Account {
		return "", false
	}
	return string(m.Text), true
}

// The decoded message's shape is that of the AWS CLI Command Reference's example
// for decode-authorization-message.
type (
	message struct {
		Allowed           bool            `json:"allowed"`
		ExplicitDeny      bool            `json:"explicitDeny"`
		MatchedStatements items[matched]  `json:"matchedStatements"`
		Failures          items[struct{}] `json:"failures"`
		Context           messageContext  `json:"context"`
	}
	messageContext struct {
		Principal  messagePrincipal `json:"principal"`
		Action     string           `json:"action"`
		Resource   string           `json:"resource"`
		Conditions items[keyed]     `json:"conditions"`
	}
	messagePrincipal struct {
		ID   string `json:"id"`
		Name string `json:"name,omitempty"`
		ARN  string `json:"arn"`
	}
	matched struct {
		StatementID     string        `json:"statementId"`
		Effect          string        `json:"effect"`
		Principals      items[valued] `json:"principals"`
		PrincipalGroups items[valued] `json:"principalGroups"`
		Actions         items[valued] `json:"actions"`
		Resources       items[valued] `json:"resources"`
		Conditions      items[keyed]  `json:"conditions"`
	}
	keyed struct {
		Key    string        `json:"key"`
		Values items[valued] `json:"values"`
	}
	valued struct {
		Value string `json:"value"`
	}
	items[T any] struct {
		Items []T `json:"items"`
	}
)

func messageOf(a *world.Access, t *iam.Trace, target world.Target, ctx world.Context) message {
	m := message{ExplicitDeny: t.Decision == iam.ExplicitDeny, Failures: items[struct{}]{[]struct{}{}}}
	m.Context = messageContext{
		Principal: messagePrincipal{ID: a.Who.UserID, ARN: a.Who.ARN}, Action: t.Action, Resource: t.Resource, Conditions: keyedItems(ctx),
	}
	if a.Who.Type == world.IdentityUser {
		m.Context.Principal.Name = a.Who.User.Name
	}
	m.MatchedStatements.Items = []matched{}
	for _, l := range t.Layers {
		for _, p := range l.Policies {
			for _, s := range p.Statements {
				if s.Matched && s.Effect == iam.Deny {
					m.MatchedStatements.Items = append(m.MatchedStatements.Items, matchedOf(a, p.Name, s))
				}
			}
		}
	}
	return m
}

// matchedOf tells of a statement that denied. Its lists are those of the policy's
// text; the principal is the caller.
func matchedOf(a *world.Access, path string, s iam.StatementTrace) matched {
	m := matched{StatementID: s.Sid, Effect: "DENY", PrincipalGroups: items[valued]{[]valued{}}, Conditions: items[keyed]{[]keyed{}}}
	m.Principals = values([]string{principalID(a.Who)})
	src := a.World.PolicySource(path)
	var elements struct {
		Action, NotAction, Resource, NotResource json.RawMessage
		Condition                                map[string]map[string]json.RawMessage
	}
	if from, to := s.Span.Start.Offset, s.Span.End.Offset; from >= 0 && from < to && to <= len(src) {
		// A statement that doesn't read as one leaves its lists empty.
		_ = json.Unmarshal([]byte(src[from:to]), &elements)
	}
	m.Actions = values(append(stringList(elements.Action), stringList(elements.NotAction)...))
	m.Resources = values(append(stringList(elements.Resource), stringList(elements.NotResource)...))
	for _, operator := range slices.Sorted(maps.Keys(elements.Condition)) {
		for _, key := range slices.Sorted(maps.Keys(elements.Condition[operator])) {
			m.Conditions.Items = append(m.Conditions.Items, keyed{key, values(stringList(elements.Condition[operator][key]))})
		}
	}
	return m
}

// principalID is the unique id of the user or role behind a caller.
func principalID(who world.Identity) string {
	id, _, _ := strings.Cut(who.UserID, ":")
	return id
}

func keyedItems(ctx world.Context) items[keyed] {
	list := items[keyed]{[]keyed{}}
	for _, key := range slices.Sorted(maps.Keys(ctx)) {
		list.Items = append(list.Items, keyed{key, values(ctx[key])})
	}
	return list
}

func values(texts []string) items[valued] {
	list := items[valued]{make([]valued, 0, len(texts))}
	for _, text := range texts {
		list.Items = append(list.Items, valued{text})
	}
	return list
}

// stringList reads a policy element that is a string or a list of them.
func stringList(raw json.RawMessage) []string {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}
	}
	var many []string
	if json.Unmarshal(raw, &many) == nil {
		return slices.Clip(many)
	}
	return nil
}

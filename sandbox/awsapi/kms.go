package awsapi

import (
	"encoding/base64"
	"strings"

	"rolecall/sandbox/world"
)

// keyOperations are the calls of the Key Management Service about keys and their
// policies, besides those that encrypt and decrypt.
func keyOperations() []*Operation {
	key := required(str("KeyId", "The key's id or ARN.", 1, 2048, ""))
	name := str("PolicyName", "The policy's name, which is default.", 1, 128, `[\w]+`)
	bypass := boolean("BypassPolicyLockoutSafetyCheck", "Whether a policy may be set that locks the caller out.")
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "kms", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("CreateKey", "Makes a key with the default key policy, or another.", createKey, str("Policy", "The key policy.", 1, 131072, ""), str("Description", "What it is for.", 0, 8192, ""), bypass,
			listOf("Tags", "Tags of the key.", 50, Shape{Type: Structure, Members: []Param{required(str("TagKey", "The tag's key.", 1, 128, "")), required(str("TagValue", "The tag's value.", 0, 256, ""))}})),
		op("ListKeys", "Lists the keys of the account.", listKeys),
		op("GetKeyPolicy", "Shows a key's policy.", getKeyPolicy, key, name),
		op("PutKeyPolicy", "Replaces a key's policy.", putKeyPolicy, key, name, required(str("Policy", "The key policy.", 1, 131072, "")), bypass),
		op("GenerateDataKey", "Makes a data key, in the clear and encrypted.", generateDataKey, key,
			enum("KeySpec", "How long; this or NumberOfBytes.", "AES_256", "AES_128"), integer("NumberOfBytes", "How long, in bytes; this or KeySpec.", 1, 1024)),
	}
}

// keyItem is a key in a list.
type keyItem struct {
	KeyID  string `json:"KeyId"`
	KeyARN string `json:"KeyArn"`
}

// listKeysOutput answers ListKeys.
type listKeysOutput struct {
	Keys []keyItem `json:"Keys"`
}

// keyPolicyOutput answers GetKeyPolicy.
type keyPolicyOutput struct {
	Policy     string `json:"Policy"`
	PolicyName string `json:"PolicyName"`
}

// dataKeyOutput answers GenerateDataKey.
type dataKeyOutput struct {
	CiphertextBlob []byte `json:"CiphertextBlob"`
	Plaintext      []byte `json:"Plaintext"`
	KeyID          string `json:"KeyId"`
}

func newKeyMetadata(r *world.Resource) keyMetadata {
	id := r.ARN()[strings.LastIndexByte(r.ARN(), '/')+1:]
	return keyMetadata{r.Account, id, r.ARN(), r.Created, true, "ENCRYPT_DECRYPT", "Enabled", "CUSTOMER"}
}

func (c *Call) bypasses() bool {
	yes, _ := c.In["BypassPolicyLockoutSafetyCheck"].(bool)
	return yes
}

func (c *Call) bypassContext() world.Context {
	if c.bypasses() {
		return world.Context{"kms:BypassPolicyLockoutSafetyCheck": {"true"}}
	}
	return nil
}

func createKey(c *Call) (any, error) {
	tags := map[string]string{}
	for _, v := range c.list("Tags") {
		tags[member(v, "TagKey")] = member(v, "TagValue")
	}
	if err := c.authorizeWithTags(c.anyTarget(""), "kms:TagResource", tags, c.bypassContext()); err != nil {
		return nil, err
	}
	if len(c.resourcesOf("keys")) >= 50 {
		return nil, c.fail("LimitExceededException", 400, "An account of the sandbox holds at most 50 keys.")
	}
	r, err := c.World.AddResource(c.account(), "keys", c.World.NewUUID())
	if err != nil {
		return nil, c.fail("ValidationException", 400, "%s", err.Error())
	}
	c.World.RenameResource(r, newKeyMetadata(r).KeyID)
	r.Tags = orNone(tags)
	if c.has("Policy") {
		if err := c.keyPolicy(r); err != nil {
			c.World.DeleteResource(r)
			return nil, err
		}
	}
	c.answer("keyMetadata", map[string]any{"keyId": newKeyMetadata(r).KeyID, "arn": r.ARN()})
	return &describeKeyOutput{newKeyMetadata(r)}, nil
}

// keyPolicy sets a key's policy unless the caller couldn't change it any more; see
// "Default key policy" in the KMS Developer Guide, on the lockout safety check.
func (c *Call) keyPolicy(r *world.Resource) error {
	src := c.str("Policy")
	if !c.bypasses() && c.locksOut(r, "kms:PutKeyPolicy", src) {
		return c.fail("MalformedPolicyDocumentException", 400, "The new key policy will not allow you to update the key policy in the future.")
	}
	return c.setPolicy(r, src, "MalformedPolicyDocumentException")
}

func listKeys(c *Call) (any, error) {
	if err := c.authorize("kms:ListKeys", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listKeysOutput{Keys: []keyItem{}}
	for _, r := range c.resourcesOf("keys") {
		out.Keys = append(out.Keys, keyItem{newKeyMetadata(r).KeyID, r.ARN()})
	}
	return out, nil
}

// authorizedKey is the call's key once the caller may do the operation to it.
func (c *Call) authorizedKey(extra world.Context) (*world.Resource, error) {
	r, target := c.key(c.str("KeyId"))
	if r == nil {
		return nil, c.noKey(target)
	}
	return r, c.authorize(c.Op.Action, target, extra)
}

func (c *Call) defaultPolicyOnly() error {
	if name := c.str("PolicyName"); name != "" && name != "default" {
		return c.fail("NotFoundException", 400, "No such policy exists")
	}
	return nil
}

// ownKey is the key of a call about key policies, which takes no alias and no key of
// another account, whatever that key's policy says; see the pages of GetKeyPolicy and
// PutKeyPolicy in the KMS API Reference.
func (c *Call) ownKey(extra world.Context) (*world.Resource, error) {
	if c.keyByAlias(c.str("KeyId")) != nil {
		return nil, c.fail("NotFoundException", 400, "Invalid keyId %s: a key policy is asked for by the key's id or its ARN", c.str("KeyId"))
	}
	r, err := c.authorizedKey(extra)
	if err != nil {
		return nil, err
	}
	if r.Account != c.Access.Who.Account {
		return nil, c.fail("AccessDeniedException", 400, "User: %s is not authorized to perform: %s on resource: %s", c.Access.Who.ARN, c.Op.Action, r.ARN())
	}
	return r, nil
}

func getKeyPolicy(c *Call) (any, error) {
	r, err := c.ownKey(nil)
	if err != nil {
		return nil, err
	}
	if err := c.defaultPolicyOnly(); err != nil {
		return nil, err
	}
	src, _ := c.World.Document(r.PolicyPath())
	return &keyPolicyOutput{src, "default"}, nil
}

func putKeyPolicy(c *Call) (any, error) {
	r, err := c.ownKey(c.bypassContext())
	if err != nil {
		return nil, err
	}
	if err := c.defaultPolicyOnly(); err != nil {
		return nil, err
	}
	return nil, c.keyPolicy(r)
}

func generateDataKey(c *Call) (any, error) {
	if c.has("KeySpec") == c.has("NumberOfBytes") {
		return nil, c.fail("ValidationException", 400, "Please specify either number of bytes or key spec.")
	}
	r, err := c.authorizedKey(nil)
	if err != nil {
		return nil, err
	}
	size := map[string]int{"AES_128": 16, "AES_256": 32, "": int(c.num("NumberOfBytes"))}[c.str("KeySpec")]
	var plain []byte
	for len(plain) < size {
		plain = append(plain, strings.ReplaceAll(c.World.NewUUID(), "-", "")...)
	}
	plain = plain[:size]
	return &dataKeyOutput{[]byte(sealed + r.ARN() + " " + base64.StdEncoding.EncodeToString(plain)), plain, r.ARN()}, nil
}

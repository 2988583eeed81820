package awsapi

import (
	"encoding/base64"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// secretOperations are the few calls of Secrets Manager, Systems Manager's
// parameters and the Key Management Service that show a permission at work.
func secretOperations() []*Operation {
	secretID := required(str("SecretId", "The secret's name or ARN.", 1, 2048, ""))
	keyID := required(str("KeyId", "The key's id or ARN.", 1, 2048, ""))
	return []*Operation{
		{Service: "secretsmanager", Name: "GetSecretValue", do: getSecretValue, Doc: "Reads a secret.", Input: []Param{secretID}},
		{Service: "secretsmanager", Name: "ListSecrets", do: listSecrets, Doc: "Lists the secrets of the account."},
		{Service: "ssm", Name: "GetParameter", do: getParameter, Doc: "Reads a parameter.",
			Input: []Param{required(str("Name", "The parameter's name.", 1, 2048, "")), boolean("WithDecryption", "Whether to decrypt a secure string.")}},
		{Service: "ssm", Name: "PutParameter", do: putParameter, Doc: "Writes a parameter.",
			Input: []Param{required(str("Name", "The parameter's name.", 1, 2048, "")), required(text("Value", "The value.")), enum("Type", "What sort it is.", "String", "StringList", "SecureString"), boolean("Overwrite", "Whether to replace one that is there.")}},
		{Service: "kms", Name: "DescribeKey", do: describeKey, Doc: "Shows a key.", Input: []Param{keyID}},
		{Service: "kms", Name: "Encrypt", do: encrypt, Doc: "Encrypts up to 4,096 bytes.", Input: []Param{keyID, required(blob("Plaintext", "What to encrypt."))}},
		{Service: "kms", Name: "Decrypt", do: decrypt, Doc: "Decrypts what Encrypt made.",
			Input: []Param{required(blob("CiphertextBlob", "What to decrypt.")), str("KeyId", "The key's id or ARN.", 1, 2048, "")}},
	}
}

// getSecretValueOutput answers GetSecretValue.
type getSecretValueOutput struct {
	ARN           string    `json:"ARN"`
	Name          string    `json:"Name"`
	VersionID     string    `json:"VersionId"`
	SecretString  string    `json:"SecretString"`
	VersionStages []string  `json:"VersionStages"`
	CreatedDate   time.Time `json:"CreatedDate"`
}

// secretItem is a secret in a list.
type secretItem struct {
	ARN  string `json:"ARN"`
	Name string `json:"Name"`
}

// listSecretsOutput answers ListSecrets.
type listSecretsOutput struct {
	SecretList []secretItem `json:"SecretList"`
}

// parameterItem is a parameter of Systems Manager.
type parameterItem struct {
	Name             string    `json:"Name"`
	Type             string    `json:"Type"`
	Value            string    `json:"Value"`
	Version          int64     `json:"Version"`
	LastModifiedDate time.Time `json:"LastModifiedDate"`
	ARN              string    `json:"ARN"`
	DataType         string    `json:"DataType"`
}

// getParameterOutput answers GetParameter.
type getParameterOutput struct {
	Parameter parameterItem `json:"Parameter"`
}

// putParameterOutput answers PutParameter.
type putParameterOutput struct {
	Version int64  `json:"Version"`
	Tier    string `json:"Tier"`
}

// keyMetadata is a key of the Key Management Service.
type keyMetadata struct {
	AWSAccountID string    `json:"AWSAccountId"`
	KeyID        string    `json:"KeyId"`
	ARN          string    `json:"Arn"`
	CreationDate time.Time `json:"CreationDate"`
	Enabled      bool      `json:"Enabled"`
	KeyUsage     string    `json:"KeyUsage"`
	KeyState     string    `json:"KeyState"`
	KeyManager   string    `json:"KeyManager"`
}

// describeKeyOutput answers DescribeKey.
type describeKeyOutput struct {
	KeyMetadata keyMetadata `json:"KeyMetadata"`
}

// encryptOutput answers Encrypt.
type encryptOutput struct {
	CiphertextBlob      []byte `json:"CiphertextBlob"`
	KeyID               string `json:"KeyId"`
	EncryptionAlgorithm string `json:"EncryptionAlgorithm"`
}

// decryptOutput answers Decrypt.
type decryptOutput struct {
	KeyID               string `json:"KeyId"`
	Plaintext           []byte `json:"Plaintext"`
	EncryptionAlgorithm string `json:"EncryptionAlgorithm"`
}

func getSecretValue(c *Call) (any, error) {
	r, target := c.resource("secrets", c.str("SecretId"), c.arnOf("secretsmanager", "secret:"+c.str("SecretId")))
	if err := c.authorize("secretsmanager:GetSecretValue", target, world.Context{"secretsmanager:SecretId": {target.ARN}}); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.")
	}
	return &getSecretValueOutput{r.ARN(), r.Name, "EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE", r.Values["value"], []string{"AWSCURRENT"}, r.Created}, nil
}

func listSecrets(c *Call) (any, error) {
	if err := c.authorize("secretsmanager:ListSecrets", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listSecretsOutput{SecretList: []secretItem{}}
	for _, r := range c.resourcesOf("secrets") {
		out.SecretList = append(out.SecretList, secretItem{r.ARN(), r.Name})
	}
	return out, nil
}

// parameterName is a parameter's name as the world keeps it; an ARN has one slash
// between the word parameter and a name that begins with one.
func parameterName(name string) string { return strings.TrimPrefix(name, "/") }

func getParameter(c *Call) (any, error) {
	name := parameterName(c.str("Name"))
	r, target := c.resource("parameters", name, c.arnOf("ssm", "parameter/"+name))
	if err := c.authorize("ssm:GetParameter", target, nil); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ParameterNotFound", 400, "")
	}
	return &getParameterOutput{newParameterItem(r, c.str("Name"))}, nil
}

func putParameter(c *Call) (any, error) {
	name := parameterName(c.str("Name"))
	r, target := c.resource("parameters", name, c.arnOf("ssm", "parameter/"+name))
	if err := c.authorize("ssm:PutParameter", target, nil); err != nil {
		return nil, err
	}
	if err := c.tooBig("ValidationException", c.str("Value")); err != nil {
		return nil, err
	}
	if over, _ := c.In["Overwrite"].(bool); r != nil && !over {
		return nil, c.fail("ParameterAlreadyExists", 400, "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.")
	}
	if r == nil {
		var err error
		if r, err = c.World.AddResource(c.World.Account(c.Access.Who.Account), "parameters", name); err != nil {
			return nil, c.fail("ValidationException", 400, "%s", err.Error())
		}
	}
	c.setValue(r, "value", c.str("Value"))
	c.setValue(r, "type", orElse(c.str("Type"), "String"))
	return &putParameterOutput{1, "Standard"}, nil
}

// key finds a key by its id, its alias or the ARN of either.
func (c *Call) key(id string) (*world.Resource, world.Target) {
	if r := c.keyByAlias(id); r != nil {
		return r, resourceTarget(r)
	}
	arn := id
	if !strings.HasPrefix(id, "arn:") {
		arn = c.arnOf("kms", "key/"+id)
	}
	return c.resource("keys", arn, arn)
}

func (c *Call) noKey(target world.Target) error {
	return c.fail("NotFoundException", 400, "Key '%s' does not exist", target.ARN)
}

func describeKey(c *Call) (any, error) {
	r, target := c.key(c.str("KeyId"))
	if r == nil {
		return nil, c.noKey(target)
	}
	if err := c.authorize("kms:DescribeKey", target, nil); err != nil {
		return nil, err
	}
	return &describeKeyOutput{newKeyMetadata(r)}, nil
}

// sealed marks what the sandbox's Encrypt made. It hides nothing: the sandbox is
// about who may call, and keeps no secrets worth the name.
const sealed = "rolecall-sealed:"

func encrypt(c *Call) (any, error) {
	r, target := c.key(c.str("KeyId"))
	if r == nil {
		return nil, c.noKey(target)
	}
	if err := c.authorize("kms:Encrypt", target, nil); err != nil {
		return nil, err
	}
	plain, _ := c.In["Plaintext"].([]byte)
	if err := c.tooBig("ValidationException", string(plain)); err != nil {
		return nil, err
	}
	return &encryptOutput{[]byte(sealed + r.ARN() + " " + base64.StdEncoding.EncodeToString(plain)), r.ARN(), "SYMMETRIC_DEFAULT"}, nil
}

func decrypt(c *Call) (any, error) {
	cipher, _ := c.In["CiphertextBlob"].([]byte)
	body, ok := strings.CutPrefix(string(cipher), sealed)
	arn, text, found := strings.Cut(body, " ")
	r, target := c.resource("keys", arn, arn)
	plain, err := base64.StdEncoding.DecodeString(text)
	if !ok || !found || r == nil || err != nil {
		return nil, c.fail("InvalidCiphertextException", 400, "")
	}
	if err := c.authorize("kms:Decrypt", target, nil); err != nil {
		return nil, err
	}
	return &decryptOutput{r.ARN(), plain, "SYMMETRIC_DEFAULT"}, nil
}

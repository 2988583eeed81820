package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// worldYAML is world.yaml.
type worldYAML struct {
	Accounts     map[string]*accountYAML `yaml:"accounts"`
	Organization *orgYAML                `yaml:"organization"`
}

type accountYAML struct {
	Name             string                   `yaml:"name"`
	Users            map[string]*userYAML     `yaml:"users"`
	Groups           map[string]*groupYAML    `yaml:"groups"`
	Roles            map[string]*roleYAML     `yaml:"roles"`
	InstanceProfiles map[string]string        `yaml:"instance_profiles"`
	OIDCProviders    map[string]*oidcYAML     `yaml:"oidc_providers"`
	SAMLProviders    []string                 `yaml:"saml_providers"`
	Buckets          map[string]*struct{}     `yaml:"buckets"`
	Queues           map[string]*resourceYAML `yaml:"queues"`
	Topics           map[string]*resourceYAML `yaml:"topics"`
	Tables           map[string]*resourceYAML `yaml:"tables"`
	Functions        map[string]*resourceYAML `yaml:"functions"`
	Parameters       map[string]*resourceYAML `yaml:"parameters"`
	Instances        map[string]*resourceYAML `yaml:"instances"`
	Secrets          map[string]*resourceYAML `yaml:"secrets"`
	Keys             map[string]*resourceYAML `yaml:"keys"`
	LogGroups        map[string]*resourceYAML `yaml:"log_groups"`
	TaskDefinitions  map[string]*resourceYAML `yaml:"task_definitions"`
}

// resources are the account's resources by kind, besides buckets.
func (a *accountYAML) resources() map[string]map[string]*resourceYAML {
	return map[string]map[string]*resourceYAML{
		"log_groups": a.LogGroups, "task_definitions": a.TaskDefinitions,
		"queues": a.Queues, "topics": a.Topics, "tables": a.Tables, "functions": a.Functions,
		"parameters": a.Parameters, "instances": a.Instances, "secrets": a.Secrets, "keys": a.Keys,
	}
}

type userYAML struct {
	Path     string            `yaml:"path"`
	Tags     map[string]string `yaml:"tags"`
	Groups   []string          `yaml:"groups"`
	Boundary string            `yaml:"boundary"`
	Policies []string          `yaml:"policies"`
	MFA      []string          `yaml:"mfa"`
}

type groupYAML struct {
	Path     string   `yaml:"path"`
	Policies []string `yaml:"policies"`
}

type roleYAML struct {
	Path        string            `yaml:"path"`
	MaxSession  int64             `yaml:"max_session"`
	Description string            `yaml:"description"`
	Tags        map[string]string `yaml:"tags"`
	Boundary    string            `yaml:"boundary"`
	Policies    []string          `yaml:"policies"`
}

type oidcYAML struct {
	Audiences []string `yaml:"audiences"`
}

// resourceYAML is any resource besides a bucket. Values are what it holds: the
// value of a secret or parameter, the role of a function.
type resourceYAML struct {
	Tags   map[string]string `yaml:"tags"`
	Values map[string]string `yaml:"values"`
}

type orgYAML struct {
	ID         string    `yaml:"id"`
	Management string    `yaml:"management"`
	Root       *nodeYAML `yaml:"root"`
}

type nodeYAML struct {
	SCPs     []string             `yaml:"scps"`
	RCPs     []string             `yaml:"rcps"`
	Accounts []*nodeAccountYAML   `yaml:"accounts"`
	OUs      map[string]*nodeYAML `yaml:"ous"`
}

// nodeAccountYAML is an account's id, or a mapping with what is attached to it.
type nodeAccountYAML struct {
	ID   string   `yaml:"id"`
	SCPs []string `yaml:"scps"`
	RCPs []string `yaml:"rcps"`
}

// UnmarshalYAML reads an id alone as well as the mapping.
func (n *nodeAccountYAML) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		n.ID = node.Value
		return nil
	}
	type plain nodeAccountYAML
	for i := 0; i+1 < len(node.Content); i += 2 {
		if k := node.Content[i]; k.Value != "id" && k.Value != "scps" && k.Value != "rcps" {
			return fmt.Errorf("line %d: field %s not found: an account has id, scps and rcps", k.Line, k.Value)
		}
	}
	return node.Decode((*plain)(n))
}

var yamlUnknown = regexp.MustCompile(`field (\S+) not found in type \S+`)

var yamlLine = regexp.MustCompile(`(?:yaml: )?line (\d+): `)

// decodeYAML reads a section strictly: a key that isn't known is a fault at its line.
func decodeYAML(file string, s section, into any) Faults {
	dec := yaml.NewDecoder(bytes.NewReader([]byte(s.text)))
	dec.KnownFields(true)
	err := dec.Decode(into)
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	messages := []string{err.Error()}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		messages = te.Errors
	}
	var faults Faults
	for _, m := range messages {
		line := s.line
		if at := yamlLine.FindStringSubmatchIndex(m); at != nil {
			n, _ := strconv.Atoi(m[at[2]:at[3]])
			line = s.line + n - 1
			m = m[:at[0]] + m[at[1]:]
		}
		m = yamlUnknown.ReplaceAllString(m, "there is no key `$1` here")
		faults = append(faults, Fault{file, line, s.name + ": " + m})
	}
	return faults
}

// yamlLineOf finds the line of a key path in a section, for faults that only
// show later; the section's own first line when the path isn't there.
func yamlLineOf(s section, path ...string) int {
	var root yaml.Node
	if yaml.Unmarshal([]byte(s.text), &root) != nil || len(root.Content) == 0 {
		return s.line
	}
	node, line := root.Content[0], s.line
	for _, key := range path {
		next := (*yaml.Node)(nil)
		for i := 0; i+1 < len(node.Content) && node.Kind == yaml.MappingNode; i += 2 {
			if node.Content[i].Value == key {
				line, next = s.line+node.Content[i].Line-1, node.Content[i+1]
			}
		}
		if next == nil {
			return line
		}
		node = next
	}
	return line
}

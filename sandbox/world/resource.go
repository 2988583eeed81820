package world

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// region is where everything in a world stands.
const region = "us-east-1"

// Region is the AWS Region that everything in a world is in.
const Region = region

// resourceKind is how a service names one sort of resource.
type resourceKind struct {
	noun    string
	service string // the prefix of its actions
	rest    func(w *World, name string) string
	policy  bool // it can carry a policy of its own
}

func plain(prefix string) func(*World, string) string {
	return func(_ *World, name string) string { return prefix + name }
}

// resourceKinds are the resources besides buckets; the ARN formats are those of
// the Service Authorization Reference.
var resourceKinds = map[string]resourceKind{
	"queues":     {"queue", "sqs", plain(""), true},
	"topics":     {"topic", "sns", plain(""), true},
	"tables":     {"table", "dynamodb", plain("table/"), true},
	"functions":  {"function", "lambda", plain("function:"), true},
	"parameters": {"parameter", "ssm", plain("parameter/"), false},
	"instances":  {"instance", "ec2", plain("instance/"), false},
	"secrets": {"secret", "secretsmanager", func(w *World, name string) string {
		return "secret:" + name + "-" + w.randomBase32(6)
	}, true},
	"log_groups":       {"log group", "logs", func(_ *World, name string) string { return "log-group:" + name + ":*" }, false},
	"task_definitions": {"task definition", "ecs", plain("task-definition/"), false},
	"keys":             {"key", "kms", func(w *World, _ string) string { return "key/" + w.NewUUID() }, true},
}

// ResourceKinds lists the sorts of resource besides buckets, as world.yaml
// names them.
func ResourceKinds() []string {
	kinds := slices.Sorted(maps.Keys(resourceKinds))
	return slices.Clip(kinds)
}

// defaultKeyPolicy is the key policy of a key made through the API; see "Default
// key policy" in the KMS Developer Guide.
const defaultKeyPolicy = `{
  "Version": "2012-10-17",
  "Id": "key-default-1",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::ACCOUNT:root" },
      "Action": "kms:*",
      "Resource": "*"
    }
  ]
}
`

// AddResource adds a resource of a kind of [ResourceKinds] to an account.
func (w *World) AddResource(a *Account, kind, name string) (*Resource, error) {
	k, ok := resourceKinds[kind]
	if !ok {
		return nil, fmt.Errorf("there is no kind of resource called %q; there are %v and buckets", kind, ResourceKinds())
	}
	if name == "" || len(name) > 256 {
		return nil, fmt.Errorf("a %s needs a name of at most 256 characters", k.noun)
	}
	if a.Resources[kind+"/"+name] != nil {
		return nil, fmt.Errorf("account %s already has a %s named %q", a.ID, k.noun, name)
	}
	r := &Resource{
		Account: a.ID, Kind: kind, Name: name, Created: w.Now().Truncate(secondOf),
		ARNText: "arn:aws:" + k.service + ":" + region + ":" + a.ID + ":" + k.rest(w, name),
	}
	if a.Resources == nil {
		a.Resources = map[string]*Resource{}
	}
	a.Resources[kind+"/"+name] = r
	w.changed()
	if kind == "keys" {
		// Every key has a policy; this is the one that KMS gives it at first.
		w.store(r.PolicyPath(), strings.ReplaceAll(defaultKeyPolicy, "ACCOUNT", a.ID))
	}
	return r, nil
}

// Resource finds a resource by kind and name in an account; nil when there is none.
func (a *Account) Resource(kind, name string) *Resource { return a.Resources[kind+"/"+name] }

// DeleteResource removes a resource with its policy.
func (w *World) DeleteResource(r *Resource) {
	delete(w.Account(r.Account).Resources, r.Kind+"/"+r.Name)
	w.dropDocuments(r.PolicyPath())
	w.changed()
}

// ResourceByARN finds a resource other than a bucket by its ARN; nil when there is none.
func (w *World) ResourceByARN(arn string) *Resource {
	for _, id := range slices.Sorted(maps.Keys(w.state.Accounts)) {
		a := w.state.Accounts[id]
		for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
			if a.Resources[key].ARNText == arn {
				return a.Resources[key]
			}
		}
	}
	return nil
}

func (w *World) bucket(account, name string) *Bucket {
	if a := w.Account(account); a != nil {
		return a.Buckets[name]
	}
	return nil
}

// Bucket finds a bucket by name, which is unique over all accounts; nil when
// there is none.
func (w *World) Bucket(name string) *Bucket {
	for _, a := range w.state.Accounts {
		if b := a.Buckets[name]; b != nil {
			return b
		}
	}
	return nil
}

// RenameResource gives a resource another name of its kind, which must be free.
// Its ARN stays, and its policy comes along.
func (w *World) RenameResource(r *Resource, name string) {
	a := w.Account(r.Account)
	src, has := w.state.Documents[r.PolicyPath()]
	delete(a.Resources, r.Kind+"/"+r.Name)
	w.dropDocuments(r.PolicyPath())
	r.Name = name
	a.Resources[r.Kind+"/"+name] = r
	if has {
		w.store(r.PolicyPath(), src)
	}
	w.changed()
}

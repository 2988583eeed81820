package export

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"

	"rolecall/sandbox"
	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/world"
)

// builder is the user who runs scripts in a world that is to be built.
const builder = "rolecall-builder"

// sandboxMetadata stands for the metadata of a provider whose world holds none.
const sandboxMetadata = "<EntityDescriptor/>"

// site is an empty world with the accounts of another, and a shell before it.
type site struct {
	t       *testing.T
	w       *world.World
	shell   *awscli.Shell
	unknown map[string]int // commands that the sandbox has no operation for
}

// emptyLike makes a world with the accounts of another, members of a bare organization,
// and a profile with an administrator's keys for each account.
func emptyLike(t *testing.T, original *world.World) *site {
	t.Helper()
	s := &site{t: t, w: world.New(sandbox.Standing("builder")), unknown: map[string]int{}}
	s.shell = awscli.NewShell(s.w, awsapi.Caller{})
	s.shell.Files = map[string][]byte{"function.zip": []byte("zip")}
	p := newPlan(nil, original)
	for id, label := range p.label {
		name := "Management"
		if a := original.Account(id); a != nil {
			name = a.Name
		}
		a, err := s.w.AddAccount(id, name)
		if err != nil {
			t.Fatal(err)
		}
		u, err := s.w.AddUser(a, builder, "/")
		if err != nil {
			t.Fatal(err)
		}
		u.Attached = []string{"arn:aws:iam::aws:policy/AdministratorAccess"}
		k, err := s.w.AddKey(u)
		if err != nil {
			t.Fatal(err)
		}
		s.shell.Profiles[label] = map[string]string{"aws_access_key_id": k.ID, "aws_secret_access_key": k.Secret}
		if original.Account(id) != nil {
			for name := range original.Account(id).SAMLProviders {
				s.shell.Files["saml-"+name+".xml"] = []byte(sandboxMetadata)
			}
		}
	}
	if o := original.Organization(); o != nil {
		s.w.SetOrganization(&world.Organization{ID: o.ID, Management: o.Management, PoliciesOff: []string{"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"},
			Root: &world.Node{ID: o.Root.ID, Name: o.Root.Name, Accounts: everybody(o.Root), OUs: map[string]*world.Node{}}})
	}
	return s
}

// everybody lists the accounts under a node.
func everybody(n *world.Node) []*world.NodeAccount {
	var list []*world.NodeAccount
	for _, a := range n.Accounts {
		list = append(list, &world.NodeAccount{ID: a.ID})
	}
	for _, name := range slices.Sorted(maps.Keys(n.OUs)) {
		list = append(list, everybody(n.OUs[name])...)
	}
	return list
}

// play runs a script as bash would, with the sandbox's console for `aws`: simple
// commands, NAME=$(…), printf > FILE and sleep are all there may be.
func (s *site) play(script string) {
	s.t.Helper()
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(script), "cli.sh")
	if err != nil {
		s.t.Fatalf("not a shell script: %v\n%s", err, script)
	}
	for _, st := range file.Stmts {
		s.statement(script, st)
	}
}

func (s *site) statement(script string, st *syntax.Stmt) {
	text := script[st.Pos().Offset():st.End().Offset()]
	switch {
	case strings.HasPrefix(text, "set -") || strings.HasPrefix(text, "sleep "):
	case len(st.Redirs) > 0:
		s.file(st)
	default:
		if name, inner, ok := captured(script, st); ok {
			s.shell.Env[name] = strings.TrimSpace(s.aws(inner))
			return
		}
		s.aws(text)
	}
}

// captured takes NAME=$(command) apart.
func captured(script string, st *syntax.Stmt) (name, inner string, ok bool) {
	call, isCall := st.Cmd.(*syntax.CallExpr)
	if !isCall || len(call.Args) > 0 || len(call.Assigns) != 1 {
		return "", "", false
	}
	sub, ok := call.Assigns[0].Value.Parts[0].(*syntax.CmdSubst)
	if !ok {
		return "", "", false
	}
	first := sub.Stmts[0]
	return call.Assigns[0].Name.Value, script[first.Pos().Offset():first.End().Offset()], true
}

// file runs printf '%s' TEXT > FILE.
func (s *site) file(st *syntax.Stmt) {
	call := st.Cmd.(*syntax.CallExpr)
	words := wordsOf(s.t, call.Args)
	if len(words) != 3 || words[0] != "printf" || words[1] != "%s" {
		s.t.Fatalf("a redirection of %q", words)
	}
	s.shell.Files[wordsOf(s.t, []*syntax.Word{st.Redirs[0].Word})[0]] = []byte(words[2])
}

// wordsOf are words that hold no expansions.
func wordsOf(t testing.TB, list []*syntax.Word) []string {
	t.Helper()
	var out []string
	for _, w := range list {
		text := ""
		for _, part := range w.Parts {
			switch p := part.(type) {
			case *syntax.Lit:
				text += strings.ReplaceAll(strings.ReplaceAll(p.Value, "\\\n", ""), `\'`, "'")
			case *syntax.SglQuoted:
				text += p.Value
			default:
				t.Fatalf("a word holds %T", part)
			}
		}
		out = append(out, text)
	}
	return out
}

func (s *site) aws(text string) string {
	s.t.Helper()
	if words := strings.Fields(text); words[0] == "aws" && !playable(words[1], words[2]) {
		name := words[1] + " " + words[2]
		s.unknown[name]++
		return "unknown"
	}
	r := s.shell.Exec(text)
	if r.Exit != 0 {
		s.t.Errorf("%s\n%s", text, r.Stderr)
	}
	return r.Stdout
}

// playable reports whether the sandbox has the operation.
func playable(service, command string) bool {
	return command == "wait" || awsapi.Lookup(service, command) != nil
}

// built is the world that came out, without its builder.
func (s *site) built() *world.World {
	for _, a := range s.w.Accounts() {
		s.w.DeleteUser(a.Users[builder])
	}
	return s.w
}

// normal is a world's state with what can't be the same taken out: ids, dates,
// keys, MFA devices; kinds are the sorts of resource that can be rebuilt here.
func normal(t *testing.T, w *world.World, kinds map[string]bool) map[string]any {
	t.Helper()
	w = w.Clone()
	for _, a := range w.Accounts() {
		for _, u := range a.Users {
			u.Keys, u.MFA = nil, nil
		}
		for _, p := range a.Policies {
			p.Others, p.Default, p.Last = nil, 1, 1
		}
		for _, p := range a.SAMLProviders {
			if p.Metadata == sandboxMetadata {
				p.Metadata = ""
			}
		}
		instances := 0
		for _, key := range slices.Sorted(maps.Keys(a.Resources)) {
			r := a.Resources[key]
			delete(a.Resources, key)
			if !kinds[r.Kind] {
				continue
			}
			if r.Kind == "functions" && !strings.HasPrefix(r.Values["role"], "arn:") {
				r.Values["role"] = a.Roles[r.Values["role"]].ARN()
			}
			if r.Kind == "instances" {
				instances++
				r.Name = fmt.Sprint("instance ", instances)
			}
			for _, k := range []string{"runtime", "handler", "image", "type"} {
				delete(r.Values, k)
			}
			for k, v := range r.Values {
				if strings.HasPrefix(k, itemPrefix) {
					r.Values[k] = sameJSON(t, v)
				}
			}
			r.ARNText = ""
			a.Resources[r.Kind+"/"+r.Name] = r
		}
	}
	data, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"version", "scenario", "files", "secret", "offset"} {
		delete(m, k)
	}
	docs := m["documents"].(map[string]any)
	for path, src := range docs {
		if f, ok := w.File(path); ok && isResource(f) && !kinds[f.Class] {
			delete(docs, path)
			continue
		}
		docs[path] = strings.TrimSpace(src.(string))
	}
	forget(m["accounts"])
	return m
}

// sameJSON writes JSON in one form, whatever its spaces and the order of its members.
func sameJSON(t *testing.T, src string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(src), &v); err != nil {
		t.Fatal(err)
	}
	return compactJSON(v)
}

func isResource(f world.File) bool { return slices.Contains(world.ResourceKinds(), f.Class) }

// forget takes unique ids and dates out of accounts and what they hold.
func forget(v any) {
	m, ok := v.(map[string]any)
	if !ok {
		return
	}
	for _, k := range []string{"created", "updated", "modified"} {
		delete(m, k)
	}
	if id, ok := m["id"].(string); ok && !isAccountID(id) {
		delete(m, "id")
	}
	for k, inner := range m {
		if k != "tags" && k != "values" {
			forget(inner)
		}
	}
}

// makers are the commands that make a sort of resource.
var makers = map[string]string{
	"queues": "sqs create-queue", "topics": "sns create-topic", "tables": "dynamodb create-table", "functions": "lambda create-function",
	"parameters": "ssm put-parameter", "instances": "ec2 run-instances", "secrets": "secretsmanager create-secret", "keys": "kms create-key",
}

// rebuildable are the sorts of resource that the sandbox has the operations for.
func rebuildable() map[string]bool {
	kinds := map[string]bool{}
	for kind, maker := range makers {
		service, command, _ := strings.Cut(maker, " ")
		kinds[kind] = awsapi.Lookup(service, command) != nil
	}
	return kinds
}

// TestScriptsRebuildTheirWorlds plays the script of every world of the library in
// the sandbox's own console, on an empty world with the same accounts, and holds
// what comes out against the original.
func TestScriptsRebuildTheirWorlds(t *testing.T) {
	unknown := map[string]int{}
	for _, smp := range samples(t) {
		t.Run(smp.name, func(t *testing.T) {
			original := smp.make()
			s := emptyLike(t, original)
			s.play(cli(original, smp.title).Body)
			maps.Copy(unknown, s.unknown)
			want, got := normal(t, original, rebuildable()), normal(t, s.built(), rebuildable())
			withoutStrangers(t, original, want, got)
			withoutManagement(original, got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the world (-original +rebuilt):\n%s", diff)
			}
		})
	}
	for name := range unknown {
		if !slices.Contains(notInTheSandbox, name) {
			t.Errorf("`aws %s` can't be played here", name)
		}
	}
}

// notInTheSandbox are the commands of scripts for which the sandbox has no
// operation: a world has its organization from the start.
var notInTheSandbox = []string{"organizations create-organization"}

// withoutStrangers drops the documents that AWS would refuse, and holds that roles
// so left trust nobody.
func withoutStrangers(t *testing.T, original *world.World, want, got map[string]any) {
	t.Helper()
	p := newPlan(nil, original)
	for _, f := range original.Files() {
		src, _ := original.Document(f.Path)
		if !p.refused(src) {
			continue
		}
		rebuilt := got["documents"].(map[string]any)[f.Path]
		if f.Name == "" && f.Class == "roles" && rebuilt != nobody {
			t.Errorf("%s became %v", f.Path, rebuilt)
		}
		delete(want["documents"].(map[string]any), f.Path)
		delete(got["documents"].(map[string]any), f.Path)
	}
}

// withoutManagement drops the account of the organization's builder, which a world
// need not hold.
func withoutManagement(original *world.World, got map[string]any) {
	if o := original.Organization(); o != nil && original.Account(o.Management) == nil {
		delete(got["accounts"].(map[string]any), o.Management)
	}
}

func TestTheRichWorldsScriptRunsAsFarAsItCan(t *testing.T) {
	original := rich(t)
	s := emptyLike(t, original)
	s.play(cli(original, "Some of everything").Body)
	if s.unknown["kms create-key"]+s.unknown["sqs create-queue"] == 0 && awsapi.Lookup("kms", "create-key") == nil {
		t.Error("the script makes no key and no queue")
	}
	want, got := normal(t, original, rebuildable()), normal(t, s.built(), rebuildable())
	withoutManagement(original, got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the world (-original +rebuilt):\n%s", diff)
	}
}

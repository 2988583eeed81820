package export

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"rolecall/sandbox/world"
)

// applied is a configuration as Terraform would read it: blocks with their
// attributes, references filled in by what they would come to in this world.
type applied struct {
	t      *testing.T
	blocks []*hclsyntax.Block
	ctx    *hcl.EvalContext
}

func apply(t *testing.T, w *world.World, src string) *applied {
	t.Helper()
	file, diags := hclparse.NewParser().ParseHCL([]byte(src), "main.tf")
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, src)
	}
	a := &applied{t: t, blocks: file.Body.(*hclsyntax.Body).Blocks}
	a.ctx = &hcl.EvalContext{
		Variables: map[string]cty.Value{"var": a.variables()},
		Functions: map[string]function.Function{"jsonencode": stdlib.JSONEncodeFunc, "file": stdlib.UpperFunc},
	}
	a.references(w)
	return a
}

func (a *applied) variables() cty.Value {
	vars := map[string]cty.Value{}
	for _, b := range a.blocks {
		if b.Type == "variable" {
			if vars[b.Labels[0]] != (cty.Value{}) {
				a.t.Errorf("variable %s is declared twice", b.Labels[0])
			}
			v, diags := b.Body.Attributes["default"].Expr.Value(nil)
			if diags.HasErrors() {
				a.t.Fatal(diags)
			}
			vars[b.Labels[0]] = v
		}
	}
	return cty.ObjectVal(vars)
}

// references says what the attributes that other blocks refer to come to. ARNs
// are put together from names and paths, as AWS does.
func (a *applied) references(w *world.World) {
	byType := map[string]map[string]cty.Value{}
	for _, b := range a.resources() {
		typ, id := b.Labels[0], b.Labels[1]
		if byType[typ] == nil {
			byType[typ] = map[string]cty.Value{}
		}
		if _, twice := byType[typ][id]; twice {
			a.t.Errorf("%s.%s is declared twice", typ, id)
		}
		byType[typ][id] = a.attributes(w, b)
	}
	for typ, ids := range byType {
		a.ctx.Variables[typ] = cty.ObjectVal(ids)
	}
}

func (a *applied) resources() []*hclsyntax.Block {
	var list []*hclsyntax.Block
	for _, b := range a.blocks {
		if b.Type == "resource" && b.Labels[0] != waitType {
			list = append(list, b)
		}
	}
	return list
}

// account is the account whose provider a block takes.
func (a *applied) account(b *hclsyntax.Block) string {
	provider := b.Body.Attributes["provider"].Expr.Variables()[0]
	label := provider[1].(hcl.TraverseAttr).Name
	for _, p := range a.blocks {
		if p.Type == "provider" && a.text(p, "alias") == label {
			v, _ := p.Body.Attributes["allowed_account_ids"].Expr.Value(a.ctx)
			return v.AsValueSlice()[0].AsString()
		}
	}
	a.t.Fatalf("no provider is called %s", label)
	return ""
}

// text is a string attribute; empty when it isn't there.
func (a *applied) text(b *hclsyntax.Block, name string) string {
	attr := b.Body.Attributes[name]
	if attr == nil {
		return ""
	}
	v, diags := attr.Expr.Value(a.ctx)
	if diags.HasErrors() {
		a.t.Fatalf("%s of %v: %v", name, b.Labels, diags)
	}
	return v.AsString()
}

func (a *applied) attributes(w *world.World, b *hclsyntax.Block) cty.Value {
	acct := a.account(b)
	name := func(attr string) string {
		if e := b.Body.Attributes[attr]; e != nil && len(e.Expr.Variables()) == 0 {
			return a.text(b, attr)
		}
		return ""
	}
	iam := func(kind string) string {
		return "arn:aws:iam::" + acct + ":" + kind + orElse(name("path"), "/") + name("name")
	}
	resource := func(kind, name string) string {
		if r := w.Account(acct).Resource(kind, name); r != nil {
			return r.ARN()
		}
		return ""
	}
	m := map[string]cty.Value{"name": cty.StringVal(name("name")), "id": cty.StringVal(b.Labels[1])}
	arn := ""
	switch b.Labels[0] {
	case "aws_iam_user":
		arn = iam("user")
	case "aws_iam_role":
		arn = iam("role")
	case "aws_iam_policy":
		arn = iam("policy")
	case "aws_iam_openid_connect_provider":
		arn = "arn:aws:iam::" + acct + ":oidc-provider/" + strings.TrimPrefix(name("url"), "https://")
	case "aws_iam_saml_provider":
		arn = "arn:aws:iam::" + acct + ":saml-provider/" + name("name")
	case "aws_secretsmanager_secret":
		arn = resource("secrets", name("name"))
	case "aws_kms_key":
		arn = resource("keys", name("description"))
	case organizationType:
		m["id"] = cty.StringVal(w.Organization().ID)
		m["roots"] = cty.TupleVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"id": cty.StringVal(w.Organization().Root.ID)})})
	case unitType:
		m["id"] = cty.StringVal(world.OUID(name("name")))
	}
	m["arn"] = cty.StringVal(arn)
	return cty.ObjectVal(m)
}

// documents are the configuration's policies by the paths they have in the world.
func (a *applied) documents() map[string]string {
	docs := map[string]string{}
	for _, b := range a.resources() {
		acct, typ := a.account(b), b.Labels[0]
		inline := func(class string) string {
			return acct + "/" + class + "s/" + a.text(b, class) + "/policies/" + a.text(b, "name") + ".json"
		}
		switch typ {
		case "aws_iam_policy":
			docs[acct+"/policies/"+a.text(b, "name")+".json"] = a.text(b, "policy")
		case "aws_iam_role":
			docs[acct+"/roles/"+a.text(b, "name")+"/trust.json"] = a.text(b, "assume_role_policy")
		case "aws_iam_user_policy":
			docs[inline("user")] = a.text(b, "policy")
		case "aws_iam_group_policy":
			docs[inline("group")] = a.text(b, "policy")
		case "aws_iam_role_policy":
			docs[inline("role")] = a.text(b, "policy")
		case "aws_s3_bucket_policy":
			docs[acct+"/buckets/"+a.named("aws_s3_bucket", b, "bucket")+"/policy.json"] = a.text(b, "policy")
		case "aws_sqs_queue_policy":
			docs[acct+"/queues/"+a.named("aws_sqs_queue", b, "name")+"/policy.json"] = a.text(b, "policy")
		case "aws_sns_topic_policy":
			docs[acct+"/topics/"+a.named("aws_sns_topic", b, "name")+"/policy.json"] = a.text(b, "policy")
		case "aws_secretsmanager_secret_policy":
			docs[acct+"/secrets/"+a.named("aws_secretsmanager_secret", b, "name")+"/policy.json"] = a.text(b, "policy")
		case "aws_kms_key_policy":
			docs[acct+"/keys/"+a.named("aws_kms_key", b, "description")+"/policy.json"] = a.text(b, "policy")
		case "aws_dynamodb_resource_policy":
			docs[acct+"/tables/"+a.named("aws_dynamodb_table", b, "name")+"/policy.json"] = a.text(b, "policy")
		case controlType:
			dir := map[string]string{"SERVICE_CONTROL_POLICY": "scps", "RESOURCE_CONTROL_POLICY": "rcps"}[a.text(b, "type")]
			docs["organization/"+dir+"/"+a.text(b, "name")+".json"] = a.text(b, "content")
		}
	}
	return docs
}

// named is an attribute of the block of another type with the same name as b.
func (a *applied) named(typ string, b *hclsyntax.Block, attribute string) string {
	for _, o := range a.resources() {
		if o.Labels[0] == typ && o.Labels[1] == b.Labels[1] {
			return a.text(o, attribute)
		}
	}
	a.t.Fatalf("no %s.%s", typ, b.Labels[1])
	return ""
}

func TestPoliciesInTerraformEqualTheWorlds(t *testing.T) {
	check := func(t *testing.T, w *world.World) {
		got := apply(t, w, terraform(w, "t").Body).documents()
		want := map[string]string{}
		for _, f := range w.Files() {
			if f.Class == "functions" || f.Name == world.FullAccess {
				continue
			}
			want[f.Path], _ = w.Document(f.Path)
		}
		if diff := cmp.Diff(asJSON(t, want), asJSON(t, got)); diff != "" {
			t.Errorf("policies (-world +terraform):\n%s", diff)
		}
	}
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) { check(t, s.make()) })
	}
	t.Run("rich", func(t *testing.T) { check(t, rich(t)) })
}

func asJSON(t *testing.T, docs map[string]string) map[string]any {
	t.Helper()
	out := map[string]any{}
	for path, src := range docs {
		var v any
		if err := json.Unmarshal([]byte(src), &v); err != nil {
			t.Fatalf("%s: %v\n%s", path, err, src)
		}
		out[path] = v
	}
	return out
}

// TestTerraformNamesEverything holds the configuration's names, paths, tags and
// links against a world by hand, where the test of policies doesn't look.
func TestTerraformNamesEverything(t *testing.T) {
	w := rich(t)
	out := terraform(w, "t")
	a := apply(t, w, out.Body)
	find := func(typ, id string) *hclsyntax.Block {
		for _, b := range a.resources() {
			if b.Labels[0] == typ && b.Labels[1] == id {
				return b
			}
		}
		t.Fatalf("no %s.%s", typ, id)
		return nil
	}
	deploy := find("aws_iam_role", "production_deploy")
	tests := []struct{ got, want string }{
		{a.text(deploy, "path"), "/ci/"},
		{a.text(deploy, "description"), `Alice's "door" $HOME ${x}`},
		{a.text(deploy, "permissions_boundary"), "arn:aws:iam::444455556666:policy/Fence"},
		{a.text(find("aws_iam_user_policy_attachment", "tools_more_alice_iam_read_only_access"), "policy_arn"), "arn:aws:iam::aws:policy/IAMReadOnlyAccess"},
		{a.text(find("aws_iam_instance_profile", "production_web"), "role"), "Nightly"},
		{a.text(find("aws_s3_object", "production_reports_2026_q3_csv"), "content"), "quarter,shipments\n2026-Q3,\"it's $(whoami) ${x} %{y}\"\n"},
		{a.text(find("aws_iam_openid_connect_provider", "tools_more_token_actions_githubusercontent_com"), "url"), "https://token.actions.githubusercontent.com"},
		{a.text(find("aws_lambda_function", "production_nightly"), "role"), "arn:aws:iam::444455556666:role/Nightly"},
		{a.text(find("aws_organizations_policy_attachment", "management_444455556666_members_only"), "target_id"), "444455556666"},
		{a.text(find("aws_organizations_organizational_unit", "management_workloads"), "parent_id"), "r-exam"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	v, _ := deploy.Body.Attributes["max_session_duration"].Expr.Value(nil)
	if n, _ := v.AsBigFloat().Int64(); n != 7200 {
		t.Errorf("max_session_duration is %d", n)
	}
	for _, part := range []string{"MFA device phone", "access key", "Block Public", "role/Loop names principals that don't exist yet", "FullAWSAccess comes off Workloads"} {
		if !strings.Contains(strings.Join(out.Left, "\n"), part) {
			t.Errorf("nothing is said of %q in %q", part, out.Left)
		}
	}
}

// TestControlsAreAttachedLast: once attached, an organization's policies bind whoever
// builds, so each waits for all that the accounts hold.
func TestControlsAreAttachedLast(t *testing.T) {
	w := rich(t)
	a := apply(t, w, terraform(w, "t").Body)
	waitsFor := func(b *hclsyntax.Block) map[string]bool {
		names := map[string]bool{}
		if attr := b.Body.Attributes["depends_on"]; attr != nil {
			for _, v := range attr.Expr.Variables() {
				names[v.RootName()+"."+v[1].(hcl.TraverseAttr).Name] = true
			}
		}
		return names
	}
	var all map[string]bool
	for _, b := range a.blocks {
		if b.Type == "resource" && b.Labels[0] == waitType {
			all = waitsFor(b)
		}
	}
	attached := 0
	for _, b := range a.resources() {
		name := b.Labels[0] + "." + b.Labels[1]
		switch {
		case b.Labels[0] == controlType+"_attachment":
			attached++
			if !waitsFor(b)[waitType+".all_else"] {
				t.Errorf("%s doesn't wait", name)
			}
		case b.Labels[0] == controlType:
			if !waitsFor(b)[organizationType+".management_organization"] {
				t.Errorf("%s doesn't wait for the organization", name)
			}
		case !strings.HasPrefix(b.Labels[0], "aws_organizations_") && !all[name]:
			t.Errorf("the organization's policies don't wait for %s", name)
		}
	}
	if attached < 3 {
		t.Errorf("%d attachments", attached)
	}
}

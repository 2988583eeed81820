package export

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample is a world of the library.
type sample struct {
	name, title string
	make        func() *world.World
}

// samples are the worlds of all scenarios and challenges.
func samples(t testing.TB) []sample {
	t.Helper()
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var list []sample
	add := func(kind string, s *sandbox.Scenario) {
		list = append(list, sample{kind + "/" + s.Name, s.Title, func() *world.World {
			w, err := s.NewWorld(sandbox.Standing(s.Name))
			if err != nil {
				t.Fatal(err)
			}
			return w
		}})
	}
	for _, s := range lib.Scenarios() {
		add("worlds", s)
	}
	for _, c := range lib.Challenges() {
		add("challenges", c.Scenario)
	}
	if len(list) < 50 {
		t.Fatalf("the library holds %d worlds", len(list))
	}
	return list
}

// rich is a world that holds some of everything, names that need quoting among it.
func rich(t testing.TB) *world.World {
	t.Helper()
	s, err := sandbox.ParseScenario("testdata/rich.txtar", "rich", read(t, "testdata/rich.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.NewWorld(sandbox.Standing("rich"))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// terraform exports without a limit, which can't fail.
func terraform(w *world.World, title string) Text {
	out, err := Terraform(nil, w, title)
	if err != nil {
		panic(err)
	}
	return out
}

// cli exports without a limit, which can't fail.
func cli(w *world.World, title string) Text {
	out, err := CLI(nil, w, title)
	if err != nil {
		panic(err)
	}
	return out
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(read(t, file)), got); diff != "" {
		t.Errorf("%s (-golden +got; -update writes it anew):\n%s", file, diff)
	}
}

func TestGoldens(t *testing.T) {
	wanted := map[string]string{"worlds/cross-account": "cross-account", "worlds/guardrail": "guardrail", "worlds/recreated": "recreated"}
	for _, s := range samples(t) {
		if file := wanted[s.name]; file != "" {
			golden(t, file+".tf", terraform(s.make(), s.title).Body)
			golden(t, file+".sh", cli(s.make(), s.title).Body)
			delete(wanted, s.name)
		}
	}
	if len(wanted) > 0 {
		t.Errorf("not in the library: %v", wanted)
	}
	golden(t, "rich.tf", terraform(rich(t), "Some of everything").Body)
	golden(t, "rich.sh", cli(rich(t), "Some of everything").Body)
}

func TestExportIsDeterministic(t *testing.T) {
	for range 5 {
		if a, b := terraform(rich(t), "x"), terraform(rich(t), "x"); a.Body != b.Body {
			t.Fatal("two exports to Terraform differ")
		}
		if a, b := cli(rich(t), "x"), cli(rich(t), "x"); a.Body != b.Body {
			t.Fatal("two scripts differ")
		}
	}
}

// TestExportTellsWhatComesWithLaterParts holds tags, thumbprints, metadata and an
// organization's settings against both forms.
func TestExportTellsWhatComesWithLaterParts(t *testing.T) {
	w := rich(t)
	a := w.Account("111122223333")
	a.Policies["Fence"].Tags = map[string]string{"team": "ship"}
	oidc := a.OIDCProviders["token.actions.githubusercontent.com"]
	oidc.Thumbprints, oidc.Tags = []string{"6938fd4d98bab03faadb97b34396831e3780aea1"}, map[string]string{"team": "ship"}
	a.SAMLProviders["corp"].Metadata = "<EntityDescriptor entityID=\"it's ${here}\"/>"
	a.Users["alice"].Login = &world.Login{}
	o := w.Organization()
	o.Services, o.RootFeatures = []string{"iam.amazonaws.com"}, []string{world.RootSessions}
	o.Delegated, o.PoliciesOff = map[string][]string{"iam.amazonaws.com": {"111122223333"}}, []string{"RESOURCE_CONTROL_POLICY"}
	tf, sh := terraform(w, "t"), cli(w, "t")
	apply(t, w, tf.Body)
	for text, parts := range map[string][]string{
		tf.Body: {`thumbprint_list = ["6938fd4d98bab03faadb97b34396831e3780aea1"]`, `entityID=\"it's $${here}\"`, `enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]`,
			`aws_service_access_principals = ["iam.amazonaws.com"]`, `resource "aws_organizations_delegated_administrator"`, `enabled_features = ["RootSessions"]`},
		sh.Body: {`--thumbprint-list 6938fd4d98bab03faadb97b34396831e3780aea1`, `entityID="it'\''s ${here}"`, `enable-aws-service-access --service-principal iam.amazonaws.com`,
			`register-delegated-administrator`, `--service-principal iam.amazonaws.com`, `aws iam enable-organizations-root-sessions`},
	} {
		for _, p := range parts {
			if !strings.Contains(text, p) {
				t.Errorf("nothing says %s in\n%s", p, text)
			}
		}
		if !strings.Contains(text, "alice of 111122223333: the password") {
			t.Error("nothing is said of the password")
		}
	}
	if strings.Contains(sh.Body, "--policy-type RESOURCE_CONTROL_POLICY") {
		t.Error("a type of policy that is off is enabled")
	}
}

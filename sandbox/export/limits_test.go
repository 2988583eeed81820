package export

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hclparse"

	"rolecall/sandbox"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

// TestEmptyIDsAreExported holds that no text of a world, however short, keeps an
// export from ending: worlds stored by an older program can hold such ids.
func TestEmptyIDsAreExported(t *testing.T) {
	for name, o := range map[string]*world.Organization{
		"no organization id":    {Management: "111122223333", Root: &world.Node{ID: "r-exam"}},
		"no management account": {ID: "o-exampleorgid", Root: &world.Node{ID: "r-exam"}},
		"no root id":            {ID: "o-exampleorgid", Management: "111122223333", Root: &world.Node{}},
		"no unit id":            {ID: "o-exampleorgid", Management: "111122223333", Root: &world.Node{ID: "r-exam", OUs: map[string]*world.Node{"": {}}}},
		"nothing":               {Root: &world.Node{OUs: map[string]*world.Node{"": {}, "x": {}}}},
	} {
		t.Run(name, func(t *testing.T) {
			w := rich(t)
			w.SetOrganization(o)
			b := budget.New(t.Context(), budget.Limits{Steps: 10_000_000, Bytes: 32 << 20})
			tf, err := Terraform(b, w, name)
			if err != nil {
				t.Fatal(err)
			}
			if _, diags := hclparse.NewParser().ParseHCL([]byte(tf.Body), "main.tf"); diags.HasErrors() {
				t.Error(diags)
			}
			if _, err := CLI(b, w, name); err != nil {
				t.Error(err)
			}
		})
	}
}

// crowd is a world of many roles, each of which names the one before.
func crowd(t *testing.T, roles int) *world.World {
	t.Helper()
	w := world.New(sandbox.Standing("crowd"))
	a, err := w.AddAccount("111122223333", "Crowd")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat("r", 50)
	for i := range roles {
		arn := func(n int) string { return fmt.Sprintf("arn:aws:iam::111122223333:role/%s%d", long, n) }
		before := "arn:aws:iam::111122223333:root"
		if i > 0 {
			before = arn(i - 1)
		}
		_, err := w.AddRole(a, fmt.Sprintf("%s%d", long, i), "/", fmt.Sprintf(
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":[%q,%q]},"Action":"sts:AssumeRole"}]}`, before, "arn:aws:iam::111122223333:root"))
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func TestExportsEndAtTheirLimits(t *testing.T) {
	w := crowd(t, 400)
	for name, export := range map[string]func(*budget.Budget, *world.World, string) (Text, error){"terraform": Terraform, "cli": CLI} {
		t.Run(name, func(t *testing.T) {
			for _, l := range []budget.Limits{{Steps: 20_000}, {Bytes: 20_000}} {
				out, err := export(budget.New(t.Context(), l), w, "Crowd")
				if _, ok := errors.AsType[*budget.Exceeded](err); !ok || out.Body != "" {
					t.Errorf("%+v: got error %v and %d bytes, want the limit named and no text", l, err, len(out.Body))
				}
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := export(budget.New(ctx, budget.Limits{}), w, "Crowd"); !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v, want context.Canceled", err)
			}
			out, err := export(budget.New(t.Context(), budget.Limits{Steps: 10_000_000, Bytes: 32 << 20}), w, "Crowd")
			if err != nil || strings.Count(out.Body, "399") == 0 {
				t.Errorf("got error %v and %d bytes, want the whole", err, len(out.Body))
			}
		})
	}
}

// TestExportStepsGrowWithTheWorld holds that the work counted for twice the roles is
// about twice the work.
func TestExportStepsGrowWithTheWorld(t *testing.T) {
	small, large := stepsOf(t, crowd(t, 100)), stepsOf(t, crowd(t, 400))
	if large > 5*small {
		t.Errorf("100 roles take %d steps and 400 roles %d: want about four times as many", small, large)
	}
}

// stepsOf finds the fewest steps with which a world is exported.
func stepsOf(t *testing.T, w *world.World) int64 {
	t.Helper()
	low, high := int64(0), int64(1<<30)
	for low+low/16+1 < high {
		mid := (low + high) / 2
		if _, err := Terraform(budget.New(t.Context(), budget.Limits{Steps: mid}), w, "x"); err != nil {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// TestBlocksWrittenOutTogetherDontMatter holds that no block is written out while
// something is still to come into it.
func TestBlocksWrittenOutTogetherDontMatter(t *testing.T) {
	all := append(samples(t), sample{"rich", "Some of everything", func() *world.World { return rich(t) }})
	for _, s := range all {
		one, err := terraformBy(1, nil, s.make(), s.title)
		if err != nil {
			t.Fatal(err)
		}
		whole, err := terraformBy(1<<30, nil, s.make(), s.title)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(whole.Body, one.Body); d != "" {
			t.Errorf("%s (-all together +one by one):\n%s", s.name, d)
		}
	}
}

func TestDeepValuesAreNotFollowed(t *testing.T) {
	if _, err := parseJSON(strings.Repeat("[", deepest+1)); err == nil {
		t.Error("lists that are too deep inside one another are read")
	}
	if _, err := parseJSON(strings.Repeat("[", deepest-1) + strings.Repeat("]", deepest-1)); err != nil {
		t.Error(err)
	}
}

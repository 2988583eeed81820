package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestRecipesNameWhatIsThere holds the files and folders of CONTRIBUTING's recipes to
// what the tree has.
func TestRecipesNameWhatIsThere(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, recipes, ok := strings.Cut(string(text), "## Recipes")
	recipes, _, end := strings.Cut(recipes, "\n## ")
	if !ok || !end {
		t.Fatal("CONTRIBUTING.md has no section of recipes")
	}
	paths := regexp.MustCompile("`([a-z]+/[A-Za-z0-9_./-]+)`").FindAllStringSubmatch(recipes, -1)
	if len(paths) < 15 {
		t.Fatalf("only %d paths in the recipes", len(paths))
	}
	for _, m := range paths {
		if strings.HasPrefix(m[1], "bin/") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf("a recipe names %s, which is not there", m[1])
		}
	}
}

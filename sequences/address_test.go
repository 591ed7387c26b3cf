package sequences_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine/language"
)

// sentences are the texts in a YAML tree that somebody reads: those of more than a few words.
func sentences(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.ScalarNode && strings.Count(n.Value, " ") > 3 {
		return []*yaml.Node{n}
	}
	var found []*yaml.Node
	for _, child := range n.Content {
		found = append(found, sentences(child)...)
	}
	return found
}

func TestOurOwnTextsSayDuAndWriteAsInGermany(t *testing.T) {
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	said := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var root yaml.Node
		if err := yaml.Unmarshal(content, &root); err != nil {
			t.Fatal(err)
		}
		for _, n := range sentences(&root) {
			said++
			if a := language.AddressOf(n.Value); a == language.Formal || a == language.MixedAddress {
				t.Errorf("%s:%d says %s: %s", file, n.Line, a, n.Value)
			}
			if s := language.SpellingOf(n.Value); s == language.WithoutEszett || s == language.MixedSpelling {
				t.Errorf("%s:%d is spelled with %s: %s", file, n.Line, s, n.Value)
			}
		}
	}
	if said < 20 {
		t.Errorf("only %d texts were found", said)
	}
}

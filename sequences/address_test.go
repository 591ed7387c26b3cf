package sequences_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine/language"
)

// sentence is a text that somebody reads; formal is one that is said with Sie.
type sentence struct {
	*yaml.Node
	formal bool
}

// sentences are the texts in a YAML tree of more than a few words.
func sentences(n *yaml.Node, formal bool) []sentence {
	if n.Kind == yaml.ScalarNode && strings.Count(n.Value, " ") > 3 {
		return []sentence{{n, formal}}
	}
	var found []sentence
	for i, child := range n.Content {
		found = append(found, sentences(child, formal || n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == "formal")...)
	}
	return found
}

func TestOurOwnTextsSayDuOrSieAndWriteAsInGermany(t *testing.T) {
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	count := 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var root yaml.Node
		if err := yaml.Unmarshal(content, &root); err != nil {
			t.Fatal(err)
		}
		for _, n := range sentences(&root, false) {
			count++
			said := language.AddressOf(n.Value)
			if n.formal != (said == language.Formal) || said == language.MixedAddress {
				t.Errorf("%s:%d says %s: %s", file, n.Line, said, n.Value)
			}
			if s := language.SpellingOf(n.Value); s == language.WithoutEszett || s == language.MixedSpelling {
				t.Errorf("%s:%d is spelled with %s: %s", file, n.Line, s, n.Value)
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d texts were found", count)
	}
}

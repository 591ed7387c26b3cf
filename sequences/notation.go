package sequences

import (
	"bytes"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

// Read reads one version of a sequence as it was kept.
func Read(source string) (engine.Sequence, error) {
	content, findings := Load([]File{{Name: "sequence.yaml", Text: []byte(source)}})
	if len(content.Sequences) != 1 {
		return engine.Sequence{}, fmt.Errorf("a kept sequence cannot be read: %v", findings)
	}
	return content.Sequences[0], nil
}

// Check reads a file that a user sent, and returns the sequences in it, whether it has message templates, and what is
// to be said about it in German, a line each. With an error among that nothing is found.
func Check(name string, text []byte) (found []engine.Sequence, templates bool, remarks []string) {
	content, findings := Load([]File{{Name: name, Text: text}})
	for _, f := range findings {
		remarks = append(remarks, f.String())
	}
	return content.Sequences, len(content.Templates) > 0, remarks
}

// Write gives a sequence as a YAML file that Check reads, its keys in the order of the source.
func Write(s engine.Sequence) (string, error) {
	var file yaml.Node
	if err := yaml.Unmarshal([]byte(s.Source), &file); err != nil {
		return "", fmt.Errorf("a kept sequence cannot be written: %w", err)
	}
	unstyled(&file)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&file); err != nil {
		return "", fmt.Errorf("a kept sequence cannot be written: %w", err)
	}
	return out.String(), encoder.Close()
}

// unstyled writes a node without braces and needless quotation marks.
func unstyled(n *yaml.Node) {
	n.Style = 0
	for _, child := range n.Content {
		unstyled(child)
	}
}

package sequences

import (
	"bytes"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

// Read reads one version of a sequence as it was kept. What it refers to was there when it came and need not be any
// more.
func Read(source string) (engine.Sequence, error) {
	d := read(File{Name: "sequence.yaml", Text: []byte(source)})
	if d.broken() || len(d.plans) != 1 {
		return engine.Sequence{}, fmt.Errorf("a kept sequence cannot be read: %v", d.sorted())
	}
	return d.plans[0].Sequence, nil
}

// Check reads a file that a user sent, who has this already, and returns what is in it, and what is to be said about it in
// German, a line each. With an error among that nothing is found.
func Check(name string, text []byte, own Content) (found Content, remarks []string) {
	var beside []document
	for _, s := range own.Sequences {
		beside = append(beside, read(File{Name: s.ID + ".yaml", Text: []byte(s.Source)}))
	}
	kept := document{report: &report{}}
	for _, m := range own.Templates {
		kept.templates = append(kept.templates, template{MessageTemplate: m})
	}
	found, findings := load([]File{{Name: name, Text: text}}, append(beside, kept), rulesOf(own.Company))
	for _, f := range findings {
		remarks = append(remarks, f.String())
	}
	return found, remarks
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

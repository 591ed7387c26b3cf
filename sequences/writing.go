package sequences

import (
	"encoding/json"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

// WriteTemplates gives templates as a YAML file that Check reads. It is made for thumbs: each text is a block of its own,
// which stays YAML whatever is typed into it, colons and quotation marks too. (The library would write emoji as codes.)
func WriteTemplates(templates engine.Templates) (string, error) {
	keys := german().Keys
	var out strings.Builder
	fmt.Fprintf(&out, "# reason: %s\n# variants: %s\n\nmessages:\n", keys["messages.reason"], keys["messages.variants"])
	for _, m := range templates {
		id, err := yaml.Marshal(m.ID) // with quotation marks where it would be something else
		if err != nil {
			return "", fmt.Errorf("a template cannot be written: %w", err)
		}
		fmt.Fprintf(&out, "  - id: %s", id)
		if m.Reason != "" {
			fmt.Fprintf(&out, "    reason: %s\n", m.Reason)
		}
		if m.Waiting {
			out.WriteString("    waiting: true\n")
		}
		if err := writeTexts(&out, "variants", m.Variants); err != nil {
			return "", err
		}
		if err := writeTexts(&out, "formal", m.Formal); err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

func writeTexts(out *strings.Builder, key string, texts []string) error {
	if len(texts) > 0 {
		fmt.Fprintf(out, "    %s:\n", key)
	}
	for _, text := range texts {
		if err := writeText(out, text); err != nil {
			return fmt.Errorf("a template cannot be written: %w", err)
		}
	}
	return nil
}

// writeText writes an item of a list: as a block or, where that would not keep every letter, in quotation marks.
func writeText(out *strings.Builder, text string) error {
	if strings.TrimSpace(text) != text || strings.ContainsAny(text, "\r\u0085\u2028\u2029") || strings.Contains(text, "\n\t") {
		quoted, err := json.Marshal(text)
		fmt.Fprintf(out, "      - %s\n", quoted)
		return err
	}
	out.WriteString("      - |-\n")
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			out.WriteString("        ")
		}
		fmt.Fprintln(out, line)
	}
	return nil
}

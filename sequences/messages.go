// Package sequences owns the plans and wordings that come as YAML: it reads them strictly and hands them to
// the engine as values. It knows nothing of users, leads or the database.
package sequences

import (
	"bytes"
	_ "embed"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

//go:embed messages.de.yaml
var messages []byte

// BuiltIn returns the message templates that come with SalesFlow, in German.
func BuiltIn() (engine.Templates, error) { return ReadTemplates(messages) }

// ReadTemplates reads message templates; an unknown field, a missing id or an empty set of variants is an error
// that names its place.
func ReadTemplates(text []byte) (engine.Templates, error) {
	var file struct {
		Messages []struct {
			ID       string
			Reason   engine.Reason
			Waiting  bool
			Variants []string
		}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, fmt.Errorf("message templates: %w", err)
	}
	var templates engine.Templates
	for i, m := range file.Messages {
		if m.ID == "" || m.Reason == "" || len(m.Variants) == 0 {
			return nil, fmt.Errorf("message template %d needs an id, a reason and at least one variant", i+1)
		}
		templates = append(templates, engine.MessageTemplate{
			ID: m.ID, Reason: m.Reason, Waiting: m.Waiting, Variants: m.Variants,
		})
	}
	return templates, nil
}

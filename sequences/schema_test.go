package sequences

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

// Update makes the tests write what they compare with.
var Update = flag.Bool("update", false, "write the golden files and the schema anew")

// TestSchemaIsCurrent makes the schema for editors from the table of keys that the loader reads by.
func TestSchemaIsCurrent(t *testing.T) {
	all := schemaOf(t, form(), "")
	all["$schema"] = "http://json-schema.org/draft-07/schema#" // the one that editors know best
	all["title"] = "SalesFlow"
	all["minProperties"] = 1
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(all); err != nil {
		t.Fatal(err)
	}
	if *Update {
		if err := os.WriteFile("schema.json", text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if now, err := os.ReadFile("schema.json"); err != nil || !bytes.Equal(now, text.Bytes()) {
		t.Errorf("schema.json is not current (%v); go test ./sequences -update writes it anew", err)
	}
}

// schemaOf is what a schema says of a key below another.
func schemaOf(t *testing.T, k key, above string) map[string]any {
	s := map[string]any{}
	switch k.kind {
	case textKind:
		s = map[string]any{"type": "string", "minLength": 1}
	case numberKind:
		s = map[string]any{"type": "integer", "minimum": k.low, "maximum": k.high}
	case flagKind:
		s = map[string]any{"type": "boolean"}
	case choiceKind:
		s = map[string]any{"enum": k.choices}
	case textsKind:
		s = map[string]any{"type": "array", "items": map[string]any{"type": "string", "minLength": 1}}
	case objectsKind:
		s = map[string]any{"type": "array", "minItems": 1, "items": objectSchema(t, k)}
	case mapKind:
		s = map[string]any{
			"type": "object", "minProperties": 1, "propertyNames": map[string]any{"pattern": id.String()},
			"additionalProperties": objectSchema(t, k),
		}
	case objectKind:
		s = objectSchema(t, k)
	}
	if k.kind == textsKind && k.name != "conditions" {
		s["minItems"] = 1
	}
	if above != "" {
		s["description"] = german().Keys[above+"."+k.name]
		if s["description"] == "" {
			t.Errorf("%s.%s is not described", above, k.name)
		}
	}
	if k.kind == textKind && k.name == "id" {
		s["pattern"] = id.String()
	}
	return s
}

func objectSchema(t *testing.T, k key) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, field := range k.keys {
		properties[field.name] = schemaOf(t, field, k.name)
		if field.required {
			required = append(required, field.name)
		}
	}
	s := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// TestSchemaAndLinterAgree validates the bad files: the schema refuses exactly those with an error that the table of
// keys explains, and takes what comes with the program.
func TestSchemaAndLinterAgree(t *testing.T) {
	compiled, err := jsonschema.NewCompiler().Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	shape := []string{ // the findings that are about keys and values alone
		"neither", "unknown_key", "key_no_text", "missing", "nothing", "no_items", "quote_it", "out_of_range", "unknown_choice", "bad_id",
	}
	paths, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(paths, "followups.yaml", "nurture.yaml", "messages.de.yaml", "steps.de.yaml", "objections.de.yaml") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if yaml.Unmarshal(text, &value) != nil || value == nil {
			continue // not YAML
		}
		refused := slices.ContainsFunc(Lint([]File{{path, text}}), func(f Finding) bool {
			return f.Severity == Error && (slices.Contains(shape, f.Key) || strings.HasPrefix(f.Key, "wrong_"))
		})
		if got := validates(compiled, value); got == refused && filepath.Base(path) != "tag.yaml" {
			t.Errorf("%s: taken by the schema: %v, by the linter: %v", path, got, !refused)
		}
	}
}

func validates(schema *jsonschema.Schema, value any) bool {
	text, err := json.Marshal(value)
	if err != nil {
		return false // keys that are no texts
	}
	plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	return err == nil && schema.Validate(plain) == nil
}

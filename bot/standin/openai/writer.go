package openai

import (
	_ "embed"
	"encoding/json"
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed writer.de.yaml
var writerYAML []byte

// drafts are what a writer can say, by the kind of draft.
type drafts map[string][]string

type writerTexts struct {
	Wishes map[string][]string
	Formal []string
	Said   []string
	Du     drafts
	Sie    drafts
}

var writerTextsOnce = sync.OnceValue(func() (texts writerTexts) {
	if err := yaml.Unmarshal(writerYAML, &texts); err != nil {
		panic(err) // the file is embedded, and tests read it
	}
	return texts
})

// Writer drafts a short message in German, always the same for the same prompt and another one when the prompt goes
// on. It greets by the placeholder for a name that it finds in the prompt, minds whether the data asks for Sie or for
// a draft that is shorter, warmer or more direct, and fills in the schema that is asked for: the draft into a field
// named text, and into all others what means that nothing is wrong.
func Writer() Answerer {
	return func(r Request) Answer {
		text := writerTextsOnce().draft(r)
		schema := r.Schema
		if schema == nil {
			schema = schemaInWords(r.System())
		}
		if schema == nil {
			return Answer{Text: text}
		}
		return Answer{Text: marshal(fill("", schema, text))}
	}
}

// draft chooses and completes a text.
func (t writerTexts) draft(r Request) string {
	values := valuesIn(r)
	kind := "usual"
	for _, wish := range slices.Sorted(maps.Keys(t.Wishes)) {
		for _, word := range t.Wishes[wish] {
			if kind == "usual" && values.has(func(_, value string) bool { return strings.Contains(value, word) }) {
				kind = wish
			}
		}
	}
	texts := t.Du[kind]
	if values.has(func(_, value string) bool { return slices.Contains(t.Formal, value) }) {
		texts = t.Sie[kind]
	}
	h := fnv.New32a()
	h.Write([]byte(r.System() + r.Data()))
	text := texts[(int(h.Sum32()%1000)+len(r.Messages))%len(texts)]
	if name := nameIn(r); name != "" {
		text = strings.ReplaceAll(text, "{name}", " "+name)
	} else {
		text = strings.ReplaceAll(text, "{name}", "")
	}
	for _, v := range values {
		if slices.Contains(t.Said, strings.ToLower(v.key)) && len(strings.Fields(v.text)) > 2 {
			text += " " + v.text
		}
	}
	return text
}

var placeholder = regexp.MustCompile(`⟦[^⟦⟧\n]{1,40}⟧`)

// nameIn returns the placeholder of a name, or the first of any.
func nameIn(r Request) string {
	all := placeholder.FindAllString(r.Data()+r.System(), -1)
	for _, p := range all {
		if strings.Contains(strings.ToLower(p), "name") {
			return p
		}
	}
	if len(all) > 0 {
		return all[0]
	}
	return ""
}

// value is a text in the data of a prompt, with the key in front of it.
type value struct{ key, text string }

type values []value

// has reports whether is holds for a value; it sees small letters.
func (v values) has(is func(key, value string) bool) bool {
	return slices.ContainsFunc(v, func(v value) bool { return is(strings.ToLower(v.key), strings.ToLower(v.text)) })
}

// valuesIn are the texts in the user's turns: those of their JSON where there is some, else the turns as they are.
func valuesIn(r Request) (all values) {
	for _, m := range r.Messages {
		if m.Role != "user" {
			continue
		}
		var data any
		from, to := strings.IndexAny(m.Text, "{["), strings.LastIndexAny(m.Text, "}]")
		if from < 0 || to < from || json.Unmarshal([]byte(m.Text[from:to+1]), &data) != nil {
			all = append(all, value{"", m.Text})
			continue
		}
		all.collect("", data)
	}
	return all
}

func (v *values) collect(key string, data any) {
	switch d := data.(type) {
	case string:
		*v = append(*v, value{key, d})
	case []any:
		for _, item := range d {
			v.collect(key, item)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(d)) {
			v.collect(name, d[name])
		}
	}
}

// schemaInWords finds a schema that the system's words contain.
func schemaInWords(text string) json.RawMessage {
	_, rest, ok := strings.Cut(text, "JSON schema")
	if !ok {
		return nil
	}
	start := strings.Index(rest, "{")
	var schema json.RawMessage
	if start < 0 || json.NewDecoder(strings.NewReader(rest[start:])).Decode(&schema) != nil {
		return nil
	}
	return schema
}

// fill returns a value for a schema.
func fill(name string, text json.RawMessage, draft string) any {
	var schema struct {
		Type       any                        `json:"type"`
		Enum       []any                      `json:"enum"`
		Properties map[string]json.RawMessage `json:"properties"`
		Minimum    float64                    `json:"minimum"`
	}
	_ = json.Unmarshal(text, &schema) // was checked, or is filled with nothing
	switch {
	case slices.Contains(schema.Enum, any("de")):
		return "de"
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	}
	switch schema.Type {
	case "object":
		object := map[string]any{}
		for name, property := range schema.Properties {
			object[name] = fill(name, property, draft)
		}
		return object
	case "array":
		return []any{}
	case "boolean":
		return slices.Contains([]string{"ok", "fine", "allowed", "same", "true", "good"}, name)
	case "number", "integer":
		return schema.Minimum
	case "string":
		return map[string]string{"text": draft, "message": draft, "draft": draft, "language": "de"}[name]
	}
	return nil
}

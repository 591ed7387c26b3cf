package adminapi_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"gopkg.in/yaml.v3"

	adminapi "github.com/salesflow/salesflow/admin-api"
)

const committed = "../ts-client/openapi.yaml"

var update = flag.Bool("update", false, "rewrite the committed description")

func TestCommittedDescriptionIsTheOneServed(t *testing.T) {
	t.Parallel()
	description := openAPI(t)
	if *update {
		if err := os.WriteFile(committed, description, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, description) {
		t.Errorf("%s is old: run this test with -update, then npm run generate in ts-client", committed)
	}
	if !bytes.Equal(openAPI(t), description) {
		t.Error("two calls give two descriptions")
	}
}

// node is what the rules for descriptions need to know of any part of one.
type node struct {
	Description string             `yaml:"description"`
	Type        any                `yaml:"type"`
	Ref         string             `yaml:"$ref"`
	Examples    []any              `yaml:"examples"`
	Enum        []any              `yaml:"enum"`
	Properties  map[string]node    `yaml:"properties"`
	Items       *node              `yaml:"items"`
	Parameters  []parameter        `yaml:"parameters"`
	OperationID string             `yaml:"operationId"`
	Security    []map[string][]any `yaml:"security"`
	Responses   map[string]any     `yaml:"responses"`
}

type parameter struct {
	Name        string `yaml:"name"`
	Description string `yaml:"description"`
	Schema      node   `yaml:"schema"`
}

type document struct {
	Paths      map[string]map[string]node `yaml:"paths"`
	Components struct {
		Schemas map[string]node `yaml:"schemas"`
	} `yaml:"components"`
}

func TestEveryFieldIsDescribedWithAnExample(t *testing.T) {
	t.Parallel()
	for name, schema := range read(t).Components.Schemas {
		for field, n := range schema.Properties {
			if n.Ref != "" {
				continue
			}
			if n.Description == "" || (len(n.Examples) == 0 && n.Items == nil) {
				t.Errorf("%s.%s has no description or no example", name, field)
			}
			types, nullable := n.Type.([]any)
			if nullable && len(types) == 2 && n.Enum != nil && n.Enum[len(n.Enum)-1] != nil {
				t.Errorf("%s.%s may be null, which its enum denies", name, field)
			}
			if nullable && types[0] == "array" {
				t.Errorf("%s.%s is a list that may be null", name, field)
			}
		}
	}
}

func TestEveryOperationIsDescribedAndNeedsAToken(t *testing.T) {
	t.Parallel()
	for path, methods := range read(t).Paths {
		for method, op := range methods {
			t.Run(method+" "+path, func(t *testing.T) { isDescribed(t, op) })
		}
	}
}

func isDescribed(t *testing.T, op node) {
	t.Helper()
	if op.OperationID == "" || op.Description == "" || len(op.Security) != 1 {
		t.Error("it lacks a name, a description or a token")
	}
	for _, status := range []string{"200", "401", "422", "500", "503"} {
		if op.Responses[status] == nil {
			t.Errorf("%s is not described", status)
		}
	}
	for _, p := range op.Parameters {
		if p.Description == "" || len(p.Schema.Examples) == 0 {
			t.Errorf("%s has no description or no example", p.Name)
		}
	}
}

func openAPI(t *testing.T) []byte {
	t.Helper()
	description, err := adminapi.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	return description
}

func read(t *testing.T) (d document) {
	t.Helper()
	if err := yaml.Unmarshal(openAPI(t), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Paths) == 0 || len(d.Components.Schemas) == 0 {
		t.Fatal("nothing is described")
	}
	return d
}

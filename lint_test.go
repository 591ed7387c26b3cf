package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/sequences"
)

func TestLintFindsWhatIsReferredTo(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const answers = "on_response: {positive: schedule_call}"
	plan := write("plan.yaml", "sequences:\n  mine:\n    steps:\n      - {day: 0, action: send_message, template: own, "+answers+"}\n")
	missing := filepath.Join(folder, "missing.yaml")
	tooLong := write("long.yaml", strings.Repeat("# long\n", 200_000))
	for _, c := range []struct {
		name   string
		before func()
		files  []string
		says   string // without the folder
		fails  bool
	}{
		{"nothing is there", nil, []string{plan},
			"plan.yaml:4:50: error: Die Vorlage \"own\" gibt es nicht. Neue Vorlagen stehen unter \"messages:\".\n", true},
		{"in the folder", func() { write("wordings.yml", "messages:\n  - {id: own, variants: [Hallo]}\n") }, []string{plan, plan}, "", false},
		{"the customer's file", nil, []string{"sequences/followups.yaml", "sequences/nurture.yaml"},
			"sequences/followups.yaml:70:3: warning: ", false},
		{"no file", nil, []string{missing}, "missing.yaml:1:1: error: ", true},
		{"a folder", nil, []string{folder}, ":1:1: error: ", true},
		{"too long", nil, []string{tooLong}, "long.yaml:1:1: error: Die Datei ist größer als 1 MB.", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.before != nil {
				c.before()
			}
			var out bytes.Buffer
			err := lintFiles(&out, c.files)
			said := strings.ReplaceAll(out.String(), folder+string(filepath.Separator), "")
			if (err != nil) != c.fails || !strings.Contains(said, c.says) || c.says == "" && said != "" {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}

func TestSequenceOfTheReadmeIsInOrder(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(readme), "```yaml\nsequences:")
	text = "sequences:" + text
	text, _, _ = strings.Cut(text, "```\n")
	if found := sequences.Lint([]sequences.File{{Name: "README.md", Text: []byte(text)}}); len(found) > 0 {
		t.Error(found)
	}
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/bot/ai"
)

// TestSettingsOfLanguageModels holds that what is wrong with them is said together with everything else, and without
// what is secret.
func TestSettingsOfLanguageModels(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ai.yaml")
	must(t, os.WriteFile(file, []byte("providers:\n  - name: a\n    base_url: https://a.example/v1\n    models: {draft: m}\n    api_key_env: OPENAI_API_KEY\n"), 0o600))
	broken := filepath.Join(t.TempDir(), "broken.yaml")
	must(t, os.WriteFile(broken, []byte("providers:\n  - name: sk-secret\n"), 0o600))
	t.Setenv("OPENAI_API_KEY", "")
	for _, test := range []struct {
		name string
		s    settings
		want []string
	}{
		{"none", settings{}, nil},
		{"a key", settings{OpenAIAPIKey: "sk-secret"}, nil},
		{"a file and a key that it names", settings{AIConfig: file, OpenAIAPIKey: "sk-secret"}, nil},
		{"a file without its key", settings{AIConfig: file}, []string{"ai.yaml:5:18: this names an environment variable that is not set"}},
		{"a file and a model", settings{AIConfig: file, OpenAIModel: "m"}, []string{"AI_CONFIG takes the place"}},
		{"no file", settings{AIConfig: "missing-secret.yaml"}, []string{"AI_CONFIG cannot be opened"}},
		{"a folder", settings{AIConfig: t.TempDir()}, []string{"AI_CONFIG cannot be read"}},
		{"all at once", settings{OpenAIBaseURL: "http://u:sk-secret@x", Explore: 1}, []string{
			"EXPLORE", "OPENAI_BASE_URL must not hold", "OPENAI_BASE_URL needs OPENAI_MODEL",
		}},
		{"a broken file", settings{AIConfig: broken, Explore: 1}, []string{"EXPLORE", "broken.yaml:2:5: base_url is missing", "models is missing"}},
	} {
		test.s.TelegramMode = "poll"
		err := test.s.check()
		if (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v", test.name, err)
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: %v, want %s", test.name, err, want)
			}
		}
	}
}

// TestTheManualsExampleOfAIConfig reads the one in the manual.
func TestTheManualsExampleOfAIConfig(t *testing.T) {
	manual, err := os.ReadFile("README.md")
	must(t, err)
	_, rest, _ := strings.Cut(string(manual), "### Language models")
	_, rest, _ = strings.Cut(rest, "```yaml\n")
	text, _, _ := strings.Cut(rest, "```")
	c, err := ai.Read("README.md", []byte(text), func(string) string { return "key" })
	must(t, err)
	if len(c.Providers) != 2 || len(c.Order) != 1 {
		t.Errorf("%+v", c)
	}
}

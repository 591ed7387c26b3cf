package ai_test

import (
	"bufio"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/ai"
)

const example = `providers:
  - name: mistral
    base_url: https://api.mistral.ai/v1/
    api_key_env: MISTRAL_API_KEY
    region: EU (Paris)
    models: {draft: mistral-medium-latest, judge: mistral-small-latest}
    timeout: 45s
    first_token_timeout: 10s
    concurrency: 8
    retries: 0
  - name: azure
    kind: azure
    base_url: https://example.openai.azure.com
    api_key_env: AZURE_API_KEY
    api_version: 2025-04-01-preview
    models: {draft: my-gpt}
    timeout: 5s
  - name: local
    base_url: http://ollama:11434/v1
    models: {draft: "qwen3:8b", classify: "qwen3:8b", judge: "qwen3:8b"}
order:
  draft: [azure, mistral, local]
`

func environment(name string) string {
	return map[string]string{"MISTRAL_API_KEY": "secret-m\n", "AZURE_API_KEY": "secret-a", "BROKEN_KEY": "secret\nsecret"}[name]
}

func TestReadAConfiguration(t *testing.T) {
	c, err := ai.Read("ai.yaml", []byte(example), environment)
	if err != nil {
		t.Fatal(err)
	}
	mistral, azure, local := c.Providers[0], c.Providers[1], c.Providers[2]
	equal(t, "url", mistral.BaseURL, "https://api.mistral.ai/v1")
	equal(t, "key", mistral.Key, "secret-m")
	equal(t, "timeout", mistral.Timeout, 45*time.Second)
	equal(t, "first token", mistral.FirstToken, 10*time.Second)
	equal(t, "concurrency", mistral.Concurrency, 8)
	equal(t, "retries", mistral.Retries, 0)
	equal(t, "kind", mistral.Kind, ai.OpenAI)
	equal(t, "kind", azure.Kind, ai.Azure)
	equal(t, "version", azure.APIVersion, "2025-04-01-preview")
	equal(t, "first token", azure.FirstToken, 5*time.Second)
	equal(t, "retries", azure.Retries, 2)
	equal(t, "key", local.Key, "")
	equal(t, "model", local.Models[ai.Judge], "qwen3:8b")
	var told []string
	for _, p := range ai.New(c, ai.Options{Now: time.Now}).Providers() {
		told = append(told, p.Name+" "+p.Host+" "+p.Region)
	}
	equal(t, "told", strings.Join(told, ", "),
		"mistral api.mistral.ai EU (Paris), azure example.openai.azure.com , local ollama:11434 ")
}

// TestMistakesInAConfiguration finds all of them at once, and repeats no value.
func TestMistakesInAConfiguration(t *testing.T) {
	one := func(lines string) string { // a provider with other lines
		return "providers:\n  - name: a\n    base_url: https://a.example/v1\n    models: {draft: m}\n" + lines
	}
	for _, test := range []struct{ text, want string }{
		{"", "1:1: empty: providers are missing"},
		{"# nothing\n", "1:1: empty: providers are missing"},
		{"a: [", "1:1: this line or one beside it is not valid YAML"},
		{"\ta: 1", "1:1: this line or one beside it is not valid YAML"},
		{"- a", "1:1: not a block of keys and values"},
		{"order: {}", "1:1: providers is missing"},
		{"providers: []", "1:12: an empty list"},
		{"providers: {}", "1:12: not a list"},
		{"\xff", "1:1: not in UTF-8"},
		{strings.Repeat("#", ai.MostBytes+1), "1:1: longer than 65536 bytes"},
		{one("") + "---\na: 1\n", "5:1: a second document"},
		{one("    api_key: sk-secret\n"), "5:5: unknown key; known are api_key_env, api_version, base_url, concurrency, first_token_timeout, kind, models, name, region, retries, timeout"},
		{one("    api_key_env: sk-secret\n"), "5:18: this is the name of an environment variable such as OPENAI_API_KEY, not the key itself"},
		{one("    api_key_env: NOT_SET\n"), "5:18: this names an environment variable that is not set"},
		{one("    api_key_env: BROKEN_KEY\n"), "5:18: this names an environment variable with a character that no key has"},
		{one("    kind: gemini\n"), "5:11: this is one of openai, azure"},
		{one("    timeout: 30\n"), "5:14: not a time such as 30s, from 1s to 10m0s"},
		{one("    timeout: 11m\n"), "5:14: not a time such as 30s, from 1s to 10m0s"},
		{one("    retries: 6\n"), "5:14: not a whole number from 0 to 5"},
		{one("    concurrency: '4'\n"), "5:18: not a whole number from 1 to 100"},
		{one("    region: [EU]\n"), "5:13: not a text"},
		{one("    region: !!str EU\n"), "5:13: not a text"},
		{one("    region: 7\n"), "5:13: not a text"},
		{one("    region: &r EU\n"), "5:13: anchors and aliases are not understood here"},
		{one("    region: \"<b>\"\n"), "5:13: this is a place such as EU or Frankfurt"},
		{one("    name: b\n"), "5:5: name stands here twice"},
		{one("    api_version: 2024-10-01\n"), "2:5: api_version is for kind: azure"},
		{one("    kind: azure\n    api_version: new\n"), "6:18: this is a date such as 2024-10-21"},
		{one("order: {draft: [b]}\n"), "5:17: this is no provider's name"},
		{one("order: {judge: [a]}\n"), "5:17: this has no model for judge"},
		{one("order: {draft: [a, a]}\n"), "5:20: this stands here already"},
		{one("order: {write: [a]}\n"), "5:9: unknown key; known are classify, draft, judge"},
		{"order: {draft: [a]}\n" + one(""), ""},
		{"providers:\n  - name: A\n    base_url: https://u:sk-secret@h/\n    models: {}\n",
			"2:11: this begins with a small letter; a-z, 0-9, _ and - may follow, 32 in all\n" +
				"3:15: this must not hold a name or password\n4:13: models needs one of draft, classify, judge"},
		{"providers:\n  - {}\n", "2:5: base_url is missing\n2:5: models is missing\n2:5: name is missing"},
	} {
		_, err := ai.Read("ai.yaml", []byte(test.text), environment)
		got := ""
		if err != nil {
			got = strings.ReplaceAll(err.Error(), "ai.yaml:", "")
		}
		equal(t, test.text[:min(len(test.text), 200)], got, test.want)
		if strings.Contains(got, "secret") {
			t.Errorf("a secret in %s", got)
		}
	}
}

func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"https://api.openai.com/v1":               "",
		"http://127.0.0.1:11434/v1":               "",
		"http://[::1]:8000/v1":                    "",
		"http://192.168.1.5/v1":                   "",
		"http://localhost:8000":                   "",
		"http://ollama/v1":                        "",
		"http://llm.internal/v1":                  "",
		"http://api.example.com/v1":               "needs https",
		"http://8.8.8.8/v1":                       "needs https",
		"http://169.254.169.254/v1":               "needs https",
		"ftp://localhost":                         "is not a URL",
		"localhost:8000":                          "is not a URL",
		"https://":                                "is not a URL",
		"https://a b/v1":                          "is not a URL",
		"https://u:secret@api.example/v1":         "name or password",
		"https://api.example/v1?key=secret":       "must end with the path",
		"https://api.example/v1#x":                "must end with the path",
		"https://api.example/v1/chat/completions": "must end before",
	} {
		c, err := ai.Single("secret", address, "model")
		if want == "" && err == nil {
			equal(t, address, c.Providers[0].BaseURL, address)
		} else if err == nil || want == "" || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
}

func TestASingleProvider(t *testing.T) {
	for _, test := range []struct{ key, url, model, want string }{
		{"", "", "", "off"},
		{"k", "", "", "api.openai.com gpt-6-luna USA"},
		{"k\n", " ", "gpt-6-sol", "api.openai.com gpt-6-sol USA"},
		{"", "http://localhost:11434/v1/", "qwen3", "localhost:11434 qwen3 "},
		{"", "http://localhost:11434/v1", "", "OPENAI_BASE_URL needs OPENAI_MODEL"},
		{"", "", "m", "OPENAI_MODEL needs OPENAI_API_KEY or OPENAI_BASE_URL"},
		{"a b", "x", "m", "OPENAI_API_KEY has a character that no key has\nOPENAI_BASE_URL is not a URL such as https://api.openai.com/v1"},
	} {
		c, err := ai.Single(test.key, test.url, test.model)
		got := "off"
		if err != nil {
			got = err.Error()
		} else if r := ai.New(c, ai.Options{Now: time.Now}); r.Serves(ai.Judge) {
			p := r.Providers()[0]
			got = p.Host + " " + c.Providers[0].Models[ai.Classify] + " " + p.Region
		}
		equal(t, test.key+test.url+test.model, got, test.want)
	}
}

// FuzzRead holds that no file makes the reader panic, that all that is wrong has a place in the file, and that what
// has no mistake makes a router.
func FuzzRead(f *testing.F) {
	f.Add([]byte(example))
	f.Add([]byte("providers:\n  - name: a\n    base_url: http://x\n    models: {draft: m}\n    region: *a\norder: {draft: [a, a]}\n"))
	f.Add([]byte("providers: &a [*a]\n? {b: c}\n: d\n"))
	f.Add([]byte("providers:\n  - {<<: {name: a}, name: 1, timeout: 1h}\n---\n"))
	place := regexp.MustCompile(`^f:([0-9]+):[0-9]+: [ -~]+$`)
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := ai.Read("f", text, func(string) string { return "k" })
		if err == nil {
			if ai.New(c, ai.Options{Now: time.Now}).Providers() == nil {
				t.Error("neither a mistake nor a provider")
			}
			return
		}
		for lines := bufio.NewScanner(strings.NewReader(err.Error())); lines.Scan(); {
			if !place.MatchString(lines.Text()) {
				t.Errorf("%q", lines.Text())
			}
		}
	})
}

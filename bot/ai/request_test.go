package ai_test

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin/openai"
)

// TestServersThatTakeLess has servers refuse parts of a request. What they do not take is left out, and from then on
// not tried again.
func TestServersThatTakeLess(t *testing.T) {
	for _, test := range []struct {
		model   string
		refuses []string
		asked   int // for the first answer
		format  string
		has     string // in the last request
		not     string
	}{
		{"writer", nil, 1, "json_schema", `"max_tokens":300`, "max_completion_tokens"},
		{"writer", []string{"json_schema"}, 2, "json_object", "JSON schema", "json_schema"},
		{"writer", []string{"json_schema", "json_object"}, 3, "", "JSON schema", "response_format"},
		{"writer", []string{"stream_options"}, 2, "json_schema", `"stream":true`, "stream_options"},
		{"writer", []string{"temperature"}, 2, "json_schema", `"max_tokens":300`, `"temperature"`},
		{"writer", []string{"max_tokens"}, 2, "json_schema", `"max_completion_tokens":300`, `"max_tokens"`},
		{"writer", []string{"stream_options", "temperature", "max_tokens", "response_format"}, 6, "", `"max_completion_tokens":300`, `"temperature"`},
		{"gpt-4.1-mini", nil, 1, "json_schema", `"temperature":0.4`, "reasoning_effort"},
		{"gpt-5-mini", nil, 1, "json_schema", `"reasoning_effort":"low"`, `"temperature"`},
		{"gpt-5-mini", []string{"reasoning_effort"}, 2, "json_schema", `"max_completion_tokens":2300`, "reasoning_effort"},
		{"gpt-5-chat-latest", nil, 1, "json_schema", `"max_completion_tokens":300`, "reasoning_effort"},
		{"o3", nil, 1, "json_schema", `"max_completion_tokens":2300`, `"max_tokens"`},
		{ai.DefaultModel, nil, 1, "json_schema", `"reasoning_effort":"none"`, `"max_tokens"`},
		{"gpt-6-astra", nil, 1, "json_schema", `"reasoning_effort":"low"`, `"temperature"`},
	} {
		t.Run(test.model+" "+strings.Join(test.refuses, " "), func(t *testing.T) {
			w := newWorld(t, openai.Options{Refuses: test.refuses})
			w.config.Providers[0].Models[ai.Draft] = test.model
			w.connect()
			reply := w.must(w.complete())
			equal(t, "asked", w.asked(0), test.asked)
			w.must(w.complete())
			equal(t, "asked in all", w.asked(0), test.asked+1)
			last := w.servers[0].Requests()[test.asked]
			equal(t, "format", last.Format, test.format)
			if !strings.Contains(last.Body, test.has) || strings.Contains(last.Body, test.not) {
				t.Errorf("%s without %s: %s", test.has, test.not, last.Body)
			}
			if !strings.HasPrefix(reply.Text, "{") || ai.Growing(reply.Text, "language") != "de" || reply.TokensIn == 0 {
				t.Errorf("%+v", reply)
			}
		})
	}
}

// TestARequestThatNobodyUnderstands is no reason to believe that a server takes less, nor that it is broken.
func TestARequestThatNobodyUnderstands(t *testing.T) {
	w := newWorld(t, openai.Options{})
	for range 6 {
		w.servers[0].Fail(openai.Fault{Status: 400}, openai.Fault{Status: 422}, openai.Fault{Status: 400})
		_, err := w.complete()
		is(t, err, ai.ErrDown)
	}
	w.must(w.complete())
	equal(t, "format", w.servers[0].Requests()[18].Format, "json_schema")
}

// TestWhatStandsAroundJSON is left out where no server holds the form of an answer.
func TestWhatStandsAroundJSON(t *testing.T) {
	for said, want := range map[string]string{
		"```json\n{\"text\":\"a\"}\n```":      `{"text":"a"}`,
		"<think>hm</think>\n{\"text\":\"a\"}": `{"text":"a"}`,
		"no object":                           "no object",
		"} {":                                 "} {",
	} {
		w := newWorld(t, openai.Options{Refuses: []string{"response_format"}, Answer: openai.Says(said)})
		equal(t, said, w.must(w.complete()).Text, want)
	}
	w := newWorld(t, openai.Options{Answer: openai.Says("x {y} z")})
	equal(t, "strict", w.must(w.complete()).Text, "x {y} z")
}

// TestNoTemperatureIsTheLeast holds that 0 is asked for, not left to the server.
func TestNoTemperatureIsTheLeast(t *testing.T) {
	w := newWorld(t, openai.Options{})
	c := draft()
	c.Temperature, c.Schema, c.MaxTokens, c.Messages = 0, nil, 0, []string{"", "x"}
	reply, err := w.router.Complete(t.Context(), c, nil)
	w.must(reply, err)
	asked := w.servers[0].Requests()[0]
	if asked.Temperature == nil || *asked.Temperature > 0.001 || asked.Format != "" || strings.Contains(asked.Body, "max_") || len(asked.Messages) != 2 {
		t.Errorf("%+v", asked)
	}
}

// TestTokensAreEstimated where a server does not count them.
func TestTokensAreEstimated(t *testing.T) {
	w := newWorld(t, openai.Options{NoUsage: true, Answer: openai.Says(strings.Repeat("ä", 30))})
	c := ai.Call{Task: ai.Draft, System: strings.Repeat("ü", 300), Messages: []string{"1234"}}
	reply, err := w.router.Complete(t.Context(), c, nil)
	w.must(reply, err)
	equal(t, "in", reply.TokensIn, 102)
	equal(t, "out", reply.TokensOut, 10)
}

func TestAzure(t *testing.T) {
	w := newWorld(t, openai.Options{})
	p := &w.config.Providers[0]
	p.Kind, p.BaseURL, p.APIVersion, p.Models[ai.Draft] = ai.Azure, w.urls[0], "2024-10-21", "my.deployment"
	w.connect()
	reply := w.must(w.complete())
	asked := w.servers[0].Requests()[0]
	if asked.Model != "my.deployment" || asked.Authorization != "" || reply.Model != "my.deployment" {
		t.Errorf("%+v", asked)
	}
}

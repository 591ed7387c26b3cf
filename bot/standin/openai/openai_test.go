package openai_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	client "github.com/sashabaranov/go-openai"

	"github.com/salesflow/salesflow/bot/standin/openai"
)

// server is a stand-in on this machine with a real client in front.
type server struct {
	*openai.Server
	t      *testing.T
	url    string
	client *client.Client
}

func newServer(t *testing.T, o openai.Options) server {
	t.Helper()
	s := openai.New(o)
	listener := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		listener.Close()
	})
	config := client.DefaultConfig(o.Key)
	config.BaseURL = listener.URL + "/v1"
	return server{s, t, listener.URL, client.NewClientWithConfig(config)}
}

// post sends a body as it is and returns status and answer.
func (s server) post(body string) (int, string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+"/v1/chat/completions", strings.NewReader(body))
	must(s.t, err)
	request.Header.Set("Authorization", "Bearer key")
	response, err := http.DefaultClient.Do(request)
	must(s.t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(s.t, err)
	return response.StatusCode, string(text)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const strict = `{"type":"object","additionalProperties":false,"required":["text","language","ok"],"properties":{
	"text":{"type":"string"},"language":{"type":"string","enum":["en","de"]},"ok":{"type":"boolean"}}}`

// asking is a request for a draft.
func asking(system string, data ...string) client.ChatCompletionRequest {
	r := client.ChatCompletionRequest{Model: "writer", ResponseFormat: &client.ChatCompletionResponseFormat{
		Type: client.ChatCompletionResponseFormatTypeJSONSchema,
		JSONSchema: &client.ChatCompletionResponseFormatJSONSchema{
			Name: "draft", Schema: json.RawMessage(strict), Strict: true,
		},
	}}
	r.Messages = append(r.Messages, client.ChatCompletionMessage{Role: "system", Content: system})
	for _, text := range data {
		r.Messages = append(r.Messages, client.ChatCompletionMessage{Role: "user", Content: text})
	}
	return r
}

// said is what comes back in the form asked for.
type said struct {
	Text, Language string
	OK             bool
}

func (s server) ask(system string, data ...string) said {
	s.t.Helper()
	answer, err := s.client.CreateChatCompletion(s.t.Context(), asking(system, data...))
	must(s.t, err)
	var text said
	must(s.t, json.Unmarshal([]byte(answer.Choices[0].Message.Content), &text))
	return text
}

// TestRefusals holds the server to what OpenAI does not take.
func TestRefusals(t *testing.T) {
	s := newServer(t, openai.Options{Key: "key", Models: []string{"writer", "gpt-5-mini"}})
	const m = `"messages":[{"role":"user","content":"x"}]`
	format := func(schema string) string {
		return `{"model":"writer",` + m + `,"response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":` + schema + `}}}`
	}
	for body, want := range map[string]string{
		`{`: "400 We could not parse",
		`{"messages":[{"role":"user","content":"x"}]}`:                                                                 "400 you must provide a model",
		`{"model":"gpt-9",` + m + `}`:                                                                                  "404 The model `gpt-9` does not exist",
		`{"model":"writer"}`:                                                                                           "400 Invalid 'messages'",
		`{"model":"writer","messages":[{"role":"user"}]}`:                                                              "400 Invalid value for 'content'",
		`{"model":"writer","messages":[{"role":"bot","content":"x"}]}`:                                                 "400 Invalid value: 'bot'",
		`{"model":"writer",` + m + `,"max_token":5}`:                                                                   "400 Unrecognized request argument supplied: max_token",
		`{"model":"writer",` + m + `,"temperature":3}`:                                                                 "400 Invalid 'temperature'",
		`{"model":"writer",` + m + `,"max_tokens":0}`:                                                                  "400 Invalid 'max_tokens'",
		`{"model":"gpt-5-mini",` + m + `,"max_tokens":5}`:                                                              "400 Unsupported parameter: 'max_tokens'",
		`{"model":"gpt-5-mini",` + m + `,"temperature":0.5}`:                                                           "400 Unsupported value: 'temperature'",
		`{"model":"writer",` + m + `,"stream_options":{"include_usage":true}}`:                                         "400 The 'stream_options'",
		`{"model":"writer",` + m + `,"response_format":{"type":"yaml"}}`:                                               "400 Invalid value: 'yaml'",
		`{"model":"writer",` + m + `,"response_format":{"type":"json_object"}}`:                                        "400 'messages' must contain the word 'json'",
		format(`{"type":"string"}`):                                                                                    `400 schema must be a JSON Schema of 'type: \"object\"'`,
		format(`{"type":"object","properties":{}}`):                                                                    "400 'additionalProperties' is required",
		format(`{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string"}}}`):                  "400 'required' is required",
		format(`{"type":"object","additionalProperties":false,"properties":{"a":{"type":"object"}},"required":["a"]}`): "400 'additionalProperties'",
		format(`{"type":"object","additionalProperties":false,"properties":{"a":{"oneOf":[]}},"required":["a"]}`):      "400 'oneOf'",
		format(strict): "200 ",
		`{"model":"writer","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}`: "200 ",
	} {
		status, text := s.post(body)
		number, words, _ := strings.Cut(want, " ")
		if number != strconv.Itoa(status) || !strings.Contains(text, words) {
			t.Errorf("%s: %d %s, want %s", body, status, text, want)
		}
		var problem struct{ Error *struct{ Type string } }
		must(t, json.Unmarshal([]byte(text), &problem))
		if status != 200 && (problem.Error == nil || problem.Error.Type == "") {
			t.Errorf("%s: no error in OpenAI's form: %s", body, text)
		}
	}
	if s.Paid() != 2 {
		t.Errorf("%d answers were paid", s.Paid())
	}
}

func TestKeysAndPaths(t *testing.T) {
	s := newServer(t, openai.Options{Key: "key", Models: []string{"writer"}})
	models, err := s.client.ListModels(t.Context())
	must(t, err)
	if len(models.Models) != 1 || models.Models[0].ID != "writer" {
		t.Errorf("%+v", models)
	}
	config := client.DefaultConfig("other")
	config.BaseURL = s.url + "/v1"
	_, err = client.NewClientWithConfig(config).CreateChatCompletion(t.Context(), asking("x"))
	if refused, ok := errors.AsType[*client.APIError](err); !ok || refused.HTTPStatusCode != 401 || refused.Code != "invalid_api_key" {
		t.Errorf("%v", err)
	}
	for path, want := range map[string]int{"/v1/chat/completions": 405, "/v1/completions": 404, "/": 404} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
		must(t, err)
		request.Header.Set("Authorization", "Bearer key")
		response, err := http.DefaultClient.Do(request)
		must(t, err)
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: %d", path, response.StatusCode)
		}
	}
}

// TestStream reads a stream as it is on the wire.
func TestStream(t *testing.T) {
	pauses := 0
	s := newServer(t, openai.Options{Answer: openai.Says("Grüße, du"), Chunk: 4, Pause: func(context.Context) { pauses++ }})
	_, text := s.post(`{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":{"include_usage":true}}`)
	events := strings.Split(strings.TrimSpace(text), "\n\n")
	if len(events) != 7 || events[6] != "data: [DONE]" || !strings.Contains(events[5], `"usage":{`) || !strings.Contains(events[5], `"choices":[]`) {
		t.Fatalf("%d events: %s", len(events), text)
	}
	if !strings.Contains(events[0], `"role":"assistant"`) || !strings.Contains(events[1], `"content":"Grüß"`) || !strings.Contains(events[4], `"finish_reason":"stop"`) {
		t.Error(text)
	}
	if pauses != 5 {
		t.Errorf("%d pauses", pauses)
	}
}

func TestWhatIsRemembered(t *testing.T) {
	s := newServer(t, openai.Options{})
	s.Fail(openai.Fault{Status: 429, RetryAfter: "9"}, openai.Fault{})
	_, err := s.client.CreateChatCompletion(t.Context(), asking("system canary", "data canary"))
	if refused, ok := errors.AsType[*client.APIError](err); !ok || refused.HTTPStatusCode != 429 {
		t.Errorf("%v", err)
	}
	s.ask("system canary", "data canary", "more")
	all := s.Requests()
	if len(all) != 2 || s.Paid() != 1 || s.Peak() != 1 {
		t.Errorf("%d requests, %d paid, %d at a time", len(all), s.Paid(), s.Peak())
	}
	last := all[1]
	if last.System() != "system canary" || last.Data() != "data canary\n\nmore" || last.SchemaName != "draft" || !strings.Contains(last.Body, "data canary") {
		t.Errorf("%+v", last)
	}
}

package openai

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Request is what was asked.
type Request struct {
	Model         string
	Messages      []Message
	Stream        bool
	IncludeUsage  bool
	Format        string // of the answer: empty, text, json_object or json_schema
	SchemaName    string
	Schema        json.RawMessage // nil without one
	Strict        bool
	MaxTokens     int      // by either name
	Temperature   *float64 // nil when it was not sent
	Body          string   // all of it, as it came
	Authorization string
}

// Message is a turn of the prompt.
type Message struct{ Role, Text string }

// System returns what the system is told, the turns joined by empty lines.
func (r Request) System() string { return r.of("system", "developer") }

// Data returns what stands in the turns of the user, joined by empty lines.
func (r Request) Data() string { return r.of("user") }

func (r Request) of(roles ...string) string {
	var texts []string
	for _, m := range r.Messages {
		if slices.Contains(roles, m.Role) {
			texts = append(texts, m.Text)
		}
	}
	return strings.Join(texts, "\n\n")
}

// wireRequest is a request as it comes.
type wireRequest struct {
	Model               *string         `json:"model"`
	Messages            []wireMessage   `json:"messages"`
	Stream              bool            `json:"stream"`
	StreamOptions       *streamOptions  `json:"stream_options"`
	ResponseFormat      *responseFormat `json:"response_format"`
	MaxTokens           *int            `json:"max_tokens"`
	MaxCompletionTokens *int            `json:"max_completion_tokens"`
	Temperature         *float64        `json:"temperature"`
	N                   *int            `json:"n"`
}

type streamOptions struct {
	IncludeUsage bool `json:"include_usage"`
}

type responseFormat struct {
	Type       string `json:"type"`
	JSONSchema *struct {
		Name   string          `json:"name"`
		Schema json.RawMessage `json:"schema"`
		Strict bool            `json:"strict"`
	} `json:"json_schema"`
}

type wireMessage struct {
	Role    string          `json:"role"`
	Content json.RawMessage `json:"content"`
}

// text is the content: a text, or parts of one.
func (m wireMessage) text() (string, bool) {
	var text string
	if json.Unmarshal(m.Content, &text) == nil {
		return text, len(m.Content) > 0
	}
	var parts []struct{ Type, Text string }
	if json.Unmarshal(m.Content, &parts) != nil {
		return "", false
	}
	for _, part := range parts {
		text += part.Text
	}
	return text, true
}

// mostBody is more than a prompt may be long.
const mostBody = 8 << 20

// read reads a request and says what OpenAI would not take of it.
func (s *Server) read(r *http.Request, deployment string) (Request, *problem) {
	body, err := io.ReadAll(io.LimitReader(r.Body, mostBody))
	request := Request{Body: string(body), Authorization: r.Header.Get("Authorization")}
	var wire wireRequest
	if err != nil || json.Unmarshal(body, &wire) != nil {
		return request, bad("We could not parse the JSON body of your request.", "")
	}
	if deployment != "" {
		wire.Model = &deployment
	}
	request.fill(wire)
	return request, s.check(request, wire)
}

func (r *Request) fill(wire wireRequest) {
	if wire.Model != nil {
		r.Model = *wire.Model
	}
	for _, m := range wire.Messages {
		text, _ := m.text()
		r.Messages = append(r.Messages, Message{m.Role, text})
	}
	r.Stream, r.Temperature = wire.Stream, wire.Temperature
	r.IncludeUsage = wire.StreamOptions != nil && wire.StreamOptions.IncludeUsage
	for _, most := range []*int{wire.MaxTokens, wire.MaxCompletionTokens} {
		if most != nil {
			r.MaxTokens = *most
		}
	}
	if f := wire.ResponseFormat; f != nil {
		r.Format = f.Type
		if f.JSONSchema != nil {
			r.SchemaName, r.Schema, r.Strict = f.JSONSchema.Name, f.JSONSchema.Schema, f.JSONSchema.Strict
		}
	}
}

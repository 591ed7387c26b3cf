package ai

import (
	"slices"
	"strings"

	"github.com/sashabaranov/go-openai"
)

// format is how an answer in JSON is asked for.
type format int

const (
	bySchema format = iota // the server holds the schema
	byObject               // the server holds that it is JSON
	byWords                // nobody holds anything
)

// manners are what a server takes for a model.
type manners struct {
	format      format
	usage       bool   // tells the tokens at the end of a stream
	completion  bool   // calls the limit max_completion_tokens
	turned      bool   // completion is no longer as usual
	temperature bool   // takes one
	effort      string // how much it is to reason; empty asks for nothing
	reasons     bool   // thinks at the expense of the limit
}

// What may be left out of a request.
const (
	aboutUsage       = "stream_options"
	aboutCompletion  = "max_completion_tokens"
	aboutTokens      = "max_tokens"
	aboutTemperature = "temperature"
	aboutEffort      = "reasoning_effort"
)

// reasoning is what a model that reasons may use for that, beside its answer.
const reasoning = 2000

// usualManners are those of a model of which nothing is known but the name. Models that reason refuse a temperature
// unless they are told not to reason, which only some can.
func usualManners(model string) manners {
	form := manners{usage: true, temperature: true}
	reasons := slices.ContainsFunc([]string{"o1", "o3", "o4", "gpt-5", "gpt-6"}, func(start string) bool {
		return strings.HasPrefix(model, start)
	})
	switch {
	case !reasons:
	case strings.Contains(model, "-chat"):
		form.completion, form.temperature = true, false
	case model == openai.GPT6Luna || model == openai.GPT6Sol:
		form.completion, form.effort = true, openai.ReasoningEffortNone
	default:
		form.completion, form.temperature, form.reasons, form.effort = true, false, true, openai.ReasoningEffortLow
	}
	return form
}

// without are the manners without what a server objects to; where it does not say what that is, with less of a
// format. Each step is taken once, so there is an end to them.
func (m manners) without(about []string, c Call) (manners, bool) {
	has := func(name string) bool { return slices.Contains(about, name) }
	switch {
	case m.usage && has(aboutUsage):
		m.usage = false
	case m.effort != "" && has(aboutEffort):
		m.effort = ""
	case m.temperature && has(aboutTemperature):
		m.temperature = false
	case !m.turned && c.MaxTokens > 0 && (has(aboutCompletion) || has(aboutTokens)):
		m.completion, m.turned = !m.completion, true
	case c.Schema != nil && m.format < byWords:
		m.format++
	default:
		return m, false
	}
	return m, true
}

// leastTemperature stands for 0, which the client library would leave out.
const leastTemperature = 1e-6

func (m manners) request(model string, c Call) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{Model: model, ReasoningEffort: m.effort, ResponseFormat: m.responseFormat(c.Schema)}
	system := c.System
	if c.Schema != nil && m.format != bySchema {
		system += "\n\nAnswer with one JSON object that follows this JSON schema, and nothing else: " + string(c.Schema.JSON)
	}
	r.Messages = append(r.Messages, turn(openai.ChatMessageRoleSystem, system)...)
	for _, text := range c.Messages {
		r.Messages = append(r.Messages, turn(openai.ChatMessageRoleUser, text)...)
	}
	if m.usage {
		r.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	if m.temperature {
		r.Temperature = max(c.Temperature, leastTemperature)
	}
	switch {
	case c.MaxTokens == 0:
	case m.reasons:
		r.MaxCompletionTokens = c.MaxTokens + reasoning
	case m.completion:
		r.MaxCompletionTokens = c.MaxTokens
	default:
		//lint:ignore SA1019 OpenAI wants the newer name; Mistral and many others know only this one
		r.MaxTokens = c.MaxTokens
	}
	return r
}

// turn is a message; an empty one would be refused.
func turn(role, text string) []openai.ChatCompletionMessage {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []openai.ChatCompletionMessage{{Role: role, Content: text}}
}

func (m manners) responseFormat(s *Schema) *openai.ChatCompletionResponseFormat {
	switch {
	case s == nil || m.format == byWords:
		return nil
	case m.format == byObject:
		return &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return &openai.ChatCompletionResponseFormat{
		Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
		JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: s.Name, Schema: s.JSON, Strict: true},
	}
}

package openai

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// problem is an error in OpenAI's form.
type problem struct {
	status               int
	message, param, code string
}

func bad(message, param string) *problem {
	return &problem{status: http.StatusBadRequest, message: message, param: param}
}

func refuse(w http.ResponseWriter, p *problem) {
	orNull := func(text string) any {
		if text == "" {
			return nil
		}
		return text
	}
	kind := "invalid_request_error"
	if p.status >= http.StatusInternalServerError {
		kind = "server_error"
	}
	writeJSON(w, p.status, map[string]any{"error": map[string]any{
		"message": p.message, "type": kind, "param": orNull(p.param), "code": orNull(p.code),
	}})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the client is gone, or the next call tells
}

// taken are the parameters that OpenAI knows of.
var taken = strings.Fields(`model messages stream stream_options response_format max_tokens max_completion_tokens
	temperature top_p n stop presence_penalty frequency_penalty logit_bias logprobs top_logprobs seed user tools
	tool_choice parallel_tool_calls store metadata reasoning_effort verbosity service_tier prediction modalities audio
	safety_identifier prompt_cache_key web_search_options functions function_call`)

// check says what OpenAI would not take.
func (s *Server) check(r Request, wire wireRequest) *problem {
	var all map[string]json.RawMessage
	_ = json.Unmarshal([]byte(r.Body), &all) // was read before; what is no object has no model
	for name := range all {
		if slices.Contains(s.o.Refuses, name) || name == "response_format" && slices.Contains(s.o.Refuses, r.Format) {
			return bad("Unsupported parameter: '"+name+"' is not supported with this model.", name)
		}
		if !s.o.LikeLocal && !slices.Contains(taken, name) {
			return bad("Unrecognized request argument supplied: "+name, "")
		}
	}
	switch {
	case r.Model == "":
		return bad("you must provide a model parameter", "")
	case len(s.o.Models) > 0 && !slices.Contains(s.o.Models, r.Model):
		return &problem{http.StatusNotFound, "The model `" + r.Model + "` does not exist or you do not have access to it.", "", "model_not_found"}
	case len(wire.Messages) == 0:
		return bad("Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages")
	case wire.StreamOptions != nil && !wire.Stream:
		return bad("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options")
	case wire.N != nil && *wire.N < 1:
		return bad("Invalid 'n': expected a value >= 1.", "n")
	}
	for _, rule := range []func(Request, wireRequest) *problem{checkMessages, checkNumbers, s.checkFormat} {
		if p := rule(r, wire); p != nil {
			return p
		}
	}
	return nil
}

func checkMessages(_ Request, wire wireRequest) *problem {
	for i, m := range wire.Messages {
		if !slices.Contains([]string{"system", "developer", "user", "assistant", "tool"}, m.Role) {
			return bad(fmt.Sprintf("Invalid value: '%s'.", m.Role), fmt.Sprintf("messages[%d].role", i))
		}
		if _, ok := m.text(); !ok {
			return bad("Invalid value for 'content': expected a string, got null.", fmt.Sprintf("messages.[%d].content", i))
		}
	}
	return nil
}

var reasons = regexp.MustCompile(`^(o[134]|gpt-[56])`)

func checkNumbers(r Request, wire wireRequest) *problem {
	thinks := reasons.MatchString(r.Model) && !strings.Contains(r.Body, `"reasoning_effort":"none"`)
	switch {
	case wire.MaxTokens != nil && wire.MaxCompletionTokens != nil:
		return bad("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", "max_tokens")
	case r.MaxTokens < 0 || wire.MaxTokens != nil && *wire.MaxTokens < 1:
		return bad("Invalid 'max_tokens': integer below minimum value.", "max_tokens")
	case wire.MaxTokens != nil && reasons.MatchString(r.Model):
		return bad("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "max_tokens")
	case r.Temperature != nil && (*r.Temperature < 0 || *r.Temperature > 2):
		return bad("Invalid 'temperature': decimal out of range.", "temperature")
	case r.Temperature != nil && *r.Temperature != 1 && thinks:
		return bad("Unsupported value: 'temperature' does not support this value with this model. Only the default (1) value is supported.", "temperature")
	}
	return nil
}

var schemaName = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

func (s *Server) checkFormat(r Request, wire wireRequest) *problem {
	const param = "response_format"
	prompt := ""
	for _, m := range r.Messages {
		prompt += strings.ToLower(m.Text)
	}
	switch {
	case wire.ResponseFormat == nil || r.Format == "text":
	case r.Format == "json_object":
		if !strings.Contains(prompt, "json") {
			return bad("'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.", "messages")
		}
	case r.Format != "json_schema":
		return bad("Invalid value: '"+r.Format+"'. Supported values are: 'json_object', 'json_schema', and 'text'.", param+".type")
	case !schemaName.MatchString(r.SchemaName):
		return bad("Invalid 'response_format.json_schema.name': string does not match pattern.", param+".json_schema.name")
	case r.Strict && !s.o.LikeLocal:
		if why := strictly(r.Schema, true); why != "" {
			return bad("Invalid schema for response_format '"+r.SchemaName+"': "+why, param)
		}
	}
	return nil
}

// forbidden are words that OpenAI does not take in a strict schema.
var forbidden = strings.Fields("oneOf allOf not if patternProperties dependentRequired")

// strictly says in which way a schema breaks the rules for strict ones: every object has all its properties required
// and no others, and what OpenAI does not know must not be there.
func strictly(text json.RawMessage, root bool) string {
	var schema struct {
		Type       any                        `json:"type"`
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
		Additional *bool                      `json:"additionalProperties"`
		Items      json.RawMessage            `json:"items"`
		AnyOf      []json.RawMessage          `json:"anyOf"`
	}
	var words map[string]json.RawMessage
	if json.Unmarshal(text, &schema) != nil || json.Unmarshal(text, &words) != nil {
		return "schema is not an object."
	}
	for _, word := range forbidden {
		if _, ok := words[word]; ok {
			return "'" + word + "' is not permitted."
		}
	}
	if root && schema.Type != "object" {
		return `schema must be a JSON Schema of 'type: "object"'.`
	}
	if schema.Type == "object" && (schema.Additional == nil || *schema.Additional) {
		return "'additionalProperties' is required to be supplied and to be false."
	}
	inner := schema.AnyOf
	if schema.Items != nil {
		inner = append(inner, schema.Items)
	}
	for name, property := range schema.Properties {
		if !slices.Contains(schema.Required, name) {
			return "'required' is required to be supplied and to be an array including every key in properties. Missing '" + name + "'."
		}
		inner = append(inner, property)
	}
	why := ""
	for i := 0; i < len(inner) && why == ""; i++ {
		why = strictly(inner[i], false)
	}
	return why
}

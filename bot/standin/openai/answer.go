package openai

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// answer has the model answer, streamed or whole.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, request Request, fault Fault) {
	number := s.pay()
	said := Answer{}
	if fault.Said != nil {
		said = *fault.Said
	} else {
		said = s.o.Answer(request)
	}
	if said.Huge > 0 {
		said.Text = strings.Repeat("viel ", said.Huge/5+1)[:said.Huge]
	}
	if said.Finish == "" {
		said.Finish = "stop"
		if said.Tool != "" {
			said.Finish = "tool_calls"
		}
	}
	reply := reply{s: s, w: w, r: r, request: request, said: said, fault: fault, id: fmt.Sprintf("chatcmpl-%06d", number)}
	if request.Stream {
		reply.stream()
		return
	}
	reply.whole()
}

// reply is an answer on its way.
type reply struct {
	s       *Server
	w       http.ResponseWriter
	r       *http.Request
	request Request
	said    Answer
	fault   Fault
	id      string
	sent    int
}

// whole answers in one piece.
func (a *reply) whole() {
	if a.fault.Then == ThenCut || a.fault.Then == ThenCutInside {
		drop(a.w)
	}
	if a.fault.Then == ThenStall {
		a.stall()
		return
	}
	message := map[string]any{"role": "assistant", "content": a.said.Text, "refusal": nil}
	if a.said.Refusal != "" {
		message["content"], message["refusal"] = nil, a.said.Refusal
	}
	if a.said.Tool != "" {
		message["content"], message["tool_calls"] = nil, a.toolCalls()
	}
	choices := []any{map[string]any{"index": 0, "message": message, "finish_reason": a.said.Finish, "logprobs": nil}}
	if a.fault.Then == ThenNothing {
		choices = []any{}
	}
	answer := a.envelope("chat.completion", choices)
	if !a.s.o.NoUsage {
		answer["usage"] = a.usage()
	}
	writeJSON(a.w, http.StatusOK, answer)
}

func (a *reply) envelope(object string, choices []any) map[string]any {
	return map[string]any{"id": a.id, "object": object, "created": 1_790_000_000, "model": a.request.Model, "choices": choices}
}

func (a *reply) toolCalls() []any {
	return []any{map[string]any{
		"index": 0, "id": "call_" + a.id, "type": "function", "function": map[string]any{"name": a.said.Tool, "arguments": "{}"},
	}}
}

// usage counts a token for every four bytes.
func (a *reply) usage() map[string]int {
	in := 0
	for _, m := range a.request.Messages {
		in += len(m.Text)/4 + 4
	}
	out := len(a.said.Text)/4 + 1
	return map[string]int{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}
}

// stream answers piece by piece.
func (a *reply) stream() {
	a.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	a.w.WriteHeader(http.StatusOK)
	if a.fault.Then == ThenNothing {
		a.write("data: [DONE]\n\n")
		return
	}
	if a.delta(map[string]any{"role": "assistant", "content": ""}, nil) || a.say() {
		return
	}
	if a.fault.Then == ThenEnd {
		return
	}
	if a.delta(map[string]any{}, a.said.Finish) {
		return
	}
	if a.request.IncludeUsage && !a.s.o.NoUsage {
		last := a.envelope("chat.completion.chunk", []any{})
		last["usage"] = a.usage()
		a.write("data: " + marshal(last) + "\n\n")
	}
	switch a.fault.Then {
	case ThenHang:
		a.stall()
	case ThenNotDone:
	default:
		a.write("data: [DONE]\n\n")
	}
}

// say sends what the model says and reports whether that was the end of the stream.
func (a *reply) say() (over bool) {
	switch {
	case a.said.Refusal != "":
		return a.delta(map[string]any{"refusal": a.said.Refusal}, nil)
	case a.said.Tool != "":
		return a.delta(map[string]any{"tool_calls": a.toolCalls()}, nil)
	}
	for letters := []rune(a.said.Text); len(letters) > 0; {
		n := min(a.s.o.Chunk, len(letters))
		if a.said.Huge > 0 {
			n = min(1<<14, len(letters))
		}
		if a.delta(map[string]any{"content": string(letters[:n])}, nil) {
			return true
		}
		letters = letters[n:]
	}
	return false
}

// delta sends a chunk, or goes wrong where it should, and reports whether that was the end of the stream.
func (a *reply) delta(delta map[string]any, finish any) (over bool) {
	chunk := "data: " + marshal(a.envelope("chat.completion.chunk", []any{
		map[string]any{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": nil},
	})) + "\n\n"
	if a.sent == a.fault.After {
		switch a.fault.Then {
		case ThenCut:
			a.write("")
			drop(a.w)
		case ThenCutInside:
			a.write(chunk[:len(chunk)/2])
			drop(a.w)
		case ThenEnd:
			return true
		case ThenStall:
			a.stall()
			return true
		case ThenError:
			a.write("data: " + `{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}` + "\n\n")
			return true
		}
	}
	a.sent++
	a.write(chunk)
	a.s.o.Pause(a.r.Context())
	return a.r.Context().Err() != nil
}

func (a *reply) stall() {
	_ = http.NewResponseController(a.w).Flush() // what was written has to be there before the wait
	a.s.stall(a.r)
}

// stall waits until the client has gone or the server closes.
func (s *Server) stall(r *http.Request) {
	select {
	case s.stalled <- struct{}{}:
	default:
	}
	select {
	case <-r.Context().Done():
	case <-s.closed:
	}
}

// write sends a text and, the first time, the headers.
func (a *reply) write(text string) {
	_, _ = io.WriteString(a.w, text)            // a client that has gone shows in the context
	_ = http.NewResponseController(a.w).Flush() // likewise
}

func marshal(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // maps of texts and numbers
	}
	return string(text)
}

package ai_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin/openai"
)

const (
	firstToken = 20 * time.Second
	whole      = time.Minute
	grace      = 2 * time.Second
)

const canary = "canary-answer"

// faults are the ways in which a provider goes wrong.
var faults = []struct {
	name  string
	fault openai.Fault
	timer time.Duration // goes off when the server stalls
	asked int           // how often the provider is asked
	err   error         // nil where there is an answer all the same
	final bool          // the next provider is not asked
}{
	{"too many requests", openai.Fault{Status: 429, RetryAfter: "2"}, 0, 3, ai.ErrBusy, false},
	{"too many, as Gemini says it", openai.Fault{Status: 429, Body: `[{"error":{"code":429,"message":"canary-answer","status":"RESOURCE_EXHAUSTED"}}]`}, 0, 3, ai.ErrBusy, false},
	{"no credit", openai.Fault{Status: 429, Code: "insufficient_quota"}, 0, 1, ai.ErrDown, false},
	{"payment", openai.Fault{Status: 402}, 0, 1, ai.ErrDown, false},
	{"a page with 500", openai.Fault{Status: 500, Type: "text/html", Body: "<html>canary-answer</html>"}, 0, 3, ai.ErrDown, false},
	{"502", openai.Fault{Status: 502}, 0, 3, ai.ErrDown, false},
	{"503", openai.Fault{Status: 503, RetryAfter: "1"}, 0, 3, ai.ErrDown, false},
	{"529", openai.Fault{Status: 529}, 0, 3, ai.ErrDown, false},
	{"a text for an error, as Ollama says it", openai.Fault{Status: 500, Body: `{"error":"canary-answer"}`}, 0, 3, ai.ErrDown, false},
	{"a list of nothing", openai.Fault{Status: 500, Body: `[]`}, 0, 3, ai.ErrDown, false},
	{"a wrong key", openai.Fault{Status: 401, Code: "invalid_api_key"}, 0, 1, ai.ErrDown, false},
	{"forbidden", openai.Fault{Status: 403, Type: "text/plain", Body: "canary-answer"}, 0, 1, ai.ErrDown, false},
	{"an unknown model", openai.Fault{Status: 404, Code: "model_not_found"}, 0, 1, ai.ErrDown, false},
	{"a page with 200", openai.Fault{Type: "text/html; charset=utf-8", Body: "<html>canary-answer</html>"}, 0, 1, ai.ErrDown, false},
	{"an error with 200", openai.Fault{Body: `{"error":"canary-answer"}`}, 0, 1, ai.ErrDown, false},
	{"an answer that is not streamed", openai.Fault{Body: `{"choices":[{"message":{"content":"canary-answer"},"finish_reason":"stop"}]}`}, 0, 1, ai.ErrDown, false},
	{"nothing with 200", openai.Fault{Status: 200, Body: "\n"}, 0, 1, ai.ErrDown, false},
	{"204", openai.Fault{Status: 204, Body: " "}, 0, 1, ai.ErrDown, false},
	{"wrong JSON in a chunk", openai.Fault{Type: "text/event-stream", Body: "data: {\"choices\":[canary-answer\n\n"}, 0, 1, ai.ErrDown, false},
	{"a text for choices", openai.Fault{Type: "text/event-stream", Body: "data: {\"choices\":\"canary-answer\"}\n\ndata: [DONE]\n\n"}, 0, 1, ai.ErrDown, false},
	{"blank lines only", openai.Fault{Type: "text/event-stream", Body: strings.Repeat("\n", 2000)}, 0, 1, ai.ErrDown, false},
	{"a line without end", openai.Fault{Type: "text/event-stream", Body: "data: " + strings.Repeat("x", 9<<20)}, 0, 1, ai.ErrTooLong, true},
	{"a redirect", openai.Fault{Status: 307, Location: "/v1/models"}, 0, 1, ai.ErrDown, false},
	{"a connection closed at once", openai.Fault{Reset: true}, 0, 3, ai.ErrDown, false},
	{"silence", openai.Fault{Silent: true}, firstToken, 1, ai.ErrDown, false},
	{"headers, then silence", openai.Fault{Then: openai.ThenStall}, firstToken, 1, ai.ErrDown, false},
	{"silence half-way", openai.Fault{Then: openai.ThenStall, After: 3}, whole, 1, ai.ErrDown, false},
	{"cut off at once", openai.Fault{Then: openai.ThenCut}, 0, 1, ai.ErrDown, false},
	{"cut off half-way", openai.Fault{Then: openai.ThenCut, After: 3}, 0, 1, ai.ErrDown, false},
	{"cut off in a chunk", openai.Fault{Then: openai.ThenCutInside, After: 3}, 0, 1, ai.ErrDown, false},
	{"an end without a reason", openai.Fault{Then: openai.ThenEnd, After: 3}, 0, 1, ai.ErrDown, false},
	{"a whole text without a reason", openai.Fault{Then: openai.ThenEnd, After: 1000}, 0, 1, ai.ErrDown, false},
	{"an error in the stream", openai.Fault{Then: openai.ThenError, After: 3}, 0, 1, ai.ErrDown, false},
	{"no choices", openai.Fault{Then: openai.ThenNothing}, 0, 1, ai.ErrDown, false},
	{"an empty text", openai.Fault{Said: &openai.Answer{}}, 0, 1, ai.ErrDown, false},
	{"a tool", openai.Fault{Said: &openai.Answer{Tool: "canary-answer"}}, 0, 1, ai.ErrDown, false},
	{"a refusal", openai.Fault{Said: &openai.Answer{Refusal: "canary-answer"}}, 0, 1, ai.ErrRefused, true},
	{"filtered", openai.Fault{Said: &openai.Answer{Text: canary, Finish: "content_filter"}}, 0, 1, ai.ErrRefused, true},
	{"the prompt is filtered", openai.Fault{Status: 400, Code: "content_filter"}, 0, 1, ai.ErrRefused, true},
	{"too long", openai.Fault{Said: &openai.Answer{Text: canary, Finish: "length"}}, 0, 1, ai.ErrTooLong, true},
	{"the prompt is too long", openai.Fault{Status: 400, Code: "context_length_exceeded"}, 0, 1, ai.ErrTooLong, true},
	{"a megabyte", openai.Fault{Said: &openai.Answer{Huge: 1 << 20}}, 0, 1, ai.ErrTooLong, true},
	{"no [DONE]", openai.Fault{Then: openai.ThenNotDone}, 0, 1, nil, false},
	{"an open end", openai.Fault{Then: openai.ThenHang}, grace, 1, nil, false},
	{"another reason to finish", openai.Fault{Said: &openai.Answer{Text: "ok", Finish: "end_turn"}}, 0, 1, nil, false},
}

// TestEveryFaultHasItsError has the only provider go wrong.
func TestEveryFaultHasItsError(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			w := newWorld(t, openai.Options{})
			w.servers[0].Fail(f.fault, f.fault, f.fault, f.fault)
			if f.timer > 0 {
				w.fireWhenStalled(0, f.timer)
			}
			reply, err := w.complete()
			is(t, err, f.err)
			equal(t, "answered", reply.Text != "", f.err == nil)
			equal(t, "times asked", w.asked(0), f.asked)
			equal(t, "times waited", len(w.waited()), f.asked-1)
			var failure *ai.Failure
			if err != nil && !errors.As(err, &failure) {
				t.Errorf("%T is no failure", err)
			}
		})
	}
}

// TestTheNextProviderAnswers has the first of two go wrong.
func TestTheNextProviderAnswers(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			w := newWorld(t, openai.Options{}, openai.Options{})
			w.servers[0].Fail(f.fault, f.fault, f.fault, f.fault)
			if f.timer > 0 {
				w.fireWhenStalled(0, f.timer)
			}
			reply, err := w.complete()
			switch {
			case f.final:
				is(t, err, f.err)
				equal(t, "times asked", w.asked(1), 0)
			case f.err == nil:
				equal(t, "provider", w.must(reply, err).Provider, "a")
			default:
				equal(t, "provider", w.must(reply, err).Provider, "b")
				equal(t, "times asked", w.asked(1), 1)
			}
		})
	}
}

// TestErrorsTellNothing holds that neither errors nor the log repeat keys, prompts, answers or what servers say.
func TestErrorsTellNothing(t *testing.T) {
	for _, f := range faults {
		w := newWorld(t, openai.Options{})
		w.servers[0].Fail(f.fault, f.fault, f.fault)
		if f.timer > 0 {
			w.fireWhenStalled(0, f.timer)
		}
		_, err := w.complete()
		if err == nil {
			continue
		}
		told := fmt.Sprintf("%s %v %+v %#v %s", err, err, err, err, w.log)
		for _, secret := range []string{"canary", key, "127.0.0.1", "⟦", "invited"} {
			if strings.Contains(told, secret) {
				t.Errorf("%s: %q in %s", f.name, secret, told)
			}
		}
		if !strings.Contains(told, "provider=a") {
			t.Errorf("%s: the log does not name the provider: %s", f.name, told)
		}
	}
}

// TestErrorsSayWhatToDo to whoever runs the program.
func TestErrorsSayWhatToDo(t *testing.T) {
	for _, test := range []struct {
		fault openai.Fault
		want  string
	}{
		{openai.Fault{Status: 401}, "no AI provider answers: a: the key is not taken (status 401)"},
		{openai.Fault{Status: 404}, "no AI provider answers: a: model or address are unknown (status 404)"},
		{openai.Fault{Status: 429, Code: "insufficient_quota"}, "no AI provider answers: a: no credit left (status 429)"},
		{openai.Fault{Status: 429, RetryAfter: "100"}, "no AI provider has time now: a: too many requests (status 429)"},
		{openai.Fault{Status: 307}, "no AI provider answers: a: a redirect, which is not followed (status 307)"},
		{openai.Fault{Type: "text/html", Body: "x"}, "no AI provider answers: a: a page in place of an answer"},
		{openai.Fault{Then: openai.ThenNothing}, "no AI provider answers: a: no choices in the answer"},
		{openai.Fault{Then: openai.ThenCut, After: 2}, "no AI provider answers: a: the answer broke off"},
		{openai.Fault{Said: &openai.Answer{Refusal: "x"}}, "the AI refuses to answer: a: the model refused"},
	} {
		w := newWorld(t, openai.Options{})
		w.servers[0].Fail(test.fault)
		_, err := w.complete()
		if err == nil || err.Error() != test.want {
			t.Errorf("%v, want %s", err, test.want)
		}
	}
}

// TestNobodyThere tries hosts that do not answer.
func TestNobodyThere(t *testing.T) {
	for address, why := range map[string]string{
		"http://127.0.0.1:1/v1":            "the connection failed",
		"http://nobody.invalid-canary/v1":  "the host is unknown",
		"https://127.0.0.1:1/canary/v1":    "the connection failed",
		"http://[::1]:1/v1":                "the connection failed",
		"http://256.256.256.256.canary/v1": "the host is unknown",
	} {
		w := newWorld(t, openai.Options{})
		w.config.Providers[0].BaseURL = address
		w.connect()
		_, err := w.complete()
		is(t, err, ai.ErrDown)
		if text := err.Error(); !strings.Contains(text, why) || strings.Contains(text, "canary") {
			t.Errorf("%s: %s", address, text)
		}
	}
}

// TestARedirectIsNotFollowed holds that key and prompt go where they are meant to go.
func TestARedirectIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		w := newWorld(t, openai.Options{}, openai.Options{})
		w.config.Providers = w.config.Providers[:1]
		w.connect()
		w.servers[0].Fail(openai.Fault{Status: status, Location: w.urls[1] + "/v1/chat/completions"})
		_, err := w.complete()
		is(t, err, ai.ErrDown)
		equal(t, http.StatusText(status), w.asked(1), 0)
	}
}

package ai_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/salesflow/salesflow/bot/ai"
)

// trip answers without a network.
type trip func(*http.Request) (*http.Response, error)

func (f trip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func respond(status int, body io.Reader) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: io.NopCloser(body)}
}

const whole1 = "data: {\"choices\":[{\"delta\":{\"content\":\"Hallo\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"

// router asks one provider through a trip, with the machine's own timers.
func router(f trip) *ai.Router {
	c, err := ai.Single("key", "", "model")
	if err != nil {
		panic(err)
	}
	return ai.New(c, ai.Options{Now: time.Now, Transport: f})
}

// silent is a body in which nothing comes until the request ends.
type silent struct{ ctx context.Context }

func (s silent) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

// TestTheMachinesTimers has them run in a bubble, where no time passes.
func TestTheMachinesTimers(t *testing.T) {
	for _, test := range []struct {
		name string
		trip func(r *http.Request, call int) (*http.Response, error)
		err  error
		low  time.Duration
		high time.Duration
	}{
		{"at once", func(*http.Request, int) (*http.Response, error) { return respond(200, strings.NewReader(whole1)), nil }, nil, 0, 0},
		{"busy once", func(_ *http.Request, call int) (*http.Response, error) {
			if call > 1 {
				return respond(200, strings.NewReader(whole1)), nil
			}
			response := respond(429, strings.NewReader("{}"))
			response.Header.Set("Retry-After", "8")
			return response, nil
		}, nil, 8 * time.Second, 8 * time.Second},
		{"broken", func(*http.Request, int) (*http.Response, error) { return nil, errors.New("canary") }, ai.ErrDown, 750 * time.Millisecond, 1500 * time.Millisecond},
		{"silent", func(r *http.Request, _ int) (*http.Response, error) { return respond(200, silent{r.Context()}), nil }, ai.ErrDown, 20 * time.Second, 20 * time.Second},
		{"silent after a start", func(r *http.Request, _ int) (*http.Response, error) {
			start := "data: {\"choices\":[{\"delta\":{\"content\":\"Ha\"}}]}\n\n"
			return respond(200, io.MultiReader(strings.NewReader(start), silent{r.Context()})), nil
		}, ai.ErrDown, time.Minute, time.Minute},
		{"silent after the end", func(r *http.Request, _ int) (*http.Response, error) {
			end := strings.TrimSuffix(whole1, "data: [DONE]\n\n")
			return respond(200, io.MultiReader(strings.NewReader(end), silent{r.Context()})), nil
		}, nil, 2 * time.Second, 2 * time.Second},
		{"silent after nonsense", func(r *http.Request, _ int) (*http.Response, error) {
			return respond(200, io.MultiReader(strings.NewReader("data: nonsense\n\n"), silent{r.Context()})), nil
		}, ai.ErrDown, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				call, begun := 0, time.Now()
				r := router(func(request *http.Request) (*http.Response, error) {
					call++
					return test.trip(request, call)
				})
				_, err := r.Complete(t.Context(), ai.Call{Task: ai.Draft, System: "x"}, nil)
				is(t, err, test.err)
				if took := time.Since(begun); took < test.low || took > test.high {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// TestTheCallersDeadlineCounts against a provider that never says anything, so that it is not asked for ever.
func TestTheCallersDeadlineCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := router(func(r *http.Request) (*http.Response, error) { return respond(200, silent{r.Context()}), nil })
		for _, want := range []error{4: context.DeadlineExceeded, 5: ai.ErrBusy} {
			if want == nil {
				want = context.DeadlineExceeded
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, err := r.Complete(ctx, ai.Call{Task: ai.Draft, System: "x"}, nil)
			is(t, err, want)
			cancel()
		}
	})
}

// TestWhatFollowsTheEnd of an answer, and what other choices there are, is not part of it.
func TestWhatFollowsTheEnd(t *testing.T) {
	more := "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"}}]}\n\n" +
		strings.TrimSuffix(whole1, "data: [DONE]\n\n") + "data: {\"choices\":[{\"delta\":{\"content\":\"more\"},\"finish_reason\":\"length\"}]}\n\n"
	r := router(func(*http.Request) (*http.Response, error) { return respond(200, strings.NewReader(more)), nil })
	reply, err := r.Complete(t.Context(), ai.Call{Task: ai.Draft, System: "x"}, nil)
	is(t, err, nil)
	equal(t, "text", reply.Text, "Hallo")
}

// TestACertificateThatNobodyTrusts is a fault by its name, and is not tried again.
func TestACertificateThatNobodyTrusts(t *testing.T) {
	asked := 0
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	server.Config.ErrorLog = discard
	server.StartTLS()
	defer server.Close()
	c, err := ai.Single("key", server.URL+"/v1", "model")
	if err != nil {
		t.Fatal(err)
	}
	r := ai.New(c, ai.Options{Now: time.Now})
	defer r.Close()
	_, err = r.Complete(t.Context(), ai.Call{Task: ai.Draft, System: "x"}, nil)
	is(t, err, ai.ErrDown)
	if !strings.Contains(err.Error(), "certificate") || asked > 0 {
		t.Error(err)
	}
}

// FuzzAnswer holds that whatever a server sends makes either an answer or an error that repeats nothing of it.
func FuzzAnswer(f *testing.F) {
	f.Add(200, "text/event-stream", []byte(whole1))
	f.Add(200, "text/event-stream", []byte("data: {\"error\":{\"message\":\"no\"}}\n\ndata: x\n\n: note\n\ndata: [DONE]"))
	f.Add(200, "text/event-stream", []byte("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{}]},\"finish_reason\":\"x\"}],\"usage\":{\"prompt_tokens\":-1}}\n\n"))
	f.Add(429, "application/json", []byte(`[{"error":{"code":429}}]`))
	f.Add(400, "application/json", []byte(`{"error":{"code":"content_filter","message":["a"]}}`))
	f.Add(500, "text/html", []byte("<html>"))
	f.Fuzz(func(t *testing.T, status int, kind string, body []byte) {
		r := router(func(*http.Request) (*http.Response, error) {
			response := respond(status, strings.NewReader(string(body)))
			response.Header.Set("Content-Type", kind)
			return response, nil
		})
		// Waiting would take the fuzzer's time: who has none is not made to wait.
		ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(100*time.Millisecond))
		defer cancel()
		reply, err := r.Complete(ctx, draft(), func(text string) {
			if !utf8.ValidString(text) {
				t.Errorf("%q", text)
			}
		})
		if err == nil && (strings.TrimSpace(reply.Text) == "" || !utf8.ValidString(reply.Text)) || err != nil && reply.Text != "" {
			t.Errorf("%+v %v", reply, err)
		}
		if reply.TokensIn < 0 || reply.TokensOut < 0 {
			t.Errorf("%+v", reply)
		}
		if err == nil {
			return
		}
		for _, word := range strings.FieldsFunc(string(body), func(r rune) bool { return r <= ' ' }) {
			if len(word) > 15 && strings.Contains(err.Error(), word) {
				t.Errorf("%q in %v", word, err)
			}
		}
	})
}

package ai_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin/openai"
)

func TestAnAnswer(t *testing.T) {
	w := newWorld(t, openai.Options{})
	var grown []string
	reply, err := w.router.Complete(t.Context(), draft(), func(text string) { grown = append(grown, text) })
	w.must(reply, err)
	text := ai.Growing(reply.Text, "text")
	if reply.Provider != "a" || reply.Model != "writer" || !strings.Contains(text, "⟦NAME⟧") {
		t.Errorf("%+v", reply)
	}
	if reply.TokensIn < 20 || reply.TokensOut < 10 {
		t.Errorf("tokens are not counted: %+v", reply)
	}
	if len(grown) < 5 || grown[len(grown)-1] != reply.Text || !slices.IsSortedFunc(grown, func(a, b string) int { return len(a) - len(b) }) {
		t.Errorf("it does not grow: %q", grown)
	}
	asked := w.servers[0].Requests()[0]
	if !asked.Stream || !asked.Strict || asked.MaxTokens != 300 || *asked.Temperature < 0.39 || asked.Authorization != "Bearer "+key {
		t.Errorf("%+v", asked)
	}
}

func TestOffAnswersNothing(t *testing.T) {
	var off *ai.Router
	for _, r := range []*ai.Router{off, ai.New(ai.Config{}, ai.Options{Now: time.Now})} {
		_, err := r.Complete(t.Context(), draft(), nil)
		is(t, err, ai.ErrOff)
		if r.Serves(ai.Draft) || len(r.Providers()) > 0 {
			t.Error("somebody serves")
		}
		r.Close()
	}
	w := newWorld(t, openai.Options{})
	_, err := w.router.Complete(t.Context(), ai.Call{Task: ai.Classify, System: "x"}, nil)
	is(t, err, ai.ErrOff)
}

func TestOrderOfATask(t *testing.T) {
	w := newWorld(t, openai.Options{}, openai.Options{}, openai.Options{})
	w.config.Order = map[ai.Task][]string{ai.Draft: {"c", "a"}}
	w.connect()
	for _, s := range w.servers[1:] {
		s.Fail(openai.Fault{Status: 401})
	}
	equal(t, "provider", w.must(w.complete()).Provider, "a")
	equal(t, "c asked", w.asked(2), 1)
	equal(t, "b asked", w.asked(1), 0)
	reply, err := w.router.Complete(t.Context(), ai.Call{Task: ai.Judge, System: "x"}, nil)
	equal(t, "provider", w.must(reply, err).Provider, "a")
	infos := w.router.Providers()
	if len(infos) != 3 || !slices.Equal(infos[0].Tasks, []ai.Task{ai.Draft, ai.Judge}) ||
		!slices.Equal(infos[1].Tasks, []ai.Task{ai.Judge}) || !infos[0].Local || !strings.HasPrefix(infos[0].Host, "127.0.0.1:") {
		t.Errorf("%+v", infos)
	}
}

// TestADraftThatRestartsIsShownAnew breaks an answer off that was already shown.
func TestADraftThatRestartsIsShownAnew(t *testing.T) {
	w := newWorld(t, openai.Options{}, openai.Options{})
	w.servers[0].Fail(openai.Fault{Then: openai.ThenCut, After: 4})
	var grown []string
	reply, err := w.router.Complete(t.Context(), draft(), func(text string) { grown = append(grown, text) })
	w.must(reply, err)
	if i := slices.Index(grown, ""); i < 1 || grown[len(grown)-1] != reply.Text || slices.Contains(grown[i+1:], "") {
		t.Errorf("%q", grown)
	}
	alone := w.must(w.complete())
	if reply.TokensIn <= alone.TokensIn || reply.TokensOut <= alone.TokensOut {
		t.Errorf("what broke off is billed, too: %+v, without it %+v", reply, alone)
	}
}

func TestRetryAfter(t *testing.T) {
	date := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(http.TimeFormat) }
	for _, test := range []struct {
		after      string
		low, high  time.Duration
		impatience bool // the next provider is asked at once
	}{
		{"7", 7 * time.Second, 7 * time.Second, false},
		{"0.9", 900 * time.Millisecond, 900 * time.Millisecond, false},
		{"0", 500 * time.Millisecond, 500 * time.Millisecond, false},
		{"-5", 500 * time.Millisecond, 500 * time.Millisecond, false},
		{"soon", 500 * time.Millisecond, 500 * time.Millisecond, false},
		{"NaN", 500 * time.Millisecond, 500 * time.Millisecond, false},
		{date(20 * time.Second), 10 * time.Second, 20 * time.Second, false},
		{date(-time.Hour), 500 * time.Millisecond, 500 * time.Millisecond, false},
		{"61", 0, 0, true},
		{"1e300", 0, 0, true},
		{date(time.Hour), 0, 0, true},
	} {
		w := newWorld(t, openai.Options{}, openai.Options{})
		w.pass(3 * time.Hour) // dates are by the server's clock, not by ours
		w.servers[0].Fail(openai.Fault{Status: 429, RetryAfter: test.after})
		reply := w.must(w.complete())
		waits := w.waited()
		if test.impatience {
			equal(t, test.after, reply.Provider, "b")
			equal(t, test.after, len(waits), 0)
			continue
		}
		equal(t, test.after, reply.Provider, "a")
		if len(waits) != 1 || waits[0] < test.low || waits[0] > test.high {
			t.Errorf("%s: waited %v", test.after, waits)
		}
	}
}

// TestALongRestIsKept leaves a provider alone for as long as it asks, and not longer.
func TestALongRestIsKept(t *testing.T) {
	w := newWorld(t, openai.Options{})
	w.servers[0].Fail(openai.Fault{Status: 429, RetryAfter: "120"})
	for range 3 {
		_, err := w.complete()
		is(t, err, ai.ErrBusy)
		failure, _ := errors.AsType[*ai.Failure](err)
		equal(t, "after", failure.After, 2*time.Minute)
	}
	equal(t, "asked", w.asked(0), 1)
	w.pass(61 * time.Second)
	w.must(w.complete())
	equal(t, "asked", w.asked(0), 2)
	equal(t, "waited", w.waited()[0], 59*time.Second)
}

// TestTheCallersTimeCounts does not wait for longer than there is time.
func TestTheCallersTimeCounts(t *testing.T) {
	w := newWorld(t, openai.Options{})
	w.servers[0].Fail(openai.Fault{Status: 429, RetryAfter: "20"})
	ctx, cancel := context.WithDeadline(t.Context(), w.clock().Add(10*time.Second))
	defer cancel()
	_, err := w.router.Complete(ctx, draft(), nil)
	is(t, err, ai.ErrBusy)
	equal(t, "waits", len(w.waited()), 0)
}

func TestTheCallerGivesUp(t *testing.T) {
	w := newWorld(t, openai.Options{}, openai.Options{})
	for range 7 {
		w.servers[0].Fail(openai.Fault{Then: openai.ThenStall, After: 2})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-w.servers[0].Stalled()
			cancel()
		}()
		_, err := w.router.Complete(ctx, draft(), nil)
		is(t, err, context.Canceled)
	}
	equal(t, "b asked", w.asked(1), 0)
	equal(t, "provider", w.must(w.complete()).Provider, "a") // it was not to blame
}

func TestABrokenProviderRests(t *testing.T) {
	w := newWorld(t, openai.Options{})
	w.config.Providers[0].Retries = 0
	w.connect()
	fail := func(n int) {
		t.Helper()
		for range n {
			w.servers[0].Fail(openai.Fault{Status: 500})
			_, err := w.complete()
			is(t, err, ai.ErrDown)
		}
	}
	rests := func(asked int) {
		t.Helper()
		_, err := w.complete()
		is(t, err, ai.ErrBusy)
		equal(t, "asked", w.asked(0), asked)
	}
	fail(4)
	w.must(w.complete()) // one that goes well begins the count anew
	fail(5)
	rests(10)
	w.pass(29 * time.Second)
	rests(10)
	w.pass(2 * time.Second)
	fail(1) // the probe
	rests(11)
	w.pass(31 * time.Second)
	rests(11) // twice as long now
	w.pass(30 * time.Second)
	w.must(w.complete())
	fail(4)
	w.must(w.complete())
}

// TestOneProbe lets a single call through when a provider may be well again.
func TestOneProbe(t *testing.T) {
	w := newWorld(t, openai.Options{})
	w.servers[0].Fail(slices.Repeat([]openai.Fault{{Status: 500}}, 5)...)
	for range 2 {
		_, _ = w.complete() // two calls, five attempts
	}
	w.pass(time.Minute)
	w.servers[0].Fail(openai.Fault{Then: openai.ThenStall, After: 1})
	probing := make(chan error)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		_, err := w.router.Complete(ctx, draft(), nil)
		probing <- err
	}()
	<-w.servers[0].Stalled()
	_, err := w.complete()
	is(t, err, ai.ErrBusy)
	equal(t, "asked", w.asked(0), 6)
	cancel()
	is(t, <-probing, context.Canceled)
	w.must(w.complete()) // a probe that was given up says nothing: the next call is one
}

func TestConcurrencyIsBounded(t *testing.T) {
	arrived, release := make(chan struct{}, 20), make(chan struct{})
	w := newWorld(t, openai.Options{Answer: func(openai.Request) openai.Answer {
		arrived <- struct{}{}
		<-release
		return openai.Answer{Text: "ok"}
	}})
	w.config.Providers[0].Concurrency = 3
	w.connect()
	var calls sync.WaitGroup
	for range 20 {
		calls.Go(func() { w.must(w.complete()) })
	}
	for range 3 {
		<-arrived
	}
	for range 17 {
		release <- struct{}{}
		<-arrived
	}
	for range 3 {
		release <- struct{}{}
	}
	calls.Wait()
	equal(t, "peak", w.servers[0].Peak(), 3)
	equal(t, "paid", w.servers[0].Paid(), 20)
}

// TestNoPlaceInTime has the only place taken: who waits for it in vain is told that nobody has time.
func TestNoPlaceInTime(t *testing.T) {
	w := newWorld(t, openai.Options{})
	w.config.Providers[0].Concurrency = 1
	w.connect()
	w.servers[0].Fail(openai.Fault{Then: openai.ThenStall, After: 1})
	ctx, cancel := context.WithCancel(t.Context())
	var calls sync.WaitGroup
	calls.Go(func() { _, _ = w.router.Complete(ctx, draft(), nil) })
	<-w.servers[0].Stalled()
	late, end := context.WithDeadlineCause(t.Context(), time.Now(), nil)
	defer end()
	_, err := w.router.Complete(late, draft(), nil)
	is(t, err, context.DeadlineExceeded)
	w.fireOthers(&calls, cancel)
}

// fireOthers has a second call run out of time while the first one holds the place.
func (w *world) fireOthers(calls *sync.WaitGroup, cancel func()) {
	w.mu.Lock()
	before := len(w.timers)
	w.mu.Unlock()
	failed := make(chan error)
	go func() {
		_, err := w.complete()
		failed <- err
	}()
	for fired := false; !fired; {
		w.mu.Lock()
		if fired = len(w.timers) > before; fired {
			go w.timers[before].f()
		}
		w.mu.Unlock()
		runtime.Gosched()
	}
	is(w.t, <-failed, ai.ErrBusy)
	cancel()
	calls.Wait()
}

// TestConnectionsServeAgain asks many times, also in vain, over one connection.
func TestConnectionsServeAgain(t *testing.T) {
	w := newWorld(t, openai.Options{})
	for i := range 20 {
		if i%4 == 3 {
			w.servers[0].Fail(openai.Fault{Status: 500, Body: strings.Repeat("x", 5000)})
		}
		w.must(w.complete())
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	equal(t, "connections", w.opened, 1)
}

// TestNothingIsLeftRunning goes through all faults and looks at what still runs afterwards.
func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("faults", func(t *testing.T) {
		w := newWorld(t, openai.Options{})
		for _, f := range faults {
			w.connect() // a gate that is open
			if f.timer > 0 {
				w.fireWhenStalled(0, f.timer)
			}
			w.servers[0].Fail(slices.Repeat([]openai.Fault{f.fault}, f.asked)...)
			_, err := w.complete()
			is(t, err, f.err)
		}
	})
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before: %s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
)

// polled runs Poll until the phone's n updates were decided.
func (w *world) polled(n int, receive func(in engine.Inbound) error) []engine.Inbound {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	decided := make(chan engine.Inbound, 1000)
	w.channel.Poll(ctx, func(_ context.Context, in engine.Inbound) error {
		err := receive(in)
		if err == nil || errors.Is(err, engine.ErrInviteNeeded) {
			decided <- in
			if len(decided) == n {
				cancel()
			}
		}
		return err
	})
	close(decided)
	var all []engine.Inbound
	for in := range decided {
		all = append(all, in)
	}
	if len(all) != n {
		w.t.Fatalf("%d of %d updates", len(all), n)
	}
	return all
}

func accept(engine.Inbound) error { return nil }

func TestPollingKeepsTheOrderOfAChat(t *testing.T) {
	w := newWorld(t)
	must(t, w.AddPerson(standin.Person{ID: 102, FirstName: "Anna"}))
	want := []string{"/start"}
	for _, text := range strings.Split("abcdefghijklmnopqrst", "") {
		for _, person := range []int64{101, 102} {
			_, err := w.Say(person, text)
			must(t, err)
		}
		want = append(want, text)
	}
	said := map[string][]string{}
	for _, in := range w.polled(41, accept) {
		said[in.Sender] = append(said[in.Sender], in.Text)
	}
	if !slices.Equal(said["101"], want) || !slices.Equal(said["102"], want[1:]) {
		t.Errorf("%v", said)
	}
}

func TestAnUpdateThatFailsIsTriedAgainAndNeverSkipped(t *testing.T) {
	w := newWorld(t)
	failures := map[engine.Code]int{engine.Unavailable: 3, engine.Conflict: 1, engine.Internal: 2}
	all := w.polled(1, func(engine.Inbound) error {
		for code := range failures {
			if failures[code]--; failures[code] == 0 {
				delete(failures, code)
			}
			return &engine.Error{Code: code}
		}
		return nil
	})
	if all[0].Text != "/start" {
		t.Errorf("%+v", all)
	}
	if waits := w.waits.list(); !slices.Equal(waits, []time.Duration{1e9, 2e9, 4e9, 8e9, 16e9, 32e9}) {
		t.Errorf("%v", waits)
	}
}

func TestAnUpdateIsConfirmedOnlyAfterItsCommit(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.channel.Poll(ctx, func(context.Context, engine.Inbound) error {
		cancel()
		return &engine.Error{Code: engine.Unavailable}
	})
	for _, call := range w.called("getUpdates") {
		if call.Args["offset"] != "0" {
			t.Errorf("confirmed: %v", call.Args)
		}
	}
	w.polled(1, accept) // it comes again
}

func TestPollingBacksOffAndGoesOn(t *testing.T) {
	w := newWorld(t)
	for _, fault := range []standin.Fault{
		{Status: 409, Description: "Conflict: terminated by other getUpdates request"}, {Status: 502, Body: "<html>"},
		{Status: 429, RetryAfter: 11}, {Drop: true}, {Status: 200, Body: "<html>"}, {Status: 200, Body: `{"ok":true,"result":[{"message":{}}]}`},
	} {
		w.FailNext("getUpdates", fault)
	}
	w.polled(1, accept)
	if waits := w.waits.list(); !slices.Equal(waits, []time.Duration{1e9, 2e9, 11e9, 8e9, 16e9, 32e9}) {
		t.Errorf("%v", waits)
	}
	if growing(100) != longestPause {
		t.Error("pauses grow forever")
	}
}

func TestPollingTurnsStrangersAwayAndPassesOverWhatIsNotForUs(t *testing.T) {
	w := newWorld(t)
	m, err := w.Say(101, "liste")
	must(t, err)
	_, err = w.Edit(101, m.ID, "stop")
	must(t, err)
	must(t, w.Block(101))
	must(t, w.Unblock(101))
	var kinds []engine.Kind
	for _, in := range w.polled(4, func(in engine.Inbound) error {
		if in.Text == "/start" {
			return engine.ErrInviteNeeded
		}
		return nil
	}) {
		kinds = append(kinds, in.Kind)
	}
	if !slices.Equal(kinds, []engine.Kind{engine.Said, engine.Said, engine.Blocked, engine.Unblocked}) {
		t.Errorf("%v", kinds)
	}
	if len(w.lately()) != 1 || !strings.Contains(w.lately()[0].Text, "Einladung") {
		t.Errorf("%+v", w.lately())
	}
}

func TestPollingStopsWhileItWaits(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	polls := 0
	w.OnCall(func(method string) {
		if polls++; polls == 2 { // the second one finds nothing and waits
			cancel()
		}
	})
	w.channel.Poll(ctx, func(context.Context, engine.Inbound) error { return nil })
	if ctx.Err() == nil {
		t.Error("polling ended by itself")
	}
}

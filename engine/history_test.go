package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine"
)

// crashing is a store whose program dies now and then: before a commit, so that nothing has happened, or right
// after it, so that everything has and nobody was told.
type crashing struct {
	engine.Store
	next func() crash
}

type crash int

const (
	survives crash = iota
	diesBefore
	diesAfter
)

var errDied = &engine.Error{Code: engine.Unavailable, Cause: errors.New("the program died")}

func (c crashing) Work(ctx context.Context, f func(engine.Work) error) error {
	return c.die(func(fate crash) error {
		return c.Store.Work(ctx, func(w engine.Work) error { return doomed(f(w), fate) })
	})
}

func (c crashing) As(ctx context.Context, user engine.UserID, f func(engine.Tx) error) error {
	return c.die(func(fate crash) error {
		return c.Store.As(ctx, user, func(tx engine.Tx) error { return doomed(f(tx), fate) })
	})
}

func doomed(err error, fate crash) error {
	if err == nil && fate == diesBefore {
		return errDied
	}
	return err
}

func (c crashing) die(run func(crash) error) error {
	fate := c.next()
	err := run(fate)
	if err == nil && fate == diesAfter {
		return errDied
	}
	return err
}

// TestNothingIsForgottenWhateverHappens plays random days of random users, with crashes, and looks after every
// step whether each open lead has exactly one next action and nobody is pushed too often.
func TestNothingIsForgottenWhateverHappens(t *testing.T) {
	w := newWorld(t)
	users := 0
	rapid.Check(t, func(rt *rapid.T) {
		users++
		h := &history{t: rt, w: w, sender: strconv.Itoa(1000 + users), pushes: map[string]int{}}
		w.channel.forget()
		w.clock.set(monday)
		h.w.engine.Store = w.db
		h.receive(engine.Inbound{Kind: engine.Said, Text: "/start"})
		h.w.engine.Store = crashing{Store: w.db, next: h.fate}
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			h.step()
			h.check()
		}
	})
}

// history is one random life of one user.
type history struct {
	t       *rapid.T
	drawing sync.Mutex
	w       *world
	sender  string
	seen    int
	leads   int
	pushes  map[string]int // by kind and local day
}

func (h *history) fate() crash {
	h.drawing.Lock() // a tick pushes several users at a time
	defer h.drawing.Unlock()
	if rapid.IntRange(0, 4).Draw(h.t, "fate") > 0 {
		return survives
	}
	return rapid.SampledFrom([]crash{diesBefore, diesAfter}).Draw(h.t, "crash")
}

func (h *history) step() {
	switch rapid.IntRange(0, 5).Draw(h.t, "step") {
	case 0:
		h.leads++
		h.receive(engine.Inbound{Kind: engine.Said, Text: fmt.Sprintf("Person%s 0170 %s%03d", h.letters(), h.sender, h.leads)})
	case 1:
		h.receive(engine.Inbound{Kind: engine.Said, Text: rapid.SampledFrom(typed).Draw(h.t, "text")})
	case 2, 3:
		h.pressAny()
	default:
		hours := rapid.IntRange(0, 60).Draw(h.t, "hours")
		h.tick(time.Duration(hours) * time.Hour)
	}
}

// typed are things that users type about the current card, or at any time.
var typed = []string{
	"erledigt", "später", "morgen 9 Uhr", "in 3 Tagen", "heute 20 Uhr", "liste", "aufräumen", "rückgängig",
	"anderer text", "nicht mehr", "stop", "weiter", "hat geantwortet", "quatsch", "hilfe", "/start",
}

func (h *history) letters() string {
	return string([]byte{'a' + byte(h.leads/26%26), 'a' + byte(h.leads%26)})
}

// receive repeats an update until it is taken, as Telegram does.
func (h *history) receive(in engine.Inbound) {
	h.w.updates++
	in.Channel, in.Sender, in.SenderName = engine.Telegram, h.sender, "Max"
	in.ExternalID = strconv.Itoa(h.w.updates)
	for h.w.engine.Receive(context.Background(), in) != nil {
	}
	h.w.deliver()
}

func (h *history) pressAny() {
	var actions []string
	for _, d := range h.w.channel.said {
		for _, b := range slices.Concat(d.Buttons...) {
			if b.Action != "" {
				actions = append(actions, b.Action)
			}
		}
	}
	if len(actions) == 0 {
		return
	}
	in := engine.Inbound{Kind: engine.Pressed, Action: rapid.SampledFrom(actions).Draw(h.t, "button"), TapRef: "tap"}
	if rapid.Bool().Draw(h.t, "in place") {
		in.MessageRef = strconv.Itoa(rapid.IntRange(1, 9).Draw(h.t, "message"))
	}
	h.receive(in)
}

func (h *history) tick(d time.Duration) {
	h.w.clock.set(h.w.clock.Now().Add(d))
	for h.w.engine.Tick(context.Background()) != nil {
	}
	h.w.deliver()
}

// check looks at what must hold after every step.
func (h *history) check() {
	open, due := map[engine.LeadID]bool{}, map[engine.LeadID]int{}
	h.as(func(tx engine.Tx) error {
		leads, err := tx.LeadNames(context.Background())
		for _, l := range leads {
			if l.Open {
				open[l.ID] = true
			}
		}
		if err != nil {
			return err
		}
		all, err := tx.DueBy(context.Background(), h.w.clock.Now().AddDate(3, 0, 0))
		for _, s := range all {
			due[s.LeadID]++
		}
		return err
	})
	for id := range open {
		if due[id] != 1 {
			h.t.Fatalf("an open lead has %d next actions", due[id])
		}
	}
	if len(due) != len(open) {
		h.t.Fatalf("%d leads have a next action, %d are open", len(due), len(open))
	}
	h.countPushes()
}

func (h *history) countPushes() {
	for _, d := range h.w.channel.said[h.seen:] {
		if d.Address != h.sender {
			continue // an earlier user's, whom the same tick served
		}
		switch d.Key {
		case "error.internal":
			h.t.Fatal("an update could not be decided")
		case "summary", "summary_away", "reminder":
			kind := d.Key + d.CreatedAt.In(berlin()).Format(" 2006-01-02")
			h.pushes[kind]++
			if h.pushes[kind] > 2 || (d.Key != "reminder" && h.pushes[kind] > 1) {
				h.t.Fatalf("%s: %d times", kind, h.pushes[kind])
			}
		}
	}
	h.seen = len(h.w.channel.said)
}

func (h *history) as(f func(engine.Tx) error) {
	err := h.w.db.Work(context.Background(), func(work engine.Work) error {
		id, err := work.UserAt(context.Background(), engine.Telegram, h.sender)
		if err != nil {
			return err
		}
		tx, err := work.As(context.Background(), id)
		if err != nil {
			return err
		}
		return f(tx)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

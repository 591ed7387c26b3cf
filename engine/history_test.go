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
	switch rapid.IntRange(0, 9).Draw(h.t, "step") {
	case 9:
		h.reply()
	case 6:
		h.heat()
	case 7:
		h.schedule()
	case 8:
		h.jump()
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
	"in 5 Monaten", "am Sonntag um 11", "heute 10 Uhr", "in 1 Stunde",
}

// heat makes a lead hot or cold, or further on its way, and plans it anew as an answer would.
func (h *history) heat() {
	h.as(func(tx engine.Tx) error {
		all, err := tx.LeadNames(context.Background())
		if err != nil || len(all) == 0 {
			return err
		}
		lead, err := tx.Lead(context.Background(), rapid.SampledFrom(all).Draw(h.t, "lead").ID)
		if err != nil || !lead.Open() {
			return err
		}
		item, err := tx.OpenItem(context.Background(), lead.ID)
		if err != nil {
			return err
		}
		lead.Sentiment = rapid.SampledFrom([]engine.Sentiment{engine.Hot, engine.Warm, engine.Cold}).Draw(h.t, "sentiment")
		item.PlannedAt = nil // whoever changes a lead without planning it leaves that to the sweeper
		if err := tx.SaveLead(context.Background(), lead); err != nil {
			return err
		}
		return tx.SaveSuggestions(context.Background(), []engine.Suggestion{item.Suggestion})
	})
	h.tick(0)
}

// schedule sets a reminder, or moves to another zone.
func (h *history) schedule() {
	if rapid.Bool().Draw(h.t, "move") {
		region := rapid.SampledFrom([]string{"DE-BY", "AT-9", "CH-ZH"}).Draw(h.t, "region")
		h.receive(engine.Inbound{Kind: engine.Pressed, Action: "set:region:" + region, TapRef: "tap"})
		return
	}
	var id engine.UserID
	h.as(func(tx engine.Tx) error {
		u, err := tx.User(context.Background())
		id = u.ID
		return err
	})
	wish := engine.ReminderWish{
		ActionType: engine.ActionTask, Note: "Anruf",
		Priority: rapid.SampledFrom([]engine.Priority{engine.Urgent, engine.High, engine.Normal}).Draw(h.t, "priority"),
	}
	for {
		if _, err := h.w.engine.ScheduleReminder(context.Background(), id, wish); err == nil {
			return
		}
	}
}

// jump sets the clock back or far ahead, as a broken one does.
func (h *history) jump() {
	hours := rapid.SampledFrom([]int{-24 * 40, -24 * 3, -5, 24 * 30, 24 * 100}).Draw(h.t, "jump")
	h.pushes = map[string]int{} // a day that comes again has its lists again
	h.tick(time.Duration(hours) * time.Hour)
}

// reply tells of a message of some lead, typed or forwarded.
func (h *history) reply() {
	text := rapid.SampledFrom([]string{
		"Stop", "Nein danke", "Klingt gut!", "Meld dich im März", "Meld dich morgen um 9 Uhr", "später bitte", "😡", "Zu teuer",
		"Bitte nicht anrufen", "Abwesenheitsnotiz, bin ab Montag wieder da", "Wer bist du? Falsche Nummer", "Was kostet das?",
	}).Draw(h.t, "reply")
	name := "Person" + h.letters()
	if rapid.Bool().Draw(h.t, "forwarded") {
		h.receive(engine.Inbound{
			Kind: engine.Forwarded, Text: text, Origin: engine.Origin{Name: name, At: h.w.clock.Now().Add(-time.Hour)},
		})
		return
	}
	h.receive(engine.Inbound{Kind: engine.Said, Text: name + " hat geschrieben: " + text})
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
	for _, d := range h.w.channel.said[h.seen:] { // answers are no pushes
		if d.Address == h.sender && d.Key == "error.internal" {
			h.t.Fatal("an update could not be decided")
		}
	}
	h.seen = len(h.w.channel.said)
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
	h.as(func(tx engine.Tx) error {
		count, _, err := forgotten(context.Background(), tx, h.w.clock.Now())
		if count > 0 {
			h.t.Fatalf("%d leads are forgotten", count)
		}
		return err
	})
	h.countPushes()
}

func (h *history) countPushes() {
	for _, d := range h.w.channel.said[h.seen:] {
		if d.Address != h.sender {
			continue // an earlier user's, whom the same tick served
		}
		if d.Key != "error.internal" && !d.CreatedAt.Equal(h.w.clock.Now()) {
			continue // an answer from before that comes late
		}
		switch d.Key {
		case "error.internal":
			h.t.Fatal("an update could not be decided")
		case "summary", "summary_away", "list_again", "reminder", "leader_question":
			h.countPush(d)
		case "reminders":
			if d.Edits == "" {
				h.countPush(d)
			}
		}
	}
	h.seen = len(h.w.channel.said)
}

// most is how often a push may come on one day. Reminders come by themselves or with the list.
var most = map[string]int{"summary": 1, "summary_away": 1, "list_again": 2, "reminder": 2, "reminders": 3, "leader_question": 2}

func (h *history) countPush(d engine.Delivery) {
	at := d.CreatedAt.In(berlin())
	kind := d.Key + at.Format(" 2006-01-02")
	h.pushes[kind]++
	if h.pushes[kind] > most[d.Key] {
		h.t.Fatalf("%s: %d times", kind, h.pushes[kind])
	}
	if at.Weekday() == time.Sunday || at.Format("02.01.") == "01.01." || at.Hour() < 7 || at.Hour() > 21 {
		h.t.Fatalf("%s at %s", d.Key, at)
	}
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

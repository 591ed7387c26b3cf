package engine_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/sequences"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

// world is the engine on a real database with one channel that only remembers what it is told.
type world struct {
	t          testing.TB
	db         *store.DB
	url        string
	engine     *engine.Engine
	dispatcher *engine.Dispatcher
	clock      *clock
	channel    *channel
	updates    int
	page       int // where in channel.said the last expect ended
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// channel remembers what was said and hands out message ids.
type channel struct {
	mu    sync.Mutex
	said  []engine.Delivery
	fail  func(engine.Delivery) error
	inUse func() int
	t     testing.TB
}

func (c *channel) Send(_ context.Context, d engine.Delivery) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := c.inUse(); n > 0 {
		c.t.Errorf("%d connections held while talking", n)
	}
	if c.fail != nil {
		if err := c.fail(d); err != nil {
			return "", err
		}
	}
	c.said = append(c.said, d)
	if d.Edits != "" {
		return d.Edits, nil
	}
	return strconv.Itoa(len(c.said)), nil
}

// forget throws away what was said.
func (c *channel) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = nil
}

// monday is a workday in all of the DACH countries, before the first list.
var monday = time.Date(2026, 11, 23, 7, 0, 0, 0, berlin())

func berlin() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}

func newWorld(t testing.TB) *world {
	t.Helper()
	url := storetest.New(t, store.Migrate)
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	hasher, err := compliance.NewHasher(map[int][]byte{1: []byte(strings.Repeat("k", 32))}, 1)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := sequences.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	c := &clock{now: monday}
	said := &channel{inUse: db.InUse, t: t}
	return &world{
		t: t, db: db, url: url, clock: c, channel: said,
		engine: &engine.Engine{
			Store: db, Clock: c, Templates: templates, Hasher: hasher,
			Rules:  engine.Rules{OpenSignUp: true, Consent: compliance.Standard},
			Brains: engine.NewBrains(templates, compliance.Standard),
		},
		dispatcher: &engine.Dispatcher{
			Store: db, Clock: c, Messengers: map[engine.Channel]engine.Messenger{engine.Telegram: said},
		},
	}
}

// receive lets the engine have an inbound and everything said that follows.
func (w *world) receive(in engine.Inbound) {
	w.t.Helper()
	w.updates++
	in.Channel = engine.Telegram
	if in.ExternalID == "" {
		in.ExternalID = strconv.Itoa(w.updates)
	}
	if in.Sender == "" {
		in.Sender = "1"
	}
	if in.SenderName == "" {
		in.SenderName = "Max"
	}
	if err := w.engine.Receive(context.Background(), in); err != nil {
		w.t.Fatalf("receive %+v: %v", in, err)
	}
	w.deliver()
}

func (w *world) say(text string) {
	w.t.Helper()
	w.receive(engine.Inbound{Kind: engine.Said, Text: text})
}

// press presses the newest button with this label key.
func (w *world) press(key string) {
	w.t.Helper()
	for i := len(w.channel.said) - 1; i >= 0; i-- {
		for _, row := range w.channel.said[i].Buttons {
			for _, b := range row {
				if b.Key == key && b.Action != "" {
					w.receive(engine.Inbound{Kind: engine.Pressed, Action: b.Action, MessageRef: w.ref(i), TapRef: "tap"})
					return
				}
			}
		}
	}
	w.t.Fatalf("no button %q in %s", key, w.keys())
}

// ref is the id of the message that was said as the i-th.
func (w *world) ref(i int) string {
	if edits := w.channel.said[i].Edits; edits != "" {
		return edits
	}
	return strconv.Itoa(i + 1)
}

// tick moves the clock and does what has become due.
func (w *world) tick(at time.Time) {
	w.t.Helper()
	w.clock.set(at)
	if err := w.engine.Tick(w.t.Context()); err != nil {
		w.t.Fatalf("tick at %s: %v", at, err)
	}
	w.deliver()
}

// deliver says everything that is queued.
func (w *world) deliver() {
	var addresses []engine.AddressID
	err := w.db.Work(context.Background(), func(work engine.Work) (err error) {
		addresses, err = work.Stranded(context.Background(), w.clock.Now().AddDate(10, 0, 0))
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, a := range addresses {
		if _, err := w.dispatcher.Dispatch(context.Background(), a); err != nil {
			w.t.Fatal(err)
		}
	}
}

// keys are what was said since the last call of expect or forget, without acknowledgements.
func (w *world) keys() string {
	var keys []string
	for _, d := range w.channel.said[w.page:] {
		if d.Key == "ack" {
			continue
		}
		key := d.Key
		if name, ok := d.Args["name"]; ok && d.LeadID != nil {
			key += fmt.Sprintf("(%s)", name)
		}
		if d.Edits != "" {
			key = "~" + key
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " ")
}

// expect compares what was said since the last expect, by key; ~ marks a change in place.
func (w *world) expect(want string) {
	w.t.Helper()
	if got := w.keys(); got != want {
		w.t.Errorf("said %q\nwant %q", got, want)
	}
	w.forget()
}

// forget starts a new page.
func (w *world) forget() { w.page = len(w.channel.said) }

// last is the newest message with a key.
func (w *world) last(key string) engine.Delivery {
	w.t.Helper()
	for i := len(w.channel.said) - 1; i >= 0; i-- {
		if w.channel.said[i].Key == key {
			return w.channel.said[i]
		}
	}
	w.t.Fatalf("%q was never said: %s", key, w.keys())
	return engine.Delivery{}
}

// dueDates are the due times of all open suggestions of user "1".
func (w *world) dueDates() []time.Time {
	w.t.Helper()
	var due []time.Time
	w.asUser(func(tx engine.Tx) error {
		all, err := tx.DueBy(w.t.Context(), w.clock.Now().Add(1000*24*time.Hour))
		for _, s := range all {
			due = append(due, s.DueAt)
		}
		return err
	})
	return due
}

// asUser runs f with the rights of user "1".
func (w *world) asUser(f func(engine.Tx) error) {
	w.t.Helper()
	err := w.db.Work(w.t.Context(), func(work engine.Work) error {
		id, err := work.UserAt(w.t.Context(), engine.Telegram, "1")
		if err != nil {
			return err
		}
		tx, err := work.As(w.t.Context(), id)
		if err != nil {
			return err
		}
		return f(tx)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// userAt is who is reached at an address.
func (w *world) userAt(address string) (id engine.UserID) {
	w.t.Helper()
	err := w.db.Work(context.Background(), func(work engine.Work) (err error) {
		id, err = work.UserAt(context.Background(), engine.Telegram, address)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

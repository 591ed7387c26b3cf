package engine_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

func TestAStopWithdrawsQueuedPushes(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	w.forget()
	w.channel.fail = func(engine.Delivery) error { return &engine.Later{After: time.Hour} }
	w.tick(monday.Add(time.Hour))
	w.channel.fail = nil
	w.say("stop")
	for hour := range 12 {
		w.tick(monday.Add(time.Duration(2+hour) * time.Hour))
	}
	w.expect("stopped")
}

func TestWhyOfAStoppedLeadSaysSo(t *testing.T) {
	w := aMorning(t)
	w.say("Tom nicht mehr")
	w.forget()
	w.say("/warum Tom")
	w.say("Tom")
	w.say("Tom morgen 9 Uhr")
	w.expect("why_closed(Tom Huber) lead_stopped(Tom Huber) lead_stopped(Tom Huber)")
	w.say("/warum Xaver")
	w.expect("lead_unknown")
}

// counting is a store that counts transactions.
type counting struct {
	engine.Store
	transactions atomic.Int64
}

func (c *counting) Work(ctx context.Context, f func(engine.Work) error) error {
	c.transactions.Add(1)
	return c.Store.Work(ctx, f)
}

// hold decides something for user "1" in a transaction that lasts until release is called.
func (w *world) hold() (release func()) {
	w.t.Helper()
	id := w.userAt("1")
	held, let, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- w.db.As(context.Background(), id, func(tx engine.Tx) error {
			_, err := tx.User(context.Background())
			close(held)
			<-let
			return err
		})
	}()
	<-held
	return func() {
		close(let)
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	}
}

func TestATickEndsWhileAnotherDecidesForTheUser(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	w.forget()
	store := &counting{Store: w.db}
	w.engine.Store = store
	release := w.hold()
	w.clock.set(monday.Add(time.Hour))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err := w.engine.Tick(ctx)
	release()
	if err != nil {
		t.Error(err)
	}
	if n := store.transactions.Load(); n > 5 {
		t.Errorf("the tick looked %d times for due users", n)
	}
	w.tick(monday.Add(time.Hour + time.Minute))
	w.expect("summary card_relation(Tom)")
}

// leaderOf is whose team the user at an address is in.
func (w *world) leaderOf(address string) (leader *engine.UserID) {
	w.t.Helper()
	err := w.db.As(w.t.Context(), w.userAt(address), func(tx engine.Tx) error {
		u, err := tx.User(w.t.Context())
		leader = u.LeaderID
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return leader
}

// invitedBy is the code of an invite of the user at an address.
func (w *world) invitedBy(address string) string {
	w.t.Helper()
	w.receive(engine.Inbound{Sender: address, Kind: engine.Said, Text: "/start"})
	w.receive(engine.Inbound{Sender: address, Kind: engine.Said, Text: "/einladen"})
	return w.last("invite").Args["code"].(string)
}

func TestAUserWithAnInviteLinkJoinsTheTeam(t *testing.T) {
	w := newWorld(t)
	first, second := w.invitedBy("1"), w.invitedBy("2")
	start := func(code string) {
		w.receive(engine.Inbound{Sender: "3", SenderName: "Tim", Kind: engine.Said, Text: "/start " + code})
	}
	start("")
	if leader := w.leaderOf("3"); leader != nil {
		t.Fatalf("Tim is in the team of %s", leader)
	}
	start(first)
	w.last("joined_team")
	w.forget()
	start(second) // whoever is in a team stays there
	for _, d := range w.channel.said[w.page:] {
		if d.Key == "joined_team" {
			t.Error("Tim joined a second team")
		}
	}
	if leader := w.leaderOf("3"); leader == nil || *leader != w.userAt("1") {
		t.Errorf("Tim is in the team of %v", leader)
	}
}

func TestNobodyJoinsTheirOwnTeamOrAnExpiredOne(t *testing.T) {
	w := newWorld(t)
	code := w.invitedBy("1")
	w.say("/start " + code)
	w.invitedBy("2")
	w.clock.set(monday.Add(31 * day))
	w.receive(engine.Inbound{Sender: "2", Kind: engine.Said, Text: "/start " + code})
	w.last("invite_expired")
	for _, address := range []string{"1", "2"} {
		if leader := w.leaderOf(address); leader != nil {
			t.Errorf("%s is in the team of %s", address, leader)
		}
	}
}

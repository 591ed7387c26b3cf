package store_test

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/store"
)

// decide logs a decision for a suggestion: a wording on WhatsApp.
func decide(t testing.TB, db *store.DB, user engine.UserID, s engine.Suggestion, variant int) engine.Decision {
	t.Helper()
	d := engine.Decision{
		ID: uuid.Must(uuid.NewV7()), LeadID: s.LeadID, SuggestionID: s.ID, At: now, TemplateID: "checkin", Variant: variant,
		Channel: engine.WhatsApp, ChannelReason: timing.Usual, ChannelChance: 0.5, Propensity: 0.375, DueAt: now, Confidence: 0.25,
		Seed: -1 << 63, Kappa: 61.25, Candidates: []engine.Candidate{{
			TemplateID: "checkin", Variant: variant, Mine: timing.Tally{Sent: 1. / 3, Reward: 0.1}, Seen: -1,
		}},
	}
	as(t, db, user, func(tx engine.Tx) error { return tx.AddDecisions(t.Context(), []engine.Decision{d}) })
	return d
}

func as(t testing.TB, db *store.DB, user engine.UserID, f func(engine.Tx) error) {
	t.Helper()
	if err := db.As(t.Context(), user, f); err != nil {
		t.Fatal(err)
	}
}

// heard adds a touch of the lead.
func heard(t testing.TB, db *store.DB, user engine.UserID, lead engine.LeadID, touch engine.Touch) {
	t.Helper()
	touch.ID, touch.LeadID, touch.Direction = uuid.Must(uuid.NewV7()), lead, engine.In
	if touch.SourceKey == "" {
		touch.SourceKey = touch.ID.String()
	}
	as(t, db, user, func(tx engine.Tx) error {
		if _, err := tx.AddTouches(t.Context(), []engine.Touch{touch}); err != nil {
			return err
		}
		return tx.Answered(t.Context(), []engine.LeadID{lead}, 0.6, touch.At)
	})
}

// tallies are the user's, as text.
func tallies(t testing.TB, db *store.DB, user engine.UserID) (text string) {
	t.Helper()
	as(t, db, user, func(tx engine.Tx) error {
		known, err := tx.Tallies(t.Context())
		for _, w := range known.Wordings {
			text += fmt.Sprintf("%v %s/%d %.2f %.2f %.2f %.2f; ", w.Team, w.TemplateID, w.Variant, w.Sent, w.Reward, w.Squares, w.OptOuts)
		}
		for _, c := range known.Channels {
			text += fmt.Sprintf("%s %.2f %.2f; ", c.Channel, c.Sent, c.Answered)
		}
		return err
	})
	return text
}

func TestADecisionIsReadAsItWasWritten(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	_, suggestion := addLead(t, db, user.ID, "Lisa")
	d := decide(t, db, user.ID, suggestion, 2)
	as(t, db, user.ID, func(tx engine.Tx) error {
		read, err := tx.DecisionsOf(t.Context(), suggestion.ID)
		if err != nil {
			return err
		}
		read[0].At, read[0].DueAt = d.At, d.DueAt // the same instants in another zone
		if len(read) != 1 || fmt.Sprintf("%+v", read[0]) != fmt.Sprintf("%+v", d) {
			t.Errorf("%+v\nwas read as %+v", d, read)
		}
		return nil
	})
}

func TestAnAnswerCountsOnceAndForTheLastMessage(t *testing.T) {
	for _, c := range []struct {
		name    string
		touches []engine.Touch
		want    string
	}{
		{"in time", []engine.Touch{{At: now.Add(71 * time.Hour), Channel: engine.WhatsApp}}, "false checkin/0 1.00 0.60 0.36 0.00; whatsapp 1.00 1.00; "},
		{"twice", []engine.Touch{{At: now.Add(time.Hour), Channel: engine.WhatsApp}, {At: now.Add(2 * time.Hour), Channel: engine.WhatsApp}},
			"false checkin/0 1.00 0.60 0.36 0.00; whatsapp 1.00 1.00; "},
		{"too late", []engine.Touch{{At: now.Add(73 * time.Hour), Channel: engine.WhatsApp}}, "false checkin/0 1.00 0.00 0.00 0.00; whatsapp 1.00 0.00; "},
		{"before", []engine.Touch{{At: now.Add(-time.Hour), Channel: engine.WhatsApp}}, "false checkin/0 1.00 0.00 0.00 0.00; whatsapp 1.00 0.00; "},
		{"elsewhere", []engine.Touch{{At: now.Add(time.Hour), Channel: engine.Email}}, "false checkin/0 1.00 0.60 0.36 0.00; whatsapp 1.00 0.50; "},
		{"in a group", []engine.Touch{{At: now.Add(time.Hour), Channel: engine.WhatsApp, SourceKey: "group:1"}}, "false checkin/0 1.00 0.00 0.00 0.00; whatsapp 1.00 0.00; "},
	} {
		db, _ := open(t)
		user := join(t, db, "1")
		lead, suggestion := addLead(t, db, user.ID, "Lisa")
		decide(t, db, user.ID, suggestion, 0)
		as(t, db, user.ID, func(tx engine.Tx) error {
			if err := tx.Sent(t.Context(), suggestion.ID, now); err != nil {
				return err
			}
			return tx.Sent(t.Context(), suggestion.ID, now.Add(time.Minute)) // once is enough
		})
		for _, touch := range c.touches {
			heard(t, db, user.ID, lead.ID, touch)
		}
		if got := fresh(tallies(t, db, user.ID)); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
}

// fresh takes a count that has faded for some days for a whole one.
func fresh(tallies string) string {
	var out []byte
	for i := 0; i < len(tallies); i++ {
		if i+4 <= len(tallies) && tallies[i:i+3] == "0.9" && tallies[i+3] >= '8' {
			out, i = append(out, "1.00"...), i+3
			continue
		}
		out = append(out, tallies[i])
	}
	return string(out)
}

func TestTalliesFade(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	for i := range 2 {
		_, suggestion := addLead(t, db, user.ID, fmt.Sprint("Lisa", i))
		decide(t, db, user.ID, suggestion, 0)
		as(t, db, user.ID, func(tx engine.Tx) error {
			return tx.Sent(t.Context(), suggestion.ID, now.Add(time.Duration(i)*timing.TallyHalfLife))
		})
	}
	if got, want := tallies(t, db, user.ID), "false checkin/0 1.50 0.00 0.00 0.00; whatsapp 1.50 0.00; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestTakingBackMoreThanThereIsLeavesNothing(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lead, suggestion := addLead(t, db, user.ID, "Lisa")
	decide(t, db, user.ID, suggestion, 0)
	as(t, db, user.ID, func(tx engine.Tx) error {
		if err := tx.Sent(t.Context(), suggestion.ID, now); err != nil {
			return err
		}
		if err := tx.OptedOut(t.Context(), lead.ID, now); err != nil {
			return err
		}
		for range 2 {
			if err := tx.TakeBack(t.Context(), lead.ID, now, now.Add(timing.TallyHalfLife)); err != nil {
				return err
			}
		}
		return tx.TakeBack(t.Context(), lead.ID, now.Add(time.Hour), now)
	})
	if got, want := tallies(t, db, user.ID), "false checkin/0 0.00 0.00 0.00 0.00; whatsapp 0.00 0.00; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestRecentTouchesAreTheLastOfEachLead(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lisa, _ := addLead(t, db, user.ID, "Lisa")
	tom, _ := addLead(t, db, user.ID, "Tom")
	for i := range 5 {
		heard(t, db, user.ID, lisa.ID, engine.Touch{At: now.Add(time.Duration(i) * time.Hour), Channel: engine.WhatsApp, Text: "x"})
	}
	heard(t, db, user.ID, tom.ID, engine.Touch{At: now, Channel: engine.Email})
	heard(t, db, user.ID, tom.ID, engine.Touch{At: now.Add(time.Hour), Channel: engine.WhatsApp, SourceKey: "group:1"})
	as(t, db, user.ID, func(tx engine.Tx) error {
		touches, err := tx.RecentTouches(t.Context(), []engine.LeadID{tom.ID, lisa.ID}, 3)
		got := ""
		for _, touch := range touches {
			got += fmt.Sprintf("%v %s %g%s; ", touch.LeadID == lisa.ID, touch.Channel, touch.At.Sub(now).Hours(), touch.Text)
		}
		if want := "true whatsapp 2; true whatsapp 3; true whatsapp 4; false email 0; "; got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		return err
	})
}

// TestTalliesAreExactWhoeverWrites counts what comes in at once from several connections of one user.
func TestTalliesAreExactWhoeverWrites(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	const messages = 20
	var group sync.WaitGroup
	for i := range messages {
		_, suggestion := addLead(t, db, user.ID, fmt.Sprint("Lisa", i))
		decide(t, db, user.ID, suggestion, 0)
		group.Go(func() {
			err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
				if _, err := tx.User(t.Context()); err != nil { // as every decision begins
					return err
				}
				return tx.Sent(t.Context(), suggestion.ID, now)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	as(t, db, user.ID, func(tx engine.Tx) error {
		known, err := tx.Tallies(t.Context())
		if err == nil && math.Abs(known.Wordings[0].Sent-messages) > 1e-9 {
			t.Errorf("%g of %d", known.Wordings[0].Sent, messages)
		}
		return err
	})
}

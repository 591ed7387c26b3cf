package store_test

import (
	"fmt"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/store"
)

// member is a user of the store, as a test sees one.
type member struct {
	testing.TB
	db *store.DB
	id engine.UserID
}

// joined is a new member.
func joined(t testing.TB, db *store.DB, address string) member {
	t.Helper()
	return member{t, db, join(t, db, address).ID}
}

func (m member) as(f func(engine.Tx) error) {
	m.Helper()
	if err := m.db.As(m.Context(), m.id, f); err != nil {
		m.Fatal(err)
	}
}

// decide logs a decision for a suggestion: a wording on WhatsApp.
func (m member) decide(s engine.Suggestion, variant int) engine.Decision {
	m.Helper()
	d := engine.Decision{
		ID: uuid.Must(uuid.NewV7()), LeadID: s.LeadID, SuggestionID: s.ID, At: now, TemplateID: "checkin", Variant: variant,
		Channel: engine.WhatsApp, ChannelReason: timing.Usual, ChannelChance: 0.5, Propensity: 0.375, DueAt: now, Confidence: 0.25,
		Seed: -1 << 63, Kappa: 61.25, Candidates: []engine.Candidate{{
			TemplateID: "checkin", Variant: variant, Mine: timing.Tally{Sent: 1. / 3, Reward: 0.1}, Seen: -1,
		}},
	}
	m.as(func(tx engine.Tx) error { return tx.AddDecisions(m.Context(), []engine.Decision{d}) })
	return d
}

// send has the member send a message in a wording to a new lead.
func (m member) send(variant int, at time.Time) (engine.Lead, engine.Suggestion) {
	m.Helper()
	lead, suggestion := addLead(m, m.db, m.id, "Lisa")
	m.decide(suggestion, variant)
	m.as(func(tx engine.Tx) error { return tx.Sent(m.Context(), suggestion.ID, at) })
	return lead, suggestion
}

// hear adds a touch of the lead.
func (m member) hear(lead engine.LeadID, touch engine.Touch) {
	m.Helper()
	touch.ID, touch.LeadID, touch.Direction = uuid.Must(uuid.NewV7()), lead, engine.In
	if touch.SourceKey == "" {
		touch.SourceKey = touch.ID.String()
	}
	m.as(func(tx engine.Tx) error {
		if _, err := tx.AddTouches(m.Context(), []engine.Touch{touch}); err != nil {
			return err
		}
		return tx.Answered(m.Context(), []engine.LeadID{lead}, map[language.Intent]float64{"": 0.6, language.MeansPositive: 1, language.MeansNegative: 0}, touch.At)
	})
}

// tallies are what the member knows, as text.
func (m member) tallies() (text string) {
	m.Helper()
	m.as(func(tx engine.Tx) error {
		known, err := tx.Tallies(m.Context())
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
	max := joined(t, db, "1")
	_, suggestion := addLead(t, db, max.id, "Lisa")
	d := max.decide(suggestion, 2)
	max.as(func(tx engine.Tx) error {
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
		max := joined(t, db, "1")
		lead, suggestion := max.send(0, now)
		max.as(func(tx engine.Tx) error { return tx.Sent(t.Context(), suggestion.ID, now.Add(time.Minute)) }) // again
		for _, touch := range c.touches {
			max.hear(lead.ID, touch)
		}
		if got := fresh(max.tallies()); got != c.want {
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
	max := joined(t, db, "1")
	for i := range 2 {
		max.send(0, now.Add(time.Duration(i)*timing.TallyHalfLife))
	}
	if got, want := max.tallies(), "false checkin/0 1.50 0.00 0.00 0.00; whatsapp 1.50 0.00; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestTakingBackMoreThanThereIsLeavesNothing(t *testing.T) {
	db, _ := open(t)
	max := joined(t, db, "1")
	lead, _ := max.send(0, now)
	max.as(func(tx engine.Tx) error {
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
	if got, want := max.tallies(), "false checkin/0 0.00 0.00 0.00 0.00; whatsapp 0.00 0.00; "; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestRecentTouchesAreTheLastOfEachLead(t *testing.T) {
	db, _ := open(t)
	max := joined(t, db, "1")
	lisa, _ := addLead(t, db, max.id, "Lisa")
	tom, _ := addLead(t, db, max.id, "Tom")
	for i := range 5 {
		max.hear(lisa.ID, engine.Touch{At: now.Add(time.Duration(i) * time.Hour), Channel: engine.WhatsApp, Text: "x"})
	}
	max.hear(tom.ID, engine.Touch{At: now, Channel: engine.Email})
	max.hear(tom.ID, engine.Touch{At: now.Add(time.Hour), Channel: engine.WhatsApp, SourceKey: "group:1"})
	max.as(func(tx engine.Tx) error {
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
	max := joined(t, db, "1")
	const messages = 20
	var group sync.WaitGroup
	for i := range messages {
		_, suggestion := addLead(t, db, max.id, fmt.Sprint("Lisa", i))
		max.decide(suggestion, 0)
		group.Go(func() {
			err := db.As(t.Context(), max.id, func(tx engine.Tx) error {
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
	max.as(func(tx engine.Tx) error {
		known, err := tx.Tallies(t.Context())
		if err == nil && math.Abs(known.Wordings[0].Sent-messages) > 1e-9 {
			t.Errorf("%g of %d", known.Wordings[0].Sent, messages)
		}
		return err
	})
}

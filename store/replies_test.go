package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

// told is a message of a lead that the user told of or, with another source, that came otherwise.
func told(lead engine.LeadID, intent language.Intent, source string, s *engine.SuggestionID) engine.Touch {
	return engine.Touch{
		ID: uuid.New(), LeadID: lead, At: now.Add(-time.Hour), Direction: engine.In, Channel: engine.WhatsApp,
		SourceKey: source, Intent: intent, SuggestionID: s,
	}
}

func TestWhatATouchIsTakenForCanChangeAndTheHistoryWithIt(t *testing.T) {
	db, url := open(t)
	m := joined(t, db, "1")
	lisa, card := addLead(t, db, m.id, "Lisa")
	reported, imported := told(lisa.ID, language.MeansNegative, "reply:1", &card.ID), told(lisa.ID, language.MeansOptOut, "chat:1", nil)
	m.as(func(tx engine.Tx) error {
		added, err := tx.AddTouches(t.Context(), []engine.Touch{reported, imported, reported})
		if len(added) != 2 || added[0].ID != reported.ID || added[0].Intent != language.MeansNegative {
			t.Errorf("added %+v", added)
		}
		return err
	})
	imported.Intent, imported.SuggestionID = language.MeansPositive, &card.ID
	m.as(func(tx engine.Tx) error { return tx.Reread(t.Context(), imported) })
	m.as(func(tx engine.Tx) error {
		all, err := tx.TouchesOf(t.Context(), card.ID)
		if len(all) != 2 {
			t.Errorf("recorded for the card: %+v", all)
		}
		return err
	})
	if got := answersOf(m.lead(lisa.ID)); got != "[negative positive]" && got != "[positive negative]" {
		t.Errorf("the history says %s", got)
	}
	m.as(func(tx engine.Tx) error { return tx.RemoveTouches(t.Context(), card.ID) })
	if got := answersOf(m.lead(lisa.ID)); got != "[]" {
		t.Errorf("after it was taken back the history says %s", got)
	}
	app := connect(t, url, "salesflow_app")
	if _, err := app.Exec(t.Context(), fmt.Sprintf("SET app.user_id = '%s'", m.id)); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Exec(t.Context(), `UPDATE touches SET intent = 'nonsense'`); err == nil {
		t.Error("a touch means something that nothing can mean")
	}
}

// answersOf are what the touches of a lead's history mean.
func answersOf(l engine.Lead) string {
	var all []string
	for _, touch := range l.Touches() {
		all = append(all, string(touch.Answer))
	}
	return fmt.Sprint(all)
}

func TestEveryIntentIsInTheHistory(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	for i, intent := range []language.Intent{
		"", language.MeansOptOut, language.MeansPrivacyRequest, language.MeansChannelLimit, language.MeansWrongPerson,
		language.MeansAutoReply, language.MeansComplaint, language.MeansSensitive, language.MeansLater,
		language.MeansObjection, language.MeansQuestion, language.MeansNegative, language.MeansPositive, language.MeansNeutral,
	} {
		lead, _ := addLead(t, db, m.id, fmt.Sprintf("Person %c", 'a'+i))
		m.as(func(tx engine.Tx) error {
			_, err := tx.AddTouches(t.Context(), []engine.Touch{told(lead.ID, intent, "reply:1", nil)})
			return err
		})
		if got := answersOf(m.lead(lead.ID)); got != fmt.Sprintf("[%s]", intent) {
			t.Errorf("%q is %s", intent, got)
		}
	}
}

func TestAnAutomaticReplyAnswersNothing(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	lisa, _ := m.send(0, now.Add(-2*time.Hour))
	m.as(func(tx engine.Tx) error {
		_, err := tx.AddTouches(t.Context(), []engine.Touch{told(lisa.ID, language.MeansAutoReply, "reply:1", nil)})
		if err != nil {
			return err
		}
		if err := tx.Recount(t.Context(), []engine.LeadID{lisa.ID}, "Europe/Berlin", now); err != nil {
			return err
		}
		return tx.Answered(t.Context(), []engine.LeadID{lisa.ID}, map[language.Intent]float64{language.MeansAutoReply: 1}, now)
	})
	if l := m.lead(lisa.ID); l.LastInAt != nil {
		t.Errorf("it counts as an answer: %+v", l)
	}
	m.as(func(tx engine.Tx) error {
		tallies, err := tx.Tallies(t.Context())
		for _, w := range tallies.Wordings {
			if w.Reward != 0 {
				t.Errorf("it earned %+v", w)
			}
		}
		return err
	})
}

func TestALeadAndASuggestionKeepWhatRepliesChange(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	lisa, card := addLead(t, db, m.id, "Lisa")
	until := now.Add(24 * time.Hour)
	lisa.RestingUntil, lisa.ClosedChannels = &until, "call,sms"
	card.LeadSentiment, card.LeadRestingUntil, card.LeadClosedChannels = engine.Hot, &until, "email"
	m.as(func(tx engine.Tx) error {
		if err := tx.SaveLead(t.Context(), lisa); err != nil {
			return err
		}
		return tx.SaveSuggestions(t.Context(), []engine.Suggestion{card})
	})
	if l := m.lead(lisa.ID); l.RestingUntil == nil || !l.RestingUntil.Equal(until) || !l.Closed(engine.Call) || l.Closed(engine.Email) {
		t.Errorf("the lead is %+v", l)
	}
	m.as(func(tx engine.Tx) error {
		s, err := tx.OpenItem(t.Context(), lisa.ID)
		if s.LeadSentiment != engine.Hot || s.LeadRestingUntil == nil || s.LeadClosedChannels != "email" {
			t.Errorf("the suggestion is %+v", s.Suggestion)
		}
		return err
	})
}

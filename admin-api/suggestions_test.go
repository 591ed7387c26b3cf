package adminapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

func TestSuggestionHasTheCustomersFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Zurich")
	lead := w.lead(user, "Lisa", func(l *engine.Lead, s *engine.Suggestion) {
		s.DueAt, s.Priority, s.Reason, s.Score, s.Confidence = now.Add(2*time.Hour), engine.High, "showed_interest", 71, 0.46
		best := now.Add(9 * time.Hour)
		s.BestAt, s.Evidence = &best, 0.5
		s.Channel, s.TemplateID, s.Variant, s.Draft = engine.WhatsApp, "offer_call", 1, "Hallo Lisa <3"
		s.LastTouchAt = now.Add(-24 * time.Hour)
	})
	got := in[[]object](t, get(t, w.url+list, token))
	if len(got) != 1 {
		t.Fatalf("%d suggestions", len(got))
	}
	if _, err := uuid.Parse(fmt.Sprint(got[0]["id"])); err != nil {
		t.Error(err)
	}
	delete(got[0], "id")
	want := object{
		"lead_id": lead.String(), "priority": "high", "reason": "showed_interest",
		"suggested_time": "2026-11-25T17:59:00+01:00", "suggested_channel": "whatsapp",
		"message_template_id": "offer_call", "ai_message_suggestion": "Hallo Lisa <3",
		"draft_by": "template", "confidence_score": 0.46, "evidence": 0.5,
		"lead_name": "Lisa", "score": 71.0, "variant": 1.0, "due_at": "2026-11-25T10:59:00+01:00", "due": "today",
		"timed": false, "blocked_by": nil, "laters": 0.0, "silent_since": "2026-11-24T08:59:00+01:00",
	}
	if fmt.Sprint(got[0]) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got[0], want)
	}
}

func TestWhatASuggestionDoesNotHaveIsNull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	w.lead(user, "Lisa", func(*engine.Lead, *engine.Suggestion) {})
	got := in[[]object](t, get(t, w.url+list, token))[0]
	for _, field := range []string{"suggested_channel", "message_template_id", "ai_message_suggestion", "blocked_by"} {
		if value, there := got[field]; value != nil || !there {
			t.Errorf("%s is %v", field, value)
		}
	}
}

func TestDraftIsWithheldWhileTheGateBlocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	w.lead(user, "Lisa", func(_ *engine.Lead, s *engine.Suggestion) { s.Draft, s.BlockedBy = "Hallo", "no_consent" })
	got := in[[]object](t, get(t, w.url+list, token))[0]
	if got["blocked_by"] != "no_consent" || got["ai_message_suggestion"] != nil {
		t.Errorf("%v", got)
	}
}

func TestSuggestedTimeIsDueTimeOrNowOnTheUsersClock(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		zone                string
		dueAt               time.Time
		suggestedTime, dueS string
	}{
		{"Europe/Berlin", now.Add(-48 * time.Hour), "2026-11-25T08:59:00+01:00", "overdue"},
		{"Europe/Berlin", time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC), "2026-11-25T08:59:00+01:00", "today"},
		{"Europe/Berlin", time.Date(2026, 11, 24, 22, 59, 59, 0, time.UTC), "2026-11-25T08:59:00+01:00", "overdue"},
		{"Europe/Berlin", now, "2026-11-25T08:59:00+01:00", "today"},
		{"Europe/Berlin", time.Date(2026, 11, 25, 22, 59, 59, 0, time.UTC), "2026-11-25T23:59:59+01:00", "today"},
		{"Europe/Berlin", time.Date(2026, 11, 25, 23, 0, 0, 0, time.UTC), "2026-11-26T00:00:00+01:00", "upcoming"},
		{"Europe/Berlin", time.Date(2027, 7, 1, 8, 0, 0, 0, time.UTC), "2027-07-01T10:00:00+02:00", "upcoming"},
		{"America/New_York", now, "2026-11-25T02:59:00-05:00", "today"},
		{"Nowhere/Atlantis", now, "2026-11-25T07:59:00Z", "today"},
	} {
		user, token := w.networker(c.zone)
		w.lead(user, "Lisa", func(_ *engine.Lead, s *engine.Suggestion) { s.DueAt = c.dueAt })
		got := in[[]object](t, get(t, w.url+list, token))[0]
		if got["suggested_time"] != c.suggestedTime || got["due"] != c.dueS {
			t.Errorf("%s, due %v: %v, %v", c.zone, c.dueAt, got["suggested_time"], got["due"])
		}
	}
}

func TestListIsOrderedAndTheSameEveryTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	user, token := w.networker("Europe/Berlin")
	add := func(name string, p engine.Priority, score int, silent time.Duration) {
		w.lead(user, name, func(_ *engine.Lead, s *engine.Suggestion) {
			s.Priority, s.Score, s.LastTouchAt = p, score, now.Add(-silent)
		})
	}
	add("g", engine.Scheduled, 100, 99*time.Hour)
	add("f", engine.Low, 90, time.Hour)
	add("e", engine.Normal, 95, time.Hour)
	add("d", engine.High, 10, 99*time.Hour)
	add("c", engine.High, 20, time.Hour)
	add("b", engine.High, 20, 2*time.Hour)
	add("a", engine.Urgent, 1, time.Hour)
	for range 30 {
		add("z", engine.Scheduled, 5, time.Hour) // only their ids tell these apart
	}
	first := get(t, w.url+list+"?limit=100", token)
	if got := names(in[[]object](t, first))[:8]; strings.Join(got, "") != "abcdefgz" {
		t.Errorf("%v", got)
	}
	for range 20 {
		if again := get(t, w.url+list+"?limit=100", token); again.body != first.body {
			t.Fatal("another order")
		}
	}
	if n := len(in[[]object](t, get(t, w.url+list, token))); n != 20 {
		t.Errorf("%d without a limit", n)
	}
	high := in[[]object](t, get(t, w.url+list+"?priority=high&limit=2", token))
	if got := names(high); !slices.Equal(got, []string{"b", "c"}) {
		t.Errorf("high: %v", got)
	}
}

func names(suggestions []object) []string {
	var names []string
	for _, s := range suggestions {
		names = append(names, fmt.Sprint(s["lead_name"]))
	}
	return names
}

func TestListOfAUserWithoutLeadsIsEmptyAndNotNull(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, token := w.networker("Europe/Berlin")
	if a := get(t, w.url+list, token); strings.TrimSpace(a.body) != "[]" {
		t.Errorf("%s", a.body)
	}
}

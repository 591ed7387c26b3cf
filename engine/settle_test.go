package engine_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/timing"
)

// longest is for how many days an open lead may lie, by the words of the rule and not by what was stored.
func longest(lead engine.Lead, s engine.Suggestion) int {
	switch {
	case s.Chosen, s.BlockedBy == "too_many_unanswered", s.BlockedBy == "no_consent", s.BlockedBy == "resting":
		return 90
	case lead.Sentiment == engine.Hot, lead.Stage == engine.StageAppointment, lead.Stage == engine.StageClosing:
		return 3
	case lead.Sentiment == engine.Warm, lead.Stage == engine.StageReplied, lead.Stage == engine.StageInterested:
		return 14
	}
	return 90
}

// forgotten counts the open leads of a transaction's user that lie longer than they may.
func forgotten(ctx context.Context, tx engine.Tx, now time.Time) (count, open int, err error) {
	due, err := tx.DueBy(ctx, now.AddDate(30, 0, 0))
	if err != nil {
		return 0, 0, err
	}
	for _, s := range due {
		lead, err := tx.Lead(ctx, s.LeadID)
		if err != nil {
			return 0, 0, err
		}
		if s.DueAt.Sub(now) > time.Duration(longest(lead, s))*day {
			count++
		}
	}
	return count, len(due), nil
}

// expectNothingForgotten looks at user "1".
func (w *world) expectNothingForgotten(leads int) {
	w.t.Helper()
	w.asUser(func(tx engine.Tx) error {
		count, open, err := forgotten(w.t.Context(), tx, w.clock.Now())
		if count > 0 || open != leads {
			w.t.Errorf("%d of %d leads are forgotten, want 0 of %d", count, open, leads)
		}
		return err
	})
}

// many imports leads that nobody has written to yet.
func (w *world) many(count int) {
	w.t.Helper()
	var leads []intake.Lead
	for i := range count {
		leads = append(leads, intake.Lead{Name: "Person " + letters(i), Emails: []string{letters(i) + "@example.org"}})
	}
	if _, err := w.engine.Import(w.t.Context(), w.userAt("1"), intake.Result{Leads: leads, Format: intake.FormatVCard}); err != nil {
		w.t.Fatal(err)
	}
}

func TestTwoHundredLeadsAreAllPlannedInTime(t *testing.T) {
	w := settled(t)
	w.many(200)
	w.expectNothingForgotten(200)
	perDay := map[timing.Date]int{}
	for _, due := range w.dueDates() {
		perDay[timing.DateOf(due.In(berlin()))]++
	}
	for day, n := range perDay {
		if n > 20 {
			t.Errorf("%d on %s", n, day)
		}
	}
	for d := range 40 { // what the list does not take is planned anew
		w.tick(clockTime(23+d, 8, 0))
		w.expectNothingForgotten(200)
	}
}

func TestAHotLeadIsNotForgottenOverChristmas(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	tom := w.lead("Tom")
	tom.Sentiment, tom.Relation = engine.Hot, engine.RelationFriend
	w.asUser(func(tx engine.Tx) error { return tx.SaveLead(t.Context(), tom) })
	w.tick(time.Date(2026, 12, 24, 20, 0, 0, 0, berlin()))
	w.say("Tom erledigt")
	w.expectNothingForgotten(1)
	if next := w.moment("card_done", "next"); next.Format("02.01. 15:04") != "28.12. 08:00" {
		t.Errorf("said to come %s, when the next list comes", next)
	}
	w.forget()
	for d := 25; d <= 27; d++ {
		w.tick(time.Date(2026, 12, d, 12, 0, 0, 0, berlin()))
	}
	w.expect("")
	w.tick(time.Date(2026, 12, 28, 8, 0, 0, 0, berlin()))
	w.expect("summary card(Tom)")
}

func TestAClockThatGoesBackIsSettled(t *testing.T) {
	w := aMorning(t)
	w.tick(clockTime(23, 8, 0).AddDate(0, 3, 0))
	w.say("Lisa erledigt")
	w.say("Tom in 2 Wochen")
	w.clock.set(clockTime(23, 12, 0))
	w.tick(clockTime(23, 12, 0))
	w.expectNothingForgotten(3)
	w.forget()
	w.tick(clockTime(24, 8, 0))
	w.last("summary")
	w.expectNothingForgotten(3)
}

func TestWhatAnEarlierVersionPlannedIsSettled(t *testing.T) {
	w := aMorning(t)
	conn, err := pgx.Connect(t.Context(), w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `UPDATE suggestions SET planned_at = NULL, due_at = due_at + interval '1 year'`)
	if err != nil {
		t.Fatal(err)
	}
	w.tick(clockTime(23, 9, 0))
	w.expectNothingForgotten(3)
}

func TestAStrangerWhoTurnsOutToBeKnownComesBackSoon(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	w.tick(clockTime(23, 8, 0))
	w.press("relation.stranger")
	for d := 24; d < 30; d++ {
		w.tick(clockTime(d, 8, 0))
	}
	w.press("change_relation")
	w.press("relation.friend")
	w.expectNothingForgotten(1)
}

// TestWhoIsAlwaysMoreUrgentDoesNotKeepOthersOffTheList lets three leads write every day, who fill a list of three.
func TestWhoIsAlwaysMoreUrgentDoesNotKeepOthersOffTheList(t *testing.T) {
	w := settled(t)
	w.tap("set:list_limit:3")
	w.many(30)
	for i, name := range []string{"Lisa", "Tom", "Uwe"} {
		w.say(fmt.Sprintf("%s 0170 123456%d", name, i))
	}
	seen := map[string]bool{}
	for d := range 75 {
		w.clock.set(clockTime(23+d, 7, 30))
		for _, name := range []string{"Lisa", "Tom", "Uwe"} {
			w.say(name + " hat geantwortet")
		}
		w.forget()
		w.tick(clockTime(23+d, 8, 0))
		for range 3 {
			w.say("in 2 Wochen")
		}
		for _, said := range w.channel.said[w.page:] {
			if said.LeadID != nil {
				seen[fmt.Sprint(said.Args["name"])] = true
			}
		}
	}
	if len(seen) != 33 {
		t.Errorf("%d of 33 leads were shown in 75 days", len(seen))
	}
	w.expectNothingForgotten(33)
}

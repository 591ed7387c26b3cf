package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/store"
)

// as runs f with the rights of a user.
func as(t testing.TB, db *store.DB, user engine.UserID, f func(engine.Tx) error) {
	t.Helper()
	if err := db.As(t.Context(), user, f); err != nil {
		t.Fatal(err)
	}
}

func TestTheBudgetOfADayIsHeldByTheTableToo(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	day := now.Truncate(24 * time.Hour)
	for kind, most := range map[engine.PushKind]int{engine.ListPush: timing.MostLists, engine.InstantPush: timing.MostInstants} {
		for n := range most + 2 {
			as(t, db, user.ID, func(tx engine.Tx) error {
				ok, err := tx.Push(t.Context(), kind, day, now)
				if ok != (n < most) {
					t.Errorf("%s push %d: %v", kind, n+1, ok)
				}
				return err
			})
		}
	}
	owner := connect(t, url, "")
	for kind, number := range map[string]int{"list": 4, "instant": 3, "fax": 1} {
		_, err := owner.Exec(t.Context(), `INSERT INTO pushes (user_id, day, kind, number, at) VALUES ($1, $2, $3, $4, $2)`,
			user.ID, day, kind, number)
		if err == nil {
			t.Errorf("%s number %d was allowed", kind, number)
		}
	}
}

func TestActsCountWhatWasActedOnTheSameDay(t *testing.T) {
	db, _ := open(t)
	user, other := join(t, db, "1"), join(t, db, "2")
	day := func(n int) time.Time { return now.Truncate(24*time.Hour).AddDate(0, 0, n) }
	as(t, db, other.ID, func(tx engine.Tx) error {
		_, err := tx.Push(t.Context(), engine.ListPush, day(0), now)
		return err
	})
	as(t, db, user.ID, func(tx engine.Tx) error {
		for _, n := range []int{-40, -2, -1, 0, 0} {
			if _, err := tx.Push(t.Context(), engine.ListPush, day(n), now.AddDate(0, 0, n)); err != nil {
				return err
			}
		}
		if err := tx.Acted(t.Context(), day(0), now); err != nil {
			return err
		}
		if n, err := tx.PushedSince(t.Context(), day(-1)); n != 3 || err != nil {
			t.Errorf("%d since yesterday, %v", n, err)
		}
		acts, err := tx.Acts(t.Context(), day(-30))
		if acts != (timing.Acts{Pushed: 4, Acted: 2}) {
			t.Errorf("%+v", acts)
		}
		if n, _ := tx.PushedSince(t.Context(), day(-60)); n != 4 {
			t.Errorf("%d are kept", n)
		}
		return err
	})
}

func TestInstantsAreThoseThatWereAndThoseToCome(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lisa, s := addLead(t, db, user.ID, "Lisa")
	at := func(hour int) time.Time { return now.Truncate(24 * time.Hour).Add(time.Duration(hour) * time.Hour) }
	reminder := engine.Reminder{
		ID: uuid.New(), ActionType: engine.ActionTask, Note: "x", Priority: engine.Normal, ScheduledFor: at(16), Instant: true,
	}
	s.Timed, s.DueAt = true, at(15)
	as(t, db, user.ID, func(tx engine.Tx) error {
		if err := tx.SaveSuggestions(t.Context(), []engine.Suggestion{s}); err != nil {
			return err
		}
		if _, err := tx.AddReminder(t.Context(), reminder); err != nil {
			return err
		}
		_, err := tx.Push(t.Context(), engine.InstantPush, at(0), at(9))
		return err
	})
	for _, c := range []struct {
		from, to time.Time
		except   uuid.UUID
		want     int
	}{
		{at(0), at(24), uuid.Nil, 3}, {at(0), at(24), lisa.ID, 2}, {at(0), at(24), reminder.ID, 2}, {at(10), at(16), uuid.Nil, 1},
	} {
		as(t, db, user.ID, func(tx engine.Tx) error {
			found, err := tx.Instants(t.Context(), c.from, c.to, c.except)
			if len(found) != c.want {
				t.Errorf("%+v: %v", c, found)
			}
			return err
		})
	}
	for after, want := range map[int]int{8: 15, 15: 16, 16: 0} {
		as(t, db, user.ID, func(tx engine.Tx) error {
			next, err := tx.NextInstant(t.Context(), at(after))
			if (next == nil) != (want == 0) || next != nil && !next.Equal(at(want)) {
				t.Errorf("after %d o'clock: %v", after, next)
			}
			return err
		})
	}
}

func TestSnoozesAreKeptByContext(t *testing.T) {
	db, _ := open(t)
	user, other := join(t, db, "1"), join(t, db, "2")
	want := timing.Snoozes{}
	for _, context := range []int{0, 0, 7} {
		want = want.Count(context, timing.SnoozeMonday)
		as(t, db, user.ID, func(tx engine.Tx) error { return tx.SaveSnoozes(t.Context(), want, context) })
	}
	for id, want := range map[engine.UserID]timing.Snoozes{user.ID: want, other.ID: {}} {
		as(t, db, id, func(tx engine.Tx) error {
			got, err := tx.Snoozes(t.Context())
			if got != want {
				t.Errorf("%v, want %v", got, want)
			}
			return err
		})
	}
}

func TestAnActionCannotLieFurtherAheadThanItsLeadMayWait(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	_, s := addLead(t, db, user.ID, "Lisa")
	s.PlannedAt, s.LongestDays = &now, 14
	for days, allowed := range map[int]bool{13: true, 14: true, 15: false, 400: false} {
		s.DueAt = now.AddDate(0, 0, days)
		err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
			return tx.SaveSuggestions(t.Context(), []engine.Suggestion{s})
		})
		if (err == nil) != allowed {
			t.Errorf("%d days: %v", days, err)
		}
	}
	s.DueAt, s.LongestDays = now, 91
	err := db.As(t.Context(), user.ID, func(tx engine.Tx) error { return tx.SaveSuggestions(t.Context(), []engine.Suggestion{s}) })
	if err == nil {
		t.Error("a limit of 91 days was allowed")
	}
}

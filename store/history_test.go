package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// touchLog is what a test knows of the touches of a lead.
type touchLog []engine.Touch

// told are the last touches as a history tells them: to the second, and without what was said in groups.
func (l touchLog) told() (told []timing.Touch) {
	all := slices.DeleteFunc(slices.Clone(l), func(t engine.Touch) bool { return strings.HasPrefix(t.SourceKey, "group:") })
	slices.SortFunc(all, func(a, b engine.Touch) int {
		return cmp.Or(a.At.Compare(b.At), slices.Compare(a.ID[:], b.ID[:]))
	})
	for _, t := range all[max(0, len(all)-60):] {
		at := time.Unix(t.At.Unix(), 0).UTC()
		told = append(told, timing.Touch{At: at, Out: t.Direction == engine.Out, Channel: string(t.Channel), Answer: timing.Answer(t.Intent)})
	}
	return told
}

// randomTouch is some touch of the years around now, at times one before 1970.
func randomTouch(r *rand.Rand, lead engine.LeadID, suggestion *engine.SuggestionID) engine.Touch {
	id := uuid.Must(uuid.NewRandomFromReader(randomBytes{r}))
	at := now.Add(time.Duration(r.Int64N(int64(4e6*time.Second))) - 2e6*time.Second).Truncate(time.Microsecond)
	if r.IntN(20) == 0 {
		at = at.AddDate(-60, 0, 0)
	}
	if r.IntN(4) == 0 {
		at = now // many at one time
	}
	key := id.String()
	if r.IntN(8) == 0 {
		key = "group:" + key
	}
	channels := []engine.Channel{engine.NoWay, engine.Telegram, engine.WhatsApp, engine.SMS, engine.Call, engine.Email}
	return engine.Touch{
		ID: id, LeadID: lead, At: at, SourceKey: key, SuggestionID: suggestion,
		Direction: []engine.Direction{engine.In, engine.Out}[r.IntN(2)], Channel: channels[r.IntN(len(channels))],
	}
}

type randomBytes struct{ r *rand.Rand }

func (b randomBytes) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b.r.Uint32())
	}
	return len(p), nil
}

func TestAHistoryHoldsTheLastTouches(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	lisa, card := addLead(t, db, m.id, "Lisa")
	tom, other := addLead(t, db, m.id, "Tom")
	r := rand.New(rand.NewPCG(1, 2))
	logs := map[engine.LeadID]touchLog{}
	for step := range 60 {
		m.as(func(tx engine.Tx) error {
			if r.IntN(6) == 0 { // an undo, of some touches of one lead
				logs[lisa.ID] = slices.DeleteFunc(logs[lisa.ID], func(t engine.Touch) bool { return t.SuggestionID != nil })
				return tx.RemoveTouches(t.Context(), card.ID)
			}
			var added []engine.Touch
			for range r.IntN(12) {
				of := []*engine.SuggestionID{nil, nil, &card.ID}[r.IntN(3)]
				added = append(added, randomTouch(r, lisa.ID, of))
				added = append(added, randomTouch(r, tom.ID, &other.ID))
			}
			for _, touch := range added {
				logs[touch.LeadID] = append(logs[touch.LeadID], touch)
			}
			if len(added) > 0 {
				added = append(added, added[0]) // known already
			}
			_, err := tx.AddTouches(t.Context(), added)
			return err
		})
		for id, name := range map[engine.LeadID]string{lisa.ID: "Lisa", tom.ID: "Tom"} {
			if got, want := m.lead(id).Touches(), logs[id].told(); !slices.Equal(got, want) {
				t.Fatalf("after %d steps %s has\n%v, want\n%v", step+1, name, got, want)
			}
		}
	}
	if n := len(logs[tom.ID]); n < 100 {
		t.Errorf("only %d touches: nothing was left out", n)
	}
}

func (m member) lead(id engine.LeadID) (lead engine.Lead) {
	m.Helper()
	m.as(func(tx engine.Tx) (err error) {
		lead, err = tx.Lead(m.Context(), id)
		return err
	})
	return lead
}

func TestSavingALeadKeepsItsHistory(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	lisa, _ := addLead(t, db, m.id, "Lisa")
	m.as(func(tx engine.Tx) error {
		_, err := tx.AddTouches(t.Context(), []engine.Touch{{
			ID: uuid.New(), LeadID: lisa.ID, At: now, Direction: engine.Out, Channel: engine.WhatsApp, SourceKey: "1",
		}})
		lisa.Note = "saved as it was read before"
		return cmp.Or(err, tx.SaveLead(t.Context(), lisa))
	})
	if got := m.lead(lisa.ID); len(got.History) != 8 || got.Note != lisa.Note {
		t.Errorf("%d bytes of history, note %q", len(got.History), got.Note)
	}
}

func TestATouchIsNeverChangedAndGoesWithItsLead(t *testing.T) {
	db, url := open(t)
	m := joined(t, db, "1")
	lisa, _ := m.send(0, now)
	m.hear(lisa.ID, engine.Touch{At: now, Channel: engine.WhatsApp})
	app := connect(t, url, "salesflow_app")
	if _, err := app.Exec(t.Context(), fmt.Sprintf("SET app.user_id = '%s'", m.id)); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Exec(t.Context(), `UPDATE touches SET at = at + interval '1 day'`); err == nil {
		t.Error("a touch was changed")
	}
	for _, of := range []string{"leads", "users"} {
		if _, err := app.Exec(t.Context(), "DELETE FROM "+of); err != nil {
			t.Errorf("touches do not go with %s: %v", of, err)
		}
		var left int
		if err := app.QueryRow(t.Context(), `SELECT count(*) FROM touches`).Scan(&left); err != nil || left != 0 {
			t.Errorf("%d touches are left: %v", left, err)
		}
	}
}

func TestTwoWhoAddTouchesAtOnceLoseNone(t *testing.T) {
	db, _ := open(t)
	m := joined(t, db, "1")
	lisa, _ := addLead(t, db, m.id, "Lisa")
	added, failures := make(chan struct{}), make(chan error, 1)
	add := func(tx engine.Tx, key string) error {
		touch := engine.Touch{
			ID: uuid.New(), LeadID: lisa.ID, At: now, Direction: engine.In, Channel: engine.SMS, SourceKey: key,
		}
		_, err := tx.AddTouches(t.Context(), []engine.Touch{touch})
		return err
	}
	m.as(func(tx engine.Tx) error {
		if err := add(tx, "first"); err != nil {
			return err
		}
		go func() {
			failures <- db.As(context.WithoutCancel(t.Context()), m.id, func(tx engine.Tx) error {
				close(added)
				return add(tx, "second")
			})
		}()
		<-added
		return nil
	})
	if err := <-failures; err != nil {
		t.Fatal(err)
	}
	if n := len(m.lead(lisa.ID).Touches()); n != 2 {
		t.Errorf("%d touches, want 2", n)
	}
}

package store_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/store"
)

// talks has a lead answer most of n messages, one a day until now.
func (m member) talks(name string, n int) {
	m.Helper()
	lead, _ := addLead(m, m.db, m.id, name)
	var touches []engine.Touch
	for i := range n {
		at := now.AddDate(0, 0, i-n)
		touches = append(touches, engine.Touch{ID: uuid.New(), LeadID: lead.ID, At: at, Direction: engine.Out, Channel: engine.WhatsApp})
		if i%4 != 0 {
			at = at.Add(time.Duration(i) * time.Minute)
			touches = append(touches, engine.Touch{ID: uuid.New(), LeadID: lead.ID, At: at, Direction: engine.In, Channel: engine.WhatsApp})
		}
	}
	for i := range touches {
		touches[i].SourceKey = touches[i].ID.String()
	}
	m.as(func(tx engine.Tx) error {
		_, err := tx.AddTouches(m.Context(), touches)
		return err
	})
}

func newest(t *testing.T, db *store.DB) (version int) {
	t.Helper()
	work(t, db, func(w engine.Work) (err error) {
		version, _, err = w.Fitted(t.Context())
		return err
	})
	return version
}

func work(t testing.TB, db *store.DB, f func(engine.Work) error) {
	t.Helper()
	if err := db.Work(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func TestEachNightFitsAModelToAllUsers(t *testing.T) {
	db, _ := open(t)
	max, anna := joined(t, db, "1"), joined(t, db, "2")
	max.talks("Lisa", 12)
	nightAt(t, db, now)
	if v := newest(t, db); v != 0 {
		t.Fatalf("version %d of 12 messages", v)
	}
	anna.talks("Tom", 12)
	anna.talks("Nobody", 0)
	for _, hours := range []int{0, 19} {
		if nightAt(t, db, now.Add(time.Duration(hours)*time.Hour)); newest(t, db) != 1 {
			t.Errorf("version %d after %d hours, want 1", newest(t, db), hours)
		}
	}
	work(t, db, func(w engine.Work) error {
		m, found, err := w.LatestModel(t.Context(), 0)
		if err != nil || !found || m.Version != 1 || m.Check() != nil {
			t.Errorf("found %v, version %d: %v", found, m.Version, err)
		}
		for _, user := range []member{max, anna} {
			if m.Users[user.id.String()] == 0 {
				t.Errorf("the model knows nothing of %s", user.id)
			}
		}
		_, found, err = w.LatestModel(t.Context(), 1)
		if found || err != nil {
			t.Errorf("newer than the newest: %v, %v", found, err)
		}
		return nil
	})
	if nightAt(t, db, now.Add(20*time.Hour)); newest(t, db) != 2 {
		t.Errorf("version %d in the next night, want 2", newest(t, db))
	}
}

func TestAModelIsKeptAsItIsForThirtyNights(t *testing.T) {
	db, url := open(t)
	joined(t, db, "1").talks("Lisa", 40)
	nightAt(t, db, now)
	var first timing.Model
	work(t, db, func(w engine.Work) (err error) {
		first, err = w.Model(t.Context(), 1)
		return err
	})
	add := func(version int) error {
		return db.Work(t.Context(), func(w engine.Work) error {
			m := first
			m.Version = version
			return w.AddModel(t.Context(), engine.FittedModel{Model: m, MadeAt: now, Records: 1}, 30)
		})
	}
	for version := 2; version <= 31; version++ {
		if err := add(version); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(31); engine.CodeOf(err) != engine.Conflict {
		t.Errorf("a version was made twice: %v", err)
	}
	work(t, db, func(w engine.Work) error {
		if _, err := w.Model(t.Context(), 1); engine.CodeOf(err) != engine.NotFound {
			t.Errorf("version 1 of 31 is still there: %v", err)
		}
		second, err := w.Model(t.Context(), 2)
		if second.Version = 1; !reflect.DeepEqual(first, second) {
			t.Errorf("what was read is not what was added:\n%+v\n%+v", second, first)
		}
		return err
	})
	app := connect(t, url, "salesflow_app")
	for _, scope := range []string{"app.scope = 'work'", fmt.Sprintf("app.user_id = '%s'", uuid.New())} {
		if _, err := app.Exec(t.Context(), "SET "+scope); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := app.QueryRow(t.Context(), `SELECT count(*) FROM models`).Scan(&n); err != nil || n != 30 {
			t.Errorf("with %s %d models are to be seen: %v", scope, n, err)
		}
		if _, err := app.Exec(t.Context(), `UPDATE models SET records = 2`); err == nil {
			t.Error("a model was changed")
		}
		if _, err := app.Exec(t.Context(), `RESET app.scope`); err != nil {
			t.Fatal(err)
		}
	}
	if tag, err := app.Exec(t.Context(), `DELETE FROM models`); err != nil || tag.RowsAffected() != 0 {
		t.Errorf("a user removed %d models: %v", tag.RowsAffected(), err)
	}
}

package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
)

// TestAMessageThatIsTakenBackIsNotOvertaken lets a claim come while a sweep is putting the address's first message
// back into the queue.
func TestAMessageThatIsTakenBackIsNotOvertaken(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	owner := connect(t, url, "")
	first := engine.Outgoing{ID: uuid.Must(uuid.NewV7()), Key: "help", CreatedAt: now}
	second := engine.Outgoing{ID: uuid.Must(uuid.NewV7()), Key: "thanks", CreatedAt: now}
	err := db.As(t.Context(), user.ID, func(tx engine.Tx) error { return tx.Say(t.Context(), []engine.Outgoing{first, second}) })
	if err != nil {
		t.Fatal(err)
	}
	var address engine.AddressID
	if err := owner.QueryRow(t.Context(), "SELECT id FROM addresses").Scan(&address); err != nil {
		t.Fatal(err)
	}
	claim := func() (d engine.Delivery, err error) {
		err = db.Work(t.Context(), func(w engine.Work) (err error) {
			d, err = w.Claim(t.Context(), address, now)
			return err
		})
		return d, err
	}
	if _, err := claim(); err != nil { // and the program dies
		t.Fatal(err)
	}
	claimed := make(chan engine.Delivery, 1)
	err = db.Work(t.Context(), func(w engine.Work) error {
		_, err := w.Recover(t.Context(), now.Add(time.Hour))
		go func() {
			d, _ := claim() // nothing to claim is fine: the sweep asks for another delivery
			claimed <- d
		}()
		awaitLock(t, owner)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := <-claimed; d.ID == second.ID {
		t.Error("the second message overtook the first")
	}
	if d, err := claim(); err == nil && d.ID != first.ID {
		t.Error("the first message is not the next")
	}
}

// awaitLock waits until some session of the database waits for another.
func awaitLock(t *testing.T, owner *pgx.Conn) {
	t.Helper()
	for waiting := false; !waiting; {
		err := owner.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
	}
}

package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

// TestAWriteThatFailsFailsWhatFollows: writes wait for the next read or for the commit, and neither hides that one
// of them failed.
func TestAWriteThatFailsFailsWhatFollows(t *testing.T) {
	db, _ := open(t)
	max, lisa := join(t, db, "1"), join(t, db, "2")
	ctx := t.Context()
	taken := engine.Address{ID: uuid.New(), Channel: engine.Telegram, Address: "2", CreatedAt: now}
	var read error
	for name, f := range map[string]func(tx engine.Tx) error{
		"at the commit": func(tx engine.Tx) error { return nil },
		"at a read": func(tx engine.Tx) error {
			_, read = tx.User(ctx)
			return read
		},
		"although a read was forgiven": func(tx engine.Tx) error {
			tx.LeadNames(ctx)
			return nil
		},
	} {
		err := db.As(ctx, max.ID, func(tx engine.Tx) error {
			if err := tx.AddInvite(ctx, engine.Invite{Hash: make([]byte, 32), CreatedAt: now, ExpiresAt: now}); err != nil {
				return err
			}
			if err := tx.AddAddresses(ctx, []engine.Address{taken}); err != nil {
				return err
			}
			return f(tx)
		})
		if err == nil {
			t.Errorf("%s: nothing failed", name)
		}
	}
	if engine.CodeOf(read) != engine.Conflict {
		t.Errorf("the read says %v, want the conflict of the address", read)
	}
	if _, err := inviter(ctx, db); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("the invite of a failed transaction is there: %v", err)
	}
	if _, err := userOf(ctx, db, lisa.ID); err != nil {
		t.Errorf("after the failures: %v", err)
	}
}

func inviter(ctx context.Context, db *store.DB) (id engine.UserID, err error) {
	err = db.Work(ctx, func(w engine.Work) error {
		id, err = w.Inviter(ctx, make([]byte, 32), now.AddDate(0, 0, -1))
		return err
	})
	return id, err
}

func TestAPanicLeavesNoConnectionInATransaction(t *testing.T) {
	db, _ := open(t)
	max := join(t, db, "1")
	for range 20 { // more often than there are connections
		func() {
			defer func() { recover() }()
			db.As(t.Context(), max.ID, func(tx engine.Tx) error {
				tx.User(t.Context())
				panic("a bug")
			})
		}()
	}
	if _, err := userOf(t.Context(), db, max.ID); err != nil {
		t.Error(err)
	}
}

func TestACancelledTransactionChangesNothing(t *testing.T) {
	db, _ := open(t)
	max := join(t, db, "1")
	ctx, cancel := context.WithCancel(t.Context())
	err := db.As(ctx, max.ID, func(tx engine.Tx) error {
		user, err := tx.User(ctx)
		if err != nil {
			return err
		}
		user.Name = "Moritz"
		cancel()
		return tx.SaveUser(ctx, user)
	})
	if !errors.Is(err, context.Canceled) && engine.CodeOf(err) != engine.Unavailable {
		t.Errorf("got %v", err)
	}
	if user, err := userOf(t.Context(), db, max.ID); err != nil || user.Name != "Max" {
		t.Errorf("the user is %s, %v", user.Name, err)
	}
}

func userOf(ctx context.Context, db *store.DB, id engine.UserID) (user engine.User, err error) {
	err = db.As(ctx, id, func(tx engine.Tx) error {
		user, err = tx.User(ctx)
		return err
	})
	return user, err
}

package store_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

func TestJobsRunWhenTheirTransactionCommits(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	ran := make(chan string, 100)
	tries := 0
	runner, err := store.Run(t.Context(), url, store.Handlers{
		Deliver: func(context.Context, engine.AddressID) (time.Duration, error) {
			ran <- "deliver"
			return 0, nil
		},
		Fetch: func(_ context.Context, _ engine.InboundID, author int) error {
			if tries++; tries == 1 {
				return &engine.Error{Code: engine.Unavailable}
			}
			ran <- map[bool]string{true: "fetch", false: "wrong author"}[author == 3]
			return nil
		},
		Tick: func(context.Context) error {
			ran <- "tick"
			return nil
		},
		Night: func(context.Context) error { return nil },
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	await(t, ran, "tick") // once at the start
	err = db.As(t.Context(), user.ID, func(tx engine.Tx) error {
		if err := tx.Say(t.Context(), []engine.Outgoing{{ID: uuid.Must(uuid.NewV7()), Key: "help", CreatedAt: now}}); err != nil {
			return err
		}
		return tx.FetchFile(t.Context(), uuid.Must(uuid.NewV7()), 3)
	})
	if err != nil {
		t.Fatal(err)
	}
	await(t, ran, "deliver")
	await(t, ran, "fetch") // the first try failed
	if err := db.TickNow(t.Context()); err != nil {
		t.Fatal(err)
	}
	await(t, ran, "tick")
	if err := runner.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func await(t *testing.T, ran <-chan string, want string) {
	t.Helper()
	select {
	case got := <-ran:
		if got != want {
			t.Fatalf("%s ran, want %s", got, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("%s never ran", want)
	}
}

package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/sequences"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

const (
	killToken    = "4711:kill-test"
	leadsAtFirst = 2 // of each user, due with the first list
	seedAtOnce   = 4
)

// newKilling prepares the users, lets each say a first word, and starts the program.
func newKilling(t *testing.T, size killSize) *killing {
	ctx, cancel := context.WithTimeout(t.Context(), killWithin)
	t.Cleanup(cancel)
	k := &killing{t: t, ctx: ctx, size: size, dice: rand.New(rand.NewPCG(killSeed, killSeed))}
	binary := buildProgram(t)
	server, dir := storetest.Server(t)
	k.postgres = server
	k.clock = &killClock{begun: time.Now()}
	k.openStandIn()
	k.seed()
	k.people = &crowd{killing: k, taps: map[string]int64{}}
	k.people.begin()
	address := freeAddress(t)
	k.program = &victim{binary: binary, address: address, clock: k.clock, env: []string{
		"DATABASE_URL=", "DATA_DIR=" + dir, "LISTEN=" + address, "PUBLIC_URL=http://" + address, "LOG_LEVEL=info",
		"TELEGRAM_BOT_TOKEN=" + killToken, "TELEGRAM_API_URL=" + k.api, "TELEGRAM_MODE=webhook",
		"TELEGRAM_WEBHOOK_SECRET=secret", "SUPPRESSION_KEY=" + suppressionKey, "SIGN_UP=open", "CONSENT_MODE=standard",
	}}
	k.program.run(t)
	return k
}

var suppressionKey = strings.Repeat("k", 32)

// openStandIn lets Telegram run in this process. It tries again sooner than the real one, for the sake of time.
func (k *killing) openStandIn() {
	telegram, err := standin.Open(standin.Options{
		Token: killToken, BotUsername: "kill_test_bot",
		After: func(d time.Duration) <-chan time.Time { return time.After(min(d, 100*time.Millisecond)) },
	})
	if err != nil {
		k.t.Fatal(err)
	}
	telegram.OnCall(func(method string) {
		if method != "getWebhookInfo" {
			k.calls.Add(1)
		}
	})
	server := httptest.NewServer(telegram)
	k.t.Cleanup(func() {
		if err := telegram.Close(); err != nil {
			k.t.Error(err)
		}
		server.Close()
	})
	k.telegram, k.api = telegram, server.URL
}

// seed makes the users, their first list due soon.
func (k *killing) seed() {
	k.t.Helper()
	if err := store.Migrate(k.ctx, k.postgres.URL()); err != nil {
		k.t.Fatal(err)
	}
	db, err := store.Open(k.ctx, k.postgres.URL())
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(db.Close)
	k.db = db
	importer := k.newEngine()
	var seeding sync.WaitGroup
	for part := range seedAtOnce {
		seeding.Go(func() {
			for i := part; i < k.size.users; i += seedAtOnce {
				if err := k.seedUser(importer, i); err != nil {
					k.t.Error(err)
				}
			}
		})
	}
	seeding.Wait()
	k.clock.begun = time.Now() // only now does the morning begin
}

func (k *killing) newEngine() *engine.Engine {
	hasher, err := compliance.NewHasher(map[int][]byte{1: []byte(suppressionKey)}, 1)
	if err != nil {
		k.t.Fatal(err)
	}
	templates, err := sequences.BuiltIn()
	if err != nil {
		k.t.Fatal(err)
	}
	return &engine.Engine{Store: k.db, Clock: k.clock, Templates: templates, Hasher: hasher, Brains: engine.NewBrains(templates, "")}
}

func (k *killing) seedUser(importer *engine.Engine, i int) error {
	user := engine.NewUser("Max", k.clock.Now())
	at := engine.Address{Channel: engine.Telegram, Address: strconv.FormatInt(personID(i), 10)}
	err := k.db.As(k.ctx, user.ID, func(tx engine.Tx) error { return engine.Join(k.ctx, tx, user, at) })
	if err != nil {
		return err
	}
	leads := make([]intake.Lead, leadsAtFirst)
	for n := range leads {
		leads[n] = intake.Lead{
			Name:   fmt.Sprintf("Anna %s", letters(n)),
			Phones: []string{fmt.Sprintf("+491601%06d", leadsAtFirst*i+n)},
		}
	}
	_, err = importer.Import(k.ctx, user.ID, intake.Result{Format: intake.FormatVCard, Leads: leads})
	return err
}

// killPostgres kills the server; false when none runs.
func (k *killing) killPostgres() bool {
	pid := k.postgres.PID()
	return pid != 0 && syscall.Kill(pid, syscall.SIGKILL) == nil
}

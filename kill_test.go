package main_test

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/local"
)

const (
	killSeed    = 20261124
	killWithin  = 3 * time.Minute  // the whole test; it ends in failure then
	outage      = 20 * time.Second // how far the clock goes on while a killed program is away
	longOutage  = 5 * time.Minute  // and at the last kill: longer than any lease of the outbox
	leastToKill = 50 * time.Millisecond
	mostToKill  = 400 * time.Millisecond
	tickEvery   = 3 * time.Second // while everything settles
	lookEvery   = 30 * time.Millisecond
)

// killSize is how much happens to how many.
type killSize struct{ kills, updates, users int }

// killing is the whole program under attack: a real Postgres, the real binary, and a stand-in of Telegram that
// survives both.
type killing struct {
	t        *testing.T
	ctx      context.Context
	size     killSize
	dice     *rand.Rand
	clock    *killClock
	postgres *local.Server
	db       *store.DB
	telegram *standin.Telegram
	api      string // of the stand-in
	program  *victim
	people   *crowd
	conn     *pgx.Conn // to look at the end with, past row-level security

	calls                       atomic.Int64 // of the Bot API, whatever became of them
	programKills, postgresKills int
}

// TestKillingLosesNothingAndDoublesNothing kills the program or its Postgres at random moments while people write
// and press and the lists of all fall due, and then looks at whether everything happened that had to, once.
func TestKillingLosesNothingAndDoublesNothing(t *testing.T) {
	size := killSize{kills: 50, updates: 2000, users: 500}
	if testing.Short() {
		size = killSize{kills: 10, updates: 400, users: 100}
	}
	begun := time.Now()
	k := newKilling(t, size)
	k.settle() // everybody has said a first word
	for round := range size.kills {
		k.people.act(k.share(round))
		k.people.join()
		k.kill(round)
	}
	k.settle()
	k.program.stop()
	found := k.check()
	t.Logf("%d kills of the program and %d of Postgres (%d exits of the program by itself), %d updates, %d users due: "+
		"%d messages, %d arrived twice (%d of them summaries), %d given up after two tries (%d never arrived), %s",
		k.programKills, k.postgresKills, k.program.exits(), k.people.updates, size.users, found.messages, found.repeated,
		found.summariesRepeated, found.unknown, found.missing, time.Since(begun).Round(time.Millisecond))
}

// share is how many deeds belong to a round: all that remain after everybody's first word and the newcomers'.
func (k *killing) share(round int) int {
	deeds := k.size.updates - k.size.users - k.size.kills
	return deeds*(round+1)/k.size.kills - deeds*round/k.size.kills
}

// kill lets the program work for a moment and then kills it or Postgres. The last kill is the program's: the
// clock that starts again is past every lease.
func (k *killing) kill(round int) {
	k.t.Helper()
	k.recover()
	k.pause(leastToKill + time.Duration(k.dice.Int64N(int64(mostToKill-leastToKill))))
	if last := round == k.size.kills-1; last || k.dice.IntN(2) == 0 {
		if last {
			k.clock.skip(longOutage)
		}
		k.clock.skip(outage)
		k.await("the program runs", k.program.kill)
		k.programKills++
		return
	}
	k.await("Postgres runs", k.killPostgres)
	k.postgresKills++
}

// recover waits until the program is at work again after the last kill: two times in five until it speaks, two
// times until it serves, and one time not at all, since a start can be killed, too.
func (k *killing) recover() {
	k.t.Helper()
	patience := k.dice.IntN(5)
	if patience == 0 {
		return
	}
	k.await("the program serves", k.program.serves)
	k.await("a tick is asked for", func() bool { return k.db.TickNow(k.ctx) == nil })
	if before := k.calls.Load(); patience > 2 {
		k.await("the program speaks", func() bool { return k.calls.Load() > before || k.underWay() == 0 })
	}
}

// settle waits until nothing is on its way any more.
func (k *killing) settle() {
	k.t.Helper()
	k.await("the program serves", k.program.serves)
	ticked := time.Time{}
	k.await("everything has settled", func() bool {
		if time.Since(ticked) > tickEvery {
			ticked = time.Now()
			_ = k.db.TickNow(k.ctx) // the next one will do
		}
		return k.pendingUpdates() == 0 && k.underWay() == 0
	})
}

// await polls until something is so.
func (k *killing) await(what string, so func() bool) {
	k.t.Helper()
	for !so() {
		select {
		case <-k.ctx.Done():
			k.t.Fatalf("not in time: %s (%d updates pending, %d users and messages waiting)\n%s",
				what, k.pendingUpdates(), k.underWay(), k.program.lastWords())
		case <-time.After(lookEvery):
		}
	}
}

// pause lets the program work; the kill comes at a random moment of it.
func (k *killing) pause(d time.Duration) {
	select {
	case <-k.ctx.Done():
	case <-time.After(d):
	}
}

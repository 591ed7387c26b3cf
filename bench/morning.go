package main

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/sequences"
	"github.com/salesflow/salesflow/store"
)

// morningScript is what no morning list can do without, in as few statements as SQL allows and in one round trip.
//
//go:embed morning.sql
var morningScript string

// measureMornings lets the lists of many users become due and makes them by the engine's own Tick: first those of
// a few, then the others', all of whose leads the database holds.
func measureMornings(ctx context.Context, c *crowd, o options, results *table) error {
	if err := c.grow(ctx, o.mornings()+o.fewMornings(), o.fewMornings()); err != nil {
		return err
	}
	few, err := tick(ctx, c, morning, o.fewMornings())
	if err != nil {
		return err
	}
	if err := c.settle(ctx); err != nil {
		return err
	}
	many, err := tick(ctx, c, morning.Add(time.Minute), o.mornings())
	if err != nil {
		return err
	}
	least, err := leastMornings(ctx, c, o)
	if err != nil {
		return err
	}
	target := 20 * time.Second * time.Duration(o.mornings()) / 10_000
	perUser, perUserOfFew := many/time.Duration(o.mornings()), few/time.Duration(o.fewMornings())
	results.add(row{what: fmt.Sprintf("morning lists, %s users with %d leads each", count(o.mornings()), leadsOfUser),
		target: "<= " + seconds(target), result: fmt.Sprintf("%s, %s a user", seconds(many), ms(perUser)),
		ratio: percent(1/perUser.Seconds()/least) + " of pgbench"})
	results.add(row{what: fmt.Sprintf("  growth of the time a user from %s to %s users", count(o.fewMornings()), count(o.mornings())),
		target: "linear in users", result: ms(perUserOfFew) + " -> " + ms(perUser),
		ratio: fmt.Sprintf("x %.2f", perUser.Seconds()/perUserOfFew.Seconds())})
	return nil
}

// leastMornings returns how many of the least mornings a second pgbench does, as many as were made.
func leastMornings(ctx context.Context, c *crowd, o options) (perSecond float64, err error) {
	if err := c.settle(ctx); err != nil {
		return 0, err
	}
	progress("pgbench, %d times the least that a morning list takes", o.mornings())
	script := strings.ReplaceAll(fmt.Sprintf("\\set u random(1, %d)\n", c.users)+morningScript, "THE_USER", theUser)
	times := "--transactions=" + strconv.Itoa(max(o.mornings()/o.clients, 1))
	return pgbench(ctx, c, script, append(asMany(o.clients), times)...)
}

// tick runs Tick at a time and returns how long it took; it must have made as many lists as wanted.
func tick(ctx context.Context, c *crowd, at time.Time, wanted int) (time.Duration, error) {
	db, err := store.Open(ctx, c.server.URL())
	if err != nil {
		return 0, err
	}
	defer db.Close()
	templates, err := sequences.BuiltIn()
	if err != nil {
		return 0, err
	}
	decides := engine.Engine{
		Store: db, Clock: stopped(at), Templates: templates, Rules: engine.Rules{Consent: compliance.Standard},
		Brains: engine.NewBrains(templates, compliance.Standard),
	}
	progress("the morning lists of %d users", wanted)
	begun := time.Now()
	err = decides.Tick(ctx)
	took := time.Since(begun)
	if err != nil {
		return 0, err
	}
	return took, c.listed(ctx, at, wanted)
}

// listed makes sure that as many users were told their list at a time.
func (c *crowd) listed(ctx context.Context, at time.Time, wanted int) error {
	conn, err := pgx.Connect(ctx, c.server.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var made int
	err = conn.QueryRow(ctx, `SELECT count(*) FROM outgoing WHERE key = 'summary' AND created_at = $1`, at).Scan(&made)
	if err == nil && made != wanted {
		err = fmt.Errorf("%d lists instead of %d", made, wanted)
	}
	return err
}

// stopped is a clock that stands still.
type stopped time.Time

// Now returns the time at which it stands.
func (s stopped) Now() time.Time { return time.Time(s) }

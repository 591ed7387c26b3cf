package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	rate   = 200 // requests a second
	rounds = 3   // of API and pgbench in turn: what else the machine does hits both
)

// measureAPI measures smart-suggestions with few leads and with many, and what the program takes for it.
func measureAPI(ctx context.Context, c *crowd, o options, results *table) (err error) {
	if err := c.grow(ctx, o.few(), o.fewMornings()); err != nil {
		return err
	}
	p, err := serve(ctx, o.program, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	before, err := steadily(ctx, p, c, o)
	if err != nil {
		return err
	}
	if err := c.grow(ctx, o.users(), o.fewMornings()); err != nil {
		return err
	}
	after, err := steadily(ctx, p, c, o)
	if err != nil {
		return err
	}
	many, few := count(o.users()*leadsOfUser), count(o.few()*leadsOfUser)
	add := func(name string, q float64, target string) {
		now, then := after.quantile(q), before.quantile(q)
		results.add(row{what: fmt.Sprintf("smart-suggestions, %s leads, %d/s: %s", many, rate, name), target: target, result: ms(now)})
		results.add(row{what: fmt.Sprintf("  growth of %s from %s to %s leads", name, few, many),
			result: ms(then) + " -> " + ms(now), ratio: fmt.Sprintf("x %.2f", now.Seconds()/then.Seconds())})
	}
	add("p50", 0.50, "")
	add("p99", 0.99, "<= 10 ms")
	ours, theirs, err := fully(ctx, p, c, o)
	if err != nil {
		return err
	}
	results.add(row{what: fmt.Sprintf("smart-suggestions, %d clients at full throughput", o.clients), target: ">= 60 % of pgbench",
		result: fmt.Sprintf("%.0f/s of %.0f/s", ours, theirs), ratio: percent(ours / theirs)})
	resident, err := p.resident()
	results.add(row{what: fmt.Sprintf("resident memory of the program, %s leads served", many), target: "<= 150 MB",
		result: fmt.Sprintf("%.0f MB", resident)})
	return err
}

// steadily measures the latencies at a fixed rate, after a second of warming up.
func steadily(ctx context.Context, p *program, c *crowd, o options) (latencies, error) {
	asking := newClients(p.listen, c.users)
	if _, err := asking.flatOut(ctx, o.clients, time.Second); err != nil {
		return nil, err
	}
	progress("smart-suggestions of %d users at %d/s for %s", c.users, rate, o.lasting)
	return asking.steady(ctx, rate, o.lasting)
}

// fully measures the throughput, in turn with that of pgbench; both a second.
func fully(ctx context.Context, p *program, c *crowd, o options) (ours, theirs float64, err error) {
	asking, script := newClients(p.listen, c.users), listScript(c.users)
	limit := append(asMany(o.clients), forSeconds(o.lasting/rounds))
	for i := range rounds {
		progress("smart-suggestions and pgbench at full throughput, %d of %d", i+1, rounds)
		api, err := asking.flatOut(ctx, o.clients, o.lasting/rounds)
		if err != nil {
			return 0, 0, err
		}
		plain, err := pgbench(ctx, c, script, limit...)
		if err != nil {
			return 0, 0, err
		}
		ours, theirs = ours+api/rounds, theirs+plain/rounds
	}
	return ours, theirs, nil
}

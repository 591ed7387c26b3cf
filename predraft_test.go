package main_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin/openai"
	"github.com/salesflow/salesflow/engine"
)

const kills = 3 // in a night

// usualPlaces is how many calls a provider gets at a time unless something else is said.
const usualPlaces = 4

// pausing is a model that takes its time.
func pausing(d time.Duration) func(context.Context) {
	return func(ctx context.Context) {
		select {
		case <-time.After(d):
		case <-ctx.Done():
		}
	}
}

// TestANightKeepsToPlacesAndBudget has a night's drafts written: never more at a time than the provider has places,
// and for no user more than a day's tokens.
func TestANightKeepsToPlacesAndBudget(t *testing.T) {
	const users, tokens = 8, 4000 + 3*aDraft
	n := newNight(t, users, tokens, openai.Options{Chunk: 100, Pause: pausing(5 * time.Millisecond)})
	n.must(n.engine.Night(t.Context()))
	ordered := n.count(`SELECT count(*)::int FROM drafts`)
	n.must(n.engine.Night(t.Context()))
	if again := n.count(`SELECT count(*)::int FROM drafts`); ordered != users*listed || again != ordered {
		t.Errorf("%d orders, %d after a second night", ordered, again)
	}
	stop := n.work(&engine.Drafter{Engine: n.engine}, 16)
	n.await("all is written", time.Minute, func() bool { return n.count(stillOpen) == 0 })
	stop()
	written, budget := n.count(`SELECT count(*)::int FROM drafts WHERE state = 'written'`), n.count(`SELECT count(*)::int FROM drafts WHERE failure = 'budget'`)
	most := n.count(`SELECT max(spent)::int FROM (SELECT sum(tokens) AS spent FROM drafts GROUP BY user_id) s`)
	switch {
	case n.models.Peak() > usualPlaces:
		t.Errorf("%d calls at a time", n.models.Peak())
	case n.models.Paid() != written || written+budget != ordered || budget == 0 || written < 3*users:
		t.Errorf("%d paid, %d written, %d over budget, of %d", n.models.Paid(), written, budget, ordered)
	case most > tokens:
		t.Errorf("a user spent %d of %d tokens", most, tokens)
	}
	t.Logf("%d orders: %d written, %d over budget, at most %d tokens of %d, %d calls at a time", ordered, written, budget, most, tokens, n.models.Peak())
}

// TestKillingNeverPaysTwice kills the program while it writes a night's drafts, and sees to it that every order ends
// and none was asked for twice.
func TestKillingNeverPaysTwice(t *testing.T) {
	const users = 24
	n := newNight(t, users, 1<<30, openai.Options{Chunk: 60, Pause: pausing(10 * time.Millisecond), Models: []string{"writer"}})
	n.exec(`UPDATE users SET keep_text = true`)
	n.exec(`INSERT INTO touches (id, user_id, lead_id, at, direction, channel, text, source_key)
		SELECT gen_random_uuid(), user_id, id, now() - interval '1 year', 'in', 'whatsapp', 'mein Stichwort: ' || lower(split_part(name, ' ', 2)) || 'wort', 'test:' || id FROM leads`)
	address := freeAddress(t)
	program := &victim{binary: buildProgram(t), address: address, clock: n.clock, env: []string{
		"DATABASE_URL=" + n.url, "LISTEN=" + address, "LOG_LEVEL=error", "SUPPRESSION_KEY=" + suppressionKey,
		"TELEGRAM_BOT_TOKEN=" + killToken, "TELEGRAM_API_URL=http://127.0.0.1:9", "TELEGRAM_MODE=webhook", "TELEGRAM_WEBHOOK_SECRET=secret",
		"PUBLIC_URL=http://" + address, "OPENAI_BASE_URL=" + n.api, "OPENAI_MODEL=writer", "AI_TOKENS=1000000000", "OPENAI_API_KEY=", "AI_CONFIG=",
	}}
	program.run(t)
	for kill := range kills {
		paid := (kill + 1) * users * listed / (kills + 2)
		n.await("enough is written to kill it", time.Minute, func() bool { return n.models.Paid() >= paid })
		n.await("it is killed", time.Minute, program.kill)
	}
	n.await("all that is left is what was under way", time.Minute, func() bool {
		return n.count(`SELECT count(*)::int FROM drafts WHERE state = 'wanted'`) == 0 && n.count(`SELECT count(*)::int FROM river_job WHERE kind = 'draft' AND state = 'available'`) == 0
	})
	program.stop()
	lost := rowsIn[engine.DraftID](n, `SELECT id FROM drafts WHERE state = 'writing'`)
	n.rescue(lost)
	n.judge(len(lost))
}

// rescue does what the job queue does two minutes after a kill: it takes on anew what was under way. Twice, and at once.
func (n *night) rescue(orders []engine.DraftID) {
	drafter := &engine.Drafter{Engine: n.engine}
	var rescuing sync.WaitGroup
	for range 2 {
		for _, id := range orders {
			rescuing.Go(func() {
				if again, err := drafter.Write(n.t.Context(), id); err != nil || again > 0 {
					n.t.Errorf("%s, %v", again, err)
				}
			})
		}
	}
	rescuing.Wait()
}

// judge looks at how all orders ended and at what was paid for them.
func (n *night) judge(lost int) {
	n.t.Helper()
	asked := map[string]int{}
	for _, r := range n.models.Requests() {
		_, word, _ := strings.Cut(r.Data(), "mein Stichwort: ")
		word, _, _ = strings.Cut(word, "wort")
		if asked[word]++; asked[word] > 1 || word == "" {
			n.t.Errorf("%q was asked for %d times: %s", word, asked[word], r.Data())
		}
	}
	states := map[string]int{}
	for _, state := range rowsIn[string](n, `SELECT state || CASE WHEN failure = '' THEN '' ELSE ' (' || failure || ')' END FROM drafts`) {
		states[state]++
	}
	claimed := n.count(`SELECT count(*)::int FROM drafts WHERE tries > 0`)
	ordered := n.count(`SELECT count(*)::int FROM drafts`)
	switch {
	case states["written"]+states["lost (killed)"] != ordered || ordered < 100:
		n.t.Errorf("%d orders, %v", ordered, states)
	case n.models.Paid() > claimed, n.count(`SELECT max(tries)::int FROM drafts`) > 1:
		n.t.Errorf("%d paid for %d orders", n.models.Paid(), claimed)
	case states["lost (killed)"] != lost || lost == 0 || lost > kills*usualPlaces:
		n.t.Errorf("%d were under way, %v", lost, states)
	}
	n.t.Logf("%d orders: %v, %d paid, %d at a time", ordered, states, n.models.Paid(), n.models.Peak())
}

// BenchmarkPredraft writes the drafts of a night for PREDRAFT_LEADS leads, 10,000 unless something else is said, whom a
// model answers at once.
func BenchmarkPredraft(b *testing.B) {
	leads := 10_000
	if text := os.Getenv("PREDRAFT_LEADS"); text != "" {
		var err error
		if leads, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		b.StopTimer()
		n := newNight(b, (leads+listed-1)/listed, 1<<30, openai.Options{Chunk: 1000})
		b.StartTimer()
		begun := time.Now()
		n.must(n.engine.Night(b.Context()))
		ordered := time.Since(begun)
		stop := n.work(&engine.Drafter{Engine: n.engine}, n.router.Places(ai.Draft))
		n.await("all is written", 20*time.Minute, func() bool { return n.count(stillOpen) == 0 })
		took := time.Since(begun)
		stop()
		b.ReportMetric(float64(n.count(`SELECT count(*)::int FROM drafts WHERE state = 'written'`)), "written")
		b.ReportMetric(float64(n.models.Paid()), "paid")
		b.ReportMetric(float64(n.models.Peak()), "at_a_time")
		b.ReportMetric(ordered.Seconds(), "s/ordering")
		b.ReportMetric(float64(n.models.Paid())/(took-ordered).Seconds(), "drafts/s")
	}
}

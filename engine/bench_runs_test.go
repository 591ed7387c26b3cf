package engine_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
)

// BenchmarkMorningOnSequences measures one tick in which users with 200 leads each get their list, beside the same
// without any sequence: every lead's run has a step on that day, and either its words are there already (planned) or
// all of them have to be chosen anew (begun). s/10000 is what a tick of 10,000 such leads takes.
func BenchmarkMorningOnSequences(b *testing.B) {
	const leads = 200
	took := map[string]time.Duration{}
	for _, kind := range []string{"without", "planned", "begun"} {
		w := withSequences(b)
		sequence := w.start("Tom Huber", "first_contact_to_partner")
		w.say("Tom nicht mehr")
		var people []intake.Lead
		for i := range leads {
			people = append(people, intake.Lead{Name: "Person " + letters(i), Phones: []string{fmt.Sprintf("+4917139%06d", i)}})
		}
		for i := range b.N {
			sender := strconv.Itoa(100_000 + i)
			w.receive(engine.Inbound{Sender: sender, Kind: engine.Said, Text: "/start"})
			if _, err := w.engine.Import(b.Context(), w.userAt(sender), intake.Result{Leads: people, Format: intake.FormatVCard}); err != nil {
				b.Fatal(err)
			}
		}
		w.owner(`UPDATE suggestions SET due_at = '2026-11-24 06:00Z' WHERE closed_at IS NULL`)
		if kind != "without" {
			w.owner(fmt.Sprintf(`INSERT INTO followup_sequence_runs (user_id, lead_id, sequence_id, version, status, started_at, step_on, settled_on, suggestion_id)
				SELECT user_id, lead_id, 'first_contact_to_partner', '%s', 'active', '2026-11-23', '2026-11-24', '2026-11-23', %s
				FROM suggestions WHERE closed_at IS NULL`, sequence.Version, map[string]string{"planned": "id", "begun": "NULL"}[kind]))
		}
		if kind == "planned" {
			w.owner(`UPDATE suggestions SET template_id = 'confirm_interest' WHERE closed_at IS NULL`)
		}
		w.owner("ANALYZE")
		w.clock.set(time.Date(2026, 11, 24, 8, 0, 0, 0, berlin()))
		begun := time.Now()
		if err := w.engine.Tick(b.Context()); err != nil {
			b.Fatal(err)
		}
		took[kind] = time.Since(begun)
	}
	for _, kind := range []string{"planned", "begun"} {
		b.ReportMetric(took[kind].Seconds()/float64(b.N)*10_000/leads, "s/10000-"+kind)
		b.ReportMetric(took[kind].Seconds()/took["without"].Seconds(), "ratio-"+kind)
	}
}

package store_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

func TestAStopCancelsEverythingPendingForTheLeadAndNothingElse(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	stopped, _ := addLead(t, db, user.ID, "Lisa")
	other, _ := addLead(t, db, user.ID, "Tom")
	owner := connect(t, url, "")
	for _, lead := range []engine.Lead{stopped, other} {
		err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
			return tx.Say(t.Context(), []engine.Outgoing{{ID: uuid.Must(uuid.NewV7()), Key: "card", LeadID: &lead.ID, CreatedAt: now}})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			`INSERT INTO followup_sequence_runs (user_id, lead_id, sequence_id, status, paused_on)
				VALUES ($1, $2, 'ghost_reactivation', 'active', NULL), ($1, $2, 'first_contact_to_partner', 'paused', now())`,
			`INSERT INTO smart_reminders (user_id, lead_id, action_type, scheduled_for) VALUES ($1, $2, 'call', now())`,
		} {
			if _, err := owner.Exec(t.Context(), statement, user.ID, lead.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.As(t.Context(), user.ID, func(tx engine.Tx) error { return tx.Cancel(t.Context(), stopped.ID, now) }); err != nil {
		t.Fatal(err)
	}
	const pending = `SELECT (SELECT count(*) FROM outgoing WHERE lead_id = $1 AND state = 'queued')
		+ (SELECT count(*) FROM followup_sequence_runs WHERE lead_id = $1 AND status IN ('active', 'paused'))
		+ (SELECT count(*) FROM smart_reminders WHERE lead_id = $1 AND dismissed_at IS NULL)`
	for lead, want := range map[engine.LeadID]int{stopped.ID: 0, other.ID: 4} {
		var count int
		if err := owner.QueryRow(t.Context(), pending, lead).Scan(&count); err != nil || count != want {
			t.Errorf("%d things are pending, want %d: %v", count, want, err)
		}
	}
}

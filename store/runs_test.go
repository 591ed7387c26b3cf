package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/store"
)

// asMax runs f with the rights of a user.
func asMax(t testing.TB, db *store.DB, user engine.User, f func(engine.Tx) error) {
	t.Helper()
	if err := db.As(t.Context(), user.ID, f); err != nil {
		t.Fatal(err)
	}
}

func day(d int) time.Time { return time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC) }

func aRun(lead engine.Lead, sequence string) engine.Run {
	return engine.Run{
		ID: uuid.Must(uuid.NewV7()), LeadID: lead.ID, SequenceID: sequence, Version: "v1", StartedAt: now,
		Status: engine.RunActive, StepOn: day(25), SettledOn: day(23), LastStep: -1,
	}
}

func TestARunIsKeptAsItIs(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lead, suggestion := addLead(t, db, user.ID, "Lisa")
	asMax(t, db, user, func(tx engine.Tx) error {
		run := aRun(lead, "ghost_reactivation")
		if added, err := tx.AddRuns(t.Context(), []engine.Run{run}); err != nil || len(added) != 1 {
			t.Fatal(added, err)
		}
		before, last := run, day(30)
		run.UserID, before.UserID = user.ID, user.ID
		run.CurrentStep, run.Sent, run.SentAt, run.EndsOn, run.LastStep = 1, 1, &now, &last, 0
		run.SuggestionID, run.Heard, run.Response = &suggestion.ID, true, engine.RespondedWell
		run.Status, run.Outcome, run.PausedOn = engine.RunPaused, engine.GotReply, &last
		run.Undo = &engine.RunBefore{Answer: suggestion.ID, Run: before}
		if err := tx.SaveRuns(t.Context(), []engine.Run{run}); err != nil {
			t.Fatal(err)
		}
		got, err := tx.OpenRuns(t.Context(), []engine.LeadID{lead.ID})
		if err != nil || len(got) != 1 || !sameRun(got[0], run) {
			t.Errorf("%+v\nwant %+v: %v", got, run, err)
		}
		return err
	})
}

// sameRun compares runs with their moments, whichever zone those are in.
func sameRun(a, b engine.Run) bool {
	for _, r := range []*engine.Run{&a, &b} {
		r.StartedAt, r.StepOn, r.SettledOn = r.StartedAt.UTC(), r.StepOn.UTC(), r.SettledOn.UTC()
		for _, at := range []**time.Time{&r.SentAt, &r.EndsOn, &r.PausedOn, &r.CompletedAt} {
			if *at != nil {
				utc := (*at).UTC()
				*at = &utc
			}
		}
	}
	return reflect.DeepEqual(a, b)
}

func TestALeadHasOneActiveRun(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lead, _ := addLead(t, db, user.ID, "Lisa")
	asMax(t, db, user, func(tx engine.Tx) error {
		first, second, paused := aRun(lead, "a"), aRun(lead, "b"), aRun(lead, "c")
		paused.Status, paused.PausedOn = engine.RunPaused, &paused.StepOn
		added, err := tx.AddRuns(t.Context(), []engine.Run{first, second, paused})
		if err != nil || len(added) != 2 {
			t.Errorf("%d of the runs were added: %v", len(added), err)
		}
		runs, err := tx.OpenRuns(t.Context(), []engine.LeadID{lead.ID})
		if err != nil || len(runs) != 2 || runs[0].ID != first.ID || runs[1].ID != paused.ID {
			t.Errorf("%+v: %v", runs, err)
		}
		if err := tx.RemoveRun(t.Context(), paused.ID); err != nil {
			return err
		}
		if runs, err = tx.RunsOf(t.Context(), lead.ID); err != nil || len(runs) != 1 {
			t.Errorf("%+v: %v", runs, err)
		}
		return err
	})
}

func TestASequenceBeginsByItselfOnce(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lead, _ := addLead(t, db, user.ID, "Lisa")
	asMax(t, db, user, func(tx engine.Tx) error {
		for i, want := range []int{1, 0} {
			run := aRun(lead, "ghost_reactivation")
			run.Triggered, run.Status, run.CompletedAt = true, engine.RunCompleted, &now
			if added, err := tx.AddRuns(t.Context(), []engine.Run{run}); err != nil || len(added) != want {
				t.Errorf("time %d: %d added, want %d: %v", i, len(added), want, err)
			}
		}
		triggered, err := tx.Triggered(t.Context(), []engine.LeadID{lead.ID})
		if err != nil || len(triggered) != 1 || triggered[0].SequenceID != "ghost_reactivation" {
			t.Errorf("%+v: %v", triggered, err)
		}
		return err
	})
}

func TestVersionsStay(t *testing.T) {
	db, _ := open(t)
	user, other := join(t, db, "1"), join(t, db, "2")
	lead, suggestion := addLead(t, db, user.ID, "Lisa")
	asMax(t, db, user, func(tx engine.Tx) error {
		for i, v := range []string{"v1", "v2", "v1"} {
			err := tx.AddSequence(t.Context(), engine.SequenceVersion{ID: "own", Version: v, Source: "text " + v, CreatedAt: now}, i > 0)
			if err != nil {
				return err
			}
		}
		current, err := tx.CurrentSequences(t.Context())
		if err != nil || len(current) != 1 || current[0].Version != "v1" || current[0].Source != "text v1" {
			t.Errorf("%+v: %v", current, err)
		}
		if v, err := tx.SequenceVersion(t.Context(), "own", "v2"); err != nil || v.Source != "text v2" {
			t.Errorf("%+v: %v", v, err)
		}
		run := aRun(lead, "own")
		run.SuggestionID = &suggestion.ID
		if _, err := tx.AddRuns(t.Context(), []engine.Run{run}); err != nil {
			return err
		}
		suggestion.ShownAt = &now
		if err := tx.SaveSuggestions(t.Context(), []engine.Suggestion{suggestion}); err != nil {
			return err
		}
		for version, want := range map[string]int{"v1": 0, "v2": 1} {
			runs, err := tx.RunsOn(t.Context(), "own", version)
			if err != nil || len(runs) != want || want == 1 && !runs[0].Shown {
				t.Errorf("%s: %+v: %v", version, runs, err)
			}
		}
		return nil
	})
	asMax(t, db, other, func(tx engine.Tx) error {
		if _, err := tx.SequenceVersion(t.Context(), "own", "v1"); engine.CodeOf(err) != engine.NotFound {
			t.Errorf("somebody else's sequence: %v", err)
		}
		runs, err := tx.RunsOf(t.Context(), lead.ID)
		if len(runs) > 0 {
			t.Errorf("somebody else's run: %+v", runs)
		}
		return err
	})
}

func TestWhoMayBeginASequence(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	owner := connect(t, url, "")
	for name, change := range map[string]string{
		"silent":  `unanswered = 1, last_out_at = $2::timestamptz - interval '8 days'`,
		"written": `unanswered = 1, last_out_at = $2::timestamptz - interval '1 hour'`,
		"content": `satisfaction = 9, stage = 'customer', last_out_at = $2::timestamptz`,
		"changed": `updated_at = $2::timestamptz - interval '1 minute'`,
		"lost":    `stage = 'lost', unanswered = 1, last_out_at = $2::timestamptz - interval '8 days'`,
		"running": `unanswered = 1, last_out_at = $2::timestamptz - interval '8 days'`,
	} {
		lead, suggestion := addLead(t, db, user.ID, name)
		asMax(t, db, user, func(tx engine.Tx) error {
			if name == "running" {
				_, err := tx.AddRuns(t.Context(), []engine.Run{aRun(lead, "a")})
				return err
			}
			return nil
		})
		statement := `WITH closed AS (UPDATE suggestions SET closed_at = now(), outcome = 'replaced' WHERE id = $3 AND $4)
			UPDATE leads SET updated_at = $2::timestamptz - interval '9 days', ` + change + ` WHERE id = $1`
		if name == "changed" {
			statement = `WITH closed AS (UPDATE suggestions SET closed_at = now(), outcome = 'replaced' WHERE id = $3 AND $4)
				UPDATE leads SET ` + change + ` WHERE id = $1`
		}
		if _, err := owner.Exec(t.Context(), statement, lead.ID, now, suggestion.ID, name == "lost"); err != nil {
			t.Fatal(name, err)
		}
	}
	asMax(t, db, user, func(tx engine.Tx) error {
		leads, err := tx.Idle(t.Context(), now.Add(-time.Hour), now)
		names := map[string]bool{}
		for _, l := range leads {
			names[l.Name] = true
		}
		if want := (map[string]bool{"silent": true, "content": true, "changed": true}); err != nil || !reflect.DeepEqual(names, want) {
			t.Errorf("%v, want %v: %v", names, want, err)
		}
		return err
	})
}

func TestParticularsAreWhatConditionsAskAbout(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	lead, _ := addLead(t, db, user.ID, "Lisa")
	if _, err := connect(t, url, "").Exec(t.Context(), `UPDATE leads SET watched_video = true, satisfaction = 9`); err != nil {
		t.Fatal(err)
	}
	asMax(t, db, user, func(tx engine.Tx) error {
		_, err := tx.AddTouches(t.Context(), []engine.Touch{
			{ID: uuid.Must(uuid.NewV7()), LeadID: lead.ID, At: now, Direction: engine.Out, Channel: engine.WhatsApp, SourceKey: "1", TemplateID: "different_angle"},
			{ID: uuid.Must(uuid.NewV7()), LeadID: lead.ID, At: now.Add(-time.Hour), Direction: engine.Out, Channel: engine.WhatsApp, SourceKey: "2", TemplateID: "older"},
			{ID: uuid.Must(uuid.NewV7()), LeadID: lead.ID, At: now.Add(-2 * time.Hour), Direction: engine.In, Channel: engine.WhatsApp, SourceKey: "3", Intent: language.MeansPositive},
			{ID: uuid.Must(uuid.NewV7()), LeadID: lead.ID, At: now.Add(-3 * time.Hour), Direction: engine.In, Channel: engine.WhatsApp, SourceKey: "4", Intent: language.MeansObjection},
		})
		if err != nil {
			return err
		}
		got, err := tx.Particulars(t.Context(), []engine.LeadID{lead.ID})
		want := []engine.Particular{{LeadID: lead.ID, WatchedVideo: true, HasObjections: true, Satisfaction: 9, PreviousTemplate: "different_angle", ResponsePositive: true}}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v: %v", got, want, err)
		}
		return err
	})
}

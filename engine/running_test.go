package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/sequences"
)

// withSequences is a world in which Tom Huber, a friend of the user's, may follow the built-in sequences.
func withSequences(t testing.TB) *world {
	w := newWorld(t)
	builtIn, err := sequences.BuiltInSequences()
	if err != nil {
		t.Fatal(err)
	}
	w.engine.Library = engine.NewLibrary(builtIn, engine.Notation{Read: w.read, Check: sequences.Check, Write: sequences.Write, WriteTemplates: sequences.WriteTemplates})
	w.say("/start")
	w.say("Tom Huber 0170 1234568")
	w.tick(monday.Add(time.Hour))
	w.press("relation.friend")
	w.forget()
	return w
}

// read reads a kept sequence.
func (*world) read(source string) (engine.Sequence, error) { return sequences.Read(source) }

// start starts a sequence with a lead.
func (w *world) start(lead, sequence string) engine.Run {
	w.t.Helper()
	run, err := w.engine.StartSequence(w.t.Context(), w.userAt("1"), w.leadOf(lead), sequence)
	if err != nil {
		w.t.Fatal(err)
	}
	return run
}

// run is the newest run of a lead.
func (w *world) run(lead string) (run engine.Run) {
	w.t.Helper()
	id := w.leadOf(lead)
	w.asUser(func(tx engine.Tx) error {
		runs, err := tx.RunsOf(w.t.Context(), id)
		if err == nil && len(runs) > 0 {
			run = runs[0]
		}
		return err
	})
	return run
}

// expectPlan compares what is planned for a lead: the day and the template.
func (w *world) expectPlan(lead, want string) {
	w.t.Helper()
	s := w.open(lead)
	if got := s.DueAt.In(berlin()).Format("01-02 ") + s.TemplateID; got != want {
		w.t.Errorf("%s is planned for %s, want %s (%+v)", lead, got, want, w.run(lead))
	}
}

// morning lets the list of a day of November or December come.
func (w *world) morning(month time.Month, day int) {
	w.t.Helper()
	w.tick(time.Date(2026, month, day, 8, 0, 0, 0, berlin()))
}

// owner runs a statement past the program.
func (w *world) owner(sql string) {
	w.t.Helper()
	conn, err := pgx.Connect(context.Background(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), sql); err != nil {
		w.t.Fatal(err)
	}
}

func TestARunSteersWhatIsPlanned(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "first_contact_to_partner")
	w.expectPlan("Tom Huber", "11-23 confirm_interest")
	w.say("Tom erledigt")
	w.expectPlan("Tom Huber", "11-25 send_video")
	w.morning(11, 25)
	w.say("Tom auf Samstag")
	w.expectPlan("Tom Huber", "11-28 send_video")
	w.morning(11, 28)
	w.say("Tom erledigt")
	w.expectPlan("Tom Huber", "12-01 gentle_followup") // late by three days, and so is what follows
	w.morning(12, 1)
	w.say("Tom hat geantwortet")
	if run := w.run("Tom Huber"); run.Status != engine.RunPaused || run.Outcome != engine.GotReply || run.Sent != 2 {
		t.Errorf("%+v", run)
	}
	if id := w.open("Tom Huber").TemplateID; id == "gentle_followup" || id == "offer_call" {
		t.Errorf("who waits for an answer is proposed %s", id)
	}
}

func TestAMorningSkipsWhatDoesNotHold(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "first_contact_to_partner")
	for _, d := range []int{23, 25, 28} {
		w.morning(11, d)
		w.say("Tom erledigt")
	}
	w.morning(12, 1)
	w.expectPlan("Tom Huber", "12-01 offer_call")
	w.say("Tom erledigt")
	w.expectPlan("Tom Huber", "12-07 offer_3way_call")
	w.morning(12, 7) // no objection is known
	w.expectPlan("Tom Huber", "12-14 final_attempt")
	w.morning(12, 14)
	w.say("Tom erledigt")
	w.morning(12, 23)
	if lead, run := w.lead("Tom Huber"), w.run("Tom Huber"); lead.Stage != engine.StageNurture || run.SequenceID != "long_term_nurture" {
		t.Errorf("%s on %s", lead.Stage, run.SequenceID)
	}
	w.expectPlan("Tom Huber", "01-22 stay_in_touch")
}

func TestWhoHasSeenTheVideoGetsTheFallback(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "first_contact_to_partner")
	w.say("Tom erledigt")
	w.owner(`UPDATE leads SET watched_video = true`)
	before := w.open("Tom Huber").ID
	w.morning(11, 25)
	w.expectPlan("Tom Huber", "11-25 value_proposition")
	if w.open("Tom Huber").ID == before {
		t.Error("a suggestion changed its words in place")
	}
}

func TestConditionsAreLookedAtAgainWhenACardIsShown(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "first_contact_to_partner")
	w.say("Tom erledigt")
	w.morning(11, 25)
	w.expectPlan("Tom Huber", "11-25 send_video")
	shown := w.last("card")
	w.owner(`UPDATE leads SET watched_video = true`)
	w.clock.set(time.Date(2026, 11, 25, 12, 0, 0, 0, berlin()))
	w.say("Tom")
	w.expectPlan("Tom Huber", "11-25 value_proposition")
	if again := w.last("card"); again.Args["draft"] == shown.Args["draft"] {
		t.Errorf("shows %v again", again.Args["draft"])
	}
	w.say("Tom erledigt")
	if run := w.run("Tom Huber"); run.Sent != 2 || run.LastStep != 1 {
		t.Errorf("%+v", run)
	}
	w.expectPlan("Tom Huber", "11-28 gentle_followup")
	w.clock.set(time.Date(2026, 11, 25, 14, 0, 0, 0, berlin()))
	w.say("rückgängig")
	w.expectPlan("Tom Huber", "11-25 value_proposition")
}

func TestUndoGivesARunBackItsStep(t *testing.T) {
	for _, answer := range []string{"erledigt", "hat geantwortet", "nicht mehr", "in 3 Tagen"} {
		t.Run(answer, func(t *testing.T) {
			w := withSequences(t)
			w.start("Tom Huber", "first_contact_to_partner")
			w.say("Tom erledigt")
			w.morning(11, 25)
			before, planned := w.run("Tom Huber"), w.open("Tom Huber").Suggestion
			before.Undo = nil
			w.say("Tom " + answer)
			w.say("rückgängig")
			after := w.run("Tom Huber")
			after.Undo = nil
			if fmt.Sprint(after) != fmt.Sprint(before) && !sameStand(after, before) {
				t.Errorf("after %q was taken back:\n%+v\nwas\n%+v", answer, after, before)
			}
			if s := w.open("Tom Huber"); s.TemplateID != planned.TemplateID || s.ID != planned.ID {
				t.Errorf("%s is planned, was %s", s.TemplateID, planned.TemplateID)
			}
			w.say("Tom erledigt")
			w.expectPlan("Tom Huber", "11-28 gentle_followup")
		})
	}
}

func sameStand(a, b engine.Run) bool {
	return a.CurrentStep == b.CurrentStep && a.Status == b.Status && a.StepOn.Equal(b.StepOn) && a.Sent == b.Sent &&
		a.Heard == b.Heard && *a.SuggestionID == *b.SuggestionID && a.CompletedAt == nil
}

func TestOneActiveRun(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "first_contact_to_partner")
	_, err := w.engine.StartSequence(t.Context(), w.userAt("1"), w.leadOf("Tom Huber"), "ghost_reactivation")
	if engine.CodeOf(err) != engine.Conflict {
		t.Errorf("a second run: %v", err)
	}
	if _, err = w.engine.StartSequence(t.Context(), w.userAt("1"), w.leadOf("Tom Huber"), "nothing"); engine.CodeOf(err) != engine.NotFound {
		t.Errorf("no such sequence: %v", err)
	}
	w.say("Tom erledigt")
	w.say("Tom hat geantwortet")
	w.start("Tom Huber", "ghost_reactivation") // in place of the paused one
	w.say("Tom nicht mehr")
	if run := w.run("Tom Huber"); run.Status != engine.RunCancelled {
		t.Errorf("a stop leaves %+v", run)
	}
	if _, err = w.engine.StartSequence(t.Context(), w.userAt("1"), w.leadOf("Tom Huber"), "ghost_reactivation"); engine.CodeOf(err) != engine.Invalid {
		t.Errorf("a run of a stopped lead: %v", err)
	}
}

func TestGhostsAreReactivatedByThemselvesOnce(t *testing.T) {
	w := withSequences(t)
	w.say("Tom erledigt") // without a sequence
	for d := 24; d <= 28; d++ {
		w.morning(11, d)
	}
	if run := w.run("Tom Huber"); run.SequenceID != "" {
		t.Fatalf("after five days: %+v", run)
	}
	w.morning(11, 30)
	run := w.run("Tom Huber")
	if run.SequenceID != "ghost_reactivation" || !run.Triggered {
		t.Fatalf("after seven days: %+v", run)
	}
	if id := w.open("Tom Huber").TemplateID; !slices.Contains([]string{"curiosity_hook", "value_reminder", "casual_checkin"}, id) {
		t.Errorf("proposed %s", id)
	}
	w.say("Tom erledigt")
	w.expectPlan("Tom Huber", "12-07 different_angle")
	w.morning(12, 7)
	w.say("Tom erledigt")
	w.expectPlan("Tom Huber", "12-14 final_goodbye")
	w.morning(12, 14)
	w.say("Tom erledigt")
	w.forget()
	w.morning(12, 21)
	if run, names := w.run("Tom Huber"), w.names(); names != "" || run.Outcome != engine.WasArchived {
		t.Errorf("after the last word %s is open: %+v", names, run)
	}
	if keys := w.keys(); !strings.Contains(keys, "leads_archived") {
		t.Errorf("said %s", keys)
	}
}

func TestAnImportedReplyStopsTheStep(t *testing.T) {
	for name, c := range map[string]struct{ chat, want string }{
		"a reply":       {"24.11.26, 10:00 - Tom Huber: Hallo\n", "paused"},
		"an old reply":  {"20.11.26, 10:00 - Tom Huber: Hallo\n", "active"},
		"a new message": {"24.11.26, 10:00 - Max: Hallo\n", "active"},
	} {
		t.Run(name, func(t *testing.T) {
			w := withSequences(t)
			w.start("Tom Huber", "first_contact_to_partner")
			w.say("Tom erledigt")
			w.clock.set(monday.Add(30 * time.Hour))
			w.takeOver("WhatsApp Chat mit Tom Huber.txt", "19.11.26, 10:00 - Max: Hallo\n19.11.26, 11:00 - Tom Huber: Ja?\n"+c.chat)
			if run := w.run("Tom Huber"); string(run.Status) != c.want {
				t.Errorf("%+v", run)
			}
		})
	}
}

func TestSequencesInChat(t *testing.T) {
	w := withSequences(t)
	w.say("vorschau Tom")
	w.expect("preview(Tom Huber)")
	w.say("starte Quatsch mit Tom")
	w.expect("which_sequence")
	w.say("starte Erst-Kontakt zu Partner mit Tom")
	w.expect("run_started(Tom Huber)")
	w.expectPlan("Tom Huber", "11-23 confirm_interest")
	w.say("starte Ghost Reaktivierung mit Tom")
	w.expect("error.run_active")
	w.say("vorschau Tom")
	var steps []string
	for _, step := range w.last("preview").Args["steps"].([]any) {
		args := step.(map[string]any)["args"].(map[string]any)
		steps = append(steps, fmt.Sprint(args["day"].(string)[5:10], " ", args["step"], args["outcome"]))
	}
	want := "11-23 Interesse bestätigen|11-25 Video/Info senden|11-28 Soft Follow-up|12-01 Call anbieten|12-14 Letzte Chance|12-23 nurture|01-22 Nachfragen, wie es geht"
	if got := strings.Join(steps, "|"); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	w.say("Tom erledigt")
	w.forget()
	w.morning(11, 24)
	w.say("pausier Toms Sequenz")
	w.expect("run_paused(Tom Huber)")
	w.say("vorschau Tom")
	if id := w.open("Tom Huber").TemplateID; id == "send_video" {
		t.Errorf("a paused run proposes %s", id)
	}
	w.morning(12, 1)
	w.say("weiter mit Tom")
	w.expectPlan("Tom Huber", "12-02 send_video")
	if run := w.run("Tom Huber"); run.Sent != 1 || !run.Active() {
		t.Errorf("%+v", run)
	}
}

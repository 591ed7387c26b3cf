package engine_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/intake"
)

// TestADueListComesWhateverTheUserDoesBeforeIt lets something happen between the hour of the list and the tick.
func TestADueListComesWhateverTheUserDoesBeforeIt(t *testing.T) {
	for name, before := range map[string]func(w *world){
		"start":    func(w *world) { w.say("/start") },
		"resume":   func(w *world) { w.say("weiter") },
		"a lead":   func(w *world) { w.say("Tom Huber 0170 1234568") },
		"settings": func(w *world) { w.say("einstellungen"); w.press("choice.list_limit") },
		"import":   importOne,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.say("/start")
			w.say("Lisa Meier 0170 1234567")
			w.clock.set(monday.Add(time.Hour + time.Second))
			before(w)
			w.forget()
			w.tick(monday.Add(time.Hour + time.Minute))
			w.expect("summary card_relation(Lisa Meier)")
		})
	}
}

// importOne takes over a lead as the command line does.
func importOne(w *world) {
	user, err := w.db.FirstUser(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	leads := []intake.Lead{{Name: "Anna Bauer", Emails: []string{"anna@example.org"}}}
	if _, err := w.engine.Import(w.t.Context(), user, intake.Result{Format: intake.FormatVCard, Leads: leads}); err != nil {
		w.t.Fatal(err)
	}
}

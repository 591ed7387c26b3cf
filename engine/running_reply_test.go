package engine_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

func TestWhatAReplyMeansDecidesWhatFollows(t *testing.T) {
	for name, c := range map[string]struct {
		sent    []int // days of November on which a step is sent
		reply   string
		status  engine.RunStatus
		outcome engine.RunOutcome
		stage   engine.Stage
		heard   bool
	}{
		"a yes goes on":               {[]int{23}, "Ja gerne, erzähl mir mehr davon!", engine.RunActive, "", engine.StageReplied, true},
		"a no ends it":                {[]int{23}, "Nein danke, das interessiert mich nicht.", engine.RunCompleted, engine.WentToNurture, engine.StageNurture, true},
		"an automatic answer is none": {[]int{23}, "Automatische Antwort: Ich bin derzeit nicht im Büro.", engine.RunActive, "", engine.StageContacted, false},
		"a step that says nothing":    {[]int{23, 25}, "Ja gerne, erzähl mir mehr davon!", engine.RunPaused, engine.GotReply, engine.StageReplied, true},
		"a yes to a call is arranged": {[]int{23, 25, 28, 31}, "Ja gerne, ruf mich einfach an!", engine.RunPaused, engine.GotCall, engine.StageAppointment, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := withSequences(t)
			w.start("Tom Huber", "first_contact_to_partner")
			for _, d := range c.sent {
				w.morning(11, d)
				w.say("Tom erledigt")
			}
			w.clock.set(w.clock.Now().Add(2 * time.Hour))
			w.say("Tom hat geschrieben: " + c.reply)
			run := w.run("Tom Huber")
			if run.Status != c.status || run.Outcome != c.outcome || run.Heard != c.heard || run.Sent != len(c.sent) {
				t.Errorf("%+v", run)
			}
			if stage := w.lead("Tom Huber").Stage; stage != c.stage {
				t.Errorf("stage %s, want %s", stage, c.stage)
			}
			if !c.heard {
				return
			}
			w.say("rückgängig")
			if after := w.run("Tom Huber"); !after.Active() || after.Heard || after.Sent != len(c.sent) {
				t.Errorf("taken back: %+v", after)
			}
		})
	}
}

// TestThePreviewBeginsWhereTheCardComes: whose card was answered today comes tomorrow.
func TestThePreviewBeginsWhereTheCardComes(t *testing.T) {
	w := withSequences(t)
	w.say("Tom hat geschrieben: Klingt spannend, erzähl mir mehr!")
	w.say("starte Erst-Kontakt zu Partner mit Tom")
	w.say("vorschau Tom")
	first := w.last("preview").Args["steps"].([]any)[0].(map[string]any)["args"].(map[string]any)["day"].(string)[:10]
	if due := w.open("Tom Huber").DueAt.Format(time.DateOnly); first != due || due != "2026-11-24" {
		t.Errorf("the preview begins on %s, the card comes on %s", first, due)
	}
}

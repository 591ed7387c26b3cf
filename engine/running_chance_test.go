package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// TestRunsKeepTheirDistanceWhateverTheUserDoes lets a user do anything with a lead on a sequence for a hundred days. The
// messages of a run never come closer than planned unless the user sends one before its day, none comes twice, and there
// is one suggestion all along.
func TestRunsKeepTheirDistanceWhateverTheUserDoes(t *testing.T) {
	sent := 0
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := withSequences(t)
			chance := rand.New(rand.NewPCG(seed, 0))
			w.start("Tom Huber", []string{"first_contact_to_partner", "ghost_reactivation"}[seed%2])
			before := w.run("Tom Huber")
			for d := range 100 {
				at := monday.AddDate(0, 0, d).Add(time.Duration(60+chance.IntN(8*60)) * time.Minute)
				w.tick(at)
				if w.names() == "" {
					break // archived
				}
				w.say(pick(chance))
				if w.names() == "" {
					break
				}
				w.open("Tom Huber") // there is one, or this fails
				after := w.run("Tom Huber")
				if after.ID == before.ID && after.Sent > before.Sent {
					sent++
					w.expectDistance(before, after)
				}
				before = after
			}
		})
	}
	if sent < 8 {
		t.Errorf("only %d messages of runs", sent)
	}
}

func pick(chance *rand.Rand) string {
	said := []string{"Tom erledigt", "Tom erledigt", "Tom erledigt", "Tom morgen", "Tom in 4 Tagen", "rückgängig", "Tom", "Tom hat geantwortet",
		"pausier Toms Sequenz", "weiter mit Tom", "weiter mit Tom", "liste", "Tom anderer Text", "vorschau Tom", "hilfe"}
	return said[chance.IntN(len(said))]
}

// expectDistance compares how far apart the last two messages of a run are with how far they are planned to be.
func (w *world) expectDistance(before, after engine.Run) {
	w.t.Helper()
	if after.LastStep <= before.LastStep || after.Sent != before.Sent+1 {
		w.t.Errorf("step %d after step %d", after.LastStep, before.LastStep)
	}
	if before.SentAt == nil {
		return
	}
	days := map[string][]int{"first_contact_to_partner": {0, 2, 5, 8, 14, 21, 30}, "ghost_reactivation": {0, 7, 14}, "long_term_nurture": {30, 90, 180, 300, 365}}[after.SequenceID]
	planned := days[after.LastStep] - days[before.LastStep]
	if apart := dayIn(after.SentAt).DaysSince(dayIn(before.SentAt)); apart < planned && !w.early(before, after) {
		w.t.Errorf("%s: step %d comes %d days after step %d, planned %d", after.SequenceID, after.LastStep, apart, before.LastStep, planned)
	}
}

// early reports whether the user sent a step before its day, which is theirs to do.
func (w *world) early(before, after engine.Run) bool {
	return dayIn(after.SentAt).Before(timing.DateOf(before.StepOn))
}

func dayIn(t *time.Time) timing.Date { return timing.DateOf(t.In(berlin())) }

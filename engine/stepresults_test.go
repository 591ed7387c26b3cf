package engine_test

import (
	"math"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

func TestStepsAreTalliedByWording(t *testing.T) {
	w := withSequences(t)
	w.start("Tom Huber", "ghost_reactivation")
	w.say("Tom anderer Text")
	first := w.open("Tom Huber")
	w.say("Tom erledigt")
	w.morning(11, 30)
	second := w.open("Tom Huber")
	w.say("Tom erledigt")
	w.clock.set(w.clock.Now().Add(time.Hour))
	w.say("Tom hat geantwortet")
	results, err := w.engine.StepResults(t.Context(), w.userAt("1"), "ghost_reactivation")
	if err != nil {
		t.Fatal(err)
	}
	want := []engine.StepTally{
		{Step: 0, TemplateID: first.TemplateID, Variant: first.Variant, Sent: 1},
		{Step: 1, TemplateID: second.TemplateID, Variant: second.Variant, Sent: 1, Answered: 1},
	}
	for i, r := range results {
		if i >= len(want) || r.StepTally != want[i] || !r.Early {
			t.Errorf("%+v", r)
		}
	}
	if len(results) != len(want) || second.TemplateID != "different_angle" {
		t.Errorf("%+v", results)
	}
}

func TestSharesComeWithAnInterval(t *testing.T) {
	for _, c := range []struct {
		sent, answered int
		low, high      float64
		early          bool
	}{
		{0, 0, 0, 1, true}, {1, 1, 0.207, 1, true}, {20, 0, 0, 0.161, false}, {100, 30, 0.219, 0.396, false},
	} {
		r := engine.StepTally{Sent: c.sent, Answered: c.answered}.Result()
		if math.Abs(r.Low-c.low) > 0.001 || math.Abs(r.High-c.high) > 0.001 || r.Early != c.early {
			t.Errorf("%d of %d: %+v, want %+v", c.answered, c.sent, r, c)
		}
	}
}

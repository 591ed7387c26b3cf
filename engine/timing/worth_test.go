package timing

import (
	"testing"

	"pgregory.net/rapid"
)

func TestWorthOfWriting(t *testing.T) {
	for _, c := range []struct {
		chance float64
		stage  Stage
		want   int
	}{
		{1, StageClosing, 100}, {0, StageClosing, 0}, {.01, StageNew, 0}, {.02, StageNew, 10}, {.04, StageNew, 20},
		{.32, StageNew, 49}, {.32, StageReplied, 59}, {.32, StageInterested, 68}, {.32, StageAppointment, 78},
		{.32, StageCustomer, 64}, {.32, StageNurture, 49}, {1, StageLost, 0},
	} {
		if got := Worth(Chance{In24h: c.chance}, c.stage); got != c.want {
			t.Errorf("%g at %s: %d, want %d", c.chance, c.stage, got, c.want)
		}
	}
}

// TestWorthRises with the chance and stays between 0 and 100.
func TestWorthRises(t *testing.T) {
	stages := []Stage{StageNew, StageContacted, StageReplied, StageInterested, StageAppointment, StageClosing,
		StageCustomer, StagePartner, StageNurture, StageLost}
	rapid.Check(t, func(t *rapid.T) {
		stage := rapid.SampledFrom(stages).Draw(t, "stage")
		a, b := rapid.Float64Range(0, 1).Draw(t, "a"), rapid.Float64Range(0, 1).Draw(t, "b")
		low, high := Worth(Chance{In24h: min(a, b)}, stage), Worth(Chance{In24h: max(a, b)}, stage)
		if low > high || low < 0 || high > 100 {
			t.Fatalf("%g and %g at %s: %d and %d", a, b, stage, low, high)
		}
	})
}

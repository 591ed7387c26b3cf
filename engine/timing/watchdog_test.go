package timing_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine/timing"
)

func TestNoGapIsLongerThanTheTemperatureAllows(t *testing.T) {
	for temperature, want := range map[timing.Temperature]int{timing.Hot: 3, timing.Warm: 14, timing.Cold: 90, "": 90} {
		if got := timing.LongestGap(temperature); got != want {
			t.Errorf("%q: %d, want %d", temperature, got, want)
		}
		for unanswered := range 200 {
			if days := timing.FollowUpAfter(temperature, unanswered); days > want {
				t.Errorf("%q after %d unanswered: %d days", temperature, unanswered, days)
			}
		}
	}
}

func TestNotLaterMovesOnlyWhatIsTooLate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now := time.Unix(rapid.Int64Range(0, 4e9).Draw(rt, "now"), 0)
		at := now.Add(time.Duration(rapid.Int64Range(-1e6, 2e7).Draw(rt, "ahead")) * time.Second)
		days := rapid.SampledFrom([]int{3, 14, 90}).Draw(rt, "days")
		got := timing.NotLater(at, now, days)
		if got.After(at) || got.Sub(now) > time.Duration(days)*24*time.Hour {
			rt.Fatalf("%s at %s became %s", at, now, got)
		}
		if !got.Equal(at) && at.Sub(now) <= time.Duration(days)*24*time.Hour {
			rt.Fatalf("%s was not too late and became %s", at, got)
		}
	})
}

package timing_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

func TestUnknownZonesCountAsUTC(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Zurich": "Europe/Zurich", "": "UTC", "Mars/Olympus": "UTC", "../etc/passwd": "UTC",
	} {
		for range 2 { // the second time it is remembered
			if got := timing.Zone(name); got.String() != want {
				t.Errorf("%q is %s, want %s", name, got, want)
			}
		}
	}
	noon := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	if got := noon.In(timing.Zone("Europe/Zurich")).Hour(); got != 14 {
		t.Errorf("noon in Zurich is at %d", got)
	}
}

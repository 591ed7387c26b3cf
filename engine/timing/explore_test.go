package timing_test

import (
	"math"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// TestDrawnMomentsComeAsOftenAsTheySay draws often enough that a wrong propensity would show.
func TestDrawnMomentsComeAsOftenAsTheySay(t *testing.T) {
	berlin := timing.NewCalendar(timing.Zone("Europe/Berlin"), "DE-BY")
	now := time.Date(2026, 11, 25, 9, 10, 0, 0, berlin.Zone())
	mind := timing.NewMind(timing.NewBrain(timing.DefaultModel()))
	mind.Read([]timing.Touch{
		{At: now.AddDate(0, 0, -8), Out: true}, {At: now.AddDate(0, 0, -8).Add(9 * time.Hour)},
		{At: now.AddDate(0, 0, -4), Out: true}, {At: now.AddDate(0, 0, -4).Add(9 * time.Hour)},
	}, berlin, now, timing.Prior{})
	search := timing.Search{From: now, Lead: berlin, User: timing.Person{Calendar: berlin}, Patience: 72 * time.Hour}
	const draws = 20_000
	said, came := map[time.Time]float64{}, map[time.Time]float64{}
	for seed := range uint64(draws) {
		at, likely, found := mind.Draw(search, seed)
		if !found || !berlin.LegalForLead(at) || at.Before(now) || !at.Before(now.AddDate(0, 0, 7)) {
			t.Fatalf("drew %s", at)
		}
		said[at], came[at] = likely, came[at]+1./draws
	}
	for at, likely := range said {
		if math.Abs(came[at]-likely) > 5*math.Sqrt(likely/draws) {
			t.Errorf("%s came with %.4f, not %.4f", at, came[at], likely)
		}
	}
	best, _ := mind.Best(search)
	if likely := said[best.Truncate(time.Hour)]; likely < 2./float64(len(said)) {
		t.Errorf("the best hour is drawn with %.4f, no more often than others", likely)
	}
}

func TestAShareIsLeftToChance(t *testing.T) {
	const draws = 20_000
	for _, share := range []float64{0, 0.05, 1} {
		n := 0.0
		for seed := range uint64(draws) {
			if timing.Explores(timing.Seed("slot", string(rune(seed))), share) {
				n++
			}
		}
		if math.Abs(n/draws-share) > 0.01 {
			t.Errorf("%.3f explored, want %.2f", n/draws, share)
		}
	}
}

package timing_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine/timing"
)

var allSnoozes = []timing.Snooze{
	timing.SnoozeHour, timing.SnoozeEvening, timing.SnoozeTomorrow, timing.SnoozeDays, timing.SnoozeMonday,
	timing.SnoozeWeeks,
}

// hits plays the snoozes of many users and returns how often the likely one was chosen after the first ten.
// habit draws what a user does; it is called once a user and then at each snooze in a context.
func hits(random *rand.Rand, habit func() func(context int) timing.Snooze) (rate float64) {
	const users, learned, asked = 300, 10, 30
	hit := 0
	for range users {
		choose, counts := habit(), timing.Snoozes{}
		for i := range learned + asked {
			context := []int{0, 0, 1, 2, 3, 4}[random.IntN(6)] // mostly in the morning, seldom at the weekend
			likely, _, _ := timing.LikelySnooze(counts, context, allSnoozes)
			chosen := choose(context)
			if i >= learned && likely == chosen {
				hit++
			}
			counts = counts.Count(context, chosen)
		}
	}
	return float64(hit) / float64(users*asked)
}

// mostly chooses a favourite in 80 of 100 cases, else one of the others.
func mostly(random *rand.Rand, favourite timing.Snooze) timing.Snooze {
	for random.IntN(100) >= 80 {
		if other := allSnoozes[random.IntN(len(allSnoozes))]; other != favourite {
			return other
		}
	}
	return favourite
}

func TestAHabitIsKnownAfterTenSnoozes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		any := func() timing.Snooze { return allSnoozes[random.IntN(len(allSnoozes))] }
		same := hits(random, func() func(int) timing.Snooze {
			favourite := any()
			return func(int) timing.Snooze { return mostly(random, favourite) }
		})
		if same < 0.70 {
			rt.Errorf("one habit all day: hit %.3f", same)
		}
		daily := hits(random, func() func(int) timing.Snooze {
			early, late := any(), any()
			return func(context int) timing.Snooze {
				if context == 0 {
					return mostly(random, early)
				}
				return mostly(random, late)
			}
		})
		if daily < 0.70 {
			rt.Errorf("one habit in the morning, one later: hit %.3f", daily)
		}
	})
}

// TestNoHabitCostsLittle compares what was learned with always offering everybody's favourite.
func TestNoHabitCostsLittle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 2))
		everybody := func(int) timing.Snooze { // as people do on the whole
			n := random.IntN(100)
			return allSnoozes[slices.IndexFunc([]int{20, 45, 80, 88, 96, 100}, func(end int) bool { return n < end })]
		}
		if rate := hits(random, func() func(int) timing.Snooze { return everybody }); rate < 0.35-0.08 {
			rt.Errorf("hit %.3f, always everybody's favourite hits .350", rate)
		}
	})
}

func TestTheLikelySnoozeIsOneOfThoseOffered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		counts, n := timing.Snoozes{}, rapid.IntRange(0, 40).Draw(rt, "snoozes")
		for range n {
			counts = counts.Count(rapid.IntRange(-1, 8).Draw(rt, "context"), rapid.SampledFrom(append(allSnoozes, "")).Draw(rt, "chosen"))
		}
		offered := rapid.SliceOfDistinct(rapid.SampledFrom(allSnoozes), rapid.ID).Draw(rt, "offered")
		likely, share, evidence := timing.LikelySnooze(counts, rapid.IntRange(0, 7).Draw(rt, "now"), offered)
		if len(offered) > 0 && !slices.Contains(offered, likely) || len(offered) == 0 && likely != "" {
			rt.Fatalf("%q of %v", likely, offered)
		}
		if share < 0 || share > 1 || evidence < 0 || evidence > float64(n) {
			rt.Fatalf("share %g, evidence %g of %d", share, evidence, n)
		}
	})
}

func TestANewHabitReplacesAnOldOne(t *testing.T) {
	counts := timing.Snoozes{}
	for range 200 {
		counts = counts.Count(0, timing.SnoozeEvening)
	}
	for range 40 {
		counts = counts.Count(0, timing.SnoozeMonday)
	}
	if likely, _, _ := timing.LikelySnooze(counts, 0, allSnoozes); likely != timing.SnoozeMonday {
		t.Errorf("after forty times Monday: %s", likely)
	}
}

func TestContextsAreThePartsOfWorkdaysAndFreeDays(t *testing.T) {
	for hour, want := range map[int]int{0: 0, 8: 0, 11: 1, 13: 1, 14: 2, 17: 2, 18: 3, 23: 3} {
		at := time.Date(2026, 11, 23, hour, 30, 0, 0, time.UTC)
		if got := timing.SnoozeContext(at, false); got != want {
			t.Errorf("%d o'clock: %d, want %d", hour, got, want)
		}
		if got := timing.SnoozeContext(at, true); got != want+4 {
			t.Errorf("%d o'clock on a free day: %d, want %d", hour, got, want+4)
		}
	}
}

func TestANamedTimeCountsAsTheNearestSnooze(t *testing.T) {
	now := moment(t, "2026-11-23T10:00:00+01:00")
	moments := []timing.Moment{
		{Snooze: timing.SnoozeHour, At: now.Add(time.Hour)}, {Snooze: timing.SnoozeEvening, At: now.Add(8 * time.Hour)},
		{Snooze: timing.SnoozeTomorrow, At: now.Add(22 * time.Hour)}, {Snooze: timing.SnoozeDays, At: now.Add(70 * time.Hour)},
		{Snooze: timing.SnoozeMonday, At: now.Add(166 * time.Hour)}, {Snooze: timing.SnoozeWeeks, At: now.Add(334 * time.Hour)},
	}
	for named, want := range map[string]timing.Snooze{
		"2026-11-23T10:10:00+01:00": timing.SnoozeHour, "2026-11-23T12:00:00+01:00": timing.SnoozeHour,
		"2026-11-23T20:00:00+01:00": timing.SnoozeEvening, "2026-11-24T09:30:00+01:00": timing.SnoozeTomorrow,
		"2026-11-27T09:00:00+01:00": timing.SnoozeDays, "2026-12-01T09:00:00+01:00": timing.SnoozeMonday,
		"2027-03-01T09:00:00+01:00": timing.SnoozeWeeks,
	} {
		if got := timing.NearestSnooze(now, moment(t, named), moments); got != want {
			t.Errorf("%s: %s, want %s", named, got, want)
		}
	}
	if got := timing.NearestSnooze(now, now, nil); got != "" {
		t.Errorf("of no moments: %s", got)
	}
}

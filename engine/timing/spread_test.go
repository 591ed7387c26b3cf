package timing_test

import (
	"maps"
	"testing"

	"github.com/salesflow/salesflow/engine/timing"
	"pgregory.net/rapid"
)

func TestWantsFillWorkdaysByScore(t *testing.T) {
	bavaria := timing.NewCalendar(zone(t, "Europe/Berlin"), "DE-BY")
	wants := []timing.Want{
		{Earliest: date("2026-12-24"), Score: 10}, {Earliest: date("2026-12-24"), Score: 90}, {Earliest: date("2026-12-25"), Score: 50}, {Earliest: date("2026-12-24"), Score: 90},
		{Earliest: date("2026-12-23"), Score: 5},
	}
	load := map[timing.Date]int{date("2026-12-23"): 2, date("2026-12-24"): 1, date("2026-12-28"): 1}
	// One place is left on the 24th and one on the 28th; the holidays and the Sunday between them have none.
	want := []string{"2026-12-29", "2026-12-24", "2026-12-29", "2026-12-28", "2026-12-30"}
	for i, got := range timing.Spread(wants, load, 2, bavaria) {
		if got.String() != want[i] {
			t.Errorf("want %d got %s, want %s", i, got, want[i])
		}
	}
}

func TestSpreadKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := calendars(t).Draw(rt, "calendar")
		from := dates().Draw(rt, "from")
		wants := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) timing.Want {
			return timing.Want{
				Earliest: from.AddDays(rapid.IntRange(0, 20).Draw(rt, "earliest")),
				Score:    rapid.IntRange(0, 5).Draw(rt, "score"),
			}
		}), 0, 60).Draw(rt, "wants")
		capacity := rapid.IntRange(-1, 5).Draw(rt, "capacity")
		load := rapid.MapOfN(rapid.Custom(func(rt *rapid.T) timing.Date {
			return from.AddDays(rapid.IntRange(0, 25).Draw(rt, "loaded"))
		}), rapid.IntRange(0, 7), 0, 10).Draw(rt, "load")
		before := maps.Clone(load)

		days := timing.Spread(wants, load, capacity, c)

		if len(days) != len(wants) || !maps.Equal(load, before) {
			rt.Fatalf("%d days for %d wants, load changed: %v", len(days), len(wants), !maps.Equal(load, before))
		}
		used := map[timing.Date]int{}
		for i, day := range days {
			if !c.Workday(day) || day.Before(wants[i].Earliest) {
				rt.Fatalf("%+v got %s", wants[i], day)
			}
			used[day]++
		}
		for day, n := range used {
			if n+load[day] > max(capacity, 1) {
				rt.Fatalf("%d of %d on %s", n+load[day], capacity, day)
			}
		}
		if i, j, overtaken := overtaking(wants, days); overtaken {
			rt.Fatalf("%+v waits until %s although %+v got %s", wants[i], days[i], wants[j], days[j])
		}
	})
}

// overtaking finds a want j that took a day which i, who was to be served first, could have used.
func overtaking(wants []timing.Want, days []timing.Date) (i, j int, found bool) {
	for i := range wants {
		for j := range wants {
			ahead := wants[i].Score > wants[j].Score || wants[i].Score == wants[j].Score && i < j
			if ahead && days[j].Before(days[i]) && !days[j].Before(wants[i].Earliest) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

func TestNoDayStaysFreeThatAWantCouldHave(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := calendars(t).Draw(rt, "calendar")
		from := dates().Draw(rt, "from")
		n, capacity := rapid.IntRange(1, 40).Draw(rt, "n"), rapid.IntRange(1, 5).Draw(rt, "capacity")
		wants := make([]timing.Want, n)
		for i := range wants {
			wants[i].Earliest = from
		}
		last := timing.Spread(wants, nil, capacity, c)[n-1]
		expected := from.AddDays(-1)
		for range (n + capacity - 1) / capacity {
			expected = c.Next(expected)
		}
		if last != expected {
			rt.Fatalf("%d wants at %d a day end on %s, want %s", n, capacity, last, expected)
		}
	})
}

func BenchmarkSpreadFiveThousandImportedLeads(b *testing.B) {
	c := timing.NewCalendar(zone(b, "Europe/Berlin"), "DE-BY")
	wants := make([]timing.Want, 5000)
	for i := range wants {
		wants[i] = timing.Want{Earliest: date("2026-11-23"), Score: i % 100}
	}
	for b.Loop() {
		timing.Spread(wants, nil, 7, c)
	}
}

func TestNobodyWaitsLongerThanTheLatestDay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := calendars(t).Draw(rt, "calendar")
		from := dates().Draw(rt, "from")
		wants := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) timing.Want {
			earliest := from.AddDays(rapid.IntRange(0, 5).Draw(rt, "earliest"))
			return timing.Want{
				Earliest: earliest, Score: rapid.IntRange(0, 5).Draw(rt, "score"),
				Latest: earliest.AddDays(rapid.SampledFrom([]int{-1, 0, 3, 14, 90}).Draw(rt, "gap")),
			}
		}), 0, 80).Draw(rt, "wants")
		days := timing.Spread(wants, nil, 1, c)
		for i, day := range days {
			first := c.Next(wants[i].Earliest.AddDays(-1))
			late := wants[i].Latest.Before(day) && day != first
			if !c.Workday(day) || day.Before(wants[i].Earliest) || late {
				rt.Fatalf("%+v got %s", wants[i], day)
			}
		}
	})
}

func TestWhereCapacityYieldsTheEmptiestDayIsTaken(t *testing.T) {
	bavaria := timing.NewCalendar(zone(t, "Europe/Berlin"), "DE-BY")
	wants := make([]timing.Want, 100)
	for i := range wants {
		wants[i] = timing.Want{Earliest: date("2026-11-23"), Latest: date("2026-12-06")} // 12 workdays
	}
	used := map[timing.Date]int{}
	for _, day := range timing.Spread(wants, nil, 2, bavaria) {
		used[day]++
	}
	for day, n := range used {
		if n < 8 || n > 9 {
			t.Errorf("%d on %s", n, day)
		}
	}
}

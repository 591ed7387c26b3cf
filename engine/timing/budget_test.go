package timing_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine/timing"
)

func TestListsADayFollowWhatTheUserActsOn(t *testing.T) {
	for _, c := range []struct {
		now  int
		acts timing.Acts
		want int
	}{
		{1, timing.Acts{}, 1},
		{1, timing.Acts{Pushed: 5, Acted: 5}, 1}, // too few to tell
		{1, timing.Acts{Pushed: 6, Acted: 6}, 2},
		{2, timing.Acts{Pushed: 12, Acted: 11}, 3},
		{3, timing.Acts{Pushed: 60, Acted: 60}, 3},
		{2, timing.Acts{Pushed: 20, Acted: 10}, 2},
		{3, timing.Acts{Pushed: 40, Acted: 3}, 2},
		{2, timing.Acts{Pushed: 40, Acted: 38, Ignored: 3}, 1},
		{1, timing.Acts{Pushed: 40}, 1},
	} {
		if got := timing.ListsADay(c.now, c.acts); got != c.want {
			t.Errorf("%d lists, %+v: %d, want %d", c.now, c.acts, got, c.want)
		}
	}
}

func TestListsOfADayAreFiveHoursApart(t *testing.T) {
	for _, c := range []struct {
		first, to string
		n         int
		want      []string
	}{
		{"08:00", "21:00", 1, []string{"08:00"}}, {"08:00", "21:00", 3, []string{"08:00", "13:00", "18:00"}},
		{"07:30", "21:00", 9, []string{"07:30", "12:30", "17:30"}}, {"12:00", "21:00", 3, []string{"12:00", "17:00"}},
		{"18:00", "21:00", 3, []string{"18:00"}}, {"08:00", "13:00", 2, []string{"08:00"}},
	} {
		var got []string
		for _, at := range timing.ListTimes(clock(t, c.first), clock(t, c.to), c.n) {
			got = append(got, at.String())
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d from %s to %s: %v, want %v", c.n, c.first, c.to, got, c.want)
		}
	}
}

func TestInstantPushesHaveAQuarterOfAnHourEach(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		begin := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		minutes := func(name string) time.Time {
			return begin.Add(time.Duration(rapid.IntRange(0, 120).Draw(rt, name)) * time.Minute)
		}
		var taken []time.Time
		for range rapid.IntRange(0, 8).Draw(rt, "others") {
			taken = append(taken, minutes("other"))
		}
		at := minutes("at")
		got := timing.FreeQuarter(at, taken)
		if got.Before(at) || got.Sub(at) > 15*time.Minute*time.Duration(len(taken)+1) {
			rt.Fatalf("%s became %s", at, got)
		}
		for _, other := range taken {
			if other.Truncate(15 * time.Minute).Equal(got.Truncate(15 * time.Minute)) {
				rt.Fatalf("%s and %s share a quarter", got, other)
			}
		}
		if again := timing.FreeQuarter(got, taken); !again.Equal(got) {
			rt.Fatalf("%s is free and becomes %s", got, again)
		}
	})
	at := time.Date(2026, 11, 23, 9, 7, 30, 0, time.UTC)
	if got := timing.NextQuarter(at); got.Format("15:04:05") != "09:15:00" || !timing.NextQuarter(got).Equal(got) {
		t.Errorf("the quarter after %s is %s", at, got)
	}
}

// TestPushesStayWithinTheirBudget plays half a year of many users, each with an own will to act, and a world in
// which two of three users set themselves reminders on a day.
func TestPushesStayWithinTheirBudget(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 3))
		var days []int // pushes of each user-day
		for range 40 {
			days = append(days, halfAYear(random, random.Float64())...)
		}
		slices.Sort(days)
		total := 0
		for _, n := range days {
			total += n
		}
		mean, p99 := float64(total)/float64(len(days)), days[len(days)*99/100]
		if mean > 2.5 || p99 > 5 || days[len(days)-1] > timing.MostLists+timing.MostInstants {
			rt.Errorf("pushes a user-day: mean %.2f, p99 %d, most %d", mean, p99, days[len(days)-1])
		}
	})
}

// halfAYear are the pushes of one user on the workdays of half a year.
func halfAYear(random *rand.Rand, will float64) (days []int) {
	lists, acted := 1, []bool{}
	for day := range 150 {
		if day%6 == 5 {
			last := acted[max(len(acted)-60, 0):]
			a := timing.Acts{Pushed: len(last)}
			for _, did := range last {
				if did {
					a.Acted++
				}
			}
			lists = timing.ListsADay(lists, a)
		}
		pushes := 1
		for range min(random.IntN(3), timing.MostInstants) {
			pushes++
		}
		week := 0
		for _, n := range days[max(len(days)-6, 0):] {
			week += n
		}
		for extra := 1; extra < lists && week+pushes < timing.MostForSecondList; extra++ {
			pushes++
		}
		for range pushes {
			acted = append(acted, random.Float64() < will)
		}
		days = append(days, pushes)
	}
	return days
}

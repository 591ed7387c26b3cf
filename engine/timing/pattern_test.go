package timing

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// patternDay is a Monday without a holiday near.
var patternDay = time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC)

// asked is a history: written to every third day at an hour, answered after some hours; negative ones stay unanswered.
func asked(hour float64, waits ...float64) (touches []Touch) {
	hours := func(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }
	for i, wait := range waits {
		at := patternDay.AddDate(0, 0, 3*i).Add(hours(hour))
		touches = append(touches, Touch{At: at, Out: true})
		if wait >= 0 {
			touches = append(touches, Touch{At: at.Add(hours(wait))})
		}
	}
	return touches
}

func TestPattern(t *testing.T) {
	utc, end := NewCalendar(time.UTC, "DE-BE"), patternDay.AddDate(1, 0, 0)
	weekend := []Touch{}
	for week := range 5 { // written to on Friday, answered on Saturday and Sunday, at many hours
		at := patternDay.AddDate(0, 0, 7*week+4).Add(10 * time.Hour)
		weekend = append(weekend, Touch{At: at, Out: true}, Touch{At: at.Add(time.Duration(24+5*week) * time.Hour)})
	}
	for _, c := range []struct {
		name    string
		touches []Touch
		want    Pattern
	}{
		{"nothing", nil, Pattern{}},
		{"two answers are none", asked(9, 9.5, 9.5), Pattern{Answers: 2}},
		{"three in one hour", asked(9, 9.2, 9.5, 9.7), Pattern{true, EveryDay, 18, 19, 3, 3}},
		{"seven of nine in the evening", asked(9, 9.2, 9.5, 10.2, 10.5, 1, 9.7, 10.7, 4, 10.1), Pattern{true, EveryDay, 18, 20, 7, 9}},
		{"over midnight", asked(9, 14.2, 14.5, 15.2, 14.8, 15.5), Pattern{true, EveryDay, 23, 1, 5, 5}},
		{"at once, whenever it is", asked(18, 0.05, 0.1, 0.05, 0.2, 0.1, 0.05, 0.1, 0.05), Pattern{Answers: 8}},
		{"all over the day", asked(9, 1, 5, 9, 13, 17, 21, 3, 7, 11), Pattern{Answers: 9}},
		{"a talk of one evening is no habit", []Touch{
			{At: patternDay, Out: true}, {At: patternDay.Add(time.Hour)}, {At: patternDay.Add(61 * time.Minute), Out: true},
			{At: patternDay.Add(62 * time.Minute)}, {At: patternDay.Add(63 * time.Minute), Out: true}, {At: patternDay.Add(64 * time.Minute)},
			{At: patternDay.Add(65 * time.Minute)},
		}, Pattern{Answers: 3}},
		{"machines do not count", []Touch{
			{At: patternDay, Out: true}, {At: patternDay.Add(time.Second)}, {At: patternDay.Add(time.Minute), Answer: Automatic},
		}, Pattern{}},
		{"silence", asked(9, -1, -1, -1, -1), Pattern{}},
		{"at weekends", weekend, Pattern{true, Weekends, 0, 24, 5, 5}},
	} {
		if got := FindPattern(c.touches, utc, end); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

// TestPatternIsTrue counts anew what a pattern claims.
func TestPatternIsTrue(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := NewCalendar(zone, "DE-BY")
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		evening := rapid.IntRange(0, 23).Draw(t, "evening")
		var touches []Touch
		var answers []time.Time
		at := patternDay
		for range rapid.IntRange(0, 40).Draw(t, "attempts") {
			at = at.Add(time.Duration(rapid.IntRange(90*60, 240*60).Draw(t, "pause")) * time.Minute)
			touches = append(touches, Touch{At: at, Out: true})
			answer := at.Add(time.Duration(rapid.IntRange(1, 71*60).Draw(t, "wait")) * time.Minute)
			if rapid.IntRange(0, 3).Draw(t, "habit") > 0 { // most at the usual hour
				day := answer.In(zone)
				answer = time.Date(day.Year(), day.Month(), day.Day(), evening, rapid.IntRange(0, 59).Draw(t, "minute"), 0, 0, zone)
			}
			if wait := answer.Sub(at); wait > time.Minute && wait < 72*time.Hour {
				touches, answers = append(touches, Touch{At: answer}), append(answers, answer)
				at = answer
			}
		}
		p := FindPattern(touches, c, at.AddDate(0, 1, 0))
		if p.Answers != len(answers) {
			t.Fatalf("%d answers, want %d", p.Answers, len(answers))
		}
		if !p.Found {
			return
		}
		found++
		inside := 0
		for _, a := range answers {
			if insideOf(p, a.In(zone), c) {
				inside++
			}
		}
		if inside != p.Inside || p.Answers < 3 || float64(p.Inside) < 0.6*float64(p.Answers) {
			t.Fatalf("%+v: %d lie inside", p, inside)
		}
	})
	if found == 0 {
		t.Error("no pattern was found")
	}
}

func insideOf(p Pattern, local time.Time, c Calendar) bool {
	weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
	switch {
	case p.Days == Weekends && !weekend, p.Days == Weekdays && (weekend || !c.Workday(DateOf(local))):
		return false
	case p.From < p.To:
		return local.Hour() >= p.From && local.Hour() < p.To
	}
	return local.Hour() >= p.From || local.Hour() < p.To
}

// TestNoPatternWhereThereIsNone plays leads without any rhythm, quick and slow ones, written to at random or always
// at the same hour: nearly nobody may seem to have one.
func TestNoPatternWhereThereIsNone(t *testing.T) {
	c := NewCalendar(time.UTC, "DE-BE")
	for name, wait := range map[string]func(*rand.Rand) float64{
		"usual": func(r *rand.Rand) float64 { return (pow(1+2*window, r.Float64()) - 1) / 2 },
		"quick": func(r *rand.Rand) float64 { return 0.02 + r.Float64()*0.5 },
		"slow":  func(r *rand.Rand) float64 { return 4 + r.Float64()*60 },
	} {
		for _, fixed := range []bool{false, true} {
			const leads = 2000
			claimed := 0
			for i := range leads {
				if p := FindPattern(flat(rand.New(rand.NewPCG(uint64(i), 7)), wait, fixed), c, patternDay.AddDate(2, 0, 0)); p.Found {
					claimed++
				}
			}
			t.Logf("%s, fixed hour %v: %.1f %%", name, fixed, 100*float64(claimed)/leads)
			if claimed > leads*5/100 {
				t.Errorf("%s, fixed hour %v: %d of %d leads without a rhythm seem to have one", name, fixed, claimed, leads)
			}
		}
	}
}

// flat is a lead that answers 3 to 20 messages with no regard to the hour.
func flat(r *rand.Rand, wait func(*rand.Rand) float64, fixed bool) (touches []Touch) {
	hours := func(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }
	for i := range 3 + r.IntN(18) {
		hour := 18.5
		if !fixed {
			hour = 8 + 13*r.Float64()
		}
		at := patternDay.AddDate(0, 0, 4*i+r.IntN(2)).Add(hours(hour))
		touches = append(touches, Touch{At: at, Out: true}, Touch{At: at.Add(hours(wait(r)))})
	}
	return touches
}

// TestPatternsAreFound plays leads with a rhythm of three hours: most of them are seen after ten answers.
func TestPatternsAreFound(t *testing.T) {
	found, leads := 0, 500
	for i := range leads {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		var touches []Touch
		for day := range 10 {
			at := patternDay.AddDate(0, 0, 4*day).Add(time.Duration(8*60+r.IntN(9*60)) * time.Minute)
			answer := patternDay.AddDate(0, 0, 4*day).Add(time.Duration(18*60+r.IntN(3*60)) * time.Minute)
			if r.IntN(5) == 0 {
				answer = at.Add(time.Duration(1+r.IntN(20*60)) * time.Minute)
			}
			touches = append(touches, Touch{At: at, Out: true}, Touch{At: answer})
		}
		if FindPattern(touches, NewCalendar(time.UTC, "DE-BE"), patternDay.AddDate(1, 0, 0)).Found {
			found++
		}
	}
	if found < leads*9/10 {
		t.Errorf("%d of %d patterns were found", found, leads)
	}
}

func BenchmarkFindPattern(b *testing.B) {
	touches := flat(rand.New(rand.NewPCG(1, 1)), func(r *rand.Rand) float64 { return r.Float64() * 20 }, false)
	b.ReportAllocs()
	for b.Loop() {
		FindPattern(touches, Calendar{}, patternDay.AddDate(1, 0, 0))
	}
}

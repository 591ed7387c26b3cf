package timing

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// anySearch is one of somewhere in the world, often in a week in which clocks change or many holidays are.
func anySearch(t *rapid.T) Search {
	zones := []string{"Europe/Berlin", "Europe/Zurich", "UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/New_York",
		"Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns",
		"America/Havana", "Africa/Cairo", "Asia/Beirut"}
	regions := []Region{"", "DE", "DE-BY", "DE-BE", "AT", "AT-9", "CH-ZH", "CH-TI", "US-CA"}
	weeks := []string{"2027-03-25", "2027-10-28", "2026-12-23", "2027-03-24", "2026-06-01", "2028-02-27", "2026-03-06",
		"2026-10-30", "2026-04-21", "2149-12-29"}
	start, err := time.Parse(time.DateOnly, rapid.SampledFrom(weeks).Draw(t, "week"))
	if err != nil {
		t.Fatal(err)
	}
	calendar := func(of string) Calendar {
		return NewCalendar(Zone(rapid.SampledFrom(zones).Draw(t, of+"'s zone")), rapid.SampledFrom(regions).Draw(t, of+"'s region"))
	}
	clock := func(which string) WallClock {
		m := rapid.IntRange(0, 24*60-1).Draw(t, which)
		return WallClock{Hour: m / 60, Minute: m % 60}
	}
	return Search{
		From: start.Add(time.Duration(rapid.IntRange(0, 7*24*3600).Draw(t, "second")) * time.Second),
		Lead: calendar("lead"), User: Person{Calendar: calendar("user"), ActiveFrom: clock("from"), ActiveTo: clock("to")},
		Patience: Patience(rapid.SampledFrom([]Temperature{Hot, Warm, Cold}).Draw(t, "temperature")),
	}
}

// holds checks a moment that was found: within a week and legal for both, or, if none is, the first for the lead.
func holds(t *rapid.T, s Search, at time.Time, bound bool) {
	if !s.Lead.LegalForLead(at) {
		t.Fatalf("%s is no hour to write at", at.In(s.Lead.Zone()))
	}
	if at.Before(s.From) {
		t.Fatalf("%s has passed", at)
	}
	if bound {
		if at != s.Lead.NextLegal(s.From) {
			t.Fatalf("%s is not the first legal moment", at)
		}
		for step := range s.minutes() {
			if s.legal(step) {
				t.Fatalf("bound, but %s would do", step)
			}
		}
		return
	}
	if !at.Before(s.From.Add(horizon)) || !s.User.Active(at) {
		t.Fatalf("%s: not within a week or not in the user's hours", at.In(s.User.Calendar.Zone()))
	}
}

func TestMomentsAreLegal(t *testing.T) {
	brain := NewBrain(DefaultModel())
	rapid.Check(t, func(t *rapid.T) {
		s, mind := anySearch(t), NewMind(brain)
		mind.Read(anyTouches(t), s.Lead, s.From, Prior{})
		at, bound := mind.Best(s)
		holds(t, s, at, bound)
		first, bound := s.First()
		holds(t, s, first, bound)
		if first.After(at) {
			t.Fatalf("the first moment, %s, comes after the best one, %s", first, at)
		}
	})
}

// TestBestIsNoWorse than any other moment at a full hour of the lead's clock.
func TestBestIsNoWorse(t *testing.T) {
	brain := NewBrain(DefaultModel())
	rapid.Check(t, func(t *rapid.T) {
		s, mind := anySearch(t), NewMind(brain)
		mind.Read(anyTouches(t), s.Lead, s.From, Prior{})
		at, bound := mind.Best(s)
		if bound {
			return
		}
		best := mind.worth(at, s)
		for day := s.Lead.Day(s.From); !s.Lead.At(day, WallClock{}).After(s.From.Add(horizon)); day = day.AddDays(1) {
			for hour := range 24 {
				other := s.Lead.At(day, WallClock{Hour: hour})
				if other.Before(s.From) || !other.Before(s.From.Add(horizon)) || !s.legal(other) {
					continue
				}
				if v := mind.worth(other, s); v > best*(1+1e-6) {
					t.Fatalf("%s is worth %g, %s is worth %g", at, best, other, v)
				}
			}
		}
	})
}

func TestActiveHours(t *testing.T) {
	for _, c := range []struct {
		from, to, at string
		want         bool
	}{
		{"08:00", "22:00", "08:00", true}, {"08:00", "22:00", "07:59", false}, {"08:00", "22:00", "21:59", true},
		{"08:00", "22:00", "22:00", false}, {"18:00", "02:00", "23:00", true}, {"18:00", "02:00", "01:59", true},
		{"18:00", "02:00", "02:00", false}, {"18:00", "02:00", "12:00", false}, {"00:00", "00:00", "12:00", true},
	} {
		from, _ := ParseWallClock(c.from)
		to, _ := ParseWallClock(c.to)
		at, err := ParseWallClock(c.at)
		if err != nil {
			t.Fatal(err)
		}
		berlin := NewCalendar(Zone("Europe/Berlin"), "DE-BE")
		p := Person{Calendar: berlin, ActiveFrom: from, ActiveTo: to}
		if got := p.Active(berlin.At(Date{2026, time.June, 8}, at)); got != c.want {
			t.Errorf("%s in %s-%s: %v, want %v", c.at, c.from, c.to, got, c.want)
		}
	}
}

// TestNightWorkersAreWrittenToByDay: whoever answers at three gets the best of the allowed hours.
func TestNightWorkersAreWrittenToByDay(t *testing.T) {
	said := []said{}
	for i := range 10 {
		said = append(said, out(float64(48*i)), in(float64(48*i)+18))
	}
	mind := mindOf(DefaultModel(), touchesOf(said...), monday.AddDate(0, 1, 0))
	at, bound := mind.Best(Search{From: monday.AddDate(0, 1, 0), Patience: Patience(Cold)})
	if bound || at.Hour() < 18 || at.Hour() > 20 {
		t.Errorf("somebody who answers at three is written to at %s, bound: %v", at, bound)
	}
}

// TestHotLeadsWaitLess than cold ones do for the same rhythm.
func TestHotLeadsWaitLess(t *testing.T) {
	touches := touchesOf(answering(20, 0, 10)...)
	now := time.Date(2026, time.July, 3, 21, 30, 0, 0, time.UTC) // a Friday evening: no more today
	mind := mindOf(only(typeAt(19.5)), touches, now)
	hot, _ := mind.Best(Search{From: now, Patience: Patience(Hot)})
	cold, _ := mind.Best(Search{From: now, Patience: Patience(Cold)})
	if hot.After(cold) || hot.Sub(now) > 24*time.Hour {
		t.Errorf("the hot one is written to at %s, the cold one at %s", hot, cold)
	}
}

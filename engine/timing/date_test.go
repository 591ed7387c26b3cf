package timing_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/salesflow/salesflow/engine/timing"
	"pgregory.net/rapid"
)

func TestDateIsReadAndWrittenAsISO(t *testing.T) {
	for _, s := range []string{"2026-11-25", "2028-02-29", "0001-01-01"} {
		d, err := timing.ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("%s became %s, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "2026-02-30", "25.11.2026", "2026-1-1", "2026-11-25T08:00"} {
		if d, err := timing.ParseDate(s); err == nil {
			t.Errorf("%q was understood as %s", s, d)
		}
	}
}

func TestAddedDaysCanBeCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dates().Draw(t, "d")
		n := rapid.IntRange(-20000, 20000).Draw(t, "n")
		moved := d.AddDays(n)
		if moved.DaysSince(d) != n || moved.AddDays(-n) != d || moved.Before(d) != (n < 0) {
			t.Fatalf("%s plus %d days is %s", d, n, moved)
		}
		if (int(d.Weekday())+n%7+7)%7 != int(moved.Weekday()) {
			t.Fatalf("%s is a %s, %s a %s", d, d.Weekday(), moved, moved.Weekday())
		}
	})
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-11-25")
	f.Add("2026-02-29")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := timing.ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q was read as %s", s, d)
		}
	})
}

func FuzzParseWallClock(f *testing.F) {
	f.Add("08:00")
	f.Add("24:00")
	f.Add("8:00")
	f.Fuzz(func(t *testing.T, s string) {
		if w, err := timing.ParseWallClock(s); err == nil && w.String() != s {
			t.Errorf("%q was read as %s", s, w)
		}
	})
}

func TestOnlyTimesOfDayAreWallClocks(t *testing.T) {
	for _, s := range []string{"00:00", "08:05", "23:59"} {
		if w, err := timing.ParseWallClock(s); err != nil || w.String() != s {
			t.Errorf("%s became %s, %v", s, w, err)
		}
	}
	for _, s := range []string{"", "24:00", "8:00", "08:60", "08:00 ", "0800"} {
		if w, err := timing.ParseWallClock(s); err == nil {
			t.Errorf("%q was understood as %s", s, w)
		}
	}
}

func dates() *rapid.Generator[timing.Date] {
	return rapid.Custom(func(t *rapid.T) timing.Date {
		return date("2000-01-01").AddDays(rapid.IntRange(0, 36000).Draw(t, "day"))
	})
}

func date(s string) timing.Date {
	d, err := timing.ParseDate(s)
	if err != nil {
		return timing.Date{}
	}
	return d
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func moment(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

package timing_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
	"pgregory.net/rapid"
)

func TestWallClockIsResolvedInTheZone(t *testing.T) {
	for _, c := range []struct{ zone, day, clock, want string }{
		{"Europe/Berlin", "2026-11-25", "08:00", "2026-11-25T08:00:00+01:00"},
		{"Europe/Berlin", "2026-07-01", "08:00", "2026-07-01T08:00:00+02:00"},
		{"Europe/Berlin", "2027-03-28", "01:59", "2027-03-28T01:59:00+01:00"},
		{"Europe/Berlin", "2027-03-28", "02:00", "2027-03-28T03:00:00+02:00"},
		{"Europe/Vienna", "2027-03-28", "02:30", "2027-03-28T03:00:00+02:00"},
		{"Europe/Zurich", "2027-03-28", "03:00", "2027-03-28T03:00:00+02:00"},
		{"Europe/Berlin", "2027-10-31", "01:30", "2027-10-31T01:30:00+02:00"},
		{"Europe/Berlin", "2027-10-31", "02:00", "2027-10-31T02:00:00+02:00"},
		{"Europe/Zurich", "2027-10-31", "02:30", "2027-10-31T02:30:00+02:00"},
		{"Europe/Berlin", "2027-10-31", "03:00", "2027-10-31T03:00:00+01:00"},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T03:00:00-04:00"},
		{"America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"},
		{"Asia/Kolkata", "2026-11-25", "08:00", "2026-11-25T08:00:00+05:30"},
		{"UTC", "2026-11-25", "08:00", "2026-11-25T08:00:00Z"},
	} {
		calendar := timing.NewCalendar(zone(t, c.zone), "")
		got := calendar.At(date(c.day), clock(t, c.clock))
		if got.Format(time.RFC3339) != c.want {
			t.Errorf("%s %s in %s is %s, want %s", c.day, c.clock, c.zone, got.Format(time.RFC3339), c.want)
		}
	}
}

func TestSundaysAndHolidaysAreNoWorkdays(t *testing.T) {
	bavaria := timing.NewCalendar(zone(t, "Europe/Berlin"), "DE-BY")
	for day, want := range map[string]bool{
		"2026-11-21": true, "2026-11-22": false, "2026-11-23": true, // Saturday to Monday
		"2026-06-04": false, "2026-12-24": true, "2026-12-25": false, "2026-12-26": false, "2026-12-31": true,
		"2150-01-01": true, // beyond the table
	} {
		if got := bavaria.Workday(date(day)); got != want {
			t.Errorf("%s is a workday: %v, want %v", day, got, want)
		}
	}
	if next := bavaria.Next(date("2026-12-24")); next.String() != "2026-12-28" {
		t.Errorf("after Christmas Eve work goes on at %s", next)
	}
}

func TestZeroCalendarIsUTCAndRestsOnSundays(t *testing.T) {
	var c timing.Calendar
	at := moment(t, "2026-12-25T23:30:00-02:00")
	if c.Zone() != time.UTC || c.Day(at) != date("2026-12-26") {
		t.Errorf("zero calendar shows %s in %s", c.Day(at), c.Zone())
	}
	if !c.Workday(date("2026-12-25")) || c.Workday(date("2026-12-27")) {
		t.Error("the zero calendar must rest on Sundays only")
	}
}

func TestLeadIsWrittenToBetweenEightAndNineOfItsOwnDay(t *testing.T) {
	vienna := timing.NewCalendar(zone(t, "Europe/Vienna"), "AT-9")
	for _, c := range []struct{ at, next string }{
		{"2026-11-25T08:00:00+01:00", "2026-11-25T08:00:00+01:00"},
		{"2026-11-25T20:59:59+01:00", "2026-11-25T20:59:59+01:00"},
		{"2026-11-25T07:59:59+01:00", "2026-11-25T08:00:00+01:00"},
		{"2026-11-25T21:00:00+01:00", "2026-11-26T08:00:00+01:00"},
		{"2026-11-28T21:00:00+01:00", "2026-11-30T08:00:00+01:00"}, // Saturday night
		{"2026-11-29T12:00:00+01:00", "2026-11-30T08:00:00+01:00"}, // Sunday
		{"2026-12-08T07:00:00+01:00", "2026-12-09T08:00:00+01:00"}, // holiday in Austria
		{"2026-11-25T07:30:00Z", "2026-11-25T07:30:00Z"},           // 08:30 in Vienna
		{"2027-03-27T23:00:00+01:00", "2027-03-30T08:00:00+02:00"}, // Easter and summer time
	} {
		at := moment(t, c.at)
		next := vienna.NextLegal(at)
		if !next.Equal(moment(t, c.next)) {
			t.Errorf("after %s the next legal moment is %s, want %s", c.at, next.Format(time.RFC3339), c.next)
		}
		if vienna.LegalForLead(at) != (c.at == c.next) {
			t.Errorf("%s is legal: %v", c.at, vienna.LegalForLead(at))
		}
	}
}

func TestNextLegalMomentIsLegalAndTheFirst(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := calendars(t).Draw(rt, "calendar")
		at := time.Unix(rapid.Int64Range(946684800, 4000000000).Draw(rt, "at"), 0)
		next := c.NextLegal(at)
		if next.Before(at) || !c.LegalForLead(next) || next.Sub(at) > 7*24*time.Hour {
			rt.Fatalf("after %s comes %s", at, next)
		}
		if next.After(at) {
			between := at.Add(time.Duration(rapid.Int64Range(0, int64(next.Sub(at))-1).Draw(rt, "between")))
			if c.LegalForLead(between) {
				rt.Fatalf("%s is legal and earlier than %s", between, next)
			}
		}
	})
}

func TestListComesAtTheLocalTimeOfTheNextWorkday(t *testing.T) {
	bavaria := timing.NewCalendar(zone(t, "Europe/Berlin"), "DE-BY")
	for _, c := range []struct{ now, listAt, want string }{
		{"2026-11-25T07:59:00+01:00", "08:00", "2026-11-25T08:00:00+01:00"},
		{"2026-11-25T08:00:00+01:00", "08:00", "2026-11-26T08:00:00+01:00"},
		{"2026-11-28T09:00:00+01:00", "08:00", "2026-11-30T08:00:00+01:00"}, // over Sunday
		{"2026-11-29T06:00:00+01:00", "08:00", "2026-11-30T08:00:00+01:00"}, // on Sunday
		{"2026-12-24T09:00:00+01:00", "08:00", "2026-12-28T08:00:00+01:00"}, // over Christmas
		{"2026-10-24T09:00:00+02:00", "08:00", "2026-10-26T08:00:00+01:00"}, // over the change of the clocks
		{"2026-11-25T23:30:00Z", "00:15", "2026-11-27T00:15:00+01:00"},      // already tomorrow in Berlin
	} {
		got := timing.NextList(moment(t, c.now), clock(t, c.listAt), bavaria)
		if !got.Equal(moment(t, c.want)) {
			t.Errorf("at %s the next list of %s is %s, want %s", c.now, c.listAt, got.Format(time.RFC3339), c.want)
		}
	}
}

func TestThereIsExactlyOneListAWorkday(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := calendars(t).Draw(rt, "calendar")
		listAt := timing.WallClock{Hour: rapid.IntRange(0, 23).Draw(rt, "hour"), Minute: rapid.IntRange(0, 59).Draw(rt, "minute")}
		now := time.Unix(rapid.Int64Range(946684800, 4000000000).Draw(rt, "now"), 0)
		first := timing.NextList(now, listAt, c)
		second := timing.NextList(first, listAt, c)
		if !first.After(now) || !c.Workday(c.Day(first)) || c.Day(second) != c.Next(c.Day(first)) {
			rt.Fatalf("after %s lists come at %s and %s", now, first, second)
		}
	})
}

func calendars(t *testing.T) *rapid.Generator[timing.Calendar] {
	zones := []*time.Location{zone(t, "Europe/Berlin"), zone(t, "Europe/Zurich"), zone(t, "America/New_York"), zone(t, "Asia/Kolkata"), nil}
	regions := []timing.Region{"DE-BY", "DE", "CH", "CH-TI", "AT-9", ""}
	return rapid.Custom(func(rt *rapid.T) timing.Calendar {
		return timing.NewCalendar(rapid.SampledFrom(zones).Draw(rt, "zone"), rapid.SampledFrom(regions).Draw(rt, "region"))
	})
}

func clock(t testing.TB, s string) timing.WallClock {
	t.Helper()
	w, err := timing.ParseWallClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func BenchmarkLegalForLead(b *testing.B) {
	c := timing.NewCalendar(zone(b, "Europe/Berlin"), "DE-BY")
	at := moment(b, "2026-11-25T14:00:00+01:00")
	b.ReportAllocs()
	for b.Loop() {
		c.LegalForLead(at)
	}
}

func BenchmarkNextLegalOverChristmas(b *testing.B) {
	c := timing.NewCalendar(zone(b, "Europe/Berlin"), "DE-BY")
	at := moment(b, "2026-12-24T22:00:00+01:00")
	b.ReportAllocs()
	for b.Loop() {
		c.NextLegal(at)
	}
}

package language

import "time"

// civil is the calendar day of t in its location, as midnight UTC: days are
// counted in UTC, where each has 24 hours, and placed in a location last.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// wall is the moment a clock on the wall of loc shows minute on day. A time
// that the clock skips becomes the first one after the gap; of one that it
// shows twice it is the first. (time.Date promises neither.)
func wall(day time.Time, minute int, loc *time.Location) time.Time {
	t := time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, loc)
	want := day.Add(time.Duration(minute) * time.Minute)
	start, end := t.ZoneBounds()
	switch shown := asUTC(t); {
	case shown.After(want):
		return start.In(loc)
	case shown.Before(want):
		return end.In(loc)
	case start.IsZero():
		return t
	}
	_, before := start.Add(-time.Second).Zone()
	_, now := t.Zone()
	if first := t.Add(time.Duration(now-before) * time.Second); first.Before(start) && asUTC(first).Equal(want) {
		return first
	}
	return t
}

// asUTC reads the clock that t shows as if it were UTC.
func asUTC(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// valid makes a day, or a zero time if that month has none such.
func valid(year int, month time.Month, day int) time.Time {
	d := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if d.Month() != month || d.Day() != day {
		return time.Time{}
	}
	return d
}

// addMonths stays in the month it arrives at: 31 January and one month is the
// last of February.
func addMonths(d time.Time, n int) time.Time {
	first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d.Day(), last)-1)
}

// monday is the first day of d's calendar week.
func monday(d time.Time) time.Time {
	return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
}

// inWeek is a weekday of the week that begins on a Monday.
func inWeek(monday time.Time, w time.Weekday) time.Time {
	return monday.AddDate(0, 0, (int(w)+6)%7)
}

// coming is the next such weekday after d.
func coming(d time.Time, w time.Weekday) time.Time {
	return d.AddDate(0, 0, (int(w)-int(d.Weekday())+6)%7+1)
}

// isoWeek is the Monday of an ISO 8601 week, or zero if the year has none such.
func isoWeek(year, week int) time.Time {
	m := monday(time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC)).AddDate(0, 0, (week-1)*7)
	if y, w := m.ISOWeek(); y != year || w != week {
		return time.Time{}
	}
	return m
}

// easterSunday follows the anonymous Gregorian algorithm (Nature, 20 April
// 1876; Meeus, Astronomical Algorithms, chapter 8).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

// only is a single day.
func only(d time.Time) daysInTurn {
	return func(n int) (time.Time, bool) { return d, n == 0 && !d.IsZero() }
}

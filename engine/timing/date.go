package timing

import (
	"fmt"
	"time"
)

const secondsADay = 24 * 60 * 60

// Date is a day of the Gregorian calendar without a zone. It is comparable and a good map key; the zero Date
// is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that t shows on the wall of t's own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads "2026-11-25". It fails on anything else, also on a day that does not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("not a date of the form YYYY-MM-DD")
	}
	return DateOf(t), nil
}

// String returns d as "2026-11-25".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays returns the day n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// DaysSince returns how many days d lies after earlier: 0 on the same day, negative before it.
func (d Date) DaysSince(earlier Date) int { return d.number() - earlier.number() }

// Before reports whether d is an earlier day than other.
func (d Date) Before(other Date) bool { return d.number() < other.number() }

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// number counts days from 1 January 1970; midnight UTC is a whole number of days, so the division is exact.
func (d Date) number() int { return int(d.utc().Unix() / secondsADay) }

package timing

import "time"

// A lead may be written to from 8 to 21 o'clock of its own zone: at 20:59 still, at 21:00 no more.
const (
	firstHour = 8
	lastHour  = 21
)

// Calendar is one person's days: a zone and the holidays of a region. The zero Calendar is in UTC and rests on
// Sundays only. It is a value, safe to copy and to share.
type Calendar struct {
	zone *time.Location
	rest regionSet
}

// NewCalendar returns the calendar of somebody in region whose clock shows zone; nil is UTC. Without a known
// region see Holiday.
func NewCalendar(zone *time.Location, region Region) Calendar {
	return Calendar{zone: zone, rest: almanac().bit(region)}
}

// Zone returns the location of the person's clock, never nil.
func (c Calendar) Zone() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// Day returns the person's date at t.
func (c Calendar) Day(t time.Time) Date { return DateOf(t.In(c.Zone())) }

// Workday reports whether d is neither a Sunday nor a public holiday. Saturdays are workdays.
func (c Calendar) Workday(d Date) bool {
	return c.workday(d.number())
}

// workday is Workday for a day as its number.
func (c Calendar) workday(number int) bool {
	if weekday(number) == 6 {
		return false
	}
	table := almanac()
	day := number - table.first
	return day < 0 || day >= len(table.rest) || table.rest[day]&c.rest == 0
}

// weekday counts from Monday, 0, for a day as its number: 1 January 1970 was a Thursday.
func weekday(number int) int { return ((number+3)%7 + 7) % 7 }

// Next returns the first workday after d.
func (c Calendar) Next(d Date) Date {
	for d = d.AddDays(1); !c.Workday(d); d = d.AddDays(1) {
	}
	return d
}

// At returns the moment at which the person's clock shows w on d. A time that the change to summer time skips
// is the first moment after it; one that the change back repeats is the first of the two.
func (c Calendar) At(d Date, w WallClock) time.Time { return w.at(d, c.Zone()) }

// LegalForLead reports whether a lead with this calendar may be written to at t: on a workday from 8 to 21
// o'clock.
func (c Calendar) LegalForLead(t time.Time) bool {
	hour := t.In(c.Zone()).Hour()
	return hour >= firstHour && hour < lastHour && c.Workday(c.Day(t))
}

// NextLegal returns t if it is legal for a lead with this calendar, else the first legal moment after it.
func (c Calendar) NextLegal(t time.Time) time.Time {
	if c.LegalForLead(t) {
		return t
	}
	day := c.Day(t)
	if t.In(c.Zone()).Hour() >= firstHour || !c.Workday(day) {
		day = c.Next(day)
	}
	return c.At(day, WallClock{Hour: firstHour})
}

// NextList returns when a user with calendar c gets the next list: at listAt of the first workday on which
// that is strictly after now.
func NextList(now time.Time, listAt WallClock, c Calendar) time.Time {
	day := c.Day(now)
	if at := c.At(day, listAt); at.After(now) && c.Workday(day) {
		return at
	}
	return c.At(c.Next(day), listAt)
}

package main

import "time"

const (
	step     = 30 * time.Minute // what the truth is made of
	weekLen  = 336              // steps of a week
	watch    = 144              // steps after a message in which an answer to it may come: 72 hours
	horizon  = 7 * 24 * time.Hour
	restTime = 24 * time.Hour // no message so soon after another
	dayHour  = 8              // a lead is written to from this hour on,
	endHour  = 21             // until this one
)

// region is where all made-up leads live: its holidays are the nationwide ones and one more.
const region = "DE-HH"

// holidays of the region in the years played.
var holidays = map[string]bool{
	"2026-01-01": true, "2026-04-03": true, "2026-04-06": true, "2026-05-01": true, "2026-05-14": true,
	"2026-05-25": true, "2026-10-03": true, "2026-10-31": true, "2026-12-25": true, "2026-12-26": true,
	"2027-01-01": true, "2027-03-26": true, "2027-03-29": true, "2027-05-01": true, "2027-05-06": true,
	"2027-05-17": true, "2027-10-03": true, "2027-10-31": true, "2027-12-25": true, "2027-12-26": true,
}

// networker is a user: when he can write.
type networker struct {
	id       string
	zone     *time.Location
	from, to int // hours
}

func (n networker) awake(t time.Time) bool {
	hour := t.In(n.zone).Hour()
	return hour >= n.from && hour < n.to
}

// legalFor says whether somebody who lives in the zone may be written to at t, whoever writes.
func legalFor(zone *time.Location, t time.Time) bool {
	local := t.In(zone)
	if local.Hour() < dayHour || local.Hour() >= endHour || local.Weekday() == time.Sunday {
		return false
	}
	return !holidays[local.Format(time.DateOnly)]
}

// bin is the step of the local week, Monday 00:00 being 0.
func bin(t time.Time, zone *time.Location) int {
	local := t.In(zone)
	hour, minute, _ := local.Clock()
	return (int(local.Weekday()+6)%7)*48 + hour*2 + minute/30
}

// slot is a moment at which a message may be sent, the first of its step.
type slot struct {
	at  time.Time
	bin int
}

// slots returns the moments of the next 7 days that suit everybody, one a step; any leaves the law and the
// networker out of it.
func (c *situationCase) slots(any bool) []slot {
	var all []slot
	first := c.now
	if rested := c.lastOut.Add(restTime); !any && rested.After(first) {
		first = rested
	}
	zone := c.who.zone
	for t := first; t.Before(c.now.Add(horizon)); t = t.Truncate(step).Add(step) {
		if any || legalFor(zone, t) && c.who.user.awake(t) {
			all = append(all, slot{t, bin(t, zone)})
		}
	}
	return all
}

// allows says whether the networker may write at t.
func (c *situationCase) allows(t time.Time) bool {
	return !t.Before(c.now) && !t.Before(c.lastOut.Add(restTime)) &&
		t.Before(c.now.Add(horizon)) && legalFor(c.who.zone, t) && c.who.user.awake(t)
}

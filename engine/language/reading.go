package language

import "time"

// daysInTurn gives the n-th day that a phrase may mean, counted from the
// nearest; more is false when there is none and no later one either. A zero
// day is a round without one (29 February).
type daysInTurn func(n int) (day time.Time, more bool)

// reading is what a phrase said so far. Each slot is filled once.
type reading struct {
	date    daysInTurn
	week    daysInTurn // Mondays
	weekday int        // 1 + time.Weekday, 0: none
	which   int        // as for the kind which, -1: none
	shift   shift
	wait    time.Duration
	year    int // that the day must lie in, 0: none was named
	free    Free
	clock   int // 1 + minutes after midnight, 0: none
	spoken  bool
	part    int // 1 + index into parts, 0: none
	weekend bool
	strict  bool // today does not count once its usual time has passed
	bare    bool // all is one word that is as often no time
	clash   bool
}

// shift is a span of calendar days and months.
type shift struct {
	days, months int
	workdays     int
	set          bool
	leads        bool // it was named before the weekday
}

func (r *reading) hasDay() bool {
	return r.date != nil || r.week != nil || r.weekday > 0 || r.shift.set
}

func (r *reading) empty() bool {
	return !r.hasDay() && r.wait == 0 && r.clock == 0 && r.part == 0
}

func (r *reading) timed() bool { return r.wait > 0 || r.clock > 0 || r.part > 0 }

func (r *reading) setDate(d daysInTurn) bool {
	r.clash = r.clash || r.date != nil || r.week != nil
	r.date = d
	return true
}

func (r *reading) setWeek(d daysInTurn) bool {
	r.clash = r.clash || r.date != nil || r.week != nil
	r.week = d
	return true
}

func (r *reading) setWeekday(d time.Weekday) bool {
	r.clash = r.clash || r.weekday > 0
	r.weekday = int(d) + 1
	return true
}

func (r *reading) setPart(i int) bool {
	r.clash = r.clash || r.part > 0
	r.part = i + 1
	return true
}

// resolve finds the first moment after now that the reading allows. A weekday
// named beside a date must be that of the day found.
func (r *reading) resolve(v *vocabulary, now time.Time) (time.Time, bool) {
	if r.wait > 0 {
		lone := !r.hasDay() && r.clock == 0 && r.part == 0
		return now.Add(r.wait), lone
	}
	dates, ok := r.dates(civil(now))
	if !ok {
		return time.Time{}, false
	}
	for n := 0; n <= 12; n++ {
		day, more := dates(n)
		if !more {
			return time.Time{}, false
		}
		if day.IsZero() || r.year > day.Year() {
			continue
		}
		if r.year > 0 && r.year < day.Year() {
			return time.Time{}, false
		}
		if at, ok := r.onDay(v, day, now); ok {
			return at, r.agrees(day)
		}
	}
	return time.Time{}, false
}

// agrees reports whether a day is the weekday that was named, if any.
func (r *reading) agrees(day time.Time) bool {
	return r.weekday == 0 || int(day.Weekday()) == r.weekday-1
}

// onDay gives the moment meant if it is on this day and still ahead.
func (r *reading) onDay(v *vocabulary, day, now time.Time) (time.Time, bool) {
	minute, last, ok := r.minute(v)
	if !ok {
		return time.Time{}, false
	}
	if at := wall(day, minute, now.Location()); at.After(now) {
		return at, true
	}
	if r.clock > 0 || r.strict || !day.Equal(civil(now)) {
		return time.Time{}, false
	}
	soon := (now.Hour()*60 + now.Minute() + 59) / 30 * 30
	at := wall(day, soon, now.Location())
	return at, soon <= last && at.After(now)
}

// minute gives the minute of the day that is meant, and the last one that
// still would be, once that has passed.
func (r *reading) minute(v *vocabulary) (minute, last int, ok bool) {
	if r.part > 0 {
		p := v.parts[r.part-1]
		if r.clock == 0 {
			return p.at, p.until - 60, p.at >= 0
		}
		m := r.clock - 1
		if m < p.from && m+wholeDay/2 <= p.until {
			m += wholeDay / 2
		}
		return m, 0, p.from <= m && m <= p.until
	}
	switch m := r.clock - 1; {
	case m < 0 && r.weekend:
		return usualWeekend, lastToday, true
	case m < 0:
		return usual, lastToday, true
	case r.spoken && 60 <= m+30 && m < 6*60:
		return m + wholeDay/2, lastToday, true
	default:
		return m, lastToday, true
	}
}

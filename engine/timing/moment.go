package timing

import "time"

// horizon is how far ahead a moment is looked for.
const horizon = 7 * 24 * time.Hour

// Person is somebody's clock and, of a user, the hours in which they are at work for their leads.
type Person struct {
	Calendar   Calendar
	ActiveFrom WallClock
	ActiveTo   WallClock
}

// Active reports whether t lies in the person's active hours: from ActiveFrom until before ActiveTo, over
// midnight where that is the earlier one. Two equal ends mean always.
func (p Person) Active(t time.Time) bool {
	local := t.In(p.Calendar.Zone())
	now, from, to := local.Hour()*60+local.Minute(), p.ActiveFrom.minutes(), p.ActiveTo.minutes()
	switch {
	case from < to:
		return now >= from && now < to
	case from > to:
		return now >= from || now < to
	}
	return true
}

func (w WallClock) minutes() int { return w.Hour*60 + w.Minute }

// Patience is how fast an answer loses its worth while we wait to write: by half every 24 hours with hot leads,
// every 3 days with warm ones, every 2 weeks with all others.
func Patience(t Temperature) time.Duration {
	switch t {
	case Hot:
		return 24 * time.Hour
	case Warm:
		return 72 * time.Hour
	}
	return 14 * 24 * time.Hour
}

// Search is what limits the moment that is looked for.
type Search struct {
	From     time.Time // not before; also the moment from which waiting costs
	Until    time.Time // and before that; zero for a week
	Lead     Calendar
	User     Person
	Patience time.Duration
}

// slots calls yield for the legal moments from s.From on within the horizon: the first of all, and each full
// hour of the lead's clock, in their order.
func (s Search) slots(yield func(time.Time) bool) {
	end := s.end()
	if s.legal(s.From) && !yield(s.From) {
		return
	}
	for day := s.Lead.Day(s.From); ; day = day.AddDays(1) {
		first := s.Lead.At(day, WallClock{Hour: firstHour})
		if !first.Before(end) {
			return
		}
		if !s.Lead.Workday(day) {
			continue
		}
		for hour := range lastHour - firstHour {
			t := first.Add(time.Duration(hour) * time.Hour)
			if t.After(s.From) && t.Before(end) && s.User.Active(t) && !yield(t) {
				return
			}
		}
	}
}

// end is when the search is over.
func (s Search) end() time.Time {
	if end := s.From.Add(horizon); s.Until.IsZero() || end.Before(s.Until) {
		return end
	}
	return s.Until
}

// Span is a stretch of time; a zero Until leaves its end open.
type Span struct{ From, Until time.Time }

func (s Search) legal(t time.Time) bool { return s.Lead.LegalForLead(t) && s.User.Active(t) }

// First returns the first moment that suits both. Where none does within a week, it is the first that suits the
// lead, and bound is true.
func (s Search) First() (at time.Time, bound bool) {
	for step := range s.minutes() {
		if s.legal(step) {
			return step, false
		}
	}
	return s.Lead.NextLegal(s.From), true
}

// minutes are the moments at which something may begin to be legal: now, and every quarter of an hour.
func (s Search) minutes() func(yield func(time.Time) bool) {
	return func(yield func(time.Time) bool) {
		const step = 15 * time.Minute
		if !yield(s.From) {
			return
		}
		for t := s.From.Truncate(step).Add(step); t.Before(s.From.Add(horizon)); t = t.Add(step) {
			if !yield(t) {
				return
			}
		}
	}
}

// Best returns the legal moment within a week at which a message to the lead that was read is worth most:
// the expected worth of an answer, less what waiting costs. bound: as for First.
func (m *Mind) Best(s Search) (at time.Time, bound bool) {
	best, found := 0.0, false
	m.placeBets()
	try := func(t time.Time) bool {
		if v := m.worth(t, s); v > best*(1+1e-9) { // equal ones: the earlier
			best, at, found = v, t, true
		}
		return true
	}
	s.slots(try)
	if !found {
		return s.First()
	}
	for around, step := at, -3; step <= 3; step++ {
		if t := around.Add(time.Duration(step) * 15 * time.Minute); t.After(s.From) && t.Before(s.end()) && s.legal(t) {
			try(t)
		}
	}
	return at, false
}

// worth is the value of a moment, between those of the full hours before and after it, less what waiting costs.
func (m *Mind) worth(t time.Time, s Search) float64 {
	hour, part := s.Lead.hourOfWeek(t)
	v := m.value(int(hour))
	if part > 0 {
		v = (1-part)*v + part*m.value(int(hour)+1)
	}
	return v * exp2(-t.Sub(s.From).Hours()/s.Patience.Hours())
}

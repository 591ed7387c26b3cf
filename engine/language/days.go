package language

import "time"

// dates combines what was said about the day.
func (r *reading) dates(today time.Time) (daysInTurn, bool) {
	switch {
	case r.date != nil:
		return r.shifted(), r.weekday == 0 || !r.shift.set
	case r.week != nil:
		return r.weekDays(), !r.shift.set && r.which < 0
	case r.weekday > 0:
		d, ok := r.weekdayFrom(today)
		return only(d), ok
	case r.shift.set:
		return only(r.shift.from(today, r.free)), true
	}
	r.strict = true
	return func(n int) (time.Time, bool) { return today.AddDate(0, 0, n), n <= 1 }, true
}

func (s shift) from(d time.Time, free Free) time.Time {
	d = addMonths(d, s.months).AddDate(0, 0, s.days)
	for n := s.workdays; n > 0; {
		d = d.AddDate(0, 0, 1)
		if weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday; !weekend && (free == nil || !free(d)) {
			n--
		}
	}
	return d
}

// back is the same span towards the past.
func (s shift) back() shift {
	s.days, s.months = -s.days, -s.months
	return s
}

// shifted moves a date by a span ("morgen in 14 Tagen").
func (r *reading) shifted() daysInTurn {
	if !r.shift.set {
		return r.date
	}
	return func(n int) (time.Time, bool) {
		d, more := r.date(n)
		if d.IsZero() {
			return d, more
		}
		return r.shift.idiomatic().from(d, r.free), more
	}
}

// idiomatic takes the eight days of "heute in acht Tagen" for the week that
// is meant.
func (s shift) idiomatic() shift {
	if s.days == 8 {
		s.days = 7
	}
	return s
}

func (r *reading) weekDays() daysInTurn {
	w := time.Monday
	if r.weekday > 0 {
		w = time.Weekday(r.weekday - 1)
	}
	return func(n int) (time.Time, bool) {
		m, more := r.week(n)
		if m.IsZero() {
			return m, more
		}
		return inWeek(m, w), more
	}
}

// weekdayFrom finds a weekday by its neighbours: "nächsten", "in zwei Wochen".
func (r *reading) weekdayFrom(today time.Time) (time.Time, bool) {
	w := time.Weekday(r.weekday - 1)
	if r.shift.set {
		days := r.shift.idiomatic().days
		whole := days%7 == 0 && r.shift.months == 0 && r.shift.workdays == 0 && r.which < 0
		if r.shift.leads {
			return inWeek(monday(today).AddDate(0, 0, days), w), whole
		}
		return coming(today, w).AddDate(0, 0, days), whole
	}
	if r.which >= 2 {
		return inWeek(monday(today).AddDate(0, 0, 7*(r.which-1)), w), true
	}
	return coming(today, w), true
}

// weekdayName reads "Dienstag", "am nächsten Di".
func (p *parser) weekdayName() bool {
	w, named := p.accept(which)
	d, ok := p.accept(weekday)
	if !ok {
		return false
	}
	if named {
		p.r.clash = p.r.clash || p.r.which >= 0
		p.r.which = w.value
	}
	return p.r.setWeekday(time.Weekday(d.value))
}

// sunday reads So, which mostly is the word for "about": it is the day where
// nothing follows or a number does. "So um 9" may be either.
func (p *parser) sunday() bool {
	if p.peek(0).text != "so" {
		return false
	}
	next := p.peek(1)
	afterArticle := p.previousIs("am", "diesen", "nachsten", "kommenden")
	p.at++
	switch {
	case p.r.hasDay():
		return true
	case afterArticle, next.kind == none, next.kind == number, next.kind == part, next.kind == mark && next.text != "!":
		if w := p.peek(-2); w.kind == which {
			p.r.which = w.value
		}
		p.r.bare = p.lone()
		return p.r.setWeekday(time.Sunday)
	case next.text == "um" && p.peek(1).kind != filler:
		p.r.clash = true
	}
	return true
}

// relativeDay reads heute, morgen, übermorgen; a morgen beside another day, or
// after am, is its morning.
func (p *parser) relativeDay() bool {
	d, ok := p.accept(day)
	if !ok {
		return false
	}
	if d.text == "morgen" && (p.r.hasDay() || p.at > 1 && p.syms[p.at-2].text == "am") {
		return p.r.setPart(0)
	}
	return p.r.setDate(only(p.today.AddDate(0, 0, d.value)))
}

// partOfDay reads früh, mittags, nach Feierabend.
func (p *parser) partOfDay() bool {
	s, ok := p.accept(part)
	return ok && p.r.setPart(s.value)
}

// aroundWeekend reads "am Wochenende", "vor dem nächsten Wochenende".
func (p *parser) aroundWeekend() bool {
	_, later := p.accept(after)
	_, sooner := p.accept(before)
	p.skipFillers()
	w, named := p.accept(which)
	if _, ok := p.accept(weekend); !ok {
		return false
	}
	p.r.clash = p.r.clash || p.r.weekday > 0
	saturday := inWeek(monday(p.today), time.Saturday)
	if named && w.value >= 2 {
		saturday = saturday.AddDate(0, 0, 7*(w.value-1))
	}
	switch {
	case (later || sooner) && p.r.shift.set:
		return false
	case later:
		return p.r.setDate(only(saturday.AddDate(0, 0, 2)))
	case sooner:
		return p.r.setDate(only(saturday.AddDate(0, 0, -1)))
	}
	p.r.weekend, p.r.strict = true, true
	return p.r.setDate(func(n int) (time.Time, bool) {
		return saturday.AddDate(0, 0, n/2*7+n%2), n <= 2
	})
}

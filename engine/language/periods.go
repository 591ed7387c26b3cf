package language

import (
	"slices"
	"time"
)

// period is a week, month, quarter or year, of which a phrase names one day.
type period struct {
	edge   int // as for the kind edge, 0: none named
	months int // how long it is; 0 is a week
	begins daysInTurn
	named  bool // by its own name ("im Dezember"), not by its distance
}

// period reads "nächste Woche", "Ende des Monats", "Mitte Jänner", "im Q1",
// "in der KW 50".
func (p *parser) period() bool {
	e, edged := p.accept(edge)
	article := p.peek(-1).kind == filler || p.peek(-1).kind == in
	if edged {
		p.skipFillers()
		p.accept(between) // "Ende von Mai"
	}
	w, directed := p.accept(which)
	distance := w.value
	if !directed {
		distance = -1
	}
	if p.byName(e.value) {
		p.r.bare = !edged && !directed && !article && p.peek(-1).kind == month
		return true
	}
	unit := p.peek(0)
	length := 0
	switch {
	case !edged && !directed:
		return false
	case unit.kind == days && unit.value == 7:
	case unit.kind == months && 12%unit.value == 0 && unit.value != 6:
		length = unit.value
	default:
		return false
	}
	p.at++
	return p.byDistance(period{edge: e.value, months: length}, distance)
}

// wholeYear reads the "heuer" or "nächsten Jahres" beside a day that is named
// without its year.
func (p *parser) wholeYear() bool {
	p.skipFillers()
	year := p.today.Year()
	if _, ok := p.accept(thisyear); !ok {
		w, directed := p.accept(which)
		unit, _ := p.accept(months)
		if !directed || unit.value != 12 {
			return false
		}
		year += [...]int{0, 1, 1, 2}[w.value]
	}
	named := func(s symbol) bool { return s.kind == month || s.kind == feast || s.kind == number }
	if !slices.ContainsFunc(p.syms[p.at:], named) && p.r.date == nil {
		return false
	}
	p.r.clash = p.r.clash || p.r.year > 0
	p.r.year = year
	return true
}

// nextWorkday reads "nächster Werktag".
func (p *parser) nextWorkday() bool {
	p.skipFillers()
	w, directed := p.accept(which)
	if _, ok := p.accept(workdays); !ok || !directed || w.value == 0 {
		return false
	}
	p.r.clash = p.r.clash || p.r.hasDay()
	p.r.shift = shift{workdays: max(1, w.value-1), set: true}
	return true
}

// byDistance places a period 0, 1 or 2 from the present one. Without a
// distance ("Ende des Monats") it is the present one or, past that, the next.
func (p *parser) byDistance(t period, distance int) bool {
	first, last := 0, 1
	switch {
	case distance == 0:
		last = 0
		p.r.clash = p.r.clash || t.edge == 0 && t.months > 0
	case distance > 0:
		first = max(1, distance-1)
		last = first
	}
	begin := monday(p.today)
	if t.months > 0 {
		month := (int(p.today.Month()) - 1) / t.months * t.months
		begin = time.Date(p.today.Year(), time.Month(month+1), 1, 0, 0, 0, 0, time.UTC)
	}
	t.begins = func(n int) (time.Time, bool) {
		k := first + n
		if t.months == 0 {
			return begin.AddDate(0, 0, 7*k), k <= last
		}
		return addMonths(begin, k*t.months), k <= last
	}
	return p.setPeriod(t)
}

// byName reads a month, quarter or calendar week after an edge, if any.
func (p *parser) byName(edge int) bool {
	t := period{edge: edge, named: true}
	var begin func(year int) time.Time
	if m, ok := p.accept(month); ok {
		t.months = 1
		begin = func(year int) time.Time { return valid(year, time.Month(m.value), 1) }
	} else if q, ok := p.quarter(); ok {
		t.months = 3
		begin = func(year int) time.Time { return valid(year, time.Month(3*q-2), 1) }
	} else if w, ok := p.weekNumber(); ok {
		begin = func(year int) time.Time { return isoWeek(year, w) }
	} else if year, ok := p.acceptYear(4); ok && edge > 0 {
		t.months, t.begins = 12, only(valid(year, 1, 1))
		return p.setPeriod(t)
	} else {
		return false
	}
	if year, ok := p.acceptYear(4); ok {
		t.begins = only(begin(year))
		return p.setPeriod(t)
	}
	year := p.today.Year()
	t.begins = func(n int) (time.Time, bool) { return begin(year + n), true }
	return p.setPeriod(t)
}

// quarter reads Q1, "1. Quartal" and "ersten Quartal".
func (p *parser) quarter() (int, bool) {
	if _, ok := p.accept(quarter); ok {
		return p.acceptNumber(1, 4)
	}
	start := p.at
	n, ok := p.dayNumber()
	unit, of := p.accept(months)
	if ok && of && unit.value == 3 && n <= 4 {
		return n, true
	}
	p.at = start
	return 0, false
}

// weekNumber reads "KW 50" and "50. KW".
func (p *parser) weekNumber() (int, bool) {
	if _, ok := p.accept(weekno); ok {
		return p.acceptNumber(1, 53)
	}
	start := p.at
	n, ok := p.acceptNumber(1, 53)
	p.acceptMark(".")
	if _, of := p.accept(weekno); ok && of {
		return n, true
	}
	p.at = start
	return 0, false
}

func (p *parser) setPeriod(t period) bool {
	if t.months == 1 && t.edge == 0 && p.dayWithin(t.begins) {
		return true
	}
	if t.months > 0 {
		return p.r.setDate(t.days(p.today))
	}
	if t.edge > 0 {
		p.r.setWeekday([...]time.Weekday{time.Monday, time.Wednesday, time.Friday}[t.edge-1])
	}
	return p.r.setWeek(t.weeks(p.today))
}

// days picks the day meant. A named period that is running and whose day has
// passed is no answer: nobody says "im Dezember" for a year from now in
// December.
func (t period) days(today time.Time) daysInTurn {
	return func(n int) (time.Time, bool) {
		begin, more := t.begins(n)
		if begin.IsZero() || !more {
			return begin, more
		}
		d := t.pick(begin)
		running := !today.Before(begin) && today.Before(addMonths(begin, t.months))
		return d, !(t.named && running && !d.After(today) && t.edge < 3)
	}
}

// weeks is begins without the running week where that was named by number.
func (t period) weeks(today time.Time) daysInTurn {
	return func(n int) (time.Time, bool) {
		begin, more := t.begins(n)
		return begin, more && !(t.named && begin.Equal(monday(today)))
	}
}

func (t period) pick(begin time.Time) time.Time {
	switch t.edge {
	case 2:
		return addMonths(begin, t.months/2).AddDate(0, 0, t.months%2*14)
	case 3:
		return addMonths(begin, t.months).AddDate(0, 0, -1)
	}
	return begin
}

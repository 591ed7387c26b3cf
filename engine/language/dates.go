package language

import "time"

// isoDate reads 2026-12-24.
func (p *parser) isoDate() bool {
	year, ok := p.acceptYear(4)
	if !ok || !p.acceptMark("-") {
		return false
	}
	m, ok1 := p.acceptNumber(1, 12)
	dash := p.acceptMark("-")
	d, ok2 := p.acceptNumber(1, 31)
	return ok1 && dash && ok2 && p.r.setDate(only(valid(year, time.Month(m), d)))
}

// numericDate reads 24.12., 24.12.2026, 24. 12. 26 and 24/12.
func (p *parser) numericDate() bool {
	d, ok := p.acceptNumber(1, 31)
	sep := p.peek(0).text
	if !ok || sep != "." && sep != "/" {
		return false
	}
	p.at++
	second := p.peek(0)
	m, ok := p.acceptNumber(1, 12)
	if !ok {
		return false
	}
	if !p.acceptMark(sep) {
		if sep == "." && p.looksLikeClock(d, second) {
			return false
		}
		return p.setDayAndMonth(d, time.Month(m))
	}
	if year, ok := p.acceptYear(2); ok {
		return p.r.setDate(only(valid(year, time.Month(m), d)))
	}
	return p.setDayAndMonth(d, time.Month(m))
}

// looksLikeClock decides about 9.10 without a closing dot. Where both readings
// stay open the phrase contradicts itself and the user is asked.
func (p *parser) looksLikeClock(hour int, second symbol) bool {
	possible := hour < 24 && len(second.text) == 2 && second.glued
	opening := p.peek(-4)
	if !possible || opening.text == "am" || opening.text == "den" || opening.text == "zum" {
		return false
	}
	if p.peek(0).kind == oclock || p.r.hasDay() || opening.kind == about {
		return true
	}
	if second.value%5 != 0 {
		return false // nobody means the minute of 15.12
	}
	p.r.clash = true
	return true
}

// dayAndMonth reads "24. Dezember 2026", "dritten Jänner", "24th of December".
func (p *parser) dayAndMonth() bool {
	d, ok := p.dayNumber()
	if !ok {
		return false
	}
	p.skipFillers()
	m, ok := p.accept(month)
	if !ok {
		return false
	}
	return p.finishDate(d, time.Month(m.value))
}

// monthAndDay reads "December 24th".
func (p *parser) monthAndDay() bool {
	m, ok := p.accept(month)
	if !ok {
		return false
	}
	d, ok := p.acceptNumber(1, 31)
	p.accept(suffix)
	if next := p.peek(0); !ok || next.kind == oclock || next.text == ":" || next.text == "." {
		return false
	}
	p.acceptMark(",")
	return p.finishDate(d, time.Month(m.value))
}

func (p *parser) finishDate(d int, m time.Month) bool {
	if year, ok := p.acceptYear(4); ok {
		return p.r.setDate(only(valid(year, m, d)))
	}
	return p.setDayAndMonth(d, m)
}

// dayOfMonth reads "am 15." and, with a closing dot or after am, the next day
// of that number.
func (p *parser) dayOfMonth() bool {
	if p.eightSpoken() {
		return false
	}
	article := p.previousIs("am", "den", "zum")
	written := p.peek(0)
	d, ok := p.dayNumber()
	if !ok {
		return false
	}
	dotted := p.previousIs(".") || written.kind == ordinal || p.peek(-1).kind == suffix
	if next := p.peek(0); !dotted && (!article || next.kind == oclock || next.kind == mark || next.kind == meridiem) {
		return false
	}
	if p.peek(0).kind == months || p.peek(0).kind == weekno {
		return false
	}
	first := p.today.AddDate(0, 0, 1-p.today.Day())
	in := func(n int) time.Time {
		m := addMonths(first, n)
		return valid(m.Year(), m.Month(), d)
	}
	if n, ok := p.monthsAhead(); ok {
		return p.r.setDate(only(in(n)))
	}
	p.r.strict = true
	return p.r.setDate(func(n int) (time.Time, bool) { return in(n), true })
}

// monthsAhead reads the "nächsten Monats" after a day.
func (p *parser) monthsAhead() (int, bool) {
	start := p.at
	p.skipFillers()
	w, ok := p.accept(which)
	unit, of := p.accept(months)
	if ok && of && unit.value == 1 {
		return [...]int{0, 1, 1, 2}[w.value], true
	}
	p.at = start
	return 0, false
}

// dayNumber reads 15, "15.", 15th and fünfzehnten.
func (p *parser) dayNumber() (int, bool) {
	if s, ok := p.accept(ordinal); ok {
		return s.value, true
	}
	d, ok := p.acceptNumber(1, 31)
	if p.peek(0).text == "." && p.peek(1).kind == number && p.peek(1).glued {
		return 0, false // the hour of 9.30
	}
	if ok && !p.acceptMark(".") {
		p.accept(suffix)
	}
	return d, ok
}

// acceptYear takes a year of four digits, or of two where fewest allows it.
func (p *parser) acceptYear(fewest int) (int, bool) {
	s := p.peek(0)
	next := p.peek(1)
	if s.kind != number || next.kind == oclock || next.text == ":" {
		return 0, false
	}
	switch {
	case len(s.text) == 4 && s.value >= 2000:
		p.at++
		return s.value, true
	case len(s.text) == 2 && fewest <= 2 && s.glued && next.text != ".":
		p.at++
		return 2000 + s.value, true
	}
	return 0, false
}

// setDayAndMonth sets a date of every year, from this one on.
func (p *parser) setDayAndMonth(d int, m time.Month) bool {
	year := p.today.Year()
	return p.r.setDate(func(n int) (time.Time, bool) { return valid(year+n, m, d), true })
}

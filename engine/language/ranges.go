package language

import "time"

// dateRange reads "vom 15. bis 18. März" and "15.12.-18.12.", of which the
// start counts.
func (p *parser) dateRange() bool {
	_, opened := p.accept(between)
	d, m, ok := p.dayMaybeMonth()
	s := p.peek(0)
	if joins := s.kind == until || s.text == "-" || s.text == "–" || opened && s.kind == and; !ok || !joins {
		return false
	}
	p.at++
	p.skipFillers()
	_, last, ok := p.dayMaybeMonth()
	if !ok || last == 0 {
		return false
	}
	if m == 0 {
		m = last
	}
	return p.finishDate(d, time.Month(m))
}

// dayMaybeMonth reads "15.", "15.12." and "15. Dezember"; without a month that is 0.
func (p *parser) dayMaybeMonth() (d, m int, ok bool) {
	if s, spelled := p.accept(ordinal); spelled {
		d, ok = s.value, true
	} else if d, ok = p.acceptNumber(1, 31); ok && !p.acceptMark(".") {
		p.accept(suffix)
	}
	if s, named := p.accept(month); named {
		return d, s.value, ok
	}
	if m, numbered := p.acceptNumber(1, 12); numbered && p.acceptMark(".") {
		return d, m, ok
	}
	return d, 0, ok
}

// besideDate reads "nach dem 15.12.", "vor dem 15.": the day after or before.
func (p *parser) besideDate() bool {
	_, later := p.accept(after)
	_, sooner := p.accept(before)
	if later == sooner {
		return false
	}
	p.skipFillers()
	start, article := p.at, p.previousIs("dem", "den")
	for _, rule := range [...]func(*parser) bool{(*parser).numericDate, (*parser).dayAndMonth, (*parser).dayOfMonth} {
		if p.at = start; !p.dateAhead() && !article || !rule(p) {
			continue
		}
		days, date := 1, p.r.date
		if sooner {
			days = -1
		}
		if p.r.shift.set { // "2 Tage vor dem 15."
			days = 0
		}
		if p.r.shift.set && sooner {
			p.r.shift = p.r.shift.back()
		}
		p.r.date = func(n int) (time.Time, bool) {
			d, more := date(n)
			if d.IsZero() {
				return d, more
			}
			return d.AddDate(0, 0, days), more
		}
		return true
	}
	return false
}

// dayWithin reads the day behind a month: "nächsten Monat am 5.", "im März um
// den 15.".
func (p *parser) dayWithin(begins daysInTurn) bool {
	start := p.at
	for p.peek(0).kind == filler || p.peek(0).kind == about {
		p.at++
	}
	written := p.peek(0)
	d, ok := p.dayNumber()
	if next := p.peek(0); !ok || !p.previousIs(".") && written.kind != ordinal || next.kind == month || next.kind == number && next.glued {
		p.at = start
		return false
	}
	return p.r.setDate(func(n int) (time.Time, bool) {
		begin, more := begins(n)
		if begin.IsZero() {
			return begin, more
		}
		return valid(begin.Year(), begin.Month(), d), more
	})
}

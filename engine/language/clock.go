package language

// timeOfDay is a time on the clock as it was said.
type timeOfDay struct {
	minute int
	sure   bool // it cannot be anything else, as a bare "9" can
	spoken bool // it may mean the hour of either half of the day
}

// clock reads "um 9", "halb zehn", "9.30 Uhr", "zwischen 9 und 10", "9pm".
func (p *parser) clock() bool {
	named, ranged := p.clockOpening()
	if p.dateAhead() {
		return false
	}
	words := p.peek(0).kind == quantity && p.previousIs("am")
	t, ok := p.timeOfDay()
	if !ok {
		return false
	}
	closed, sure := p.rangeEnd(ranged)
	if ranged && !closed {
		return false
	}
	if !t.sure && !named && !sure && !words && !p.r.hasDay() && p.r.part == 0 {
		return false
	}
	p.r.clash = p.r.clash || p.r.clock > 0
	p.r.clock, p.r.spoken = t.minute+1, t.spoken
	return true
}

// clockOpening reads "um", "so gegen", "nach", "zwischen".
func (p *parser) clockOpening() (named, ranged bool) {
	for {
		switch s := p.peek(0); s.kind {
		case about, after, until:
			named = true
		case between:
			named, ranged = true, true
		case filler:
			if !named {
				return named, ranged
			}
		default:
			return named, ranged
		}
		p.at++
	}
}

// rangeEnd passes over the "bis 10" of a range, of which the start counts.
func (p *parser) rangeEnd(ranged bool) (closed, sure bool) {
	start := p.at
	s := p.peek(0)
	p.at++
	if s.kind == until || s.text == "-" || s.text == "–" || ranged && s.kind == and {
		if t, ok := p.timeOfDay(); ok {
			return true, t.sure
		}
	}
	p.at = start
	return false, false
}

// dateAhead tells the numbers of a date behind ab, bis, nach ("ab 1.1.", "bis
// zum 15. Dezember") from those of a clock.
func (p *parser) dateAhead() bool {
	if p.peek(0).kind != number || p.peek(1).text != "." {
		return false
	}
	opening := p.peek(-1)
	if opening.text == "dem" || opening.text == "den" || p.peek(2).kind == month {
		return true
	}
	return opening.text != "um" && opening.text != "gegen" && p.peek(2).kind == number && p.peek(3).text == "."
}

func isUnit(k kind) bool { return k == minutes || k == days || k == months || k == workdays }

func (p *parser) timeOfDay() (timeOfDay, bool) {
	start := p.at
	forms := [...]func(*parser) (timeOfDay, bool){
		(*parser).midnight, (*parser).halfHour, (*parser).quarterHour, (*parser).minutesAround, (*parser).hourAndMinute,
	}
	for _, form := range forms {
		if t, ok := form(p); ok {
			p.accept(oclock)
			return t, true
		}
		p.at = start
	}
	return timeOfDay{}, false
}

// hour reads an hour as it is spoken with halb and viertel.
func (p *parser) hour() (int, bool) {
	if s, ok := p.accept(quantity); ok {
		return s.value, 1 <= s.value && s.value <= 12
	}
	if p.eightSpoken() {
		p.at++
		return 8, true
	}
	return p.acceptNumber(1, 24)
}

// hourAndMinute reads 9, "9 Uhr 30", 9:30, 9.30, 9h30, 9am and "neun Uhr".
func (p *parser) hourAndMinute() (timeOfDay, bool) {
	s := p.peek(0)
	h, ok := p.acceptNumber(0, 24)
	if p.eightSpoken() {
		p.at++
		return timeOfDay{minute: 8 * 60, spoken: true}, true
	}
	if !ok {
		var word symbol
		if word, ok = p.accept(quantity); !ok || word.value > 24 {
			return timeOfDay{}, false
		}
		h = word.value
	}
	t := timeOfDay{minute: h * 60, spoken: s.text != "0" && s.text[0] != '0'}
	switch sep := p.peek(0); {
	case sep.text == ":" || sep.text == "." && p.peek(1).glued && len(p.peek(1).text) == 2:
		p.at++
		m, ok := p.acceptNumber(0, 59)
		t.minute += m
		t.sure, t.spoken = true, false
		p.meridiem(&t)
		return t, ok && t.minute <= wholeDay
	case sep.kind == oclock:
		p.at++
		m, _ := p.minutesAfterHour()
		t.minute += m
		t.sure = true
		return t, t.minute <= wholeDay
	}
	p.meridiem(&t)
	return t, true
}

// minutesAfterHour reads the 30 of "9 Uhr 30", but not the 3 of "9 Uhr 3.12.".
func (p *parser) minutesAfterHour() (int, bool) {
	next := p.peek(1)
	if s := p.peek(0); s.kind == quantity && 0 < s.value && s.value < 60 && !isUnit(next.kind) && next.kind != oclock {
		p.at++
		return s.value, true
	}
	if next.text == "." || next.kind == month || len(p.peek(0).text) != 2 {
		return 0, false
	}
	return p.acceptNumber(0, 59)
}

// meridiem reads am and pm. A German am that opens a day stays for the day.
func (p *parser) meridiem(t *timeOfDay) {
	s := p.peek(0)
	pm := s.kind == meridiem
	am := s.text == "am" && (s.glued || p.peek(1).kind == none)
	if t.minute >= 13*60 || !pm && !am {
		return
	}
	p.at++
	t.sure, t.spoken = true, false
	t.minute %= wholeDay / 2
	if pm {
		t.minute += wholeDay / 2
	}
}

package language

func (p *parser) midnight() (timeOfDay, bool) {
	_, ok := p.accept(midnight)
	return timeOfDay{minute: wholeDay, sure: true}, ok
}

// eightSpoken tells the hour of "um achte", which is written as the ordinal.
func (p *parser) eightSpoken() bool {
	s, opening := p.peek(0), p.peek(-1)
	return s.kind == ordinal && s.value == 8 && (opening.kind == about || opening.kind == half || opening.kind == quarters)
}

// halfHour reads "halb zehn" (9:30) and "half past nine".
func (p *parser) halfHour() (timeOfDay, bool) {
	s, ok := p.accept(half)
	if !ok {
		return timeOfDay{}, false
	}
	shift := -30
	if s.value == 2 {
		if _, ok = p.accept(after); !ok {
			return timeOfDay{}, false
		}
		shift = 30
	}
	h, ok := p.hour()
	return timeOfDay{minute: h*60 + shift, sure: true, spoken: true}, ok
}

// quarterHour reads "viertel nach acht", "viertel vor neun", and the regional
// "viertel acht" (7:15) and "dreiviertel acht" (7:45).
func (p *parser) quarterHour() (timeOfDay, bool) {
	q, ok := p.accept(quarters)
	if !ok {
		return timeOfDay{}, false
	}
	way := p.direction()
	if way != 0 && q.value != 1 {
		return timeOfDay{}, false
	}
	h, ok := p.hour()
	minute := h*60 + way*15
	if way == 0 {
		minute = (h-1)*60 + q.value*15
	}
	return timeOfDay{minute: minute, sure: true, spoken: true}, ok
}

// direction reads nach (also Swiss ab) as 1 and vor as -1.
func (p *parser) direction() int {
	s := p.peek(0)
	switch {
	case s.kind == after, s.text == "ab", s.text == "uber":
		p.at++
		return 1
	case s.kind == before:
		p.at++
		return -1
	}
	return 0
}

// minutesAround reads "fünf vor halb zehn" and "10 nach 9".
func (p *parser) minutesAround() (timeOfDay, bool) {
	var n int
	if s, ok := p.accept(quantity); ok {
		n = s.value
	} else if n, ok = p.acceptNumber(1, 29); !ok {
		return timeOfDay{}, false
	}
	if unit := p.peek(0); unit.kind == minutes && unit.value == 1 {
		p.at++
	}
	way := p.direction()
	if way == 0 || n > 29 {
		return timeOfDay{}, false
	}
	if t, ok := p.halfHour(); ok {
		t.minute += way * n
		return t, true
	}
	h, ok := p.hour()
	return timeOfDay{minute: h*60 + way*n, sure: true, spoken: true}, ok
}

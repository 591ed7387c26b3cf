package language

import (
	"slices"
	"time"
)

// span reads "in 2 Stunden und 30 Minuten", "in anderthalb Stunden", "in einem
// halben Jahr", "2 Wochen später".
func (p *parser) span() bool {
	for _, opening := range [...]kind{until, in, after, about} {
		p.accept(opening)
	}
	if p.peek(0).kind == filler && p.peek(0).text != "an" {
		p.skipFillers() // "in gut einer Stunde"
	}
	start := p.r
	if !p.oneSpan() {
		return false
	}
	for {
		before := p.at
		p.accept(and)
		if !p.oneSpan() {
			p.at = before
			break
		}
	}
	p.accept(hence)
	if start.wait > 0 || start.shift.set || p.r.wait > 0 && p.r.shift.set {
		p.r.clash = true
	}
	p.r.shift.leads = p.r.shift.set && p.r.weekday == 0
	return true
}

// mostWorkdays bounds the counting of days on which offices are open.
const mostWorkdays = 260

// oneSpan reads an amount and its unit and adds them to what is there.
func (p *parser) oneSpan() bool {
	start := p.at
	fourths, ok := p.amount()
	if !ok {
		return false
	}
	p.upperBound(fourths)
	if p.peek(0).kind == filler && isUnit(p.peek(1).kind) {
		p.at++ // "einer knappen Stunde"
	}
	unit := p.peek(0)
	if unit.kind == oclock && unit.text == "h" && p.hoursAreMeant(start, fourths) {
		unit.kind, unit.value = minutes, 60
	}
	total := fourths * unit.value
	switch unit.kind {
	case minutes:
		p.r.wait += time.Duration(total) * time.Minute / 4
	case days:
		p.r.shift.days += total / 4
	case months:
		p.r.shift.months += total / 4
	case workdays:
		p.r.shift.workdays += min(total/4, mostWorkdays)
	default:
		return false
	}
	p.at++
	if unit.kind != minutes {
		p.r.shift.set = true
		p.r.clash = p.r.clash || total%4 != 0
	}
	return true
}

// upperBound passes over the 3 of "2-3 Wochen", "2 bis 3", "zwei, drei", "2
// oder 3": whoever leaves that open is asked again at the lower one.
func (p *parser) upperBound(lower int) {
	start := p.at
	s := p.peek(0)
	p.at++
	if s.kind != until && s.kind != or && s.text != "-" && s.text != "–" && s.text != "," {
		p.at = start
		return
	}
	if upper, ok := p.wholes(); !ok || upper <= lower {
		p.at = start
	}
}

// mostHours is the largest number that is a span where it is all that is said
// ("2h"); from there on it is a time of day ("9h").
const mostHours = 6

// hoursAreMeant tells "in 2h", "1,5h" and a mere "2h" from "um 9h".
func (p *parser) hoursAreMeant(start, fourths int) bool {
	alone := start == 0 && p.at == len(p.syms)-1 && fourths <= 4*mostHours
	return alone || fourths%4 != 0 || start > 0 && p.syms[start-1].kind == in
}

// amount reads how many, in fourths: "3", "1,5", "anderthalb", "einer halben",
// "einer dreiviertel". More than a few thousand of anything is no plan.
func (p *parser) amount() (fourths int, ok bool) {
	if s, ok := p.accept(halves); ok {
		return s.value * 2, true
	}
	if s := p.peek(0); s.kind == minutes && s.value%15 == 0 && s.value < 60 {
		return 4, true // an amount by itself: "Dreiviertelstunde"
	}
	fourths, ok = p.wholes()
	if s := p.peek(1); s.kind == half {
		p.skipFillers() // "einer guten halben"
	}
	if s, partly := p.accept(half); partly && s.kind == half {
		p.skipFillers()
		p.accept(quantity)
		return 2, !ok || fourths == 4
	}
	if s, partly := p.accept(quarters); partly {
		return s.value, !ok || fourths == 4
	}
	return fourths, ok
}

// fraction reads ½ and 1/2.
func (p *parser) fraction() (fourths int, ok bool) {
	if i := slices.Index([]string{"", "¼", "½", "¾"}, p.peek(0).text); i > 0 {
		p.at++
		return i, true
	}
	if p.peek(0).text == "1" && p.peek(1).text == "/" && p.peek(2).text == "2" {
		p.at += 3
		return 2, true
	}
	return 0, false
}

func (p *parser) wholes() (fourths int, ok bool) {
	if s, ok := p.accept(quantity); ok {
		return s.value * 4, s.value > 0
	}
	if s := p.peek(0); s.kind == filler && s.text == "an" && p.peek(1).kind == minutes {
		p.at++
		return 4, true
	}
	if fourths, ok := p.fraction(); ok {
		return fourths, true
	}
	n, ok := p.acceptNumber(1, 5000)
	if !ok {
		return 0, false
	}
	if more, ok := p.fraction(); ok {
		return n*4 + more, true
	}
	comma, tenths := p.peek(0), p.peek(1)
	if (comma.text == "," || comma.text == ".") && tenths.glued && tenths.text == "5" {
		p.at += 2
		return n*4 + 2, true
	}
	return n * 4, true
}

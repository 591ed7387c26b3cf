package language

import "time"

// lastOne is the value of the words for the last; what they stand before is mostly past ("letzten Freitag").
const lastOne = 1

// nthWeekday reads "erster Montag im Dezember", "letzter Freitag des Monats", also with am and an article.
func (p *parser) nthWeekday() bool {
	nth := p.peek(0)
	final := nth.kind == unclear && nth.value == lastOne
	p.at++
	w, ok := p.accept(weekday)
	if !ok || !final && (nth.kind != ordinal || nth.value > 5) {
		return false
	}
	p.accept(in)
	p.skipFillers()
	m, named := p.accept(month)
	if unit, ok := p.accept(months); !named && (!ok || unit.value != 1) {
		return false
	}
	in := func(first time.Time) time.Time {
		if final {
			end := first.AddDate(0, 1, -1)
			return end.AddDate(0, 0, -(int(end.Weekday())-w.value+7)%7)
		}
		ahead := (w.value - int(first.Weekday()) + 7) % 7
		return valid(first.Year(), first.Month(), 1+ahead+7*(nth.value-1))
	}
	first := p.today.AddDate(0, 0, 1-p.today.Day())
	p.r.strict = true
	if !named {
		return p.r.setDate(func(n int) (time.Time, bool) { return in(first.AddDate(0, n, 0)), n <= 1 })
	}
	if year, ok := p.acceptYear(4); ok {
		return p.r.setDate(only(in(valid(year, time.Month(m.value), 1))))
	}
	return p.r.setDate(func(n int) (time.Time, bool) { return in(valid(first.Year()+n, time.Month(m.value), 1)), n <= 1 })
}

// Hours that the night of a day still or already holds.
const (
	nightEnds   = 6 * 60
	nightBegins = 22 * 60
)

// thisNight reads "heute Nacht um 2", which is the 2 o'clock that comes next;
// the night without an hour is no time.
func (p *parser) thisNight() bool {
	d, ok := p.accept(day)
	night := p.peek(0)
	if !ok || d.value != 0 || night.kind != unclear || night.text != "nacht" {
		return false
	}
	p.at++
	p.clockOpening()
	t, ok := p.timeOfDay()
	if ok && t.spoken && 10*60 <= t.minute && t.minute <= 12*60 {
		t.minute += wholeDay / 2
	}
	if !ok || nightEnds <= t.minute && t.minute < nightBegins || t.minute >= wholeDay {
		return false
	}
	p.r.clash = p.r.clash || p.r.clock > 0
	p.r.clock, p.r.spoken = t.minute+1, false
	today := p.today
	if t.minute >= nightBegins {
		return p.r.setDate(only(today))
	}
	return p.r.setDate(func(n int) (time.Time, bool) { return today.AddDate(0, 0, n), n <= 1 })
}

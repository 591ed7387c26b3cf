package language

import "time"

// nthWeekday reads "erster Montag im Dezember", also with am and an article.
func (p *parser) nthWeekday() bool {
	nth, ok := p.accept(ordinal)
	if !ok || nth.value > 5 {
		return false
	}
	w, ok := p.accept(weekday)
	if !ok {
		return false
	}
	p.accept(in)
	p.skipFillers()
	m, ok := p.accept(month)
	if !ok {
		return false
	}
	in := func(year int) time.Time {
		first := time.Date(year, time.Month(m.value), 1, 0, 0, 0, 0, time.UTC)
		ahead := (w.value - int(first.Weekday()) + 7) % 7
		return valid(year, first.Month(), 1+ahead+7*(nth.value-1))
	}
	if year, ok := p.acceptYear(4); ok {
		return p.r.setDate(only(in(year)))
	}
	year := p.today.Year()
	p.r.strict = true
	return p.r.setDate(func(n int) (time.Time, bool) { return in(year + n), n <= 1 })
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

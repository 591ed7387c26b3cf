package language

import (
	"slices"
	"time"
)

// allFeasts is the value of the symbol for "die Feiertage", nextFeast of the
// one for "der Feiertag".
const (
	allFeasts = -1
	nextFeast = -2
)

// mostOfAKind is how many feasts of a kind there are, as the Sundays of Advent.
const mostOfAKind = 4

// feastDay is a day of every year, by date or by its distance to Easter.
type feastDay struct {
	month  time.Month
	day    int
	easter *int
	last   *time.Weekday // the last such day up to the date
	step   int           // days to the second of its kind, 0: there is one
	before int
	after  int
	block  bool
}

func (f feastDay) in(year int) time.Time {
	if f.easter != nil {
		return easterSunday(year).AddDate(0, 0, *f.easter)
	}
	d := valid(year, f.month, f.day)
	if f.last != nil {
		return d.AddDate(0, 0, -(int(d.Weekday())-int(*f.last)+7)%7)
	}
	return d
}

// freeIn gives the days on which nobody works in the country of a zone, or nil.
func (v *vocabulary) freeIn(zone *time.Location) Free {
	feasts := v.free[v.zones[zone.String()]]
	if feasts == nil {
		return nil
	}
	return func(day time.Time) bool {
		return slices.ContainsFunc(feasts, func(f feastDay) bool { return f.in(day.Year()).Equal(day) })
	}
}

// aroundFeast reads "nach Ostern", "vor Weihnachten", "an Silvester", "am
// zweiten Advent".
func (p *parser) aroundFeast() bool {
	p.accept(until)
	_, later := p.accept(after)
	_, sooner := p.accept(before)
	p.skipFillers()
	p.accept(which)
	n, numbered := p.dayNumber()
	f, ok := p.accept(feast)
	if !ok {
		return false
	}
	offset := p.besideFeast(later, sooner)
	if f.value < 0 {
		p.r.clash = p.r.clash || numbered || !later && !sooner
		if f.value == nextFeast && later {
			return p.r.setDate(func(n int) (time.Time, bool) { return p.afterNextFree(), n == 0 && p.r.free != nil })
		}
		return p.r.setDate(only(p.nextBlock(offset)))
	}
	d, nth := p.words.feasts[f.value], 0
	if numbered {
		nth = n - 1
		p.r.clash = p.r.clash || d.step == 0 || nth >= mostOfAKind
	}
	if year, ok := p.acceptYear(4); ok {
		return p.r.setDate(only(d.in(year).AddDate(0, 0, nth*d.step+offset(d))))
	}
	year := p.today.Year() - 1
	return p.r.setDate(func(n int) (time.Time, bool) {
		return d.in(year+n).AddDate(0, 0, nth*d.step+offset(d)), true
	})
}

// besideFeast gives the distance from a feast to the day that is meant. With a
// span before it ("2 Tage vor Weihnachten") that span is all of it.
func (p *parser) besideFeast(later, sooner bool) func(feastDay) int {
	counted := p.r.shift.set && (later || sooner)
	if counted && sooner {
		p.r.shift = p.r.shift.back()
	}
	return func(d feastDay) int {
		switch {
		case counted && later:
			return max(d.after-1, 0)
		case later:
			return d.after
		case sooner && !counted:
			return d.before
		}
		return 0
	}
}

// afterNextFree finds the first day after the coming public holiday, or after
// today's, that is none.
func (p *parser) afterNextFree() time.Time {
	if p.r.free == nil {
		return time.Time{}
	}
	d := p.today
	for n := 0; n < 366 && !p.r.free(d); n++ {
		d = d.AddDate(0, 0, 1)
	}
	for p.r.free(d) {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

// nextBlock finds the nearest day beside one of the blocks of free days.
func (p *parser) nextBlock(offset func(feastDay) int) time.Time {
	var nearest time.Time
	for _, f := range p.words.feasts {
		for year := p.today.Year() - 1; f.block && year <= p.today.Year()+1; year++ {
			d := f.in(year).AddDate(0, 0, offset(f))
			if d.After(p.today) && (nearest.IsZero() || d.Before(nearest)) {
				nearest = d
			}
		}
	}
	return nearest
}

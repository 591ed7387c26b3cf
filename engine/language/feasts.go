package language

import "time"

// allFeasts is the value of the symbol for "die Feiertage".
const allFeasts = -1

// feastDay is a day of every year, by date or by its distance to Easter.
type feastDay struct {
	month  time.Month
	day    int
	easter *int
	before int
	after  int
	block  bool
}

func (f feastDay) in(year int) time.Time {
	if f.easter != nil {
		return easterSunday(year).AddDate(0, 0, *f.easter)
	}
	return valid(year, f.month, f.day)
}

// aroundFeast reads "nach Ostern", "vor Weihnachten", "an Silvester".
func (p *parser) aroundFeast() bool {
	p.accept(until)
	_, later := p.accept(after)
	_, sooner := p.accept(before)
	p.skipFillers()
	f, ok := p.accept(feast)
	if !ok {
		return false
	}
	offset := func(d feastDay) int {
		switch {
		case later:
			return d.after
		case sooner:
			return d.before
		}
		return 0
	}
	if f.value == allFeasts {
		p.r.clash = p.r.clash || !later && !sooner
		return p.r.setDate(only(p.nextBlock(offset)))
	}
	d, year := p.words.feasts[f.value], p.today.Year()-1
	return p.r.setDate(func(n int) (time.Time, bool) {
		return d.in(year+n).AddDate(0, 0, offset(d)), true
	})
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

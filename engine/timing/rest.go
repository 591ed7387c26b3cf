package timing

import "time"

// RestDay is why nobody is written to on a day: a public holiday, or a Sunday without a name.
type RestDay struct {
	Name      string // as Holiday returns it
	Somewhere bool   // the region is not known, and it is one in a part of the country only
}

// RestOn reports whether d is a day of rest in this calendar, and which.
func (c Calendar) RestOn(d Date) (r RestDay, ok bool) {
	table := almanac()
	if day, inside := table.index(d); inside {
		for _, f := range table.feasts[day] {
			if f.where&c.rest != 0 {
				return RestDay{Name: f.name, Somewhere: f.where&c.rest != c.rest}, true
			}
		}
	}
	return RestDay{}, !c.Workday(d)
}

// OffsetFrom is how far ahead of another person's clock this one's is at t.
func (c Calendar) OffsetFrom(other Calendar, t time.Time) time.Duration {
	_, own := t.In(c.Zone()).Zone()
	_, theirs := t.In(other.Zone()).Zone()
	return time.Duration(own-theirs) * time.Second
}

// KnowsUser reports whether the model knows how a user's leads answer.
func (b *Brain) KnowsUser(user string) bool {
	_, ok := b.model.Users[user]
	return ok && user != ""
}

// kind is 0 for a weekday, 1 for a day of a weekend, 2 for a holiday between, of a day as its number.
func (c Calendar) kind(day int) int {
	switch {
	case weekday(day) >= 5:
		return 1
	case !c.workday(day):
		return 2
	}
	return 0
}

// clockOf returns the number of the day and the seconds of it that the person's clock shows.
func (c Calendar) clockOf(t time.Time) (day, second int) {
	_, offset := t.In(c.Zone()).Zone()
	local := int(t.Unix()) + offset
	day = local / secondsADay
	if second = local % secondsADay; second < 0 {
		day, second = day-1, second+secondsADay
	}
	return day, second
}

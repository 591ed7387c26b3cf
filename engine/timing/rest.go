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

package timing

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
)

// The years whose holidays are known. Outside of them only Sundays rest.
const (
	firstYear = 2000
	lastYear  = 2099
)

// Holiday reports whether date is a public holiday in region and under which name: the German one of that
// country in snake_case ("mariae_himmelfahrt"), a key for texts. Sundays that are no holiday are not reported.
//
// For a bare country, and for a part of it that is not known, a holiday of any of its regions counts: whoever
// might have a holiday is left in peace. An unknown country has no holidays. Where a day is a holiday in some
// communes only, it counts if these are a large part of the region. Years other than 2000 to 2099 have none.
func Holiday(region Region, date Date) (nameKey string, ok bool) {
	table := almanac()
	bit := table.bit(region)
	day, _ := table.index(date)
	for _, f := range table.feasts[day] {
		if f.where&bit != 0 {
			return f.name, true
		}
	}
	return "", false
}

// regionSet has one bit for every region with holidays of its own.
type regionSet uint64

type feast struct {
	where regionSet
	name  string
}

type holidayTable struct {
	bits   map[Region]regionSet
	first  int         // number of the first day
	rest   []regionSet // by day since first: where it is a holiday
	feasts map[int][]feast
}

// almanac computes all holidays once; reading it needs no lock.
var almanac = sync.OnceValue(func() holidayTable {
	first := Date{Year: firstYear, Month: time.January, Day: 1}
	end := Date{Year: lastYear + 1, Month: time.January, Day: 1}
	t := holidayTable{
		bits:   map[Region]regionSet{},
		first:  first.number(),
		rest:   make([]regionSet, end.DaysSince(first)),
		feasts: map[int][]feast{},
	}
	calendars := statutory()
	for i, c := range calendars {
		t.bits[c.region] |= 1 << i
		t.bits[Region(c.region.Country())] |= 1 << i
	}
	for _, h := range distinct(calendars) {
		t.add(h, calendars)
	}
	return t
})

// distinct returns every holiday once, in a fixed order.
func distinct(calendars []regional) []*cal.Holiday {
	var all []*cal.Holiday
	for _, c := range calendars {
		for _, h := range c.holidays {
			if !slices.Contains(all, h) {
				all = append(all, h)
			}
		}
	}
	return all
}

func (t holidayTable) add(h *cal.Holiday, calendars []regional) {
	f := feast{name: feastName(h.Name)}
	for i, c := range calendars {
		if slices.Contains(c.holidays, h) {
			f.where |= 1 << i
		}
	}
	for year := firstYear; year <= lastYear; year++ {
		actual, _ := h.Calc(year)
		if day, inside := t.index(DateOf(actual)); inside {
			t.rest[day] |= f.where
			t.feasts[day] = append(t.feasts[day], f)
		}
	}
}

func (t holidayTable) index(d Date) (day int, inside bool) {
	day = d.number() - t.first
	return day, day >= 0 && day < len(t.rest)
}

func (t holidayTable) bit(r Region) regionSet {
	if set, ok := t.bits[r]; ok {
		return set
	}
	return t.bits[Region(r.Country())]
}

func feastName(german string) string {
	written := strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "- ", "_", " ", "_")
	return written.Replace(strings.ToLower(german))
}

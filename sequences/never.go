package sequences

import (
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// mostTries is after how many tries it is left open whether conditions can be true.
const mostTries = 20_000

// never reports whether conditions cannot all be true, whatever is known of a lead. It tries the values around all
// those that the conditions compare with, so that one of each kind is there; where that are too many, or where fields
// are compared with each other, the answer is no.
func (c *checker) never(conditions ...*Condition) bool {
	domains, tries := map[string][]datum{}, 1
	for _, condition := range conditions {
		for _, a := range condition.asks {
			if a.between {
				return false
			}
			name := a.field
			if name == noResponseDays {
				name = noResponseSince
			}
			domains[name] = append(domains[name], a.values()...)
		}
	}
	var asks []field
	for _, f := range fields() {
		domain, ok := domains[f.name]
		if !ok {
			continue
		}
		domains[f.name] = distinct(f, domain)
		asks = append(asks, f)
		if tries *= len(domains[f.name]); tries > mostTries || tries*len(conditions) > c.budget {
			return false
		}
	}
	c.budget -= tries * len(conditions)
	for i := range tries {
		if allHold(conditions, situation(i, asks, domains)) {
			return false
		}
	}
	return true
}

// situation is one of all the combinations of values.
func situation(number int, asks []field, domains map[string][]datum) engine.Facts {
	var f engine.Facts
	for _, field := range asks {
		domain := domains[field.name]
		field.set(&f, domain[number%len(domain)])
		number /= len(domain)
	}
	return f
}

// allHold reports whether all conditions hold; one that cannot be answered counts as true.
func allHold(conditions []*Condition, f engine.Facts) bool {
	return !slices.ContainsFunc(conditions, func(c *Condition) bool {
		holds, err := c.Holds(f)
		return err == nil && !holds
	})
}

// values are those around the one that a field is compared with.
func (a asked) values() []datum {
	if a.bare {
		return nil
	}
	v := a.value
	if a.field == noResponseDays {
		least := time.Duration(min(max(v.number, 0), longestDays)) * day
		return []datum{{span: least - 1}, {span: least}, {span: least + day}}
	}
	around := []datum{v}
	for _, by := range []int{-1, 1} {
		around = append(around, datum{text: v.text, flag: v.flag, number: v.number + by, span: v.span + time.Duration(by)})
	}
	return around
}

// distinct are the values that a field can have of those in a domain, and those it always can.
func distinct(f field, domain []datum) []datum {
	all := []datum{{}}
	if f.sort == flagSort {
		return []datum{{flag: true}, {flag: false}}
	}
	for _, choice := range f.choices {
		all = append(all, datum{text: choice})
	}
	for _, d := range domain {
		switch f.sort {
		case textSort:
			d = datum{text: d.text}
		case numberSort:
			d = datum{number: d.number}
		}
		if d.number < 0 || d.span < 0 || f.most > 0 && d.number > f.most || slices.Contains(all, d) {
			continue
		}
		all = append(all, d)
	}
	return all
}

package timing

import "slices"

// Want is a follow-up that needs a day: not before Earliest, before those with a lower Score, and not after
// Latest unless that is zero.
type Want struct {
	Earliest Date
	Score    int
	Latest   Date
}

// Spread gives every want a workday of the user's calendar that is not before its earliest day and has room
// left: at most capacity a day, load included. Wants are served by falling score, equal ones in their order, so
// a lower score never takes a day that a higher one could have used. The answer has the order of wants; load is
// not changed. Nobody is left out: a capacity below 1 counts as 1, and who would find room only after the latest
// day gets the emptiest workday until then, or the first one at all where there is none.
func Spread(wants []Want, load map[Date]int, capacity int, c Calendar) []Date {
	b := booking{calendar: c, capacity: max(capacity, 1), taken: make(map[Date]int, len(load)), next: map[Date]Date{}}
	for day, n := range load {
		b.taken[day] = n
	}
	days := make([]Date, len(wants))
	for _, i := range byScore(wants) {
		days[i] = b.book(wants[i])
	}
	return days
}

func byScore(wants []Want) []int {
	order := make([]int, len(wants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return wants[b].Score - wants[a].Score })
	return order
}

type booking struct {
	calendar Calendar
	capacity int
	taken    map[Date]int
	next     map[Date]Date // from a day without room towards one with room: no day is searched twice
}

func (b booking) book(w Want) Date {
	day := b.room(w.Earliest)
	if !w.Latest.IsZero() && w.Latest.Before(day) {
		day = b.emptiest(w)
	}
	b.taken[day]++
	return day
}

// room is the first day with room left.
func (b booking) room(day Date) Date {
	var passed []Date
	for !b.free(day) {
		passed = append(passed, day)
		if further, known := b.next[day]; known {
			day = further
			continue
		}
		day = day.AddDays(1)
	}
	for _, full := range passed {
		b.next[full] = day
	}
	return day
}

// emptiest is the workday with the least on it up to the latest one: nobody may wait longer, so capacity yields.
func (b booking) emptiest(w Want) (best Date) {
	for day := w.Earliest; !w.Latest.Before(day); day = day.AddDays(1) {
		if b.calendar.Workday(day) && (best.IsZero() || b.taken[day] < b.taken[best]) {
			best = day
		}
	}
	if best.IsZero() {
		return b.calendar.Next(w.Earliest.AddDays(-1))
	}
	return best
}

func (b booking) free(d Date) bool { return b.calendar.Workday(d) && b.taken[d] < b.capacity }

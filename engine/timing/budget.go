package timing

import (
	"slices"
	"time"
)

// What a user may get on one day at most, whatever happens. MostInstants are pushes at a time of their own.
const (
	MostLists    = 3
	MostInstants = 2
)

// MostForSecondList is how many pushes a user may have had in a week for a second or third list to be allowed:
// the mean stays below two and a half a day.
const MostForSecondList = 15

// Acts is what a user did with the pushes of the last 30 days.
type Acts struct {
	Pushed  int
	Acted   int // of those: a card was answered on the same day
	Ignored int // lists in a row without a sign of life
}

// ListsADay adapts how many lists a day a user gets, once a week: one more for who acts on more than 70 % of the
// pushes, one less for who acts on less than 20 % or let the last three pass. One list a day is the least, and
// where everybody begins. The rate is the mean of Beta(4, 4) with what was seen: less than a week
// proves little.
func ListsADay(now int, a Acts) int {
	const seldom, mostly, ignored = 0.2, 0.7, 3
	rate := float64(a.Acted+4) / float64(a.Pushed+8)
	switch {
	case a.Ignored >= ignored, rate < seldom:
		now--
	case rate > mostly:
		now++
	}
	return min(max(now, 1), MostLists)
}

// ListTimes returns when up to n lists of a day come: the first at the user's time, the others five hours apart,
// not in the last hour in which the user is active.
func ListTimes(first, activeTo WallClock, n int) []WallClock {
	const apart = 5
	times := []WallClock{first}
	for next := first.Hour + apart; len(times) < min(n, MostLists) && next < activeTo.Hour; next += apart {
		times = append(times, WallClock{Hour: next, Minute: first.Minute})
	}
	return times
}

// quarter is a quarter of an hour: instant pushes are no closer, and tables no finer.
const quarter = 15 * time.Minute

// FreeQuarter returns at if no other push falls into its quarter of an hour, else the beginning of the first
// quarter after it into which none does.
func FreeQuarter(at time.Time, taken []time.Time) time.Time {
	busy := func(t time.Time) bool {
		return slices.ContainsFunc(taken, func(other time.Time) bool {
			return other.Truncate(quarter).Equal(t.Truncate(quarter))
		})
	}
	for busy(at) {
		at = at.Truncate(quarter).Add(quarter)
	}
	return at
}

// NextQuarter returns the first full quarter of an hour at or after t.
func NextQuarter(t time.Time) time.Time {
	if whole := t.Truncate(quarter); whole.Equal(t) {
		return t
	}
	return t.Truncate(quarter).Add(quarter)
}

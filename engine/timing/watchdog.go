package timing

import "time"

// LongestRest is how many days a lead may lie at most, whoever wanted it so: the user, or the send gate.
const LongestRest = 90

// LongestGap returns how many days a lead may lie without a next action: 3 while it is hot, 14 while it is warm,
// else 90.
func LongestGap(t Temperature) int {
	switch t {
	case Hot:
		return 3
	case Warm:
		return 14
	}
	return LongestRest
}

// NotLater returns at or, where that lies more than days after now, the last moment that does not.
func NotLater(at, now time.Time, days int) time.Time {
	if last := now.Add(time.Duration(days) * 24 * time.Hour); at.After(last) {
		return last
	}
	return at
}

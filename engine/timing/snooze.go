package timing

import (
	"math"
	"slices"
	"time"
)

// Snooze is a moment that a follow-up can be put off to; the values are stored with the buttons in chats.
type Snooze string

// The snoozes, the nearest first.
const (
	SnoozeHour     Snooze = "hour"
	SnoozeEvening  Snooze = "evening"
	SnoozeTomorrow Snooze = "tomorrow"
	SnoozeDays     Snooze = "days"
	SnoozeMonday   Snooze = "monday"
	SnoozeWeeks    Snooze = "weeks"
)

const (
	snoozes        = 6
	snoozeContexts = 8
)

// snoozeNames are the snoozes in the order of their counts.
var snoozeNames = [snoozes]Snooze{SnoozeHour, SnoozeEvening, SnoozeTomorrow, SnoozeDays, SnoozeMonday, SnoozeWeeks}

// everybodysSnooze is how often people choose each: mostly the same day or the next morning (Weber et al., 2018).
var everybodysSnooze = [snoozes]float64{.20, .25, .35, .08, .08, .04}

const (
	// snoozePrior is how many snoozes everybody's habit counts for against a user's own.
	snoozePrior = 5
	// contextPrior is how many a user's habit at large counts for against the one at this time of the day.
	contextPrior = 4
	// snoozeKept is what is left of an old snooze with each newer one of its context: half of it after 34.
	snoozeKept = 0.98
)

// Snoozes counts what one user chose: in each context each snooze, older ones for less. The zero value is a user
// of whom nothing is known.
type Snoozes [snoozeContexts][snoozes]float64

// SnoozeContext returns in which of the contexts a snooze at a local time lies: four parts of the day, each on a
// workday or on a free one.
func SnoozeContext(local time.Time, free bool) int {
	context := 0
	for _, ends := range []int{11, 14, 18} {
		if local.Hour() >= ends {
			context++
		}
	}
	if free {
		context += snoozeContexts / 2
	}
	return context
}

// Count returns the counts after one more choice in a context. An unknown one changes nothing.
func (s Snoozes) Count(context int, chosen Snooze) Snoozes {
	i := slices.Index(snoozeNames[:], chosen)
	if i < 0 || context < 0 || context >= snoozeContexts {
		return s
	}
	for j := range s[context] {
		s[context][j] *= snoozeKept
	}
	s[context][i]++
	return s
}

// Chosen returns how often a snooze was chosen in a context, older choices for less.
func (s Snoozes) Chosen(context int, chosen Snooze) float64 {
	i := slices.Index(snoozeNames[:], chosen)
	if i < 0 || context < 0 || context >= snoozeContexts {
		return 0
	}
	return s[context][i]
}

// LikelySnooze returns which of the offered snoozes this user most likely chooses in a context, how likely that
// is among them, and how many own choices, older ones for less, that rests on. Of equals it is the first.
//
// The habit in this context is held against the user's habit at large, that against everybody's (a Dirichlet
// prior at each level): with no own choice it is everybody's, with a few it is the user's.
func LikelySnooze(s Snoozes, context int, offered []Snooze) (likely Snooze, share, evidence float64) {
	own := s.atLarge()
	here := sum(s[context][:])
	total, best := 0.0, 0.0
	for _, o := range offered {
		i := slices.Index(snoozeNames[:], o)
		if i < 0 {
			continue
		}
		p := (contextPrior*own[i] + s[context][i]) / (contextPrior + here)
		total += p
		if p > best {
			likely, best = o, p
		}
	}
	if total > 0 {
		share = best / total
	}
	for c := range s {
		evidence += sum(s[c][:])
	}
	return likely, share, evidence
}

// atLarge is how likely a user chooses each snooze at any time.
func (s Snoozes) atLarge() (shares [snoozes]float64) {
	all := 0.0
	for c := range s {
		all += sum(s[c][:])
	}
	for i := range shares {
		chosen := 0.0
		for c := range s {
			chosen += s[c][i]
		}
		shares[i] = (snoozePrior*everybodysSnooze[i] + chosen) / (snoozePrior + all)
	}
	return shares
}

func sum(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}

// Moment is what a snooze stands for right now.
type Moment struct {
	Snooze Snooze
	At     time.Time
}

// NearestSnooze returns which of the moments comes nearest to a time that was named instead, as people feel it:
// an hour more counts much today and little next week. It is empty without moments.
func NearestSnooze(now, named time.Time, moments []Moment) (nearest Snooze) {
	far := func(t time.Time) float64 { return math.Log(max(t.Sub(now).Hours(), 0.25)) }
	least := math.Inf(1)
	for _, m := range moments {
		if d := math.Abs(far(m.At) - far(named)); d < least {
			nearest, least = m.Snooze, d
		}
	}
	return nearest
}

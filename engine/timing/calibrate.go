package timing

import "time"

// The features of the calibration, in the order of weights.
const (
	always         = iota
	byHazard       // the chance by readiness and rhythm
	byPair         // the share of attempts that the lead answered, shrunk
	byUser         // what is expected of the user's leads
	pause          // days since the last message of either side
	fresh          // there was no message before
	silent         // unanswered attempts
	sinceAnswer    // days since the lead wrote last
	answersSoFar   // how many
	quickly        // the share of answers within an hour
	attemptsSoFar  // how many
	bySlot         // how good the moment is within the lead's week
	spoke          // the lead wrote last
	began          // talks that the lead began
	talked         // messages of the last talk
	recentlySilent // the latest attempt was not answered
	features       // their number
)

// weights are those of a logistic regression.
type weights [features]float64

// hazardOnly takes the hazard's word for it.
func hazardOnly() weights { return weights{byHazard: 1} }

// describe fills x with what is known at a moment, beside the hazard's own word, about the chance of an answer.
func (m *Mind) describe(x *weights, p hazard, at time.Time) {
	h := &m.history
	base := 1 - exp(-m.expected)
	days := func(t time.Time) float64 {
		if t.IsZero() {
			return 0
		}
		return log(1 + max(at.Sub(t).Hours()/24, 0))
	}
	*x = weights{
		always: 1, byHazard: logit(p.chance), bySlot: log(p.slot), byUser: logit(base),
		byPair: logit((float64(h.answered) + 3*base) / (float64(h.attempted) + 3)),
		pause:  days(h.last), silent: float64(min(h.tired, 5)) / 2, sinceAnswer: days(h.lastIn) / 2,
		answersSoFar: log(1 + float64(h.answered)), attemptsSoFar: log(1 + float64(h.attempted)),
		began: log(1 + float64(h.own)), talked: log(1 + float64(h.lastTalkLen)),
	}
	if h.last.IsZero() {
		x[fresh] = 1
	}
	if h.answered > 0 {
		x[quickly] = float64(h.quick) / float64(h.answered)
	}
	if h.tired > 0 {
		x[recentlySilent] = 1
	}
	if !h.last.IsZero() && !h.lastWasOut {
		x[spoke] = 1
	}
}

// predict is the calibrated probability.
func (w *weights) predict(x *weights) float64 {
	sum := 0.0
	for i, v := range w {
		sum += float64(v * x[i])
	}
	return logistic(sum)
}

// Chance returns how likely the lead that was read answers a message sent at a moment.
func (m *Mind) Chance(at time.Time) Chance {
	var x weights
	m.describe(&x, m.hazard(at, 24), at)
	day := m.model.Day.predict(&x)
	m.describe(&x, m.hazard(at, 3), at)
	return Chance{In3h: min(m.model.Early.predict(&x), day), In24h: day}
}

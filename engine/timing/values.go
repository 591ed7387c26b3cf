package timing

import "math"

// Steps of readiness for which the worth of an answer is kept: two make it double, so that two exponentials serve
// them all.
const (
	leastReady = 0.05
	readySteps = 18
	mostReady  = leastReady * math.Sqrt2 * (1 << (readySteps/2 - 1))
)

// most is after how many hours the rest of the answers is worth too little to be added up.
const most = 36

// values are the worth of an answer to a message, for each hour of the week that it is sent in, each type and each step
// of readiness, and per readiness, which changes little from step to step:
//
//	sum over the hours j of P(answer in hour j) x 2^(-j/6) / readiness
type values []float32

func (b *Brain) addValues() values {
	all := make(values, hoursAWeek*b.n*readySteps)
	for c := range b.rhythms {
		for h := range hoursAWeek {
			b.valuesOf(&b.rhythms[c], h, all[(h*b.n+c)*readySteps:][:readySteps])
		}
	}
	return all
}

// valuesOf adds up the hours: who is twice as ready is still silent with the square of the chance.
func (b *Brain) valuesOf(r *rhythm, hour int, worth []float32) {
	var alive, sum [readySteps]float64
	for l := range alive {
		alive[l] = 1
	}
	for j := range most {
		x := leastReady * b.delay.density[j] * r[(hour+j)%hoursAWeek]
		silent := [2]float64{survive(x), survive(math.Sqrt2 * x)}
		for l := range alive {
			s := &silent[l%2]
			sum[l] += alive[l] * (1 - *s) * fading[j]
			alive[l] *= *s
			*s *= *s
		}
	}
	for l := range worth {
		worth[l] = float32(sum[l] / (leastReady * exp2(float64(l)/2)))
	}
}

// bet is a type that the lead may well be of: where its values begin in each row, and how much those of the steps of
// readiness below and above its own weigh.
type bet struct {
	at           int
	below, above float64
}

// unlikely is a type that is left out of the bets.
const unlikely = 0.002

// placeBets prepares for value. Readiness is taken at its mean: to integrate over it changed no choice.
func (m *Mind) placeBets() {
	m.bets = m.bets[:0]
	tired, all := m.fatigue(), &m.seen[len(breaks)]
	for c, q := range m.belief {
		if q < unlikely {
			continue
		}
		ready := min(tired*(m.model.Alike+all.answers)/(m.prior+all.exposure[c]), mostReady)
		step := log(max(ready/leastReady, 1)) * math.Log2E * 2
		below := min(int(step), readySteps-2)
		q *= ready
		m.bets = append(m.bets, bet{c*readySteps + below, q * (float64(below+1) - step), q * (step - float64(below))})
	}
}

// value is the expected worth of an answer to a message sent at the beginning of an hour of the week: that of all
// types that the lead may be of, moved by what the lead does in the hours after and its types do not.
func (m *Mind) value(hour int) float64 {
	row, sum := m.values()[hour%hoursAWeek*m.n*readySteps:], 0.0
	for _, b := range m.bets {
		sum += float64(b.below*float64(row[b.at])) + float64(b.above*float64(row[b.at+1]))
	}
	own, typical := 0.0, 0.0
	for j := range most {
		h, weight := (hour+j)%hoursAWeek, m.delay.density[j]*fading[j]
		own += float64(weight * m.rhythm[h])
		typical += float64(weight * m.typical[h])
	}
	return sum * own / typical
}

// fatigue is what is left of readiness after the unanswered attempts.
func (m *Mind) fatigue() float64 { return m.model.Tired[min(m.history.tired, mostTired)] }

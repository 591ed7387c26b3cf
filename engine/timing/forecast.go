package timing

import "time"

// Chance is how likely a lead answers a message sent at some moment: within 3 and within 24 hours.
type Chance struct {
	In3h  float64
	In24h float64
}

// halfLife is after how many hours an answer is worth half of one at once.
const halfLife = 6

// fading is what an answer is worth in each hour after the message.
var fading = fadingBy(halfLife)

func fadingBy(hours float64) (f [window]float64) {
	for j := range f {
		f[j] = exp2(-float64(j) / hours)
	}
	return f
}

// survive is exp(-x), by a few terms of its series where x is small.
func survive(x float64) float64 {
	if x > 0.3 {
		return exp(-x)
	}
	return 1 - x*(1-x*(0.5-x*(1./6-x*(1./24))))
}

// hazard is what readiness and rhythm alone say of an answer within some hours: how likely it is, and how good the
// moment is for it, 1 being one like any other.
type hazard struct{ chance, slot float64 }

// hazard integrates over types and readiness: P(no answer | type) = (1 + tired x exposure / rate)^(-shape). What
// the lead shows beyond its types moves the exposure of all of them alike.
func (m *Mind) hazard(at time.Time, hours int) hazard {
	hour, part := m.calendar.hourOfWeek(at)
	exposure := m.exposure(&attempt{hour: hour, part: part, waited: float64(hours)})
	now, next := m.passed[m.row(int(hour), hours):][:m.n], m.passed[m.row(int(hour)+1, hours):][:m.n]
	mean := 0.0
	for c, q := range m.belief {
		m.part[c] = (1-part)*float64(now[c]) + part*float64(next[c])
		mean += q * m.part[c]
	}
	scale := m.fatigue() * exposure / mean
	silent, all := 0.0, &m.seen[len(breaks)]
	for c, q := range m.belief {
		if q > 1e-5 {
			silent += q * pow(1+scale*m.part[c]/(m.prior+all.exposure[c]), -m.shape)
		}
	}
	return hazard{chance: 1 - silent, slot: exposure / m.delay.within[hours]}
}

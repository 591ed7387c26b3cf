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

// most is after how many hours the rest of the answers is worth too little to be added up one by one.
const most = 36

// value is the expected worth of an answer to a message sent in an hour of the week, at a part of it: the sum
// over the hours j since then of P(answer in hour j) x 2^(-j/6). Readiness is not known but gamma distributed around
// its mean: who has not answered by an hour is less ready than was thought, hence the rate that grows.
func (m *Mind) value(hour int, part, readiness float64) float64 {
	sum, alive, before, rate := 0.0, 1.0, m.rhythm[hour], m.shape/readiness
	first := m.delay.passed(1 - part)
	for j := range most {
		next := m.rhythm[(hour+j+1)%hoursAWeek]
		level := (1-part)*before + part*next
		if j == 0 {
			level = first*before + (1-first)*next
		}
		x := m.delay.density[j] * level
		still := alive * survive(m.shape*grown(rate, x))
		rate += x
		sum += (alive - still) * fading[j]
		alive, before = still, next
	}
	return sum
}

// grown is log((rate + x) / rate), by a fraction where x is small.
func grown(rate, x float64) float64 {
	if x > 0.3*rate {
		return log(1 + x/rate)
	}
	return x / (rate + x/2)
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
	scale := m.model.Tired[min(m.history.tired, mostTired)] * exposure / mean
	silent, all := 0.0, &m.seen[len(breaks)]
	for c, q := range m.belief {
		if q > 1e-5 {
			silent += q * pow(1+scale*m.part[c]/(m.prior+all.exposure[c]), -m.shape)
		}
	}
	return hazard{chance: 1 - silent, slot: exposure / m.delay.within[hours]}
}

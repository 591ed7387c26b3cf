package timing

// spend adds up, for each hour of the week, what of the density of the attempts fell into it while they waited:
// in all and, in risks, since today's habit holds.
func (m *Mind) spend() {
	m.spent, m.risks = rhythm{}, rhythm{}
	for i := range m.history.n {
		a := &m.history.attempts[i]
		tired := m.model.Tired[a.tired]
		for j, mass := range m.mass[:m.delay.masses(a, &m.mass)] {
			h := (int(a.hour) + j) % hoursAWeek
			m.spent[h] += tired * mass
			m.risks[h] += m.since[i] * tired * mass
		}
	}
}

// observe finds what the attempts say of readiness, given the rhythm.
func (m *Mind) observe() {
	m.shape, m.rate = m.model.Alike, m.prior
	for h, mass := range m.spent {
		m.rate += mass * m.rhythm[h]
	}
	for i := range m.history.n {
		if m.history.attempts[i].answered {
			m.shape++
		}
	}
}

// exposure is the sum of density times rhythm over the hours that an attempt waited.
func (m *Mind) exposure(a *attempt) float64 {
	sum := 0.0
	for i, mass := range m.mass[:m.delay.masses(a, &m.mass)] {
		sum += mass * m.rhythm[(int(a.hour)+i)%hoursAWeek]
	}
	return sum
}

// between is the rhythm j hours after an attempt.
func (m *Mind) between(a *attempt, j int) float64 {
	h := (int(a.hour) + j) % hoursAWeek
	return (1-a.part)*m.rhythm[h] + a.part*m.rhythm[(h+1)%hoursAWeek]
}

// own is how many answers it takes until what a lead does around an hour counts as much as its type.
const own = 12

// personalise corrects the rhythm by what the lead did around each hour and no type explains: answers there
// against answers expected there, both smoothed over neighbouring hours and, less, over similar days (a gamma
// prior with strength own on their ratio).
func (m *Mind) personalise() {
	m.hits = rhythm{}
	for i := range m.history.n {
		if a := &m.history.attempts[i]; a.answered {
			m.hits[a.answeredAt] += m.since[i]
		}
	}
	for _, hour := range m.history.alone[:m.history.nAlone] {
		m.hits[hour] += unasked
	}
	readiness := m.shape / m.rate
	for h, v := range m.rhythm {
		m.risks[h] *= readiness * v
	}
	smooth(&m.hits)
	smooth(&m.risks)
	for h := range m.rhythm {
		m.rhythm[h] *= (own + m.hits[h]) / (own + m.risks[h])
	}
	m.rhythm = m.rhythm.normal()
}

// How much an hour on another day says of this one: the same day of the week, the same kind of day, any other.
const (
	sameKind = 0.6
	anyDay   = 0.2
)

// near is how much an hour says of one some hours away.
var near = [...]float64{1, 0.8, 0.41, 0.135, 0.028}

// smooth spreads each value over the hours around it, on all days.
func smooth(r *rhythm) {
	var around rhythm
	for day := range 7 {
		hours := r[day*24:][:24]
		for h := range 24 {
			sum := hours[h]
			for d := 1; d < len(near); d++ {
				sum += near[d] * (hours[(h+d)%24] + hours[(h+24-d)%24])
			}
			around[day*24+h] = sum
		}
	}
	for h := range 24 {
		weekdays, weekend := 0.0, around[5*24+h]+around[6*24+h]
		for day := range 5 {
			weekdays += around[day*24+h]
		}
		for day := range 7 {
			same, other := weekdays, weekend
			if day >= 5 {
				same, other = weekend, weekdays
			}
			at := day*24 + h
			r[at] = (1-sameKind)*around[at] + sameKind*same + anyDay*other
		}
	}
}

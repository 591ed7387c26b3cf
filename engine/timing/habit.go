package timing

// weigh turns the evidence into the belief in each type, over all possible breaks of habit: either all attempts
// count, or those since a break do and what was before speaks of somebody else. The likelihood is taken to the
// power of the model's trust, since no lead is exactly of one type (a tempered posterior).
func (m *Mind) weigh(prior float64) {
	n := m.history.n
	all := &m.seen[len(breaks)]
	var odds [len(breaks) + 1]float64
	odds[len(breaks)] = m.evidenceOf(all, nil, prior)
	best, from := odds[len(breaks)], 0
	for k, ago := range breaks {
		odds[k] = -1e9
		if ago < n {
			before := m.evidenceOf(&m.seen[k], nil, prior)
			after := m.evidenceOf(all, &m.seen[k], prior)
			odds[k] = before + after + log(m.model.Breaks*float64(ago-from))
			best = max(best, odds[k])
		}
		from = ago
	}
	total := 0.0
	for k := range odds {
		odds[k] = exp(odds[k] - best)
		total += odds[k]
	}
	clear(m.belief)
	for k := range odds {
		m.blend(k, odds[k]/total, prior)
	}
	m.dateHabit(odds, total)
}

// blend adds the belief in each type, as it is if the break k took place, with its probability.
func (m *Mind) blend(k int, p, prior float64) {
	if p < 1e-3 {
		return
	}
	var before *evidence
	if k < len(breaks) {
		before = &m.seen[k]
	}
	norm := m.evidenceOf(&m.seen[len(breaks)], before, prior)
	for c, v := range m.part {
		m.belief[c] += p * exp(v-norm)
	}
}

// evidenceOf returns the logarithm of the likelihood of what lies between before and e, over all types, and
// leaves that of each type in m.part.
func (m *Mind) evidenceOf(e, before *evidence, prior float64) float64 {
	answers := e.answers
	if before != nil {
		answers -= before.answers
	}
	shape, best := m.model.Alike+answers, -1e9
	for c := range m.part {
		fit, exposure := e.fit[c], e.exposure[c]
		if before != nil {
			fit, exposure = fit-before.fit[c], exposure-before.exposure[c]
		}
		v := m.logShare[c] + float64(m.model.Trust*(fit-float64(shape*log(1+exposure/prior))))
		m.part[c] = v
		best = max(best, v)
	}
	sum := 0.0
	for _, v := range m.part {
		if v > best-14 {
			sum += exp(v - best)
		}
	}
	return best + log(sum)
}

// dateHabit tells for each attempt how likely the habit of today held already.
func (m *Mind) dateHabit(odds [len(breaks) + 1]float64, total float64) {
	for i := range m.history.n {
		p := odds[len(breaks)]
		for k, ago := range breaks {
			if m.history.n-ago <= i {
				p += odds[k]
			}
		}
		m.since[i] = p / total
	}
}

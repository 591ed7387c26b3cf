package timing

// What is tried: how far to trust a lead's own history, and how often habits break.
var (
	trusts      = [...]float64{0.55, 0.75, 1}
	breakChance = [...]float64{1e-6, 1e-4, 1e-3, 1e-2}
)

// mostForeseen is how many answers are foreseen to learn that; telling is by how much, for each of them, one value
// has to foresee better than what is assumed.
const (
	mostForeseen = 2400
	telling      = 0.002
)

// habits chooses how far to trust a lead's own history and how often habits break, by how well the answers of
// leads are foreseen from what was before.
func (f *fitter) habits(m *Model) {
	places := f.later(mostForeseen)
	if len(places) == 0 {
		return
	}
	brain := *NewBrain(*m)
	best := f.surprise(brain, places) - telling*float64(len(places))
	try := func(trust, chance float64) {
		brain.model.Trust, brain.model.Breaks = trust, chance
		if s := f.surprise(brain, places); s < best {
			best, m.Trust, m.Breaks = s, trust, chance
		}
	}
	for _, chance := range breakChance {
		try(m.Trust, chance)
	}
	for _, trust := range trusts {
		try(trust, m.Breaks)
	}
}

// later are at most n attempts that have some before them, spread evenly over all.
func (f *fitter) later(n int) []place {
	const before, each = 6, 4
	var all []place
	for i := range f.histories {
		h := &f.histories[i]
		for k := max(before, h.n-each); k < h.n; k++ {
			if h.attempts[k].answered {
				all = append(all, place{i, k})
			}
		}
	}
	return spread(all, n)
}

// surprise is the negative logarithm of how likely the attempts at some places turned out as they did.
func (f *fitter) surprise(b Brain, places []place) float64 {
	m := &b.model
	parts := inParts(len(places), func(from, to int) (sum float64) {
		mind := NewMind(&b)
		for _, p := range places[from:to] {
			h := &f.histories[p.record]
			mind.history = *h
			mind.history.n = p.touch
			mind.form(m.readinessOf(f.records[p.record].User, f.records[p.record].Country))
			a := &h.attempts[p.touch]
			x := m.Tired[a.tired] * mind.exposure(a)
			sum -= mind.shape*log(mind.rate/(mind.rate+x)) + log(mind.shape/(mind.rate+x)*mind.rhythm[a.answeredAt])
		}
		return sum
	})
	sum := 0.0
	for _, s := range parts {
		sum += s
	}
	return sum
}

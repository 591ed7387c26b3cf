package timing

// steps is how often the shares are improved while all else stands still.
const steps = 4

// sharesOf returns the shares of types under which the histories are most likely, from some shares on.
func sharesOf(fits [][]float64, shares []float64) []float64 {
	for range steps {
		next := make([]float64, len(shares))
		for c := range next {
			next[c] = typePrior
		}
		for _, fit := range fits {
			total := 0.0
			for c, l := range fit {
				total += shares[c] * l
			}
			for c, l := range fit {
				next[c] += shares[c] * l / total
			}
		}
		for c := range next {
			next[c] /= float64(len(fits)) + typePrior*float64(len(next))
		}
		shares = next
	}
	return shares
}

// likelihoods are how likely the history is under each type, up to a factor.
func (m *Mind) likelihoods(expected float64) []float64 {
	e, prior := &m.seen[len(breaks)], m.model.Alike/expected
	all, best := make([]float64, m.n), -1e9
	for c := range all {
		all[c] = e.fit[c] - (m.model.Alike+e.answers)*log(1+e.exposure[c]/prior)
		best = max(best, all[c])
	}
	for c := range all {
		all[c] = exp(all[c] - best)
	}
	return all
}

package timing

import "math"

// The values that are tried for how far a lead's own history is trusted.
var (
	trusts    = [...]float64{0.3, 0.5, 0.75, 1}
	owns      = [...]float64{3, 6, 12, 25, 60}
	contrasts = [...]float64{0.7, 0.85, 1}
)

// tune chooses Trust, Own and Contrast, one after the other, by how well the hour of each next answer is
// foreseen from what came before it.
func (f *fitter) tune(m Model) Model {
	for _, knob := range []struct {
		values []float64
		set    func(*Model, float64)
	}{
		{trusts[:], func(m *Model, v float64) { m.Trust = v }},
		{owns[:], func(m *Model, v float64) { m.Own = v }},
		{contrasts[:], func(m *Model, v float64) { m.Contrast = v }},
	} {
		best, chosen := math.Inf(-1), m
		for _, v := range knob.values {
			tried := m
			knob.set(&tried, v)
			if l := f.foresight(tried); l > best {
				best, chosen = l, tried
			}
		}
		m = chosen
	}
	return m
}

const mostForeseen = 4000 // attempts that foresight looks at

// foresight is the mean logarithm of the likelihood of attempts, each given what came before it.
func (f *fitter) foresight(m Model) float64 {
	moments := f.moments(mostForeseen)
	parts := inParts(len(moments), func(from, to int) float64 {
		mind := NewMind(NewBrain(m))
		sum := 0.0
		for _, at := range moments[from:to] {
			sum += f.foreseen(mind, at)
		}
		return sum
	})
	total := 0.0
	for _, p := range parts {
		total += p
	}
	return total
}

// moment is an attempt of a lead.
type moment struct{ lead, attempt int }

// moments are at most n attempts, spread evenly over all, none of which is its lead's first.
func (f *fitter) moments(n int) []moment {
	var all []moment
	for i := range f.histories {
		for k := 1; k < f.histories[i].n; k++ {
			all = append(all, moment{i, k})
		}
	}
	if len(all) <= n {
		return all
	}
	some := make([]moment, n)
	for i := range some {
		some[i] = all[i*len(all)/n]
	}
	return some
}

// foreseen is the logarithm of the likelihood of one attempt: of its answer at its hour, or of none until then.
func (f *fitter) foreseen(m *Mind, at moment) float64 {
	a := f.histories[at.lead].attempts[at.attempt]
	m.history = f.histories[at.lead]
	m.history.n = at.attempt
	m.form(m.model.readinessOf(f.records[at.lead].User, f.records[at.lead].Country))
	tired := m.model.Tired[a.tired]
	exposure := tired * m.exposure(&a)
	l := -m.shape * log(1+exposure/m.rate)
	if a.answered {
		l += log(tired * m.shape / (m.rate + exposure) * m.rhythm[a.answeredAt])
	}
	return l
}

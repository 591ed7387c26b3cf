package timing

import "time"

// example is one attempt for the calibration: what was known before it, and whether an answer came in time.
type example struct {
	known    weights
	answered bool
}

const mostExamples = 24000

// calibrate learns the weights that turn what is known before an attempt into the probability of an answer.
func (f *fitter) calibrate(m *Model) {
	m.Day = f.regress(m, 24, func(c Chance) float64 { return c.In24h })
	m.Early = f.regress(m, 3, func(c Chance) float64 { return c.In3h })
}

func (f *fitter) regress(m *Model, hours float64, of func(Chance) float64) weights {
	cases := f.attempts(mostExamples)
	parts := inParts(len(cases), func(from, to int) (examples []example) {
		mind := NewMind(NewBrain(*m))
		for _, at := range cases[from:to] {
			if e, ok := f.example(mind, at, hours, of); ok {
				examples = append(examples, e)
			}
		}
		return examples
	})
	var all []example
	for _, p := range parts {
		all = append(all, p...)
	}
	return logisticRegression(all, hazardOnly())
}

// attempts are like moments, but with the first ones, as indices of touches.
func (f *fitter) attempts(n int) []moment {
	var all []moment
	for i, r := range f.records {
		last := time.Time{}
		for k, t := range r.Touches {
			if t.Out && (last.IsZero() || t.At.Sub(last) >= talk) {
				all = append(all, moment{i, k})
			}
			last = t.At
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

// example replays a lead's history until just before a touch. It is none when it is not known yet what came of it.
func (f *fitter) example(m *Mind, at moment, hours float64, of func(Chance) float64) (example, bool) {
	r := f.records[at.lead]
	sent := r.Touches[at.attempt].At
	answered, known := false, f.known.Sub(sent).Hours() >= hours
	for _, t := range r.Touches[at.attempt+1:] {
		if t.At.Sub(sent).Hours() > hours {
			break
		}
		answered = answered || !t.Out && t.Answer != Automatic && t.At.Sub(sent) >= robot
	}
	if !known {
		return example{}, false
	}
	expected := m.model.readinessOf(r.User, r.Country)
	m.history.read(r.Touches[:at.attempt], r.Lead, sent)
	m.form(expected)
	var e example
	m.describe(&e.known, of(m.hazard(sent, r.Lead)), expected, sent)
	e.answered = answered
	return e, true
}

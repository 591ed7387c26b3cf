package timing

import (
	"slices"
	"time"
)

// example is one attempt for the calibration: when it was, what was known before it by the chance within a day
// and within 3 hours, and whether an answer came in that time.
type example struct {
	at       time.Time
	known    [2]weights
	answered [2]bool
}

// within are the two times in which an answer may come.
var within = [2]time.Duration{24 * time.Hour, 3 * time.Hour}

const mostExamples = 16000

// calibrate learns the weights that turn what is known before an attempt into the probability of an answer.
func (f *fitter) calibrate(m *Model) {
	sent := f.sent(mostExamples)
	brain := NewBrain(*m)
	parts := inParts(len(sent), func(from, to int) (examples []example) {
		mind := NewMind(brain)
		for _, s := range sent[from:to] {
			examples = append(examples, f.example(mind, s))
		}
		return examples
	})
	all := slices.Concat(parts...)
	slices.SortStableFunc(all, func(a, b example) int { return a.at.Compare(b.at) })
	m.Day, m.Early = learnWeights(all, 0), learnWeights(all, 1)
}

// place is a touch of a record.
type place struct{ record, touch int }

// sent are at most n attempts of which it is known what came of them, spread evenly over all.
func (f *fitter) sent(n int) []place {
	var all []place
	for i, r := range f.records {
		last := time.Time{}
		for k, t := range r.Touches {
			if t.Out && (last.IsZero() || t.At.Sub(last) >= oneAttempt) && f.known.Sub(t.At) >= within[0] {
				all = append(all, place{i, k})
			}
			last = t.At
		}
	}
	return spread(all, n)
}

// spread are at most n of all, at even distances.
func spread(all []place, n int) []place {
	if len(all) <= n {
		return all
	}
	some := make([]place, n)
	for i := range some {
		some[i] = all[i*len(all)/n]
	}
	return some
}

// example replays a record until just before a touch, and looks at what came of it.
func (f *fitter) example(m *Mind, at place) example {
	r := &f.records[at.record]
	e := example{at: r.Touches[at.touch].At}
	m.Read(r.Touches[:at.touch], r.Lead, e.at, Prior{User: r.User, Country: r.Country})
	for i, time := range within {
		m.describe(&e.known[i], m.hazard(e.at, int(time.Hours())), e.at)
	}
	for _, t := range r.Touches[at.touch+1:] {
		after := t.At.Sub(e.at)
		if t.Out || t.Answer == Automatic || after < robot {
			continue
		}
		for i := range within {
			e.answered[i] = e.answered[i] || after <= within[i]
		}
	}
	return e
}

// halvings are after how long an example may count half: the habits of a whole population drift, too.
var halvings = [...]time.Duration{10 * 365 * 24 * time.Hour, 60 * 24 * time.Hour, 20 * 24 * time.Hour, 7 * 24 * time.Hour, 2 * 24 * time.Hour}

// learnWeights chooses how fast examples age by how well the latest fifth of them is foreseen from the others,
// and learns from all.
func learnWeights(all []example, which int) weights {
	earlier := all[:len(all)*4/5]
	best, chosen := 0.0, halvings[0]
	for i, h := range halvings {
		w := regression{which: which, halving: h}.learn(earlier)
		if l := logLoss(all[len(earlier):], w, which); i == 0 || l < best-0.002 {
			best, chosen = l, h
		}
	}
	return regression{which: which, halving: chosen}.learn(all)
}

// logLoss is the mean surprise at what became of the examples.
func logLoss(examples []example, w weights, which int) float64 {
	sum := 0.0
	for i := range examples {
		p := w.predict(&examples[i].known[which])
		if !examples[i].answered[which] {
			p = 1 - p
		}
		sum -= log(max(p, 1e-6))
	}
	return sum / float64(max(len(examples), 1))
}

package timing

import "time"

// Record is one lead's history for a fit. Touches are in the order of time.
type Record struct {
	User    string // whose lead; leads of one user share what is learned of that user
	Country string
	Lead    Calendar
	Touches []Touch
}

const rounds = 8

// Fit learns a model from histories, as they were known at a moment: what was sent less than a window before
// that and not answered counts only as far as it was waited for. It takes the histories apart into attempts,
// estimates shares of types, readiness, delay and fatigue by expectation maximisation, then how far to trust a
// lead's own history, by how well what came next was foreseen, and last the calibration. The same records give
// the same model, byte for byte.
func Fit(records []Record, known time.Time) Model {
	f := newFitter(records, known)
	m := DefaultModel()
	for range rounds {
		m = f.improve(m)
	}
	f.habits(&m)
	f.levels(&m)
	f.calibrate(&m)
	m.Wordings = countWordings(records, known)
	return m
}

type fitter struct {
	records   []Record
	known     time.Time
	histories []history
}

func newFitter(records []Record, known time.Time) *fitter {
	f := &fitter{known: known}
	for _, r := range records {
		var h history
		if h.read(r.Touches, r.Lead, known); h.n+h.nAlone > 0 {
			f.histories, f.records = append(f.histories, h), append(f.records, r)
		}
	}
	return f
}

// sums are what the expectation step adds up.
type sums struct {
	fits                [][]float64 // of each lead, the likelihood by type
	hits, risks         [len(spans)]float64
	hourHits, hourRisks rhythm
	tiredOut, tiredX    [mostTired + 1]float64
	leads               []gammaCase
}

// gammaCase is what one lead says of readiness: answers, exposure, and what was expected.
type gammaCase struct{ answers, exposure, expected float64 }

// improve is one round: what every lead is believed to be under m, and the model that suits these beliefs best.
func (f *fitter) improve(m Model) Model {
	brain := NewBrain(m)
	parts := inParts(len(f.histories), func(from, to int) sums {
		var s sums
		mind := NewMind(brain)
		for i := from; i < to; i++ {
			mind.history = f.histories[i]
			expected := m.readinessOf(f.records[i].User, f.records[i].Country)
			mind.form(expected)
			s.add(mind, expected)
		}
		return s
	})
	all := parts[0]
	for _, s := range parts[1:] {
		all.merge(s)
	}
	return all.maximise(m)
}

func (s *sums) add(m *Mind, expected float64) {
	s.fits = append(s.fits, m.likelihoods(expected))
	readiness, exposure, answers := m.shape/m.rate, 0.0, 0.0
	for i := range m.history.n {
		a := &m.history.attempts[i]
		x := m.exposure(a)
		s.tiredX[a.tired] += readiness * x
		exposure += m.model.Tired[a.tired] * x
		if a.answered {
			answers++
			s.tiredOut[a.tired]++
			s.hits[spanOf(a.waited)]++
			s.hourHits[a.answeredAt]++
		}
		s.risk(m, a, readiness*m.model.Tired[a.tired])
		s.hourRisk(m, a, readiness*m.model.Tired[a.tired])
	}
	s.leads = append(s.leads, gammaCase{answers, exposure, expected})
}

// risk adds the answers expected in each span if the density were lomax.
func (s *sums) risk(m *Mind, a *attempt, level float64) {
	from := 0.0
	for i, to := range spans {
		if from >= a.waited {
			return
		}
		end := min(to, a.waited)
		if end <= 1 {
			s.risks[i] += level * m.between(a, 0) * (lomax(end) - lomax(from))
		} else {
			for j := int(from); float64(j) < end; j++ {
				s.risks[i] += level * m.between(a, j) * (lomax(min(float64(j+1), end)) - lomax(float64(j)))
			}
		}
		from = to
	}
}

func (s *sums) merge(o sums) {
	s.fits = append(s.fits, o.fits...)
	addTo(s.hits[:], o.hits[:])
	addTo(s.risks[:], o.risks[:])
	addTo(s.hourHits[:], o.hourHits[:])
	addTo(s.hourRisks[:], o.hourRisks[:])
	addTo(s.tiredOut[:], o.tiredOut[:])
	addTo(s.tiredX[:], o.tiredX[:])
	s.leads = append(s.leads, o.leads...)
}

func addTo(sum, more []float64) {
	for i, v := range more {
		sum[i] += v
	}
}

// The strength of what is assumed of each type, span and level of fatigue, in leads and in answers.
const (
	typePrior  = 0.05
	spanPrior  = 1
	tiredPrior = 5
)

func (s *sums) maximise(m Model) Model {
	next := m
	next.Types = sharesOf(s.fits, m.Types)
	for i := range next.Delay {
		next.Delay[i] = (spanPrior + s.hits[i]) / (spanPrior + s.risks[i])
	}
	next.Hours = s.hours(m.Hours)
	fresh := DefaultModel()
	for i := 1; i <= mostTired; i++ {
		next.Tired[i] = (tiredPrior*fresh.Tired[i] + s.tiredOut[i]) / (tiredPrior + s.tiredX[i])
	}
	next.Readiness, next.Alike = gammaOf(s.leads)
	return next
}

// hourRisk adds the answers expected in each hour of the week.
func (s *sums) hourRisk(m *Mind, a *attempt, level float64) {
	for i, mass := range m.mass[:m.delay.masses(a, &m.mass)] {
		h := (int(a.hour) + i) % hoursAWeek
		s.hourRisks[h] += level * mass * m.rhythm[h]
	}
}

// hours corrects what all leads have in common by the answers in each hour against those expected there.
func (s *sums) hours(before rhythm) rhythm {
	const prior = 10
	hits, risks := s.hourHits, s.hourRisks
	smooth(&hits)
	smooth(&risks)
	for h := range before {
		before[h] *= (prior + hits[h]) / (prior + risks[h])
	}
	return before.normal()
}

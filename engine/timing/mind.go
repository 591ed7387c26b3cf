package timing

// Mind is a brain with a place to think in: what it read of one lead and what it makes of it. It is used for one
// lead after another and allocates nothing; it must not be shared.
type Mind struct {
	*Brain
	history  history
	calendar Calendar
	expected float64 // readiness, before the lead has shown any
	// What is believed of the lead that was read last.
	rhythm  rhythm
	typical rhythm  // of the types alone
	shape   float64 // of the gamma distribution of readiness
	rate    float64
	prior   float64 // the rate before any attempt
	// Scratch, one value per type: logarithm of the likelihood of all answers so far and the exposure so far, as
	// they were at some attempts, and the belief that results.
	seen   [len(breaks) + 1]evidence
	belief []float64
	part   []float64
	bets   []bet
	since  [mostKept]float64 // how likely the habit of today held already at an attempt
	hits   rhythm
	risks  rhythm
	spent  rhythm
	mass   [window + 2]float64
}

// evidence is what attempts up to some point say for each type.
type evidence struct {
	answers  float64
	fit      []float64 // sum over the answers of the logarithm of the type's rhythm
	exposure []float64
}

// breaks are how many attempts ago a lead's habit may have changed (a new job, another shift).
var breaks = [...]int{3, 5, 8, 13, 21, 34}

// NewMind returns a mind that thinks with b.
func NewMind(b *Brain) *Mind {
	m := &Mind{Brain: b, belief: make([]float64, b.n), part: make([]float64, b.n), bets: make([]bet, 0, b.n)}
	for i := range m.seen {
		m.seen[i] = evidence{fit: make([]float64, b.n), exposure: make([]float64, b.n)}
	}
	return m
}

// form makes up the mind about the lead whose history was read: expected is its readiness as far as its user's
// and country's other leads tell.
//
// Readiness and type are unknown. For a type c with rhythm r the hazard of an answer at hour h of the week, j
// hours after a message, is readiness x tired x density(j) x r(h); answers are the events of a Poisson process
// that the first one ends, so that with a gamma prior (shape a, rate a/expected) readiness integrates out:
//
//	log P(history | c) = sum over answers of log r(h) - (a + answers) log(a/expected + exposure(c)) + constant
func (m *Mind) form(expected float64) {
	m.prior = m.model.Alike / expected
	m.gather()
	m.weigh(m.prior)
	m.rhythm = rhythm{}
	for c := range m.rhythms {
		if q := m.belief[c]; q > 1e-4 {
			for h, v := range m.rhythms[c] {
				m.rhythm[h] += float64(q * v)
			}
		}
	}
	m.spend()
	m.observe()
	m.typical = m.rhythm
	m.personalise()
	m.observe()
}

// gather adds up what the attempts say for each type, and keeps where it stood at each possible break.
func (m *Mind) gather() {
	sum := &m.seen[len(breaks)]
	sum.answers = 0
	clear(sum.fit)
	clear(sum.exposure)
	for i := range m.history.n {
		for k, ago := range breaks {
			if m.history.n-ago == i {
				m.seen[k].answers = sum.answers
				copy(m.seen[k].fit, sum.fit)
				copy(m.seen[k].exposure, sum.exposure)
			}
		}
		m.add(sum, &m.history.attempts[i])
	}
	for _, hour := range m.history.alone[:m.history.nAlone] {
		row := m.logRhythm[int(hour)*m.n:][:m.n]
		for c, v := range row {
			sum.fit[c] += unasked * float64(v)
		}
	}
}

// unasked is what a message counts that the lead sent without having been asked: it shows when they write, and
// less surely when they answer.
const unasked = 0.5

func (m *Mind) add(sum *evidence, a *attempt) {
	tired := m.model.Tired[a.tired]
	for _, x := range m.stretches(a) {
		if x.weight == 0 {
			continue
		}
		weight := tired * x.weight
		for c, v := range m.passed[x.row:][:m.n] {
			sum.exposure[c] += float64(weight * float64(v))
		}
	}
	if !a.answered {
		return
	}
	sum.answers++
	for c, v := range m.logRhythm[int(a.answeredAt)*m.n:][:m.n] {
		sum.fit[c] += float64(v)
	}
}

// stretch is a row of the table of what passed, and its weight.
type stretch struct {
	row    int
	weight float64
}

// stretches takes the exposure of an attempt from the table of whole hours: between the hours of the clock
// before and after, and the hours that passed before and after. Within the first hour it is exact.
func (m *Mind) stretches(a *attempt) (s [4]stretch) {
	whole := min(int(a.waited), window-1)
	more := a.waited - float64(whole)
	if whole == 0 {
		early := m.delay.passed(min(more, 1-a.part))
		s[0] = stretch{m.row(int(a.hour), 1), early}
		s[1] = stretch{m.row(int(a.hour)+1, 1), m.delay.passed(more) - early}
		return s
	}
	for i, hour := range [2]float64{1 - a.part, a.part} {
		s[2*i] = stretch{m.row(int(a.hour)+i, whole), hour * (1 - more)}
		s[2*i+1] = stretch{m.row(int(a.hour)+i, whole+1), hour * more}
	}
	return s
}

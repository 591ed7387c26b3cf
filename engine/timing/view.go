package timing

import "time"

// Prior says whose lead it is: what is expected of it before it has shown anything.
type Prior struct{ User, Country string }

// View is what a history comes down to, beside the forecast.
type View struct {
	Last, LastOut, LastIn time.Time
	LastAnswer            Answer // of the lead's last message
	Stopped               bool   // the lead asked to be left alone
	Unanswered            int    // attempts of the user since the lead's last message
	Attempts, Answers     int
	Evidence              float64 // 0 to 1: how much the lead's own behaviour counts in the forecast
}

// LastWasIn reports whether the lead wrote last.
func (v View) LastWasIn() bool { return !v.LastIn.IsZero() && v.LastIn.After(v.LastOut) }

// half is how many attempts and answers make the evidence one half.
const half = 3

// Read makes up the mind about one lead, as known at now: touches are in the order of time, later ones are not
// looked at.
func (m *Mind) Read(touches []Touch, c Calendar, now time.Time, p Prior) View {
	m.history.read(touches, c, now)
	m.calendar, m.expected = c, m.model.readinessOf(p.User, p.Country)
	m.form(m.expected)
	h := &m.history
	view := View{
		Last: h.last, LastOut: h.lastOut, LastIn: h.lastIn, Attempts: h.attempted, Answers: h.answered,
		Evidence: float64(h.attempted+h.answered) / float64(h.attempted+h.answered+half),
	}
	view.lookBack(touches)
	return view
}

// lookBack finds what the gate wants to know, from the last touch backwards. A message of the user that is dated
// later than now was sent all the same: somebody's clock is wrong.
func (v *View) lookBack(touches []Touch) {
	answered, next := false, time.Time{}
	for i := len(touches) - 1; i >= 0; i-- {
		t := &touches[i]
		if !t.Out {
			v.Stopped = v.Stopped || t.Answer == OptOut || t.Answer == PrivacyRequest
			machine := t.Answer == Automatic || i > 0 && touches[i-1].Out && t.At.Sub(touches[i-1].At) < robot
			if !answered && !machine {
				answered, v.LastAnswer = true, t.Answer
			}
			continue
		}
		if next.IsZero() && t.At.After(v.LastOut) {
			v.LastOut = t.At
		}
		if !answered && (next.IsZero() || next.Sub(t.At) >= oneAttempt) {
			v.Unanswered++
		}
		next = t.At
	}
}

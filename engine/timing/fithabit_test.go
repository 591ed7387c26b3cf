package timing

import (
	"testing"
	"time"
)

// changed is a lead that lives like somebody else from the middle on.
func (c *crowd) changed(attempts int) Record {
	r, other := c.lead(attempts), c.lead(attempts)
	last := r.Touches[len(r.Touches)-1].At
	shift := last.Sub(other.Touches[0].At).Truncate(7*24*time.Hour) + 14*24*time.Hour
	for _, t := range other.Touches {
		t.At = t.At.Add(shift)
		r.Touches = append(r.Touches, t)
	}
	return r
}

// TestFitLearnsHowOftenHabitsBreak from leads of whom none or all change.
func TestFitLearnsHowOftenHabitsBreak(t *testing.T) {
	someone := someone()
	someone.Readiness = 2
	crowd := newCrowd(someone, 11)
	var steady, restless []Record
	for range 200 {
		steady = append(steady, crowd.lead(20))
		restless = append(restless, crowd.changed(10))
	}
	calm, wild := Fit(steady, afterAll), Fit(restless, afterAll)
	if calm.Breaks > DefaultModel().Breaks || wild.Breaks < 1e-3 {
		t.Errorf("habits that never break are thought to at %g, those that all do at %g", calm.Breaks, wild.Breaks)
	}
}

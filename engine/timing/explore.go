package timing

import "time"

// liking is how much a moment must be better to be drawn more often: one that is worth a tenth less than the best is
// drawn less than half as often.
const liking = 0.12

// Draw chooses one of the legal moments by chance, the better ones more often, and says how likely that one was. What
// becomes of messages at drawn moments shows how good the chosen ones are: nothing else does, since whoever picks
// the moment picks the lead, too. found is false where there is no legal moment.
func (m *Mind) Draw(s Search, seed uint64) (at time.Time, likely float64, found bool) {
	m.placeBets()
	random := source(seed)
	best, total := 0.0, 0.0
	s.slots(func(t time.Time) bool {
		best = max(best, m.worth(t, s))
		return true
	})
	weight := func(t time.Time) float64 { return exp((m.worth(t, s)/best - 1) / liking) }
	s.slots(func(t time.Time) bool {
		total += weight(t)
		return true
	})
	point := random.uniform() * total
	s.slots(func(t time.Time) bool {
		at, likely, found = t, weight(t)/total, true
		point -= weight(t)
		return point > 0
	})
	return at, likely, found
}

// Explores reports whether a decision with this seed is one of the share that is left to chance.
func Explores(seed uint64, share float64) bool {
	random := source(seed ^ 0x5bd1e9955bd1e995) // not the draw itself
	return random.uniform() < share
}

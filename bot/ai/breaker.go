package ai

import (
	"sync"
	"time"
)

const (
	mostFailures = 5                // in a row, then a provider rests
	firstRest    = 30 * time.Second // doubled each time that it still fails
	longestRest  = 10 * time.Minute // also of what a server asks for
)

// gate lets calls to a provider through, or not: a circuit breaker that also keeps to what the server asks for. The
// time comes in from outside, which no library for this allows.
type gate struct {
	mu       sync.Mutex
	failures int       // in a row
	opened   int       // times in a row
	until    time.Time // closed before that; zero while all is well
	probing  bool      // one call is on its way to see whether all is well again
	rest     time.Time // the server wants no call before
}

// enter reports whether a call may go, and whether it is the one on which it depends how things go on.
func (g *gate) enter(now time.Time) (probe, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.until.IsZero() {
		return false, true
	}
	if g.probing || now.Before(g.until) {
		return false, false
	}
	g.probing = true
	return true, true
}

// leave records how a call ended. What began before the gate closed no longer counts.
func (g *gate) leave(now time.Time, probe bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if probe {
		g.probing = false
	} else if !g.until.IsZero() {
		return
	}
	switch {
	case err == nil || faultOf(err).is != nil && !faultOf(err).blame:
		g.failures, g.opened, g.until = 0, 0, time.Time{}
	case faultOf(err).blame:
		if g.failures++; probe || g.failures >= mostFailures {
			g.until = now.Add(min(firstRest<<min(g.opened, 10), longestRest))
			g.opened++
		}
	}
}

// restUntil keeps calls away for as long as the server asks.
func (g *gate) restUntil(at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if at.After(g.rest) {
		g.rest = at
	}
}

// resting returns for how long the server wants no call.
func (g *gate) resting(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(g.rest.Sub(now), 0)
}

// closedFor returns for how long no call will be let through.
func (g *gate) closedFor(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(g.rest.Sub(now), g.until.Sub(now), 0)
}

package main

import (
	"slices"
	"strings"
	"time"
)

// verdicts counts what was thought of decisions. One that is right has no name; what must not be is named after
// the rule it breaks.
type verdicts map[string]int

const (
	gate      = "gate: "
	forgotten = "forgotten: "
	late      = "waiting too long"
)

// wrote says whether the lead did, and not a machine.
func (e event) wrote() bool { return !e.out && e.intent != "auto_reply" }

// silences is the number of messages that were not answered. Some do not count what follows another message within
// hours, in either direction: least does not, most does.
func (s *soul) silences() (least, most int) {
	var before time.Time
	for _, e := range s.events {
		switch {
		case e.wrote():
			least, most = 0, 0
		case e.out && e.at.Sub(before) < silence:
			most++
		case e.out:
			least, most = least+1, most+1
		}
		before = e.at
	}
	return least, most
}

// lastOut is the last message to the lead, and whether the lead has written since.
func (s *soul) lastOut() (at time.Time, answered bool) {
	for _, e := range s.events {
		switch {
		case e.out:
			at, answered = e.at, false
		case e.wrote():
			answered = true
		}
	}
	return at, answered
}

func (s *soul) stopped() bool {
	return s.line.Lead.OptedOut || slices.ContainsFunc(s.events, func(e event) bool { return e.intent == "opt_out" })
}

// hopeless says whether the lead may never be written to again.
func (s *soul) hopeless() bool {
	least, _ := s.silences()
	return s.stopped() || s.line.Lead.Stage == "lost" || least > 5 || s.unreachable()
}

func (s *soul) unreachable() bool { return len(s.line.Lead.Addresses) == 0 || s.refused() }

func (s *soul) refused() bool {
	return s.line.Lead.Consent == "withdrawn" || s.line.Lead.Consent == "objected"
}

// judge looks at a decision and names what is wrong with it.
func (s *soul) judge(now time.Time, d *decision) string {
	if d.At.IsZero() {
		if !s.mayBe(d.BlockedBy, now) {
			return forgotten + "blocked by " + d.BlockedBy + " without a cause"
		}
		return ""
	}
	if name := s.brokenGate(now, d); name != "" {
		return gate + name
	}
	if d.At.After(now.Add(horizon)) && !d.ConstraintBound {
		return forgotten + "not within 7 days"
	}
	if s.waits() && !d.ConstraintBound && d.At.After(s.firstLegal(now).Add(time.Hour)) {
		return late
	}
	return ""
}

func (s *soul) brokenGate(now time.Time, d *decision) string {
	least, _ := s.silences()
	last, answered := s.lastOut()
	switch {
	case s.stopped():
		return "opted out"
	case s.line.Lead.Stage == "lost":
		return "lost"
	case least > 5:
		return "too many unanswered"
	case s.unreachable():
		return "no consent or no address"
	case d.At.Before(now):
		return "in the past"
	case !answered && d.At.Before(last.Add(restTime)):
		return "under 24 h"
	case !legalFor(s.zone(), d.At):
		return "night, Sunday or holiday"
	case !s.user.awake(d.At) && !d.ConstraintBound:
		return "the networker's hours"
	}
	return ""
}

// mayBe says whether there is such a cause.
func (s *soul) mayBe(cause string, now time.Time) bool {
	_, most := s.silences()
	last, answered := s.lastOut()
	switch cause {
	case "opted_out":
		return s.stopped() || s.refused()
	case "lost":
		return s.line.Lead.Stage == "lost"
	case "too_many_unanswered":
		return most > 5
	case "contacted_recently":
		return !answered && now.Before(last.Add(restTime))
	case "no_consent":
		return s.refused()
	case "no_channel":
		return len(s.line.Lead.Addresses) == 0
	}
	return cause == "resting" && s.line.Lead.Stage == "customer"
}

// zone is the lead's; where it is unknown, that of the region.
func (s *soul) zone() *time.Location {
	if name := s.line.Lead.Timezone; name != "" {
		return zone(name)
	}
	return zone("Europe/Berlin")
}

// waits says whether the lead has written last.
func (s *soul) waits() bool {
	_, answered := s.lastOut()
	return answered
}

// firstLegal is the next moment that suits lead and networker, to the half hour.
func (s *soul) firstLegal(now time.Time) time.Time {
	t := now
	for t.Before(now.Add(horizon)) && !(legalFor(s.zone(), t) && s.user.awake(t)) {
		t = t.Truncate(step).Add(step)
	}
	return t
}

func (e *evaluation) reportChaos(seen verdicts) {
	var gates, lost float64
	for name, n := range seen {
		switch {
		case strings.HasPrefix(name, gate):
			gates += float64(n)
		case strings.HasPrefix(name, forgotten):
			lost += float64(n)
		}
	}
	for _, name := range sortedNames(seen) {
		e.figure("  chaos: "+name, float64(seen[name]))
	}
	e.atMost("contacts violating a hard gate", 0, gates)
	e.atMost("forgotten leads", 0, lost)
	e.atMost("waiting leads not due at the next legal moment", 0, float64(seen[late]))
}

func sortedNames(seen verdicts) (names []string) {
	for name := range seen {
		if name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

package sequences

import (
	"strconv"

	"github.com/salesflow/salesflow/engine"
)

// order checks the days of steps: they never go back. Two steps of a day are branches if one has conditions; two
// messages without any are sent on two days, which a warning says.
func (c *checker) order(d document, p plan) {
	var before *step
	for _, s := range p.steps {
		day, ok := s.part.fields["day"]
		if !ok {
			continue
		}
		at := day.place
		switch {
		case before == nil:
		case s.Day < before.Day:
			d.fail(at, "days", words{"day": strconv.Itoa(s.Day), "before": strconv.Itoa(before.Day)})
			continue
		case s.Day == before.Day && s.sends() && before.sends():
			d.warn(at, "same_day", words{"day": strconv.Itoa(s.Day)})
		}
		if p.LongestDays > 0 && s.Day > p.LongestDays {
			d.fail(at, "too_late", words{"day": strconv.Itoa(s.Day), "days": strconv.Itoa(p.LongestDays)})
		}
		before = &s
	}
}

// sends reports whether a step sends a message whatever is known.
func (s step) sends() bool { return s.Action == engine.SendMessage && !s.part.has("conditions") }

// reach reports the first step that nobody gets to, because of a step that always ends the run.
func (c *checker) reach(d document, p plan) {
	for i, s := range p.steps[:max(len(p.steps)-1, 0)] {
		if s.part.has("conditions") || !leaves(s.Action) && !s.everyResponseLeaves() {
			continue
		}
		d.fail(p.steps[i+1].part.place, "unreachable", words{"line": strconv.Itoa(s.part.place.line)})
		return
	}
}

// everyResponseLeaves reports whether a run is over whatever the lead answers to the step.
func (s step) everyResponseLeaves() bool {
	return leaves(s.On[engine.RespondedWell]) && leaves(s.On[engine.RespondedBadly]) && leaves(s.On[engine.NotResponded])
}

// attempts warns where there are more messages than may be sent.
func (c *checker) attempts(d document, p plan) {
	sent := 0
	for _, s := range p.steps {
		if s.Action == engine.SendMessage {
			sent++
		}
	}
	if most := p.part.fields["max_attempts"]; p.MostAttempts > 0 && p.MostAttempts < sent {
		d.warn(most.place, "attempts", words{"most": strconv.Itoa(p.MostAttempts), "steps": strconv.Itoa(sent)})
	}
}

package engine

import (
	"slices"

	"github.com/salesflow/salesflow/engine/timing"
)

// Reached is what a run comes to.
type Reached struct {
	Run      Run
	Step     *Step          // to be proposed now; nil when nothing is due
	Wordings []string       // the templates that compete for it
	Action   SequenceAction // what becomes of the lead: MoveToNurture, ArchiveLead or ScheduleCall; else empty
	Next     string         // the sequence that takes over
}

// On is what a run comes to on a day. It proposes a step and does not count it as sent: on the same day it comes to the
// same again.
func (r Run) On(day timing.Date, s Sequence, f Facts, c timing.Calendar) Reached {
	if r.Active() && s.reached(f.Lead.Stage) {
		return r.end(ReachedTarget)
	}
	for r.Due(day) {
		if r.LastStep >= 0 && r.LastStep < len(s.Steps) && !r.Heard {
			if silent := r.unheard(day, s); !silent.Run.Active() {
				return silent
			}
		}
		if outcome := r.exhausted(day, s); outcome != "" {
			return r.handOver(outcome, s)
		}
		step := s.Steps[r.CurrentStep]
		switch step.Action {
		case EndSequence:
			return r.handOver(ReachedEnd, s)
		case MoveToNurture, ArchiveLead, ScheduleCall:
			r = r.settled(day, s, c)
			return r.follow(day, step.Action, s)
		case Wait, NextStep:
			r = r.settled(day, s, c)
			continue
		}
		if wordings := step.wordings(f); len(wordings) > 0 {
			return Reached{Run: r, Step: &step, Wordings: wordings}
		}
		r = r.settled(day, s, c)
	}
	return Reached{Run: r}
}

// exhausted is what is used up on a day, empty when nothing is.
func (r Run) exhausted(day timing.Date, s Sequence) RunOutcome {
	switch {
	case s.MostAttempts > 0 && r.Sent >= s.MostAttempts:
		return UsedAttempts
	case r.CurrentStep >= len(s.Steps):
		return ReachedEnd
	case r.EndsOn != nil && timing.DateOf(*r.EndsOn).Before(day):
		return UsedDays
	}
	return ""
}

// unheard is what follows from silence.
func (r Run) unheard(day timing.Date, s Sequence) Reached {
	switch a := s.Steps[r.LastStep].On[NotResponded]; a {
	case MoveToNurture:
		reached := r.handOver(WentToNurture, s)
		reached.Action = MoveToNurture
		return reached
	case EndSequence:
		return r.handOver(ReachedEnd, s)
	case ArchiveLead, ScheduleCall:
		return r.follow(day, a, s)
	}
	return Reached{Run: r}
}

// follow does what an action says.
func (r Run) follow(day timing.Date, a SequenceAction, s Sequence) Reached {
	reached := Reached{Run: r}
	switch a {
	case MoveToNurture:
		reached = r.end(WentToNurture)
	case ArchiveLead:
		reached = r.end(WasArchived)
	case ScheduleCall:
		reached.Run = r.Pause(day, GotCall)
		reached.Run.Heard = true // the silence has had its consequence
	case EndSequence:
		return r.handOver(ReachedEnd, s)
	}
	reached.Action = a
	return reached
}

// end ends the run by itself. When is filled in where it is kept.
func (r Run) end(outcome RunOutcome) Reached {
	r.Status, r.Outcome = RunCompleted, outcome
	return Reached{Run: r}
}

// handOver ends the run in favour of the one that takes over. A lead that said no is not handed on.
func (r Run) handOver(outcome RunOutcome, s Sequence) Reached {
	reached := r.end(outcome)
	if r.Response != RespondedBadly {
		reached.Next = s.successor()
	}
	return reached
}

// wordings are the templates of a step that compete: those of the step or, where its conditions do not hold, the
// fallback. None is left when there is no fallback.
func (s Step) wordings(f Facts) []string {
	for _, c := range s.Conditions {
		if holds, err := c.Holds(f); err == nil && holds {
			continue
		}
		if s.Fallback == "" {
			return nil
		}
		return []string{s.Fallback}
	}
	if len(s.Variants) > 0 {
		return slices.Clone(s.Variants)
	}
	return []string{s.Template}
}

// settled goes on to the next step, which keeps its distance to a day.
func (r Run) settled(day timing.Date, s Sequence, c timing.Calendar) Run {
	distance := s.distance(r.CurrentStep)
	r.SettledOn, r.CurrentStep = dated(day), r.CurrentStep+1
	r.StepOn = dated(workdayFrom(c, day.AddDays(distance)))
	return r
}

// Wrote notes that the message of the current step was sent on a day.
func (r Run) Wrote(day timing.Date, s Sequence, c timing.Calendar) Run {
	if r.CurrentStep >= len(s.Steps) {
		return r
	}
	r.LastStep, r.Sent, r.Heard, r.Response = r.CurrentStep, r.Sent+1, false, ""
	return r.settled(day, s, c)
}

// Spoke notes that the user wrote something else on a day: at least one lies between two messages.
func (r Run) Spoke(day timing.Date, c timing.Calendar) Run {
	if next := workdayFrom(c, day.AddDays(1)); timing.DateOf(r.StepOn).Before(next) {
		r.StepOn = dated(next)
	}
	return r
}

// Hear is what a run comes to when the lead has replied. An empty response is one of which nobody knows what it means.
func (r Run) Hear(day timing.Date, s Sequence, response Response, c timing.Calendar) Reached {
	if !r.Active() || r.LastStep < 0 || r.LastStep >= len(s.Steps) {
		return Reached{Run: r}
	}
	r.Heard, r.Response = true, response
	switch a := s.Steps[r.LastStep].On[response]; a {
	case "":
		return Reached{Run: r.Pause(day, GotReply)}
	case Wait:
		next := workdayFrom(c, day.AddDays(s.distance(r.LastStep)))
		if timing.DateOf(r.StepOn).Before(next) {
			r.StepOn = dated(next)
		}
		return Reached{Run: r}
	case NextStep:
		return Reached{Run: r}
	default:
		return r.follow(day, a, s)
	}
}

// Pause stops the days of the run.
func (r Run) Pause(day timing.Date, why RunOutcome) Run {
	on := dated(day)
	r.Status, r.Outcome, r.PausedOn = RunPaused, why, &on
	return r
}

// Resume lets the days go on where they stopped.
func (r Run) Resume(day timing.Date, c timing.Calendar) Run {
	if r.Status != RunPaused || r.PausedOn == nil {
		return r
	}
	stood := max(day.DaysSince(timing.DateOf(*r.PausedOn)), 0)
	next := timing.DateOf(r.StepOn).AddDays(stood)
	if next.Before(day) {
		next = day
	}
	r.StepOn = dated(workdayFrom(c, next))
	if r.EndsOn != nil {
		last := dated(timing.DateOf(*r.EndsOn).AddDays(stood))
		r.EndsOn = &last
	}
	r.Status, r.Outcome, r.PausedOn = RunActive, "", nil
	return r
}

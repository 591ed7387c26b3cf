package engine

import (
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/timing"
)

// RunID identifies a run.
type RunID = uuid.UUID

// RunStatus says how a run stands; the values are the customer's.
type RunStatus string

// The statuses. Completed: the run came to an end of its own. Cancelled: somebody or something else ended it.
const (
	RunActive    RunStatus = "active"
	RunPaused    RunStatus = "paused"
	RunCompleted RunStatus = "completed"
	RunCancelled RunStatus = "cancelled"
)

// RunOutcome says why a run ended or, while it is paused, why it is.
type RunOutcome string

// The outcomes.
const (
	ReachedTarget RunOutcome = "target"       // the lead is what the sequence wants it to be
	ReachedEnd    RunOutcome = "end"          // all steps are through
	UsedAttempts  RunOutcome = "max_attempts" // as many messages as the sequence allows
	UsedDays      RunOutcome = "max_duration"
	WentToNurture RunOutcome = "nurture"
	WasArchived   RunOutcome = "archived"
	GotReply      RunOutcome = "reply" // of a paused one: the lead wrote
	GotCall       RunOutcome = "call"  // of a paused one: a call is to be arranged
	PausedByUser  RunOutcome = "user"
	TakenOver     RunOutcome = "taken_over" // of a cancelled one: another run took its place
)

// Run is one lead on one version of a sequence. What it means, rule by rule:
//
// Days are days of the lead's calendar. The first step is due Day days after the start. Every further one keeps its
// distance to the one before: when that was sent late, put off, or moved over a Sunday or holiday, all that follows
// moves with it. Nothing is caught up, so that no message ever comes sooner after the one before than planned. A step
// that would fall on a day of rest is due on the next workday.
//
// Conditions are looked at on the day of a step and again whenever it is about to be shown or sent. Where one does not
// hold, the fallback is proposed; without a fallback the step is skipped, and its day counts as if it had been sent. A
// condition that cannot be evaluated does not hold.
//
// A reply stops the current step at once, on whichever channel it came; an automatic one is none. What follows is what
// the step that was sent last says: next_step goes on to the next step on the day it has; wait counts its distance
// anew from the reply; move_to_nurture, archive_lead and end_sequence end the run; schedule_call and a step that says
// nothing pause it. Whatever it says, a lead that waits for an answer gets one first. Before its first message a run
// has asked nothing: a reply only holds it back while the lead waits. What follows from silence is done when the next
// step would be due, or after the last step as long after it as that came after the one before; wait and next_step
// mean going on.
//
// A pause stops the days: what was left of the distance is left when it ends. Neither pausing nor going on sends
// anything again. A message that fails or is taken back leaves the step where it was, due anew.
//
// A run ends when the target is reached, when its steps, its messages or its days are used up, and when the lead is
// closed. One that ends without an answer hands over to the sequence that its last step names. A lead has one active
// run; a new one takes the place of a paused one.
//
// A run keeps to the version it started with; see Scope for who moves to an edited one.
type Run struct {
	ID          RunID
	UserID      UserID
	LeadID      LeadID
	SequenceID  string
	Version     string // the sequence's Hash
	StartedAt   time.Time
	CurrentStep int // the step that comes next; the number of steps once all are through
	Status      RunStatus
	Outcome     RunOutcome
	CompletedAt *time.Time
	Triggered   bool       // it began by itself
	StepOn      time.Time  // the day of the next step
	SettledOn   time.Time  // the day on which the step before was sent or skipped, at first that of the start
	EndsOn      *time.Time // the last day of the run, nil when it has none
	PausedOn    *time.Time
	LastStep    int        // the step that was sent last, -1 before the first
	Sent        int        // messages
	SentAt      *time.Time // when the last one was
	Heard       bool       // the lead has replied to it
	Response    Response   // what the reply was
	// SuggestionID is the suggestion that proposes the next step, nil while the lead is followed up without the run.
	SuggestionID *SuggestionID
	Undo         *RunBefore
}

// RunBefore is a run as it was before the answer to a suggestion.
type RunBefore struct {
	Answer SuggestionID
	Run    Run
}

// NewRun is a run that starts today.
func NewRun(lead Lead, s Sequence, now time.Time, c timing.Calendar) Run {
	today := c.Day(now)
	r := Run{
		ID: newID(), UserID: lead.UserID, LeadID: lead.ID, SequenceID: s.ID, Version: s.Hash, StartedAt: now,
		Status: RunActive, SettledOn: dated(today), LastStep: -1,
	}
	first := today
	if len(s.Steps) > 0 {
		first = today.AddDays(s.Steps[0].Day)
	}
	r.StepOn = dated(workdayFrom(c, first))
	if s.LongestDays > 0 {
		last := dated(today.AddDays(s.LongestDays))
		r.EndsOn = &last
	}
	return r
}

// Active reports whether the run goes on by itself.
func (r Run) Active() bool { return r.Status == RunActive }

// Over reports whether the run has ended.
func (r Run) Over() bool { return r.Status == RunCompleted || r.Status == RunCancelled }

// Due reports whether something is to be done for the run on a day.
func (r Run) Due(day timing.Date) bool { return r.Active() && !day.Before(timing.DateOf(r.StepOn)) }

// workdayFrom is a day or, where that is one of rest, the next workday.
func workdayFrom(c timing.Calendar, day timing.Date) timing.Date {
	if c.Workday(day) {
		return day
	}
	return c.Next(day)
}

// usualWait is how long an only step waits for an answer, in days.
const usualWait = 7

// distance is how many days lie between a step and the next one or, after the last, the end.
func (s Sequence) distance(step int) int {
	days := 0
	switch {
	case step+1 < len(s.Steps):
		return max(s.Steps[step+1].Day-s.Steps[step].Day, 0)
	case step > 0 && step < len(s.Steps):
		days = s.Steps[step].Day - s.Steps[step-1].Day
	}
	if days <= 0 {
		return usualWait
	}
	return days
}

// successor is the sequence that takes over when one has come to its end, empty for none.
func (s Sequence) successor() string {
	for _, step := range s.Steps {
		if step.Action == EndSequence && step.Next != "" {
			return step.Next
		}
	}
	return ""
}

// targets are the stages that the outcomes of sequences mean; any other outcome is the name of a stage itself.
var targets = map[string]Stage{"partner_signup": StagePartner, "customer_signup": StageCustomer, "purchase": StageCustomer}

// reached reports whether a lead is what the sequence wants it to be.
func (s Sequence) reached(stage Stage) bool {
	if s.TargetOutcome == "" {
		return false
	}
	if target, ok := targets[s.TargetOutcome]; ok {
		return stage == target
	}
	return string(stage) == s.TargetOutcome
}

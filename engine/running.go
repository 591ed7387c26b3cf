package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// ResponseTo is how a lead took a step, by what its reply means; empty when that does not say. An automatic reply is
// none.
func ResponseTo(intent language.Intent) (r Response, replied bool) {
	switch intent {
	case language.MeansAutoReply:
		return "", false
	case language.MeansPositive, language.MeansQuestion:
		return RespondedWell, true
	case language.MeansNegative:
		return RespondedBadly, true
	}
	return "", true
}

// runGoesOn lets the lead's run know of what the user reports with an answer to a card, before anything new is planned:
// the message of its step, another one, or a reply. The lead changes as the run says; the caller saves it.
func (t *turn) runGoesOn(ctx context.Context, lead *Lead, item Item, direction Direction) error {
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	c := t.courses[lead.ID]
	switch {
	case c == nil:
		return nil
	case direction == In:
		return t.conclude(ctx, lead, c.Hear(t.today(), c.sequence, "", t.calendar()), &item.ID)
	case c.proposes(item.Suggestion):
		wrote := c.Wrote(t.today(), c.sequence, t.calendar())
		wrote.SentAt, wrote.SuggestionID = &t.now, nil
		c.take(wrote, &item.ID)
	default:
		c.take(c.Spoke(t.today(), t.calendar()), &item.ID)
	}
	return nil
}

// runHears lets the lead's run know of a reply that came in, and changes the lead as the run says; the caller saves it.
// Where the reply answers a suggestion, undo of that gives the run back what it was.
func (t *turn) runHears(ctx context.Context, lead *Lead, intent language.Intent, answer *SuggestionID) error {
	response, replied := ResponseTo(intent)
	if !replied {
		return nil
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	c := t.courses[lead.ID]
	if c == nil {
		var err error
		if c, err = t.unclear(ctx, lead.ID); err != nil {
			return err
		}
	}
	if c == nil || c.SentAt != nil && lead.LastInAt != nil && !lead.LastInAt.After(*c.SentAt) {
		return nil
	}
	return t.conclude(ctx, lead, c.Hear(t.today(), c.sequence, response, t.calendar()), answer)
}

// conclude takes over what a run has come to: its end, what that does to the lead, and the run that follows.
func (t *turn) conclude(ctx context.Context, lead *Lead, reached Reached, answer *SuggestionID) error {
	c := t.courses[lead.ID]
	if reached.Run.Over() {
		reached.Run.CompletedAt = &t.now
	}
	if !reached.Run.Active() {
		reached.Run.SuggestionID = nil
	}
	c.take(reached.Run, answer)
	before := lead.Stage
	lead.Stage = stageBy(reached.Action, lead.Stage)
	if lead.Stage != before {
		lead.UpdatedAt = t.now
	}
	if reached.Next == "" || !lead.Open() {
		return nil
	}
	next, err := t.sequence(ctx, reached.Next)
	if CodeOf(err) == NotFound {
		return nil // the linter says so
	}
	if err != nil {
		return err
	}
	return t.begin(ctx, *lead, next, false)
}

// stageBy is a lead's stage after what a step or a reply to it does. Nobody goes back to an earlier stage.
func stageBy(a SequenceAction, s Stage) Stage {
	settled := s == StageCustomer || s == StagePartner
	switch {
	case a == ArchiveLead:
		return StageLost
	case settled:
		return s
	case a == MoveToNurture:
		return StageNurture
	case a == ScheduleCall && s != StageClosing:
		return StageAppointment
	}
	return s
}

// begin starts a run of a lead that has no active one; a paused one makes room.
func (t *turn) begin(ctx context.Context, lead Lead, s Sequence, triggered bool) error {
	if c := t.courses[lead.ID]; c != nil && c.changed { // the one that hands over has to be out of the way
		if err := t.tx.SaveRuns(ctx, []Run{c.Run}); err != nil {
			return err
		}
	}
	if err := t.makeRoom(ctx, lead.ID); err != nil {
		return err
	}
	if s.Source != "" {
		v := SequenceVersion{ID: s.ID, Version: s.Hash, Source: s.Source, CreatedAt: t.now}
		if err := t.tx.AddSequence(ctx, v, false); err != nil {
			return err
		}
	}
	run := NewRun(lead, s, t.now, t.calendar())
	run.UserID, run.Triggered = t.user.ID, triggered
	added, err := t.tx.AddRuns(ctx, []Run{run})
	if err == nil && len(added) > 0 {
		t.courses[lead.ID] = &course{Run: run, sequence: s}
	}
	return err
}

// makeRoom ends the paused runs of a lead.
func (t *turn) makeRoom(ctx context.Context, lead LeadID) error {
	open, err := t.tx.OpenRuns(ctx, []LeadID{lead})
	if err != nil {
		return err
	}
	var ended []Run
	for _, r := range open {
		if r.Status == RunPaused {
			r.Status, r.Outcome, r.CompletedAt = RunCancelled, TakenOver, &t.now
			ended = append(ended, r)
		}
	}
	return t.tx.SaveRuns(ctx, ended)
}

// StartSequence starts a sequence with a lead: code NotFound for a lead or a sequence that there is not, Invalid for a
// closed lead, Conflict when another run is active.
func (e *Engine) StartSequence(ctx context.Context, user UserID, lead LeadID, sequence string) (run Run, err error) {
	err = e.turnOf(ctx, user, func(t *turn) error {
		s, err := t.sequence(ctx, sequence)
		if err != nil {
			return err
		}
		run, err = t.start(ctx, lead, s)
		return err
	})
	return run, err
}

// turnOf runs f as a turn that the user has begun elsewhere than in the chat.
func (e *Engine) turnOf(ctx context.Context, user UserID, f func(*turn) error) error {
	now := e.Clock.Now()
	return e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: u, in: Inbound{Kind: Pressed}} // no tick: a due list stays due
		if err := f(t); err != nil {
			return err
		}
		return t.finish(ctx)
	})
}

// start starts a sequence with a lead and plans its first step.
func (t *turn) start(ctx context.Context, id LeadID, s Sequence) (run Run, err error) {
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return run, err
	}
	if !lead.Open() {
		return run, &Error{Code: Invalid, Key: "error.lead_closed"}
	}
	if err := t.follow(ctx, id); err != nil {
		return run, err
	}
	if c := t.courses[id]; c != nil && c.Active() {
		return run, &Error{Code: Conflict, Key: "error.run_active"}
	}
	if s.reached(lead.Stage) {
		return run, &Error{Code: Invalid, Key: "error.target_reached"}
	}
	if err := t.begin(ctx, lead, s, false); err != nil {
		return run, err
	}
	item, err := t.tx.OpenItem(ctx, id)
	if err != nil {
		return run, err
	}
	return t.courses[id].Run, t.replan(ctx, lead, item.Suggestion)
}

// replan puts what is planned for a lead now in the place of what was. What is due today joins the list of today.
func (t *turn) replan(ctx context.Context, lead Lead, old Suggestion) error {
	next, err := t.plan(ctx, lead)
	if err != nil {
		return err
	}
	if c, ok := t.steered(lead); ok && c.Due(t.today()) && t.calendar().Workday(t.today()) {
		next.DueAt = t.now
		t.joinToday(&next)
		t.rank(&next, lead)
	}
	return t.replace(ctx, old, Replaced, next)
}

// dueOn is the day of the run's next step.
func (r Run) dueOn() timing.Date { return timing.DateOf(r.StepOn) }

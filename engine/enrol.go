package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
)

// enrol begins sequences whose trigger holds, each once for a lead. It looks at the leads that may have come to fulfil
// one since the last list, and begins no more than fit on a list: a file of old chats is not to become a flood. Who
// follows another run, waits for an answer, was planned by the user, or rests is left alone.
func (t *turn) enrol(ctx context.Context) error {
	triggered, err := t.triggered(ctx)
	if err != nil || len(triggered) == 0 {
		return err
	}
	leads, err := t.idle(ctx)
	if err != nil || len(leads) == 0 {
		return err
	}
	facts, err := t.facts(ctx, leads)
	if err != nil {
		return err
	}
	once, err := t.begunBefore(ctx, leads)
	if err != nil {
		return err
	}
	begun := 0
	for _, lead := range leads {
		fits := slices.IndexFunc(triggered, func(s Sequence) bool {
			return !once[TriggeredRun{lead.ID, s.ID}] && !s.reached(lead.Stage) && holds(s.Trigger, facts[lead.ID])
		})
		if fits < 0 || begun >= t.user.ListLimit {
			continue
		}
		began, err := t.enrolLead(ctx, lead, triggered[fits])
		if err != nil {
			return err
		}
		if began {
			begun++
		}
	}
	return nil
}

// idle are the leads that may have come to fulfil a trigger since the last list.
func (t *turn) idle(ctx context.Context) ([]Lead, error) {
	since := t.now.Add(-24 * time.Hour)
	if t.user.LastListOn != nil && t.user.LastListOn.Before(since) {
		since = *t.user.LastListOn
	}
	return t.tx.Idle(ctx, since, t.now)
}

// begunBefore are the sequences that have begun by themselves with leads.
func (t *turn) begunBefore(ctx context.Context, leads []Lead) (map[TriggeredRun]bool, error) {
	ids := make([]LeadID, len(leads))
	for i, lead := range leads {
		ids[i] = lead.ID
	}
	done, err := t.tx.Triggered(ctx, ids)
	once := map[TriggeredRun]bool{}
	for _, d := range done {
		once[d] = true
	}
	return once, err
}

// triggered are the sequences that begin by themselves.
func (t *turn) triggered(ctx context.Context) (triggered []Sequence, err error) {
	all, err := t.sequences(ctx)
	for _, s := range all {
		if s.Trigger != nil {
			triggered = append(triggered, s)
		}
	}
	return triggered, err
}

func holds(c Condition, f Facts) bool {
	holds, err := c.Holds(f)
	return err == nil && holds
}

// enrolLead begins a sequence with a lead unless something speaks against it.
func (t *turn) enrolLead(ctx context.Context, lead Lead, s Sequence) (began bool, err error) {
	item, err := t.tx.OpenItem(ctx, lead.ID)
	if err != nil || item.Timed || item.Chosen || lead.Waiting(t.now) {
		return false, err
	}
	verdict := t.mayContact(lead, item.Suggestion)
	if !verdict.Allowed && !verdict.Ask && verdict.Reason != compliance.ContactedRecently {
		return false, nil
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return false, err
	}
	if err := t.begin(ctx, lead, s, true); err != nil || t.courses[lead.ID] == nil {
		return false, err
	}
	return true, t.replan(ctx, lead, item.Suggestion)
}

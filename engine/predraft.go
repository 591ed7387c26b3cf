package engine

import (
	"context"
	"errors"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// predraftAhead is how long before a list its drafts are ordered: from one night's work to the last list before the next.
const predraftAhead = 22 * time.Hour

// errRehearsed ends a transaction that must change nothing.
var errRehearsed = errors.New("this was a rehearsal")

// predraft orders the drafts of the lists that come next, so that a tap in the morning finds them written.
func (e *Engine) predraft(ctx context.Context, now time.Time) error {
	if e.Writer == nil {
		return nil
	}
	var failures []error
	for after := (UserID{}); ctx.Err() == nil; {
		var users []UserID
		err := e.Store.Work(ctx, func(w Work) (err error) {
			users, err = w.Drafting(ctx, timing.Span{From: now, Until: now.Add(predraftAhead)}, after)
			return err
		})
		if err != nil || len(users) == 0 {
			return errors.Join(append(failures, err)...)
		}
		for _, user := range users {
			failures, after = append(failures, e.predraftFor(ctx, user, now)), user
		}
	}
	return errors.Join(append(failures, ctx.Err())...)
}

// predraftFor finds what a user's next list will say by making it, in a transaction that is given up, and orders the
// drafts for that.
func (e *Engine) predraftFor(ctx context.Context, user UserID, now time.Time) error {
	var wanted []Draft
	err := e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: u}
		t.now = t.nextList()
		if wanted, err = t.rehearse(ctx, now); err != nil {
			return err
		}
		return errRehearsed
	})
	if !errors.Is(err, errRehearsed) || len(wanted) == 0 {
		return ignoring(err, errRehearsed)
	}
	return e.Store.As(ctx, user, func(tx Tx) error { return tx.AddDrafts(ctx, wanted) })
}

func ignoring(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

// rehearse makes the list of the turn's morning and returns the orders for the drafts that it lacks.
func (t *turn) rehearse(ctx context.Context, now time.Time) ([]Draft, error) {
	until := t.midnight(t.today())
	listed, _, err := t.makeList(ctx, until, t.user.ListLimit)
	if err != nil {
		return nil, err
	}
	due, err := t.tx.DueBy(ctx, until)
	if err != nil {
		return nil, err
	}
	for _, s := range due {
		if s.Timed && s.DueAt.After(t.now) {
			listed = append(listed, s)
		}
	}
	return t.orders(ctx, listed, now)
}

// orders are what is to be written ahead for suggestions that have no draft of their own yet.
func (t *turn) orders(ctx context.Context, suggestions []Suggestion, now time.Time) ([]Draft, error) {
	var all []Draft
	for _, s := range suggestions {
		if s.ShownAt != nil || s.DraftBy != ByTemplate || s.TemplateID == "" {
			continue
		}
		lead, err := t.listedLead(ctx, s.LeadID)
		if err != nil {
			return nil, err
		}
		if !t.mayContact(lead, s).Allowed {
			continue
		}
		all = append(all, t.orderFor(lead, s, now))
	}
	return all, nil
}

// orderFor is the order to write a suggestion's draft ahead.
func (t *turn) orderFor(lead Lead, s Suggestion, now time.Time) Draft {
	return Draft{
		ID: newID(), LeadID: lead.ID, State: DraftWanted, Basis: basisOf(lead, s, lead.Waiting(t.now)), Reason: s.Reason,
		Channel: s.Channel, TemplateID: s.TemplateID, Variant: s.Variant, CreatedAt: now,
	}
}

// orderToday orders the drafts of suggestions that come up before the next night.
func (t *turn) orderToday(ctx context.Context, added []Suggestion) error {
	if t.engine.Writer == nil || t.user.DraftsOff {
		return nil
	}
	var today []Suggestion
	for _, s := range added {
		if s.DueAt.Before(t.midnight(t.today())) {
			today = append(today, s)
		}
	}
	missing, err := t.orders(ctx, today, t.now)
	if err != nil {
		return err
	}
	return t.tx.AddDrafts(ctx, missing)
}

// takeWritten gives suggestions that nobody has seen what was written for them ahead, and orders what is missing.
func (t *turn) takeWritten(ctx context.Context, suggestions []Suggestion) error {
	if t.engine.Writer == nil || t.user.DraftsOff || len(suggestions) == 0 {
		return nil
	}
	ids := make([]LeadID, len(suggestions))
	for i, s := range suggestions {
		ids[i] = s.LeadID
	}
	written, err := t.tx.WrittenFor(ctx, ids)
	if err != nil {
		return err
	}
	for i := range suggestions {
		if err := t.take(ctx, &suggestions[i], written); err != nil {
			return err
		}
	}
	missing, err := t.orders(ctx, suggestions, t.now)
	if err != nil {
		return err
	}
	return t.tx.AddDrafts(ctx, missing)
}

// takeOne does so for a card that is shown now.
func (t *turn) takeOne(ctx context.Context, item *Item) error {
	if t.engine.Writer == nil || t.user.DraftsOff || item.ShownAt != nil || item.DraftBy != ByTemplate {
		return nil
	}
	written, err := t.tx.WrittenFor(ctx, []LeadID{item.LeadID})
	if err != nil {
		return err
	}
	return t.take(ctx, &item.Suggestion, written)
}

func (t *turn) take(ctx context.Context, s *Suggestion, written []Draft) error {
	if s.ShownAt != nil || s.DraftBy != ByTemplate {
		return nil
	}
	for _, d := range written {
		if d.LeadID != s.LeadID || !d.on(*s).sameWords(*s) {
			continue
		}
		lead, err := t.listedLead(ctx, s.LeadID)
		if err != nil {
			return err
		}
		if d.Basis == basisOf(lead, *s, lead.Waiting(t.now)) {
			s.Draft, s.DraftBy = d.Draft, ByAI
		}
	}
	return nil
}

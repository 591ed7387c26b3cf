package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// why tells the user why a lead is due when it is, in the card's own words and those of the model.
func (t *turn) why(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	args := t.cardArgs(lead, item)
	args["due"] = t.local(item.DueAt)
	if until := lead.restsUntil(); until.After(item.DueAt) && until != never { // it is put on no list before
		args["due"] = t.local(until)
	}
	if item.BlockedBy != "" {
		args["blocked_by"] = item.BlockedBy
	}
	if args["because"], err = t.because(ctx, lead, item); err != nil {
		return err
	}
	t.say("why", args)
	t.about(lead.ID)
	return nil
}

// whyClosed tells the user why a lead is never suggested.
func (t *turn) whyClosed(ctx context.Context, id LeadID) error {
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return err
	}
	t.say("why_closed", Args{"name": lead.Name, "because": t.closed(lead)})
	t.about(lead.ID)
	return nil
}

// closed is what keeps a lead from ever being suggested.
func (t *turn) closed(lead Lead) []Because {
	w := explanation{s: t.situation(lead), name: firstName(lead.Name)}
	w.a.BlockedBy = t.mayContact(lead, Suggestion{}).Reason
	w.block()
	return w.said
}

// because is what a card does not say of an open suggestion.
func (t *turn) because(ctx context.Context, lead Lead, item Item) ([]Because, error) {
	w := t.explanation(lead, item.Suggestion)
	switch until := lead.restsUntil(); {
	case until.After(t.now):
		w.say("because.rests", Args{"asked": until == never})
		return w.said, nil
	case item.Chosen:
		w.say("because.chosen", nil)
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return nil, err
	}
	if c := t.courses[lead.ID]; c != nil && c.proposes(item.Suggestion) && c.CurrentStep < len(c.sequence.Steps) {
		w.say("because.step", Args{"step": c.sequence.Steps[c.CurrentStep].Name, "sequence": c.sequence.Name})
	}
	if item.Draft != "" && t.engine.Writer != nil {
		w.say("because.draft", Args{"by": string(item.DraftBy)})
	}
	if !w.a.FollowUp {
		w.block()
		w.rhythm()
		return w.said, nil
	}
	k, err := t.know(ctx, []LeadID{lead.ID})
	if err != nil {
		return nil, err
	}
	if choice := t.bestChannel(lead, k); Channel(choice.Channel) == item.Channel {
		w.a.Channel, w.a.ChannelReason = item.Channel, choice.Reason
	}
	w.moment()
	if !item.DueAt.After(t.now) {
		w.constraint()
	}
	w.expect()
	return w.said, nil
}

// explanation begins one of a suggestion: the gate's word as of when it is due, and what the model expects of that
// day.
func (t *turn) explanation(lead Lead, s Suggestion) *explanation {
	decider := t.engine.Brains.Decider()
	defer decider.Release()
	situation := t.situation(lead)
	w := &explanation{
		s: situation, a: decider.Decide(situation), name: firstName(lead.Name),
		team: decider.mind.KnowsUser(situation.UserID),
	}
	verdict := t.judge(&s, lead)
	w.a.FollowUp, w.a.BlockedBy = verdict.Allowed, compliance.Reason(s.BlockedBy)
	day := t.calendar().Day(s.DueAt)
	then := *situation
	if from := t.calendar().At(day, timing.WallClock{}); from.After(t.now) {
		then.Now = from
	}
	f := decider.Forecast(&then, t.midnight(day)) // never left to chance: what is called best is best
	w.a.At, w.a.Bound, w.a.Chance = f.At, false, f.Chance
	return w
}

// Why explains to a user why a lead is due when it is, or why it never is; code NotFound when there is no such lead.
func (e *Engine) Why(ctx context.Context, user UserID, lead LeadID) (because []Because, err error) {
	now := e.Clock.Now()
	err = e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		known, err := tx.Lead(ctx, lead)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: u}
		if !known.Open() {
			because = t.closed(known)
			return nil
		}
		item, err := tx.OpenItem(ctx, lead)
		if err != nil {
			return err
		}
		w := t.explanation(known, item.Suggestion)
		if w.a.FollowUp {
			w.standing()
		}
		more, err := t.because(ctx, known, item)
		because = append(w.said, more...)
		return err
	})
	return because, err
}

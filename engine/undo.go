package engine

import (
	"context"
	"time"
)

// undoWithin is how long an answer can be taken back.
const undoWithin = 24 * time.Hour

// undo takes back the answer to a card, as if it had not been given.
func (t *turn) undo(ctx context.Context, item Item) error {
	if item.Open() {
		return t.show(ctx, item)
	}
	if err := t.takeBack(ctx, &item); err != nil {
		return err
	}
	return t.show(ctx, item)
}

// takeBack opens a suggestion again, as if it had not been answered.
func (t *turn) takeBack(ctx context.Context, item *Item) error {
	if t.now.Sub(*item.ClosedAt) > undoWithin || *item.Outcome == Replaced {
		return &Error{Code: Invalid, Key: "undo_too_late"}
	}
	if err := t.removeSuccessor(ctx, *item); err != nil {
		return err
	}
	if err := t.revive(ctx, *item); err != nil {
		return err
	}
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	if err := t.takeBackRuns(ctx, *item); err != nil {
		return err
	}
	item.ClosedAt, item.Outcome = nil, nil
	t.watch(&item.Suggestion, lead) // the clock may have been set back since it was planned
	return t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
}

// removeSuccessor removes what the answer planned; something planned since then must not be lost.
func (t *turn) removeSuccessor(ctx context.Context, item Item) error {
	next, err := t.tx.OpenItem(ctx, item.LeadID)
	if CodeOf(err) == NotFound && *item.Outcome == NoMore {
		return nil
	}
	if CodeOf(err) == NotFound {
		return t.onlyArchived(ctx, item)
	}
	if err != nil {
		return err
	}
	if !next.CreatedAt.Equal(*item.ClosedAt) {
		return &Error{Code: Invalid, Key: "undo_too_late"}
	}
	return t.tx.RemoveSuggestion(ctx, next.ID)
}

// onlyArchived is nil when it was this answer by which the lead's run archived it, and not a stop since then.
func (t *turn) onlyArchived(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err == nil && (lead.OptedOutAt != nil || lead.Stage != StageLost || !lead.UpdatedAt.Equal(*item.ClosedAt)) {
		return &Error{Code: Invalid, Key: "undo_too_late"}
	}
	return err
}

// revive restores the lead to what it was before the answer.
func (t *turn) revive(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	if err := t.tx.TakeBack(ctx, item.LeadID, *item.ClosedAt, t.now); err != nil {
		return err
	}
	if *item.Outcome == Deferred {
		return t.unrest(ctx, lead, item)
	}
	if *item.Outcome == NoMore {
		if err := t.takeBackStop(ctx, lead, item); err != nil {
			return err
		}
	}
	if err := t.unhear(ctx, item); err != nil {
		return err
	}
	if lead, err = t.tx.Lead(ctx, item.LeadID); err != nil {
		return err
	}
	closed := lead.ClosedChannels
	lead.Stage, lead.OpenQuestion, lead.Objection = item.LeadStage, item.LeadQuestion, item.LeadObjection
	lead.RestingUntil, lead.ClosedChannels = item.LeadRestingUntil, item.LeadClosedChannels
	if lead.AddressSource == AddressInReply { // what an answer shows goes with it, not what was told or imported since
		lead.AddressForm, lead.AddressSource = item.LeadAddressForm, item.LeadAddressSource
	}
	if err := t.proveChannels(ctx, lead, closed); err != nil {
		return err
	}
	if item.LeadSentiment != "" {
		lead.Sentiment = item.LeadSentiment
	}
	return t.tx.SaveLead(ctx, lead)
}

// unhear forgets what was recorded for a suggestion, and what that told of the message before.
func (t *turn) unhear(ctx context.Context, item Item) error {
	touches, err := t.tx.TouchesOf(ctx, item.ID)
	if err != nil {
		return err
	}
	for _, touch := range touches {
		if touch.At.Equal(*item.ClosedAt) {
			continue // taken back already
		}
		if err := t.tx.TakeBack(ctx, item.LeadID, touch.At, t.now); err != nil {
			return err
		}
	}
	if err := t.tx.RemoveTouches(ctx, item.ID); err != nil {
		return err
	}
	if err := t.tx.Recount(ctx, []LeadID{item.LeadID}, t.user.Timezone, t.now); err != nil {
		return err
	}
	return t.credit(ctx, []LeadID{item.LeadID}) // what an import brought was an answer all the same
}

// remember keeps what an answer changes of the lead and no touch tells, for undo.
func (s *Suggestion) remember(lead Lead) {
	s.LeadStage, s.LeadConsent = lead.Stage, lead.Consent
	s.LeadQuestion, s.LeadObjection = lead.OpenQuestion, lead.Objection
	s.LeadSentiment, s.LeadRestingUntil, s.LeadClosedChannels = lead.Sentiment, lead.RestingUntil, lead.ClosedChannels
	s.LeadAddressForm, s.LeadAddressSource = lead.AddressForm, lead.AddressSource
}

// takeBackStop undoes the user's own slip: a wrong button, or a message that was read as a stop and is none.
func (t *turn) takeBackStop(ctx context.Context, lead Lead, item Item) error {
	hashes, err := t.hashesOf(ctx, lead)
	if err != nil {
		return err
	}
	if err := t.tx.Unsuppress(ctx, hashes); err != nil {
		return err
	}
	lead.OptedOutAt, lead.UpdatedAt = nil, t.now
	lead.Consent = item.LeadConsent
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	return t.prove(ctx, lead, "undo")
}

// undoLast takes back the answer that was given last.
func (t *turn) undoLast(ctx context.Context) error {
	item, err := t.tx.LastClosed(ctx)
	if CodeOf(err) == NotFound {
		t.say("nothing_to_undo", nil)
		return nil
	}
	if err != nil {
		return err
	}
	return t.undo(ctx, item)
}

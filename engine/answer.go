package engine

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
)

// done records that the user wrote or called, plans the next follow-up and shows the next card.
func (t *turn) done(ctx context.Context, item Item) error {
	return t.touched(ctx, item, Out, "card_done")
}

// leadAnswered records that the lead answered outside of what we can see.
func (t *turn) leadAnswered(ctx context.Context, item Item) error {
	return t.touched(ctx, item, In, "card_answered")
}

func (t *turn) touched(ctx context.Context, item Item, direction Direction, key string) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	_, err = t.tx.AddTouches(ctx, []Touch{{
		ID: newID(), LeadID: lead.ID, At: t.now, Direction: direction, Channel: item.Channel,
		SourceKey: "suggestion:" + item.ID.String(), SuggestionID: &item.ID,
		TemplateID: item.TemplateID, Variant: item.Variant,
	}})
	if err != nil {
		return err
	}
	lead.LastTouchAt, lead.UpdatedAt = &t.now, t.now
	if direction == Out {
		lead.LastOutAt = &t.now
		lead.Unanswered++
	} else {
		lead.LastInAt, lead.OpenQuestion = &t.now, ""
		lead.Unanswered = 0
	}
	lead.Stage = stageAfter(lead.Stage, direction)
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	next, err := t.succeed(ctx, item, lead, Done)
	if err != nil {
		return err
	}
	t.change(key, Args{"name": item.LeadName, "next": t.local(next.DueAt)}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// stageAfter is the stage of a lead who has just begun to talk; later stages are the user's word.
func stageAfter(s Stage, d Direction) Stage {
	switch {
	case s != StageNew && s != StageContacted:
		return s
	case d == In:
		return StageReplied
	}
	return StageContacted
}

// succeed closes a suggestion and puts the next one in its place.
func (t *turn) succeed(ctx context.Context, item Item, lead Lead, outcome Outcome) (Suggestion, error) {
	next, err := t.plan(ctx, lead)
	if err != nil {
		return next, err
	}
	return next, t.replace(ctx, item.Suggestion, outcome, next)
}

func (t *turn) replace(ctx context.Context, old Suggestion, outcome Outcome, next Suggestion) error {
	if err := t.close(ctx, old, outcome); err != nil {
		return err
	}
	return t.tx.AddSuggestions(ctx, []Suggestion{next})
}

func (t *turn) close(ctx context.Context, s Suggestion, outcome Outcome) error {
	s.ClosedAt, s.Outcome = &t.now, &outcome
	return t.tx.SaveSuggestions(ctx, []Suggestion{s})
}

func undoButton(item Item) []Button {
	return []Button{{Key: "undo", Action: action(pressUndo, item.ID)}}
}

// noMore ends everything for a lead, at once and in this transaction: nothing pending survives, and its
// addresses are suppressed.
func (t *turn) noMore(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	hashes, err := t.hashesOf(ctx, lead)
	if err != nil {
		return err
	}
	lead.OptedOutAt, lead.UpdatedAt, lead.Consent = &t.now, t.now, string(compliance.Objected)
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	if err := t.close(ctx, item.Suggestion, NoMore); err != nil {
		return err
	}
	if err := t.tx.Cancel(ctx, lead.ID, t.now); err != nil {
		return err
	}
	if err := t.tx.Suppress(ctx, hashes); err != nil {
		return err
	}
	if err := t.prove(ctx, lead, "networker"); err != nil {
		return err
	}
	t.change("card_no_more", Args{"name": lead.Name}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// prove records the lead's state of consent.
func (t *turn) prove(ctx context.Context, lead Lead, method string) error {
	return t.tx.AddConsent(ctx, Consent{
		LeadID: lead.ID, Channel: NoWay, Purpose: "follow_up", State: lead.Consent, Method: method, At: t.now,
	})
}

// hashesOf are the keyed hashes under which a lead is known again: of its addresses, or of its name when it
// has none.
func (t *turn) hashesOf(ctx context.Context, lead Lead) ([]Suppression, error) {
	addresses, err := t.tx.Addresses(ctx, lead.ID)
	if err != nil {
		return nil, err
	}
	return t.rules.fingerprints(lead.NameKey, addresses, t.now)
}

// undoWithin is how long an answer can be taken back.
const undoWithin = 24 * time.Hour

// undo takes back the answer to a card, as if it had not been given.
func (t *turn) undo(ctx context.Context, item Item) error {
	if item.Open() {
		return t.show(ctx, item)
	}
	if t.now.Sub(*item.ClosedAt) > undoWithin || *item.Outcome == Replaced {
		return &Error{Code: Invalid, Key: "undo_too_late"}
	}
	if err := t.removeSuccessor(ctx, item); err != nil {
		return err
	}
	if err := t.revive(ctx, item); err != nil {
		return err
	}
	item.ClosedAt, item.Outcome = nil, nil
	if err := t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion}); err != nil {
		return err
	}
	return t.show(ctx, item)
}

// removeSuccessor removes what the answer planned; something planned since then must not be lost.
func (t *turn) removeSuccessor(ctx context.Context, item Item) error {
	next, err := t.tx.OpenItem(ctx, item.LeadID)
	if CodeOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if !next.CreatedAt.Equal(*item.ClosedAt) {
		return &Error{Code: Invalid, Key: "undo_too_late"}
	}
	return t.tx.RemoveSuggestion(ctx, next.ID)
}

// revive restores the lead to what it was before the answer.
func (t *turn) revive(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	if *item.Outcome == NoMore {
		return t.takeBackStop(ctx, lead)
	}
	if err := t.tx.RemoveTouches(ctx, item.ID); err != nil {
		return err
	}
	return t.tx.Recount(ctx, []LeadID{lead.ID}, t.now)
}

// takeBackStop undoes the user's own slip; a lead's objection never comes this way.
func (t *turn) takeBackStop(ctx context.Context, lead Lead) error {
	hashes, err := t.hashesOf(ctx, lead)
	if err != nil {
		return err
	}
	if err := t.tx.Unsuppress(ctx, hashes); err != nil {
		return err
	}
	lead.OptedOutAt, lead.UpdatedAt = nil, t.now
	lead.Consent = string(consentOf(lead.Relation))
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

// stop silences every push until the user says otherwise.
func (t *turn) stop() {
	if t.user.StoppedAt == nil {
		t.user.StoppedAt = &t.now
	}
	t.say("stopped", nil, []Button{{Key: "resume", Action: pressResume}})
}

// resume lets pushes come again. One that is due already stays due: today's list is not lost to a greeting.
func (t *turn) resume() {
	t.user.StoppedAt = nil
	t.replan()
	t.change("resumed", Args{"next": t.local(t.nextList())})
}

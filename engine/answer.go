package engine

import (
	"context"

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
	if err := t.record(ctx, item, direction); err != nil {
		return err
	}
	lead, err := t.tx.Lead(ctx, item.LeadID) // only now: what comes next is planned by its history
	if err != nil {
		return err
	}
	item.remember(lead)
	t.touch(&lead, direction)
	if err := t.runGoesOn(ctx, &lead, item, direction); err != nil {
		return err
	}
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	if !lead.Open() {
		return t.archived(ctx, item, lead)
	}
	next, err := t.succeed(ctx, item, lead, Done)
	if err != nil {
		return err
	}
	buttons := [][]Button{undoButton(item)}
	if direction == In {
		buttons = meaningButtons(item, undoButton(item)...)
	}
	t.change(key, Args{"name": item.LeadName, "next": t.comes(next.DueAt)}, buttons...)
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// touch is what a message of now makes of a lead.
func (t *turn) touch(lead *Lead, direction Direction) {
	lead.LastTouchAt, lead.UpdatedAt = &t.now, t.now
	if direction == Out {
		if lead.Unanswered == 0 || lead.LastOutAt == nil || t.calendar().Day(*lead.LastOutAt) != t.today() { // one attempt a day counts
			lead.Unanswered++
		}
		lead.LastOutAt, lead.Objection = &t.now, ""
	} else {
		lead.LastInAt, lead.OpenQuestion, lead.RestingUntil = &t.now, "", nil
		lead.Unanswered = 0
	}
	lead.Stage = stageAfter(lead.Stage, direction)
}

// archived closes a lead that its run has archived.
func (t *turn) archived(ctx context.Context, item Item, lead Lead) error {
	if err := t.close(ctx, item.Suggestion, Done); err != nil {
		return err
	}
	if err := t.keepCourses(ctx); err != nil {
		return err
	}
	if err := t.tx.Cancel(ctx, lead.ID, t.now); err != nil {
		return err
	}
	t.change("lead_archived", Args{"name": lead.Name}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// record adds the touch that the user reports, and notes what it tells of the wording.
func (t *turn) record(ctx context.Context, item Item, direction Direction) error {
	channel, err := t.touchedOn(ctx, item, direction)
	if err != nil {
		return err
	}
	_, err = t.tx.AddTouches(ctx, []Touch{{
		ID: newID(), LeadID: item.LeadID, At: t.now, Direction: direction, Channel: channel,
		SourceKey: "suggestion:" + item.ID.String(), SuggestionID: &item.ID,
		TemplateID: item.TemplateID, Variant: item.wording(),
	}})
	if err != nil {
		return err
	}
	return t.note(ctx, item, direction)
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
	if err := t.addSuggestions(ctx, []Suggestion{next}); err != nil {
		return err
	}
	return t.inherit(ctx, old, next)
}

func (t *turn) close(ctx context.Context, s Suggestion, outcome Outcome) error {
	s.ClosedAt, s.Outcome = &t.now, &outcome
	if outcome != Replaced {
		if err := t.acted(ctx, s.LeadID); err != nil {
			return err
		}
	}
	return t.tx.SaveSuggestions(ctx, []Suggestion{s})
}

func undoButton(item Item) []Button {
	return []Button{{Key: "undo", Action: action(pressUndo, item.ID)}}
}

// noMore ends everything for a lead because the user says so.
func (t *turn) noMore(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	item.remember(lead)
	return t.end(ctx, item, lead, ending{state: compliance.Objected, method: "networker", key: "card_no_more"})
}

// byLead is the method of a consent's record that the lead's own message gave.
const byLead = "lead"

// ending says how everything ends for a lead: the state of consent, who gave it, and the text that says so.
type ending struct {
	state       compliance.State
	method, key string
	imported    bool
}

// end ends everything for a lead, at once and in this transaction: nothing pending survives, and its addresses are
// suppressed.
func (t *turn) end(ctx context.Context, item Item, lead Lead, e ending) error {
	if err := t.silence(ctx, &lead, e.state, e.method); err != nil {
		return err
	}
	if err := t.close(ctx, item.Suggestion, NoMore); err != nil {
		return err
	}
	buttons := undoButton(item)
	if e.method == byLead {
		buttons = append(meantButton(item), buttons...)
	}
	t.change(e.key, Args{"name": lead.Name}, buttons)
	t.about(lead.ID)
	if e.imported {
		return nil
	}
	return t.nextCard(ctx, item)
}

// silence makes sure that nobody writes to a lead any more.
func (t *turn) silence(ctx context.Context, lead *Lead, state compliance.State, method string) error {
	hashes, err := t.hashesOf(ctx, *lead)
	if err != nil {
		return err
	}
	lead.OptedOutAt, lead.UpdatedAt, lead.Consent = &t.now, t.now, string(state)
	if err := t.tx.SaveLead(ctx, *lead); err != nil {
		return err
	}
	if err := t.tx.Cancel(ctx, lead.ID, t.now); err != nil {
		return err
	}
	if state == compliance.Objected {
		if err := t.tx.OptedOut(ctx, lead.ID, t.now); err != nil {
			return err
		}
	}
	if err := t.tx.Suppress(ctx, hashes); err != nil {
		return err
	}
	return t.prove(ctx, *lead, method)
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
	addresses, err := t.tx.AddressesOf(ctx, []LeadID{lead.ID})
	if err != nil {
		return nil, err
	}
	return t.engine.fingerprints(lead.NameKey, addresses, t.now)
}

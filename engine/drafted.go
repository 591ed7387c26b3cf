package engine

import (
	"context"
	"errors"
	"time"
)

// concludeDraft records what came of an order.
func (t *turn) concludeDraft(ctx context.Context, d Draft, w Written, failure error) (again time.Duration, err error) {
	if d.State != DraftWriting {
		return 0, nil
	}
	d.Tokens, d.Provider, d.Model = w.Tokens, w.Provider, w.Model
	switch {
	case failure == nil:
		return 0, t.deliverDraft(ctx, d, w.Text)
	case errors.Is(failure, errFaulty):
		return 0, t.giveUpDraft(ctx, d.end(DraftFailed, "faulty", t.now))
	case errors.Is(failure, ErrNotAsked):
		if d.Wish == NoWish && d.Tries < asksAhead && w.Tokens == 0 {
			d.State, d.ClaimedAt = DraftWanted, nil
			return askAgain, t.tx.SaveDraft(ctx, d)
		}
		return 0, t.giveUpDraft(ctx, d.end(DraftFailed, "away", t.now))
	}
	return 0, t.giveUpDraft(ctx, d.end(DraftFailed, "failed", t.now))
}

// deliverDraft puts what was written where it belongs: into the card that waits for it or, ahead of time, into a
// suggestion that nobody has seen.
func (t *turn) deliverDraft(ctx context.Context, d Draft, text string) error {
	item, lead, needed, err := t.awaited(ctx, d)
	if err != nil {
		return err
	}
	text = t.disclose(text, lead)
	d.Draft = text
	if err := t.tx.SaveDraft(ctx, d.end(DraftWritten, "", t.now)); err != nil || !needed {
		return err
	}
	if d.Wish == NoWish {
		if item.ShownAt == nil && d.on(item.Suggestion).sameWords(item.Suggestion) {
			item.Draft, item.DraftBy = text, ByAI
			return t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
		}
		return nil // its words come with the list: see takeWritten
	}
	item.Draft, item.DraftBy = text, ByAI
	t.giveWay(d, item)
	return t.show(ctx, item)
}

// giveWay leaves one line of the card that waited. The new one comes as a message of its own: only that ends what
// Telegram shows of a draft that grows.
func (t *turn) giveWay(d Draft, item Item) {
	if t.in.MessageRef = d.MessageRef; d.MessageRef != "" {
		t.change("draft_new", Args{"name": item.LeadName})
		t.about(item.LeadID)
	}
	t.in.MessageRef = ""
}

// sameWords reports whether two suggestions start from the same words.
func (s Suggestion) sameWords(o Suggestion) bool {
	return s.Reason == o.Reason && s.Channel == o.Channel && s.TemplateID == o.TemplateID && s.Variant == o.Variant
}

// giveUpDraft ends an order without a text: who waits for one gets the next wording at once.
func (t *turn) giveUpDraft(ctx context.Context, d Draft) error {
	if err := t.tx.SaveDraft(ctx, d); err != nil || d.Wish == NoWish {
		return err
	}
	item, err := t.waiting(ctx, d)
	if err != nil || !item.Open() {
		return ignoring(err, errClosed)
	}
	t.giveWay(d, item)
	if d.Wish == Told {
		if err := t.show(ctx, item); err != nil {
			return err
		}
		t.say("draft_not_told", Args{"name": item.LeadName, "health": d.Failure == "health"})
		t.about(item.LeadID)
		return nil
	}
	return t.otherText(ctx, item)
}

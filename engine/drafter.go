package engine

import (
	"context"
	"errors"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// Drafter carries out orders to write drafts. It asks models and holds no transaction meanwhile.
type Drafter struct {
	Engine *Engine
	Growth Growth // nil shows nothing
}

const (
	reserved  = 4000             // tokens that one order may cost, both attempts; those that it did not are given back
	attempts  = 2                // to write what passes the review
	askAgain  = 10 * time.Minute // after which a model is asked again that could not be reached ahead of time
	asksAhead = 6                // times
	askSoon   = 2 * time.Second  // after which an order is taken on whose tokens others under way may need

	// How long a model may take for both attempts: the job that carries out an order ends after that.
	patienceAhead = 90 * time.Second
	patienceAsked = 40 * time.Second // while the user waits
)

// errFaulty means that what the model wrote did not pass the review.
var errFaulty = errors.New("the model wrote what may not be sent")

// Write carries out an order once. again is how long to wait before it may be tried again: nothing was spent then.
func (d *Drafter) Write(ctx context.Context, id DraftID) (again time.Duration, err error) {
	var o writing
	found := false
	err = d.forOwner(ctx, id, func(t *turn, draft Draft) (err error) {
		o, found, err = t.takeOn(ctx, draft)
		return err
	})
	if errors.Is(err, errCrowded) {
		return askSoon, nil
	}
	if err != nil || !found {
		return 0, err
	}
	written, failure := d.compose(ctx, o)
	ctx = context.WithoutCancel(ctx) // it is paid for: what came of it is kept
	err = d.forOwner(ctx, id, func(t *turn, draft Draft) (err error) {
		again, err = t.concludeDraft(ctx, draft, written, failure)
		return err
	})
	return again, err
}

// forOwner runs f as a turn of the user whose order it is. An order that is gone is none.
func (d *Drafter) forOwner(ctx context.Context, id DraftID, f func(*turn, Draft) error) error {
	err := d.Engine.Store.Work(ctx, func(w Work) error {
		owner, err := w.OwnerOfDraft(ctx, id)
		if err != nil {
			return err
		}
		tx, err := w.As(ctx, owner)
		if err != nil {
			return err
		}
		user, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: d.Engine, now: d.Engine.Clock.Now(), user: user, in: Inbound{Kind: Pressed}}
		draft, err := tx.Draft(ctx, id)
		if err != nil {
			return err
		}
		if err := f(t, draft); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	if CodeOf(err) == NotFound {
		return nil
	}
	return err
}

// compose asks for a text until one passes the review, and gives that as the user sees it with all it cost.
func (d *Drafter) compose(ctx context.Context, o writing) (w Written, err error) {
	if d.Engine.Writer == nil {
		return w, ErrNotAsked
	}
	patience := patienceAhead
	if o.draft.Wish != NoWish {
		patience = patienceAsked
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for range attempts {
		wrote, err := d.Engine.Writer.Write(ctx, o.brief, d.growing(ctx, o))
		wrote.Tokens += w.Tokens
		w = wrote
		if err != nil && !errors.Is(err, ErrBadAnswer) {
			return w, err
		}
		text, faults := o.review(w.Text)
		if err != nil {
			faults = []string{"form"}
		}
		if len(faults) == 0 {
			w.Text = text
			return w, nil
		}
		o.rejected(w.Text, faults)
	}
	return w, errFaulty
}

// rejected tells the model what it wrote and what was wrong with it. What it wrote is as little to be trusted as what
// people did: names and numbers in there go to no provider.
func (o *writing) rejected(wrote string, faults []string) {
	o.brief.Before, o.brief.Faults = cutText(o.redactor.Again(cutText(wrote, mostRead)), 2*longestText), faults
}

// growing shows how a draft grows that the user waits for. What would not pass the review is not shown either.
func (d *Drafter) growing(ctx context.Context, o writing) func(string) {
	if d.Growth == nil || o.draft.Wish == NoWish {
		return nil
	}
	return func(soFar string) {
		text, faults := o.review(soFar)
		if len(soFar) > 0 && len(faults) == 0 {
			d.Growth.Grow(ctx, o.draft.Chat, o.draft.ID, text)
		}
	}
}

// takeOn takes an order on, if it is still to be carried out.
func (t *turn) takeOn(ctx context.Context, d Draft) (o writing, found bool, err error) {
	if d.State == DraftWriting { // by a program that was killed: it may be paid for, and is not asked for again
		return o, false, t.giveUpDraft(ctx, d.end(DraftLost, "killed", t.now))
	}
	if d.State != DraftWanted {
		return o, false, nil
	}
	item, lead, needed, err := t.awaited(ctx, d)
	if err != nil {
		return o, false, err
	}
	if !needed {
		return o, false, t.tx.SaveDraft(ctx, d.end(DraftVoid, "", t.now))
	}
	if why, err := t.undraftable(ctx); err != nil || why != "" {
		if why == "budget" && d.Wish == NoWish {
			err = t.crowded(ctx)
		}
		if err != nil {
			return o, false, err
		}
		return o, false, t.giveUpDraft(ctx, d.end(DraftFailed, why, t.now))
	}
	o, err = t.writing(ctx, d, item, lead)
	if errors.Is(err, errHealth) {
		return o, false, t.giveUpDraft(ctx, d.end(DraftFailed, "health", t.now))
	}
	if err != nil {
		return o, false, err
	}
	d.State, d.ClaimedAt, d.Tokens, d.Tries = DraftWriting, &t.now, reserved, d.Tries+1
	return o, true, t.tx.SaveDraft(ctx, d)
}

// awaited reports whether anybody still needs a draft: its suggestion is open, the lead may be written to, and of one
// that was ordered ahead nothing has changed and nothing was shown.
func (t *turn) awaited(ctx context.Context, d Draft) (item Item, lead Lead, needed bool, err error) {
	if item, err = t.waiting(ctx, d); err != nil {
		return item, lead, false, ignoring(err, errClosed)
	}
	if lead, err = t.tx.Lead(ctx, item.LeadID); err != nil {
		return item, lead, false, err
	}
	v := t.mayContact(lead, item.Suggestion)
	needed = item.Open() && lead.Open() && (v.Allowed || d.Wish == NoWish && v.Reason == compliance.ContactedRecently)
	if d.Wish != NoWish && item.DraftBy == ByUser && d.Basis != textHash(item.Draft) {
		return item, lead, false, nil // the user has written a text since: theirs stays
	}
	if d.Wish == NoWish {
		needed = needed && !(item.ShownAt != nil && d.on(item.Suggestion).sameWords(item.Suggestion)) && d.Basis == basisOf(lead, d.on(item.Suggestion), lead.Waiting(t.now))
	}
	return item, lead, needed, nil
}

// errClosed means that the lead of an order is followed up no more.
var errClosed = errors.New("the lead is closed")

// waiting is the suggestion that an order is for: the one whose card waits for it or, ahead of time, the lead's open one.
func (t *turn) waiting(ctx context.Context, d Draft) (Item, error) {
	if d.SuggestionID != nil {
		return t.tx.Item(ctx, *d.SuggestionID)
	}
	item, err := t.tx.OpenItem(ctx, d.LeadID)
	if CodeOf(err) == NotFound {
		return item, errClosed
	}
	return item, err
}

// undraftable says why no model may be asked for the user now, empty when one may.
func (t *turn) undraftable(ctx context.Context) (string, error) {
	if t.engine.Writer == nil || t.user.DraftsOff {
		return "off", nil
	}
	a, err := t.tx.Allowance(ctx, t.startOfDay())
	switch {
	case err != nil:
		return "", err
	case a.TeamOff:
		return "off", nil
	case a.Spent+reserved > t.engine.Rules.Tokens:
		return "budget", nil
	}
	return "", nil
}

// errCrowded means that a user's other orders may need the tokens that are left. Most of them give some back.
var errCrowded = errors.New("other orders may need the tokens")

// crowded returns errCrowded where an order that is written ahead only has to wait for others.
func (t *turn) crowded(ctx context.Context) error {
	a, err := t.tx.Allowance(ctx, t.startOfDay())
	if err == nil && a.Spent-a.Reserved+reserved <= t.engine.Rules.Tokens && a.Reserved > 0 {
		return errCrowded
	}
	return err
}

func (t *turn) startOfDay() time.Time { return t.calendar().At(t.today(), timing.WallClock{}) }

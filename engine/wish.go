package engine

import (
	"context"
	"strings"

	"github.com/salesflow/salesflow/engine/language"
)

// wishes are those on buttons.
var wishes = []Wish{Shorter, Warmer, Direct}

// pressWish answers *another text*: where a model may write the user says how, otherwise the next wording comes at once.
func (t *turn) pressWish(ctx context.Context, item Item, w Wish) error {
	why, err := t.undraftable(ctx)
	switch {
	case err != nil:
		return err
	case why != "" || w == Another:
		return t.otherText(ctx, item)
	case w == NoWish:
		return t.askHow(ctx, item)
	case w == Shorter || w == Warmer || w == Direct:
		return t.wish(ctx, item, w, "")
	}
	return &Error{Code: Invalid, Key: "error.button"}
}

// askHow asks how the text should be another one. The card stays as it is.
func (t *turn) askHow(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	var how []Button
	for _, w := range wishes {
		how = append(how, Button{Key: "wish." + string(w), Action: action(pressText, item.ID, string(w))})
	}
	t.change("draft_how", Args{"name": lead.Name, "draft": item.Draft}, how, []Button{
		{Key: "wish.other", Action: action(pressText, item.ID, string(Another))},
		{Key: "back", Action: action(pressShow, item.ID)},
	})
	t.about(lead.ID)
	return nil
}

// wish orders a text as the user wants it; the card shows that it is being written.
func (t *turn) wish(ctx context.Context, item Item, w Wish, instruction string) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	if !t.mayContact(lead, item.Suggestion).Allowed {
		return t.show(ctx, item)
	}
	d := t.orderFor(lead, item.Suggestion, t.now)
	d.SuggestionID, d.Wish, d.Instruction, d.Basis = &item.ID, w, instruction, textHash(item.Draft)
	d.Chat, d.MessageRef = t.in.Sender, t.in.MessageRef
	t.change("draft_writing", Args{"name": lead.Name})
	t.about(lead.ID)
	return t.tx.AddDrafts(ctx, []Draft{d})
}

// hearWish hears how the user wants the text of a card: another one, what it should say, or the text itself; false when
// the user said something else.
func (t *turn) hearWish(ctx context.Context) (heard bool, err error) {
	w, ok := language.WishIn(t.in.Text)
	if !ok {
		return false, nil
	}
	item, found, err := t.wished(ctx, w)
	if err != nil || !found {
		return true, err
	}
	if w.Kind == language.OwnText {
		return true, t.ownText(ctx, item, w.Text)
	}
	why, err := t.undraftable(ctx)
	switch {
	case err != nil:
		return true, err
	case why != "" && w.Kind == language.WishTold:
		t.say("draft_off", Args{"name": item.LeadName, "budget": why == "budget"})
		t.about(item.LeadID)
		return true, nil
	case why != "":
		return true, t.otherText(ctx, item)
	}
	return true, t.wish(ctx, item, Wish(w.Kind), w.Text)
}

// wished is the card that a wish is about: the one that it answers, or the one that is meant.
func (t *turn) wished(ctx context.Context, w language.TextWish) (item Item, found bool, err error) {
	if t.in.ReplyTo != "" && w.Name == "" {
		if item, err = t.tx.CardAt(ctx, t.in.ReplyTo); CodeOf(err) != NotFound {
			return item, err == nil, err
		}
	}
	return t.meant(ctx, language.Command{Verb: language.OtherText, Name: w.Name})
}

// hearOnCard hears what answers a card: a command is about its lead, anything else is the text to send; false when the
// user answers no card.
func (t *turn) hearOnCard(ctx context.Context, c language.Command) (heard bool, err error) {
	if t.in.ReplyTo == "" || c.Name != "" || c.Verb != language.Unknown && !t.aboutLead(c) {
		return false, nil
	}
	item, err := t.tx.CardAt(ctx, t.in.ReplyTo)
	if CodeOf(err) == NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if c.Verb == language.Unknown {
		return true, t.ownText(ctx, item, strings.TrimSpace(t.in.Text))
	}
	return true, t.carryOut(ctx, item, c)
}

// ownText makes the user's own words the text of a card, and learns from them how the user writes.
func (t *turn) ownText(ctx context.Context, item Item, text string) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	if !t.mayContact(lead, item.Suggestion).Allowed {
		return t.show(ctx, item)
	}
	if item.Draft, item.DraftBy = cutText(text, longestOwn), ByUser; len([]rune(text)) > longestOwn {
		return &Error{Code: Invalid, Key: "error.text_long"}
	}
	t.user.Style = t.user.Style.Learn(item.Draft)
	if err := t.show(ctx, item); err != nil {
		return err
	}
	t.warnOf(item.Draft, lead)
	return nil
}

// longestOwn is how many characters the user's own text may have: more do not fit into the link that opens the chat.
const longestOwn = 1000

package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
)

// relations are the answers to "how do you know each other", in the order of the buttons.
var relations = []Relation{
	RelationFriend, RelationAcquaintance, RelationCustomer, RelationEnquiry, RelationStranger,
}

// card is the message that lets the user finish one suggestion with one thumb.
func (t *turn) card(ctx context.Context, item Item) (Outgoing, error) {
	lead, known := t.leads[item.LeadID]
	if !known {
		var err error
		if lead, err = t.tx.Lead(ctx, item.LeadID); err != nil {
			return Outgoing{}, err
		}
	}
	verdict := t.mayContact(lead, item.Suggestion)
	card := Outgoing{ID: newID(), LeadID: &lead.ID, CreatedAt: t.now, Args: t.cardArgs(lead, item)}
	switch {
	case verdict.Ask:
		card.Key, card.Buttons = "card_relation", relationButtons(item)
	case verdict.Allowed:
		card.Key, card.Buttons = "card", cardButtons(lead, item)
	default:
		card.Key, card.Buttons = "card_blocked", blockedButtons(lead, item)
		card.Args["blocked_by"] = string(verdict.Reason)
	}
	return card, nil
}

func (t *turn) cardArgs(lead Lead, item Item) Args {
	standing := t.standing(lead, item.Suggestion)
	args := Args{
		"name": lead.Name, "reason": string(item.Reason), "channel": string(item.Channel), "draft": item.Draft,
		"days": standing.SilentDays, "unanswered": lead.Unanswered, "waiting": lead.Waiting(t.now),
		"known": lead.LastTouchAt != nil, "question": "", "note": lead.Note,
		"priority": string(item.Priority), "laters": item.Laters,
	}
	if lead.Waiting(t.now) {
		args["question"] = lead.OpenQuestion
	}
	if at, ok := t.best(lead, item); ok {
		args["best"] = at
	}
	if legal := t.calendar().NextLegal(t.now); legal.After(t.now) {
		args["from"] = t.local(legal)
	}
	return args
}

func cardButtons(lead Lead, item Item) [][]Button {
	var buttons [][]Button
	if item.Address != "" || item.Channel == WhatsApp {
		buttons = append(buttons, []Button{{Key: "open." + string(item.Channel), Link: &Link{
			Channel: item.Channel, Address: item.Address, Text: item.Draft, Suggestion: item.ID,
		}}})
	}
	buttons = append(buttons, answerButtons(item, textHash(item.Draft)))
	if lead.Unanswered > 0 {
		buttons = append(buttons, []Button{{Key: "answered", Action: action(pressAnswered, item.ID)}})
	}
	return append(buttons, []Button{
		{Key: "other_text", Action: action(pressText, item.ID)},
		{Key: "no_more", Action: action(pressNoMore, item.ID)},
	})
}

// answerButtons are for a card with a text, which Done is bound to by its hash, or without one.
func answerButtons(item Item, text ...string) []Button {
	return []Button{
		{Key: "done", Action: action(pressDone, item.ID, text...)},
		{Key: "later", Action: action(pressLater, item.ID)},
	}
}

// blockedButtons leave the user what makes sense without a message: what happened outside, another day, the end.
func blockedButtons(lead Lead, item Item) [][]Button {
	buttons := [][]Button{answerButtons(item), {
		{Key: "answered", Action: action(pressAnswered, item.ID)},
		{Key: "no_more", Action: action(pressNoMore, item.ID)},
	}}
	if lead.Relation == RelationStranger {
		buttons = append(buttons, []Button{{Key: "change_relation", Action: action(pressRelation, item.ID)}})
	}
	return buttons
}

func relationButtons(item Item) [][]Button {
	var buttons []Button
	for _, r := range relations {
		buttons = append(buttons, Button{Key: "relation." + string(r), Action: action(pressRelation, item.ID, string(r))})
	}
	buttons = append(buttons, Button{Key: "no_more", Action: action(pressNoMore, item.ID)})
	return rows(buttons, 2)
}

// show puts a card in front of the user, in place of the message whose button was pressed.
func (t *turn) show(ctx context.Context, item Item) error {
	item, err := t.stillHolds(ctx, item)
	if err == nil {
		err = t.takeOne(ctx, &item)
	}
	if err != nil {
		return err
	}
	if item.misaddresses(addressedBy(item.AddressForm, item.LeadName)) { // an undo has brought it back
		lead, err := t.tx.Lead(ctx, item.LeadID)
		if err != nil {
			return err
		}
		if err := t.reword(ctx, &item, lead); err != nil {
			return err
		}
	}
	card, err := t.card(ctx, item)
	if err != nil {
		return err
	}
	card.Edits = t.in.MessageRef
	t.said = append(t.said, card)
	shown := t.now.Add(time.Duration(t.shown) * time.Microsecond) // the card shown last is the current one
	t.shown++
	item.ShownAt = &shown
	return t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
}

// nextCard shows the next card of today's list below the one that was answered, or says that the list is done. A
// lead from outside of the list ends quietly, and a card that was shown since stays the one to go on with.
func (t *turn) nextCard(ctx context.Context, answered Item) error {
	if t.more || !t.listedToday() {
		return nil
	}
	today := dated(t.today())
	listed, err := t.tx.Listed(ctx, today)
	if err != nil {
		return err
	}
	if len(listed) == 0 {
		if answered.ListedOn != nil && answered.ListedOn.Equal(today) {
			t.say("list_finished", Args{"name": t.user.Name})
		}
		return nil
	}
	if shown := listed[0].ShownAt; shown != nil && (answered.ShownAt == nil || answered.ShownAt.Before(*shown)) {
		return nil
	}
	t.in.MessageRef = ""
	return t.show(ctx, listed[0])
}

// otherText offers the next wording.
func (t *turn) otherText(ctx context.Context, item Item) error {
	if err := t.another(ctx, &item); err != nil {
		return err
	}
	return t.show(ctx, item)
}

// Relate records how a user knows a lead; code NotFound when the lead is not open.
func (e *Engine) Relate(ctx context.Context, user UserID, lead LeadID, relation Relation) error {
	now := e.Clock.Now()
	return e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		item, err := tx.OpenItem(ctx, lead)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: u}
		if err := t.claim(ctx, &item, relation); err != nil {
			return err
		}
		return tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
	})
}

// relate answers the button that says how the user knows the lead.
func (t *turn) relate(ctx context.Context, item Item, relation Relation) error {
	if relation == RelationUnknown {
		return t.askRelation(ctx, item)
	}
	if err := t.claim(ctx, &item, relation); err != nil {
		return err
	}
	return t.show(ctx, item)
}

// askRelation asks again how the user knows the lead, after a slip of the thumb.
func (t *turn) askRelation(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	t.change("card_relation", t.cardArgs(lead, item), relationButtons(item)...)
	t.about(lead.ID)
	return nil
}

// claim records how the user knows the lead, without which nothing personal is drafted.
func (t *turn) claim(ctx context.Context, item *Item, relation Relation) error {
	if !slices.Contains(relations, relation) {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	lead.Relation, lead.UpdatedAt = relation, t.now
	if relation == RelationEnquiry { // who enquired has asked to hear from us
		state, err := compliance.Next(compliance.State(lead.Consent), compliance.Noted)
		if err != nil {
			return &Error{Code: Invalid, Key: "error.button"}
		}
		lead.Consent = string(state)
	}
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	t.judge(&item.Suggestion, lead)
	t.watch(&item.Suggestion, lead)
	return t.prove(ctx, lead, string(relation))
}

package engine

import (
	"context"
	"slices"

	"github.com/salesflow/salesflow/engine/compliance"
)

// relations are the answers to "how do you know each other", in the order of the buttons.
var relations = []Relation{
	RelationFriend, RelationAcquaintance, RelationCustomer, RelationEnquiry, RelationStranger,
}

// card is the message that lets the user finish one suggestion with one thumb.
func (t *turn) card(ctx context.Context, item Item) (Outgoing, error) {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return Outgoing{}, err
	}
	verdict := t.mayContact(lead, item.Suggestion)
	card := Outgoing{ID: newID(), LeadID: &lead.ID, CreatedAt: t.now, Args: t.cardArgs(lead, item)}
	switch {
	case verdict.Ask:
		card.Key, card.Buttons = "card_relation", relationButtons(item)
	case verdict.Allowed:
		card.Key, card.Buttons = "card", cardButtons(lead, item)
	default:
		card.Key, card.Buttons = "card_blocked", blockedButtons(item, verdict.Reason)
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
	buttons = append(buttons, answerButtons(item))
	if lead.Unanswered > 0 {
		buttons = append(buttons, []Button{{Key: "answered", Action: action(pressAnswered, item.ID)}})
	}
	return append(buttons, []Button{
		{Key: "other_text", Action: action(pressText, item.ID)},
		{Key: "no_more", Action: action(pressNoMore, item.ID)},
	})
}

func answerButtons(item Item) []Button {
	return []Button{
		{Key: "done", Action: action(pressDone, item.ID)},
		{Key: "later", Action: action(pressLater, item.ID)},
	}
}

// blockedButtons leave the user what makes sense without a message: what happened outside, another day, the end.
func blockedButtons(item Item, reason compliance.Reason) [][]Button {
	first := answerButtons(item)
	if reason != compliance.NoChannel { // where there is no address, people still meet
		first = first[1:]
	}
	return [][]Button{first, {
		{Key: "answered", Action: action(pressAnswered, item.ID)},
		{Key: "no_more", Action: action(pressNoMore, item.ID)},
	}}
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
	card, err := t.card(ctx, item)
	if err != nil {
		return err
	}
	card.Edits = t.in.MessageRef
	t.said = append(t.said, card)
	item.ShownAt = &t.now
	return t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
}

// nextCard shows the next card of today's list below the one that was answered, or says that the list is done. A
// lead from outside of the list ends quietly, and a card that was shown since stays the one to go on with.
func (t *turn) nextCard(ctx context.Context, answered Item) error {
	today := dated(t.today())
	if t.user.LastListOn == nil || !t.user.LastListOn.Equal(today) {
		return nil
	}
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
	template := t.rules.Templates.For(item.Reason)
	item.Variant++
	item.TemplateID, item.Draft = template.ID, template.Draft(item.Variant, item.LeadName)
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
		t := &turn{tx: tx, rules: e, now: now, user: u}
		if err := t.claim(ctx, &item, relation); err != nil {
			return err
		}
		return tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
	})
}

// relate answers the button that says how the user knows the lead.
func (t *turn) relate(ctx context.Context, item Item, relation Relation) error {
	if err := t.claim(ctx, &item, relation); err != nil {
		return err
	}
	return t.show(ctx, item)
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
	lead.Relation, lead.Consent, lead.UpdatedAt = relation, string(consentOf(relation)), t.now
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	t.judge(&item.Suggestion, lead)
	return t.prove(ctx, lead, string(relation))
}

// consentOf is what a named relation claims: a lead who enquired has asked to hear from us. Knowing each other
// is no consent, but allows a personal message where the company's mode does.
func consentOf(r Relation) compliance.State {
	if r == RelationEnquiry {
		return compliance.Claimed
	}
	return compliance.None
}

// why explains a suggestion in the card's own words.
func (t *turn) why(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	args := t.cardArgs(lead, item)
	args["due"] = t.local(item.DueAt)
	if item.BlockedBy != "" {
		args["blocked_by"] = item.BlockedBy
	}
	t.say("why", args)
	t.about(lead.ID)
	return nil
}

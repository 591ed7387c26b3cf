package engine

import (
	"context"
	"strconv"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/language"
)

// AddressSource is how it is known how a lead is addressed.
type AddressSource string

// The sources. What the user told stands whatever is read later.
const (
	AddressUnknown AddressSource = ""
	AddressTold    AddressSource = "told"
	AddressInChats AddressSource = "chats" // imported chats show it
	AddressInReply AddressSource = "reply" // the lead wrote so
)

// Addressed is how drafts address the lead: Familiar or Formal. Where nothing is known it is du, as network marketers
// do, unless the name tells that the user does not say du.
func (l Lead) Addressed() language.Address { return addressedBy(l.AddressForm, l.Name) }

// addressedBy takes a title for a hint only, and only before a surname alone: who is kept as "Frau Berger" is not
// addressed with a first name that nobody knows. "Frau Lisa Berger" says nothing, since address books of offices put a
// title before everybody. Whatever is known of the lead comes before the hint.
func addressedBy(known language.Address, name string) language.Address {
	switch {
	case known != language.Unaddressed:
		return known
	case onlySurname(name):
		return language.Formal
	}
	return language.Familiar
}

// readAddress learns from the chat of an import how the lead is addressed, and where the lead is reached.
func (l *Lead) readAddress(p person) {
	if l.Country == "" {
		l.Country = p.country
	}
	offeredDu := l.AddressSource == AddressInReply && l.AddressForm == language.Familiar // since, maybe
	if p.addressed == language.Unaddressed || l.AddressSource == AddressTold || offeredDu {
		return
	}
	l.AddressForm, l.AddressSource = p.addressed, AddressInChats
}

// hearAddress learns from one message of the lead's own how the lead is addressed. People go from Sie to du and do not
// go back: a du counts at once, a Sie where nothing is known. An automatic reply is written for everybody.
func (l *Lead) hearAddress(r reply) {
	news := r.addressed == language.Familiar || r.addressed == language.Formal && l.AddressForm == language.Unaddressed
	if news && r.addressed != l.AddressForm && l.AddressSource != AddressTold && r.meaning.Intent != language.MeansAutoReply {
		l.AddressForm, l.AddressSource = r.addressed, AddressInReply
	}
}

// howAddressed are the ways in which it can be known how a lead is addressed, as a button carries them: the first ones are
// what the user tells, as language.Forms has them. They are stored in chats: never change one.
var howAddressed = [...]struct {
	form   language.Address
	source AddressSource
}{
	1: {language.Familiar, AddressTold}, 2: {language.Formal, AddressTold},
	3: {language.Familiar, AddressInChats}, 4: {language.Formal, AddressInChats},
	5: {language.Familiar, AddressInReply}, 6: {language.Formal, AddressInReply},
}

// keepAddress keeps how the user says to address a lead, and returns the code of what was known before.
func (t *turn) keepAddress(ctx context.Context, lead Lead, value string) (before string, err error) {
	number, err := strconv.Atoi(value)
	if err != nil || number < 0 || number >= len(howAddressed) {
		return "", &Error{Code: Invalid, Key: "error.button"}
	}
	for i, how := range howAddressed {
		if how.form == lead.AddressForm && how.source == lead.AddressSource {
			before = codeOf(language.AboutAddress, strconv.Itoa(i))
		}
	}
	lead.AddressForm, lead.AddressSource, lead.UpdatedAt = howAddressed[number].form, howAddressed[number].source, t.now
	return before, t.tx.SaveLead(ctx, lead)
}

// speakAnew gives a lead's open suggestion the wording for how the lead is addressed now. The card that lies open comes
// again with it.
func (t *turn) speakAnew(ctx context.Context, id LeadID) error {
	item, err := t.tx.OpenItem(ctx, id)
	if err != nil || !item.misaddresses(addressedBy(item.AddressForm, item.LeadName)) {
		return err
	}
	current, err := t.tx.Current(ctx)
	if err == nil && current.ID == item.ID {
		t.in.MessageRef = ""
		return t.show(ctx, item)
	}
	if err != nil && CodeOf(err) != NotFound {
		return err
	}
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return err
	}
	return t.reword(ctx, &item, lead)
}

// addressedIn is how the user and the lead of a chat address each other. In a group nobody speaks to one alone.
func addressedIn(r intake.Result) language.Address {
	if len(r.Leads) != 1 {
		return language.Unaddressed
	}
	messages := make([]string, len(r.Touches))
	for i, touch := range r.Touches {
		messages[i] = touch.Text
	}
	return language.AddressAmong(messages)
}

// misaddresses reports whether the draft of a suggestion says du to a lead who is addressed with Sie, or the other way
// round.
func (s Suggestion) misaddresses(form language.Address) bool {
	said := language.AddressOf(s.Draft)
	return s.TemplateID != "" && said != language.Unaddressed && said != form
}

// reword gives an open suggestion a wording for how the lead is addressed now. Another text is what the user asked for
// by telling so; whatever else changes how a lead is addressed must not leave the wrong one on a card, either.
func (t *turn) reword(ctx context.Context, item *Item, lead Lead) error {
	if !item.misaddresses(lead.Addressed()) {
		return nil
	}
	k, err := t.know(ctx, []LeadID{lead.ID})
	if err != nil {
		return err
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	before, err := t.tx.DecisionsOf(ctx, item.ID)
	if err != nil {
		return err
	}
	competing := t.competing(lead, item.Suggestion, k)
	item.TemplateID, item.Variant, item.Draft = "", 0, "" // better none than one that addresses the lead wrongly
	t.chooseAmong(&item.Suggestion, lead, competing, k)
	if d, chosen := t.decided[item.ID]; chosen {
		delete(t.decided, item.ID)
		d.Nth, d.Channel, d.DueAt, d.Confidence = len(before), item.Channel, item.DueAt, item.Confidence
		if len(before) > 0 {
			d.SequenceID, d.Step = before[len(before)-1].SequenceID, before[len(before)-1].Step
		}
		if err := t.tx.AddDecisions(ctx, []Decision{d}); err != nil {
			return err
		}
	}
	return t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
}

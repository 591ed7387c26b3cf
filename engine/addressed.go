package engine

import (
	"cmp"
	"context"
	"slices"
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
	l.Country, l.Salutation = cmp.Or(l.Country, p.country), cmp.Or(l.Salutation, p.salutation)
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

// noTitle stands in a button behind language.Titles: the lead had none.
const noTitle = len(language.Titles)

// keepAddress keeps how the user says to address a lead, and returns the code of what was known before. A title stays until
// another is told.
func (t *turn) keepAddress(ctx context.Context, lead Lead, value string) (before string, err error) {
	number, err := strconv.Atoi(value)
	how, title := number%language.TitleStep, number/language.TitleStep
	if err != nil || number < 0 || how >= len(howAddressed) || title > noTitle {
		return "", &Error{Code: Invalid, Key: "error.button"}
	}
	known := language.TitleStep * noTitle
	if at := slices.Index(language.Titles[:], lead.Salutation); at > 0 {
		known = language.TitleStep * at
	}
	for i, h := range howAddressed {
		if h.form == lead.AddressForm && h.source == lead.AddressSource {
			known += i
		}
	}
	switch {
	case title == noTitle:
		lead.Salutation = ""
	case title > 0:
		lead.Salutation = language.Titles[title]
	}
	lead.AddressForm, lead.AddressSource, lead.UpdatedAt = howAddressed[how].form, howAddressed[how].source, t.now
	return codeOf(language.AboutAddress, strconv.Itoa(known)), t.tx.SaveLead(ctx, lead)
}

// speakAnew words a lead's open suggestion for how the lead is addressed and called now. The card that lies open comes
// again with it.
func (t *turn) speakAnew(ctx context.Context, id LeadID) error {
	item, err := t.tx.OpenItem(ctx, id)
	if err != nil {
		return err
	}
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return err
	}
	before := item.Draft
	if err := t.recall(ctx, &item, lead); err != nil {
		return err
	}
	current, err := t.tx.Current(ctx)
	if CodeOf(err) == NotFound || err == nil && (current.ID != item.ID || item.Draft == before) {
		return nil
	}
	if err != nil {
		return err
	}
	t.in.MessageRef = ""
	return t.show(ctx, item)
}

// recall gives a draft other words where it addresses the lead wrongly, and else only the name that the lead is called by.
func (t *turn) recall(ctx context.Context, item *Item, lead Lead) error {
	if item.misaddresses(lead.Addressed()) {
		return t.reword(ctx, item, lead)
	}
	if item.DraftBy != ByTemplate {
		return nil
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	draft := t.draft(Decision{TemplateID: item.TemplateID, Variant: item.Variant}, words.all, lead)
	if draft == "" || draft == item.Draft {
		return nil
	}
	item.Draft = draft
	return t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion})
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

// salutationIn is the title by which the user calls the lead of a chat, as far as that is the same throughout.
func salutationIn(r intake.Result, name string) (title string) {
	if len(r.Leads) != 1 {
		return ""
	}
	for _, touch := range r.Touches {
		found := language.TitleIn(touch.Text, name)
		if found != "" && title != "" && found != title {
			return ""
		}
		title = cmp.Or(found, title)
	}
	return title
}

// called is the lead's name, with the title that was told.
func (l Lead) called() string {
	if l.Salutation == "" {
		return l.Name
	}
	return l.Salutation + " " + l.Name
}

// misaddresses reports whether the draft of a suggestion says du to a lead who is addressed with Sie, or the other way
// round.
func (s Suggestion) misaddresses(form language.Address) bool {
	said := language.AddressOf(s.Draft)
	return s.TemplateID != "" && s.DraftBy != ByUser && said != language.Unaddressed && said != form
}

// reword gives an open suggestion a wording for how the lead is addressed now. Another text is what the user asked for
// by telling so; whatever else changes how a lead is addressed must not leave the wrong one on a card, either.
func (t *turn) reword(ctx context.Context, item *Item, lead Lead) error {
	if !item.misaddresses(lead.Addressed()) {
		return nil
	}
	k, before, err := t.knowOf(ctx, lead, item.ID)
	if err != nil {
		return err
	}
	competing := t.competing(lead, item.Suggestion, k)
	item.TemplateID, item.Variant, item.Draft, item.DraftBy = "", 0, "", ByTemplate // better none than one that addresses the lead wrongly
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

package engine

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/language"
)

// hearForwarded hears a message that the user forwarded from a lead's chat.
func (t *turn) hearForwarded(ctx context.Context) error {
	from := t.in.Origin
	at := earlier(from.At, t.now)
	r := reply{
		text: t.in.Text, at: at, channel: t.in.Channel, source: sourceOfReply(t.in.Channel, at, markOf(t.in.Text)),
		meaning: readReply(t.in.Text, t.local(at)), addressed: language.AddressShown(t.in.Text),
	}
	lead, err := t.leadAt(ctx, from)
	if err != nil {
		return err
	}
	if lead != nil {
		r.lead = *lead
		return t.hear(ctx, r)
	}
	leads, err := t.named(ctx, plainName(from.Name))
	if err != nil {
		return err
	}
	if len(leads) == 1 && from.Handle != "" && leads[0].Open {
		known := Address{ID: newID(), LeadID: &leads[0].ID, Channel: t.in.Channel, Address: from.Handle, CreatedAt: t.now}
		if err := t.tx.AddAddresses(ctx, []Address{known}); err != nil {
			return err
		}
	}
	return t.hearFrom(ctx, from, leads, r)
}

// plainName is a name without the ornaments that people put beside it.
func plainName(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || strings.ContainsRune(" .-'’", r) {
			return r
		}
		return ' '
	}, name)
	if plain = strings.Join(strings.Fields(plain), " "); plain == "" {
		return name
	}
	return plain
}

// leadAt is the lead with the address of whoever wrote a forwarded message, nil when no lead has it.
func (t *turn) leadAt(ctx context.Context, from Origin) (*LeadID, error) {
	var wanted []Address
	for _, address := range []string{from.ID, from.Handle} {
		if address != "" {
			wanted = append(wanted, Address{Channel: t.in.Channel, Address: address})
		}
	}
	owned, err := t.tx.Owners(ctx, wanted)
	if err != nil || len(owned) == 0 {
		return nil, err
	}
	return owned[0].LeadID, nil
}

// hearTyped hears what the user says that a lead wrote; false when the user said something else.
func (t *turn) hearTyped(ctx context.Context) (bool, error) {
	name, r, ok := t.told()
	if !ok {
		return false, nil
	}
	leads, err := t.named(ctx, name)
	if err != nil {
		return true, err
	}
	if len(leads) == 1 && leads[0].Open {
		item, err := t.tx.OpenItem(ctx, leads[0].ID)
		if err != nil {
			return true, err
		}
		if r.channel, err = t.touchedOn(ctx, item, In); err != nil {
			return true, err
		}
	}
	r.source = sourceOfReply(r.channel, r.at, markOf(r.text))
	return true, t.hearFrom(ctx, Origin{Name: name}, leads, r)
}

// told is what the user typed as a reply of a lead, quoted or in the user's own words.
func (t *turn) told() (name string, r reply, ok bool) {
	r.at, r.channel = t.now, NoWay
	if name, r.text, ok = language.Told(t.in.Text); ok {
		r.meaning, r.addressed = readReply(r.text, t.local(t.now)), language.AddressShown(r.text)
		return name, r, true
	}
	name, words, spoken, ok := language.Reported(t.in.Text)
	r.text, r.reported = words, true
	if ok {
		r.meaning = language.ReadReported(words, spoken, t.local(t.now))
	}
	return name, r, ok
}

// hearFrom hears a reply of the only lead that may be meant, or asks whose it is.
func (t *turn) hearFrom(ctx context.Context, from Origin, leads []LeadName, r reply) error {
	switch len(leads) {
	case 0:
		t.say("reply_unknown", Args{"name": from.Name}, []Button{{
			Key: "reply_add", Action: newcomerAction(from, r),
		}})
		return nil
	case 1:
		r.lead = leads[0].ID
		return t.hear(ctx, r)
	}
	t.askWhich("reply_whose", leads, func(lead LeadName) string { return action(pressHeard, lead.ID, encodeReply(r)) })
	return nil
}

// longestAction is how many bytes a button carries at most.
const longestAction = 64

// newcomerAction is what the button carries that takes in a new lead with their first reply: as much of the name as
// there is room for, and the handle if it has some, too.
func newcomerAction(from Origin, r reply) string {
	head := pressNewcomer + ":" + encodeReply(r) + ":"
	name := from.Name
	if whole := name + " @" + from.Handle; from.Handle != "" && len(head)+len(whole) <= longestAction {
		name = whole
	}
	for len(head)+len(name) > longestAction {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return head + name
}

// hearNewcomer takes in a new lead and hears the reply.
func (t *turn) hearNewcomer(ctx context.Context, code, who string) error {
	r, err := decodeReply(code)
	if err != nil {
		return err
	}
	name, handle, _ := strings.Cut(who, " @")
	if strings.TrimSpace(name) == "" {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	lead := intake.Lead{Name: strings.TrimSpace(name), Telegram: handle}
	report, err := t.takeOver(ctx, intake.Result{Leads: []intake.Lead{lead}}, "typed")
	if err != nil {
		return err
	}
	if report.Lead == nil {
		t.change("lead_stopped", Args{"name": lead.Name})
		return nil
	}
	r.lead = report.Lead.ID
	return t.hear(ctx, r)
}

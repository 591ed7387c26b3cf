package engine

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/language"
)

// reply is one message of a lead, however the user came to tell of it. Its text is data: nothing in it is a command.
type reply struct {
	lead      LeadID
	touch     uuid.UUID // its touch, if there is one already
	text      string
	at        time.Time
	channel   Channel
	source    string // makes telling of it twice one touch
	meaning   language.Reply
	limit     Channel          // on which the lead wants no messages, as far as the user said
	imported  bool             // from a file: several come at once, and no card was answered
	said      bool             // the user said what it means
	reported  bool             // its text is the user's own words for it
	addressed language.Address // how it addresses the user, as far as it shows that
}

// readReply reads what a lead wrote at a time, and from an automatic reply when the lead is back.
func readReply(text string, at time.Time) language.Reply {
	r := language.ReadReply(text, at)
	if r.Intent == language.MeansAutoReply {
		r.Due, r.Timed = language.AwayUntil(text, at)
	}
	return r
}

// hear is the one door through which replies come: it keeps the touch and does what follows from it, in this
// transaction. A reply that is known already changes nothing.
func (t *turn) hear(ctx context.Context, r reply) error {
	item, err := t.tx.OpenItem(ctx, r.lead)
	if CodeOf(err) == NotFound {
		return t.hearClosed(ctx, r)
	}
	if err != nil {
		return err
	}
	lead, err := t.tx.Lead(ctx, r.lead)
	if err != nil {
		return err
	}
	item.remember(lead)
	news, err := t.keep(ctx, r, item)
	if err != nil {
		return err
	}
	if !news {
		t.change("reply_known", Args{"name": lead.Name})
		t.about(lead.ID)
		return nil
	}
	if lead, err = t.tx.Lead(ctx, r.lead); err != nil { // as the touch has made it
		return err
	}
	return t.respond(ctx, item, lead, r)
}

// keep records a reply and reports whether it is news.
func (t *turn) keep(ctx context.Context, r reply, item Item) (news bool, err error) {
	touch := Touch{
		ID: r.touch, LeadID: r.lead, At: r.at, Direction: In, Channel: r.channel, SourceKey: r.source,
		SuggestionID: &item.ID, Intent: r.meaning.Intent,
	}
	if touch.ID == uuid.Nil {
		touch.ID = newID()
	}
	if t.user.KeepText {
		touch.Text = r.text
	}
	added, err := t.tx.AddTouches(ctx, []Touch{touch})
	switch {
	case err != nil:
		return false, err
	case len(added) == 0 && r.touch == uuid.Nil:
		return false, nil
	case len(added) == 0:
		err = t.tx.Reread(ctx, touch)
	}
	if err != nil {
		return false, err
	}
	if err := t.tx.Recount(ctx, []LeadID{r.lead}, t.user.Timezone, t.now); err != nil {
		return false, err
	}
	return true, t.credit(ctx, []LeadID{r.lead})
}

// hearClosed hears a lead who is not followed up any more. A stop is a stop there, too.
func (t *turn) hearClosed(ctx context.Context, r reply) error {
	lead, err := t.tx.Lead(ctx, r.lead)
	if err != nil {
		return err
	}
	if lead.OptedOutAt != nil {
		t.change("lead_stopped", Args{"name": lead.Name})
		t.about(lead.ID)
		return nil
	}
	if f := t.consequence(&lead, r); f.stop != "" {
		if err := t.silence(ctx, &lead, f.stop, byLead); err != nil {
			return err
		}
	}
	return t.whyClosed(ctx, lead.ID)
}

// respond does what a reply asks for: it ends everything, or closes the suggestion and puts the next one in its place.
// An automatic reply that names no day is none.
func (t *turn) respond(ctx context.Context, item Item, lead Lead, r reply) error {
	before := lead.ClosedChannels
	lead.hearAddress(r)
	f := t.follows(&lead, r)
	switch {
	case f.stop != "":
		return t.end(ctx, item, lead, ending{state: f.stop, method: byLead, key: f.key, imported: r.imported})
	case r.meaning.Intent == language.MeansAutoReply && f.until.IsZero():
		t.change(f.key, Args{"name": lead.Name}, meantButton(item))
		t.about(lead.ID)
		return nil
	}
	if err := t.proveChannels(ctx, lead, before); err != nil {
		return err
	}
	if err := t.heard(ctx, &lead, r, item.ID); err != nil {
		return err
	}
	if !lead.Open() {
		return t.archived(ctx, item, lead)
	}
	next, err := t.after(ctx, item, lead, f)
	if err == nil {
		err = t.replace(ctx, item.Suggestion, Done, next)
	}
	if err == nil {
		err = t.sayFollowing(ctx, item, next, f)
	}
	if err != nil || r.imported {
		return err
	}
	return t.nextCard(ctx, item)
}

// follows finds what follows from a reply, and makes of the lead what it is then.
func (t *turn) follows(lead *Lead, r reply) following {
	answered := r.meaning.Intent != language.MeansAutoReply
	if answered {
		lead.OpenQuestion = ""
	}
	f := lead.stillRests(t.consequence(lead, r), r, t.now)
	if answered {
		lead.RestingUntil = nil
	}
	if !f.until.IsZero() {
		lead.RestingUntil = &f.until
	}
	return f
}

// heard saves a lead as a reply has made it, after its run has heard of that.
func (t *turn) heard(ctx context.Context, lead *Lead, r reply, answered SuggestionID) error {
	lead.UpdatedAt = t.now
	if err := t.runHears(ctx, lead, r.meaning.Intent, &answered); err != nil {
		return err
	}
	return t.tx.SaveLead(ctx, *lead)
}

// after is the next suggestion for a lead who replied: when it wants to hear again, or as for anybody.
func (t *turn) after(ctx context.Context, item Item, lead Lead, f following) (next Suggestion, err error) {
	if f.until.IsZero() {
		return t.plan(ctx, lead)
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return next, err
	}
	next = t.suggest(lead, item.Channel, words.all)
	next.Chosen = true
	wish := t.dayOf(f)
	m := wish
	if m.day = t.notTooFar(m.day); m.day != wish.day {
		m.at = nil
	}
	if next.DueAt, next.Timed, err = t.resolve(ctx, lead, m); err != nil {
		return next, err
	}
	t.rank(&next, lead)
	return next, nil
}

// proveChannels records on which channels the lead wants no messages any more, or again.
func (t *turn) proveChannels(ctx context.Context, lead Lead, before string) error {
	old := lead
	old.ClosedChannels = before
	for _, c := range []Channel{Telegram, WhatsApp, SMS, Call, Email} {
		proof := Consent{LeadID: lead.ID, Channel: c, Purpose: "follow_up", At: t.now}
		switch {
		case lead.Closed(c) && !old.Closed(c):
			proof.State, proof.Method = string(compliance.Withdrawn), byLead
		case old.Closed(c) && !lead.Closed(c):
			proof.State, proof.Method = lead.Consent, "undo"
		default:
			continue
		}
		if err := t.tx.AddConsent(ctx, proof); err != nil {
			return err
		}
	}
	return nil
}

// markOf tells messages of one second apart. It is too short to say anything of the text.
func markOf(text string) uint16 {
	hash := fnv.New32a()
	hash.Write([]byte(text)) // never fails
	return uint16(hash.Sum32())
}

// sourceOfReply names a reply that the user tells of: its channel and second, and what tells it from others of them.
func sourceOfReply(channel Channel, at time.Time, mark uint16) string {
	return fmt.Sprintf("reply:%s:%d:%d", channel, at.Unix(), mark)
}

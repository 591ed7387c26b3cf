package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/timing"
)

// newLeadsADay is how many imported leads may fall on one day: whoever brings 200 is not to drown.
const newLeadsADay = 5

// ImportReport says what became of an import.
type ImportReport struct {
	Format     intake.Format
	Added      int // new leads
	Known      int // leads that were known already
	Touches    int // new touches
	Skipped    int // places in the file that gave nothing
	Suppressed int // people who must not be contacted and stay out
	First      timing.Date
	Lead       *Lead // the only lead there was, when there was one
}

// takeOver turns what an import brought into leads, touches and suggestions.
func (t *turn) takeOver(ctx context.Context, r intake.Result, source string) (ImportReport, error) {
	report := ImportReport{Format: r.Format, Skipped: len(r.Skipped)}
	all := people(r.Leads)
	if err := t.recognise(ctx, all); err != nil {
		return report, err
	}
	leads, err := t.admit(ctx, all, source, &report)
	if err != nil {
		return report, err
	}
	ids := leads.ids()
	if report.Touches, err = t.tx.AddTouches(ctx, t.touchesOf(r, leads)); err != nil {
		return report, err
	}
	if report.Touches > 0 {
		if err := t.tx.Recount(ctx, ids, t.now); err != nil {
			return report, err
		}
	}
	return report, t.planImported(ctx, ids, leads.fresh, &report)
}

// admitted are the leads of an import by the name they bear in it.
type admitted struct {
	byName map[string]LeadID
	fresh  map[LeadID]bool
}

func (a admitted) ids() []LeadID {
	seen := map[LeadID]bool{}
	var ids []LeadID
	for _, id := range a.byName {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids
}

// admit adds the new leads and the addresses that known ones did not have yet.
func (t *turn) admit(ctx context.Context, all []person, source string, report *ImportReport) (admitted, error) {
	in := admitted{byName: map[string]LeadID{}, fresh: map[LeadID]bool{}}
	var leads []Lead
	var addresses []Address
	for _, p := range all {
		if p.suppressed {
			report.Suppressed++
			continue
		}
		if p.lead == nil {
			lead := t.newLead(p, source)
			leads = append(leads, lead)
			p.lead = &lead.ID
			in.fresh[lead.ID] = true
		} else {
			report.Known++
		}
		in.byName[p.Name] = *p.lead
		for _, a := range p.addresses {
			a.ID, a.LeadID, a.CreatedAt = newID(), p.lead, t.now
			addresses = append(addresses, a)
		}
	}
	report.Added = len(leads)
	if err := t.tx.AddLeads(ctx, leads); err != nil {
		return in, err
	}
	if err := t.tx.AddAddresses(ctx, addresses); err != nil {
		return in, err
	}
	return in, t.noteQuestions(ctx, all, in)
}

func (t *turn) newLead(p person, source string) Lead {
	name := p.Name
	if name == "" {
		name = nameless(p.addresses)
	}
	return Lead{
		ID: newID(), UserID: t.user.ID, Name: name, NameKey: p.key, Stage: StageNew, Sentiment: Warm,
		Source: source, Note: p.Note, OpenQuestion: p.OpenQuestion, Consent: "none",
		CreatedAt: t.now, UpdatedAt: t.now,
	}
}

// nameless calls a person without a name by their address.
func nameless(addresses []Address) string {
	if len(addresses) == 0 {
		return "?"
	}
	return addresses[0].Address
}

// noteQuestions keeps the open question of leads that were known before.
func (t *turn) noteQuestions(ctx context.Context, all []person, in admitted) error {
	asked := map[LeadID]string{}
	for _, p := range all {
		if id, ok := in.byName[p.Name]; ok && !in.fresh[id] && p.OpenQuestion != "" {
			asked[id] = p.OpenQuestion
		}
	}
	for id, question := range asked {
		lead, err := t.tx.Lead(ctx, id)
		if err != nil {
			return err
		}
		lead.OpenQuestion, lead.UpdatedAt = question, t.now
		if err := t.tx.SaveLead(ctx, lead); err != nil {
			return err
		}
	}
	return nil
}

// touchesOf are the messages of a chat as touches of its leads. What the user wrote to a group is nobody's.
func (t *turn) touchesOf(r intake.Result, leads admitted) []Touch {
	var partner *LeadID
	if ids := leads.ids(); len(ids) == 1 && len(r.Leads) == 1 {
		partner = &ids[0]
	}
	repeated := map[string]int{}
	var touches []Touch
	for _, m := range r.Touches {
		lead, ok := leads.byName[m.From]
		if m.Direction == intake.Out && partner != nil {
			lead, ok = *partner, true
		}
		if !ok || m.At.After(t.now) {
			continue
		}
		key := fmt.Sprintf("chat:%s:%d:%s", m.Direction, m.At.Unix(), lead)
		repeated[key]++ // identical messages in one minute are separate touches
		touch := Touch{
			ID: newID(), LeadID: lead, At: m.At, Direction: Direction(m.Direction), Channel: WhatsApp,
			SourceKey: fmt.Sprintf("chat:%s:%d:%d", m.Direction, m.At.Unix(), repeated[key]),
		}
		if t.user.KeepText {
			touch.Text = m.Text
		}
		touches = append(touches, touch)
	}
	return touches
}

// planImported gives every lead of an import its next action: new ones are spread thinly, known ones planned
// anew if the import brought touches.
func (t *turn) planImported(ctx context.Context, ids []LeadID, fresh map[LeadID]bool, report *ImportReport) error {
	leads, err := t.tx.LeadsByID(ctx, ids)
	if err != nil {
		return err
	}
	var planned []*Suggestion
	var wanted []timing.Date
	for _, lead := range leads {
		if !lead.Open() || (!fresh[lead.ID] && report.Touches == 0) {
			continue
		}
		s, err := t.suggestImported(ctx, lead, fresh[lead.ID])
		if err != nil {
			return err
		}
		planned, wanted = append(planned, s), append(wanted, t.wanted(lead))
	}
	if len(leads) == 1 {
		report.Lead = &leads[0]
	}
	return t.placeImported(ctx, leads, planned, wanted, report)
}

// suggestImported is a new suggestion; a known lead's old one makes room for it.
func (t *turn) suggestImported(ctx context.Context, lead Lead, fresh bool) (*Suggestion, error) {
	channel, err := t.channelFor(ctx, lead)
	if err != nil {
		return nil, err
	}
	s := t.suggest(lead, channel)
	s.Score = timing.Score(t.standing(lead, s))
	if fresh {
		return &s, nil
	}
	old, err := t.tx.OpenItem(ctx, lead.ID)
	if err != nil {
		return nil, err
	}
	return &s, t.close(ctx, old.Suggestion, Replaced)
}

func (t *turn) placeImported(ctx context.Context, leads []Lead, planned []*Suggestion, wanted []timing.Date, report *ImportReport) error {
	if len(planned) == 0 {
		return nil
	}
	load, err := t.load(ctx)
	if err != nil {
		return err
	}
	t.spread(planned, wanted, load, min(newLeadsADay, t.user.ListLimit))
	byID := make(map[LeadID]Lead, len(leads))
	for _, l := range leads {
		byID[l.ID] = l
	}
	suggestions := make([]Suggestion, len(planned))
	for i, s := range planned {
		t.rank(s, byID[s.LeadID])
		suggestions[i] = *s
		if day := t.calendar().Day(s.DueAt); report.First.IsZero() || day.Before(report.First) {
			report.First = day
		}
	}
	return t.tx.AddSuggestions(ctx, suggestions)
}

// Import takes over what was read from a file, for a user, and returns what became of it. The user is told
// nothing: whoever calls it has another way to report.
func (e *Engine) Import(ctx context.Context, user UserID, r intake.Result) (report ImportReport, err error) {
	now := e.Clock.Now()
	err = e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, rules: e, now: now, user: u}
		if report, err = t.takeOver(ctx, r, string(r.Format)); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	return report, err
}

// takeTyped takes over a lead that the user typed.
func (t *turn) takeTyped(ctx context.Context, lead intake.Lead) error {
	return t.takeAndReport(ctx, intake.Result{Leads: []intake.Lead{lead}}, "typed")
}

// takeContact takes over a contact that was shared in the chat.
func (t *turn) takeContact(ctx context.Context) error {
	card := strings.NewReader(t.in.Card)
	r, err := intake.Read("contact.vcf", card, card.Size(), intake.Options{Country: t.user.Country})
	if refused, ok := errors.AsType[intake.Error](err); ok {
		return &Error{Code: Invalid, Key: refused.Key()}
	}
	if err != nil {
		return err
	}
	return t.takeAndReport(ctx, r, "contact")
}

func (t *turn) takeAndReport(ctx context.Context, r intake.Result, source string) error {
	report, err := t.takeOver(ctx, r, source)
	if err != nil {
		return err
	}
	t.sayReport(report)
	return nil
}

// sayReport tells what was understood and what was not.
func (t *turn) sayReport(r ImportReport) {
	args := Args{
		"added": r.Added, "known": r.Known, "touches": r.Touches, "skipped": r.Skipped, "suppressed": r.Suppressed,
		"format": string(r.Format),
	}
	if !r.First.IsZero() {
		args["first"] = dated(r.First)
	}
	key := "import_report"
	if r.Lead != nil {
		args["name"], args["question"] = r.Lead.Name, r.Lead.OpenQuestion
		key = "lead_report"
	}
	t.say(key, args)
	if r.Lead != nil {
		t.about(r.Lead.ID)
	}
}

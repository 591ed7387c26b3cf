package engine

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/timing"
)

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
	all := people(r)
	if err := t.recognise(ctx, all); err != nil {
		return report, err
	}
	in, err := t.admit(ctx, all, source, &report)
	if err != nil {
		return report, err
	}
	added, err := t.tx.AddTouches(ctx, t.touchesOf(r, in))
	if err != nil {
		return report, err
	}
	report.Touches = len(added)
	t.learnStyle(r, added)
	for _, touch := range added {
		in.touched[touch.LeadID] = true
	}
	if len(added) > 0 {
		if err := t.tx.Recount(ctx, slices.Collect(maps.Keys(in.touched)), t.user.Timezone, t.now); err != nil {
			return report, err
		}
		if err := t.credit(ctx, slices.Collect(maps.Keys(in.touched))); err != nil {
			return report, err
		}
	}
	leads, err := t.refresh(ctx, all, in)
	if err != nil {
		return report, err
	}
	in.heard = t.newest(leads, in, added)
	if err := t.ease(ctx, leads, in.heard); err != nil {
		return report, err
	}
	if err := t.planImported(ctx, leads, in, &report); err != nil {
		return report, err
	}
	return report, t.hearImported(ctx, in.heard, &report)
}

// admitted are the leads of an import.
type admitted struct {
	ids      []LeadID // each once
	byName   map[string]LeadID
	fresh    map[LeadID]bool     // new ones
	touched  map[LeadID]bool     // those with new touches
	meanings map[uuid.UUID]meant // of the leads' messages, by touch
	heard    map[LeadID]reply    // what is new of each, see newest
}

// admit adds the new leads and the addresses that known ones did not have yet.
func (t *turn) admit(ctx context.Context, all []person, source string, report *ImportReport) (admitted, error) {
	in := admitted{byName: map[string]LeadID{}, fresh: map[LeadID]bool{}, touched: map[LeadID]bool{},
		meanings: map[uuid.UUID]meant{}}
	seen := map[LeadID]bool{}
	var leads []Lead
	var addresses []Address
	for i := range all {
		p := &all[i]
		if p.suppressed {
			report.Suppressed++
			continue
		}
		if p.lead == nil {
			lead := t.newLead(*p, source)
			leads = append(leads, lead)
			p.lead, in.fresh[lead.ID] = &lead.ID, true
		} else {
			report.Known++
		}
		if !seen[*p.lead] {
			seen[*p.lead] = true
			in.ids = append(in.ids, *p.lead)
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
	return in, t.tx.AddAddresses(ctx, addresses)
}

// refresh returns the leads of an import, those known before with what it says newly of them: the open question
// of a chat that has gone on, a note where there was none, a name in place of a number.
func (t *turn) refresh(ctx context.Context, all []person, in admitted) ([]Lead, error) {
	leads, err := t.tx.LeadsByID(ctx, in.ids)
	if err != nil {
		return nil, err
	}
	news := map[LeadID]person{}
	for _, p := range all {
		if p.lead != nil && !p.suppressed && !in.fresh[*p.lead] {
			news[*p.lead] = p
		}
	}
	for i := range leads {
		lead := &leads[i]
		p, known := news[lead.ID]
		if !known || !lead.learn(p, in.touched[lead.ID]) {
			continue
		}
		lead.UpdatedAt = t.now
		if err := t.tx.SaveLead(ctx, *lead); err != nil {
			return nil, err
		}
	}
	return leads, nil
}

// learn takes over what an import says newly of a known lead and reports whether that is anything.
func (l *Lead) learn(p person, wentOn bool) bool {
	before := *l
	if wentOn {
		l.OpenQuestion = p.OpenQuestion
	}
	l.readAddress(p)
	if l.Note == "" {
		l.Note = p.Note
	}
	if firstName(l.Name) == "" && firstName(p.Name) != "" {
		l.Name, l.NameKey = p.Name, p.key
	}
	return l.AddressForm != before.AddressForm || l.AddressSource != before.AddressSource || l.Country != before.Country || l.Salutation != before.Salutation ||
		l.OpenQuestion != before.OpenQuestion || l.Note != before.Note || l.Name != before.Name
}

func (t *turn) newLead(p person, source string) Lead {
	name := p.Name
	if name == "" {
		name = nameless(p.addresses)
	}
	lead := Lead{
		ID: newID(), UserID: t.user.ID, Name: name, NameKey: p.key, Stage: StageNew, Sentiment: Warm,
		Source: source, Note: p.Note, OpenQuestion: p.OpenQuestion, Consent: "none",
		CreatedAt: t.now, UpdatedAt: t.now,
	}
	lead.readAddress(p)
	return lead
}

// nameless calls a person without a name by their address.
func nameless(addresses []Address) string {
	if len(addresses) == 0 {
		return "?"
	}
	return addresses[0].Address
}

// Import takes over what was read from a file, for a user, and returns what became of it. The user is told only what
// follows from leads' messages: whoever calls it has another way to report.
func (e *Engine) Import(ctx context.Context, user UserID, r intake.Result) (report ImportReport, err error) {
	now := e.Clock.Now()
	err = e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: u, in: Inbound{Kind: SentFile}} // no tick: a due list stays due
		if report, err = t.takeOver(ctx, r, string(r.Format)); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	return report, err
}

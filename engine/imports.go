package engine

import (
	"context"
	"fmt"

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
	all := people(r.Leads)
	if err := t.recognise(ctx, all); err != nil {
		return report, err
	}
	leads, err := t.admit(ctx, all, source, &report)
	if err != nil {
		return report, err
	}
	if r.Format == intake.FormatWhatsApp {
		if err := t.noteQuestions(ctx, all, leads); err != nil {
			return report, err
		}
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
	return in, t.tx.AddAddresses(ctx, addresses)
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

// noteQuestions keeps the open questions of leads that were known before, as the newer chat has them.
func (t *turn) noteQuestions(ctx context.Context, all []person, in admitted) error {
	for _, p := range all {
		id, ok := in.byName[p.Name]
		if !ok || in.fresh[id] {
			continue
		}
		lead, err := t.tx.Lead(ctx, id)
		if err != nil {
			return err
		}
		if lead.OpenQuestion == p.OpenQuestion {
			continue
		}
		lead.OpenQuestion, lead.UpdatedAt = p.OpenQuestion, t.now
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

// Import takes over what was read from a file, for a user, and returns what became of it. The user is told
// nothing: whoever calls it has another way to report.
func (e *Engine) Import(ctx context.Context, user UserID, r intake.Result) (report ImportReport, err error) {
	now := e.Clock.Now()
	err = e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, rules: e, now: now, user: u, in: Inbound{Kind: SentFile}} // no tick: a due list stays due
		if report, err = t.takeOver(ctx, r, string(r.Format)); err != nil {
			return err
		}
		return t.finish(ctx)
	})
	return report, err
}

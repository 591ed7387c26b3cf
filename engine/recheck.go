package engine

import "context"

// stillHolds looks at the conditions of a step once more before its message is shown. Where they no longer hold, another
// suggestion takes its place: the fallback, or whatever the lead is planned for without it. That may be due on a later
// day; it is shown all the same, since the user asked for it.
func (t *turn) stillHolds(ctx context.Context, item Item) (Item, error) {
	if t.engine.Library == nil || !item.Open() {
		return item, nil
	}
	if err := t.follow(ctx, item.LeadID); err != nil {
		return item, err
	}
	c := t.courses[item.LeadID]
	if c == nil || !c.proposes(item.Suggestion) || !c.Due(t.today()) || !c.conditional() {
		return item, nil
	}
	lead, err := t.listedLead(ctx, item.LeadID)
	if err != nil {
		return item, err
	}
	facts, err := t.facts(ctx, []Lead{lead})
	if err != nil {
		return item, err
	}
	if c.On(t.today(), c.sequence, facts[lead.ID], t.calendar()).Action == ArchiveLead {
		return item, nil // nobody goes to the archive while looked at: the next list sees to it
	}
	p := &procession{turn: t, facts: facts}
	next, _, err := p.step(ctx, item.Suggestion)
	if err != nil || next.ID == item.ID {
		return item, err
	}
	if next.ListedOn == nil && item.ListedOn != nil && !next.DueAt.After(t.now) { // it keeps its place
		next.ListedOn, next.Position = item.ListedOn, item.Position
		if err := t.tx.SaveSuggestions(ctx, []Suggestion{next}); err != nil {
			return item, err
		}
	}
	return t.tx.Item(ctx, next.ID)
}

// conditional reports whether the next step depends on anything.
func (c *course) conditional() bool {
	return c.CurrentStep < len(c.sequence.Steps) && len(c.sequence.Steps[c.CurrentStep].Conditions) > 0
}

// listedLead is a lead of today's list, read now unless it was already.
func (t *turn) listedLead(ctx context.Context, id LeadID) (Lead, error) {
	if lead, known := t.leads[id]; known {
		return lead, nil
	}
	lead, err := t.tx.Lead(ctx, id)
	if t.leads == nil {
		t.leads = map[LeadID]Lead{}
	}
	t.leads[id] = lead
	return lead, err
}

package engine

import (
	"context"
	"slices"
	"time"
)

// farthest is beyond any day that a lead is planned for.
const farthest = 1000 * 24 * time.Hour

// redraft lets the drafts follow templates that have changed: those of open suggestions that nobody has seen yet are
// chosen anew, unless their text is still one of the template's. What was shown keeps its words, whatever becomes of its
// template, and so do messages that are queued; of what is planned from now on every draft has the new words.
func (t *turn) redraft(ctx context.Context, changed []string) error {
	t.words = nil
	open, leads, err := t.tx.Agenda(ctx, t.now.Add(farthest))
	if err != nil {
		return err
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	unseen := slices.DeleteFunc(open, func(s Suggestion) bool {
		return s.ShownAt != nil || !slices.Contains(changed, s.TemplateID) || words.all.says(s.TemplateID, s.Variant)
	})
	if len(unseen) == 0 {
		return nil
	}
	ids := make([]LeadID, len(unseen))
	for i, s := range unseen {
		ids[i] = s.LeadID
	}
	byID := map[LeadID]Lead{}
	for _, lead := range leads {
		byID[lead.ID] = lead
	}
	if err := t.follow(ctx, ids...); err != nil {
		return err
	}
	k, err := t.know(ctx, ids)
	if err != nil {
		return err
	}
	for i := range unseen {
		if err := t.redraftOne(ctx, &unseen[i], byID[unseen[i].LeadID], k); err != nil {
			return err
		}
	}
	return t.tx.SaveSuggestions(ctx, unseen)
}

// redraftOne chooses the words of an open suggestion anew. All else that was decided about it stays.
func (t *turn) redraftOne(ctx context.Context, s *Suggestion, lead Lead, k known) error {
	templates := t.competing(lead, *s, k)
	if len(templates) == 0 { // its step names one that is gone
		templates = t.wordings(lead, s.Reason, k)
	}
	t.chooseAmong(s, lead, templates, k)
	d, chosen := t.decided[s.ID]
	before, err := t.tx.DecisionsOf(ctx, s.ID)
	if err != nil || !chosen {
		return err
	}
	delete(t.decided, s.ID)
	d.Channel, d.DueAt, d.Confidence, d.TimePropensity = s.Channel, s.DueAt, s.Confidence, 1
	if len(before) > 0 {
		last := before[len(before)-1]
		d.Nth, d.SequenceID, d.Step = last.Nth, last.SequenceID, last.Step
		d.Basis, d.History, d.ModelVersion = last.Basis, last.History, last.ModelVersion
		d.Explored, d.TimePropensity = last.Explored, last.TimePropensity
	}
	return t.tx.AddDecisions(ctx, []Decision{d})
}

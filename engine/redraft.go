package engine

import (
	"cmp"
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
	return t.redraftThese(ctx, unseen, byID, k)
}

// redraftThese chooses the words of open suggestions anew. All else that was decided about them stays.
func (t *turn) redraftThese(ctx context.Context, suggestions []Suggestion, leads map[LeadID]Lead, k known) error {
	ids := make([]SuggestionID, len(suggestions))
	for i, s := range suggestions {
		ids[i] = s.ID
	}
	decisions, err := t.tx.DecisionsOf(ctx, ids...)
	if err != nil {
		return err
	}
	before := map[SuggestionID]Decision{}
	for _, d := range decisions {
		before[d.SuggestionID] = d // the last one stays
	}
	var anew []Decision
	for i := range suggestions {
		s := &suggestions[i]
		t.redraftOne(s, leads[s.LeadID], k)
		if d, chosen := t.decided[s.ID]; chosen {
			anew = append(anew, d.after(before[s.ID], *s))
			delete(t.decided, s.ID)
		}
	}
	if err := t.tx.AddDecisions(ctx, anew); err != nil {
		return err
	}
	return t.tx.SaveSuggestions(ctx, suggestions)
}

// redraftOne chooses the words of one suggestion: among those of its step or, where that names a template that is gone,
// among those for its reason.
func (t *turn) redraftOne(s *Suggestion, lead Lead, k known) {
	templates := t.competing(lead, *s, k)
	if len(templates) == 0 {
		templates = t.wordings(lead, s.Reason, k)
	}
	t.chooseAmong(s, lead, templates, k)
}

// after is a decision on words that follows another one on the same suggestion, and rests on the same but for them.
func (d Decision) after(last Decision, s Suggestion) Decision {
	d.Channel, d.DueAt, d.Confidence = s.Channel, s.DueAt, s.Confidence
	d.Nth, d.SequenceID, d.Step = last.Nth, last.SequenceID, last.Step
	d.Basis, d.History, d.ModelVersion = last.Basis, last.History, last.ModelVersion
	d.Explored, d.TimePropensity = last.Explored, cmp.Or(last.TimePropensity, 1)
	return d
}

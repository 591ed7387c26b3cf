package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/timing"
)

// newLeadsADay is how many imported leads may fall on one day: whoever brings 200 is not to drown.
const newLeadsADay = 5

// plot is a suggestion of an import on the way to its day.
type plot struct {
	*Suggestion
	lead   Lead
	wanted timing.Date
}

// planImported gives every lead of an import its next action: new ones are spread thinly, known ones planned
// anew if the import brought touches.
func (t *turn) planImported(ctx context.Context, ids []LeadID, fresh map[LeadID]bool, report *ImportReport) error {
	leads, err := t.tx.LeadsByID(ctx, ids)
	if err != nil {
		return err
	}
	if len(leads) == 1 {
		report.Lead = &leads[0]
	}
	var plots []plot
	for _, lead := range leads {
		if !lead.Open() || (!fresh[lead.ID] && report.Touches == 0) {
			continue
		}
		s, err := t.suggestImported(ctx, lead, fresh[lead.ID])
		if err != nil {
			return err
		}
		if s != nil {
			plots = append(plots, plot{Suggestion: s, lead: lead, wanted: t.wanted(lead)})
		}
	}
	return t.placeImported(ctx, plots, report)
}

// suggestImported is a new suggestion; a known lead's old one makes room for it, unless the user set its time:
// then there is none.
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
	if err != nil || old.Timed {
		return nil, err
	}
	return &s, t.close(ctx, old.Suggestion, Replaced)
}

// placeImported gives the suggestions their days. A lead who waits for an answer does not queue behind others.
func (t *turn) placeImported(ctx context.Context, plots []plot, report *ImportReport) error {
	if len(plots) == 0 {
		return nil
	}
	load, err := t.load(ctx)
	if err != nil {
		return err
	}
	var patient []*Suggestion
	var days []timing.Date
	for _, p := range plots {
		if p.lead.Waiting(t.now) {
			p.DueAt = t.calendar().At(p.wanted, clock(t.user.ListAt))
			load[p.wanted]++
			continue
		}
		patient, days = append(patient, p.Suggestion), append(days, p.wanted)
	}
	t.spread(patient, days, load, min(newLeadsADay, t.user.ListLimit))
	suggestions := make([]Suggestion, len(plots))
	for i, p := range plots {
		t.rank(p.Suggestion, p.lead)
		suggestions[i] = *p.Suggestion
		if day := t.calendar().Day(p.DueAt); report.First.IsZero() || day.Before(report.First) {
			report.First = day
		}
	}
	return t.tx.AddSuggestions(ctx, suggestions)
}

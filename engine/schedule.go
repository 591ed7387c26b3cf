package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/timing"
)

// newLeadsADay is how many imported leads may fall on one day: whoever brings 200 is not to drown.
const newLeadsADay = 5

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

// placeImported gives the suggestions their days. A lead who waits for an answer does not queue behind others.
func (t *turn) placeImported(ctx context.Context, leads []Lead, planned []*Suggestion, wanted []timing.Date, report *ImportReport) error {
	if len(planned) == 0 {
		return nil
	}
	load, err := t.load(ctx)
	if err != nil {
		return err
	}
	byID := make(map[LeadID]Lead, len(leads))
	for _, l := range leads {
		byID[l.ID] = l
	}
	var patient []*Suggestion
	var days []timing.Date
	for i, s := range planned {
		if lead := byID[s.LeadID]; lead.Waiting(t.now) {
			s.DueAt = t.calendar().At(wanted[i], clock(t.user.ListAt))
			load[wanted[i]]++
			continue
		}
		patient, days = append(patient, s), append(days, wanted[i])
	}
	t.spread(patient, days, load, min(newLeadsADay, t.user.ListLimit))
	return t.addPlanned(ctx, byID, planned, report)
}

func (t *turn) addPlanned(ctx context.Context, leads map[LeadID]Lead, planned []*Suggestion, report *ImportReport) error {
	suggestions := make([]Suggestion, len(planned))
	for i, s := range planned {
		t.rank(s, leads[s.LeadID])
		suggestions[i] = *s
		if day := t.calendar().Day(s.DueAt); report.First.IsZero() || day.Before(report.First) {
			report.First = day
		}
	}
	return t.tx.AddSuggestions(ctx, suggestions)
}

package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/intake"
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
// anew if the import brought touches of theirs.
func (t *turn) planImported(ctx context.Context, leads []Lead, in admitted, report *ImportReport) error {
	if len(leads) == 1 {
		report.Lead = &leads[0]
	}
	k, err := t.know(ctx, in.ids)
	if err != nil {
		return err
	}
	if err := t.runsImported(ctx, leads, in); err != nil {
		return err
	}
	var plots []plot
	for _, lead := range leads {
		if !lead.Open() {
			continue
		}
		s := t.suggest(lead, t.channelFor(lead, k), k.templates)
		t.forecast(&s, lead)
		wanted := in.fresh[lead.ID]
		if !wanted {
			if wanted, err = t.supersede(ctx, lead, s.Channel, in.touched[lead.ID]); err != nil {
				return err
			}
		}
		if !wanted {
			continue
		}
		plots = append(plots, plot{Suggestion: &s, lead: lead, wanted: t.place(&s, lead, k)})
	}
	return t.placeImported(ctx, plots, report)
}

// supersede makes room for a new suggestion of a known lead, if the import brought news: not where the user set
// the time, unless the lead wrote since. A suggestion that stays learns of a channel that was missing.
func (t *turn) supersede(ctx context.Context, lead Lead, channel Channel, touched bool) (replaced bool, err error) {
	old, err := t.tx.OpenItem(ctx, lead.ID)
	if err != nil {
		return false, err
	}
	wrote := lead.LastInAt != nil && lead.LastInAt.After(old.CreatedAt)
	if touched && (wrote || !old.Timed && old.Laters == 0) {
		return true, t.close(ctx, old.Suggestion, Replaced)
	}
	if err := t.reword(ctx, &old, lead); err != nil {
		return false, err
	}
	if old.Channel == NoWay && channel != NoWay {
		old.Channel = channel
		t.judge(&old.Suggestion, lead)
		return false, t.tx.SaveSuggestions(ctx, []Suggestion{old.Suggestion})
	}
	return false, nil
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
			p.DueAt = timing.NotLater(t.calendar().At(p.wanted, clock(t.user.ListAt)), t.now, p.LongestDays)
			load[p.wanted]++
			continue
		}
		patient, days = append(patient, p.Suggestion), append(days, p.wanted)
	}
	t.spread(patient, days, load, t.roomFor(report.Format))
	suggestions := make([]Suggestion, len(plots))
	for i, p := range plots {
		t.rank(p.Suggestion, p.lead)
		suggestions[i] = *p.Suggestion
		if day := t.calendar().Day(t.comes(p.DueAt)); report.First.IsZero() || day.Before(report.First) {
			report.First = day
		}
	}
	return t.addSuggestions(ctx, suggestions)
}

// roomFor is how many leads a day an import may fill: one that was typed or shared is on the user's mind, a file
// is not.
func (t *turn) roomFor(format intake.Format) int {
	if format == "" {
		return t.user.ListLimit
	}
	return min(newLeadsADay, t.user.ListLimit)
}

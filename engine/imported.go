package engine

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine/language"
)

// runsImported lets the runs of leads know of what an import says took place since: a reply, or a message of the user's.
// What the leads become by that is saved.
func (t *turn) runsImported(ctx context.Context, leads []Lead, in admitted) error {
	if err := t.follow(ctx, in.ids...); err != nil {
		return err
	}
	for i := range leads {
		lead := &leads[i]
		if t.courses[lead.ID] == nil || !in.touched[lead.ID] || !lead.Open() {
			continue
		}
		stage := lead.Stage
		if err := t.runImported(ctx, lead, in.heard[lead.ID].meaning.Intent); err != nil {
			return err
		}
		if lead.Stage == stage {
			continue
		}
		if err := t.tx.SaveLead(ctx, *lead); err != nil {
			return err
		}
		if !lead.Open() {
			if err := t.closeImported(ctx, lead.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// runImported lets a lead's run know; an empty intent is one that nobody understood.
func (t *turn) runImported(ctx context.Context, lead *Lead, intent language.Intent) error {
	c := t.courses[lead.ID]
	last := c.StartedAt
	if c.SentAt != nil {
		last = *c.SentAt
	}
	since := func(at *time.Time) bool { return at != nil && at.After(last) }
	if since(lead.LastInAt) {
		return t.runHears(ctx, lead, intent, nil)
	}
	if !since(lead.LastOutAt) {
		return nil
	}
	item, err := t.tx.OpenItem(ctx, lead.ID)
	if err != nil {
		return err
	}
	day := t.calendar().Day(*lead.LastOutAt)
	if c.proposes(item.Suggestion) && item.ShownAt != nil && lead.LastOutAt.After(*item.ShownAt) {
		wrote := c.Wrote(day, c.sequence, t.calendar()) // written without saying so: it does not come again
		wrote.SentAt, wrote.SuggestionID = lead.LastOutAt, nil
		c.take(wrote, nil)
		return nil
	}
	c.take(c.Spoke(day, t.calendar()), nil)
	return nil
}

// closeImported closes the suggestion of a lead that its run has archived.
func (t *turn) closeImported(ctx context.Context, lead LeadID) error {
	item, err := t.tx.OpenItem(ctx, lead)
	if err != nil {
		return err
	}
	if err := t.close(ctx, item.Suggestion, Replaced); err != nil {
		return err
	}
	if err := t.keepCourses(ctx); err != nil {
		return err
	}
	return t.tx.Cancel(ctx, lead, t.now)
}

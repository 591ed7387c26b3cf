package engine

import "context"

// unclear is the run of a lead that a reply has paused of which nobody knew what it means, as it was before: now somebody
// does. It is nil where there is none.
func (t *turn) unclear(ctx context.Context, lead LeadID) (*course, error) {
	if t.engine.Library == nil {
		return nil, nil
	}
	runs, err := t.tx.OpenRuns(ctx, []LeadID{lead})
	if err != nil || len(runs) == 0 || runs[0].Outcome != GotReply || runs[0].Response != "" {
		return nil, err
	}
	s, found, err := t.version(ctx, runs[0])
	if err != nil || !found {
		return nil, err
	}
	c := &course{Run: runs[0].Resume(t.today(), t.calendar()), sequence: s}
	t.courses[lead] = c
	return c, nil
}

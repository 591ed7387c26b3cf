package engine

import "context"

// takeBackRuns gives the runs of a lead the state they had before the answer to a suggestion: what the answer began goes,
// what it ended or moved is as it was.
func (t *turn) takeBackRuns(ctx context.Context, item Item) error {
	if t.engine.Library == nil {
		return nil
	}
	runs, err := t.tx.RunsOf(ctx, item.LeadID)
	if err != nil {
		return err
	}
	var restored []Run
	for _, r := range runs {
		switch {
		case r.StartedAt.Equal(*item.ClosedAt):
			if err := t.tx.RemoveRun(ctx, r.ID); err != nil {
				return err
			}
		case r.Undo != nil && r.Undo.Answer == item.ID:
			r.Undo.Run.UserID = r.UserID
			restored = append(restored, r.Undo.Run)
		case r.Status == RunCancelled && r.CompletedAt.Equal(*item.ClosedAt):
			restored = append(restored, r.revived())
		}
	}
	if err := t.tx.SaveRuns(ctx, restored); err != nil {
		return err
	}
	delete(t.courses, item.LeadID)
	return t.follow(ctx, item.LeadID)
}

// revived is a cancelled run as it was.
func (r Run) revived() Run {
	r.Status, r.CompletedAt = RunActive, nil
	if r.PausedOn != nil {
		r.Status = RunPaused
	}
	if r.Outcome == TakenOver {
		r.Outcome = PausedByUser
	}
	return r
}

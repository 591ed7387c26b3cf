package engine

import (
	"context"
	"strings"

	"github.com/salesflow/salesflow/engine/language"
)

// readStart answers "starte SEQUENZ mit Lisa"; it returns false for anything else.
func (t *turn) readStart(ctx context.Context) (read bool, err error) {
	name, lead, ok := language.Starting(t.in.Text)
	if !ok || t.engine.Library == nil {
		return false, nil
	}
	s, found, err := t.whichSequence(ctx, name)
	if err != nil || !found {
		return true, err
	}
	item, found, err := t.meant(ctx, language.Command{Name: lead})
	if err != nil || !found {
		return true, err
	}
	_, err = t.start(ctx, item.LeadID, s)
	if CodeOf(err) == Conflict { // nothing was written yet
		t.say("error.run_active", nil)
		return true, nil
	}
	if err != nil {
		return true, err
	}
	return true, t.sayRun(ctx, "run_started", item, s)
}

// whichSequence finds the one that a user means by its name or id, and asks when that is none or several.
func (t *turn) whichSequence(ctx context.Context, name string) (s Sequence, found bool, err error) {
	all, err := t.sequences(ctx)
	if err != nil {
		return s, false, err
	}
	var names, ids []string
	for _, s := range all {
		names, ids = append(names, s.Name), append(ids, strings.ReplaceAll(s.ID, "_", " "))
	}
	meant := language.Match(strings.ReplaceAll(name, "_", " "), names)
	if len(meant) != 1 {
		meant = language.Match(strings.ReplaceAll(name, "_", " "), ids)
	}
	if len(meant) != 1 {
		t.say("which_sequence", Args{"sequences": names})
		return s, false, nil
	}
	return all[meant[0]], true, nil
}

// sayRun says what became of a lead's run, and when the lead comes next.
func (t *turn) sayRun(ctx context.Context, key string, item Item, s Sequence) error {
	next, err := t.tx.OpenItem(ctx, item.LeadID)
	if err != nil {
		return err
	}
	args := Args{"name": item.LeadName, "sequence": s.Name, "next": t.comes(next.DueAt)}
	switch key {
	case "run_started":
		t.say("run_started", args, []Button{{Key: "show_card", Action: action(pressShow, next.ID)}})
	case "run_paused":
		t.say("run_paused", args)
	default:
		t.say("run_resumed", args)
	}
	t.about(item.LeadID)
	return nil
}

// pauseRun stops the days of the lead's run; the lead is followed up without it.
func (t *turn) pauseRun(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	c := t.courses[lead.ID]
	if c == nil {
		return &Error{Code: NotFound, Key: "error.no_run"}
	}
	proposes := c.proposes(item.Suggestion)
	paused := c.Pause(t.today(), PausedByUser)
	paused.SuggestionID = nil
	c.take(paused, nil)
	if proposes || !item.Chosen {
		if err := t.replan(ctx, lead, item.Suggestion); err != nil {
			return err
		}
	}
	return t.sayRun(ctx, "run_paused", item, c.sequence)
}

// resumeRun lets the days of the lead's paused run go on.
func (t *turn) resumeRun(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	runs, err := t.tx.OpenRuns(ctx, []LeadID{lead.ID})
	if err != nil {
		return err
	}
	if len(runs) == 0 || t.engine.Library == nil || runs[0].Active() {
		return &Error{Code: NotFound, Key: "error.no_run"}
	}
	s, found, err := t.version(ctx, runs[0])
	if err != nil || !found {
		return &Error{Code: NotFound, Key: "error.no_run", Cause: err}
	}
	c := &course{Run: runs[0], sequence: s}
	c.take(c.Resume(t.today(), t.calendar()), nil)
	t.courses = map[LeadID]*course{lead.ID: c}
	if err := t.replan(ctx, lead, item.Suggestion); err != nil {
		return err
	}
	return t.sayRun(ctx, "run_resumed", item, s)
}

package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/salesflow/salesflow/engine/timing"
)

// Scope says who moves to an edited sequence.
type Scope string

// The scopes. Whoever has come to the first step that is another one, or has been shown its message to the user, keeps
// the old version in any case: what was shown never changes.
const (
	NotYetThere Scope = "not_yet_there" // new runs, and those that have not come to what was changed
	OnlyNew     Scope = "only_new"
	Nobody      Scope = "nobody" // it is kept, and new runs go on with the old one
)

// EditSequence keeps a version of a user's sequence that the linter has passed, and lets those move to it whom the scope
// names. It returns how many runs did.
func (e *Engine) EditSequence(ctx context.Context, user UserID, edited Sequence, scope Scope) (moved int, err error) {
	err = e.turnOf(ctx, user, func(t *turn) (err error) {
		moved, err = t.edit(ctx, edited, scope)
		return err
	})
	return moved, err
}

func (t *turn) edit(ctx context.Context, edited Sequence, scope Scope) (moved int, err error) {
	v := SequenceVersion{ID: edited.ID, Version: edited.Hash, Source: edited.Source, CreatedAt: t.now}
	if err := t.tx.AddSequence(ctx, v, scope != Nobody); err != nil || scope != NotYetThere {
		return 0, err
	}
	runs, err := t.tx.RunsOn(ctx, edited.ID, edited.Hash)
	if err != nil {
		return 0, err
	}
	for _, r := range runs {
		old, found, err := t.version(ctx, r.Run)
		if err != nil {
			return moved, err
		}
		first := old.firstChange(edited)
		if !found || r.CurrentStep > first || r.CurrentStep == first && r.Shown {
			continue
		}
		if err := t.move(ctx, r.Run, old, edited); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

// move lets a run keep to another version. What is planned for its lead is planned anew if it comes from a step that is
// another one.
func (t *turn) move(ctx context.Context, r Run, old, edited Sequence) error {
	moved := r.onto(old, edited, t.calendar())
	if err := t.follow(ctx, r.LeadID); err != nil {
		return err
	}
	c := t.courses[r.LeadID]
	if c == nil || c.ID != r.ID {
		return t.tx.SaveRuns(ctx, []Run{moved})
	}
	c.sequence = edited
	c.take(moved, nil)
	item, err := t.tx.OpenItem(ctx, r.LeadID)
	if err != nil || !c.proposes(item.Suggestion) || r.CurrentStep < old.firstChange(edited) {
		return err
	}
	lead, err := t.tx.Lead(ctx, r.LeadID)
	if err != nil {
		return err
	}
	return t.replan(ctx, lead, item.Suggestion)
}

// onto is the run on another version: the next step is as much sooner or later as its distance is another one.
func (r Run) onto(old, edited Sequence, c timing.Calendar) Run {
	r.Version = edited.Hash
	if later := edited.before(r.CurrentStep) - old.before(r.CurrentStep); later != 0 {
		r.StepOn = dated(workdayFrom(c, r.dueOn().AddDays(later)))
	}
	switch {
	case edited.LongestDays == 0:
		r.EndsOn = nil
	case r.EndsOn != nil:
		last := dated(timing.DateOf(*r.EndsOn).AddDays(edited.LongestDays - old.LongestDays))
		r.EndsOn = &last
	default:
		last := dated(c.Day(r.StartedAt).AddDays(edited.LongestDays))
		r.EndsOn = &last
	}
	return r
}

// before is how many days lie before a step, since the one before or the start.
func (s Sequence) before(step int) int {
	if step > 0 {
		return s.distance(step - 1)
	}
	if len(s.Steps) == 0 {
		return 0
	}
	return s.Steps[0].Day
}

// firstChange is the first step that is another one in an edited version, or the number of steps.
func (s Sequence) firstChange(edited Sequence) int {
	for i := range s.Steps {
		if i >= len(edited.Steps) || !s.Steps[i].same(edited.Steps[i]) || s.before(i) != edited.before(i) {
			return i
		}
	}
	return len(s.Steps)
}

// same reports whether two steps do the same, whatever day they are on. Conditions are compared by what they say.
func (s Step) same(o Step) bool {
	said := func(c Condition) string { return fmt.Sprint(c) }
	return s.Name == o.Name && s.Action == o.Action && s.Template == o.Template && s.Fallback == o.Fallback &&
		s.Channel == o.Channel && s.Next == o.Next && slices.Equal(s.Variants, o.Variants) && maps.Equal(s.On, o.On) &&
		slices.EqualFunc(s.Conditions, o.Conditions, func(a, b Condition) bool { return said(a) == said(b) })
}

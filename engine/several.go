package engine

import (
	"context"
	"slices"

	"github.com/salesflow/salesflow/engine/language"
)

// readAboutSeveral carries a command out for each lead that it names, and asks about those who might be several
// afterwards: a question that was followed by cards would be overlooked.
func (t *turn) readAboutSeveral(ctx context.Context, c language.Command) error {
	var items []Item
	before := len(t.said)
	for _, name := range c.Names {
		one := c
		one.Name, one.Names = name, nil
		item, found, err := t.meant(ctx, one)
		if err != nil {
			return err
		}
		twice := func(other Item) bool { return other.ID == item.ID }
		if found && !slices.ContainsFunc(items, twice) {
			items = append(items, item)
		}
	}
	questions := slices.Clone(t.said[before:])
	t.said = t.said[:before]
	if err := t.carryOutAll(ctx, items, c); err != nil {
		return err
	}
	t.said = append(t.said, questions...)
	return nil
}

// putAllOff puts off what is left of today's list.
func (t *turn) putAllOff(ctx context.Context, c language.Command) error {
	if !c.HasWhen {
		t.say("when_all", nil)
		return nil
	}
	items, err := t.tx.Listed(ctx, dated(t.today()))
	if err != nil {
		return err
	}
	if len(items) == 0 {
		t.say("nothing_open", nil)
		return nil
	}
	return t.carryOutAll(ctx, items, c)
}

// carryOutAll carries a command out for each item; the next card comes once, behind the last.
func (t *turn) carryOutAll(ctx context.Context, items []Item, c language.Command) error {
	for i, item := range items {
		t.more = i < len(items)-1
		if err := t.carryOut(ctx, item, c); err != nil {
			return err
		}
	}
	return nil
}

// carryOut does what a command wants with an open suggestion.
func (t *turn) carryOut(ctx context.Context, item Item, c language.Command) error {
	switch c.Verb {
	case language.Done:
		return t.done(ctx, item)
	case language.Answered:
		return t.leadAnswered(ctx, item)
	case language.Later:
		return t.later(ctx, item, c)
	case language.OtherText:
		return t.otherText(ctx, item)
	case language.NoMore:
		return t.noMore(ctx, item)
	case language.About:
		return t.tellAll(ctx, item)
	case language.Preview:
		return t.preview(ctx, item)
	case language.PauseRun:
		return t.pauseRun(ctx, item)
	case language.ResumeRun:
		return t.resumeRun(ctx, item)
	default:
		return t.why(ctx, item)
	}
}

package engine

import (
	"context"
	"slices"

	"github.com/salesflow/salesflow/engine/language"
)

// order is a command for one lead's suggestion.
type order struct {
	item    Item
	command language.Command
}

// readAboutSeveral carries commands out for each lead that they name, and asks about those who might be several
// afterwards: a question that was followed by cards would be overlooked.
func (t *turn) readAboutSeveral(ctx context.Context, commands ...language.Command) error {
	var orders []order
	before := len(t.said)
	for _, c := range commands {
		names := c.Names
		if len(names) == 0 {
			names = []string{c.Name}
		}
		for _, name := range names {
			one := c
			one.Name, one.Names = name, nil
			item, found, err := t.meant(ctx, one)
			if err != nil {
				return err
			}
			if found && !slices.ContainsFunc(orders, func(o order) bool { return o.item.ID == item.ID }) {
				orders = append(orders, order{item, one})
			}
		}
	}
	questions := slices.Clone(t.said[before:])
	t.said = t.said[:before]
	if err := t.carryOutAll(ctx, orders); err != nil {
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
	var orders []order
	for _, item := range items {
		orders = append(orders, order{item, c})
	}
	return t.carryOutAll(ctx, orders)
}

// carryOutAll does what is ordered; the next card comes once, behind the last.
func (t *turn) carryOutAll(ctx context.Context, orders []order) error {
	for i, o := range orders {
		t.more = i < len(orders)-1
		if err := t.carryOut(ctx, o.item, o.command); err != nil {
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

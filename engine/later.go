package engine

import (
	"context"
	"math"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// moment is a day, and a time of day when one is meant.
type moment struct {
	key string // of timing.Snooze, empty for one that was typed
	day timing.Date
	at  *timing.WallClock
}

// putOff closes the suggestion and plans it anew for the chosen moment.
func (t *turn) putOff(ctx context.Context, item Item, m moment) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	item.remember(lead)
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	next := t.suggest(lead, item.Channel, words.all)
	next.Laters, next.Chosen = item.Laters+1, true
	if t.putOffRun(item, &next, m.day) {
		next.TemplateID, next.Variant, next.Reason = item.TemplateID, item.Variant, item.Reason
		next.Draft, next.DraftBy = item.Draft, item.DraftBy
	}
	asked := m.day
	m.day = t.notTooFar(m.day)
	next.DueAt, next.Timed, err = t.resolve(ctx, lead, m)
	if err != nil {
		return err
	}
	if err := t.wake(ctx, &lead); err != nil {
		return err
	}
	t.joinToday(&next)
	t.rank(&next, lead)
	if err := t.replace(ctx, item.Suggestion, Deferred, next); err != nil {
		return err
	}
	t.change("card_later", Args{
		"name": item.LeadName, "at": t.local(next.DueAt), "timed": next.Timed, "most": m.day != asked,
		"free": m.at != nil && m.day == asked && !t.calendar().Workday(asked),
	}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// wake ends the rest of a lead for which the user has set a day: the user's word comes first.
func (t *turn) wake(ctx context.Context, lead *Lead) error {
	if lead.RestingUntil == nil || *lead.RestingUntil == never {
		return nil
	}
	lead.RestingUntil, lead.UpdatedAt = nil, t.now
	return t.tx.SaveLead(ctx, *lead)
}

// notTooFar is a day or, where the watchdog would not wait that long, the last workday for which it does.
func (t *turn) notTooFar(day timing.Date) timing.Date {
	last := t.today().AddDays(timing.LongestRest - 1)
	if !last.Before(day) {
		return day
	}
	for !t.calendar().Workday(last) {
		last = last.AddDays(-1)
	}
	return last
}

// joinToday puts a suggestion for today behind today's list when that has come already.
func (t *turn) joinToday(s *Suggestion) {
	today := dated(t.today())
	if s.Timed || s.DueAt.After(t.now) || !t.listedToday() {
		return
	}
	last := math.MaxInt16
	s.ListedOn, s.Position = &today, &last
}

// resolve turns a moment for a lead into an instant within the user's active hours. Without a time of day, or
// when the day's instant pushes are used up, the suggestion comes with the list of the day.
func (t *turn) resolve(ctx context.Context, lead Lead, m moment) (at time.Time, timed bool, err error) {
	if m.at == nil {
		return t.onList(lead, m.day), false, nil
	}
	at = t.active(m.day, *m.at)
	if !at.After(t.now) {
		at = t.active(m.day.AddDays(1), *m.at)
	}
	free, timed, err := t.instantAt(ctx, at, lead.ID)
	if err != nil || timed {
		return free, timed, err
	}
	return t.onList(lead, t.calendar().Day(at)), false, nil
}

// instantAt finds room for an instant push at or soon after a time: one in each quarter of an hour, two a day. It
// returns false when the day has none left.
func (t *turn) instantAt(ctx context.Context, at time.Time, except uuid.UUID) (time.Time, bool, error) {
	day := t.calendar().Day(at)
	taken, err := t.instants(ctx, day, except)
	if err != nil || len(taken) >= timing.MostInstants {
		return at, false, err
	}
	free := timing.FreeQuarter(at, taken)
	return free, t.calendar().Day(free) == day && t.awake(free), nil
}

// instants are the instant pushes of a day: those that were and those to come, but for one lead's or reminder's.
func (t *turn) instants(ctx context.Context, day timing.Date, except uuid.UUID) ([]time.Time, error) {
	return t.tx.Instants(ctx, t.calendar().At(day, timing.WallClock{}), t.midnight(day), except)
}

// onList is when the list of a day comes, or of the first one after it on which the gate lets the lead on.
func (t *turn) onList(lead Lead, day timing.Date) time.Time {
	calendar := t.calendar()
	if !calendar.Workday(day) {
		day = calendar.Next(day)
	}
	at := calendar.At(day, clock(t.user.ListAt))
	if lead.LastOutAt != nil && !lead.Waiting(t.now) && at.Sub(*lead.LastOutAt) < compliance.Pause {
		at = calendar.At(calendar.Next(day), clock(t.user.ListAt))
	}
	return at
}

// active is the instant of a wall-clock time, moved into the user's active hours on a workday: too early becomes
// the morning, too late the next morning, a Sunday or holiday the day after.
func (t *turn) active(day timing.Date, w timing.WallClock) time.Time {
	from, to := clock(t.user.ActiveFrom), clock(t.user.ActiveTo)
	switch {
	case w.String() < from.String():
		w = from
	case w.String() > to.String():
		day, w = day.AddDays(1), from
	}
	if calendar := t.calendar(); !calendar.Workday(day) {
		day = calendar.Next(day)
	}
	return t.calendar().At(day, w)
}

// awake reports whether a time lies within the user's active hours of a workday: only then is anything pushed.
func (t *turn) awake(at time.Time) bool {
	calendar := t.calendar()
	day := calendar.Day(at)
	return calendar.Workday(day) && !at.Before(calendar.At(day, clock(t.user.ActiveFrom))) &&
		!at.After(calendar.At(day, clock(t.user.ActiveTo)))
}

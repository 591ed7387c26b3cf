package engine

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// The moments that Later offers. They are stored in chats: never rename one.
const (
	laterEvening  = "evening"
	laterTomorrow = "tomorrow"
	laterDays     = "days"
	laterMonday   = "monday"
	laterWeeks    = "weeks"
)

// moment is a day, and a time of day when one is meant.
type moment struct {
	key string
	day timing.Date
	at  *timing.WallClock
}

const (
	eveningHour       = 18
	lastHourOfEvening = 17 // from then on the evening is too close to be offered
)

// moments are the good choices for putting something off, as of now.
func (t *turn) moments() []moment {
	calendar, today := t.calendar(), t.today()
	tomorrow := calendar.Next(today)
	monday := today.AddDays(1)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(1)
	}
	var choices []moment
	if t.local(t.now).Hour() < lastHourOfEvening && calendar.Workday(today) {
		choices = append(choices, moment{key: laterEvening, day: today, at: &timing.WallClock{Hour: eveningHour}})
	}
	choices = append(choices,
		moment{key: laterTomorrow, day: tomorrow},
		moment{key: laterDays, day: calendar.Next(today.AddDays(2))},
		moment{key: laterMonday, day: calendar.Next(monday.AddDays(-1))},
		moment{key: laterWeeks, day: calendar.Next(today.AddDays(13))},
	)
	seen := map[timing.Date]bool{}
	return slices.DeleteFunc(choices, func(m moment) bool {
		again := m.at == nil && seen[m.day]
		seen[m.day] = seen[m.day] || m.at == nil
		return again
	})
}

// pressLater offers moments under the card or, once one is chosen, puts the suggestion off.
func (t *turn) pressLater(ctx context.Context, item Item, chosen string) error {
	var buttons []Button
	for _, m := range t.moments() {
		if m.key == chosen {
			return t.putOff(ctx, item, m)
		}
		buttons = append(buttons, Button{
			Key: "later." + m.key, Args: Args{"day": dated(m.day)}, Action: action(pressLater, item.ID, m.key),
		})
	}
	card, err := t.card(ctx, item)
	if err != nil {
		return err
	}
	buttons = append(buttons, Button{Key: "back", Action: action(pressShow, item.ID)})
	card.Buttons, card.Edits = rows(buttons, 2), t.in.MessageRef
	t.said = append(t.said, card)
	return nil
}

// later puts a suggestion off to the moment that was typed, or offers moments when none was.
func (t *turn) later(ctx context.Context, item Item, c language.Command) error {
	if !c.HasWhen {
		return t.pressLater(ctx, item, "")
	}
	at := t.local(c.When.At)
	m := moment{day: timing.DateOf(at)}
	if c.When.HasTime {
		m.at = &timing.WallClock{Hour: at.Hour(), Minute: at.Minute()}
	}
	return t.putOff(ctx, item, m)
}

// putOff closes the suggestion and plans it anew for the chosen moment.
func (t *turn) putOff(ctx context.Context, item Item, m moment) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	item.remember(lead)
	next := t.suggest(lead, item.Channel)
	next.Laters = item.Laters + 1
	next.TemplateID, next.Variant, next.Draft, next.Reason = item.TemplateID, item.Variant, item.Draft, item.Reason
	next.DueAt, next.Timed, err = t.resolve(ctx, lead, m)
	if err != nil {
		return err
	}
	t.joinToday(&next)
	t.rank(&next, lead)
	if err := t.replace(ctx, item.Suggestion, Deferred, next); err != nil {
		return err
	}
	t.change("card_later", Args{"name": item.LeadName, "at": t.local(next.DueAt), "timed": next.Timed}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
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

// timedADay is how many instant pushes a day a user gets; what exceeds it comes with a list.
const timedADay = 2

// resolve turns a moment for a lead into an instant within the user's active hours. Without a time of day, or
// when the day's instant pushes are used up, the suggestion comes with the list of the day.
func (t *turn) resolve(ctx context.Context, lead Lead, m moment) (at time.Time, timed bool, err error) {
	if m.at == nil {
		return t.onList(lead, m.day), false, nil
	}
	calendar := t.calendar()
	at = t.active(m.day, *m.at)
	if !at.After(t.now) {
		at = t.active(m.day.AddDays(1), *m.at)
	}
	day := calendar.Day(at)
	used, err := t.tx.TimedOn(ctx, calendar.At(day, timing.WallClock{}), t.midnight(day), lead.ID)
	if err != nil || used < timedADay {
		return at, true, err
	}
	return t.onList(lead, day), false, nil
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

// active is the instant of a wall-clock time, moved into the user's active hours: too early becomes the morning,
// too late the next morning.
func (t *turn) active(day timing.Date, w timing.WallClock) time.Time {
	from, to := clock(t.user.ActiveFrom), clock(t.user.ActiveTo)
	switch {
	case w.String() < from.String():
		w = from
	case w.String() > to.String():
		day, w = day.AddDays(1), from
	}
	return t.calendar().At(day, w)
}

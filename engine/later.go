package engine

import (
	"context"
	"math"
	"slices"
	"time"

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
	next := t.suggest(lead, item.Channel)
	next.Laters = item.Laters + 1
	next.TemplateID, next.Variant, next.Draft, next.Reason = item.TemplateID, item.Variant, item.Draft, item.Reason
	next.DueAt, next.Timed, err = t.resolve(ctx, lead.ID, m)
	if err != nil {
		return err
	}
	t.joinToday(&next)
	t.rank(&next, lead)
	if err := t.replace(ctx, item.Suggestion, Deferred, next); err != nil {
		return err
	}
	t.replan()
	t.change("card_later", Args{"name": item.LeadName, "at": t.local(next.DueAt), "timed": next.Timed}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// joinToday puts a suggestion for today behind today's list when that has come already.
func (t *turn) joinToday(s *Suggestion) {
	today := dated(t.today())
	if s.Timed || s.DueAt.After(t.now) || t.user.LastListOn == nil || !t.user.LastListOn.Equal(today) {
		return
	}
	last := math.MaxInt16
	s.ListedOn, s.Position = &today, &last
}

// timedADay is how many instant pushes a day a user gets; what exceeds it comes with a list.
const timedADay = 2

// resolve turns a moment for a lead into an instant within the user's active hours. Without a time of day, or when the
// day's instant pushes are used up, the suggestion comes with the list of the day.
func (t *turn) resolve(ctx context.Context, lead LeadID, m moment) (at time.Time, timed bool, err error) {
	calendar := t.calendar()
	if m.at == nil {
		if !calendar.Workday(m.day) {
			m.day = calendar.Next(m.day)
		}
		return calendar.At(m.day, clock(t.user.ListAt)), false, nil
	}
	at = calendar.At(m.day, t.active(*m.at))
	if !at.After(t.now) {
		at = calendar.At(m.day.AddDays(1), t.active(*m.at))
	}
	used, err := t.timedOn(ctx, calendar.Day(at), lead)
	if err != nil || used < timedADay {
		return at, true, err
	}
	return t.resolve(ctx, lead, moment{day: calendar.Day(at)})
}

// active moves a wall-clock time into the user's active hours.
func (t *turn) active(w timing.WallClock) timing.WallClock {
	from, to := clock(t.user.ActiveFrom), clock(t.user.ActiveTo)
	switch {
	case w.String() < from.String():
		return from
	case w.String() > to.String():
		return to
	}
	return w
}

// timedOn counts the instant pushes that a day already has for other leads.
func (t *turn) timedOn(ctx context.Context, day timing.Date, lead LeadID) (int, error) {
	due, err := t.tx.DueBy(ctx, t.midnight(day))
	count := 0
	for _, s := range due {
		if s.Timed && s.LeadID != lead && t.calendar().Day(s.DueAt) == day {
			count++
		}
	}
	return count, err
}

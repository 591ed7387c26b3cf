package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// laterAnyway is what the button Later carries when the user was warned already.
const laterAnyway = "anyway"

const (
	eveningHour = 18
	latestStart = 17 // from then on the evening is too close to be offered
)

// pressLater offers moments under the card or, once one is chosen, puts the suggestion off. Whoever puts the same
// lead off again and again is offered another way first.
func (t *turn) pressLater(ctx context.Context, item Item, chosen string) error {
	if chosen == "" && tooOften(item.Laters) {
		return t.warn(ctx, item)
	}
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	moments, err := t.moments(ctx, lead)
	if err != nil {
		return err
	}
	for _, m := range moments {
		if m.key == chosen {
			return t.chooseLater(ctx, item, m)
		}
	}
	buttons, err := t.laterButtons(ctx, moments, func(key string) string { return action(pressLater, item.ID, key) },
		Button{Key: "back", Action: action(pressShow, item.ID)})
	if err != nil {
		return err
	}
	card, err := t.card(ctx, item)
	if err != nil {
		return err
	}
	card.Buttons, card.Edits = buttons, t.in.MessageRef
	t.said = append(t.said, card)
	return nil
}

func (t *turn) chooseLater(ctx context.Context, item Item, m moment) error {
	if err := t.learn(ctx, timing.Snooze(m.key)); err != nil {
		return err
	}
	if err := t.putOff(ctx, item, m); err != nil || timing.Snooze(m.key) != timing.SnoozeEvening {
		return err
	}
	return t.offerEvening(ctx)
}

// offerEvening proposes a list in the evening to whoever puts what the morning's list brings off to the evening,
// once: when the fifth choice says so.
func (t *turn) offerEvening(ctx context.Context) error {
	const fourth, fifth, half = 4, 4.5, 0.5 // older choices count a little less
	counts, err := t.tx.Snoozes(ctx)
	if err != nil {
		return err
	}
	context, evening := t.snoozeContext(), timing.WallClock{Hour: eveningHour}.String()
	n := counts.Chosen(context, timing.SnoozeEvening)
	morning := context == timing.SnoozeContext(t.calendar().At(t.today(), clock(t.user.ListAt)), false)
	if n < fifth || n-1 > fourth || !morning || t.user.ListAt >= evening || t.user.ActiveTo <= evening {
		return nil
	}
	offered := []timing.Snooze{timing.SnoozeHour, timing.SnoozeEvening, timing.SnoozeTomorrow, timing.SnoozeDays}
	if likely, share, _ := timing.LikelySnooze(counts, context, offered); likely == timing.SnoozeEvening && share > half {
		t.say("better_time", Args{"at": evening}, []Button{{
			Key: "better_time.yes", Args: Args{"at": evening}, Action: "set:list_at:" + evening,
		}})
	}
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
	if err := t.learnTyped(ctx, m); err != nil {
		return err
	}
	if err := t.putOff(ctx, item, m); err != nil || !tooOften(item.Laters) {
		return err
	}
	return t.offerOtherWays(ctx, item.LeadID)
}

// moments are the good choices for putting something off, as of now. Those at a time of their own are offered
// while the day has an instant push left.
func (t *turn) moments(ctx context.Context, lead Lead) ([]moment, error) {
	calendar, today := t.calendar(), t.today()
	monday := today.AddDays(1)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(1)
	}
	used, err := t.instants(ctx, today, lead.ID)
	if err != nil {
		return nil, err
	}
	var choices []moment
	if calendar.Workday(today) && len(used) < timing.MostInstants {
		choices = t.todaysMoments(lead)
	}
	choices = append(choices,
		moment{key: string(timing.SnoozeTomorrow), day: calendar.Next(today)},
		moment{key: string(timing.SnoozeDays), day: calendar.Next(today.AddDays(2))},
		moment{key: string(timing.SnoozeMonday), day: calendar.Next(monday.AddDays(-1))},
		moment{key: string(timing.SnoozeWeeks), day: calendar.Next(today.AddDays(13))},
	)
	seen := map[timing.Date]bool{}
	return slices.DeleteFunc(choices, func(m moment) bool {
		again := m.at == nil && seen[m.day]
		seen[m.day] = seen[m.day] || m.at == nil
		return again
	}), nil
}

// todaysMoments are an hour from now and the evening, as far as they lie within the user's active hours.
func (t *turn) todaysMoments(lead Lead) (choices []moment) {
	today := t.today()
	hour := t.local(timing.NextQuarter(t.now.Add(time.Hour)))
	evening := t.bestMomentFor(lead, today, timing.WallClock{Hour: eveningHour})
	if lead.LastOutAt != nil && !lead.Waiting(t.now) && t.today().DaysSince(t.calendar().Day(*lead.LastOutAt)) == 0 {
		return nil // a day's pause lies between two messages
	}
	if timing.DateOf(hour) == today && t.awake(hour) && t.awake(t.now) {
		at := timing.WallClock{Hour: hour.Hour(), Minute: hour.Minute()}
		choices = append(choices, moment{key: string(timing.SnoozeHour), day: today, at: &at})
	}
	if t.local(t.now).Hour() < latestStart && t.awake(t.calendar().At(today, evening)) {
		choices = append(choices, moment{key: string(timing.SnoozeEvening), day: today, at: &evening})
	}
	return choices
}

// laterButtons offer moments in their order. What the user mostly chooses at this time of the day stands out, as
// soon as three choices of their own say so.
func (t *turn) laterButtons(
	ctx context.Context, moments []moment, act func(key string) string, last ...Button,
) ([][]Button, error) {
	usual, err := t.usualSnooze(ctx, moments)
	if err != nil {
		return nil, err
	}
	var first, others []Button
	for _, m := range moments {
		b := Button{Key: "later." + m.key, Args: m.args(m.key == usual), Action: act(m.key)}
		if m.key == usual {
			first = append(first, b)
		} else {
			others = append(others, b)
		}
	}
	return append(rows(first, 1), rows(append(others, last...), 2)...), nil
}

// args are what a button says of a moment; the evening names its time when it is one of the lead's own.
func (m moment) args(usual bool) Args {
	args := Args{"day": dated(m.day), "usual": usual, "at": ""}
	if m.key == string(timing.SnoozeEvening) && m.at.Hour*60+m.at.Minute != eveningHour*60 {
		args["at"] = m.at.String()
	}
	return args
}

const (
	choicesThatTell = 3
	usualShare      = 0.5
)

// usualSnooze is the key of what the user mostly chooses at this time, empty while that is not known.
func (t *turn) usualSnooze(ctx context.Context, moments []moment) (string, error) {
	counts, err := t.tx.Snoozes(ctx)
	if err != nil {
		return "", err
	}
	offered := make([]timing.Snooze, len(moments))
	for i, m := range moments {
		offered[i] = timing.Snooze(m.key)
	}
	likely, share, evidence := timing.LikelySnooze(counts, t.snoozeContext(), offered)
	if evidence < choicesThatTell*0.9 || share < usualShare { // older choices count a little less
		return "", nil
	}
	return string(likely), nil
}

func (t *turn) snoozeContext() int {
	return timing.SnoozeContext(t.local(t.now), !t.calendar().Workday(t.today()) || t.today().Weekday() == time.Saturday)
}

// learn counts what the user chose.
func (t *turn) learn(ctx context.Context, chosen timing.Snooze) error {
	counts, err := t.tx.Snoozes(ctx)
	if err != nil {
		return err
	}
	context := t.snoozeContext()
	return t.tx.SaveSnoozes(ctx, counts.Count(context, chosen), context)
}

// learnTyped counts a typed time as the nearest of the moments that would have been offered.
func (t *turn) learnTyped(ctx context.Context, typed moment) error {
	moments, err := t.moments(ctx, Lead{})
	if err != nil {
		return err
	}
	instants := make([]timing.Moment, len(moments))
	for i, m := range moments {
		instants[i] = timing.Moment{Snooze: timing.Snooze(m.key), At: t.at(m)}
	}
	return t.learn(ctx, timing.NearestSnooze(t.now, t.at(typed), instants))
}

// at is a moment as an instant; without a time of day it is that of the list.
func (t *turn) at(m moment) time.Time {
	if m.at == nil {
		return t.calendar().At(m.day, clock(t.user.ListAt))
	}
	return t.calendar().At(m.day, *m.at)
}

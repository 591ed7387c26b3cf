package engine

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// instant is something whose own time has come.
type instant struct {
	priority Priority
	say      func() error                // shows it
	wait     func(until time.Time) error // leaves it for later, or for the list when until is zero
}

// remind shows one of the suggestions and reminders whose own time has come, the most urgent one; others wait for
// their quarter of an hour and, when the day's instant pushes are used up, for a list.
func (t *turn) remind(ctx context.Context) (pushed bool, err error) {
	if !t.awake(t.now) {
		return false, nil // the next list takes them along
	}
	due, err := t.dueInstants(ctx)
	if err != nil || len(due) == 0 {
		return false, err
	}
	slices.SortStableFunc(due, func(a, b instant) int {
		return cmp.Compare(slices.Index(priorities, a.priority), slices.Index(priorities, b.priority))
	})
	if pushed, err = t.tx.Push(ctx, InstantPush, dated(t.today()), t.now); err != nil {
		return false, err
	}
	later := due
	if pushed {
		if err := due[0].say(); err != nil {
			return true, err
		}
		later = due[1:]
	}
	return pushed, t.waitForRoom(ctx, later)
}

// waitForRoom gives what could not be pushed now the next quarters of an hour, as far as the day has pushes left.
func (t *turn) waitForRoom(ctx context.Context, later []instant) error {
	used, err := t.instants(ctx, t.today(), newID())
	if err != nil {
		return err
	}
	left, at := timing.MostInstants-(len(used)-len(later)), t.now // those that wait are among the planned ones
	for _, i := range later {
		until := time.Time{}
		if next := timing.NextQuarter(at.Add(time.Second)); left > 0 && t.awake(next) {
			until, at = next, next
			left--
		}
		if err := i.wait(until); err != nil {
			return err
		}
	}
	return nil
}

// dueInstants are the timed suggestions and the instant reminders that are due and were not shown yet.
func (t *turn) dueInstants(ctx context.Context) (due []instant, err error) {
	suggestions, err := t.tx.DueBy(ctx, t.now.Add(time.Microsecond)) // the database's smallest step
	if err != nil {
		return nil, err
	}
	for _, s := range suggestions {
		if s.Timed && (s.ShownAt == nil || s.ShownAt.Before(s.DueAt)) {
			due = append(due, t.timed(ctx, s))
		}
	}
	reminders, err := t.tx.DueReminders(ctx, t.now)
	for _, r := range reminders {
		if r.Instant && (r.PushedAt == nil || r.PushedAt.Before(r.ScheduledFor)) {
			due = append(due, t.ringing(ctx, r))
		}
	}
	return due, err
}

// timed is a suggestion whose own time has come.
func (t *turn) timed(ctx context.Context, s Suggestion) instant {
	say := func() error {
		item, err := t.tx.Item(ctx, s.ID)
		if err != nil {
			return err
		}
		lead, err := t.tx.Lead(ctx, s.LeadID)
		if err != nil {
			return err
		}
		t.rank(&item.Suggestion, lead)
		t.say("reminder", Args{"name": item.LeadName})
		return t.show(ctx, item)
	}
	wait := func(until time.Time) error {
		s.DueAt, s.PlannedAt = t.now, &t.now
		if s.Timed = !until.IsZero(); s.Timed {
			s.DueAt = until
		} else {
			t.joinToday(&s)
		}
		return t.tx.SaveSuggestions(ctx, []Suggestion{s})
	}
	return instant{priority: s.Priority, say: say, wait: wait}
}

// ringing is a reminder whose own time has come.
func (t *turn) ringing(ctx context.Context, r Reminder) instant {
	say := func() error { return t.sayReminders(ctx, []Reminder{r}) }
	wait := func(until time.Time) error {
		r.ScheduledFor, r.Instant = until, true
		if until.IsZero() {
			r.ScheduledFor, r.Instant = t.now, false
		}
		return t.tx.SaveReminder(ctx, r)
	}
	return instant{priority: r.Priority, say: say, wait: wait}
}

// sayReminders says a few reminders in one message, each with its buttons.
func (t *turn) sayReminders(ctx context.Context, due []Reminder) error {
	for _, r := range due {
		r.PushedAt = &t.now
		if err := t.tx.SaveReminder(ctx, r); err != nil {
			return err
		}
	}
	args, buttons, err := t.reminderMessage(ctx, due)
	t.say("reminders", args, buttons...)
	return err
}

// reminderMessage is what a message about a few reminders holds.
func (t *turn) reminderMessage(ctx context.Context, reminders []Reminder) (Args, [][]Button, error) {
	var buttons [][]Button
	var all []Args
	for _, r := range reminders {
		args := reminderArgs(r)
		all = append(all, args)
		done := Button{Key: "done", Action: action(pressRemindDone, r.ID)}
		if len(reminders) > 1 {
			done.Key, done.Args = "reminder_done", args
		}
		if r.LeadID != nil && len(reminders) == 1 {
			item, err := t.tx.OpenItem(ctx, *r.LeadID)
			if err != nil {
				return nil, nil, err
			}
			buttons = append(buttons, []Button{{Key: "show_card", Action: action(pressShow, item.ID)}})
		}
		buttons = append(buttons, []Button{done, {Key: "later", Action: action(pressRemindLater, r.ID)}})
	}
	return Args{"reminders": all}, buttons, nil
}

// remindersAList is how many reminders come with one list; the others wait for the next.
const remindersAList = 3

// listReminders says the reminders that come with a list.
func (t *turn) listReminders(ctx context.Context) (said bool, err error) {
	due, err := t.tx.DueReminders(ctx, t.now)
	if err != nil || len(due) == 0 {
		return false, err
	}
	return true, t.sayReminders(ctx, due[:min(len(due), remindersAList)])
}

// adapt sets once a week how many lists a day the user gets.
func (t *turn) adapt(ctx context.Context) error {
	const every, seen = 7, 30
	today := t.today()
	if t.user.AdaptedOn == nil { // the first week begins
		t.user.AdaptedOn = new(dated(today))
	}
	if today.DaysSince(timing.DateOf(*t.user.AdaptedOn)) < every {
		return nil
	}
	acts, err := t.tx.Acts(ctx, dated(today.AddDays(-seen)))
	if err != nil {
		return err
	}
	acts.Ignored = t.user.IgnoredLists
	t.user.ListsADay, t.user.AdaptedOn = timing.ListsADay(t.user.ListsADay, acts), new(dated(today))
	return nil
}

// acted notes that the user acted on a lead: the reminders of it that came are done, too.
func (t *turn) acted(ctx context.Context, lead LeadID) error {
	if err := t.tx.CompleteReminders(ctx, lead, t.now); err != nil {
		return err
	}
	return t.actedToday(ctx)
}

// actedToday notes that the user acted on what was pushed today.
func (t *turn) actedToday(ctx context.Context) error { return t.tx.Acted(ctx, dated(t.today()), t.now) }

// nextAgain is when the next of today's further lists comes, nil when none does.
func (t *turn) nextAgain() *time.Time {
	if !t.listedToday() || t.user.ListsPushed == 0 || t.user.ListsPushed >= t.user.ListsADay {
		return nil
	}
	times := timing.ListTimes(clock(t.user.ListAt), clock(t.user.ActiveTo), t.user.ListsADay)
	if t.user.ListsPushed >= len(times) {
		return nil
	}
	at := t.calendar().At(t.today(), times[t.user.ListsPushed])
	return &at
}

// again brings what is still open of today's list, and what has become due since, to a user who acts on most
// pushes. Where nothing is open, nothing comes.
func (t *turn) again(ctx context.Context) error {
	const week = 7
	at := t.nextAgain()
	if at == nil || t.now.Before(*at) || !t.awake(t.now) {
		return nil
	}
	t.user.ListsPushed++
	if pushed, err := t.tx.PushedSince(ctx, dated(t.today().AddDays(1-week))); err != nil || pushed >= timing.MostForSecondList {
		return err
	}
	listed, err := t.tx.Listed(ctx, dated(t.today()))
	if err != nil || len(listed) == 0 {
		return err
	}
	if ok, err := t.tx.Push(ctx, ListPush, dated(t.today()), t.now); err != nil || !ok {
		return err
	}
	return t.sayList(ctx, "list_again")
}

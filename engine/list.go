package engine

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

const (
	listsUntilAway   = 3 // lists without a sign of life, after which sorting is offered instead of a card
	listsUntilWeekly = 5 // and after which a list comes once a week only
)

// morning makes and says the list of the day.
func (t *turn) morning(ctx context.Context) error {
	listed, later, err := t.makeList(ctx, t.midnight(t.today()), t.user.ListLimit)
	if err != nil {
		return err
	}
	if pushed, err := t.pushList(ctx, len(listed)); err != nil || !pushed {
		return err
	}
	away := t.user.IgnoredLists >= listsUntilAway && len(listed)+later > backlogADay
	t.user.IgnoredLists++
	if away {
		t.say("summary_away", Args{"name": t.user.Name, "count": len(listed)}, awayButtons()...)
		return nil
	}
	names := make([]string, len(listed))
	for i, s := range listed {
		names[i] = t.leads[s.LeadID].Name
	}
	first, err := t.tx.Item(ctx, listed[0].ID)
	if err != nil {
		return err
	}
	return t.sayLeads(ctx, "summary", names, first)
}

// pushList takes the day's first list out of the budget, and says the reminders that come with it: before the
// cards, of which the last one shown is the one to answer. It returns false when there is no lead to go on with.
func (t *turn) pushList(ctx context.Context, size int) (bool, error) {
	if err := t.adapt(ctx); err != nil {
		return false, err
	}
	if err := t.confirmQuestions(ctx); err != nil {
		return false, err
	}
	reminded, err := t.listReminders(ctx)
	if err != nil || size == 0 && !reminded {
		return false, err
	}
	t.user.ListsPushed = 1
	ok, err := t.tx.Push(ctx, ListPush, dated(t.today()), t.now)
	return ok && size > 0, err
}

func awayButtons() [][]Button {
	return [][]Button{
		{{Key: "sort_backlog", Action: pressSort}},
		{{Key: "show_list", Action: pressList}},
	}
}

// sayList says today's list in one message and shows its first card.
func (t *turn) sayList(ctx context.Context, key string) error {
	listed, err := t.tx.Listed(ctx, dated(t.today()))
	if err != nil {
		return err
	}
	if len(listed) == 0 {
		t.say("list_empty", Args{"name": t.user.Name, "next": t.local(t.nextList())})
		return nil
	}
	names := make([]string, len(listed))
	for i, item := range listed {
		names[i] = item.LeadName
	}
	return t.sayLeads(ctx, key, names, listed[0])
}

// sayLeads says who is on the list and shows the first card.
func (t *turn) sayLeads(ctx context.Context, key string, names []string, first Item) error {
	t.say(key, Args{"name": t.user.Name, "count": len(names), "leads": names})
	t.in.MessageRef = ""
	return t.show(ctx, first)
}

// list answers "liste": today's, made now if it was not yet. A newcomer need not wait for the first morning.
func (t *turn) list(ctx context.Context) error {
	if !t.listedToday() {
		until := t.midnight(t.today())
		if t.user.LastListOn == nil {
			until = t.midnight(t.calendar().Day(t.nextList()))
		}
		if _, _, err := t.makeList(ctx, until, t.user.ListLimit); err != nil {
			return err
		}
	}
	return t.sayList(ctx, "list")
}

// makeList fills today's list with the first of what is due by a time, at most limit. What does not fit, and
// what was left undone before, is planned for the next days, at most limit a day: nothing piles up.
func (t *turn) makeList(ctx context.Context, until time.Time, limit int) (listed []Suggestion, later int, err error) {
	if err := t.enrol(ctx); err != nil {
		return nil, 0, err
	}
	due, held, err := t.dueBy(ctx, until)
	if err != nil {
		return nil, 0, err
	}
	if len(t.archivedNow) > 0 {
		t.say("leads_archived", Args{"leads": t.archivedNow, "count": len(t.archivedNow)})
	}
	day := dated(t.today())
	if !t.listedToday() {
		t.user.ListsPushed = 0
	}
	t.user.LastListOn = &day
	due = t.seatNeglected(due, limit)
	size := min(len(due), limit)
	if err := t.takeWritten(ctx, due[:size]); err != nil {
		return nil, 0, err
	}
	return due[:size], len(due) - size, t.saveList(ctx, append(due, held...), size, limit)
}

// dueBy is everything due by a time that may be acted on today, ranked as of now, but for what has a time of its
// own later on, and what the gate holds back for a while: it is wanted again when that is over.
func (t *turn) dueBy(ctx context.Context, until time.Time) (today, held []Suggestion, err error) {
	due, leads, err := t.tx.Agenda(ctx, until)
	if err != nil {
		return nil, nil, err
	}
	t.leads = make(map[LeadID]Lead, len(leads))
	for _, lead := range leads {
		t.leads[lead.ID] = lead
	}
	if due, err = t.advance(ctx, due); err != nil {
		return nil, nil, err
	}
	for _, s := range due {
		if s.Timed && s.DueAt.After(t.now) {
			continue
		}
		lead := t.leads[s.LeadID]
		s.DueAt, s.Timed, s.Chosen = t.now, false, false
		t.rank(&s, lead)
		if rest := t.rest(lead, s); rest > 0 {
			s.DueAt = t.calendar().At(t.today().AddDays(rest), clock(t.user.ListAt))
			held = append(held, s)
			continue
		}
		today = append(today, s)
	}
	slices.SortStableFunc(today, inOrder)
	return today, held, nil
}

// restingDays is how long a lead rests who does not answer or must not be written to. After that the user is
// asked once more.
const restingDays = 90

// rest is for how many days the gate holds a suggestion back, 0 when it does not.
func (t *turn) rest(lead Lead, s Suggestion) int {
	switch compliance.Reason(s.BlockedBy) {
	case compliance.ContactedRecently:
		return 1
	case compliance.Resting:
		return min(max(t.calendar().Day(lead.restsUntil()).DaysSince(t.today()), 1), restingDays)
	case compliance.TooManyUnanswered, compliance.NoConsent:
		silent := t.today().DaysSince(t.calendar().Day(lastTouch(lead)))
		if silent >= restingDays && s.ShownAt != nil { // asked already
			return restingDays
		}
		return max(restingDays-silent, 0)
	}
	return 0
}

// inOrder is the order of the list: priority, score, longest silence.
func inOrder(a, b Suggestion) int {
	return cmp.Or(
		cmp.Compare(slices.Index(priorities, a.Priority), slices.Index(priorities, b.Priority)),
		cmp.Compare(b.Score, a.Score), a.LastTouchAt.Compare(b.LastTouchAt),
		cmp.Compare(a.LeadID.String(), b.LeadID.String()),
	)
}

// priorities are the priorities in the order of the list.
var priorities = []Priority{Urgent, High, Normal, Low, Scheduled}

// saveList puts the first size suggestions on today's list and spreads the rest over the days that follow.
func (t *turn) saveList(ctx context.Context, due []Suggestion, size, capacity int) error {
	day, tomorrow := dated(t.today()), t.calendar().Next(t.today())
	var rest []*Suggestion
	var wanted []timing.Date
	for i := range due {
		s := &due[i]
		s.ListedOn, s.Position = nil, nil
		if i < size {
			position := i + 1
			s.ListedOn, s.Position = &day, &position
			continue
		}
		earliest := t.calendar().Day(s.DueAt)
		if earliest.Before(tomorrow) {
			earliest = tomorrow
		}
		rest, wanted = append(rest, s), append(wanted, earliest)
	}
	if len(rest) > 0 {
		load, err := t.load(ctx)
		if err != nil {
			return err
		}
		t.spread(rest, wanted, load, capacity)
	}
	for _, s := range rest {
		if s.Priority != Urgent && s.Priority != High {
			s.Priority = Scheduled
		}
	}
	return t.tx.SaveSuggestions(ctx, due)
}

// backlogADay is how much of a backlog comes on one day.
const backlogADay = 5

// sortBacklog is the one button after an absence: a few for today, the rest over the next days.
func (t *turn) sortBacklog(ctx context.Context) error {
	listed, later, err := t.makeList(ctx, t.midnight(t.today()), min(backlogADay, t.user.ListLimit))
	if err != nil {
		return err
	}
	t.change("backlog_sorted", Args{"today": len(listed), "later": later})
	if len(listed) == 0 {
		return nil
	}
	return t.sayList(ctx, "list")
}

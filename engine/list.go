package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

const (
	listsUntilAway   = 3 // lists without a sign of life, after which sorting is offered instead of a card
	listsUntilWeekly = 5 // and after which a list comes once a week only
)

// morning makes and says the list of the day.
func (t *turn) morning(ctx context.Context) error {
	size, later, err := t.makeList(ctx, t.user.ListLimit)
	if err != nil || size == 0 {
		return err
	}
	away := t.user.IgnoredLists >= listsUntilAway && size+later > backlogADay
	t.user.IgnoredLists++
	if away {
		t.say("summary_away", Args{"name": t.user.Name, "count": size}, awayButtons()...)
		return nil
	}
	return t.sayList(ctx, "summary")
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
	t.say(key, Args{"name": t.user.Name, "count": len(listed), "leads": names})
	t.in.MessageRef = ""
	return t.show(ctx, listed[0])
}

// list answers "liste": today's, made now if it was not yet.
func (t *turn) list(ctx context.Context) error {
	if t.user.LastListOn == nil || !t.user.LastListOn.Equal(dated(t.today())) {
		if _, _, err := t.makeList(ctx, t.user.ListLimit); err != nil {
			return err
		}
	}
	return t.sayList(ctx, "list")
}

// makeList fills today's list with the first of what is due, at most limit. What does not fit, and what was
// left undone before, is planned for the next days, at most limit a day: nothing piles up.
func (t *turn) makeList(ctx context.Context, limit int) (size, later int, err error) {
	if err := t.tx.Promote(ctx, t.midnight(t.today())); err != nil {
		return 0, 0, err
	}
	due, held, err := t.dueToday(ctx)
	if err != nil {
		return 0, 0, err
	}
	day := dated(t.today())
	t.user.LastListOn = &day
	size = min(len(due), limit)
	later = len(due) - size
	return size, later, t.saveList(ctx, append(due, held...), size, limit)
}

// dueToday is everything due by tonight that may be acted on today, but for what has a time of its own later
// today. What the gate holds back for a while (a touch within 24 hours, a rest) is due tomorrow again.
func (t *turn) dueToday(ctx context.Context) (today, held []Suggestion, err error) {
	due, err := t.tx.DueBy(ctx, t.midnight(t.today()))
	if err != nil {
		return nil, nil, err
	}
	leads, err := t.leadsOf(ctx, due)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range due {
		if s.Timed && s.DueAt.After(t.now) {
			continue
		}
		verdict := t.judge(&s, leads[s.LeadID])
		if verdict.Reason == compliance.ContactedRecently || verdict.Reason == compliance.Resting {
			held = append(held, s)
			continue
		}
		today = append(today, s)
	}
	return today, held, nil
}

func (t *turn) leadsOf(ctx context.Context, suggestions []Suggestion) (map[LeadID]Lead, error) {
	ids := make([]LeadID, len(suggestions))
	for i, s := range suggestions {
		ids[i] = s.LeadID
	}
	leads, err := t.tx.LeadsByID(ctx, ids)
	byID := make(map[LeadID]Lead, len(leads))
	for _, l := range leads {
		byID[l.ID] = l
	}
	return byID, err
}

// saveList puts the first size suggestions on today's list and spreads the rest over the days that follow.
func (t *turn) saveList(ctx context.Context, due []Suggestion, size, capacity int) error {
	load, err := t.load(ctx)
	if err != nil {
		return err
	}
	day, tomorrow := dated(t.today()), t.calendar().Next(t.today())
	var rest []*Suggestion
	var wanted []timing.Date
	for i := range due {
		s := &due[i]
		s.ListedOn, s.Position, s.Timed = nil, nil, false
		if i < size {
			position := i + 1
			s.ListedOn, s.Position = &day, &position
			continue
		}
		rest, wanted = append(rest, s), append(wanted, tomorrow)
	}
	t.spread(rest, wanted, load, capacity)
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
	size, later, err := t.makeList(ctx, min(backlogADay, t.user.ListLimit))
	if err != nil {
		return err
	}
	t.change("backlog_sorted", Args{"today": size, "later": later})
	if size == 0 {
		return nil
	}
	return t.sayList(ctx, "list")
}

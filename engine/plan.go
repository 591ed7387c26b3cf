package engine

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// plan makes the next suggestion for a lead: after the interval of its temperature, on a workday of the user
// that has room.
func (t *turn) plan(ctx context.Context, lead Lead) (Suggestion, error) {
	if err := t.follow(ctx, lead.ID); err != nil {
		return Suggestion{}, err
	}
	k, err := t.know(ctx, []LeadID{lead.ID})
	if err != nil {
		return Suggestion{}, err
	}
	s := t.suggest(lead, t.channelFor(lead, k), k.templates)
	wanted := t.place(&s, lead, k)
	load, err := t.load(ctx)
	if err != nil {
		return s, err
	}
	if lead.Waiting(t.now) {
		load = nil // whoever waits for an answer does not queue behind others
	}
	t.spread([]*Suggestion{&s}, []timing.Date{wanted}, load, t.user.ListLimit)
	t.rank(&s, lead)
	return s, nil
}

// suggest is a suggestion for a lead, without a time and a rank. Whoever waits for an answer gets a wording for that.
func (t *turn) suggest(lead Lead, channel Channel, templates Templates) Suggestion {
	s := Suggestion{
		ID: newID(), UserID: t.user.ID, LeadID: lead.ID, Channel: channel, LastTouchAt: lastTouch(lead),
		CreatedAt: t.now, DueAt: t.now, PlannedAt: &t.now,
		LongestDays: timing.LongestGap(timing.TemperatureOf(lead.Sentiment, lead.Stage)),
	}
	s.Reason = timing.ReasonFor(t.standing(lead, s))
	fitting := t.fitting(lead, s.Reason, templates)
	if len(fitting) == 0 {
		return s
	}
	template := fitting[0]
	if numbers := template.Wordings(lead.Addressed()); len(numbers) > 0 {
		s.TemplateID, s.Variant, s.Draft = template.ID, numbers[0], t.fill(template, numbers[0], lead)
	}
	return s
}

func lastTouch(lead Lead) time.Time {
	if lead.LastTouchAt != nil {
		return *lead.LastTouchAt
	}
	return lead.CreatedAt
}

// wanted is the day on which a lead is to be followed up, whatever else is planned on it: the best one after the
// interval of its temperature.
func (t *turn) wanted(lead Lead) timing.Date {
	calendar := t.calendar()
	next := calendar.Day(t.nextList())
	if lead.Waiting(t.now) || lead.LastTouchAt == nil {
		return next
	}
	temperature := timing.TemperatureOf(lead.Sentiment, lead.Stage)
	day := calendar.Day(*lead.LastTouchAt).AddDays(timing.FollowUpAfter(temperature, lead.Unanswered))
	if day.Before(next) {
		day = next
	}
	return t.bestDay(lead, day)
}

// nextList is when the user's next list comes. A user who let many lists pass gets one a week.
func (t *turn) nextList() time.Time {
	from := t.now
	if t.listedToday() { // there is one list a day
		from = t.midnight(t.today()).Add(-1)
	}
	if t.user.IgnoredLists >= listsUntilWeekly {
		from = from.Add(6 * 24 * time.Hour)
	}
	return timing.NextList(from, clock(t.user.ListAt), t.calendar())
}

// listedToday reports whether today's list was made.
func (t *turn) listedToday() bool {
	return t.user.LastListOn != nil && t.user.LastListOn.Equal(dated(t.today()))
}

// load counts what is planned on the days from now on.
func (t *turn) load(ctx context.Context) (map[timing.Date]int, error) {
	counts, err := t.tx.Load(ctx, t.now, t.calendar().Zone().String())
	if err != nil {
		return nil, err
	}
	load := make(map[timing.Date]int, len(counts))
	for day, n := range counts {
		date, err := timing.ParseDate(day)
		if err != nil {
			return nil, err
		}
		load[date] = n
	}
	return load, nil
}

// spread gives suggestions their days: not before the wanted ones, at most capacity a day.
func (t *turn) spread(s []*Suggestion, wanted []timing.Date, load map[timing.Date]int, capacity int) {
	wants := make([]timing.Want, len(s))
	for i := range s {
		latest := t.calendar().Day(t.now).AddDays(s[i].LongestDays)
		wants[i] = timing.Want{Earliest: wanted[i], Score: s[i].Score, Latest: latest}
	}
	for i, day := range timing.Spread(wants, load, capacity, t.calendar()) {
		s[i].DueAt = timing.NotLater(t.calendar().At(day, clock(t.user.ListAt)), t.now, s[i].LongestDays)
		s[i].PlannedAt = &t.now
	}
}

// rank sets what orders the list, priority and score as of now, and what the gate says.
func (t *turn) rank(s *Suggestion, lead Lead) {
	standing := t.standing(lead, *s)
	t.forecast(s, lead)
	s.Priority = timing.PriorityOf(standing)
	if s.Timed && !standing.Waiting { // the user's own appointment, not a guess of ours
		s.Priority = Scheduled
	}
	t.judge(s, lead)
	t.watch(s, lead)
}

// standing is where a lead stands, in the plain values of package timing.
func (t *turn) standing(lead Lead, s Suggestion) timing.Standing {
	standing := timing.Standing{
		Temperature: timing.TemperatureOf(lead.Sentiment, lead.Stage), Stage: lead.Stage,
		Unanswered: lead.Unanswered, Waiting: lead.Waiting(t.now),
		Later: !s.DueAt.Before(t.midnight(t.today())),
	}
	if lead.LastTouchAt != nil {
		standing.SilentDays = max(t.today().DaysSince(t.calendar().Day(*lead.LastTouchAt)), 0)
	}
	if standing.Waiting {
		standing.WaitingFor = t.now.Sub(*lead.LastInAt)
	} else if lead.LastTouchAt == nil && language.Interested(lead.Note) {
		standing.Signal = timing.Interest
	} else if lead.Unanswered <= 1 { // who has fallen silent since is followed up for that
		standing.Signal = lead.signal()
	}
	return standing
}

package engine

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// watch holds a suggestion to what its lead may wait for: as long as its temperature allows, or as long as any
// where the user chose the day, a run has one, or the gate holds the lead back.
func (t *turn) watch(s *Suggestion, lead Lead) {
	s.LongestDays = timing.LongestGap(timing.TemperatureOf(lead.Sentiment, lead.Stage))
	if _, steered := t.steered(lead); steered || s.Chosen || mayRest(s.BlockedBy) {
		s.LongestDays = timing.LongestRest
	}
	s.DueAt, s.PlannedAt = timing.NotLater(s.DueAt, t.now, s.LongestDays), &t.now
}

// mayRest reports whether the gate holds a lead back for long.
func mayRest(blockedBy string) bool {
	switch compliance.Reason(blockedBy) {
	case compliance.TooManyUnanswered, compliance.NoConsent, compliance.Resting:
		return true
	}
	return false
}

// seatNeglected gives a third of a list that is too short for all to those that were never shown for longer than
// they may lie: without it, leads who come again and again would keep the others off the list for good.
func (t *turn) seatNeglected(due []Suggestion, limit int) []Suggestion {
	seats := max(limit/3, 1)
	if len(due) <= limit {
		return due
	}
	first := limit - seats
	neglected := slices.Clone(due[first:])
	neglected = slices.DeleteFunc(neglected, func(s Suggestion) bool {
		return s.ShownAt != nil || t.now.Sub(s.CreatedAt) < time.Duration(s.LongestDays)*24*time.Hour
	})
	slices.SortStableFunc(neglected, func(a, b Suggestion) int { return a.CreatedAt.Compare(b.CreatedAt) })
	neglected = neglected[:min(len(neglected), seats)]
	others := slices.DeleteFunc(slices.Clone(due), func(s Suggestion) bool {
		return slices.ContainsFunc(neglected, func(n Suggestion) bool { return n.ID == s.ID })
	})
	return slices.Insert(others, limit-len(neglected), neglected...)
}

// comes is when the user sees what is due at a time: with the list of that day or, where it has none, of the
// next workday.
func (t *turn) comes(due time.Time) time.Time {
	calendar := t.calendar()
	if day := calendar.Day(due); !calendar.Workday(day) {
		return t.local(calendar.At(calendar.Next(day), clock(t.user.ListAt)))
	}
	return t.local(due)
}

// settle looks after users with something that would be forgotten: after a clock that was wrong or an earlier
// version, and where a leader is to be asked. One failure does not hold up the others.
func (e *Engine) settle(ctx context.Context, now time.Time) error {
	var users []UserID
	err := e.Store.Work(ctx, func(w Work) (err error) {
		users, err = w.Unsettled(ctx, now, usersAtOnce)
		return err
	})
	failures := []error{err}
	for _, id := range users {
		failures = append(failures, e.forUser(ctx, id, func(t *turn) error { return t.settle(ctx) }))
	}
	return errors.Join(failures...)
}

func (t *turn) settle(ctx context.Context) error {
	unwatched, err := t.tx.Unwatched(ctx, t.now)
	if err != nil {
		return err
	}
	ids := make([]LeadID, len(unwatched))
	for i, s := range unwatched {
		ids[i] = s.LeadID
	}
	leads, err := t.tx.LeadsByID(ctx, ids)
	if err != nil {
		return err
	}
	if err := t.follow(ctx, ids...); err != nil {
		return err
	}
	byID := map[LeadID]Lead{}
	for _, l := range leads {
		byID[l.ID] = l
	}
	for i := range unwatched {
		t.watch(&unwatched[i], byID[unwatched[i].LeadID])
	}
	if err := t.tx.SaveSuggestions(ctx, unwatched); err != nil {
		return err
	}
	if err := t.takeQuestions(ctx); err != nil {
		return err
	}
	if t.awake(t.now) && !t.user.Silent() {
		return t.confirmQuestions(ctx)
	}
	return nil
}

// takeQuestions tells the user as a leader what others ask, within the user's own hours and push budget. What has
// no room waits for the next workday.
func (t *turn) takeQuestions(ctx context.Context) error {
	questions, err := t.tx.Questions(ctx, t.now)
	if err != nil {
		return err
	}
	for _, q := range questions {
		told := false
		if t.awake(t.now) && !t.user.Silent() {
			if told, err = t.takeQuestion(ctx, q); err != nil {
				return err
			}
		}
		if told {
			continue
		}
		q.NotBefore = t.nextMorning()
		if _, err := t.tx.SaveQuestion(ctx, q, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) takeQuestion(ctx context.Context, q Escalation) (told bool, err error) {
	today := dated(t.today())
	ok, err := t.tx.Push(ctx, InstantPush, today, t.now)
	if err != nil || !ok {
		return false, err
	}
	q.ToldAt, q.LeaderName = &t.now, t.user.Name
	if told, err = t.tx.SaveQuestion(ctx, q, today); err != nil || !told {
		return false, err
	}
	t.say("leader_question", Args{"user": q.UserName, "name": q.LeadName, "days": q.Days})
	return true, nil
}

// confirmQuestions tells the user which of their questions the leader has.
func (t *turn) confirmQuestions(ctx context.Context) error {
	if t.user.LeaderID == nil {
		return nil
	}
	confirmed, err := t.tx.Confirm(ctx, t.now)
	for _, q := range confirmed {
		t.say("leader_told", Args{"name": q.LeadName, "leader": q.LeaderName})
		t.about(q.LeadID)
	}
	return err
}

// nextMorning is when the user is active next after now: later today's beginning or that of the next workday.
func (t *turn) nextMorning() time.Time {
	return timing.NextList(t.now, clock(t.user.ActiveFrom), t.calendar())
}

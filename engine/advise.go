package engine

import (
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// situation is a lead as a decision sees it, as of now. The lead lives by the user's clock until something else
// is known.
func (t *turn) situation(lead Lead, channels ...Channel) *Situation {
	calendar := t.calendar()
	return &Situation{
		ID: lead.NameKey, Now: t.now, UserID: t.user.ID.String(), Country: t.user.Country,
		User: timing.Person{Calendar: calendar, ActiveFrom: clock(t.user.ActiveFrom), ActiveTo: clock(t.user.ActiveTo)},
		Lead: calendar, Stage: lead.Stage, Sentiment: lead.Sentiment, Channels: channels,
		Consent: compliance.State(lead.Consent), Relation: said(lead.Relation), OptedOut: lead.OptedOutAt != nil,
		Asked: lead.OpenQuestion != "", RestingUntil: lead.restsUntil(), Touches: lead.Touches(),
	}
}

// forecast finds the best moment of the day on which a suggestion is due, from now on, and what to expect of it. On a
// day without one, it is the first after it.
func (t *turn) forecast(s *Suggestion, lead Lead) {
	day := t.calendar().Day(s.DueAt)
	f, basis := t.grounded(lead, timing.Span{From: t.calendar().At(day, timing.WallClock{}), Until: t.midnight(day)})
	if t.bases == nil {
		t.bases = map[SuggestionID]Basis{}
	}
	t.bases[s.ID] = basis
	s.BestAt, s.Confidence, s.Evidence = &f.At, f.Chance.In24h, f.Evidence
	s.Score = timing.Worth(f.Chance, lead.Stage)
}

// ahead is the forecast for a lead within a stretch of time, as far as that lies ahead.
func (t *turn) ahead(lead Lead, span timing.Span) Forecast {
	f, _ := t.grounded(lead, span)
	return f
}

// grounded is the forecast, and what it rests on.
func (t *turn) grounded(lead Lead, span timing.Span) (Forecast, Basis) {
	decider := t.engine.Brains.Decider()
	defer decider.Release()
	situation := t.situation(lead)
	if span.From.Before(t.now) {
		span.From = t.now
	}
	situation.Now = span.From
	situation.Explore = t.engine.Rules.Explore
	situation.Seed = timing.Seed("moment", lead.NameKey, lead.Name, t.today().String())
	f, basis := decider.Forecast(situation, span.Until), t.basis(lead, situation, span.Until)
	basis.BestAt, basis.ModelVersion, basis.Explored, basis.Propensity = f.At, decider.Version(), f.Explored, f.Propensity
	return f, basis
}

// bestDay is the day from one on that suits a lead best, at most a week later, where more is known of it than the
// first.
func (t *turn) bestDay(lead Lead, from timing.Date) timing.Date {
	if lead.Waiting(t.now) || len(lead.History) == 0 {
		return from
	}
	f := t.ahead(lead, timing.Span{From: t.calendar().At(from, timing.WallClock{})})
	if !f.Personal {
		return from
	}
	return t.calendar().Day(f.At)
}

// afternoon is from when on an evening may begin for somebody who is free early.
const afternoon = 16

// bestMomentFor is when somebody is best written to towards the end of a day, the usual hour unless enough is known
// of the lead.
func (t *turn) bestMomentFor(lead Lead, day timing.Date, usual timing.WallClock) timing.WallClock {
	f := t.ahead(lead, timing.Span{From: t.calendar().At(day, timing.WallClock{Hour: afternoon}), Until: t.midnight(day)})
	if at := t.local(f.At); f.Personal && timing.DateOf(at) == day {
		return timing.WallClock{Hour: at.Hour(), Minute: at.Minute()}
	}
	return usual
}

// best is when to write today, if that is still to come and the lead's own answers show a pattern.
func (t *turn) best(lead Lead, item Item) (at time.Time, ok bool) {
	if item.BestAt == nil || item.BestAt.Sub(t.now) < time.Hour {
		return at, false
	}
	at = t.local(*item.BestAt)
	return at, timing.DateOf(at) == t.today() && timing.FindPattern(lead.Touches(), t.calendar(), t.now).Found
}

package engine

import (
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// Basis is what a forecast rested on beside the lead's history and the model, in a form that can be kept. It names
// nobody: a forecast does not ask who the lead is.
type Basis struct {
	Now          time.Time           `json:"now"`
	Until        time.Time           `json:"until"`
	UserID       UserID              `json:"user_id"`
	Country      string              `json:"country"`
	Region       string              `json:"region"`
	Timezone     string              `json:"timezone"`
	ActiveFrom   string              `json:"active_from"`
	ActiveTo     string              `json:"active_to"`
	Stage        Stage               `json:"stage"`
	Sentiment    Sentiment           `json:"sentiment"`
	Consent      compliance.State    `json:"consent"`
	Relation     compliance.Relation `json:"relation"`
	OptedOut     bool                `json:"opted_out"`
	Asked        bool                `json:"asked"`
	RestingUntil time.Time           `json:"resting_until,omitzero"`
	Explore      float64             `json:"explore,omitempty"`
	Seed         uint64              `json:"seed,omitempty"`
	BestAt       time.Time           `json:"best_at"` // what followed
	Explored     bool                `json:"-"`       // stand beside, like the model's version and the history
	Propensity   float64             `json:"-"`
	ModelVersion int                 `json:"-"`
	History      []byte              `json:"-"`
}

// rests is until when the lead is left in peace, zero for not at all.
func (s *Situation) rests(view timing.View) time.Time {
	if view.LastAnswer == timing.Negative && s.RestingUntil.IsZero() {
		return view.LastIn.Add(restAfterNo)
	}
	return s.RestingUntil
}

// basis keeps what a forecast for a lead rests on; the lead's clock is the user's.
func (t *turn) basis(lead Lead, s *Situation, until time.Time) Basis {
	return Basis{
		Now: s.Now, Until: until, UserID: t.user.ID, Country: t.user.Country, Region: t.user.Region,
		Timezone: t.user.Timezone, ActiveFrom: t.user.ActiveFrom, ActiveTo: t.user.ActiveTo,
		Stage: s.Stage, Sentiment: s.Sentiment, Consent: s.Consent, Relation: s.Relation, OptedOut: s.OptedOut,
		Asked: s.Asked, RestingUntil: s.RestingUntil, Explore: s.Explore, Seed: s.Seed, History: lead.History,
	}
}

// situation is the one that the basis was taken from, but for who the lead is.
func (b *Basis) situation(history []byte) *Situation {
	calendar := calendarOf(User{Country: b.Country, Region: b.Region, Timezone: b.Timezone})
	return &Situation{
		Now: b.Now, UserID: b.UserID.String(), Country: b.Country, Lead: calendar,
		User:  timing.Person{Calendar: calendar, ActiveFrom: clock(b.ActiveFrom), ActiveTo: clock(b.ActiveTo)},
		Stage: b.Stage, Sentiment: b.Sentiment, Consent: b.Consent, Relation: b.Relation, OptedOut: b.OptedOut,
		Asked: b.Asked, RestingUntil: b.RestingUntil, Explore: b.Explore, Seed: b.Seed, Touches: touchesOf(history),
	}
}

// Again makes the forecast of the decision once more, with the model of its version: at the same time as Basis.BestAt,
// and with the same confidence. It reports false for a decision in which no forecast had a part.
func (d Decision) Again(m timing.Model) (f Forecast, ok bool) {
	if d.Basis == nil {
		return f, false
	}
	decider := NewDecider(timing.NewBrain(m), nil, compliance.Standard)
	return decider.Forecast(d.Basis.situation(d.History), d.Basis.Until), true
}

// ground notes what the time of the decision's suggestion rested on. One whose time nobody forecast in this turn rests on
// nothing.
func (t *turn) ground(d *Decision) {
	d.Basis, d.History, d.ModelVersion, d.Explored, d.TimePropensity = nil, nil, 0, false, 1
	if b, ok := t.bases[d.SuggestionID]; ok {
		d.Basis, d.History, d.ModelVersion = &b, b.History, b.ModelVersion
		d.Explored, d.TimePropensity = b.Explored, b.Propensity
	}
}

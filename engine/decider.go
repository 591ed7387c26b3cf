package engine

import (
	"cmp"
	"strconv"
	"sync"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// Situation is one lead at one moment, in plain values: all that a advice rests on beside the model.
// Touches are in the order of time.
type Situation struct {
	ID           string // tells this lead from the user's others, for chance
	Now          time.Time
	UserID       string // under which the model knows the user
	Country      string // the lead's, else the user's
	User         timing.Person
	Lead         timing.Calendar
	Stage        Stage
	Sentiment    Sentiment
	Channels     []Channel // on which the lead can be reached
	Consent      compliance.State
	Relation     compliance.Relation
	OptedOut     bool
	Asked        bool      // the lead's last message holds a question that is open
	RestingUntil time.Time // nothing is to be proposed before, zero for none
	Touches      []timing.Touch
	SendAt       time.Time // a moment to be valued beside; zero for none
	Explore      float64   // the share of forecasts whose moment is left to chance, so that it can be known what a moment does
	Seed         uint64    // of that chance
}

// Advice is what follows from a situation. Without FollowUp BlockedBy says why, and there is no plan.
type Advice struct {
	FollowUp      bool
	BlockedBy     compliance.Reason
	Reason        Reason
	Priority      Priority
	Score         int
	At            time.Time
	Bound         bool // no moment within a week suits both: At suits the lead only
	Channel       Channel
	Template      string
	ChannelReason timing.ChannelReason
	Waiting       bool
	Chance        timing.Chance // of an answer to a message at At
	AtSend        timing.Chance // to one at the moment that was asked for
	Evidence      float64       // how much of that rests on the lead's own behaviour, 0 to 1
	view          timing.View   // for Why
}

// Decider decides, one situation after another; it must not be shared between goroutines.
type Decider struct {
	mind      *timing.Mind
	templates Templates
	mode      compliance.Mode
	touched   []timing.ChannelTouch // scratch
	reach     []timing.Reach
	home      *sync.Pool // where it waits for its next use, nil for one of its own
}

// NewDecider returns a decider that thinks with a brain.
func NewDecider(brain *timing.Brain, templates Templates, mode compliance.Mode) *Decider {
	return &Decider{mind: timing.NewMind(brain), templates: templates, mode: mode}
}

// Version is that of the model it decides with, 0 for the default one.
func (d *Decider) Version() int { return d.mind.Version() }

// Release gives a decider back to the Brains that it comes from.
func (d *Decider) Release() {
	if d.home != nil {
		d.home.Put(d)
	}
}

// Decide answers whether to follow up at all and, if so, when, on which channel, why and how urgently. It is
// pure: the same situation and model give the same advice.
func (d *Decider) Decide(s *Situation) Advice {
	view := d.mind.Read(s.Touches, s.Lead, s.Now, timing.Prior{User: s.UserID, Country: s.Country})
	advice := Advice{Evidence: view.Evidence, Waiting: s.waiting(view), view: view}
	if !s.SendAt.IsZero() {
		advice.AtSend = d.mind.Chance(s.SendAt)
	}
	advice.Channel, advice.ChannelReason = d.channel(s)
	verdict := compliance.MayContact(s.contact(view, advice, d.mode))
	if !verdict.Allowed {
		advice.BlockedBy = verdict.Reason
		return advice
	}
	advice.FollowUp = true
	advice.At, advice.Bound = d.moment(s, advice.Waiting, time.Time{})
	advice.Chance = d.mind.Chance(advice.At)
	d.judge(s, view, &advice)
	return advice
}

// moment is when to write: at once to somebody who waits for an answer, else at the best moment, until some time if
// there is one.
func (d *Decider) moment(s *Situation, waiting bool, until time.Time) (at time.Time, bound bool) {
	if waiting {
		return s.search(until).First()
	}
	return d.mind.Best(s.search(until))
}

func (s *Situation) search(until time.Time) timing.Search {
	return timing.Search{From: s.Now, Until: until, Lead: s.Lead, User: s.User, Patience: timing.Patience(s.temperature())}
}

// Forecast is when to write to a lead, and what to expect of it.
type Forecast struct {
	At         time.Time
	Chance     timing.Chance
	Evidence   float64 // how much of that rests on the lead's own behaviour, 0 to 1
	Personal   bool    // the lead has answered often enough for a pattern of its own
	Explored   bool    // At was left to chance
	Propensity float64 // how likely At was to be chosen
}

// Forecast looks ahead, whatever the gate says, until some time unless that is zero.
func (d *Decider) Forecast(s *Situation, until time.Time) Forecast {
	view := d.mind.Read(s.Touches, s.Lead, s.Now, timing.Prior{User: s.UserID, Country: s.Country})
	f := Forecast{Evidence: view.Evidence, Personal: view.Answers >= timing.FewestAnswers, Propensity: 1}
	f.At, _ = d.moment(s, s.waiting(view), until)
	if !s.waiting(view) {
		d.explore(s, until, &f)
	}
	f.Chance = d.mind.Chance(f.At)
	return f
}

// explore leaves the moment to chance now and then. A moment may come about either way; the propensity of the best one
// counts its own only, since chance looks at full hours.
func (d *Decider) explore(s *Situation, until time.Time, f *Forecast) {
	if s.Explore <= 0 {
		return
	}
	f.Propensity = 1 - s.Explore
	if !timing.Explores(s.Seed, s.Explore) {
		return
	}
	at, likely, found := d.mind.Draw(s.search(until), s.Seed)
	if !found {
		return
	}
	if f.Explored = true; at.Equal(f.At) {
		f.Propensity += s.Explore * likely
	} else {
		f.Propensity = s.Explore * likely
	}
	f.At = at
}

// judge fills in why, how urgent, and with which words.
func (d *Decider) judge(s *Situation, view timing.View, advice *Advice) {
	standing := timing.Standing{
		Temperature: s.temperature(), Stage: s.Stage, Signal: s.signal(view), Unanswered: view.Unanswered,
		Waiting: advice.Waiting, Later: s.later(advice.At),
	}
	if standing.Waiting {
		standing.WaitingFor = s.Now.Sub(view.LastIn)
	}
	if !view.Last.IsZero() {
		standing.SilentDays = int(s.Now.Sub(view.Last).Hours() / 24)
	}
	advice.Reason, advice.Priority = timing.ReasonFor(standing), timing.PriorityOf(standing)
	advice.Score = timing.Worth(advice.Chance, s.Stage)
	advice.Template = d.wording(s, advice)
}

// wording is the one of those that compete for the reason that promises most. A wording that only the model knows
// competes for every reason.
func (d *Decider) wording(s *Situation, advice *Advice) string {
	ours := d.templates.For(advice.Reason, advice.Waiting).ID
	if advice.Waiting {
		return ours
	}
	chosen := d.mind.Wordings().Choose(timing.WordingCase{
		User: s.UserID, Touches: s.Touches, Now: s.Now,
		Fits: func(name string) bool { return name == ours || !d.templates.has(name) },
		Seed: timing.Seed(s.UserID, s.ID, timing.DateOf(s.Now).String(), strconv.Itoa(d.mind.Version())),
	})
	return cmp.Or(chosen, ours)
}

func (s *Situation) temperature() timing.Temperature {
	return timing.TemperatureOf(s.Sentiment, s.Stage)
}

// later reports whether a moment lies on a later day of the user.
func (s *Situation) later(at time.Time) bool {
	return s.User.Calendar.Day(s.Now).Before(s.User.Calendar.Day(at))
}

// waiting reports whether the lead wrote last and waits for an answer: see Lead.Waiting.
func (s *Situation) waiting(view timing.View) bool {
	return view.LastWasIn() && !s.Now.Before(s.RestingUntil) && (s.Asked || s.Now.Sub(view.LastIn) < waitingFor)
}

func (s *Situation) signal(view timing.View) timing.Signal {
	switch {
	case view.LastAnswer == timing.Positive || view.LastAnswer == timing.Question:
		return timing.Interest
	case view.LastAnswer == timing.Objection && !view.LastWasIn():
		return timing.ObjectionAnswered
	}
	return timing.NoSignal
}

// restAfterNo is how long a lead is left in peace that said no.
const restAfterNo = 90 * 24 * time.Hour

// contact puts the situation into the gate's plain values.
func (s *Situation) contact(view timing.View, advice Advice, mode compliance.Mode) compliance.Case {
	c := compliance.Case{
		Purpose: compliance.Offer, Sending: compliance.Assisted, Mode: mode, Country: s.Country,
		Channel: compliance.Channel(advice.Channel), Consent: s.Consent, Relation: s.Relation,
		ChannelAvailable: advice.Channel != NoWay, LegalMoment: true, OptedOut: s.OptedOut || view.Stopped,
		Lost: s.Stage == StageLost, Unanswered: view.Unanswered, LastOut: view.LastOut, LastIn: view.LastIn, Now: s.Now,
	}
	if advice.Waiting && s.Stage != StageLost {
		c.Purpose = compliance.Answer
	}
	c.RestingUntil = s.rests(view)
	return c
}

// channel is where to write: see timing.ChooseChannel.
func (d *Decider) channel(s *Situation) (Channel, timing.ChannelReason) {
	d.touched, d.reach = d.touched[:0], d.reach[:0]
	for _, t := range s.Touches {
		d.touched = append(d.touched, timing.ChannelTouch{At: t.At, In: !t.Out, Channel: t.Channel})
	}
	for _, c := range s.Channels {
		d.reach = append(d.reach, timing.Reach{Channel: string(c)})
	}
	choice := timing.ChooseChannel(d.touched, d.reach, s.Now)
	return Channel(cmp.Or(choice.Channel, string(NoWay))), choice.Reason
}

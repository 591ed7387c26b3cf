package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/sequences"
)

// following is a made-up lead's run. When it pauses or ends, the lead is followed up without it.
type following struct {
	engine.Run
	sequence engine.Sequence
	all      []engine.Sequence
	lead     leadFacts
	shown    string    // what was said last of it, once is enough
	at       time.Time // when the message of the day is to be written
}

// leadFacts are what conditions ask about a lead of the input, beside what the engine knows of every lead.
type leadFacts struct {
	WatchedVideo  bool `json:"watched_video"`
	HasObjections bool `json:"has_objections"`
	Satisfaction  int  `json:"satisfaction_score"`
}

// enlist lets leads follow a sequence from the start.
func (c *simulateCommand) enlist(leads []*madeUp) error {
	all, err := sequences.BuiltInSequences()
	if err != nil || c.Sequence == "" {
		return err
	}
	i := slices.IndexFunc(all, func(s engine.Sequence) bool { return s.ID == c.Sequence })
	if i < 0 {
		return fmt.Errorf("--sequence: there is no sequence %q", c.Sequence)
	}
	for _, l := range leads {
		l.run = &following{Run: engine.NewRun(engine.Lead{}, all[i], l.s.Now, l.s.Lead), sequence: all[i], all: all, lead: l.facts}
		if c.Stdin {
			l.learn()
		}
	}
	return nil
}

// learn takes touches that lie ahead for what is going to happen, in place of what chance makes up.
func (l *madeUp) learn() {
	ahead := slices.IndexFunc(l.s.Touches, func(t timing.Touch) bool { return t.At.After(l.s.Now) })
	l.scripted = true
	if ahead >= 0 {
		l.script = slices.Clone(l.s.Touches[ahead:])
		l.s.Touches = l.s.Touches[:ahead]
	}
	l.prompt()
}

// prompt makes the next touch of the script the reply on its way.
func (l *madeUp) prompt() {
	if l.scripted && l.reply == nil && len(l.script) > 0 {
		l.reply, l.script = &l.script[0], l.script[1:]
	}
}

// waits reports whether the lead wrote last.
func (l *madeUp) waits() bool {
	n := len(l.s.Touches)
	return n > 0 && !l.s.Touches[n-1].Out && l.s.Touches[n-1].Answer != timing.Negative
}

// conditions are the facts of a lead at its moment.
func (l *madeUp) conditions() engine.Facts {
	f := engine.Facts{Lead: engine.FactsOfLead{
		Stage: l.s.Stage, Sentiment: l.s.Sentiment, WatchedVideo: l.run.lead.WatchedVideo, HasObjections: l.run.lead.HasObjections,
		IsCustomer: l.s.Stage == engine.StageCustomer, SatisfactionScore: l.run.lead.Satisfaction,
	}}
	for _, t := range l.s.Touches {
		if !t.Out {
			f.Lead.Unanswered, f.NoResponseSince = 0, 0
			f.Lead.ResponsePositive = t.Answer == timing.Positive
			f.Lead.HasObjections = f.Lead.HasObjections || t.Answer == timing.Objection
			continue
		}
		f.Lead.Unanswered++
		f.NoResponseSince, f.PreviousTemplate = max(l.s.Now.Sub(t.At), 1), t.Template
		f.NoResponseDays = l.s.Lead.Day(l.s.Now).DaysSince(l.s.Lead.Day(t.At))
	}
	return f
}

// heard lets the run come to what a reply brings.
func (s *stage) heard(l *madeUp, answer timing.Touch) error {
	defer l.prompt()
	if l.run == nil {
		return nil
	}
	if answer.Answer == timing.OptOut {
		stopped := l.run.Run
		stopped.Status = engine.RunCancelled
		return s.reach(l, engine.Reached{Run: stopped})
	}
	response, replied := engine.ResponseTo(language.Intent(answer.Answer))
	if !replied { // nobody has said anything
		l.s.Touches = l.s.Touches[:len(l.s.Touches)-1]
		return nil
	}
	return s.reach(l, l.run.Hear(l.s.Lead.Day(l.s.Now), l.run.sequence, response, l.s.Lead))
}

// reach takes over what a run has come to, and shows its end, a pause, and what was skipped.
func (s *stage) reach(l *madeUp, reached engine.Reached) error {
	before := l.run.Run
	l.run.Run = reached.Run
	for i := before.CurrentStep; i < reached.Run.CurrentStep && i < len(l.run.sequence.Steps); i++ {
		if err := s.show.put(l, event{Event: "skip", Step: l.run.sequence.Steps[i].Name}, nil); err != nil {
			return err
		}
	}
	switch reached.Action {
	case engine.MoveToNurture:
		l.s.Stage = engine.StageNurture
	case engine.ArchiveLead:
		l.s.Stage = engine.StageLost
	case engine.ScheduleCall:
		l.s.Stage = engine.StageAppointment
	}
	if reached.Run.Status == before.Status {
		return nil
	}
	e := event{Event: "run", Sequence: l.run.sequence.ID, Status: reached.Run.Status, Outcome: reached.Run.Outcome, Action: reached.Action, Next: reached.Next}
	if err := s.show.put(l, e, nil); err != nil {
		return err
	}
	i := slices.IndexFunc(l.run.all, func(n engine.Sequence) bool { return n.ID == reached.Next })
	if i >= 0 && l.s.Stage != engine.StageLost {
		l.run.sequence = l.run.all[i]
		l.run.Run = engine.NewRun(engine.Lead{}, l.run.sequence, l.s.Now, l.s.Lead)
	}
	return nil
}

// atEight is when a day's decisions are made.
var atEight = timing.WallClock{Hour: 8}

// follow lets the run of a lead that does not wait for an answer come to what the moment brings.
func (s *stage) follow(l *madeUp) error {
	calendar, today := l.s.Lead, l.s.Lead.Day(l.s.Now)
	reached := l.run.On(today, l.run.sequence, l.conditions(), calendar)
	if err := s.reach(l, reached); err != nil {
		return err
	}
	if reached.Step == nil || !l.run.Active() {
		l.wait(latest(l.s.Now.Add(time.Minute), calendar.At(timing.DateOf(l.run.StepOn), atEight)))
		return nil
	}
	advice := s.decider.Decide(l.s)
	if !advice.FollowUp {
		l.wait(calendar.At(calendar.Next(today), atEight))
		if said := string(advice.BlockedBy); said == l.run.shown {
			return nil
		}
		l.run.shown = string(advice.BlockedBy)
		return s.show.put(l, event{Event: "blocked", BlockedBy: advice.BlockedBy}, s.decider.Why(l.s, advice))
	}
	if at := s.decider.Forecast(l.s, calendar.At(today.AddDays(1), timing.WallClock{})).At; at.After(l.s.Now) && calendar.Day(l.run.at) != today {
		l.run.at = at
		l.wait(at)
		return nil
	}
	l.run.shown = ""
	if reached.Step.Channel != "" && slices.Contains(l.s.Channels, reached.Step.Channel) {
		advice.Channel = reached.Step.Channel
	}
	advice.Template = reached.Wordings[l.chance.IntN(len(reached.Wordings))]
	e := eventOf("write", advice)
	e.Sequence, e.Step = l.run.sequence.ID, reached.Step.Name
	err := s.show.put(l, e, nil)
	l.write(advice)
	l.run.Run = l.run.Wrote(today, l.run.sequence, calendar)
	l.wait(calendar.At(timing.DateOf(l.run.StepOn), atEight))
	return err
}

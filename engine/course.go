package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// course is a run under way in a turn, with the sequence it keeps to.
type course struct {
	Run
	sequence Sequence
	changed  bool
}

// follow looks up the active runs of leads.
func (t *turn) follow(ctx context.Context, leads ...LeadID) error {
	if t.engine.Library == nil {
		return nil
	}
	if t.courses == nil {
		t.courses = map[LeadID]*course{}
	}
	unknown := slices.DeleteFunc(slices.Clone(leads), func(id LeadID) bool {
		_, known := t.courses[id]
		return known
	})
	runs, err := t.tx.OpenRuns(ctx, unknown)
	if err != nil {
		return err
	}
	for _, id := range unknown {
		t.courses[id] = nil
	}
	for _, r := range runs {
		if !r.Active() {
			continue
		}
		s, found, err := t.version(ctx, r)
		if err != nil {
			return err
		}
		if found {
			t.courses[r.LeadID] = &course{Run: r, sequence: s}
		}
	}
	return nil
}

// steered reports whether a run decides when the lead is followed up.
func (t *turn) steered(lead Lead) (c *course, ok bool) {
	c = t.courses[lead.ID]
	return c, c != nil && c.Active() && !lead.Waiting(t.now)
}

// take makes the course what the run has come to. What it came from is kept with the answer that led to it, for undo.
func (c *course) take(r Run, answer *SuggestionID) {
	if answer != nil {
		before := c.Run
		before.Undo = nil
		r.Undo = &RunBefore{Answer: *answer, Run: before}
	}
	c.Run, c.changed = r, true
}

// keepCourses writes what became of the runs.
func (t *turn) keepCourses(ctx context.Context) error {
	var changed []Run
	for _, c := range t.courses {
		if c != nil && c.changed {
			changed = append(changed, c.Run)
		}
	}
	slices.SortFunc(changed, func(a, b Run) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return t.tx.SaveRuns(ctx, changed)
}

// place gives a new suggestion its wording and finds its day: those of the lead's run or, without one, the best.
func (t *turn) place(s *Suggestion, lead Lead, k known) timing.Date {
	c, ok := t.steered(lead)
	if !ok {
		t.choose(s, lead, k)
		return t.wanted(lead)
	}
	if step, ok := c.ahead(); ok {
		t.propose(s, lead, step, k)
	} else {
		t.choose(s, lead, k)
	}
	day := t.calendar().Day(t.nextList())
	if on := c.dueOn(); day.Before(on) {
		day = on
	}
	s.LongestDays = timing.LongestRest
	return t.notTooFar(day)
}

// proposal is a step with the templates that compete for it.
type proposal struct {
	*course
	step     Step
	wordings []string
}

// ahead is what the run's next step proposes when its conditions hold, unless it is no message.
func (c *course) ahead() (proposal, bool) {
	if c.CurrentStep >= len(c.sequence.Steps) || c.sequence.Steps[c.CurrentStep].Action != SendMessage {
		return proposal{}, false
	}
	step := c.sequence.Steps[c.CurrentStep]
	unconditional := step
	unconditional.Conditions = nil
	return proposal{c, step, unconditional.wordings(Facts{})}, true
}

// propose makes a new suggestion one of a step.
func (t *turn) propose(s *Suggestion, lead Lead, p proposal, k known) {
	if way := p.step.Channel; way != "" && slices.Contains(t.permitted(lead, waysTo(lead, k.addresses[lead.ID])), way) {
		s.Channel = way
	}
	t.chooseAmong(s, lead, k.templates.named(p.wordings), k)
	if d, ok := t.decided[s.ID]; ok {
		d.SequenceID, d.Step = p.SequenceID, p.CurrentStep
		t.decided[s.ID] = d
	}
	id := s.ID
	p.SuggestionID, p.changed = &id, true
}

// competing are the templates that another text for an open suggestion may come from.
func (t *turn) competing(lead Lead, s Suggestion, k known) []MessageTemplate {
	c := t.courses[lead.ID]
	if c == nil || !c.proposes(s) || c.CurrentStep >= len(c.sequence.Steps) {
		return t.wordings(lead, s.Reason, k)
	}
	step := c.sequence.Steps[c.CurrentStep]
	if s.TemplateID == step.Fallback {
		return k.templates.named([]string{step.Fallback})
	}
	return k.templates.named(append([]string{step.Template}, step.Variants...))
}

// proposes reports whether a suggestion is one of the run's next step.
func (c *course) proposes(s Suggestion) bool { return c.SuggestionID != nil && *c.SuggestionID == s.ID }

// factsOf is what conditions may ask about a lead.
func (t *turn) factsOf(lead Lead, p Particular) Facts {
	f := Facts{
		Lead: FactsOfLead{
			Stage: lead.Stage, Sentiment: lead.Sentiment, WatchedVideo: p.WatchedVideo, HasObjections: p.HasObjections,
			IsCustomer: lead.Stage == StageCustomer, SatisfactionScore: p.Satisfaction,
			ResponsePositive: p.ResponsePositive, Unanswered: lead.Unanswered,
		},
		PreviousTemplate: p.PreviousTemplate,
	}
	if lead.Unanswered > 0 && lead.LastOutAt != nil {
		f.NoResponseSince = max(t.now.Sub(*lead.LastOutAt), time.Nanosecond)
		f.NoResponseDays = max(t.today().DaysSince(t.calendar().Day(*lead.LastOutAt)), 0)
	}
	return f
}

// facts are those of several leads.
func (t *turn) facts(ctx context.Context, leads []Lead) (map[LeadID]Facts, error) {
	if len(leads) == 0 {
		return nil, nil
	}
	ids := make([]LeadID, len(leads))
	for i, lead := range leads {
		ids[i] = lead.ID
	}
	particulars, err := t.tx.Particulars(ctx, ids)
	if err != nil {
		return nil, err
	}
	byLead := map[LeadID]Particular{}
	for _, p := range particulars {
		byLead[p.LeadID] = p
	}
	facts := map[LeadID]Facts{}
	for _, lead := range leads {
		facts[lead.ID] = t.factsOf(lead, byLead[lead.ID])
	}
	return facts, nil
}

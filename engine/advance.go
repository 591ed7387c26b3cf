package engine

import (
	"context"
	"slices"

	"github.com/salesflow/salesflow/engine/timing"
)

// advance lets the runs of leads with something due come to what today brings: their suggestions get the words of the
// step, or those of no run any more. It returns the suggestions that are still due today; what is due on a later day by
// its run is planned for that.
func (t *turn) advance(ctx context.Context, due []Suggestion) ([]Suggestion, error) {
	if t.engine.Library == nil {
		return due, nil
	}
	ids := make([]LeadID, len(due))
	for i, s := range due {
		ids[i] = s.LeadID
	}
	if err := t.follow(ctx, ids...); err != nil {
		return nil, err
	}
	var moving []Lead
	for _, s := range due {
		if t.movable(s) {
			moving = append(moving, t.leads[s.LeadID])
		}
	}
	facts, err := t.facts(ctx, moving)
	if err != nil || len(moving) == 0 {
		return due, err
	}
	p := &procession{turn: t, facts: facts}
	var today []Suggestion
	for _, s := range due {
		next, stays, err := s, true, error(nil)
		if _, moves := facts[s.LeadID]; moves {
			next, stays, err = p.step(ctx, s)
		}
		if err != nil {
			return nil, err
		}
		if stays {
			today = append(today, next)
		}
	}
	return today, nil
}

// movable reports whether a run decides what becomes of a suggestion now: not where the user wants the lead on a day
// before the step, or at a time of its own.
func (t *turn) movable(s Suggestion) bool {
	c, ok := t.steered(t.leads[s.LeadID])
	return ok && !(s.Timed && s.DueAt.After(t.now)) && (!s.Chosen || c.Due(t.today()))
}

// procession is a user's runs on their way through a morning.
type procession struct {
	*turn
	facts map[LeadID]Facts
	known *known // what choosing words rests on, nil until somebody needs it
}

// step lets one run come to what today brings. stays is false when its suggestion is not due today any more.
func (p *procession) step(ctx context.Context, s Suggestion) (next Suggestion, stays bool, err error) {
	lead := p.leads[s.LeadID]
	before := lead.Stage
	var reached Reached
	for begun := true; begun; { // a run that ends may hand over to one that has something for today
		c := p.courses[lead.ID]
		reached = c.On(p.today(), c.sequence, p.facts[lead.ID], p.calendar())
		if !sameStand(reached.Run, c.Run) {
			err = p.conclude(ctx, &lead, reached, nil)
		}
		begun = reached.Next != "" && p.courses[lead.ID] != c && p.courses[lead.ID].Active()
		if err != nil {
			return s, false, err
		}
	}
	if lead.Stage != before {
		p.leads[lead.ID] = lead
		if err := p.tx.SaveLead(ctx, lead); err != nil {
			return s, false, err
		}
	}
	if !lead.Open() {
		return s, false, p.bury(ctx, s, lead)
	}
	return p.dress(ctx, s, lead, reached)
}

// sameStand reports whether a run has come to nothing new.
func sameStand(a, b Run) bool {
	return a.CurrentStep == b.CurrentStep && a.Status == b.Status && a.StepOn.Equal(b.StepOn) && a.Heard == b.Heard
}

// bury closes a lead that its run has archived, and tells the user.
func (p *procession) bury(ctx context.Context, s Suggestion, lead Lead) error {
	if err := p.close(ctx, s, Replaced); err != nil {
		return err
	}
	if err := p.keepCourses(ctx); err != nil {
		return err
	}
	p.archivedNow = append(p.archivedNow, lead.Name)
	return p.tx.Cancel(ctx, lead.ID, p.now)
}

// dress gives a suggestion the words of what its run has come to. One that has the right ones keeps them; whatever the
// user has seen is never changed but replaced.
func (p *procession) dress(ctx context.Context, s Suggestion, lead Lead, reached Reached) (Suggestion, bool, error) {
	c, steered := p.steered(lead)
	if steered && reached.Step != nil && c.proposes(s) {
		if right, err := p.says(ctx, s, lead, reached.Wordings); err != nil || right {
			return s, true, err
		}
	}
	if p.known == nil {
		k, err := p.know(ctx, p.leadsOf())
		if err != nil {
			return s, false, err
		}
		p.known = &k
	}
	next := p.suggest(lead, p.channelFor(lead, *p.known), p.known.templates)
	next.Laters = s.Laters
	day := p.today()
	switch {
	case steered && reached.Step != nil:
		p.propose(&next, lead, proposal{c, *reached.Step, reached.Wordings}, *p.known)
	default:
		day = p.place(&next, lead, *p.known)
	}
	if !steered && !p.wanted(lead).AddDays(-1).Before(p.today()) {
		day = p.wanted(lead)
	}
	if next.DueAt = p.now; p.today().Before(day) {
		next.DueAt = p.onList(lead, day)
	}
	p.rank(&next, lead)
	return next, !p.today().Before(day), p.replace(ctx, s, Replaced, next)
}

// says reports whether a suggestion has one of the wordings, or none of them can be found for how the lead is addressed.
func (p *procession) says(ctx context.Context, s Suggestion, lead Lead, wordings []string) (bool, error) {
	if slices.Contains(wordings, s.TemplateID) {
		return true, nil
	}
	words, err := p.vocabulary(ctx)
	return len(Templates(words.all.named(wordings)).in(lead.Addressed())) == 0, err
}

func (p *procession) leadsOf() []LeadID {
	ids := make([]LeadID, 0, len(p.facts))
	for id := range p.facts {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b LeadID) int { return slices.Compare(a[:], b[:]) })
	return ids
}

// putOffRun lets the lead's run follow a suggestion that the user puts off to a day, and reports whether what it says
// is said then: not where it is a step of the run and the day lies before that of the step.
func (t *turn) putOffRun(item Item, next *Suggestion, day timing.Date) (same bool) {
	c := t.courses[item.LeadID]
	if c == nil || !c.proposes(item.Suggestion) {
		return true
	}
	r := c.Run
	r.SuggestionID = nil
	if same = !day.Before(c.dueOn()); same {
		id := next.ID
		r.SuggestionID = &id
	}
	c.take(r, &item.ID)
	return same
}

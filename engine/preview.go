package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// Planned is what a run comes to on a day, as long as nobody answers.
type Planned struct {
	On        timing.Date
	Sequence  string // its name
	Step      int
	Name      string
	Templates []string // those that compete; none where the run ends or pauses
	Channel   Channel  // empty for the best one
	Action    SequenceAction
	Outcome   RunOutcome // of the end
	Next      string     // the sequence that takes over
}

// Preview is what comes of a run until a day, if everything is sent on its day and nobody answers. The facts are those of
// now; what silence makes of them is counted on.
func (r Run) Preview(s Sequence, f Facts, span timing.Span, c timing.Calendar) []Planned {
	var planned []Planned
	today, until := c.Day(span.From), c.Day(span.Until)
	since, silent := today, f.NoResponseSince
	for r.Active() {
		day := r.dueOn()
		if day.Before(today) {
			day = workdayFrom(c, today)
		}
		if until.Before(day) {
			return planned
		}
		days := day.DaysSince(since)
		if silent > 0 {
			f.NoResponseSince, f.NoResponseDays = silent+time.Duration(days)*24*time.Hour, int(silent.Hours()/24)+days
		}
		step := r.CurrentStep
		reached := r.On(day, s, f, c)
		r = reached.Run
		switch {
		case reached.Step != nil:
			planned = append(planned, Planned{
				On: day, Sequence: s.Name, Step: r.CurrentStep, Name: reached.Step.Name, Templates: reached.Wordings,
				Channel: reached.Step.Channel, Action: SendMessage,
			})
			r = r.Wrote(day, s, c)
			since, silent = day, time.Nanosecond
			f.PreviousTemplate, f.Lead.Unanswered = reached.Wordings[0], f.Lead.Unanswered+1
		case !r.Active():
			planned = append(planned, Planned{
				On: day, Sequence: s.Name, Step: step, Action: reached.Action, Outcome: r.Outcome, Next: reached.Next,
			})
		}
	}
	return planned
}

// previewDays is how far ahead a preview looks.
const previewDays = 60

// preview tells the user what the lead's run is about to propose, or when the lead comes without one.
func (t *turn) preview(ctx context.Context, item Item) error {
	planned, r, err := t.planned(ctx, item.LeadID)
	if err != nil {
		return err
	}
	args := Args{"name": item.LeadName, "next": t.comes(item.DueAt), "status": string(r.Status), "sequence": "", "steps": []Because{}}
	var steps []Because
	for _, p := range planned {
		args["sequence"] = p.Sequence
		steps = append(steps, p.because())
	}
	if len(steps) > 0 {
		args["steps"] = steps
	}
	t.say("preview", args)
	t.about(item.LeadID)
	return nil
}

// because is the line that says what is planned.
func (p Planned) because() Because {
	args := Args{"day": dated(p.On), "step": p.Name, "outcome": string(p.Outcome), "action": string(p.Action), "channel": string(p.Channel)}
	if p.Action == SendMessage {
		return Because{Key: "preview.step", Args: args}
	}
	return Because{Key: "preview.end", Args: args}
}

// planned is what comes of a lead's run, and of those that take over from it. A lead without an active run has none.
func (t *turn) planned(ctx context.Context, id LeadID) (planned []Planned, r Run, err error) {
	runs, err := t.tx.OpenRuns(ctx, []LeadID{id})
	if err != nil || len(runs) == 0 {
		return nil, r, err
	}
	r = runs[0]
	if err := t.follow(ctx, id); err != nil || t.courses[id] == nil {
		return nil, r, err
	}
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return nil, r, err
	}
	facts, err := t.facts(ctx, []Lead{lead})
	if err != nil {
		return nil, r, err
	}
	c := t.courses[id]
	from, err := t.proposedFrom(ctx, id)
	if err != nil {
		return nil, r, err
	}
	span := timing.Span{From: from, Until: t.calendar().At(t.today().AddDays(previewDays), timing.WallClock{})}
	planned = c.Preview(c.sequence, facts[id].after(from.Sub(t.now)), span, t.calendar())
	all, err := t.sequences(ctx)
	return append(planned, t.successors(planned, lead, facts[id], all)...), r, err
}

// proposedFrom is when the next step is proposed at the earliest: a lead whose card was answered today comes tomorrow.
func (t *turn) proposedFrom(ctx context.Context, id LeadID) (time.Time, error) {
	item, err := t.tx.OpenItem(ctx, id)
	if err != nil || item.DueAt.Before(t.now) {
		return t.now, err
	}
	return item.DueAt, nil
}

// after are the facts when more time has passed in silence.
func (f Facts) after(passed time.Duration) Facts {
	if f.NoResponseSince > 0 {
		f.NoResponseSince += passed
		f.NoResponseDays = int(f.NoResponseSince.Hours() / 24)
	}
	return f
}

// successors are what comes of the sequences that take over one after the other; each does so once.
func (t *turn) successors(planned []Planned, lead Lead, f Facts, all []Sequence) (more []Planned) {
	for range all {
		if len(planned) == 0 {
			return more
		}
		last := planned[len(planned)-1]
		i := slices.IndexFunc(all, func(s Sequence) bool { return s.ID == last.Next })
		if i < 0 {
			return more
		}
		from := t.calendar().At(last.On, timing.WallClock{Hour: noon})
		until := t.calendar().At(t.today().AddDays(previewDays), timing.WallClock{})
		planned = NewRun(lead, all[i], from, t.calendar()).Preview(all[i], f, timing.Span{From: from, Until: until}, t.calendar())
		more = append(more, planned...)
	}
	return more
}

const noon = 12

// PlannedSteps is what comes of a lead's run within the next 60 days while nobody answers, and the run, without an id when
// there is none; code NotFound for a lead that the user does not have.
func (e *Engine) PlannedSteps(ctx context.Context, user UserID, lead LeadID) (planned []Planned, run Run, err error) {
	err = e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.Lead(ctx, lead); err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: e.Clock.Now(), user: u}
		if e.Library != nil {
			planned, run, err = t.planned(ctx, lead)
		}
		return err
	})
	return planned, run, err
}

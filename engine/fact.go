package engine

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/salesflow/salesflow/engine/language"
)

// aboutStage is the subject of a button that gives a lead the stage back that it had.
const aboutStage = "stage"

// stagesToReturnTo are those that an undo may give back; it never loses a lead.
var stagesToReturnTo = []Stage{StageNew, StageContacted, StageReplied, StageInterested, StageAppointment, StageClosing,
	StageCustomer, StagePartner, StageNurture}

// hearFact hears what the user tells of a lead and no message says; false when the user said something else. What it
// means for sequences shows with the next list: conditions are looked at again whenever a message is shown, and a
// trigger that holds now begins its sequence then.
func (t *turn) hearFact(ctx context.Context) (bool, error) {
	fact, ok := language.FactOf(t.in.Text)
	if !ok {
		return false, nil
	}
	code := codeOf(fact.About, strconv.Itoa(fact.Value))
	if fact.Name == "" {
		item, err := t.tx.Current(ctx)
		if CodeOf(err) == NotFound {
			t.say("nothing_open", nil)
			return true, nil
		}
		if err != nil {
			return true, err
		}
		return true, t.learnFact(ctx, pressFact, item.LeadID, code)
	}
	leads, err := t.named(ctx, fact.Name)
	if err != nil {
		return true, err
	}
	switch len(leads) {
	case 0:
		t.say("lead_unknown", Args{"name": fact.Name})
		return true, nil
	case 1:
		return true, t.learnFact(ctx, pressFact, leads[0].ID, code)
	}
	t.askWhich("which_one", leads, func(lead LeadName) string { return action(pressFact, lead.ID, code) })
	return true, nil
}

// codeOf is a fact as a button carries it.
func codeOf(about, value string) string { return about + "=" + value }

// learnFact keeps a fact and says so. The answer's button carries what was known before.
func (t *turn) learnFact(ctx context.Context, verb string, id LeadID, code string) error {
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return err
	}
	if !lead.Open() {
		t.say("lead_stopped", Args{"name": lead.Name})
		t.about(id)
		return nil
	}
	about, value, _ := strings.Cut(code, "=")
	before, err := t.keepFact(ctx, lead, about, value)
	if err != nil {
		return err
	}
	if verb == pressUnfact {
		t.change("fact_undone", Args{"name": lead.Name})
	} else {
		number, _ := strconv.Atoi(value) // keepFact has read it
		if about == language.AboutAddress {
			number %= language.TitleStep // a title beside it goes without saying
		}
		t.change("fact", Args{"name": lead.Name, "about": about, "value": number},
			[]Button{{Key: "undo", Action: action(pressUnfact, id, before)}})
	}
	t.about(id)
	if about == language.AboutAddress {
		return t.speakAnew(ctx, id)
	}
	return nil
}

// keepFact keeps a fact and returns the code of what it replaces.
func (t *turn) keepFact(ctx context.Context, lead Lead, about, value string) (before string, err error) {
	switch about {
	case language.AboutCustomer:
		return codeOf(aboutStage, string(lead.Stage)), t.setStage(ctx, lead, StageCustomer)
	case language.AboutPartner:
		return codeOf(aboutStage, string(lead.Stage)), t.setStage(ctx, lead, StagePartner)
	case language.AboutAddress:
		return t.keepAddress(ctx, lead, value)
	case aboutStage:
		if !slices.Contains(stagesToReturnTo, Stage(value)) {
			return "", &Error{Code: Invalid, Key: "error.button"}
		}
		if err := t.reviveTarget(ctx, lead.ID); err != nil {
			return "", err
		}
		return codeOf(aboutStage, string(lead.Stage)), t.setStage(ctx, lead, Stage(value))
	}
	known, err := t.tx.Particulars(ctx, []LeadID{lead.ID})
	if err != nil {
		return "", err
	}
	p := known[0]
	number, err := strconv.Atoi(value)
	switch {
	case err == nil && about == language.AboutVideo && number >= 0 && number <= 1:
		before = codeOf(about, strconv.Itoa(oneIf(p.WatchedVideo)))
		p.WatchedVideo = number == 1
	case err == nil && about == language.AboutSatisfaction && number >= 0 && number <= mostSatisfied:
		before = codeOf(about, strconv.Itoa(p.Satisfaction))
		p.Satisfaction = number
	default:
		return "", &Error{Code: Invalid, Key: "error.button"}
	}
	return before, t.tx.SaveParticular(ctx, p, t.now)
}

// mostSatisfied is the upper end of the scale of satisfaction.
const mostSatisfied = 10

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// setStage moves a lead to a stage and plans it anew by what that changes, unless the user chose the time.
func (t *turn) setStage(ctx context.Context, lead Lead, stage Stage) error {
	lead.Stage, lead.UpdatedAt = stage, t.now
	if err := t.tx.SaveLead(ctx, lead); err != nil {
		return err
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	// Further than partner leads no way: who is one must not be invited by a run that names no target.
	if c := t.courses[lead.ID]; c != nil && (stage == StagePartner || c.sequence.reached(stage)) {
		if err := t.conclude(ctx, &lead, c.end(ReachedTarget), nil); err != nil {
			return err
		}
	}
	item, err := t.tx.OpenItem(ctx, lead.ID)
	if err != nil || item.Timed || item.Chosen {
		return err
	}
	return t.replan(ctx, lead, item.Suggestion)
}

// reviveTarget lets the run go on that ended a moment ago because its lead had come to where it leads.
func (t *turn) reviveTarget(ctx context.Context, lead LeadID) error {
	runs, err := t.tx.RunsOf(ctx, lead)
	if err != nil || len(runs) == 0 || runs[0].Outcome != ReachedTarget || t.now.Sub(*runs[0].CompletedAt) > undoWithin {
		return err
	}
	ended := runs[0].revived()
	ended.Outcome = ""
	return t.tx.SaveRuns(ctx, []Run{ended})
}

package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// read answers what the user typed: a command, an answer to a question, a new lead, or a lead's name.
func (t *turn) read(ctx context.Context) error {
	if t.answering() && t.answered(t.in.Text) {
		return nil
	}
	for _, hear := range []func(context.Context) (bool, error){t.hearTyped, t.readStart, t.hearFact, t.hearWish, t.hearReminder} {
		if heard, err := hear(ctx); heard || err != nil {
			return err
		}
	}
	command := language.ReadIn(t.in.Text, t.local(t.now), t.free)
	if heard, err := t.hearOnCard(ctx, command); heard {
		return err
	}
	if command.Verb == language.Unknown {
		if several := language.CommandsIn(t.in.Text, t.local(t.now), t.free); several != nil {
			return t.readAboutSeveral(ctx, several...)
		}
		return t.readUnknown(ctx, command)
	}
	if t.aboutLead(command) {
		return t.readAboutLead(ctx, command)
	}
	return t.readCommand(ctx, command)
}

// free reports whether a day is a holiday where the user lives.
func (t *turn) free(day time.Time) bool {
	return day.Weekday() != time.Sunday && !t.calendar().Workday(timing.DateOf(day))
}

// answering reports whether what is typed may answer a question of the first minute. Later on only a region is
// asked for, when the user wants to change it.
func (t *turn) answering() bool {
	switch t.user.Asked {
	case AskedNothing:
		return false
	case AskedCountry, AskedRegion:
		return true
	}
	return t.user.LastListOn == nil
}

// readCommand answers a command that concerns no lead.
func (t *turn) readCommand(ctx context.Context, c language.Command) error {
	switch c.Verb {
	case language.Start:
		t.joinTeam(c.Rest)
		t.say("welcome_back", Args{"name": t.user.Name})
		t.resume()
		if t.user.Asked != AskedNothing {
			t.ask(t.user.Asked)
		}
	case language.Stop:
		return t.stop(ctx)
	case language.Resume:
		t.resume()
	case language.List:
		return t.list(ctx)
	case language.SortBacklog:
		return t.sortBacklog(ctx)
	case language.Settings:
		t.showSettings()
	case language.CallMe:
		t.user.Name = c.Name
		t.say("renamed", Args{"name": c.Name})
	case language.Sequences:
		return t.showSequences(ctx)
	case language.Templates:
		return t.showTemplates(ctx)
	case language.ResetTemplates:
		return t.resetAll(ctx)
	case language.Invite:
		return t.invite(ctx)
	case language.Privacy:
		return t.showPrivacy(ctx)
	default:
		t.sayKindly(c.Verb)
	}
	return nil
}

// sayKindly answers what asks for nothing, or for help.
func (t *turn) sayKindly(v language.Verb) {
	switch v {
	case language.Thanks:
		t.say("thanks", nil)
	case language.Greeting:
		t.say("greeting", Args{"name": t.user.Name})
	default:
		t.say("help", nil)
	}
}

func (t *turn) aboutLead(c language.Command) bool {
	about := []language.Verb{language.Done, language.Answered, language.Later, language.OtherText, language.NoMore,
		language.Undo, language.Why, language.About, language.Preview, language.PauseRun, language.ResumeRun}
	return slices.Contains(about, c.Verb)
}

// readAboutLead answers a command about the lead that is named or, without a name, whose card was shown last.
func (t *turn) readAboutLead(ctx context.Context, c language.Command) error {
	if c.Verb == language.Undo {
		return t.undoLast(ctx)
	}
	if c.Everyone {
		return t.putAllOff(ctx, c)
	}
	if len(c.Names) > 0 {
		return t.readAboutSeveral(ctx, c)
	}
	item, found, err := t.meant(ctx, c)
	if err != nil || !found {
		return err
	}
	return t.carryOut(ctx, item, c)
}

// meant finds the open suggestion that a command is about, or says why there is none.
func (t *turn) meant(ctx context.Context, c language.Command) (item Item, found bool, err error) {
	if c.Name == "" {
		item, err = t.tx.Current(ctx)
		if CodeOf(err) == NotFound {
			t.say("nothing_open", nil)
			return item, false, nil
		}
		return item, err == nil, err
	}
	leads, err := t.named(ctx, c.Name)
	if err != nil {
		return item, false, err
	}
	if len(leads) == 0 {
		t.say("lead_unknown", Args{"name": c.Name})
		return item, false, nil
	}
	if len(leads) == 1 {
		return t.openOf(ctx, leads[0], c.Verb)
	}
	if item, err = t.tx.Current(ctx); err == nil && slices.ContainsFunc(leads, func(l LeadName) bool { return l.ID == item.LeadID }) {
		return item, true, nil // the one whose card lies open
	}
	return item, false, t.whichOne(ctx, leads, c.Verb)
}

// openOf finds the open suggestion of a lead that a command is about, or says that the lead was stopped.
func (t *turn) openOf(ctx context.Context, lead LeadName, verb language.Verb) (item Item, found bool, err error) {
	if !lead.Open && verb == language.About {
		return item, false, t.tellClosed(ctx, lead.ID)
	}
	if !lead.Open && verb == language.Why {
		return item, false, t.whyClosed(ctx, lead.ID)
	}
	if !lead.Open {
		t.say("lead_stopped", Args{"name": lead.Name})
		t.about(lead.ID)
		return item, false, nil
	}
	item, err = t.tx.OpenItem(ctx, lead.ID)
	return item, err == nil, err
}

// named returns the leads that a typed name means: those that are open or, without any, those that are not.
func (t *turn) named(ctx context.Context, name string) ([]LeadName, error) {
	all, err := t.tx.LeadNames(ctx)
	if err != nil {
		return nil, err
	}
	names := make([]string, len(all))
	for i, lead := range all {
		names[i] = lead.Name
	}
	var open, closed []LeadName
	for _, i := range language.Match(name, names) {
		if all[i].Open {
			open = append(open, all[i])
		} else {
			closed = append(closed, all[i])
		}
	}
	if len(open) == 0 && len(closed) > 0 {
		return closed[:1], nil
	}
	return open, nil
}

// readUnknown looks for a new lead in what was typed, then for the name of a known one.
func (t *turn) readUnknown(ctx context.Context, c language.Command) error {
	if lead, ok := intake.Typed(t.in.Text, t.user.Country); ok {
		return t.takeTyped(ctx, lead)
	}
	leads, err := t.named(ctx, c.Rest)
	if err != nil {
		return err
	}
	switch len(leads) {
	case 0:
		if t.user.Asked != AskedNothing && t.user.LastListOn == nil { // still in the first minute
			t.ask(t.user.Asked)
			return nil
		}
		t.say("not_understood", nil)
		return nil
	case 1:
		item, found, err := t.openOf(ctx, leads[0], c.Verb)
		if err != nil || !found {
			return err
		}
		return t.show(ctx, item)
	}
	return t.whichOne(ctx, leads, c.Verb)
}

// pressFor is the button that does what a typed verb does.
func pressFor(v language.Verb) string {
	switch v {
	case language.Done:
		return pressDone
	case language.Answered:
		return pressAnswered
	case language.Later:
		return pressLater
	case language.OtherText:
		return pressText
	case language.NoMore:
		return pressNoMore
	}
	return pressShow
}

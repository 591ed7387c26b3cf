package engine

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// turn is one decision for one user, under way: what the user did or what fell due, and what is said to it.
// Decisions change t.user and call t.say; finish writes both.
type turn struct {
	tx          Tx
	engine      *Engine
	now         time.Time
	user        User
	in          Inbound // zero in a turn that the clock started
	said        []Outgoing
	shown       int                       // cards of this turn, for their order
	more        bool                      // the command goes on with another lead: the next card waits
	decided     map[SuggestionID]Decision // choices of this turn whose suggestions are not added yet
	bases       map[SuggestionID]Basis    // what the times of this turn's suggestions rested on
	words       *vocabulary               // the wordings to choose from, nil until somebody asks
	courses     map[LeadID]*course        // the runs of leads that this turn has looked up, nil for none
	archivedNow []string                  // the leads that their runs have archived in this turn
	leads       map[LeadID]Lead           // those of today's list, when it was made in this turn: no such turn changes a lead
}

// takeTurn answers one inbound of a known user.
func (e *Engine) takeTurn(ctx context.Context, tx Tx, in Inbound, now time.Time) error {
	user, err := tx.User(ctx)
	if err != nil {
		return err
	}
	t := &turn{tx: tx, engine: e, now: now, user: user, in: in}
	t.seen()
	if in.Kind == Pressed {
		t.acknowledge()
	}
	if err := t.decide(ctx); err != nil && !t.explain(err) {
		return err
	}
	return t.finish(ctx)
}

// seen notes a sign of life; whoever writes has not blocked us.
func (t *turn) seen() {
	t.user.SeenAt = &t.now
	t.user.IgnoredLists = 0
	if t.user.BlockedAt != nil && t.in.Kind != Blocked {
		t.user.BlockedAt = nil
	}
}

func (t *turn) decide(ctx context.Context) error {
	switch t.in.Kind {
	case Said:
		return t.read(ctx)
	case Pressed:
		return t.press(ctx)
	case Forwarded:
		return t.hearForwarded(ctx)
	case SentContact:
		return t.takeContact(ctx)
	case SentFile:
		t.say("file_received", Args{"name": t.in.File.Name})
		return t.tx.FetchFile(ctx, t.in.ID, authorUnknown)
	case Blocked:
		t.user.BlockedAt = &t.now
		return nil
	case Unblocked:
		return nil
	default:
		t.say("unsupported", nil)
		return nil
	}
}

// explain tells the user about an error that is theirs; it returns false for any other.
func (t *turn) explain(err error) bool {
	switch CodeOf(err) {
	case Invalid, NotFound, Forbidden:
		key := "error." + string(CodeOf(err))
		if e, ok := err.(*Error); ok && e.Key != "" {
			key = e.Key
		}
		t.say(key, nil)
		return true
	}
	return false
}

// finish plans the next push and writes what was decided.
func (t *turn) finish(ctx context.Context) error {
	if err := t.planPush(ctx); err != nil {
		return err
	}
	if err := t.keepCourses(ctx); err != nil {
		return err
	}
	if err := t.tx.SaveUser(ctx, t.user); err != nil {
		return err
	}
	return t.tx.Say(ctx, t.said)
}

// planPush sets when the user is pushed next. A push that is due stays due: the tick takes it.
func (t *turn) planPush(ctx context.Context) error {
	if t.user.Silent() {
		t.user.NextPushAt = nil
		return nil
	}
	if next := t.user.NextPushAt; next != nil && !next.After(t.now) && t.in.Kind != "" {
		return nil
	}
	at := t.nextList()
	instant, err := t.tx.NextInstant(ctx, t.now)
	if err != nil {
		return err
	}
	if instant != nil && instant.Before(at) {
		at = *instant
	}
	if again := t.nextAgain(); again != nil && again.Before(at) {
		at = timing.NextQuarter(*again)
		if !at.After(t.now) { // another push took its time
			at = timing.NextQuarter(t.now.Add(time.Second))
		}
	}
	t.user.NextPushAt = &at
	return nil
}

// calendar is the user's.
func (t *turn) calendar() timing.Calendar { return calendarOf(t.user) }

// calendarOf returns the calendar of a user; a zone that this machine does not know counts as UTC.
func calendarOf(u User) timing.Calendar {
	region := timing.Region(u.Region)
	if region == "" {
		region = timing.Region(u.Country)
	}
	return timing.NewCalendar(timing.Zone(u.Timezone), region)
}

// clock reads a wall-clock setting of the user; the database holds its form.
func clock(setting string) timing.WallClock {
	w, _ := timing.ParseWallClock(setting)
	return w
}

// local shows an instant on the user's clock.
func (t *turn) local(at time.Time) time.Time { return at.In(t.calendar().Zone()) }

// today is the user's date.
func (t *turn) today() timing.Date { return t.calendar().Day(t.now) }

// midnight is the end of a day of the user.
func (t *turn) midnight(day timing.Date) time.Time {
	return t.calendar().At(day.AddDays(1), timing.WallClock{})
}

// say queues a message to the user.
func (t *turn) say(key string, args Args, buttons ...[]Button) {
	t.said = append(t.said, Outgoing{ID: newID(), Key: key, Args: args, Buttons: buttons, CreatedAt: t.now})
}

// change replaces the message with the pressed button, or says it anew when nothing was pressed.
func (t *turn) change(key string, args Args, buttons ...[]Button) {
	t.say(key, args, buttons...)
	t.said[len(t.said)-1].Edits = t.in.MessageRef
}

// acknowledge makes the pressed button stop spinning.
func (t *turn) acknowledge() { t.say("ack", Args{"tap": t.in.TapRef}) }

// about marks the message said last as one about a lead.
func (t *turn) about(lead LeadID) { t.said[len(t.said)-1].LeadID = &lead }

// dated is a date as the database keeps it.
func dated(d timing.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

package compliance

import (
	"errors"
	"fmt"
	"time"
)

// State is the state of consent of one lead towards one user, for one channel and purpose.
type State string

// The states. None is nothing recorded; Claimed is noted by the user without proof; Granted is the lead's own,
// provable act; Stale is a grant that was not used for long. After Withdrawn (this channel), Objected (all
// channels and purposes) and Suppressed (erased, only a hash is kept) nothing may be sent.
const (
	None             State = "none"
	InboundWindow    State = "inbound_window"
	Granted          State = "granted"
	Claimed          State = "claimed"
	ExistingCustomer State = "existing_customer"
	Stale            State = "stale"
	Withdrawn        State = "withdrawn"
	Objected         State = "objected"
	Suppressed       State = "suppressed"
	NumberInvalid    State = "number_invalid"
)

// Event is something that changes a state of consent. An import is none: it proves nothing.
type Event string

// The events. Wrote and Consented are the lead's own acts on that channel; for e-mail and phone Consented is
// the second confirmation. Noted is the user's word, Bought a recorded sale with the notice given. Closed and
// Aged come with time, see Age.
const (
	Wrote       Event = "wrote"
	Consented   Event = "consented"
	Noted       Event = "noted"
	Bought      Event = "bought"
	Closed      Event = "closed"
	Aged        Event = "aged"
	Withdrew    Event = "withdrew"
	ObjectedTo  Event = "objected"
	WrongNumber Event = "wrong_number"
	Erased      Event = "erased"
)

// The reasons for which an event cannot change a state.
var (
	// ErrOnlyTheLead means that only the lead's own consent leads out of the state.
	ErrOnlyTheLead = errors.New("only the lead's own consent can change this")
	// ErrUnknown means that there is no such state or event.
	ErrUnknown = errors.New("unknown consent state or event")
)

// transitions lists every event that a state can meet; an event that changes nothing leads to the same state.
// What is not listed needs the lead.
var transitions = map[State]map[Event]State{
	None: open(None, map[Event]State{Wrote: InboundWindow, Noted: Claimed, Bought: ExistingCustomer}),
	InboundWindow: open(InboundWindow, map[Event]State{Closed: None, Noted: Claimed,
		Bought: ExistingCustomer}),
	Claimed:          open(Claimed, map[Event]State{Bought: ExistingCustomer}),
	Granted:          open(Granted, map[Event]State{Aged: Stale}),
	ExistingCustomer: open(ExistingCustomer, nil),
	Stale:            open(Stale, map[Event]State{Wrote: Granted}),
	Withdrawn: {Wrote: Withdrawn, Consented: Granted, Closed: Withdrawn, Aged: Withdrawn, Withdrew: Withdrawn,
		ObjectedTo: Objected, WrongNumber: NumberInvalid, Erased: Suppressed},
	Objected: {Wrote: Objected, Consented: Granted, Closed: Objected, Aged: Objected, Withdrew: Objected,
		ObjectedTo: Objected, WrongNumber: Objected, Erased: Suppressed},
	NumberInvalid: {Wrote: NumberInvalid, Closed: NumberInvalid, Aged: NumberInvalid, Withdrew: NumberInvalid,
		ObjectedTo: Objected, WrongNumber: NumberInvalid, Erased: Suppressed},
	Suppressed: {Wrote: Suppressed, Closed: Suppressed, Aged: Suppressed, Withdrew: Suppressed,
		ObjectedTo: Suppressed, WrongNumber: Suppressed, Erased: Suppressed},
}

// open completes the row of a state in which the user may still act: an event that changes does not lists
// leaves the state as it is, and a stop always stops.
func open(s State, changes map[Event]State) map[Event]State {
	row := map[Event]State{Wrote: s, Noted: s, Bought: s, Closed: s, Aged: s, Consented: Granted,
		Withdrew: Withdrawn, ObjectedTo: Objected, WrongNumber: NumberInvalid, Erased: Suppressed}
	for event, to := range changes {
		row[event] = to
	}
	return row
}

// Next returns the state after an event. A stop is reached from everywhere; out of Withdrawn and Objected leads
// only the lead's own new consent on that channel, out of Suppressed and NumberInvalid not even that: somebody
// who comes back is a new lead with a new address record. Anything else fails with ErrOnlyTheLead.
func Next(s State, e Event) (State, error) {
	row, known := transitions[s]
	if _, listed := transitions[None][e]; !known || !listed {
		return s, ErrUnknown
	}
	next, possible := row[e]
	if !possible {
		return s, fmt.Errorf("%s after %s: %w", e, s, ErrOnlyTheLead)
	}
	return next, nil
}

const (
	whatsAppWindow = 24 * time.Hour
	otherWindow    = 30 * 24 * time.Hour
	grantMonths    = 12
)

// Age returns what time makes of a state that was last used, or entered, at since: an enquiry is open for 24
// hours on WhatsApp and 30 days elsewhere, a grant that is not used for 12 months is stale. now and since have
// to be in one location for the months to be counted there.
func Age(s State, c Channel, since, now time.Time) State {
	event, due := Closed, since.Add(otherWindow)
	switch {
	case s == Granted:
		event, due = Aged, since.AddDate(0, grantMonths, 0)
	case s == InboundWindow && c == WhatsApp:
		due = since.Add(whatsAppWindow)
	case s != InboundWindow:
		return s
	}
	if now.Before(due) {
		return s
	}
	return transitions[s][event]
}

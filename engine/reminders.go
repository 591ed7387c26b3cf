package engine

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/timing"
)

// ReminderID identifies a reminder.
type ReminderID = uuid.UUID

// ActionType says what a reminder is for.
type ActionType string

// The action types. A Task is anything else, and the only one that needs a note when there is no lead.
const (
	ActionFollowUp ActionType = "follow_up"
	ActionCall     ActionType = "call"
	ActionMessage  ActionType = "message"
	ActionMeeting  ActionType = "meeting"
	ActionTask     ActionType = "task"
)

// Reminder is something a user asked to be reminded of, about a lead or not. It is open until it is completed or
// dismissed.
type Reminder struct {
	ID           ReminderID
	UserID       UserID
	LeadID       *LeadID
	LeadName     string // empty without a lead
	ActionType   ActionType
	Note         string
	ScheduledFor time.Time
	Instant      bool // it comes then; otherwise with the first list after it
	Priority     Priority
	SnoozeCount  int
	Reason       string // why it was put off last
	PushedAt     *time.Time
	CompletedAt  *time.Time
	DismissedAt  *time.Time
}

// Open reports whether the reminder still awaits the user.
func (r Reminder) Open() bool { return r.CompletedAt == nil && r.DismissedAt == nil }

// Reminders keeps reminders.
type Reminders interface {
	// Reminder returns a reminder; code NotFound.
	Reminder(ctx context.Context, id ReminderID) (Reminder, error)
	// AddReminder adds a reminder or, where an open one of the same type for the same lead is there, plans that
	// anew; it returns the id.
	AddReminder(ctx context.Context, r Reminder) (ReminderID, error)
	// SaveReminder updates a reminder.
	SaveReminder(ctx context.Context, r Reminder) error
	// DueReminders returns the open reminders due by a time, the most urgent first, then the longest due.
	DueReminders(ctx context.Context, at time.Time) ([]Reminder, error)
	// CompleteReminders completes the reminders of a lead that were pushed, now that the user has acted.
	CompleteReminders(ctx context.Context, lead LeadID, at time.Time) error
}

// PushKind says what a push is: a list or something at a time of its own.
type PushKind string

// The kinds of pushes.
const (
	ListPush    PushKind = "list"
	InstantPush PushKind = "instant"
)

// Pushes keeps what was pushed to a user, and what is to be pushed at a time of its own.
type Pushes interface {
	// Push takes one push of a kind out of the day's budget and reports whether there was one left.
	Push(ctx context.Context, kind PushKind, day, at time.Time) (bool, error)
	// Acted notes that the user acted on what was pushed on a day.
	Acted(ctx context.Context, day, at time.Time) error
	// Acts counts the pushes since a day and those of them that the user acted on, and forgets older ones.
	Acts(ctx context.Context, since time.Time) (timing.Acts, error)
	// PushedSince counts the pushes since a day.
	PushedSince(ctx context.Context, day time.Time) (int, error)
	// Instants returns the instant pushes between two times: those that were, and those to come but for one
	// lead's or reminder's.
	Instants(ctx context.Context, from, to time.Time, except uuid.UUID) ([]time.Time, error)
	// NextInstant returns when the next instant push after the given time is due, nil when there is none.
	NextInstant(ctx context.Context, after time.Time) (*time.Time, error)
}

// Habits keeps what a user chose when putting something off.
type Habits interface {
	// Snoozes returns the user's counts.
	Snoozes(ctx context.Context) (timing.Snoozes, error)
	// SaveSnoozes saves the counts of one context.
	SaveSnoozes(ctx context.Context, s timing.Snoozes, context int) error
}

// Escalation is a question to the user's leader about one lead.
type Escalation struct {
	ID          uuid.UUID
	UserID      UserID
	LeaderID    UserID
	LeadID      LeadID
	UserName    string
	LeadName    string // the first name: the leader need not know more
	LeaderName  string
	Days        int // how long the lead was not reached
	CreatedAt   time.Time
	NotBefore   time.Time // the leader is left alone until then
	ToldAt      *time.Time
	ConfirmedAt *time.Time // the user knows that the leader has it
}

// Escalations keeps questions to leaders.
type Escalations interface {
	// AddEscalation adds a question of the user.
	AddEscalation(ctx context.Context, e Escalation) error
	// LastEscalation returns when the user asked about a lead last; code NotFound.
	LastEscalation(ctx context.Context, lead LeadID) (time.Time, error)
	// Withdraw removes the questions about a lead that the leader has not got yet.
	Withdraw(ctx context.Context, lead LeadID) error
	// Questions returns what others want to ask the user as their leader by now.
	Questions(ctx context.Context, at time.Time) ([]Escalation, error)
	// SaveQuestion keeps what became of a question: told on a day as one of at most three, or put off; false
	// when the day's are used up.
	SaveQuestion(ctx context.Context, e Escalation, day time.Time) (bool, error)
	// Confirm marks the user's questions that the leader has as confirmed and returns them.
	Confirm(ctx context.Context, at time.Time) ([]Escalation, error)
}

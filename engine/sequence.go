package engine

import "time"

// Sequence is a plan in steps: what is proposed to a lead, and on which day. A version of it never changes.
type Sequence struct {
	ID            string
	Name          string
	Description   string
	TargetOutcome string
	Source        string    // what it says, as package sequences reads it again: to be kept with a run
	Hash          string    // of the source: two with the same hash are one version
	LongestDays   int       // after which a run ends, 0 for never
	MostAttempts  int       // messages of a run, 0 for as many as there are steps
	Trigger       Condition // enrols a lead by itself; nil for by hand
	TriggerText   string
	Steps         []Step // in the order of days
}

// Step is what a sequence proposes on a day.
type Step struct {
	Day        int // counted from the start of the run, in days of the lead's calendar
	Name       string
	Action     SequenceAction
	Template   string
	Variants   []string // templates that compete in place of Template
	Fallback   string   // a template in place of Template when the conditions do not hold; without it the step is skipped
	Channel    Channel  // empty for the best one
	Conditions []Condition
	On         map[Response]SequenceAction // what follows from a lead's response
	Next       string                      // the sequence that takes over, of an EndSequence
}

// SequenceAction is what a step does, or what follows from a response.
type SequenceAction string

// The actions.
const (
	SendMessage   SequenceAction = "send_message"
	EndSequence   SequenceAction = "end_sequence"
	NextStep      SequenceAction = "next_step"
	Wait          SequenceAction = "wait"
	MoveToNurture SequenceAction = "move_to_nurture"
	ScheduleCall  SequenceAction = "schedule_call"
	ArchiveLead   SequenceAction = "archive_lead"
)

// Response is how a lead took a step.
type Response string

// The responses.
const (
	RespondedWell  Response = "positive"
	RespondedBadly Response = "negative"
	NotResponded   Response = "no_response"
)

// Condition is a compiled condition of a step or a trigger.
type Condition interface {
	// Holds reports whether the condition is true of what is known; an error is a fault of the condition.
	Holds(f Facts) (bool, error)
}

// Facts are what conditions may ask about.
type Facts struct {
	Lead             FactsOfLead
	NoResponseSince  time.Duration // since our last message that was not answered; 0 when nothing is unanswered
	NoResponseDays   int           // the same in whole days
	PreviousTemplate string        // of our last message
}

// FactsOfLead are what conditions may ask about a lead.
type FactsOfLead struct {
	Stage             Stage
	Sentiment         Sentiment
	WatchedVideo      bool
	HasObjections     bool
	IsCustomer        bool
	SatisfactionScore int  // 0 to 10; 0 when unknown
	ResponsePositive  bool // the lead's last answer was positive
	Unanswered        int  // messages in a row
}

package engine

import (
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// SuggestionID identifies a suggestion.
type SuggestionID = uuid.UUID

// Priority says how urgent a suggestion is; the values are the customer's.
type Priority = timing.Priority

// The priorities, most urgent first. Scheduled is due later than today.
const (
	Urgent    = timing.Urgent
	High      = timing.High
	Normal    = timing.Normal
	Low       = timing.Low
	Scheduled = timing.Scheduled
)

// Reason says why a follow-up is due; the values are the customer's.
type Reason = timing.Reason

// Outcome says how a suggestion ended.
type Outcome string

// The outcomes. Replaced: a better-founded suggestion took its place.
const (
	Done     Outcome = "done"
	Deferred Outcome = "later"
	NoMore   Outcome = "no_more"
	Replaced Outcome = "replaced"
)

// Suggestion is the one open proposal for a lead: when, why, on which channel, with which draft. Every open
// lead has exactly one; the database holds that.
type Suggestion struct {
	ID                 SuggestionID
	UserID             UserID
	LeadID             LeadID
	DueAt              time.Time
	Timed              bool       // the user named a time of day: it is pushed then and not with a list
	Chosen             bool       // the user set the day
	Priority           Priority   // as of when it was ranked: when it was planned or put on a list
	Score              int        // 0 to 100, orders one user's leads
	Confidence         float64    // of an answer within 24 hours to a message at BestAt, 0 to 1
	Evidence           float64    // how much of it rests on the lead's own behaviour, 0 to 1
	BestAt             *time.Time // when to write on the day it is due; nil before anybody thought about it
	Reason             Reason
	Channel            Channel
	TemplateID         string
	Variant            int
	Draft              string
	DraftBy            Author // who wrote it
	BlockedBy          string // the send gate's last verdict, empty when nothing speaks against it
	Laters             int    // how often it was put off
	LeadStage          Stage  // the lead as it was before the answer, for undo
	LeadConsent        string
	LeadQuestion       string
	LeadObjection      language.Objection
	LeadSentiment      Sentiment // empty of one answered in an earlier version
	LeadRestingUntil   *time.Time
	LeadClosedChannels string
	LeadAddressForm    language.Address
	LeadAddressSource  AddressSource
	LastTouchAt        time.Time // the lead's last touch, or its creation: longest silence comes first
	ListedOn           *time.Time
	Position           *int // in the list of ListedOn
	ShownAt            *time.Time
	PlannedAt          *time.Time // when DueAt was set, nil by an earlier version
	LongestDays        int        // how long after PlannedAt DueAt may lie at most; the database holds that
	CreatedAt          time.Time
	ClosedAt           *time.Time
	Outcome            *Outcome
}

// Open reports whether the suggestion still awaits the user.
func (s Suggestion) Open() bool { return s.ClosedAt == nil }

// Item is a suggestion together with what a card shows of its lead.
type Item struct {
	Suggestion
	LeadName     string
	OpenQuestion string
	Relation     Relation
	AddressForm  language.Address // see Lead
	Address      string           // where Channel reaches the lead, empty when nothing does
}

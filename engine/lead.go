package engine

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// LeadID identifies a lead.
type LeadID = uuid.UUID

// Stage is how far a lead has come.
type Stage = timing.Stage

// The stages, in the order in which a lead passes them; Nurture and Lost lie beside the way.
const (
	StageNew         = timing.StageNew
	StageContacted   = timing.StageContacted
	StageReplied     = timing.StageReplied
	StageInterested  = timing.StageInterested
	StageAppointment = timing.StageAppointment
	StageClosing     = timing.StageClosing
	StageCustomer    = timing.StageCustomer
	StagePartner     = timing.StagePartner
	StageNurture     = timing.StageNurture
	StageLost        = timing.StageLost
)

// Sentiment is how warm a lead is.
type Sentiment = timing.Temperature

// The sentiments.
const (
	Hot  = timing.Hot
	Warm = timing.Warm
	Cold = timing.Cold
)

// Relation is how the networker says to know a lead; it is asked once a lead and recorded as a claim.
type Relation string

// The relations. RelationUnknown asks; RelationStranger blocks.
const (
	RelationUnknown      Relation = ""
	RelationFriend       Relation = "friend"
	RelationAcquaintance Relation = "acquaintance"
	RelationCustomer     Relation = "customer"
	RelationEnquiry      Relation = "enquiry"
	RelationStranger     Relation = "stranger"
)

// Lead is a person a user wants to follow up with.
type Lead struct {
	ID             LeadID
	UserID         UserID
	Name           string
	NameKey        string // the name as it is compared: see NameKey
	Stage          Stage
	Sentiment      Sentiment
	Source         string
	Note           string
	OpenQuestion   string             // the lead's last question; open as long as Waiting
	Objection      language.Objection // what the lead has raised and nobody has answered yet
	Relation       Relation
	Consent        string           // a state of package compliance
	Country        string           // ISO 3166-1 alpha-2, of a phone number; empty: unknown
	AddressForm    language.Address // Familiar, Formal or, while nothing is known, Unaddressed: see Addressed
	AddressSource  AddressSource
	Salutation     string // "Frau" or "Herr" where somebody said so
	Unanswered     int    // outbound touches since the lead's last answer
	LastTouchAt    *time.Time
	LastOutAt      *time.Time
	LastInAt       *time.Time
	OptedOutAt     *time.Time
	RestingUntil   *time.Time // before it nothing is proposed: the lead wants that, or the user has to say what it wants
	ClosedChannels string     // on which the lead wants no messages, with commas: see Closed
	CreatedAt      time.Time
	UpdatedAt      time.Time
	History        []byte // what the reply model looks at, kept by the database and only read: see Touches
}

// Open reports whether the lead is to be followed up: exactly then it has one open suggestion.
func (l Lead) Open() bool { return l.Stage != StageLost && l.OptedOutAt == nil }

// waitingFor is how long a message without a question counts as waiting for an answer: after a week the
// talk is over and silence is what there is to break.
const waitingFor = 7 * 24 * time.Hour

// Waiting reports whether at now the lead waits for an answer: it wrote last, and either asked something or did
// so not long ago. Who wants to be left in peace for now does not wait.
func (l Lead) Waiting(now time.Time) bool {
	if l.LastInAt == nil || now.Before(l.restsUntil()) || (l.LastOutAt != nil && !l.LastInAt.After(*l.LastOutAt)) {
		return false
	}
	return l.OpenQuestion != "" || now.Sub(*l.LastInAt) < waitingFor
}

// restsUntil is RestingUntil as a plain value, zero for not at all.
func (l Lead) restsUntil() time.Time {
	if l.RestingUntil == nil {
		return time.Time{}
	}
	return *l.RestingUntil
}

// Closed reports whether the lead wants no messages on a channel.
func (l Lead) Closed(c Channel) bool {
	return slices.Contains(strings.Split(l.ClosedChannels, ","), string(c))
}

// Channel is a way to reach a person.
type Channel string

// The channels. Phone is an address that can be called; Call is what happens on it.
const (
	Telegram Channel = "telegram"
	WhatsApp Channel = "whatsapp"
	SMS      Channel = "sms"
	Phone    Channel = "phone"
	Call     Channel = "call"
	Email    Channel = "email"
	NoWay    Channel = "none"
)

// AddressID identifies an address.
type AddressID = uuid.UUID

// Address is one way to reach a user (LeadID nil) or a lead. Address is opaque: a Telegram chat id or name,
// an E.164 number, a business-scoped WhatsApp id, an e-mail address.
type Address struct {
	ID        AddressID
	UserID    UserID
	LeadID    *LeadID
	Channel   Channel
	Address   string
	CreatedAt time.Time
}

// Direction says who wrote a touch.
type Direction string

// The directions, as the user sees them.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// Touch is one message, call or meeting that took place.
type Touch struct {
	ID           uuid.UUID
	UserID       UserID
	LeadID       LeadID
	At           time.Time
	Direction    Direction
	Channel      Channel
	Text         string // empty unless the user keeps texts
	SourceKey    string // unique for the lead: a repeated import or tap is one touch
	SuggestionID *SuggestionID
	TemplateID   string
	Variant      int
	Intent       language.Intent // of the lead's: what it means, empty where nobody read it
}

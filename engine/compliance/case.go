package compliance

import "time"

// Purpose is what a message is for.
type Purpose string

// The purposes. Service is about an appointment or order that was agreed on, Personal offers nothing (a
// birthday), Rights answers a complaint or somebody who asks for their data or its deletion, Answer any other
// question of the lead. Asking for an appointment is an Offer.
const (
	Offer    Purpose = "offer"
	Personal Purpose = "personal"
	Answer   Purpose = "answer"
	Service  Purpose = "service"
	Rights   Purpose = "rights"
)

// Sending is who sends.
type Sending string

// The ways of sending: the user from their own phone, or the system.
const (
	Assisted Sending = "assisted"
	Direct   Sending = "direct"
)

// Mode is how careful a company wants to be where no consent is recorded.
type Mode string

// The modes. In Standard a person may write to a person they know; anything else is Strict.
const (
	Standard Mode = "standard"
	Strict   Mode = "strict"
)

// Channel is the way a message would take.
type Channel string

// The channels. Phone and Call are both a call that the user makes.
const (
	Telegram Channel = "telegram"
	WhatsApp Channel = "whatsapp"
	SMS      Channel = "sms"
	Email    Channel = "email"
	Phone    Channel = "phone"
	Call     Channel = "call"
	Name     Channel = "name" // no way to reach anybody: under its name a lead without address is suppressed
)

// Relation is what the user said about how they know the lead.
type Relation string

// The relations. Unsaid has to be asked; a Stranger is never contacted without consent.
const (
	Unsaid   Relation = ""
	Known    Relation = "known"
	Stranger Relation = "stranger"
)

// Case is one contact that is considered: this lead, this channel, this moment. The zero Case is not allowed.
type Case struct {
	Purpose  Purpose
	Sending  Sending
	Mode     Mode
	Country  string // the lead's, ISO 3166-1 alpha-2; an unknown one is treated like DE
	Channel  Channel
	Consent  State // for this channel and purpose
	Relation Relation

	ChannelAvailable bool // there is an address, and the channel takes messages for it now
	DirectOn         bool // the user has switched on direct sending
	Related          bool // an offer that belongs to what the lead enquired about
	LegalMoment      bool // no quiet hours, Sunday or holiday where the lead is

	OptedOut     bool // the lead wants no contact at all, whatever Consent says
	Lost         bool
	Unanswered   int // the user's touches since the lead's last answer
	LastOut      time.Time
	LastIn       time.Time
	RestingUntil time.Time // the lead said no, or was silent for long
	Now          time.Time
}

// Reason says why a contact is blocked, or what speaks against one that is allowed. It is a stable key for
// texts; the empty Reason means that nothing does.
type Reason string

// The reasons for which a contact is blocked, in the order in which they are looked for.
const (
	OptedOut          Reason = "opted_out"
	Lost              Reason = "lost"
	TooManyUnanswered Reason = "too_many_unanswered"
	ContactedRecently Reason = "contacted_recently"
	NoConsent         Reason = "no_consent"
	NoChannel         Reason = "no_channel"
	Resting           Reason = "resting"
	DirectOff         Reason = "direct_off"
	RelationUnknown   Reason = "relation_unknown"
	QuietHours        Reason = "quiet_hours"
)

// The reasons for which an allowed contact carries a warning.
const (
	ConsentMissing   Reason = "consent_missing"
	ConsentUnproven  Reason = "consent_unproven"
	ConsentForgotten Reason = "consent_forgotten"
)

// Verdict is what the gate says. Unless Allowed, Reason says what blocks; Ask means that the user's answer to
// how they know the lead may lift that. With Warn the contact is allowed at the user's own responsibility and
// Reason says why.
type Verdict struct {
	Allowed bool
	Ask     bool
	Warn    bool
	Reason  Reason
}

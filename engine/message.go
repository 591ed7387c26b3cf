package engine

import (
	"time"

	"github.com/google/uuid"
)

// InboundID identifies an inbound.
type InboundID = uuid.UUID

// Kind says what an Inbound is.
type Kind string

// The kinds of inbound.
const (
	Said        Kind = "said"        // a text
	Pressed     Kind = "pressed"     // a button
	Forwarded   Kind = "forwarded"   // a text that somebody else wrote
	SentContact Kind = "contact"     // a shared contact
	SentFile    Kind = "file"        // a document, to be fetched
	Blocked     Kind = "blocked"     // the person blocked the bot
	Unblocked   Kind = "unblocked"   // and took it back
	Unsupported Kind = "unsupported" // a sticker, a voice note: nothing we can read yet
)

// Inbound is one thing a person said or pressed. Channel and ExternalID together name it: the same one
// arriving again changes nothing.
type Inbound struct {
	ID         InboundID
	Channel    Channel
	ExternalID string
	UserID     *UserID // the sender, nil while unknown; found by Receive
	Inviter    *UserID // who invited the sender, nil without a valid invite; found by Receive
	Sender     string  // the sender's address on Channel
	SenderName string  // as the channel shows it
	Kind       Kind
	Text       string // Said, Forwarded: what was said
	ReplyTo    string // Said: the channel's id of the message that it answers, empty for none
	Origin     Origin // Forwarded: who said it
	Action     string // Pressed: what the button carries
	MessageRef string // Pressed: the channel's id of the message with the button
	TapRef     string // Pressed: what the channel wants acknowledged
	Card       string // SentContact: the contact as a vCard
	File       File   // SentFile
}

// Origin is who wrote a forwarded message, as far as the channel tells. Handle and ID are addresses on the channel.
type Origin struct {
	Name   string
	Handle string // the user name, in lower case
	ID     string
	At     time.Time
}

// File is a file that a person sent; the channel fetches its content by Ref.
type File struct {
	Ref  string
	Name string
	Size int64 // bytes
}

// OutgoingID identifies an outgoing message.
type OutgoingID = uuid.UUID

// Args are the arguments of a text: plain values that survive JSON.
type Args map[string]any

// Outgoing is one message to a person, as a text key with arguments. It becomes words in its channel.
type Outgoing struct {
	ID         OutgoingID
	UserID     UserID
	AddressID  AddressID
	LeadID     *LeadID // whom it is about: cancelled and erased with the lead
	ToLead     bool    // it goes to the lead and never twice; otherwise it goes to the user
	Key        string
	Args       Args
	Buttons    [][]Button
	Edits      string // the channel's id of the message it replaces in place
	State      string
	Attempts   int
	ExternalID string
	CreatedAt  time.Time
	NotBefore  *time.Time // the channel asked to wait until then
	ClaimedAt  *time.Time
	SentAt     *time.Time
}

// Button is one choice under a message. Exactly one of Action and Link is set.
type Button struct {
	Key    string `json:"key"` // of its label
	Args   Args   `json:"args,omitempty"`
	Action string `json:"action,omitempty"` // comes back as Inbound.Action, at most 64 bytes
	Link   *Link  `json:"link,omitempty"`
}

// Link opens a chat with a lead, the draft filled in; the user sends it from their own phone.
type Link struct {
	Channel    Channel      `json:"channel"`
	Address    string       `json:"address"`
	Text       string       `json:"text"`
	Suggestion SuggestionID `json:"suggestion"`
}

// Delivery is an Outgoing together with where it goes.
type Delivery struct {
	Outgoing
	Channel  Channel
	Address  string
	Language string
}

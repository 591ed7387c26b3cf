package engine

import (
	"context"
	"time"
)

// Tx is a transaction with the rights of one user. Every method sees and changes that user's rows only.
type Tx interface {
	Users
	People
	Plans
	Company
	Queue
	Stops
}

// People keeps leads and what took place with them.
type People interface {
	Leads
	Merge
	Touches
}

// Plans keeps what is to be done.
type Plans interface {
	Suggestions
	Lists
	Decisions
	Outcomes
	Follows
	// Agenda returns what DueBy does, and the leads of all these suggestions.
	Agenda(ctx context.Context, before time.Time) ([]Suggestion, []Lead, error)
}

// Follows keeps which leads follow a sequence.
type Follows interface {
	Runs
	Particulars
	Versions
	StepTallies
}

// Company keeps what goes on between the assistant and its user.
type Company interface {
	Reminders
	Pushes
	Habits
	Escalations
	Drafts
	OwnTemplates
}

// Users keeps the user of the transaction.
type Users interface {
	// User returns the user and locks the row until the transaction ends: one decision a user at a time.
	User(ctx context.Context) (User, error)
	// Due returns the user like User if a push is due, and code NotFound if it is not or another
	// transaction is deciding for the user right now.
	Due(ctx context.Context, at time.Time) (User, error)
	// AddUser adds the user of the transaction.
	AddUser(ctx context.Context, u User) error
	// SaveUser updates the user of the transaction.
	SaveUser(ctx context.Context, u User) error
	// AddInvite adds an invite of the user.
	AddInvite(ctx context.Context, i Invite) error
	// SwitchTeamDrafts lets models write for the user's team, or not.
	SwitchTeamDrafts(ctx context.Context, off bool) error
}

// Leads keeps leads.
type Leads interface {
	// Lead returns a lead; code NotFound when the user has none with this id.
	Lead(ctx context.Context, id LeadID) (Lead, error)
	// LeadsByID returns the leads with these ids.
	LeadsByID(ctx context.Context, ids []LeadID) ([]Lead, error)
	// LeadNames returns id and name of every lead.
	LeadNames(ctx context.Context) ([]LeadName, error)
	// AddLeads adds leads; each open one needs its suggestion before the transaction ends.
	AddLeads(ctx context.Context, leads []Lead) error
	// SaveLead updates a lead.
	SaveLead(ctx context.Context, l Lead) error
	// Recount sets unanswered (days in the zone with an unanswered touch), the times of the last touches and,
	// of leads who have just begun to talk, the stage, all from the touches.
	Recount(ctx context.Context, ids []LeadID, zone string, at time.Time) error
}

// LeadName is what is needed to know which lead is meant.
type LeadName struct {
	ID   LeadID
	Name string
	Open bool
}

// Merge finds and keeps what makes two leads one person.
type Merge interface {
	// AddressesOf returns how leads can be reached.
	AddressesOf(ctx context.Context, leads []LeadID) ([]Address, error)
	// Owners returns the leads' addresses among the given ones.
	Owners(ctx context.Context, addresses []Address) ([]Address, error)
	// Namesakes returns the leads with one of the name keys.
	Namesakes(ctx context.Context, keys []string) ([]Namesake, error)
	// AddAddresses adds addresses; those that a lead of the user has already are left as they are.
	AddAddresses(ctx context.Context, addresses []Address) error
}

// Namesake is a lead with a name that was looked for. Reachable: it has an address of its own; OptedOut: it must
// not be contacted.
type Namesake struct {
	ID        LeadID
	NameKey   string
	Reachable bool
	OptedOut  bool
}

// Touches keeps what took place.
type Touches interface {
	// AddTouches adds those that are not yet known by their SourceKey and returns them.
	AddTouches(ctx context.Context, touches []Touch) (added []Touch, err error)
	// TouchesOf returns what was recorded for a suggestion, the newest last.
	TouchesOf(ctx context.Context, id SuggestionID) ([]Touch, error)
	// Reread saves Intent and SuggestionID of a touch.
	Reread(ctx context.Context, touch Touch) error
	// RemoveTouches removes what the user reported for a suggestion, and forgets what imported touches of it meant.
	RemoveTouches(ctx context.Context, id SuggestionID) error
	// Histories returns what a fit sees of the leads, of those whose id, read as a number in its last 32 bits, lies
	// below share.
	Histories(ctx context.Context, share int64) ([]LeadHistory, error)
}

// Suggestions keeps suggestions.
type Suggestions interface {
	// Item returns a suggestion, open or closed, and what a card shows; code NotFound.
	Item(ctx context.Context, id SuggestionID) (Item, error)
	// LastClosed returns the suggestion that the user answered last; code NotFound.
	LastClosed(ctx context.Context) (Item, error)
	// OpenItem returns the open suggestion of a lead; code NotFound when the lead is closed.
	OpenItem(ctx context.Context, lead LeadID) (Item, error)
	// AddSuggestions adds suggestions.
	AddSuggestions(ctx context.Context, s []Suggestion) error
	// SaveSuggestions updates suggestions.
	SaveSuggestions(ctx context.Context, s []Suggestion) error
	// RemoveSuggestion removes a suggestion that an undo makes void.
	RemoveSuggestion(ctx context.Context, id SuggestionID) error
}

// Lists finds the suggestions that make a day.
type Lists interface {
	// DueBy returns the open suggestions due before the given time in the order of the list: priority,
	// score, longest silence.
	DueBy(ctx context.Context, before time.Time) ([]Suggestion, error)
	// Listed returns the open suggestions of a day's list in its order.
	Listed(ctx context.Context, day time.Time) ([]Item, error)
	// Current returns the open suggestion whose card was shown last; code NotFound.
	Current(ctx context.Context) (Item, error)
	// CardAt returns the open suggestion of the lead that a message to the user was about, by the channel's id of the
	// message; code NotFound.
	CardAt(ctx context.Context, message string) (Item, error)
	// Load counts the open suggestions due from the given time on, by local date in the zone.
	Load(ctx context.Context, from time.Time, zone string) (map[string]int, error)
	// Unwatched returns the open suggestions that were planned after the given time, by a clock that was ahead,
	// or before there was a watchdog.
	Unwatched(ctx context.Context, after time.Time) ([]Suggestion, error)
}

// Queue takes what is to be said or fetched.
type Queue interface {
	// Say queues messages to the user's own address on the channel the user was last seen on, in order.
	Say(ctx context.Context, messages []Outgoing) error
	// Hush withdraws everything that is queued for the user.
	Hush(ctx context.Context) error
	// FetchFile asks for the content of an inbound file. author is who the user is in a chat, -1 if unknown.
	FetchFile(ctx context.Context, id InboundID, author int) error
	// File returns what is known of an inbound file; code NotFound when it was taken over already.
	File(ctx context.Context, id InboundID) (File, error)
	// FileDone marks an inbound file as taken over.
	FileDone(ctx context.Context, id InboundID, at time.Time) error
	// Cancel withdraws what is queued about a lead and ends its runs and reminders.
	Cancel(ctx context.Context, lead LeadID, at time.Time) error
}

// Stops keeps consents and suppressions.
type Stops interface {
	// AddConsent adds a record of proof.
	AddConsent(ctx context.Context, c Consent) error
	// Suppress adds hashes; those that are there already stay.
	Suppress(ctx context.Context, hashes []Suppression) error
	// Unsuppress removes hashes: only an undo does.
	Unsuppress(ctx context.Context, hashes []Suppression) error
	// Suppressed returns those of the hashes that are suppressed.
	Suppressed(ctx context.Context, hashes [][]byte) ([][]byte, error)
}

// Consent is proof of a permission or its end. Records are added, never changed.
type Consent struct {
	LeadID  LeadID
	Channel Channel
	Purpose string
	State   string
	Method  string
	At      time.Time
}

// Suppression is a keyed hash of an address that must never be contacted.
type Suppression struct {
	Hash       []byte
	KeyVersion int
	CreatedAt  time.Time
}

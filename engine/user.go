package engine

import (
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/drafting"
)

// UserID identifies a user; it equals the subject of the user's JWT.
type UserID = uuid.UUID

// Role says what a user may see of others.
type Role string

// The roles.
const (
	Networker Role = "networker"
	Leader    Role = "leader"
	Admin     Role = "admin"
)

// User is a networker, leader or admin. ListAt, ActiveFrom and ActiveTo are wall-clock times "HH:MM" in
// Timezone; all other times are instants.
type User struct {
	ID           UserID
	Role         Role
	LeaderID     *UserID
	Name         string
	Country      string // ISO 3166-1 alpha-2
	Region       string // ISO 3166-2, or the country while it is unknown
	Timezone     string // IANA
	Language     string
	CompanyID    string
	ListAt       string
	ListLimit    int
	ActiveFrom   string
	ActiveTo     string
	KeepText     bool       // texts of imported messages are kept
	Asked        Question   // what the assistant asked last while getting to know the user
	NextPushAt   *time.Time // nil exactly while stopped or blocked
	LastListOn   *time.Time // local date of the last list
	IgnoredLists int        // lists in a row without any sign of life
	ListsADay    int        // how many lists a day the user gets: see timing.ListsADay
	ListsPushed  int        // how many came on LastListOn
	AdaptedOn    *time.Time // local date on which ListsADay was adapted last
	SeenAt       *time.Time
	StoppedAt    *time.Time // the user's own STOP
	BlockedAt    *time.Time // the user blocked the bot
	DraftsOff    bool       // no model writes for the user
	Style        drafting.Style
	CreatedAt    time.Time
}

// Silent reports whether nothing may be pushed to the user.
func (u User) Silent() bool { return u.StoppedAt != nil || u.BlockedAt != nil }

// Question is what the assistant asked while getting to know a user.
type Question string

// The questions of the first minute, in their order; AskedNothing when it is over.
const (
	AskedNothing Question = ""
	AskedCountry Question = "country"
	AskedRegion  Question = "region"
	AskedCompany Question = "company"
	AskedListAt  Question = "list_at"
)

// Invite lets somebody join a leader's team. Only a hash of its code is kept.
type Invite struct {
	Hash      []byte
	UserID    UserID // the leader
	CreatedAt time.Time
	ExpiresAt time.Time
}

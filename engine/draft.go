package engine

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/timing"
)

// DraftID identifies an order to write a draft.
type DraftID = uuid.UUID

// Draft is an order to a language model to write a draft, and what became of it. It is carried out once: one that was
// under way when the program was killed is Lost, for it may have been paid for.
type Draft struct {
	ID           DraftID
	UserID       UserID
	LeadID       LeadID
	SuggestionID *SuggestionID // whose card waits for it, nil for one that is written ahead
	State        DraftState
	Wish         Wish
	Instruction  string // what the user wants said; gone when the order is over
	Basis        string // a hash of what it is written from: see basisOf; of a wish, the textHash that it was made of
	Reason       Reason // the words it starts from
	Channel      Channel
	TemplateID   string
	Variant      int
	Draft        string // what was written
	Provider     string
	Model        string
	Failure      string // a code: why there is no text
	Tokens       int    // what it cost; while it is written, what it may cost at most
	Tries        int
	Chat         string // where the user waits for it: an address on the channel of the card
	MessageRef   string // the message that it replaces
	CreatedAt    time.Time
	ClaimedAt    *time.Time
	EndedAt      *time.Time
}

// DraftState is how far an order has come.
type DraftState string

// The states of an order. Void: nobody needs it any more.
const (
	DraftWanted  DraftState = "wanted"
	DraftWriting DraftState = "writing"
	DraftWritten DraftState = "written"
	DraftFailed  DraftState = "failed"
	DraftVoid    DraftState = "void"
	DraftLost    DraftState = "lost"
)

// Wish is how the user wants a draft to be.
type Wish string

// The wishes. NoWish is for a draft that is written ahead.
const (
	NoWish  Wish = ""
	Shorter Wish = "shorter"
	Warmer  Wish = "warmer"
	Direct  Wish = "direct"
	Another Wish = "other"
	Told    Wish = "told" // the user says what it should say
)

// Author says who wrote a suggestion's draft.
type Author string

// The authors. A template's wording has none.
const (
	ByTemplate Author = ""
	ByAI       Author = "ai"
	ByUser     Author = "user"
)

// Drafts keeps orders to write drafts.
type Drafts interface {
	// AddDrafts adds orders and the jobs that carry them out. One that is written ahead and from the same facts is not
	// added again.
	AddDrafts(ctx context.Context, drafts []Draft) error
	// Draft returns an order; code NotFound.
	Draft(ctx context.Context, id DraftID) (Draft, error)
	// SaveDraft updates an order.
	SaveDraft(ctx context.Context, d Draft) error
	// WrittenFor returns what was written ahead for leads.
	WrittenFor(ctx context.Context, leads []LeadID) ([]Draft, error)
	// Allowance says how many tokens were spent, or may have been, since a moment, and whether the user's leader has
	// switched models off for the team.
	Allowance(ctx context.Context, since time.Time) (Allowance, error)
	// LastTexts returns the last touches with a lead whose text is kept, the newest last.
	LastTexts(ctx context.Context, lead LeadID, limit int) ([]Touch, error)
}

// Allowance is what speaks against asking a model for a user.
type Allowance struct {
	Spent    int // tokens, or what may have been: an order under way counts with all that it may cost
	Reserved int // of them, for orders under way
	TeamOff  bool
}

// DraftFinder finds whose drafts are to be written.
type DraftFinder interface {
	// OwnerOfDraft returns whose order it is; code NotFound.
	OwnerOfDraft(ctx context.Context, id DraftID) (UserID, error)
	// Drafting returns some users, in the order of their ids from beyond after, whose next push is due within a span and
	// for whom a model may write.
	Drafting(ctx context.Context, within timing.Span, after UserID) ([]UserID, error)
}

// end closes an order.
func (d Draft) end(state DraftState, failure string, at time.Time) Draft {
	d.State, d.Failure, d.EndedAt, d.Instruction = state, failure, &at, ""
	return d
}

// basisOf is a hash of what a draft for a suggestion is written from: when it changes, the draft is written anew.
func basisOf(lead Lead, s Suggestion, waiting bool) string {
	last := int64(0)
	if lead.LastTouchAt != nil {
		last = lead.LastTouchAt.UnixMicro()
	}
	return hashOf(fmt.Sprint(lead.Stage, lead.Sentiment, last, waiting, lead.OpenQuestion, lead.Objection, s.Reason,
		s.Channel, s.TemplateID, s.Variant))
}

// textHash names the exact text under which a button stands.
func textHash(text string) string { return hashOf(text)[:8] }

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

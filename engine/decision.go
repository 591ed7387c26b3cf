package engine

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// Decision is one choice of a wording and a channel for a suggestion, with all that it rested on: Choose makes the
// same of it again. What became of it is filled in later.
type Decision struct {
	ID             uuid.UUID
	LeadID         LeadID
	SuggestionID   SuggestionID
	At             time.Time
	Nth            int // 0 is our choice; from 1 on the user had asked for another text
	TemplateID     string
	Variant        int
	Channel        Channel
	ChannelReason  timing.ChannelReason
	ChannelChance  float64 // of an answer within 72 hours
	Propensity     float64 // of the wording: how likely the choice was
	DueAt          time.Time
	Confidence     float64
	Seed           int64 // the bits of an unsigned one
	Kappa          float64
	Candidates     []Candidate
	ModelVersion   int     // of the reply model that chose the time
	History        []byte  // the lead's, as that model saw it
	Explored       bool    // the time was left to chance
	TimePropensity float64 // how likely the time was to be chosen
	Basis          *Basis  // what else the time rested on; nil where no model had a part in it
	SequenceID     string  // of the step that the suggestion proposes, empty for none
	Step           int
	SentAt         *time.Time
	Reward         *float64
	RepliedAt      *time.Time
	OptedOutAt     *time.Time
}

// Candidate is a wording that was in question, with what was known of it.
type Candidate struct {
	TemplateID string       `json:"template_id"`
	Variant    int          `json:"variant"`
	Mine       timing.Tally `json:"mine"`
	Team       timing.Tally `json:"team"`
	Seen       float64      `json:"seen"` // days since the lead got it, negative when it never did
}

// Choose chooses among the candidates and says how likely that was; none is -1. The same decision chooses the
// same again.
func (d Decision) Choose() (chosen int, propensity float64) {
	return timing.ChooseVariant(variants(d.Candidates), d.Kappa, uint64(d.Seed))
}

func variants(candidates []Candidate) []timing.Variant {
	all := make([]timing.Variant, len(candidates))
	for i, c := range candidates {
		all[i] = timing.Variant{Mine: c.Mine, Team: c.Team, Seen: c.Seen}
	}
	return all
}

// take makes the i-th candidate the wording of the suggestion.
func (d *Decision) take(i int) {
	d.TemplateID, d.Variant = d.Candidates[i].TemplateID, d.Candidates[i].Variant
}

// Decisions keeps why suggestions are as they are.
type Decisions interface {
	// AddDecisions adds decisions.
	AddDecisions(ctx context.Context, d []Decision) error
	// DecisionsOf returns those of suggestions, each suggestion's in their order.
	DecisionsOf(ctx context.Context, ids ...SuggestionID) ([]Decision, error)
	// RecentTouches returns the last touches of leads, at most limit of each, the newest last.
	RecentTouches(ctx context.Context, leads []LeadID, limit int) ([]Touch, error)
}

// Outcomes keeps what became of decisions, and in the same statement what that adds to the user's tallies. A
// suggestion without a decision changes nothing.
type Outcomes interface {
	// Tallies returns what the user knows of wordings and channels.
	Tallies(ctx context.Context) (Tallies, error)
	// Sent notes that the message of a suggestion was sent.
	Sent(ctx context.Context, id SuggestionID, at time.Time) error
	// Answered looks among the touches of leads for answers that came in time to messages sent before, and notes
	// them. An answer counts for the last message before it, the first one to come for each message.
	Answered(ctx context.Context, leads []LeadID, worth map[language.Intent]float64, at time.Time) error
	// OptedOut notes that the lead wants no more, if a message was sent not long before.
	OptedOut(ctx context.Context, lead LeadID, at time.Time) error
	// TakeBack undoes what was noted of a lead for the given time.
	TakeBack(ctx context.Context, lead LeadID, noted, at time.Time) error
}

// Tallies are what the user knows: of each wording themselves and through the team, of each channel. All hold as
// of their UpdatedAt.
type Tallies struct {
	Wordings []WordingTally
	Channels []ChannelTally
}

// WordingTally counts what became of one wording, with one user or (Team) a whole team, whose Kappa stands beside.
type WordingTally struct {
	Team       bool
	TemplateID string
	Variant    int
	Sent       float64
	Reward     float64
	Squares    float64
	OptOuts    float64
	Kappa      float64
	UpdatedAt  time.Time
}

// asOf is the tally faded to a moment.
func (w WordingTally) asOf(at time.Time) timing.Tally {
	return timing.Tally{Sent: w.Sent, Reward: w.Reward, Squares: w.Squares, OptOuts: w.OptOuts}.Faded(at.Sub(w.UpdatedAt))
}

// ChannelTally counts the user's messages on a channel and how many were answered.
type ChannelTally struct {
	Channel   Channel
	Sent      float64
	Answered  float64
	UpdatedAt time.Time
}

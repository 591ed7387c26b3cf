package engine

import (
	"context"
	"errors"

	"github.com/salesflow/salesflow/engine/drafting"
	"github.com/salesflow/salesflow/engine/language"
)

// Writer writes drafts with language models. It learns nothing but the Brief, and is not trusted with what comes back.
type Writer interface {
	// Write writes a draft with the placeholders of package drafting in place of names. grown, where there is one, is told
	// what there is so far, and nothing when it begins anew. What it cost is told beside an error, too: ErrNotAsked,
	// ErrBadAnswer or that of ctx.
	Write(ctx context.Context, b Brief, grown func(text string)) (Written, error)
	// Providers says who may be asked, for the privacy notice.
	Providers() []Provider
}

// ErrNotAsked means that no model was asked: none is set up, or none can be reached.
var ErrNotAsked = errors.New("no model was asked")

// ErrBadAnswer means that a model answered, but not as it was asked to.
var ErrBadAnswer = errors.New("the model did not answer as it was asked to")

// RuleFault begins the code of a fault that is a broken rule; what follows is the wording to use instead.
const RuleFault = "rule:"

// Provider is who runs models that may be asked.
type Provider struct {
	Name   string `json:"name"`
	Region string `json:"region"`
	Local  bool   `json:"local"` // on this machine or in the operator's own network
}

// Written is what a model wrote.
type Written struct {
	Text            string
	Provider, Model string
	Tokens          int
}

// Brief is everything that a model learns for one draft: what stands between the user and one lead, without anything
// that tells who they are.
type Brief struct {
	Wish        Wish
	Instruction string // the user's own words
	Given       string // the text to write anew
	Reason      Reason
	Stage       Stage
	Sentiment   Sentiment
	Channel     Channel
	Relation    Relation
	Address     language.Address
	Swiss       bool // ss is written in place of the sharp s
	SilentDays  int
	Unanswered  int
	Waiting     bool
	Question    string // the lead's open one
	Objection   language.Objection
	Goal        string // of the sequence's step
	Last        []Line // the last messages, the newest last
	Style       drafting.Style
	Rules       []string // what the company of the user forbids beside what all do, a sentence each
	Longest     int      // characters
	Before      string   // the first attempt, in the second
	Faults      []string // and what was wrong with it, as codes
}

// Line is one message of a conversation.
type Line struct {
	Mine bool // the user wrote it
	Text string
}

// Growth shows users how a draft grows. It is told often and may leave out what it likes.
type Growth interface {
	// Grow shows the text so far in a chat; draft is the same for the same text.
	Grow(ctx context.Context, chat string, draft DraftID, text string)
}

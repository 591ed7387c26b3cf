// Package ai asks language models that speak OpenAI's protocol. A [Router] knows several providers and a model of
// each for every task; it asks them in order until one answers.
//
// What comes back is an answer or an error, never half of one: a stream that ends without a reason to have finished
// is an error, and so are an answer without choices, a page of HTML and a call of a tool (none is ever offered).
// Errors name the provider and what went wrong. They hold nothing of prompt, answer, key or address, and nothing of
// what a server said.
//
// The package imports nothing of ours. It judges no answer: whether the text fits its schema and may be shown is for
// the caller to say, and so is how much a user may spend.
package ai

import (
	"encoding/json"
	"errors"
	"time"
)

// Task is what a model is asked for. Each may have a model, and an order of providers, of its own.
type Task string

// The tasks.
const (
	Draft    Task = "draft"    // write a message
	Classify Task = "classify" // say what a message means
	Judge    Task = "judge"    // say whether a message is as it should be
)

// Tasks returns all tasks.
func Tasks() []Task { return []Task{Draft, Classify, Judge} }

// Call is one question.
type Call struct {
	Task        Task
	System      string   // what to do
	Messages    []string // what to do it with: data, each a turn of the user
	Schema      *Schema  // of the answer; nil asks for plain text
	MaxTokens   int      // of the answer; 0 sets no limit
	Temperature float32  // 0 is as little chance as possible; models that reason do not take one
}

// Schema is the form of an answer in JSON. For strict servers all properties are required (what may be missing is
// nullable) and others are forbidden. Servers that know no schemas are told it in words.
type Schema struct {
	Name string // letters, digits, _ and -
	JSON json.RawMessage
}

// Reply is a whole answer. The tokens are those of the whole call, failed attempts that a provider will bill
// included; where a server does not count them they are estimated at three characters a token. They are told beside
// an error, too.
type Reply struct {
	Text                string
	Provider, Model     string
	TokensIn, TokensOut int
}

// What Complete fails with, beside the error of its context.
var (
	ErrOff     = errors.New("no AI provider is configured for this task")
	ErrBusy    = errors.New("no AI provider has time now") // later may do: see Failure.After
	ErrDown    = errors.New("no AI provider answers")
	ErrTooLong = errors.New("prompt or answer are too long for the AI")
	ErrRefused = errors.New("the AI refuses to answer")
)

// Failure tells which of the errors above it is, and which providers failed how.
type Failure struct {
	Err   error         // ErrBusy, ErrDown, ErrTooLong or ErrRefused
	After time.Duration // when a provider may be asked again, as far as is known; 0 where it is not
	why   string
}

// Error returns what went wrong, free of personal data and secrets.
func (f *Failure) Error() string { return f.Err.Error() + ": " + f.why }

// Unwrap returns the error of which this is one.
func (f *Failure) Unwrap() error { return f.Err }

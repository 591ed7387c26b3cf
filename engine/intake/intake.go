package intake

import (
	"encoding/json"
	"io"
	"time"
)

// Format names a kind of file that Read understands.
type Format string

// The formats, as they stand in the JSON of a Result.
const (
	FormatWhatsApp Format = "whatsapp"
	FormatVCard    Format = "vcard"
	FormatCSV      Format = "csv"
)

// Direction says who wrote a Touch, from the user's point of view.
type Direction string

// The two directions of a Touch.
const (
	In  Direction = "in"
	Out Direction = "out"
)

// Options are the facts about the user that no file contains.
type Options struct {
	// Me is the name under which the user writes in a chat; empty means that
	// Read guesses it and says so in Result.MeGuessed.
	Me string
	// Zone is where the wall-clock times of a chat were written; nil means UTC.
	Zone *time.Location
	// Country (ISO 3166-1 alpha-2) is where local phone numbers are dialled;
	// empty means DE.
	Country string
}

// Result is what Read understood. Its JSON form is a public contract; the
// lists are never null.
type Result struct {
	Format  Format  `json:"format"`
	Leads   []Lead  `json:"leads"`
	Touches []Touch `json:"touches"`
	Skipped []Skip  `json:"skipped"`
	// MeGuessed is true for a chat that was read without Options.Me.
	MeGuessed bool `json:"me_guessed,omitempty"`
	// Me is the author taken as the user; empty when the user wrote nothing.
	Me string `json:"-"`
	// Authors are all who wrote in the chat, in order of appearance, so that
	// the user can be asked which of them they are.
	Authors []string `json:"-"`
}

// Lead is a person found in a file: addresses in normal form, without
// duplicates.
type Lead struct {
	Name string `json:"name"`
	// Phones are in E.164.
	Phones []string `json:"phones"`
	// Emails are lower-case.
	Emails []string `json:"emails"`
	// Telegram is a user name without the @.
	Telegram string `json:"telegram,omitempty"`
	// Note is free text that came with the person.
	Note string `json:"-"`
	// OpenQuestion is the text of the lead's last message that asks something
	// and that the user has not written after.
	OpenQuestion string `json:"-"`
}

// Touch is one message of a chat. Text is empty for media, deleted messages and
// calls.
type Touch struct {
	// At is the wall-clock time of the file in Options.Zone.
	At        time.Time `json:"at"`
	From      string    `json:"from"`
	Direction Direction `json:"direction"`
	Text      string    `json:"text"`
	// Span is where the message stands in the file.
	Span Span `json:"-"`
}

// Skip is a place in the file that gave no lead or touch, or not all of one.
type Skip struct {
	// Line is the physical line, counted from 1.
	Line   int    `json:"line"`
	Reason Reason `json:"reason"`
	// Lines is how many physical lines belong to it.
	Lines int `json:"-"`
}

// Span is a run of physical lines; From counts from 1.
type Span struct{ From, Lines int }

// Read recognises the format of a file (vCard, CSV, WhatsApp chat as text or
// zip) by content and name and returns what it understood. Part of a broken
// file is read and the rest listed in Skipped. The error is one of the Err
// values of this package or the reader's own; with ErrNothingFound the Result
// still tells what was skipped.
func Read(name string, content io.ReaderAt, size int64, opts Options) (Result, error) {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	f, err := open(name, content, size)
	if err != nil {
		return newResult(""), err
	}
	r, err := f.read(opts)
	if err == nil && len(r.Leads) == 0 && len(r.Touches) == 0 {
		err = ErrNothingFound
	}
	return r, err
}

func (f file) read(opts Options) (Result, error) {
	switch f.format {
	case FormatWhatsApp:
		return readChat(f, opts)
	case FormatVCard:
		return readCards(f.text, opts.Country), nil
	default:
		return readTable(f.text, opts.Country)
	}
}

func newResult(f Format) Result {
	return Result{Format: f, Leads: []Lead{}, Touches: []Touch{}, Skipped: []Skip{}}
}

// WriteJSON writes the result as one line of JSON in its public form.
func (r Result) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(r)
}

package language

import (
	"strings"
	"time"
)

// Verb is what a user wants of the assistant.
type Verb string

const (
	Unknown        Verb = ""                // not a command; Rest holds the text
	Done           Verb = "done"            // the lead was contacted
	Answered       Verb = "answered"        // the lead wrote back
	Later          Verb = "later"           // propose the lead at another time
	OtherText      Verb = "other_text"      // word the draft differently
	NoMore         Verb = "no_more"         // never propose this lead again
	Stop           Verb = "stop"            // the user's own stop: no messages to the user
	Resume         Verb = "resume"          // take the user's own stop back
	List           Verb = "list"            // show whom to contact today
	Help           Verb = "help"            // say what can be typed
	Undo           Verb = "undo"            // take the last command back
	Start          Verb = "start"           // Telegram's /start; Rest holds its parameter
	Why            Verb = "why"             // say why a lead is on the list, or is not
	About          Verb = "about"           // say what is known about a lead
	Preview        Verb = "preview"         // show what is planned for a lead
	PauseRun       Verb = "pause_run"       // let a lead's sequence rest
	ResumeRun      Verb = "resume_run"      // let it go on
	Sequences      Verb = "sequences"       // the sequences that can be started
	Templates      Verb = "templates"       // the wordings of drafts
	ResetTemplates Verb = "reset_templates" // go back to the wordings that come with the program
	Privacy        Verb = "privacy"         // say what becomes of data, and who writes drafts
	Invite         Verb = "invite"          // a link for the user's team
	CallMe         Verb = "call_me"         // what the user is called; Name holds it
	Settings       Verb = "settings"        // show the user's settings
	SortBacklog    Verb = "sort_backlog"    // go through leads left behind
	Thanks         Verb = "thanks"          // a friendly word that asks for nothing
	Greeting       Verb = "greeting"        // a greeting
)

// Command is what a user typed.
type Command struct {
	Verb     Verb
	Name     string   // the lead meant, as typed, for Match; "" is the current one
	Names    []string // all of them where several are meant, Name being the first
	Everyone bool     // all of today's list are meant; only for Later
	When     Moment   // for Later, and for a Stop until then
	HasWhen  bool
	Rest     string // what belongs to no other field: the text of an Unknown, the parameter of a Start
}

// Read reads what a user typed to the assistant at now.
//
// A stop that names a lead is NoMore, never the user's own Stop; a doubt about
// Done or NoMore ends in Unknown. A text with a phone number, a
// mail address or an @handle introduces a lead and is Unknown too, unless it
// starts with a slash.
func Read(text string, now time.Time) Command {
	return ReadIn(text, now, timeWords().freeIn(now.Location()))
}

// ReadIn is Read for a user whose holidays are known more closely than by the
// country of the zone.
func ReadIn(text string, now time.Time, free Free) Command {
	typed := strings.TrimSpace(text)
	composed, ok := readable(typed)
	if !ok {
		return Command{Rest: typed}
	}
	s := newSentence(composed, now)
	s.free = free
	if strings.HasPrefix(composed, "/") {
		return s.slash(typed)
	}
	if introducesLead(composed) {
		return Command{Rest: typed}
	}
	readings := [...]func() (Command, bool){s.alone, s.ownStop, s.contradiction, s.named, s.timed, s.onlyTime}
	for _, reading := range readings {
		if c, ok := reading(); ok {
			if c.Verb == Unknown {
				c.Rest = typed
			}
			return c
		}
	}
	return Command{Rest: typed}
}

// introducesLead finds what only an address contains: an @, or the digits of
// a phone number (+ or 0 and at least six more, or seven in a row).
func introducesLead(text string) bool {
	if strings.Contains(text, "@") {
		return true
	}
	count, row, opened := 0, 0, false
	for _, r := range text {
		switch {
		case isDigit(r):
			opened = opened || count == 0 && r == '0'
			count++
			row++
		case r == '+':
			count, row, opened = 0, 0, true
		case strings.ContainsRune(" -/()\u00a0", r):
			row = 0
		default:
			count, row, opened = 0, 0, false
		}
		if row >= 7 || opened && count >= 7 {
			return true
		}
	}
	return false
}

package compliance_test

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine/compliance"
)

// One line of the table of what each state allows. The cells stand in the order of states(): "-" blocked, "y"
// allowed, "a" allowed once the relation is known, "A" the same with a warning, "w" with a warning, "r" if
// related, else as the first cell, "m" by e-mail.
type line struct {
	name      string
	set       func(*compliance.Case)
	standard  string
	strict    string
	countries string
}

func states() []compliance.State {
	return []compliance.State{compliance.None, compliance.Claimed, compliance.InboundWindow, compliance.Granted,
		compliance.ExistingCustomer, compliance.Stale, compliance.Withdrawn, compliance.Objected,
		compliance.Suppressed, compliance.NumberInvalid, "", "unheard of"}
}

func lines() []line {
	const everywhere, perMessage = "DE AT CH FR ??", "DE AT FR ??"
	purpose := func(p compliance.Purpose) func(*compliance.Case) {
		return func(c *compliance.Case) { c.Purpose = p }
	}
	direct := func(p compliance.Purpose) func(*compliance.Case) {
		return func(c *compliance.Case) { c.Purpose, c.Sending, c.DirectOn = p, compliance.Direct, true }
	}
	call := func(c *compliance.Case) { c.Channel = compliance.Call }
	return []line{
		{"answer", purpose(compliance.Answer), "A w y y y y - - - - - -", "- w y y y y - - - - - -", perMessage},
		{"answer", purpose(compliance.Answer), "A y y y y y - - - - - -", "- y y y y y - - - - - -", "CH"},
		{"service", purpose(compliance.Service), "A w y y y y - - - - - -", "- w y y y y - - - - - -", perMessage},
		{"personal", purpose(compliance.Personal), "a y y y y y - - - - - -", "a y y y y y - - - - - -", everywhere},
		{"offer", purpose(compliance.Offer), "A w r y m w - - - - - -", "- w r y m w - - - - - -", perMessage},
		{"offer", purpose(compliance.Offer), "A y y y y w - - - - - -", "- y y y y w - - - - - -", "CH"},
		{"call", call, "- w y y - w - - - - - -", "- w y y - w - - - - - -", everywhere},
		{"automatic offer", direct(compliance.Offer), "- - - y - - - - - - - -", "- - - y - - - - - - - -", everywhere},
		{"automatic answer", direct(compliance.Answer), "- - - y - - - - - - - -", "- - - y - - - - - - - -", everywhere},
		{"automatic greeting", direct(compliance.Personal), "- - - y - - - - - - - -", "- - - y - - - - - - - -", everywhere},
		{"unknown purpose", purpose("spam"), "- - - - - - - - - - - -", "- - - - - - - - - - - -", everywhere},
		{"unknown sending", func(c *compliance.Case) { c.Sending = "robot" },
			"- - - - - - - - - - - -", "- - - - - - - - - - - -", everywhere},
	}
}

func TestEveryCellOfTheConsentTableHoldsInEveryCountryAndMode(t *testing.T) {
	for _, l := range lines() {
		for _, country := range strings.Fields(l.countries) {
			for mode, cells := range map[compliance.Mode]string{compliance.Standard: l.standard,
				compliance.Strict: l.strict, "": l.strict, "unheard of": l.strict} {
				row := strings.Fields(cells)
				for i, state := range states() {
					c := fine()
					c.Country, c.Mode, c.Consent = country, mode, state
					l.set(&c)
					if problem := breach(c, row[i], row[0]); problem != "" {
						t.Errorf("%s in %s, mode %q, consent %q: %s", l.name, country, mode, state, problem)
					}
				}
			}
		}
	}
}

// breach tries the variations on which a cell depends and says where the verdict is not the cell's.
func breach(c compliance.Case, cell, without string) string {
	for _, relation := range []compliance.Relation{compliance.Unsaid, compliance.Known, compliance.Stranger} {
		for _, channel := range []compliance.Channel{c.Channel, compliance.Email} {
			for _, isRelated := range []bool{true, false} {
				if c.Channel == compliance.Call {
					channel = compliance.Call
				}
				c := c
				c.Relation, c.Channel, c.Related = relation, channel, isRelated
				if got, want := compliance.MayContact(c), expected(c, cell, without); got.Allowed != want.Allowed ||
					got.Warn != want.Warn || got.Ask != want.Ask {
					return "relation " + string(relation) + ", " + string(channel) + ": " + string(got.Reason)
				}
			}
		}
	}
	return ""
}

func expected(c compliance.Case, cell, without string) compliance.Verdict {
	known, unsaid := c.Relation == compliance.Known, c.Relation == compliance.Unsaid
	switch cell {
	case "y":
		return compliance.Verdict{Allowed: true}
	case "w":
		return compliance.Verdict{Allowed: true, Warn: true}
	case "a":
		return compliance.Verdict{Allowed: known, Ask: unsaid}
	case "A":
		return compliance.Verdict{Allowed: known, Warn: known, Ask: unsaid}
	case "m":
		return compliance.Verdict{Allowed: c.Channel == compliance.Email}
	case "r":
		if c.Related {
			return compliance.Verdict{Allowed: true}
		}
		return expected(c, without, "-")
	default:
		return compliance.Verdict{}
	}
}

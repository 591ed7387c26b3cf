package language

import "testing"

func TestStarting(t *testing.T) {
	for text, want := range map[string][2]string{
		"starte Ghost Reaktivierung mit Lisa":            {"Ghost Reaktivierung", "Lisa"},
		"Starte die Sequenz Kunde zu Partner mit Tom H.": {"Kunde zu Partner", "Tom H"},
		"starte bitte die Sequenz für Lisa Meier!":       {"", "Lisa Meier"},
		"beginne ghost_reactivation bei Lisa":            {"ghost_reactivation", "Lisa"},
		"starten":                                        {},
		"start mit Lisa":                                 {},
		"ich starte morgen mit Lisa":                     {},
		"starte Ghost Reaktivierung":                     {},
		"starte Ghost Reaktivierung mit":                 {},
	} {
		sequence, lead, ok := Starting(text)
		if sequence != want[0] || lead != want[1] || ok != (want[1] != "") {
			t.Errorf("%q is %q with %q, %v", text, sequence, lead, ok)
		}
	}
}

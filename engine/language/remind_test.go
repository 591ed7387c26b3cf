package language

import (
	"testing"
	"time"
)

func TestRemindersOfWhatIsNoLead(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]struct{ what, when string }{
		"erinner mich morgen um 9 an die Steuer":               {"die Steuer", "24.11. 09:00"},
		"Erinnere mich bitte am Freitag an den Zahnarzttermin": {"den Zahnarzttermin", "27.11."},
		"erinner mich an die Steuer morgen um 9":               {"die Steuer", "24.11. 09:00"},
		"erinner mich in 2 Stunden ans Essen":                  {"Essen", "23.11. 12:00"},
		"erinner mich morgen um 9 daran, Lisa anzurufen":       {"Lisa anzurufen", "24.11. 09:00"},
		"erinner mich morgen dass ich Oma anrufe":              {"dass ich Oma anrufe", "24.11."},
		"Kannst du mich morgen an die Steuer erinnern?":        {"die Steuer", "24.11."},
		"erinner mich an den Anruf morgen um 9 mit Tom":        {"den Anruf mit Tom", "24.11. 09:00"},
		"remind me tomorrow at 9 to pay the rent":              {"pay the rent", "24.11. 09:00"},
		"Erinnerung: am 15.12. Miete zahlen":                   {"Miete zahlen", "15.12."},
		"erinner mich morgen an die Müller-Straße 5":           {"die Müller-Straße 5", "24.11."},
		"erinner mich an die Steuer":                           {"die Steuer", ""},
		"erinner mich morgen":                                  {},
		"erinner mich":                                         {},
		"ich erinnere mich an die Steuer":                      {},
		"Lisa morgen um 9":                                     {},
		"kannst du mich morgen anrufen":                        {},
		"":                                                     {},
	} {
		r, ok := ReminderIn(text, now, nil)
		when := ""
		if r.HasWhen {
			when = r.When.At.Format("2.1.")
			if r.When.HasTime {
				when = r.When.At.Format("2.1. 15:04")
			}
		}
		if ok != (want.what != "") || ok && (r.What != want.what || when != want.when) {
			t.Errorf("%q: %q on %q, %t", text, r.What, when, ok)
		}
	}
}

func FuzzReminders(f *testing.F) {
	f.Add("erinner mich morgen um 9 an die Steuer")
	f.Add("kannst du mich \xff 15.12. erinnern")
	f.Fuzz(func(t *testing.T, text string) {
		if r, ok := ReminderIn(text, time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), nil); ok && r.What == "" {
			t.Fatalf("%q is a wish for nothing", text)
		}
	})
}

package drafting_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/salesflow/salesflow/engine/drafting"
)

func TestReview(t *testing.T) {
	r := drafting.NewRedactor(known)
	bounds := drafting.Bounds{Longest: 300, Given: "Hallo ⟦NAME⟧, schau mal auf example.org/ich oder ruf an: 0171 5550101"}
	for _, c := range []struct {
		text  string
		fault drafting.Fault
	}{
		{"Hi ⟦NAME⟧, hast du morgen kurz Zeit? 😊", ""},
		{"Hallo ⟦NAME⟧, schau mal auf example.org/ich, deine ⟦ICH⟧", ""},
		{"Hallo ⟦NAME⟧, ruf gern an: 0171 5550101", ""},
		{"Um 18:30 Uhr am 24.12.2026 für 149 Euro, passt dir das?", ""},
		{"Passt dir Dienstag oder Mittwoch besser? 👩‍👩‍👧 ❤️", ""},
		{"  ", drafting.Empty},
		{strings.Repeat("Wie geht es dir? ", 40), drafting.TooLong},
		{strings.Repeat("a", 1<<20), drafting.TooLong},
		{"Hast du\u200b Zeit?", drafting.Invisible},
		{"Hast du Zeit?\U000E0041\U000E0042", drafting.Invisible},
		{"Hast du <b>Zeit</b>?", drafting.Markup},
		{"Hast du **Zeit**?", drafting.Markup},
		{"[Klick hier](dich)", drafting.Markup},
		{"{\"text\": \"Hast du Zeit?\"}", drafting.Markup},
		{"Schau auf https://evil.example", drafting.HasLink},
		{"Schau mal auf evil.com, das ist gut", drafting.HasLink},
		{"Schreib an böse@evil.example bitte", drafting.HasLink},
		{"Ruf mich an: 0900 123456", drafting.HasNumber},
		{"Überweise auf DE89 3704 0044 0532 0130 00 bitte", drafting.HasNumber},
		{"Komm in die Hauptstraße 12, dann reden wir", drafting.HasNumber},
		{"Hi ⟦LINK⟧, hast du Zeit?", drafting.Placeholder},
		{"Hi ⟦NAME, hast du Zeit?", drafting.Placeholder},
		{"Hi Lisa, hast du Zeit?", drafting.NoName},
		{"Tom meint, du hast Zeit?", drafting.NoName},
		{"Auch Petra ist dabei, du auch?", drafting.NoName},
		{"Do you have some time for a quick call tomorrow", drafting.NotGerman},
		{"Als KI kann ich dir nur sagen, dass das gut ist", drafting.Speaks},
		{"Hier ist der Text: Hast du Zeit?", drafting.Speaks},
		{"Hast du morgen Zeit? Hast du morgen Zeit? Hast du morgen Zeit?", drafting.Repeats},
	} {
		got := r.Review(c.text, bounds)
		switch {
		case c.fault == "" && len(got) > 0:
			t.Errorf("%.60q: %v, want none", c.text, got)
		case c.fault != "" && !slices.Contains(got, c.fault):
			t.Errorf("%.60q: %v, want %s", c.text, got, c.fault)
		}
	}
}

// Whatever comes from a model: what passes can be sent as it is seen, and nothing makes the guard fail.
func FuzzReview(f *testing.F) {
	for _, seed := range []string{"Hi ⟦NAME⟧, hast du Zeit?", "\xff\x00⟦", "https://a.b", "❤️‍🔥", "<b>", "\u202eabc"} {
		f.Add(seed)
	}
	r := drafting.NewRedactor(known)
	f.Fuzz(func(t *testing.T, text string) {
		faults := r.Review(text, drafting.Bounds{Longest: 300})
		safe, _ := r.Redact(text)
		if again, ok := r.Redact(safe); ok && strings.ContainsAny(again, "\u200b\u202e") {
			t.Errorf("%q has invisible characters", again)
		}
		if len(faults) > 0 {
			return
		}
		out := drafting.Restore(text, "Lisa", "Max")
		if out != drafting.Visible(out) || !utf8.ValidString(out) || strings.ContainsAny(out, "⟦⟧") {
			t.Errorf("%q was let through", out)
		}
	})
}

package drafting_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine/drafting"
)

var known = drafting.Known{
	Lead: "Dr. Lisa Berger-Lang", User: "Max Muster", Others: []string{"Tom Gut", "Rosa Sommer", "Igor Żak"},
}

func TestRedact(t *testing.T) {
	r := drafting.NewRedactor(known)
	for _, c := range []struct{ text, want string }{
		{"Hallo Max, hier Lisa", "Hallo ⟦ICH⟧, hier ⟦NAME⟧"},
		{"lisa fragt, ob max kommt", "⟦NAME⟧ fragt, ob ⟦ICH⟧ kommt"},
		{"LISAS Bruder und Bergers Auto", "⟦NAME⟧ Bruder und ⟦NAME⟧ Auto"},
		{"Tom fand das gut", "⟦PERSON⟧ fand das gut"},
		{"Guten Tag Frau Dr. Berger, Lisa Berger-Lang?", "Guten Tag ⟦NAME⟧, ⟦NAME⟧?"},
		{"Frau Gut auch", "Frau ⟦PERSON⟧ auch"},
		{"im sommer gern, sagt rosa", "im sommer gern, sagt ⟦PERSON⟧"},
		{"igor żak", "⟦PERSON⟧ ⟦PERSON⟧"},
		{"Meine Schwester Petra will auch", "Meine Schwester ⟦PERSON⟧ will auch"},
		{"Ruf an: +49 171 555 01 01", "Ruf an: ⟦NUMMER⟧"},
		{"0171/5550101 oder (0664) 123-4567", "⟦NUMMER⟧ oder ⟦NUMMER⟧"},
		{"DE89 3704 0044 0532 0130 00 ist mein Konto", "⟦NUMMER⟧ ist mein Konto"},
		{"schau auf https://evil.example/x?y=1 oder www.foo.bar/x", "schau auf ⟦LINK⟧ oder ⟦LINK⟧"},
		{"unter zinzino.com/lisa oder t.me/abc", "unter ⟦LINK⟧ oder ⟦LINK⟧"},
		{"mail an lisa.berger@web.de bitte", "mail an  ⟦MAIL⟧ bitte"},
		{"lisa(at)web.de", " ⟦MAIL⟧"},
		{"Ich wohne Hauptstraße 12b, 80331 München", "Ich wohne ⟦ADRESSE⟧, ⟦ADRESSE⟧"},
		{"in 8001 Zürich, Lange Gasse 3", "in ⟦ADRESSE⟧, ⟦ADRESSE⟧"},
		{"Das kostet 1500 Euro, um 18:30 Uhr, am 24.12.", "Das kostet 1500 Euro, um 18:30 Uhr, am 24.12."},
		{"L\u200bi\u200bsa kommt", "⟦NAME⟧ kommt"},
		{"⟦NAME⟧ ⟦ICH⟧", "(NAME) (ICH)"},
		{"Hi 😊 wie geht's?", "Hi 😊 wie geht's?"},
	} {
		got, ok := r.Redact(c.text)
		if !ok || got != strings.TrimSpace(c.want) {
			t.Errorf("%q: %q %v, want %q", c.text, got, ok, c.want)
		}
	}
}

func TestHealthGoesNowhere(t *testing.T) {
	r := drafting.NewRedactor(known)
	for _, text := range []string{
		"Ich bin gerade im Krankenhaus", "meine Schwangerschaft", "Hab Rückenschmerzen", "die Darmentzündung ist zurück",
		"bin beim Arzt", "Seit der Operation geht nichts", "I have cancer", "meine Ärztin sagt nein", "ADHS halt",
	} {
		if got, ok := r.Redact(text); ok || got != "" {
			t.Errorf("%q went through as %q", text, got)
		}
	}
	for _, text := range []string{"Wie geht's dir?", "Ich suche was Neues", "Klingt gut, erzähl mehr"} {
		if _, ok := r.Redact(text); !ok {
			t.Errorf("%q was held back", text)
		}
	}
}

// No word of the names and no digit of a number is left, wherever they stand in a text.
func TestNothingKnownGetsThrough(t *testing.T) {
	r := drafting.NewRedactor(known)
	secrets := []string{"Lisa", "lisa", "Berger", "Max", "Muster", "Tom", "Rosa", "Igor", "Żak", "+491715550101",
		"lisa@web.de", "https://a.example/b", "0664 1234567"}
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.StringMatching(`[a-zäöü ,.!?]{0,20}`).Draw(t, "before")
		secret := rapid.SampledFrom(secrets).Draw(t, "secret")
		after := rapid.StringMatching(`[a-zäöü ,.!?]{0,20}`).Draw(t, "after")
		got, _ := r.Redact(before + " " + secret + " " + after)
		for part := range strings.FieldsFuncSeq(secret, func(r rune) bool { return strings.ContainsRune(" @/:.", r) }) {
			if len(part) > 3 && strings.Contains(strings.ToLower(got), strings.ToLower(part)) {
				t.Fatalf("%q is still in %q", part, got)
			}
		}
	})
}

func TestRestore(t *testing.T) {
	for _, c := range []struct{ text, lead, user, want string }{
		{"Hi ⟦NAME⟧, ich bin's, ⟦ICH⟧", "Lisa", "Max", "Hi Lisa, ich bin's, Max"},
		{"Hi ⟦NAME⟧, wie geht's?", "", "Max", "Hi, wie geht's?"},
		{"Hi\u200b ⟦NAME⟧", "Lisa", "Max", "Hi Lisa"},
	} {
		if got := drafting.Restore(c.text, c.lead, c.user); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

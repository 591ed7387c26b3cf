package drafting_test

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine/drafting"
)

func TestStyleIsLearned(t *testing.T) {
	var s drafting.Style
	for _, text := range []string{
		"Hey Lisa! Magst du kurz telefonieren? 😊 LG Max",
		"Hey Tom! Hast du das Video gesehen? 😊😊 LG",
		"hey, wie geht's? LG",
		"Hallo Anna, passt Dienstag?",
	} {
		s = s.Learn(text)
	}
	switch {
	case s.Messages != 4 || !s.Known():
		t.Errorf("%d messages, known %v", s.Messages, s.Known())
	case s.Greeting() != "hey", s.Closing() != "lg":
		t.Errorf("greets %v, closes %v", s.Greets, s.Closes)
	case math.Abs(s.Emoji-0.75) > 1e-9, math.Abs(s.Lower-0.25) > 1e-9, math.Abs(s.Exclaims-0.5) > 1e-9:
		t.Errorf("%+v", s)
	}
	for range 200 {
		s = s.Learn("Guten Tag Frau Berger, ich melde mich wie besprochen bei Ihnen.")
	}
	if s.Greeting() != "tag" || s.Emoji > 0.01 {
		t.Errorf("the newer do not weigh more: %+v", s)
	}
}

// No word of a message can be read from what was learned of it.
func TestStyleHoldsNoText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Z][a-z]{7,12}`).Draw(t, "secret")
		kept, err := json.Marshal(drafting.Style{}.Learn("Hallo, hier ist " + secret + " 😊"))
		if err != nil || len(kept) > 250 {
			t.Fatalf("%d bytes, %v", len(kept), err)
		}
		for at := 0; at+5 <= len(secret); at++ {
			if contains(string(kept), secret[at:at+5]) {
				t.Fatalf("%q is in %s", secret, kept)
			}
		}
	})
}

func contains(text, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

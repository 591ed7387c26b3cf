package language_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/language"
)

func TestAUserCanSayWhatTheyAreCalled(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for text, name := range map[string]string{
		"Ich heiße Max": "Max", "mein Name ist Maria Huber": "Maria Huber", "nenn mich Maxi": "Maxi",
	} {
		if c := language.Read(text, now); c.Verb != language.CallMe || c.Name != name {
			t.Errorf("%q is %q %q", text, c.Verb, c.Name)
		}
	}
}

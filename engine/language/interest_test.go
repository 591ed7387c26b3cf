package language_test

import (
	"testing"

	"github.com/salesflow/salesflow/engine/language"
)

func TestNotesTellInterestFromAcquaintance(t *testing.T) {
	for note, want := range map[string]bool{
		"will mehr über das Produkt wissen": true, "Hat nach dem Einkommen gefragt": true, "interessiert sich": true,
		"Kollege aus dem Fitnessstudio": false, "": false,
	} {
		if language.Interested(note) != want {
			t.Errorf("%q: want %v", note, want)
		}
	}
}

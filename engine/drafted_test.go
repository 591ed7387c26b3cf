package engine_test

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

func TestTheRulesOfTheCompanyHold(t *testing.T) {
	w, m := withModel(t, "Hi ⟦NAME⟧, das ist ein garantiertes Einkommen!", "Hi ⟦NAME⟧, passt dir Dienstag?")
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	if m.calls() != 2 || !strings.HasPrefix(m.asked[1].Faults[0], engine.RuleFault) {
		t.Errorf("%d calls, faults %v", m.calls(), m.asked[1].Faults)
	}
	w.forget()
	w.say("Text: Hey Lisa, das ist ein garantiertes Einkommen!")
	w.expect("card(Lisa Meier) text_rules(Lisa Meier)")
	if item := w.open("Lisa Meier"); item.DraftBy != engine.ByUser || !strings.Contains(item.Draft, "garantiert") {
		t.Errorf("the user's own text is %q", item.Draft)
	}
}

func TestTheFirstMessageAboutBusinessSaysWhoEarns(t *testing.T) {
	w, m := withModel(t, "Hi ⟦NAME⟧, magst du bei uns einsteigen?")
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	draft := w.open("Lisa Meier").Draft
	if !strings.Contains(draft, "verdiene an Bestellungen mit") || !strings.Contains(draft, "STOPP") {
		t.Errorf("%q", draft)
	}
	w.say("kürzer") // what was appended is not written anew
	w.write(m)
	if given := m.asked[m.calls()-1].Given; given != "Hi ⟦NAME⟧, magst du bei uns einsteigen?" {
		t.Errorf("the model was given %q", given)
	}
	w.say("Lisa erledigt")
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	if draft := w.open("Lisa Meier").Draft; strings.Contains(draft, "STOPP") {
		t.Errorf("the second message says it again: %q", draft)
	}
}

func TestWhatAModelWroteTellsNothingOfAWording(t *testing.T) {
	w, m := withModel(t, "Hi ⟦NAME⟧, passt dir Dienstag?")
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	for range 2 { // taken back and done again it is noted once
		w.say("Lisa erledigt")
		w.say("zurück")
	}
	w.say("Lisa erledigt")
	got := rowsOf[string](w, "SELECT variant || ' ' || round(sent::numeric, 1) FROM variant_tallies WHERE sent > 0.1")
	if len(got) != 1 || got[0] != "1999 1.0" {
		t.Errorf("tallies %q", got)
	}
	if n := rowsOf[int](w, "SELECT count(*)::int FROM decisions WHERE variant = 1999"); n[0] != 1 {
		t.Errorf("%d decisions", n[0])
	}
	if v := rowsOf[int](w, "SELECT variant FROM touches WHERE direction = 'out'"); len(v) != 1 || v[0] != engine.Rewritten {
		t.Errorf("touches %v", v)
	}
}

func TestAModelDoesNotWriteOverTheUser(t *testing.T) {
	w, m := withModel(t, "Hi ⟦NAME⟧, passt dir Dienstag?")
	w.say("Lisa")
	w.say("kürzer")
	w.say("Text: Hallo Lisa, wie geht es dir heute?") // while the model writes
	w.write(m)
	if item := w.open("Lisa Meier"); item.DraftBy != engine.ByUser || item.Draft != "Hallo Lisa, wie geht es dir heute?" {
		t.Errorf("by %q: %q", item.DraftBy, item.Draft)
	}
	w.say("kürzer") // of the user's own text
	w.write(m)
	if item := w.open("Lisa Meier"); item.DraftBy != engine.ByAI {
		t.Errorf("by %q: %q", item.DraftBy, item.Draft)
	}
}

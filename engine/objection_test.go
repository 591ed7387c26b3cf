package engine_test

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

func TestAnObjectionIsAnsweredHonestly(t *testing.T) {
	for text, c := range map[string]struct {
		objection language.Objection
		says      string
	}{
		"Das ist mir zu teuer":                                    {"money", "kost"},
		"Ist das nicht ein Schneeballsystem?":                     {"pyramid", "Produkte"},
		"Dafür habe ich leider keine Zeit":                        {"time", "Tag"},
		"Das muss ich erst mit meinem Mann klären":                {"partner", "zu"},
		"Hab ich schon mal probiert, hat bei mir nichts gebracht": {"tried", "erzählst"},
	} {
		w := settled(t)
		w.say("Lisa Meier 0171 5550123 Freundin")
		if err := w.engine.Relate(t.Context(), w.userAt("1"), w.leadOf("Lisa Meier"), engine.RelationFriend); err != nil {
			t.Fatal(err)
		}
		w.say("Lisa hat geschrieben: " + text)
		item := w.open("Lisa Meier")
		if item.TemplateID != "objection_"+string(c.objection) || w.lead("Lisa Meier").Objection != c.objection {
			t.Errorf("%q is answered with %s: %q", text, item.TemplateID, item.Draft)
		}
		w.say("Lisa")
		w.say("Lisa erledigt")
		if lead := w.lead("Lisa Meier"); lead.Objection != "" || strings.HasPrefix(w.open("Lisa Meier").TemplateID, "objection_") {
			t.Errorf("after the answer %q is still open", lead.Objection)
		}
	}
}

func TestALeadersAnswersServeTheTeam(t *testing.T) {
	w := settled(t)
	w.say("einladen")
	code := w.last("invite").Args["code"].(string)
	w.receive(engine.Inbound{Sender: "2", SenderName: "Anna", Kind: engine.Said, Text: "/start " + code})
	w.asUser(func(tx engine.Tx) error {
		said := engine.MessageTemplate{ID: "objection_money", Variants: []string{"Hallo {name}, es kostet 20 Euro. Mehr nicht."}}
		other := engine.MessageTemplate{ID: "gentle_followup", Variants: []string{"Nur meins, {name}"}}
		return tx.ChangeTemplates(t.Context(), engine.TemplateChange{ID: w.userAt("1"), At: monday, Templates: []engine.ChangedTemplate{
			{ID: said.ID, Said: &said}, {ID: other.ID, Said: &other},
		}})
	})
	anna := func(text string) {
		w.receive(engine.Inbound{Sender: "2", SenderName: "Anna", Kind: engine.Said, Text: text})
	}
	anna("Tom Huber 0171 5550124")
	anna("Tom hat geschrieben: Das ist mir zu teuer")
	drafts := rowsOf[string](w, "SELECT draft FROM suggestions WHERE closed_at IS NULL")
	if len(drafts) != 1 || drafts[0] != "Hallo Tom, es kostet 20 Euro. Mehr nicht." {
		t.Errorf("%q", drafts)
	}
}

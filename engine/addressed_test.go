package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/language"
)

// talk is an export of messages on the Sunday before monday; those that begin with < are Lisa's.
func talk(messages ...string) string {
	var export strings.Builder
	for i, text := range messages {
		who := "Max"
		if lisas, ok := strings.CutPrefix(text, "<"); ok {
			who, text = "Lisa Meier", lisas
		}
		fmt.Fprintf(&export, "22.11.26, 10:%02d - %s: %s\n", i, who, text)
	}
	return export.String()
}

// expectAddressed compares how a lead is addressed, how that is known, and that the draft does so.
func (w *world) expectAddressed(lead string, form language.Address, source engine.AddressSource) {
	w.t.Helper()
	l, item := w.lead(lead), w.open(lead)
	if l.Addressed() != form || l.AddressSource != source {
		w.t.Errorf("%s is addressed with %q by %q, want %q by %q", lead, l.Addressed(), l.AddressSource, form, source)
	}
	said := language.AddressOf(item.Draft)
	if item.Draft == "" || (said == language.Formal) != (form == language.Formal) || (item.Variant >= engine.FirstFormal) != (form == language.Formal) {
		w.t.Errorf("wording %d says %q: %s", item.Variant, said, item.Draft)
	}
}

func TestTheUserSaysHowALeadIsAddressed(t *testing.T) {
	w := aMorning(t) // Lisa's card lies open
	w.expectAddressed("Lisa Meier", language.Familiar, "")
	w.forget()
	w.say("Lisa siezen")
	w.expect("fact(Lisa Meier) card(Lisa Meier)")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
	if draft := w.last("card").Args["draft"]; draft != w.open("Lisa Meier").Draft {
		t.Errorf("the card says %q", draft)
	}
	w.press("other_text")
	w.press("other_text")
	w.press("other_text")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
	w.say("was weißt du über Lisa?")
	if args := w.last("about").Args; args["form"] != "sie" || args["form_source"] != "told" {
		t.Errorf("told of her: %v", args)
	}
	w.press("undo")
	w.last("fact_undone")
	w.expectAddressed("Lisa Meier", language.Familiar, "")
	w.say("wir siezen uns")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
	w.forget()
	w.say("Tom siezen")
	w.expect("fact(Tom Huber)") // his card does not lie open
	w.expectAddressed("Tom Huber", language.Formal, engine.AddressTold)
	w.say("wir sind per du")
	w.expectAddressed("Lisa Meier", language.Familiar, engine.AddressTold)
	w.expectAddressed("Tom Huber", language.Formal, engine.AddressTold)
}

func TestWhatWasPutOffIsAddressedAnew(t *testing.T) {
	w := aMorning(t)
	w.say("Lisa am Donnerstag um 10")
	due := w.open("Lisa Meier").DueAt
	w.say("Lisa siezen")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
	if now := w.open("Lisa Meier"); !now.DueAt.Equal(due) || !now.Timed {
		t.Errorf("the user's %s became %s", due, now.DueAt)
	}
	w.say("Lisa auf Freitag")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
	w.say("rückgängig") // what comes back was planned before
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
}

func TestAnUndoLeavesWhatTheUserTold(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	w.say("Lisa siezen")
	w.forget()
	w.say("rückgängig")
	w.expect("card(Lisa Meier)")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
}

func TestImportsTellHowALeadIsAddressed(t *testing.T) {
	formal := talk("Guten Tag Frau Meier, darf ich Ihnen das Video schicken?", "<Ja, schicken Sie es mir gern.")
	w := newWorld(t)
	w.say("/start")
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", formal)
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressInChats)
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", formal+
		"22.11.26, 18:00 - Lisa Meier: Sag doch du zu mir!\n22.11.26, 18:01 - Max: Gern! Hast du das Video gesehen?\n"+
		"22.11.26, 18:02 - Lisa Meier: Noch nicht, hast du es gesehen?\n")
	w.expectAddressed("Lisa Meier", language.Familiar, engine.AddressInChats)
	w.say("Lisa siezen")
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", formal+"22.11.26, 19:00 - Lisa Meier: Hast du? Kannst du? Bist du?\n")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressTold)
	w.asUser(func(tx engine.Tx) error {
		touches, err := tx.RecentTouches(t.Context(), []engine.LeadID{w.leadOf("Lisa Meier")}, 60)
		for _, touch := range touches {
			if touch.Text != "" {
				t.Errorf("%q was kept", touch.Text)
			}
		}
		return err
	})
}

func TestAKnownLeadIsAddressedAsTheChatShows(t *testing.T) {
	w := aMorning(t)
	w.say("Lisa am Donnerstag um 10") // the user's own time stays
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", talk("<Danke für Ihre Nachricht!", "Gern, ich melde mich bei Ihnen."))
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressInChats)
	w.takeOver("Gruppe.txt", "22.11.26, 20:00 - Lisa Meier: Hast du Zeit?\n22.11.26, 20:01 - Jan: Und du?\n22.11.26, 20:02 - Max: Klar, du?\n")
	w.expectAddressed("Lisa Meier", language.Formal, engine.AddressInChats)
}

func TestALeadsOwnMessagesTellHowItIsAddressed(t *testing.T) {
	for _, c := range []struct {
		name, before, text string
		form               language.Address
		source             engine.AddressSource
	}{
		{"Sie", "", "Danke, können Sie mir mehr erzählen?", language.Formal, engine.AddressInReply},
		{"a greeting", "", "Sehr geehrter Herr Huber, gern!", language.Formal, engine.AddressInReply},
		{"du", "", "Kannst du mir mehr erzählen?", language.Familiar, engine.AddressInReply},
		{"neither", "", "Klingt gut", language.Familiar, ""},
		{"both", "", "Haben Sie deine Nachricht?", language.Familiar, ""},
		{"from Sie to du", "Können Sie mir mehr erzählen?", "Sag gern du. Was machst du so?", language.Familiar, engine.AddressInReply},
		{"not back", "Was machst du so?", "Danke für Ihre Bestellung", language.Familiar, engine.AddressInReply},
		{"an automatic one", "", "Abwesenheitsnotiz: Ich lese Ihre Mails nächste Woche", language.Familiar, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := wrote(t, "Ok")
			for _, text := range []string{c.before, c.text} {
				if text != "" {
					w.clock.set(w.clock.Now().Add(time.Hour))
					w.say("Lisa hat geschrieben: " + text)
				}
			}
			w.expectAddressed("Lisa Meier", c.form, c.source)
		})
	}
	w := aMorning(t)
	w.say("Lisa duzen")
	w.say("Lisa hat geschrieben: Können Sie mir mehr erzählen?")
	w.expectAddressed("Lisa Meier", language.Familiar, engine.AddressTold)
}

// TestAReplyTellsItWhoeverWroteIt answers the question whose a reply is: its text is not kept until then.
func TestAReplyTellsItWhoeverWroteIt(t *testing.T) {
	w := aMorning(t)
	w.say("Lisa Huber 0170 1234569")
	w.say("Lisa hat geschrieben: Können Sie mir mehr erzählen?")
	w.press("which_one.lead")
	formal := 0
	for _, lead := range w.leads() {
		if lead.Addressed() == language.Formal {
			formal++
		}
	}
	if formal != 1 {
		t.Errorf("%d leads are addressed with Sie", formal)
	}
}

func TestASurnameAloneIsAddressedWithSieUntilMoreIsKnown(t *testing.T) {
	w := aMorning(t)
	w.say("Frau Berger 0170 1234569")
	w.expectAddressed("Frau Berger", language.Formal, "")
	if draft := w.open("Frau Berger").Draft; !strings.Contains(draft, "Frau Berger") {
		t.Errorf("she is called %s", draft)
	}
	w.say("Frau Berger duzen")
	w.expectAddressed("Frau Berger", language.Familiar, engine.AddressTold)
}

func TestWithoutAFormalWordingTheNearestServes(t *testing.T) {
	w := withSequences(t)
	mine := engine.Templates{{ID: "send_video", Variants: []string{"Hallo {name}, hast du Zeit?"}}}
	for _, template := range w.engine.Templates {
		if template.ID != "send_video" {
			mine = append(mine, template)
		}
	}
	w.engine.Templates = mine
	w.say("Tom siezen")
	w.start("Tom Huber", "first_contact_to_partner")
	w.say("Tom erledigt")
	w.morning(11, 24)
	w.morning(11, 25)
	w.expectAddressed("Tom Huber", language.Formal, engine.AddressTold)
	before := w.open("Tom Huber")
	w.morning(11, 26)
	if now := w.open("Tom Huber"); now.ID != before.ID || now.Draft != before.Draft {
		t.Errorf("%s became %s although nothing has changed", before.Draft, now.Draft)
	}
	w.engine.Templates = engine.Templates{{ID: "mine", Reason: "no_response", Variants: []string{"Hast du Zeit?"}}}
	w.say("Eva Kurz 0170 1234569")
	w.say("Eva siezen")
	if draft := w.open("Eva Kurz").Draft; draft != "" {
		t.Errorf("she is asked %q", draft)
	}
}

func TestDuAndSieAreCountedApart(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	w.press("relation.friend")
	w.say("Tom siezen")
	w.say("erledigt Tom")
	formal, others := 0, 0
	w.asUser(func(tx engine.Tx) error {
		tallies, err := tx.Tallies(t.Context())
		for _, wording := range tallies.Wordings {
			if wording.Variant >= engine.FirstFormal {
				formal++
			} else {
				others++
			}
		}
		return err
	})
	if formal != 1 || others != 1 {
		t.Errorf("%d with Sie, %d with du", formal, others)
	}
}

func TestDraftsAreSpeltAsInTheLeadsCountry(t *testing.T) {
	templates := engine.Templates{{ID: "greeting", Reason: "showed_interest", Variants: []string{"Liebe Grüße an dich, {name}"},
		Formal: []string{"Viele Grüße an Sie, {name}"}}}
	for user, want := range map[string]map[string]string{
		"DE": {"+41 79 123 45 67": "ss", "+423 234 56 78": "ss", "+49 171 3920001": "ß", "+43 664 1234567": "ß", "+44 7911 123456": "ß", "voss@example.org": "ß"},
		"CH": {"+41 79 123 45 67": "ss", "+49 171 3920001": "ß", "+44 7911 123456": "ss", "voss@example.org": "ss"},
	} {
		for address, spelling := range want {
			w := newWorld(t)
			w.engine.Templates = templates
			w.say("/start")
			w.owner("UPDATE users SET country = '" + user + "'")
			w.say("Eva Voß " + address)
			for _, say := range []string{"Eva duzen", "Eva siezen"} {
				w.say(say)
				if got := w.open("Eva Voß").Draft; !strings.Contains(got, "Grü"+spelling+"e") || strings.Contains(got, "Voss") {
					t.Errorf("a user in %s writes to %s: %s", user, address, got)
				}
			}
		}
	}
}

func TestATitleIsToldAndNeverGuessed(t *testing.T) {
	expect := func(w *world, called string) {
		t.Helper()
		if draft := w.open("Lisa Meier").Draft; !strings.Contains(draft, called+",") {
			t.Errorf("%q is not called %s", draft, called)
		}
	}
	w := aMorning(t)
	w.say("Lisa siezen")
	expect(w, "Lisa Meier")
	w.say("ich sieze Frau Meier")
	expect(w, "Frau Meier")
	w.press("undo")
	expect(w, "Lisa Meier")
	w.say("Frau Meier siezen")
	w.say("Lisa duzen")
	expect(w, "Lisa")
	w.say("Lisa siezen")
	expect(w, "Frau Meier")

	w = newWorld(t)
	w.say("/start")
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", talk("Guten Tag Frau Meier, haben Sie Zeit?", "<Gern, Herr Huber. Wann passt es Ihnen?"))
	expect(w, "Frau Meier")
	w = newWorld(t)
	w.say("/start")
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", talk("Kennen Sie Herr Meier?", "<Guten Tag! Nur Frau Meier, meine Mutter. Und Sie?"))
	expect(w, "Lisa Meier")
}

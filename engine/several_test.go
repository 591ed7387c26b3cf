package engine_test

import (
	"testing"
	"time"
)

func TestACommandMayNameSeveralLeads(t *testing.T) {
	w := settled(t)
	w.takeOver("Woche.csv", "Name,Telefon\nLisa Meier,01705550101\nLisa Wagner,01705550102\nTom Huber,01705550103\nAnna Berg,01705550104\nJan Vogt,01705550105\n")
	w.tick(monday.Add(time.Hour))
	w.forget()
	for _, step := range []struct{ said, want string }{
		{"Tom und Anna auf nächste Woche", "card_later(Tom Huber) card_later(Anna Berg)"},
		{"Tom, Tom Huber und Xaver erledigt", "card_done(Tom Huber) lead_unknown"},
		{"Jan und Lisa erledigt", "card_done(Jan Vogt) card_done(Lisa Meier) card_relation(Lisa Wagner)"},
		{"was weißt du über Jan?", "about(Jan Vogt) why(Jan Vogt)"},
		{"alle auf morgen", "card_later(Lisa Wagner) list_finished"},
		{"alle auf morgen", "nothing_open"},
		{"verschieb alle", "when_all"},
		{"Lisa nicht mehr", "which_one"},
		{"Tom und Lisa nicht mehr", "card_no_more(Tom Huber) which_one"},
		{"was weißt du über Tom?", "about(Tom Huber) why_closed(Tom Huber)"},
	} {
		w.say(step.said)
		if got := w.keys(); got != step.want {
			t.Errorf("%q said %q\nwant %q", step.said, got, step.want)
		}
		w.forget()
	}
	if done := w.open("Anna Berg").DueAt; done.Before(monday.AddDate(0, 0, 6)) {
		t.Errorf("Anna comes on %s", done)
	}
}

func TestOneMessageWithSeveralCommands(t *testing.T) {
	w := aMorning(t)
	w.forget()
	w.say("Lisa erledigt, Tom auf Freitag, Zoe morgen")
	if lisa := w.lead("Lisa Meier"); lisa.LastOutAt == nil {
		t.Error("Lisa was not written to")
	}
	if due := w.open("Tom Huber").DueAt; due.Weekday() != time.Friday {
		t.Errorf("Tom comes on %v", due)
	}
	w.last("lead_unknown")
}

package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
)

// forward lets the user forward a message that somebody wrote a minute ago.
func (w *world) forward(from engine.Origin, text string) {
	w.t.Helper()
	if from.At.IsZero() {
		from.At = w.clock.Now().Add(-time.Minute)
	}
	w.receive(engine.Inbound{Kind: engine.Forwarded, Text: text, Origin: from})
}

func TestAForwardedMessageIsTheLeadsReply(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	w.clock.set(monday.Add(3 * time.Hour))
	w.forget()
	at := monday.Add(2 * time.Hour)
	lisa := engine.Origin{Name: "Lisa 🌸 Meier", Handle: "lisam", ID: "77", At: at}
	w.forward(lisa, "Klingt gut, ich bin dabei!")
	w.expect("reply_positive(Lisa Meier)")
	if l := w.lead("Lisa Meier"); l.LastInAt == nil || !l.LastInAt.Equal(at) || l.Touches()[1].Channel != string(engine.Telegram) {
		t.Errorf("last message at %v: %+v", l.LastInAt, l.Touches())
	}
	w.forward(lisa, "Klingt gut, ich bin dabei!")
	w.expect("reply_known(Lisa Meier)")
	w.forward(engine.Origin{Name: "Sternchen", Handle: "lisam"}, "Was kostet das?")
	w.expect("reply_question(Lisa Meier)")
	if n := len(w.lead("Lisa Meier").Touches()); n != 3 {
		t.Errorf("%d touches", n)
	}
}

func TestAStrangersStopDoesNotStopTheUser(t *testing.T) {
	w := aMorning(t)
	w.forget()
	w.forward(engine.Origin{Name: "Xaver"}, "stop")
	w.expect("reply_unknown")
	w.press("reply_add")
	w.expectLeads("Anna Bauer, Lisa Meier, Tom Huber")
	w.say("Xaver")
	w.last("lead_stopped")
	if w.tick(monday.AddDate(0, 0, 1).Add(time.Hour)); w.last("summary").Key == "" {
		t.Error("no list on the next day")
	}
}

func TestSomebodyNewIsTakenInWithWhatTheyWrote(t *testing.T) {
	w := aMorning(t)
	for name, from := range map[string]engine.Origin{
		"Xaver Zorn": {Name: "Xaver Zorn", Handle: "xaver", ID: "9"},
		strings.Repeat("Überlanger Name ", 2) + "…": {Name: strings.Repeat("Überlanger Name ", 3)},
	} {
		w.forward(from, "Meld dich nächste Woche nochmal")
		if n := len(button(t, w.last("reply_unknown"), "reply_add")); n > 64 {
			t.Errorf("the button carries %d bytes", n)
		}
		w.press("reply_add")
		if w.last("reply_later").LeadID == nil {
			t.Errorf("%s: said %s", name, w.keys())
		}
	}
	w.forget()
	w.forward(engine.Origin{Name: "Anders", Handle: "xaver"}, "Hallo zusammen")
	w.expect("reply_neutral(Xaver Zorn)")
}

func TestWhoseReplyItIsIsAskedWhereSeveralMayBeMeant(t *testing.T) {
	for name, tell := range map[string]func(w *world){
		"typed":     func(w *world) { w.say("Lisa hat geschrieben: Meld dich im März nochmal") },
		"forwarded": func(w *world) { w.forward(engine.Origin{Name: "Lisa"}, "Meld dich im März nochmal") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := aMorning(t)
			w.say("Lisa Wagner 0170 1234599")
			w.forget()
			tell(w)
			w.expect("reply_whose")
			w.press("which_one.lead")
			march := time.Date(2027, 3, 1, 0, 0, 0, 0, berlin())
			if l := w.lead("Lisa Meier"); l.RestingUntil == nil || !l.RestingUntil.Equal(march) {
				t.Errorf("resting until %v", l.RestingUntil)
			}
			w.tap(button(t, w.last("reply_whose"), "which_one.lead"))
			w.last("reply_known")
		})
	}
}

func TestAButtonSaysWhatCame(t *testing.T) {
	for key, want := range map[string]string{
		"meant.positive": "reply_positive", "meant.question": "reply_question", "meant.later": "reply_later_when",
		"meant.objection": "reply_objection", "meant.negative": "reply_negative", "meant.opt_out": "reply_opt_out",
		"meant.neutral": "reply_neutral",
	} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			w := aMorning(t)
			w.press("done")
			w.clock.set(monday.Add(3 * time.Hour))
			w.say("Lisa hat geantwortet")
			w.forget()
			w.press(key)
			w.expect("~" + want + "(Lisa Meier)")
			if got := w.intents("Lisa Meier"); got != strings.TrimPrefix(key, "meant.") {
				t.Errorf("read as %q", got)
			}
			w.press("undo")
			if got := w.intents("Lisa Meier"); got != "" {
				t.Errorf("after the undo %q is left", got)
			}
		})
	}
}

// chat is an export of a chat with Lisa.
func chat(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

func TestANewerExportBringsReplies(t *testing.T) {
	for name, c := range map[string]struct {
		chat string
		says string
		open bool
	}{
		"a stop":              {chat("22.11.26, 10:00 - Max: Hallo", "22.11.26, 10:05 - Lisa Meier: Bitte keine Nachrichten mehr"), "reply_opt_out", false},
		"a stop long ago":     {chat("22.11.25, 10:05 - Lisa Meier: Bitte keine Nachrichten mehr", "22.11.26, 10:00 - Max: Hallo", "22.11.26, 10:05 - Lisa Meier: Hallo!"), "reply_opt_out", false},
		"the gravest counts":  {chat("22.11.26, 10:00 - Max: Hallo", "22.11.26, 10:05 - Lisa Meier: 😡", "22.11.26, 10:06 - Lisa Meier: Muss los"), "reply_opt_out_maybe", true},
		"later":               {chat("22.11.26, 10:05 - Lisa Meier: Meld dich im März nochmal"), "reply_later", true},
		"a later that is now": {chat("22.01.26, 10:05 - Lisa Meier: Meld dich im März nochmal"), "", true},
		"an old no":           {chat("22.01.26, 10:05 - Lisa Meier: Nein danke"), "", true},
		"an answered later":   {chat("21.11.26, 10:05 - Lisa Meier: Meld dich im März nochmal", "22.11.26, 10:05 - Max: Mach ich"), "", true},
		"something nice":      {chat("22.11.26, 10:05 - Lisa Meier: Klingt gut, ich bin dabei!"), "", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := aMorning(t)
			w.forget()
			w.takeOver("WhatsApp Chat mit Lisa Meier.txt", c.chat)
			w.deliver()
			if got := strings.TrimSuffix(w.keys(), "(Lisa Meier)"); got != c.says {
				t.Errorf("said %q", got)
			}
			if l := w.all("Lisa Meier"); l.Open() != c.open {
				t.Errorf("open: %t", l.Open())
			}
			w.forget()
			w.takeOver("WhatsApp Chat mit Lisa Meier.txt", c.chat)
			w.deliver()
			w.expect("")
			if name == "something nice" && w.lead("Lisa Meier").Sentiment != engine.Hot {
				t.Error("it warmed nobody")
			}
		})
	}
}

func TestWhatAnImportBroughtStaysWhenItIsReadOtherwise(t *testing.T) {
	w := aMorning(t)
	stop := chat("22.11.26, 10:00 - Max: Hallo", "22.11.26, 10:05 - Lisa Meier: Bitte keine Nachrichten mehr")
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", stop)
	w.deliver()
	w.press("reply_other")
	w.press("meant.positive")
	if l := w.lead("Lisa Meier"); w.intents("Lisa Meier") != "positive" || len(l.Touches()) != 2 || l.Sentiment != engine.Hot {
		t.Errorf("%s %+v", w.intents("Lisa Meier"), l)
	}
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", stop)
	w.lead("Lisa Meier") // is open still
	w.press("undo")
	if l := w.lead("Lisa Meier"); len(l.Touches()) != 2 || w.intents("Lisa Meier") != "" || l.Sentiment != engine.Warm {
		t.Errorf("after the undo %q: %+v", w.intents("Lisa Meier"), l)
	}
}

func TestInAGroupAStopIsOnlySuspected(t *testing.T) {
	w := settled(t)
	group := "22.11.26, 18:00 - Lisa: Bitte keine Nachrichten mehr\n22.11.26, 18:01 - Tom: Kein Interesse\n22.11.26, 18:02 - Max: ok\n"
	w.takeOver("WhatsApp Chat mit Team.txt", group)
	w.deliver()
	w.expect("reply_opt_out_maybe(Lisa)")
	w.expectLeads("Lisa, Tom")
}

func TestAnImportTellsOfAFewAndCountsTheRest(t *testing.T) {
	w := settled(t)
	var all strings.Builder
	for i := range 12 {
		fmt.Fprintf(&all, "22.11.26, 18:%02d - Person%c: Bitte keine Nachrichten mehr\n", i, 'a'+i)
	}
	w.takeOver("WhatsApp Chat mit Team.txt", all.String()+"22.11.26, 18:30 - Max: ok\n")
	w.deliver()
	if n := strings.Count(w.keys(), "reply_opt_out_maybe"); n != 8 || w.last("replies_more").Args["count"] != 4.0 {
		t.Errorf("said %s", w.keys())
	}
}

// aStop is a lead and how it stops everything.
type aStop struct {
	w    *world
	name string
	text string
}

// stopWays are the four ways by which a stop may come.
var stopWays = []func(s aStop){
	func(s aStop) { s.w.say(s.name + " hat geschrieben: " + s.text) },
	func(s aStop) { s.w.forward(engine.Origin{Name: s.name}, s.text) },
	func(s aStop) { s.w.say(s.name + " hat geantwortet"); s.w.press("meant.opt_out") },
	func(s aStop) {
		at := s.w.clock.Now().Add(-time.Minute).In(berlin()).Format("02.01.06, 15:04")
		s.w.takeOver("WhatsApp Chat mit "+s.name+".txt", at+" - "+s.name+": "+s.text+"\n")
		s.w.deliver()
	},
}

// TestAStopThatCameAnyWayIsAStop lets leads stop everything by any of the four ways, after some random answers, and
// looks whether anything comes of them again: by an import, a shared number or a list of the months after.
func TestAStopThatCameAnyWayIsAStop(t *testing.T) {
	w, r := settled(t), rand.New(rand.NewPCG(7, 8))
	stops := []string{"Stop", "Bitte keine Nachrichten mehr", "Lass mich in Ruhe!", "Lösch bitte meine Nummer"}
	before := []string{"%s erledigt", "%s morgen 9:30", "%s hat geschrieben: Meld dich im März", "%s schreibt: 😡", "liste", "warum %s"}
	for i := range 24 {
		s := aStop{w, "Person" + string([]byte{'a' + byte(i), 'o'}), stops[r.IntN(len(stops))]}
		number := fmt.Sprintf("0170 12345%02d", i)
		w.say(s.name + " " + number)
		for range r.IntN(3) {
			if text := before[r.IntN(len(before))]; strings.Contains(text, "%") {
				w.say(fmt.Sprintf(text, s.name))
			}
			w.clock.set(w.clock.Now().Add(time.Hour))
		}
		stopWays[i%len(stopWays)](s)
		w.takeOver("a.csv", "Name,Telefon\n"+s.name+","+number+"\n")
		w.say(s.name + " " + number)
		w.takeOver("WhatsApp Chat mit "+s.name+".txt", "20.11.26, 06:00 - "+s.name+": Klingt gut!\n")
		if l := w.all(s.name); l.Open() || l.Consent != string(compliance.Objected) {
			t.Errorf("%s, who stopped with %q by way %d, is open: %+v", s.name, s.text, i%len(stopWays), l)
		}
	}
	w.forget()
	for day := range 4 {
		w.tick(monday.AddDate(0, 0, 30*day+1).Add(time.Hour))
	}
	if said := w.keys(); strings.Contains(said, "card") || len(w.leads()) != 0 {
		t.Errorf("said %s", said)
	}
}

// TestWhoWantsToHearLaterComesThen lets months pass and looks when Lisa is on a list again.
func TestWhoWantsToHearLaterComesThen(t *testing.T) {
	for text, want := range map[string]string{
		"Meld dich im März nochmal":        "2027-03-01",
		"Meld dich nächsten Mittwoch":      "2026-12-02",
		"Nein danke":                       "2027-02-22", // 90 days are a Sunday
		"Mein Vater ist gestern gestorben": "2026-12-07",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			w := settled(t)
			w.say("Lisa Meier 0170 1234567")
			w.say("Lisa hat geschrieben: " + text)
			if l := w.lead("Lisa Meier"); l.Waiting(w.clock.Now()) {
				t.Error("it waits")
			}
			w.forget()
			day := monday.Add(time.Hour)
			for day = day.AddDate(0, 0, 1); day.Before(monday.AddDate(0, 5, 0)); day = day.AddDate(0, 0, 1) {
				if w.tick(day); strings.Contains(w.keys(), "(Lisa Meier)") {
					break
				}
				w.say("hallo") // is not away
				w.forget()
			}
			if got := day.Format(time.DateOnly); got != want {
				t.Errorf("back on %s, want %s: %s", got, want, w.keys())
			}
		})
	}
}

func TestTheUsersWordEndsARestAndAnUndoBringsItBack(t *testing.T) {
	w := wrote(t, "Meld dich im März nochmal")
	w.say("Lisa am Mittwoch um 10")
	if l, due := w.lead("Lisa Meier"), w.open("Lisa Meier").DueAt; l.RestingUntil != nil || !due.Equal(monday.AddDate(0, 0, 2).Add(3*time.Hour)) {
		t.Errorf("resting until %v, due %s", l.RestingUntil, due)
	}
	w.say("rückgängig")
	if l := w.lead("Lisa Meier"); l.RestingUntil == nil {
		t.Error("the rest is lost")
	}
	w.clock.set(w.clock.Now().Add(time.Hour))
	w.say("Lisa hat geschrieben: Klingt doch gut, erzähl mehr")
	if l := w.lead("Lisa Meier"); l.RestingUntil != nil || !l.Waiting(w.clock.Now()) {
		t.Errorf("who writes again is still left alone until %v", l.RestingUntil)
	}
}

func TestAWordMoreDoesNotUndoWhatTheLeadSaidBefore(t *testing.T) {
	for first, says := range map[string]string{
		"Meld dich im März nochmal": "reply_neutral", "Nein danke": "reply_neutral", "😡": "reply_opt_out_maybe",
		"Bitte keine Nachrichten mehr": "lead_stopped",
	} {
		t.Run(first, func(t *testing.T) {
			t.Parallel()
			w := wrote(t, first)
			before := w.all("Lisa Meier").RestingUntil
			w.clock.set(w.clock.Now().Add(time.Minute))
			w.forget()
			w.say("Lisa hat geschrieben: Muss jetzt los")
			if got := strings.Split(w.keys(), "(")[0]; got != says {
				t.Errorf("said %s", got)
			}
			after := w.all("Lisa Meier").RestingUntil
			if (before == nil) != (after == nil) || before != nil && !before.Equal(*after) {
				t.Errorf("resting until %v, then %v", before, after)
			}
		})
	}
}

func TestWhatALeadWroteMayBeToldInOnesOwnWords(t *testing.T) {
	for text, c := range map[string]struct {
		says, intent string
		open         bool
	}{
		"Lisa hat geschrieben, dass sie erst im März Zeit hat":           {"reply_later", "later", true},
		"Lisa meinte, es ist ihr zu teuer":                               {"reply_objection", "objection", true},
		"Lisa hat geantwortet dass sie kein Interesse hat":               {"reply_negative", "negative", true},
		"Lisa hat geschrieben, dass ich sie nicht mehr anschreiben soll": {"reply_opt_out", "opt_out", false},
		"Lisa hat geschrieben, dass sie es gelesen hat":                  {"card_answered", "neutral", true},
		"Lisa fragt, was das kostet":                                     {"reply_question", "question", true},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			w := wrote(t, "Ok")
			w.clock.set(w.clock.Now().Add(time.Hour))
			w.forget()
			w.say(text)
			if got := w.keys(); !strings.HasPrefix(got, c.says+"(Lisa Meier)") {
				t.Errorf("said %s", got)
			}
			if got := w.intents("Lisa Meier"); got != "neutral "+c.intent || w.all("Lisa Meier").Open() != c.open {
				t.Errorf("read as %q, open %t", got, w.all("Lisa Meier").Open())
			}
			if l := w.all("Lisa Meier"); l.AddressSource != "" {
				t.Errorf("the user's words tell that she is addressed with %s", l.AddressForm)
			}
		})
	}
	w := wrote(t, "Ok")
	w.say("Lisa hat geschrieben, dass sie es gelesen hat")
	w.press("meant.positive")
	w.last("reply_positive")
	w.forget()
	w.say("Zoe meinte, es ist ihr zu teuer")
	w.expect("reply_unknown")
}

package engine_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/language"
)

// wrote lets the user tell what Lisa wrote, after having written to her.
func wrote(t *testing.T, text string) *world {
	t.Helper()
	w := aMorning(t)
	w.press("done")
	w.clock.set(monday.Add(3 * time.Hour))
	w.forget()
	w.say("Lisa hat geschrieben: " + text)
	return w
}

// all is every lead with a name, also those that are closed.
func (w *world) all(name string) (lead engine.Lead) {
	w.t.Helper()
	id := w.leadOf(name)
	w.asUser(func(tx engine.Tx) (err error) {
		lead, err = tx.Lead(w.t.Context(), id)
		return err
	})
	return lead
}

// intents are what the touches of a lead were read as, the newest last, those of the user left out.
func (w *world) intents(name string) string {
	var all []string
	for _, touch := range w.all(name).Touches() {
		if !touch.Out {
			all = append(all, string(touch.Answer))
		}
	}
	return strings.Join(all, " ")
}

func TestWhatFollowsFromAReply(t *testing.T) {
	days := func(n int) time.Time { return monday.AddDate(0, 0, n).Add(time.Hour) } // the list of that day
	tomorrow := days(1)
	for _, c := range []struct {
		text, says string
		intent     language.Intent
		due        time.Time
		waits      bool
		sentiment  engine.Sentiment
		stage      engine.Stage
		question   string
	}{
		{text: "Klingt gut, ich bin dabei!", says: "reply_positive", intent: language.MeansPositive, due: tomorrow,
			waits: true, sentiment: engine.Hot, stage: engine.StageReplied},
		{text: "Was kostet das denn?", says: "reply_question", intent: language.MeansQuestion, due: tomorrow,
			waits: true, sentiment: engine.Warm, stage: engine.StageReplied, question: "Was kostet das denn?"},
		{text: "Das ist mir zu teuer", says: "reply_objection", intent: language.MeansObjection, due: tomorrow,
			waits: true, sentiment: engine.Warm, stage: engine.StageReplied},
		{text: "Nein danke", says: "reply_negative", intent: language.MeansNegative, due: days(88),
			sentiment: engine.Warm, stage: engine.StageNurture},
		{text: "Meld dich nächste Woche nochmal", says: "reply_later", intent: language.MeansLater, due: days(7),
			sentiment: engine.Warm, stage: engine.StageReplied},
		{text: "Meld dich im März nochmal", says: "reply_later", intent: language.MeansLater, due: days(88),
			sentiment: engine.Warm, stage: engine.StageReplied},
		{text: "Grad keine Zeit, meld dich später", says: "reply_later_when", intent: language.MeansLater, due: days(14),
			sentiment: engine.Warm, stage: engine.StageReplied},
		{text: "Mein Vater ist gestern gestorben", says: "reply_sensitive", intent: language.MeansSensitive, due: days(14),
			sentiment: engine.Warm, stage: engine.StageReplied},
		{text: "Das ist unverschämt, ich beschwere mich", says: "reply_complaint", intent: language.MeansComplaint,
			due: tomorrow, waits: true, sentiment: engine.Warm, stage: engine.StageReplied},
		{text: "Bitte nicht anrufen, schreib lieber", says: "reply_channel_limit", intent: language.MeansChannelLimit,
			due: tomorrow, waits: true, sentiment: engine.Warm, stage: engine.StageReplied},
	} {
		t.Run(string(c.intent)+" "+c.says, func(t *testing.T) {
			t.Parallel()
			w := wrote(t, c.text)
			if !strings.HasPrefix(w.keys(), c.says+"(Lisa Meier)") {
				t.Errorf("said %s", w.keys())
			}
			lead, next := w.lead("Lisa Meier"), w.open("Lisa Meier")
			if got := w.intents("Lisa Meier"); got != string(c.intent) {
				t.Errorf("read as %q", got)
			}
			if !next.DueAt.Equal(c.due) && c.due.Before(days(80)) || next.DueAt.After(days(90)) || next.DueAt.Before(c.due.AddDate(0, 0, -3)) {
				t.Errorf("due %s, want %s", next.DueAt, c.due)
			}
			if lead.Waiting(w.clock.Now()) != c.waits || lead.Sentiment != c.sentiment || lead.Stage != c.stage ||
				lead.OpenQuestion != c.question || lead.Unanswered != 0 {
				t.Errorf("waiting %t: %+v", lead.Waiting(w.clock.Now()), lead)
			}
			for _, key := range []string{"reply_other", "undo"} {
				button(t, w.last(c.says), key)
			}
		})
	}
}

// TestEveryReplyCanBeTakenBack compares the lead before a reply with the lead after an undo.
func TestEveryReplyCanBeTakenBack(t *testing.T) {
	for _, text := range []string{
		"Klingt gut, ich bin dabei!", "Was kostet das denn?", "Das ist mir zu teuer", "Nein danke", "Ok",
		"Meld dich im März nochmal", "Mein Vater ist gestorben", "Bitte nicht anrufen, schreib lieber",
		"😡", "Bitte nicht mehr schreiben!", "Welche Daten hast du von mir gespeichert?",
		"Falsche Nummer", "Das ist unverschämt, ich beschwere mich",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			w := aMorning(t)
			w.press("done")
			w.clock.set(monday.Add(3 * time.Hour))
			w.expectRestored("Lisa Meier", "hat geschrieben: "+text)
			if got := w.intents("Lisa Meier"); got != "" {
				t.Errorf("a touch is left: %s", got)
			}
			if r := w.takeOver("a.csv", "Name,Telefon\nLisa Meier,0170 1234567\n"); r.Suppressed != 0 || r.Known != 1 {
				t.Errorf("an import brought %+v", r)
			}
		})
	}
}

func TestAnAutomaticReplyIsNone(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	before, times := state(w.lead("Lisa Meier"))
	due := w.open("Lisa Meier").DueAt
	w.clock.set(monday.Add(3 * time.Hour))
	w.forget()
	w.say("Lisa schreibt: Abwesenheitsnotiz: ich lese meine Mails nicht")
	w.expect("reply_auto(Lisa Meier)")
	after, timesAfter := state(w.lead("Lisa Meier"))
	before.History, after.History = nil, nil
	if !reflect.DeepEqual(before, after) || times != timesAfter || !w.open("Lisa Meier").DueAt.Equal(due) {
		t.Errorf("it changed\n%+v %v to\n%+v %v", before, times, after, timesAfter)
	}
	w.press("reply_other")
	w.press("meant.positive")
	if l := w.lead("Lisa Meier"); l.Sentiment != engine.Hot || l.Unanswered != 0 || w.intents("Lisa Meier") != "positive" {
		t.Errorf("read anew: %s %+v", w.intents("Lisa Meier"), l)
	}
}

func TestWhoIsAwayIsProposedWhenBack(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	w.clock.set(monday.Add(3 * time.Hour))
	w.say("Lisa schreibt: Abwesenheitsnotiz, nächste Woche bin ich wieder da")
	lead := w.lead("Lisa Meier")
	if due := w.open("Lisa Meier").DueAt; !due.Equal(monday.AddDate(0, 0, 7).Add(time.Hour)) || lead.Unanswered != 1 {
		t.Errorf("due %s, %d unanswered", due, lead.Unanswered)
	}
}

func TestADoubtPausesAndAsks(t *testing.T) {
	for answer, check := range map[string]func(w *world){
		"reply_yes": func(w *world) {
			w.expectLeads("Anna Bauer, Tom Huber")
			if l := w.all("Lisa Meier"); l.Consent != string(compliance.Objected) {
				t.Errorf("consent %s", l.Consent)
			}
		},
		"reply_no": func(w *world) {
			if l := w.lead("Lisa Meier"); l.RestingUntil != nil || w.intents("Lisa Meier") != "neutral" {
				t.Errorf("%s, resting until %v", w.intents("Lisa Meier"), l.RestingUntil)
			}
			if due := w.open("Lisa Meier").DueAt; due.After(w.clock.Now().AddDate(0, 0, 4)) {
				t.Errorf("due %s", due)
			}
		},
	} {
		for name, after := range map[string]time.Duration{"at once": 0, "days later": 80 * time.Hour, "months later": 200 * 24 * time.Hour} {
			t.Run(answer+" "+name, func(t *testing.T) {
				t.Parallel()
				w := wrote(t, "😡")
				if due := w.open("Lisa Meier").DueAt; due.Before(monday.AddDate(0, 0, 80)) {
					t.Errorf("it is due %s although in doubt", due)
				}
				press := button(t, w.last("reply_opt_out_maybe"), answer)
				for day := 0; day < int(after.Hours()/24); day += 5 {
					w.tick(monday.AddDate(0, 0, day+1).Add(time.Hour))
					w.expectNoDraftFor("Lisa Meier")
				}
				w.tap(press)
				check(w)
			})
		}
	}
}

// expectNoDraftFor looks at the cards since the last look.
func (w *world) expectNoDraftFor(name string) {
	w.t.Helper()
	for _, d := range w.channel.said[w.page:] {
		if d.Key == "card" && d.Args["name"] == name {
			w.t.Fatalf("a draft for %s on %s", name, w.clock.Now())
		}
	}
	w.forget()
}

func TestASecondNoIsADoubt(t *testing.T) {
	w := wrote(t, "Nein danke")
	w.clock.set(w.clock.Now().Add(time.Minute))
	w.say("Lisa hat geschrieben: Kein Interesse") // in the same breath: still the first
	if w.last("reply_negative").Key == "" || strings.Contains(w.keys(), "maybe") {
		t.Errorf("said %s", w.keys())
	}
	w.tick(monday.AddDate(0, 0, 1).Add(time.Hour))
	w.say("erledigt Lisa")
	w.clock.set(w.clock.Now().Add(time.Hour))
	w.say("Lisa hat geschrieben: Nein danke!")
	w.last("reply_opt_out_maybe")
}

func TestWhereALeadWantsNoMessagesNoneIsProposed(t *testing.T) {
	w := wrote(t, "Bitte nicht anrufen, schreib lieber")
	lead := w.lead("Lisa Meier")
	if !lead.Closed(engine.Call) || lead.Closed(engine.Email) {
		t.Errorf("closed: %q", lead.ClosedChannels)
	}
	w.say("Lisa später")
	w.forget()
	for range 3 {
		w.say("Lisa morgen")
		for _, d := range w.channel.said[w.page:] {
			for _, row := range d.Buttons {
				for _, b := range row {
					if b.Key == "other_channel" && b.Args["channel"] == "call" {
						t.Error("a call is proposed")
					}
				}
			}
		}
	}
}

func TestAReplyCountsForTheWordingByWhatItMeans(t *testing.T) {
	for text, want := range map[string]float64{"Klingt gut": 1, "Nein danke": 0, "Ok": 0.6, "Was kostet das?": 0.6} {
		w := wrote(t, text)
		var rewards []float64
		w.asUser(func(tx engine.Tx) error {
			tallies, err := tx.Tallies(context.Background())
			for _, wording := range tallies.Wordings {
				rewards = append(rewards, wording.Reward)
			}
			return err
		})
		if len(rewards) != 1 || rewards[0] < want-0.01 || rewards[0] > want+0.01 {
			t.Errorf("%q brought %v, want %v", text, rewards, want)
		}
	}
}

func TestTextsAreKeptOnlyWhereTheUserWantsThat(t *testing.T) {
	for keep, want := range map[bool]string{false: "", true: "Klingt gut, ich bin dabei"} {
		w := aMorning(t)
		if keep {
			w.tap("set:keep_text:yes")
		}
		item := w.open("Lisa Meier")
		w.say("Lisa schreibt: Klingt gut, ich bin dabei")
		w.asUser(func(tx engine.Tx) error {
			touches, err := tx.TouchesOf(t.Context(), item.ID)
			if err != nil || len(touches) != 1 || touches[0].Text != want || touches[0].Intent != language.MeansPositive {
				t.Errorf("kept %+v: %v", touches, err)
			}
			return nil
		})
	}
}

func TestWhatALeadSaidIsTheReasonToWriteAgain(t *testing.T) {
	for text, want := range map[string]engine.Reason{
		"Das ist mir zu teuer": "objection_handled", "Klingt gut, ich bin dabei!": "showed_interest", "Ok": "no_response",
	} {
		w := wrote(t, text)
		w.tick(monday.AddDate(0, 0, 1).Add(time.Hour))
		w.say("erledigt Lisa")
		if got := w.open("Lisa Meier").Reason; got != want {
			t.Errorf("%q, and the next reason is %s, want %s", text, got, want)
		}
	}
}

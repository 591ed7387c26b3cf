package engine_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// aQuestion is a user whom Tom asked something that waits for an answer.
func aQuestion(t *testing.T) *world {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit Tom.txt", "20.11.26, 10:00 - Max: Hallo\n20.11.26, 11:00 - Tom: Was kostet das?\n")
	w.tick(monday.Add(time.Hour))
	w.forget()
	return w
}

// state is a lead as undo must restore it: without the moment of its last change and with times by value.
func state(l engine.Lead) (engine.Lead, [3]time.Time) {
	var times [3]time.Time
	for i, at := range []*time.Time{l.LastTouchAt, l.LastOutAt, l.LastInAt} {
		if at != nil {
			times[i] = at.UTC()
		}
	}
	l.LastTouchAt, l.LastOutAt, l.LastInAt, l.OptedOutAt = nil, nil, nil, nil
	l.CreatedAt, l.UpdatedAt = time.Time{}, time.Time{}
	return l, times
}

// expectRestored answers a lead's card, takes that back and compares the lead.
func (w *world) expectRestored(lead, answer string) {
	w.t.Helper()
	before, timesBefore := state(w.lead(lead))
	due := w.open(lead).DueAt
	w.say(lead + " " + answer)
	w.say("rückgängig")
	after, timesAfter := state(w.lead(lead))
	if !reflect.DeepEqual(after, before) || timesAfter != timesBefore {
		w.t.Errorf("after %q was taken back:\n%+v %v\nwas\n%+v %v", answer, after, timesAfter, before, timesBefore)
	}
	if got := w.open(lead).DueAt; !got.Equal(due) {
		w.t.Errorf("after %q was taken back it is due %s, was %s", answer, got, due)
	}
}

var answers = []string{"erledigt", "hat geantwortet", "nicht mehr", "in 3 Tagen", "morgen 9:30"}

func TestUndoRestoresTheLeadAndTheQuestion(t *testing.T) {
	for _, answer := range answers {
		t.Run(answer, func(t *testing.T) {
			w := aQuestion(t)
			if q := w.lead("Tom").OpenQuestion; q != "Was kostet das?" {
				t.Fatalf("Tom asked %q", q)
			}
			w.expectRestored("Tom", answer)
		})
	}
}

func TestUndoRestoresANewLead(t *testing.T) {
	for _, answer := range answers {
		t.Run(answer, func(t *testing.T) { aMorning(t).expectRestored("Tom Huber", answer) })
	}
}

func TestUndoOfAStopRestoresTheConsent(t *testing.T) {
	w := settled(t)
	w.say("Tom Huber 0170 1234568")
	w.tick(monday.Add(time.Hour))
	w.press("relation.enquiry")
	if consent := w.lead("Tom Huber").Consent; consent == "none" || consent == "" {
		t.Fatalf("an enquiry left the consent %q", consent)
	}
	w.expectRestored("Tom Huber", "nicht mehr")
}

func TestAStopTakenBackLetsTheLeadInAgain(t *testing.T) {
	w := aMorning(t)
	w.say("Tom nicht mehr")
	w.say("rückgängig")
	if r := w.takeOver("a.csv", "Name,Telefon\nTom Huber,0170 1234568\n"); r.Suppressed != 0 || r.Known != 1 {
		t.Errorf("an import brought %+v", r)
	}
}

func TestUndoOfAnAnswerBeforeAStopIsRefusedKindly(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	undo := w.last("card_done").Buttons[0][0].Action
	w.say("Lisa nicht mehr")
	w.forget()
	for range 3 { // as often as a failing update would be tried
		w.tap(undo)
	}
	w.expect("undo_too_late undo_too_late undo_too_late")
	w.expectLeads("Anna Bauer, Tom Huber")
}

func TestUndoLeavesWhatWasPlannedSince(t *testing.T) {
	w := aMorning(t)
	w.press("done")
	w.clock.set(monday.Add(3 * time.Hour))
	w.takeOver("WhatsApp Chat mit Lisa Meier.txt", "23.11.26, 06:00 - Max: Hallo\n23.11.26, 09:00 - Lisa Meier: Was kostet das?\n")
	w.forget()
	w.say("rückgängig")
	w.expect("undo_too_late")
	if l := w.lead("Lisa Meier"); !l.Waiting(w.clock.Now()) {
		t.Error("the answer that came since was lost")
	}
}

func TestUndoOfLaterKeepsWhatTheLeadAskedSince(t *testing.T) {
	w := aQuestion(t)
	w.say("Tom in 3 Tagen")
	w.takeOver("WhatsApp Chat mit Tom.txt", "20.11.26, 11:00 - Tom: Was kostet das?\n"+
		"20.11.26, 12:00 - Max: 20 Euro\n20.11.26, 13:00 - Tom: Im Monat?\n")
	w.say("rückgängig")
	if q := w.lead("Tom").OpenQuestion; q != "Im Monat?" {
		t.Errorf("the open question is %q", q)
	}
}

// button finds what a button of a message carries.
func button(t *testing.T, d engine.Delivery, key string) string {
	t.Helper()
	for _, row := range d.Buttons {
		for _, b := range row {
			if b.Key == key {
				return b.Action
			}
		}
	}
	t.Fatalf("%s has no button %s", d.Key, key)
	return ""
}

func TestNoMoreOnAnOldCardStops(t *testing.T) {
	for name, wait := range map[string]time.Duration{"at once": 0, "hours later": 5 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			w := aMorning(t)
			noMore := button(t, w.last("card"), "no_more")
			w.press("done")
			w.clock.set(monday.Add(time.Hour + wait))
			w.forget()
			w.tap(noMore)
			w.expect("~card_no_more(Lisa Meier)")
			w.expectLeads("Anna Bauer, Tom Huber")
		})
	}
}

func TestACardThatWasPlannedAnewStillTakesAnAnswerOnce(t *testing.T) {
	for key, want := range map[string]string{"done": "~card_done(Lisa Meier)", "no_more": "~card_no_more(Lisa Meier)"} {
		t.Run(key, func(t *testing.T) {
			w := aMorning(t)
			old := button(t, w.last("card"), key)
			w.clock.set(monday.Add(3 * time.Hour))
			w.takeOver("WhatsApp Chat mit Lisa Meier.txt",
				"23.11.26, 09:00 - Max: Hallo\n23.11.26, 09:30 - Lisa Meier: Was kostet das?\n")
			w.forget()
			w.tap(old)
			if !strings.HasPrefix(w.keys(), want) {
				t.Errorf("said %s, want %s", w.keys(), want)
			}
			w.forget()
			w.tap(old)
			w.expect("")
		})
	}
}

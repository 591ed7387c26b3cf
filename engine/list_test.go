package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// user is user "1".
func (w *world) user() (u engine.User) {
	w.t.Helper()
	w.asUser(func(tx engine.Tx) (err error) {
		u, err = tx.User(w.t.Context())
		return err
	})
	return u
}

// askedForTheList is a newcomer before the last question.
func askedForTheList(t *testing.T) *world {
	w := newWorld(t)
	w.say("/start")
	for _, question := range []string{"choice.country", "choice.region", "choice.company"} {
		w.press(question)
	}
	w.forget()
	return w
}

func TestATypedTimeWithinTheActiveHoursIsTheListTime(t *testing.T) {
	for typed, want := range map[string]string{"9 Uhr": "09:00", "um 7:30": "07:30", "20:15": "20:15"} {
		w := askedForTheList(t)
		w.say(typed)
		if at := w.user().ListAt; at != want {
			t.Errorf("%q made the list come at %s", typed, at)
		}
		w.expect("settled")
	}
}

func TestATimeOutsideTheActiveHoursOrFromNowIsNoListTime(t *testing.T) {
	for _, typed := range []string{"22 Uhr", "6 Uhr", "21:30", "in 2 Stunden", "in 8 Stunden", "in 10 Stunden"} {
		w := askedForTheList(t)
		w.say(typed)
		if u := w.user(); u.ListAt != "08:00" || u.Asked != engine.AskedListAt {
			t.Errorf("%q made the list come at %s, asked is %q", typed, u.ListAt, u.Asked)
		}
	}
}

func TestARefusedSettingChangesNothing(t *testing.T) {
	w := settled(t)
	before := w.user()
	for _, setting := range []string{
		"list_limit:20", "list_limit:0", "list_limit:x", "list_at:99:99", "list_at:22:00", "list_at:06:00", "list_at:",
		"country:XX", "region:DE-XX", "region:", "company:acme", "role:admin", "asked:country",
	} {
		w.tap("set:" + setting)
		after := w.user()
		before.SeenAt, before.NextPushAt, after.SeenAt, after.NextPushAt = nil, nil, nil, nil
		if after != before {
			t.Errorf("%s changed\n%+v to\n%+v", setting, before, after)
		}
		w.expect("error.setting")
	}
}

func TestALaterTextDoesNotAnswerAnOldQuestion(t *testing.T) {
	for asked, presses := range map[string][]string{
		"company": {"choice.country", "choice.region"},
		"list_at": {"choice.country", "choice.region", "choice.company"},
	} {
		t.Run(asked, func(t *testing.T) {
			w := newWorld(t)
			w.say("/start")
			for _, key := range presses {
				w.press(key)
			}
			w.say("Tom Huber 0170 1234568")
			w.tick(monday.Add(day + time.Hour))
			before := w.user()
			w.forget()
			w.say("Tom")
			w.say("Tom 9 Uhr")
			if !strings.HasPrefix(w.keys(), "card_relation(Tom Huber) card_later(Tom Huber)") {
				t.Errorf("said %s", w.keys())
			}
			if u := w.user(); u.CompanyID != before.CompanyID || u.ListAt != before.ListAt {
				t.Errorf("company %q, list at %s", u.CompanyID, u.ListAt)
			}
		})
	}
}

// silentSince is a chat whose last message is the sixth evening in a row without an answer, 25 October.
func silentSince(name string) string {
	var chat strings.Builder
	fmt.Fprintf(&chat, "19.10.26, 18:00 - %s: Hallo\n", name)
	for i := range 6 {
		fmt.Fprintf(&chat, "%d.10.26, 18:10 - Max: Zeile %d\n", 20+i, i)
	}
	return chat.String()
}

func TestLeadsThatMayNotBeContactedRestAndLeaveTheListToOthers(t *testing.T) {
	w := settled(t)
	for i := range 8 {
		name := "Tom" + string(rune('a'+i))
		w.takeOver("WhatsApp Chat mit "+name+".txt", silentSince(name))
	}
	w.say("Lisa Meier 0170 1234567")
	w.forget()
	w.tick(clockTime(23, 8, 0))
	w.expect("summary card_relation(Lisa Meier)")
	w.say("Lisa nicht mehr")
	w.forget()
	for d := 24; d < 54; d++ {
		w.tick(clockTime(d, 8, 0))
	}
	w.expect("")
	due := w.dueDates()
	if len(due) != 8 {
		t.Fatalf("%d of 8 resting leads are planned", len(due))
	}
	rested := time.Date(2027, 1, 23, 0, 0, 0, 0, berlin()) // 90 days after the last touch
	if first := slices.MinFunc(due, time.Time.Compare); first.Before(rested) || first.After(rested.Add(7*day)) {
		t.Errorf("the first one rests until %s, want about %s", first, rested)
	}
}

func TestAStrangerRestsButStaysPlanned(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	w.tick(clockTime(23, 8, 0))
	w.press("relation.stranger")
	w.forget()
	w.tick(clockTime(24, 8, 0))
	w.tick(clockTime(25, 8, 0))
	w.expect("")
	if due := w.dueDates(); len(due) != 1 || due[0].Before(monday.Add(80*day)) {
		t.Errorf("a stranger is due %s", due)
	}
}

func TestASlipOfTheThumbOnStrangerCanBeChanged(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	w.tick(clockTime(23, 8, 0))
	w.press("relation.stranger")
	w.forget()
	w.press("change_relation")
	w.press("relation.friend")
	w.expect("~card_relation(Tom) ~card(Tom)")
	if l := w.lead("Tom"); l.Relation != engine.RelationFriend {
		t.Errorf("the relation is %q", l.Relation)
	}
}

func TestUrgentBecomesHighAfterADay(t *testing.T) {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit Tom.txt", "23.11.26, 06:00 - Tom: Was kostet das?\n")
	for _, c := range []struct {
		day  int
		want engine.Priority
	}{{23, engine.Urgent}, {24, engine.High}} {
		w.tick(clockTime(c.day, 8, 0))
		if p := w.open("Tom").Priority; p != c.want {
			t.Errorf("on the %dth: %s, want %s", c.day, p, c.want)
		}
	}
}

func TestAfterTodaysListTheNextOneIsTomorrows(t *testing.T) {
	w := settled(t)
	w.say("Tom 0170 1234568")
	w.tick(clockTime(23, 8, 0))
	w.clock.set(clockTime(23, 9, 0))
	w.tap("set:list_at:12:00")
	w.say("weiter")
	if next := w.moment("resumed", "next"); !next.Equal(clockTime(24, 12, 0)) {
		t.Errorf("the next list is said to come %s", next)
	}
	w.say("Uwe 0170 1234569")
	if first := fmt.Sprint(w.last("lead_report").Args["first"]); !strings.HasPrefix(first, "2026-11-24") {
		t.Errorf("a new lead is said to come %s", first)
	}
	if due := w.open("Uwe").DueAt; !due.Equal(clockTime(24, 12, 0)) {
		t.Errorf("a new lead is due %s", due)
	}
	w.forget()
	w.tick(clockTime(23, 12, 0))
	w.expect("")
}

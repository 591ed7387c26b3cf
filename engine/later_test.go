package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// moment is a time among the arguments of a message.
func (w *world) moment(key, arg string) time.Time {
	w.t.Helper()
	at, err := time.Parse(time.RFC3339, fmt.Sprint(w.last(key).Args[arg]))
	if err != nil {
		w.t.Fatal(err)
	}
	return at
}

// expectMoment compares what the user is told with what is planned.
func (w *world) expectMoment(lead string, want time.Time) {
	w.t.Helper()
	if said := w.moment("card_later", "at"); !said.Equal(want) {
		w.t.Errorf("said %s, want %s", said, want)
	}
	if due := w.open(lead).DueAt; !due.Equal(want) {
		w.t.Errorf("due %s, want %s", due, want)
	}
}

// clockTime is a time of day on a day of November 2026.
func clockTime(day, hour, minute int) time.Time {
	return time.Date(2026, time.November, day, hour, minute, 0, 0, berlin())
}

func TestNoReminderComesAtNight(t *testing.T) {
	w := aMorning(t)
	w.say("Tom heute 20 Uhr")
	w.say("Anna nicht mehr")
	w.forget()
	w.tick(clockTime(24, 3, 0)) // the process was down in the evening
	w.tick(clockTime(24, 6, 59))
	w.expect("")
	w.tick(clockTime(24, 8, 0))
	w.expect("summary card(Lisa Meier)")
	if n := w.last("summary").Args["count"]; n != 2.0 {
		t.Errorf("%v leads on the list, want Lisa and Tom", n)
	}
}

func TestAtMostTwoInstantPushesADay(t *testing.T) {
	for name, say := range map[string]func(w *world){
		"one lead": func(w *world) {
			for hour := 9; hour < 14; hour++ {
				w.say(fmt.Sprintf("Tom heute %d Uhr", hour))
				w.tick(clockTime(23, hour, 0))
			}
		},
		"three leads": func(w *world) {
			for i, lead := range []string{"Lisa", "Tom", "Anna"} {
				w.say(fmt.Sprintf("%s heute %d Uhr", lead, 10+i))
			}
			w.tick(clockTime(23, 13, 0))
			w.tick(clockTime(23, 13, 15)) // one in a quarter of an hour
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := aMorning(t)
			w.forget()
			say(w)
			if n := strings.Count(w.keys(), "reminder"); n != 2 {
				t.Errorf("%d instant pushes: %s", n, w.keys())
			}
			w.say("liste")
			if n := w.last("list").Args["count"]; n == 0.0 {
				t.Error("the third is not on today's list")
			}
			if len(w.dueDates()) != 3 {
				t.Errorf("%d of 3 leads are planned", len(w.dueDates()))
			}
		})
	}
}

func TestTomorrowWithin24HoursOfAMessageSaysTheRealDay(t *testing.T) {
	w := aMorning(t)
	w.clock.set(clockTime(23, 9, 0))
	w.press("done")
	w.say("Lisa morgen")
	w.expectMoment("Lisa Meier", clockTime(25, 8, 0)) // tomorrow at 8 are only 23 hours
	w.say("Tom nicht mehr")
	w.say("Anna nicht mehr")
	w.forget()
	w.tick(clockTime(24, 8, 0))
	w.expect("")
	w.tick(clockTime(25, 8, 0))
	w.expect("summary card(Lisa Meier)")
}

func TestTomorrowIsTomorrowForALeadWhoWaits(t *testing.T) {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit Tom.txt", "23.11.26, 06:00 - Max: Hallo\n23.11.26, 06:10 - Tom: Was kostet das?\n")
	w.say("Tom morgen")
	w.expectMoment("Tom", clockTime(24, 8, 0))
}

func TestAnHourFromNowLateInTheEveningIsTheNextMorning(t *testing.T) {
	w := aMorning(t)
	w.clock.set(clockTime(23, 22, 0))
	w.say("Tom in 1 Stunde")
	w.expectMoment("Tom Huber", clockTime(24, 7, 0))
	w.forget()
	w.tick(clockTime(23, 23, 0))
	w.expect("")
	w.tick(clockTime(24, 7, 0))
	w.expect("reminder card_relation(Tom Huber)")
}

func TestDoneMeansTheCardShownLast(t *testing.T) {
	w := aMorning(t)
	w.say("Tom morgen 9:30")
	w.say("Lisa morgen 9:30")
	w.tick(clockTime(24, 8, 0))
	w.forget()
	w.tick(clockTime(24, 9, 30))
	w.tick(clockTime(24, 9, 45))
	if n := strings.Count(w.keys(), "reminder"); n != 2 {
		t.Fatalf("%d reminders: %s", n, w.keys())
	}
	shown := w.channel.said[len(w.channel.said)-1].Args["name"]
	w.say("erledigt")
	if name := w.last("card_done").Args["name"]; name != shown {
		t.Errorf("%v was shown last, %v is done", shown, name)
	}
}

func TestDoneAfterTheLastCardMeansNobody(t *testing.T) {
	w := aMorning(t)
	w.tick(clockTime(24, 8, 0))
	for range 3 {
		w.say("erledigt")
	}
	w.expect("summary card_relation(Lisa Meier) ~card(Lisa Meier) summary card(Lisa Meier) " +
		"card_done(Lisa Meier) card_relation(Tom Huber) card_done(Tom Huber) card_relation(Anna Bauer) " +
		"card_done(Anna Bauer) list_finished")
	w.say("erledigt")
	w.expect("nothing_open")
}

// importKeepsDate puts Tom off, imports a chat and reports whether his date stayed.
func importKeepsDate(t *testing.T, when, chat string) bool {
	t.Helper()
	w := aMorning(t)
	w.say("Tom " + when)
	before := w.open("Tom Huber")
	w.clock.set(clockTime(23, 12, 0))
	if r := w.takeOver("WhatsApp Chat mit Tom Huber.txt", chat); r.Known == 0 || r.Touches == 0 {
		t.Fatalf("the chat brought %+v", r)
	}
	after := w.open("Tom Huber")
	return after.DueAt.Equal(before.DueAt) && after.Timed == before.Timed && after.ID == before.ID
}

func TestAnImportKeepsTheUsersOwnDateUnlessTheLeadWroteSince(t *testing.T) {
	const (
		old   = "20.11.26, 10:00 - Max: Hallo\n20.11.26, 10:05 - Tom Huber: Ok\n"
		group = "20.11.26, 18:00 - Tom Huber: Hallo\n20.11.26, 18:01 - Max: Hi\n20.11.26, 18:01 - Anna Bauer: Hi\n"
		fresh = old + "23.11.26, 11:00 - Tom Huber: Was kostet das?\n"
		ours  = old + "23.11.26, 11:00 - Max: Bis bald\n"
	)
	for _, when := range []string{"morgen 9:30", "in 2 Wochen"} {
		for chat, keeps := range map[string]bool{old: true, group: true, ours: true, fresh: false} {
			t.Run(when+" "+chat, func(t *testing.T) {
				if got := importKeepsDate(t, when, chat); got != keeps {
					t.Errorf("keeps the date: %t, want %t", got, keeps)
				}
			})
		}
	}
}

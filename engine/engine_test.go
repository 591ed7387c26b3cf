package engine_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
)

const day = 24 * time.Hour

// aMorning is a user with three leads whose first card lies before them.
func aMorning(t *testing.T) *world {
	w := newWorld(t)
	w.say("/start")
	w.say("Lisa Meier 0170 1234567, will mehr über das Produkt wissen")
	w.say("Tom Huber 0170 1234568")
	w.say("Anna Bauer anna@example.org")
	w.forget()
	w.tick(monday.Add(time.Hour))
	w.press("relation.friend")
	return w
}

func TestAStrangerBecomesAUserInFourTaps(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	w.press("choice.country")
	w.press("choice.region")
	w.press("choice.company")
	w.press("choice.list_at")
	w.expect("welcome ask_country ~ask_region ~ask_company ~ask_list_at ~settled")
}

func TestATypedRegionAnswersTwoQuestions(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	w.say("Bayern")
	w.expect("welcome ask_country ask_company")
}

func TestAStrangerNeedsAnInviteWhereSignUpIsClosed(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	w.say("/einladen")
	code := w.channel.said[len(w.channel.said)-1].Args["code"].(string)
	w.engine.Rules.OpenSignUp = false
	stranger := engine.Inbound{Channel: engine.Telegram, ExternalID: "s1", Sender: "2", Kind: engine.Said, Text: "/start"}
	if err := w.engine.Receive(t.Context(), stranger); err != engine.ErrInviteNeeded {
		t.Errorf("a stranger was answered with %v", err)
	}
	w.forget()
	w.receive(engine.Inbound{Sender: "2", SenderName: "Tim", Kind: engine.Said, Text: "/start " + code})
	w.expect("welcome ask_country")
}

func TestAMorningIsFinishedCardByCard(t *testing.T) {
	w := aMorning(t)
	w.expect("summary card_relation(Lisa Meier) ~card(Lisa Meier)")
	w.press("done")
	w.expect("~card_done(Lisa Meier) card_relation(Tom Huber)")
	w.press("relation.customer")
	w.press("other_text")
	w.press("later")
	w.press("later.tomorrow")
	w.expect("~card(Tom Huber) ~card(Tom Huber) ~card(Tom Huber) ~card_later(Tom Huber) card_relation(Anna Bauer)")
	w.press("no_more")
	w.expect("~card_no_more(Anna Bauer) list_finished")
}

func TestEverythingWorksByText(t *testing.T) {
	w := aMorning(t)
	w.forget()
	w.say("erledigt")
	w.expect("card_done(Lisa Meier) card_relation(Tom Huber)")
	w.say("Tom morgen 9 Uhr")
	w.expect("card_later(Tom Huber) card_relation(Anna Bauer)")
	w.say("liste")
	w.expect("list card_relation(Anna Bauer)")
	w.say("Anna nicht mehr")
	w.expect("card_no_more(Anna Bauer) list_finished")
	w.say("rückgängig")
	w.expect("card_relation(Anna Bauer)")
	w.say("hilfe")
	w.say("Xaver")
	w.say("danke")
	w.expect("help not_understood thanks")
}

func TestAReminderComesAtItsTime(t *testing.T) {
	w := aMorning(t)
	w.say("Tom morgen 9:30")
	w.forget()
	w.tick(monday.Add(day + time.Hour)) // 8:00: the list without Tom
	w.expect("summary card(Lisa Meier)")
	w.tick(monday.Add(day + 2*time.Hour + 29*time.Minute))
	w.expect("")
	w.tick(monday.Add(day + 2*time.Hour + 30*time.Minute))
	w.expect("reminder card_relation(Tom Huber)")
	w.tick(monday.Add(day + 2*time.Hour + 31*time.Minute))
	w.expect("")
}

func TestNoMoreCanBeTakenBackAndOtherwiseStays(t *testing.T) {
	w := aMorning(t)
	w.press("no_more")
	w.forget()
	w.press("undo")
	w.expect("~card(Lisa Meier)")
	w.press("no_more")
	w.forget()
	w.say("Lisa Meier 0170 1234567")
	w.last("lead_stopped")
	w.clock.set(monday.Add(3 * day))
	w.press("undo")
	if w.keys(); w.channel.said[len(w.channel.said)-1].Key != "undo_too_late" {
		t.Errorf("an old stop was taken back: %s", w.keys())
	}
}

func TestTheUsersOwnStopSilencesEverything(t *testing.T) {
	w := aMorning(t)
	w.say("stop")
	w.forget()
	for d := range 10 {
		w.tick(monday.Add(time.Duration(d) * day).Add(2 * time.Hour))
	}
	w.expect("")
	w.say("weiter")
	w.expect("resumed")
	w.tick(monday.Add(10*day + time.Hour))
	if w.keys() == "" {
		t.Error("no list after weiter")
	}
}

func TestNoListOnSundaysAndHolidays(t *testing.T) {
	w := aMorning(t)
	w.forget()
	w.tick(time.Date(2026, 11, 29, 8, 0, 0, 0, berlin())) // a Sunday
	w.tick(time.Date(2026, 12, 25, 8, 0, 0, 0, berlin()))
	w.expect("")
}

func TestAnOldButtonIsHarmless(t *testing.T) {
	w := aMorning(t)
	card := w.channel.said[len(w.channel.said)-1]
	old := engine.Inbound{Kind: engine.Pressed, Action: card.Buttons[1][0].Action, MessageRef: "77", TapRef: "old"}
	w.receive(old)
	w.forget()
	w.receive(old) // a double tap
	w.expect("")
	w.clock.set(monday.Add(2 * time.Hour))
	w.receive(old)
	w.receive(engine.Inbound{Kind: engine.Pressed, Action: "done:!!!", TapRef: "broken"})
	w.receive(engine.Inbound{Kind: engine.Pressed, Action: "done:AAAAAAAAAAAAAAAAAAAAAA", TapRef: "foreign"})
	w.expect("~card_closed error.button error.not_found")
}

func TestTheSameUpdateFiveTimesAtOnceHasOneEffect(t *testing.T) {
	w := aMorning(t)
	card := w.channel.said[len(w.channel.said)-1]
	w.forget()
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			in := engine.Inbound{
				Channel: engine.Telegram, ExternalID: "same", Sender: "1", Kind: engine.Pressed,
				Action: card.Buttons[1][0].Action, MessageRef: "5", TapRef: "tap",
			}
			if err := w.engine.Receive(t.Context(), in); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	w.deliver()
	w.expect("~card_done(Lisa Meier) card_relation(Tom Huber)")
}

func TestABlockedBotPausesTheUser(t *testing.T) {
	w := aMorning(t)
	w.channel.fail = func(engine.Delivery) error { return engine.ErrBlocked }
	w.say("liste")
	w.channel.fail = nil
	w.forget()
	w.tick(monday.Add(day + time.Hour))
	w.expect("")
	w.say("liste")
	if w.keys() == "" {
		t.Error("whoever writes again is answered")
	}
}

func TestABacklogIsSortedWithOneButton(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	for i := range 30 {
		w.say(fmt.Sprintf("Lead%c%c 0170 12345%02d", 'a'+i/10, 'a'+i%10, i))
	}
	for d := range 4 {
		w.forget()
		w.tick(monday.Add(time.Duration(d)*day + time.Hour))
		if n := len(w.channel.said) - w.page; n > 2 {
			t.Errorf("day %d: %d messages at once", d, n)
		}
	}
	w.forget()
	w.tick(monday.Add(4*day + time.Hour))
	w.expect("summary_away")
	w.press("sort_backlog")
	w.expect("~backlog_sorted list card_relation(Leadaa)")
	if n := w.last("list").Args["count"]; n != 5.0 {
		t.Errorf("%v leads on the first day after an absence", n)
	}
}

func TestImportedLeadsNeverArriveOnOneDay(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	var people []intake.Lead
	for i := range 25 {
		people = append(people, intake.Lead{Name: letters(i), Phones: []string{fmt.Sprintf("+491701234%03d", i)}})
	}
	if _, err := w.engine.Import(t.Context(), w.userAt("1"), intake.Result{Format: intake.FormatVCard, Leads: people}); err != nil {
		t.Fatal(err)
	}
	perDay := map[string]int{}
	for _, at := range w.dueDates() {
		perDay[at.In(berlin()).Format(time.DateOnly)]++
	}
	for d, n := range perDay {
		if n > 5 {
			t.Errorf("%d leads on %s", n, d)
		}
	}
}

func TestManyUpdatesOfOneUserAtOnceAreDecidedOneAfterTheOther(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	w.forget()
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			in := engine.Inbound{
				Channel: engine.Telegram, ExternalID: fmt.Sprint("many", i), Sender: "1", Kind: engine.Said,
				Text: fmt.Sprintf("Person%c%c 0170 12347%02d", 'a'+i/10, 'a'+i%10, i),
			}
			if err := w.engine.Receive(t.Context(), in); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := len(w.dueDates()); n != 40 {
		t.Errorf("%d of 40 leads arrived", n)
	}
}

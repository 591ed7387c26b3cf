package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// offered are the labels of the buttons under the newest message, in their order; ★ marks the usual one.
func (w *world) offered() string {
	w.t.Helper()
	var labels []string
	for _, row := range w.channel.said[len(w.channel.said)-1].Buttons {
		for _, b := range row {
			label := b.Key
			if b.Args["usual"] == true {
				label = "★" + label
			}
			labels = append(labels, label)
		}
	}
	return strings.Join(labels, " ")
}

const moments = "later.hour later.evening later.tomorrow later.days later.monday later.weeks back"

func TestLaterOffersWhatTheUserMostlyChoosesFirst(t *testing.T) {
	w := aMorning(t)
	w.press("later")
	if got := w.offered(); got != moments {
		t.Errorf("at first: %s", got)
	}
	w.press("later.days")
	for range 2 {
		w.press("relation.friend")
		w.press("later")
		w.press("later.days")
	}
	w.say("Lisa")
	w.press("later")
	if got := w.offered(); !strings.HasPrefix(got, "★later.days ") {
		t.Errorf("after three times: %s", got)
	}
}

func TestATypedTimeTeachesTheHabit(t *testing.T) {
	w := aMorning(t)
	for _, typed := range []string{"Tom morgen", "Lisa morgen", "Anna morgen", "Tom morgen"} {
		w.say(typed)
	}
	w.say("Lisa")
	w.say("später")
	if got := w.offered(); !strings.HasPrefix(got, "★later.tomorrow ") {
		t.Errorf("offered %s", got)
	}
}

func TestMomentsOfTodayAreOfferedWhileThereIsRoom(t *testing.T) {
	for _, c := range []struct {
		hour int
		used []string
		want string
	}{
		{8, nil, "later.hour later.evening"}, {16, nil, "later.hour later.evening"}, {17, nil, "later.hour later.tomorrow"},
		{20, nil, "later.hour later.tomorrow"}, {21, nil, "later.tomorrow later.days"}, {22, nil, "later.tomorrow later.days"},
		{9, []string{"Tom heute 11 Uhr"}, "later.hour later.evening"},
		{9, []string{"Tom heute 11 Uhr", "Anna heute 15 Uhr"}, "later.tomorrow later.days"},
	} {
		w := aMorning(t)
		w.clock.set(clockTime(23, c.hour, 0))
		for _, text := range c.used {
			w.say(text)
		}
		w.say("Lisa")
		w.press("later")
		if got := w.offered(); !strings.HasPrefix(got, c.want) {
			t.Errorf("at %d after %v: %s", c.hour, c.used, got)
		}
	}
}

func TestTwoRemindersOfOneMinuteComeAQuarterOfAnHourApart(t *testing.T) {
	w := aMorning(t)
	w.say("Tom morgen 9:30")
	w.expectMoment("Tom Huber", clockTime(24, 9, 30))
	w.say("Lisa morgen 9:35")
	w.expectMoment("Lisa Meier", clockTime(24, 9, 45))
}

func TestNothingIsPushedOnASunday(t *testing.T) {
	w := aMorning(t)
	w.say("Tom am Sonntag um 15 Uhr")
	w.expectMoment("Tom Huber", clockTime(30, 15, 0))
	if w.last("card_later").Args["free"] != true {
		t.Error("nobody says why")
	}
}

// thrice puts Lisa off twice, so that the third time is a warning.
func thrice(t *testing.T) *world {
	w := aMorning(t)
	w.takeOver("Mail.csv", "Name;Telefon;E-Mail\nLisa Meier;0170 1234567;lisa@example.org\n")
	w.say("Lisa morgen")
	w.say("Lisa in 3 Tagen")
	w.say("Lisa")
	w.forget()
	return w
}

func TestTheThirdSnoozeOffersAnotherWay(t *testing.T) {
	w := thrice(t)
	w.press("later")
	w.expect("~put_off_often(Lisa Meier)")
	if got := w.offered(); got != "other_channel other_text let_rest later_anyway back" {
		t.Errorf("offered %s", got)
	}
	w.press("later_anyway")
	if got := w.offered(); got != moments {
		t.Errorf("all the same: %s", got)
	}
	w.press("later.weeks")
	w.expect("~card(Lisa Meier) ~card_later(Lisa Meier) card_relation(Tom Huber)")
	w.say("Lisa")
	w.press("later") // the fourth time is no news
	w.expect("card(Lisa Meier) ~card(Lisa Meier)")
}

func TestATypedThirdSnoozeIsDoneAndThenQuestioned(t *testing.T) {
	w := thrice(t)
	w.say("Lisa in 2 Wochen")
	w.expect("card_later(Lisa Meier) card_relation(Tom Huber) put_off_often(Lisa Meier)")
	if w.open("Lisa Meier").Laters != 3 {
		t.Error("it was not put off")
	}
}

func TestAnotherChannelIsShownWithItsAddress(t *testing.T) {
	w := thrice(t)
	w.press("later")
	w.press("other_channel")
	w.expect("~put_off_often(Lisa Meier) ~card(Lisa Meier)")
	item := w.open("Lisa Meier")
	if item.Channel != engine.Email || item.Address != "lisa@example.org" {
		t.Errorf("by %s to %s", item.Channel, item.Address)
	}
	w.tap("channel:" + w.button("other_text")[len("text:"):] + ":fax")
	w.expect("error.button")
}

// button is what the newest button with a label carries.
func (w *world) button(key string) string {
	w.t.Helper()
	for i := len(w.channel.said) - 1; i >= 0; i-- {
		for _, row := range w.channel.said[i].Buttons {
			for _, b := range row {
				if b.Key == key {
					return b.Action
				}
			}
		}
	}
	w.t.Fatalf("no button %q", key)
	return ""
}

func TestALeadLeftToRestComesBackWithinNinetyDays(t *testing.T) {
	w := thrice(t)
	w.press("later")
	w.press("let_rest")
	w.expect("~put_off_often(Lisa Meier) ~card_rests(Lisa Meier) card_relation(Tom Huber)")
	due := w.open("Lisa Meier").DueAt
	if rest := due.Sub(monday.Add(time.Hour)); rest > 90*day || rest < 86*day {
		t.Errorf("it rests for %s", rest)
	}
	if stage := w.lead("Lisa Meier").Stage; stage != engine.StageNurture {
		t.Errorf("it is %s", stage)
	}
	w.say("rückgängig")
	if l, item := w.lead("Lisa Meier"), w.open("Lisa Meier"); l.Stage != engine.StageNew || item.Laters != 2 {
		t.Errorf("after undo it is %s, put off %d times", l.Stage, item.Laters)
	}
}

func TestNobodyIsPutOffForLongerThanNinetyDays(t *testing.T) {
	w := aMorning(t)
	w.say("Tom am 1.9.2027")
	if at := w.open("Tom Huber").DueAt; at.Sub(w.clock.Now()) > 90*day || at.Sub(w.clock.Now()) < 86*day {
		t.Errorf("Tom comes at %s", at)
	}
	if w.last("card_later").Args["most"] != true {
		t.Error("nobody says why")
	}
}

// aTeam is thrice with Anna as Max's leader, at address "2".
func aTeam(t *testing.T) *world {
	w := thrice(t)
	code := w.invitedBy("2")
	w.say("/start " + code)
	w.say("Lisa")
	w.forget()
	return w
}

// saidTo are the keys that were said to an address since the last look.
func (w *world) saidTo(address string) string {
	var keys []string
	for _, d := range w.channel.said[w.page:] {
		if d.Address == address && d.Key != "ack" {
			keys = append(keys, d.Key)
		}
	}
	return strings.Join(keys, " ")
}

func TestALeaderIsAskedAndOnlyThenTheUserIsTold(t *testing.T) {
	w := aTeam(t)
	w.press("later")
	w.press("ask_leader")
	if got := w.saidTo("1"); got != "put_off_often leader_asked card_later card_relation" {
		t.Errorf("Max reads %s", got)
	}
	if got := w.saidTo("2"); got != "" {
		t.Errorf("in Max's transaction Anna got %s", got)
	}
	w.forget()
	w.tick(clockTime(23, 8, 10))
	w.tick(clockTime(23, 8, 11))
	if got := w.saidTo("2"); got != "leader_question" {
		t.Errorf("Anna reads %s", got)
	}
	if got := w.saidTo("1"); got != "leader_told" {
		t.Errorf("Max reads %s", got)
	}
	args := w.last("leader_question").Args
	if args["name"] != "Lisa" || args["user"] != "Max" {
		t.Errorf("Anna is asked about %v", args)
	}
	w.forget()
	w.say("Lisa")
	w.tap(w.button("ask_leader"))
	w.tick(clockTime(23, 9, 0))
	if got := w.saidTo("2"); got != "" {
		t.Errorf("asked once more, Anna got %s", got)
	}
}

func TestALeaderIsLeftAloneAtNightAndWhenSilent(t *testing.T) {
	for name, c := range map[string]struct {
		quiet func(w *world)
		until time.Time
	}{
		"night": {func(w *world) { w.clock.set(clockTime(23, 22, 0)) }, clockTime(24, 7, 0)},
		"stop":  {func(w *world) { w.receive(engine.Inbound{Sender: "2", Kind: engine.Said, Text: "stop"}) }, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			w := aTeam(t)
			c.quiet(w)
			w.press("later")
			w.press("ask_leader")
			w.forget()
			for minute := range 3 {
				w.tick(w.clock.Now().Add(time.Duration(minute) * time.Minute))
			}
			if got := w.saidTo("1") + w.saidTo("2"); got != "" {
				t.Errorf("too early: %s", got)
			}
			w.tick(clockTime(24, 7, 0))
			told := strings.Contains(w.saidTo("2"), "leader_question")
			if told == c.until.IsZero() {
				t.Errorf("told the next morning: %v", told)
			}
			w.tick(clockTime(24, 8, 0))
			if confirmed := strings.Contains(w.saidTo("1"), "leader_told"); confirmed != told {
				t.Errorf("Max hears that it arrived: %v", confirmed)
			}
		})
	}
}

func TestALeaderGetsAFewQuestionsADay(t *testing.T) {
	w := aTeam(t)
	for i := range 5 {
		name := "Uwe" + string(rune('a'+i))
		w.say(fmt.Sprintf("%s 0170 222333%d", name, i))
		w.say(name)
		w.tap(strings.Replace(w.button("no_more"), "nomore", "ask", 1))
	}
	perDay := map[string]int{}
	w.forget()
	for hour := range 24 * 4 {
		w.tick(clockTime(23, 8, 30).Add(time.Duration(hour) * time.Hour))
	}
	for _, d := range w.channel.said[w.page:] {
		if d.Key == "leader_question" {
			perDay[d.CreatedAt.In(berlin()).Format("02")]++
		}
	}
	total := 0
	for day, n := range perDay {
		if total += n; n > 2 {
			t.Errorf("%d questions on the %s", n, day)
		}
	}
	if total != 5 {
		t.Errorf("%d of 5 questions arrived: %v", total, perDay)
	}
}

func TestAStopWithdrawsAQuestionToTheLeader(t *testing.T) {
	for _, answer := range []string{"Lisa nicht mehr", "rückgängig"} {
		w := aTeam(t)
		w.press("later")
		w.press("ask_leader")
		w.say(answer)
		w.forget()
		w.tick(clockTime(23, 8, 30))
		if got := w.saidTo("2"); got != "" {
			t.Errorf("after %q Anna got %s", answer, got)
		}
	}
}

func TestWhoPutsTheMorningOffToTheEveningIsOfferedAListThere(t *testing.T) {
	w := busy(t)
	for d := range 5 {
		w.tick(clockTime(23+d, 8, 0))
		w.say("Uwe" + string(rune('a'+d)))
		w.press("relation.friend")
		w.press("later")
		w.forget()
		w.press("later.evening")
		if offered := strings.Contains(w.keys(), "better_time"); offered != (d == 4) {
			t.Errorf("after %d times: %v", d+1, offered)
		}
	}
	w.press("better_time.yes")
	if at := w.user().ListAt; at != "18:00" {
		t.Errorf("the list comes at %s", at)
	}
}

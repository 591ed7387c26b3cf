package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// aGroup is a chat in which twelve people and, last of all, the user wrote.
func aGroup() string {
	var chat strings.Builder
	for i := range 12 {
		fmt.Fprintf(&chat, "22.11.26, 18:%02d - Person%c: Hallo zusammen\n", i, 'a'+i)
	}
	chat.WriteString("22.11.26, 18:30 - Max: Hallo an alle\n")
	return chat.String()
}

func TestTheMembersOfAGroupDoNotWaitForAnAnswer(t *testing.T) {
	w := settled(t)
	if r := w.takeOver("WhatsApp Chat mit Team.txt", aGroup()); r.Added != 12 || r.Touches != 12 {
		t.Fatalf("the group brought %+v", r)
	}
	for _, l := range w.leads() {
		if l.Waiting(w.clock.Now()) || l.LastOutAt != nil || l.Unanswered != 0 {
			t.Errorf("%s: waiting %t, last written to %v", l.Name, l.Waiting(w.clock.Now()), l.LastOutAt)
		}
	}
	w.tick(w.open("Persona").DueAt)
	if card := w.last("card_relation"); card.Args["waiting"] != false {
		t.Error("the card says that a member of a group waits")
	}
}

func TestAGroupChangesNothingAboutATalkWithOneOfItsMembers(t *testing.T) {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit Persona.txt", "20.11.26, 18:00 - Persona: Hallo\n20.11.26, 18:30 - Max: Hi\n")
	w.takeOver("WhatsApp Chat mit Team.txt", aGroup())
	if l := w.lead("Persona"); l.Waiting(w.clock.Now()) || l.Unanswered != 1 {
		t.Errorf("waiting %t, unanswered %d", l.Waiting(w.clock.Now()), l.Unanswered)
	}
}

func TestAQuickAnswerInTheSameMinuteCounts(t *testing.T) {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit Tom.txt",
		"22.11.26, 18:12 - Max: Hast du dir das Video angeschaut\n22.11.26, 18:12 - Tom: Ja! Was kostet das?\n")
	l, item := w.lead("Tom"), w.open("Tom")
	if !l.Waiting(w.clock.Now()) || l.Unanswered != 0 || l.OpenQuestion != "Ja! Was kostet das?" {
		t.Errorf("waiting %t, unanswered %d, question %q", l.Waiting(w.clock.Now()), l.Unanswered, l.OpenQuestion)
	}
	if item.Priority != engine.Urgent {
		t.Errorf("the priority is %s", item.Priority)
	}
}

func TestAQuickReplyOfTheUserInTheSameMinuteCountsToo(t *testing.T) {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit Tom.txt", "22.11.26, 18:12 - Tom: Hi\n22.11.26, 18:12 - Max: Hallo Tom\n")
	if l := w.lead("Tom"); l.Waiting(w.clock.Now()) || l.Unanswered != 1 {
		t.Errorf("waiting %t, unanswered %d", l.Waiting(w.clock.Now()), l.Unanswered)
	}
}

// sixLines are six messages of the user from a time on, a minute apart.
func sixLines(from time.Time) string {
	var chat strings.Builder
	for i := range 6 {
		at := from.Add(time.Duration(i) * time.Minute)
		fmt.Fprintf(&chat, "%s - Max: Zeile %d\n", at.Format("02.01.06, 15:04"), i)
	}
	return chat.String()
}

func TestSixLinesOnOneEveningAreOneAttempt(t *testing.T) {
	w := settled(t)
	evening := time.Date(2026, 11, 20, 18, 10, 0, 0, berlin())
	w.takeOver("WhatsApp Chat mit Tom.txt", "20.11.26, 18:00 - Tom: Hallo\n"+sixLines(evening))
	if l, item := w.lead("Tom"), w.open("Tom"); l.Unanswered != 1 || item.BlockedBy == "too_many_unanswered" {
		t.Errorf("unanswered %d, blocked by %q", l.Unanswered, item.BlockedBy)
	}
	w.tick(w.open("Tom").DueAt)
	w.expect("summary card_relation(Tom)")
}

func TestTheDayOfAnAttemptIsTheUsersOwn(t *testing.T) {
	w := settled(t)
	beforeMidnight := time.Date(2026, 11, 20, 23, 57, 0, 0, berlin())
	w.takeOver("WhatsApp Chat mit Tom.txt", "20.11.26, 18:00 - Tom: Hallo\n"+sixLines(beforeMidnight))
	if n := w.lead("Tom").Unanswered; n != 2 {
		t.Errorf("lines before and after midnight are %d attempts, want 2", n)
	}
}

func TestDoneAndTheChatThatShowsItAreOneAttempt(t *testing.T) {
	const chat = "20.11.26, 08:55 - Tom: Hi\n23.11.26, 08:55 - Max: Hallo Tom, wie gehts\n"
	steps := map[string]func(w *world){
		"done":   func(w *world) { w.say("Tom erledigt") },
		"import": func(w *world) { w.takeOver("WhatsApp Chat mit Tom.txt", chat) },
	}
	for _, order := range [][]string{{"done", "import"}, {"import", "done"}} {
		t.Run(strings.Join(order, " "), func(t *testing.T) {
			w := settled(t)
			w.say("Tom 0170 1234568")
			w.tick(clockTime(23, 8, 0))
			w.press("relation.friend")
			for i, step := range order {
				w.clock.set(clockTime(23, 9+i, 0))
				steps[step](w)
			}
			if n := w.lead("Tom").Unanswered; n != 1 {
				t.Errorf("%d attempts, want 1", n)
			}
		})
	}
}

func TestTheSameChatWithAndWithoutSecondsAddsNothing(t *testing.T) {
	const (
		android = "20.11.26, 18:00 - Tom: Hi\n20.11.26, 18:00 - Tom: Hi\n20.11.26, 18:01 - Max: Hi\n"
		iphone  = "[20.11.26, 18:00:13] Tom: Hi\n[20.11.26, 18:00:40] Tom: Hi\n[20.11.26, 18:01:44] Max: Hi\n"
	)
	for name, files := range map[string][]string{
		"android first": {android, iphone, android},
		"iphone first":  {iphone, android, iphone},
	} {
		t.Run(name, func(t *testing.T) {
			w := settled(t)
			for i, want := range []int{3, 0, 0} {
				if r := w.takeOver("WhatsApp Chat mit Tom.txt", files[i]); r.Touches != want {
					t.Errorf("file %d brought %d touches, want %d", i+1, r.Touches, want)
				}
			}
		})
	}
}

func TestAChatThatGrewBringsOnlyWhatIsNew(t *testing.T) {
	w := settled(t)
	const chat = "20.11.26, 18:00 - Tom: Hi\n20.11.26, 18:01 - Max: Hi\n"
	w.takeOver("WhatsApp Chat mit Tom.txt", chat)
	r := w.takeOver("WhatsApp Chat mit Tom.txt", chat+"20.11.26, 18:01 - Max: Na\n21.11.26, 9:00 - Tom: Hallo?\n")
	if r.Touches != 2 || r.Added != 0 {
		t.Errorf("the longer chat brought %+v", r)
	}
}

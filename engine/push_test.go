package engine_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// acts plays workdays of a user with many leads, who finishes each list or does not react at all.
func (w *world) acts(from, days int, acting bool) {
	w.t.Helper()
	for d := range days {
		w.tick(clockTime(from+d, 8, 0))
		for range 2 {
			if acting {
				w.say("in 3 Tagen")
			}
		}
	}
}

// busy is a user with a dozen leads and three of them a day.
func busy(t *testing.T) *world {
	w := settled(t)
	for i := range 12 {
		w.say("Uwe" + string(rune('a'+i)) + " 0170 22233" + string(rune('0'+i/10)) + string(rune('0'+i%10)))
	}
	w.tap("set:list_limit:3")
	w.forget()
	return w
}

func TestWhoActsOnMostPushesGetsASecondListWhileSomethingIsOpen(t *testing.T) {
	w := busy(t)
	w.acts(23, 7, true)
	w.tick(clockTime(30, 8, 0)) // a week later
	if n := w.user().ListsADay; n != 2 {
		t.Fatalf("%d lists a day", n)
	}
	w.forget()
	w.tick(clockTime(30, 12, 59))
	w.expect("")
	w.tick(clockTime(30, 13, 0))
	w.tick(clockTime(30, 13, 1))
	w.tick(clockTime(30, 18, 0))
	if n := w.last("list_again").Args["count"]; n != 3.0 {
		t.Errorf("%v are open", n)
	}
	if got := w.keys(); got[:len("list_again card_relation")] != "list_again card_relation" || len(got) > 40 {
		t.Errorf("said %s", got)
	}
	w.tick(clockTime(31, 8, 0))
	for range 3 {
		w.say("in 3 Tagen")
	}
	w.forget()
	w.tick(clockTime(31, 13, 0))
	w.expect("") // nothing is open
}

func TestWhoDoesNotReactGetsOneList(t *testing.T) {
	w := busy(t)
	w.acts(23, 7, true)
	w.tick(clockTime(30, 8, 0))
	w.acts(31, 16, false)
	if n := w.user().ListsADay; n != 1 {
		t.Errorf("%d lists a day", n)
	}
}

func TestAPushOnlyTakesWhatTheDayHasLeft(t *testing.T) {
	w := settled(t)
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	w.asUser(func(tx engine.Tx) error {
		for kind, most := range map[engine.PushKind]int{engine.ListPush: 3, engine.InstantPush: 2} {
			for n := range 5 {
				ok, err := tx.Push(t.Context(), kind, day, w.clock.Now())
				if err != nil || ok != (n < most) {
					t.Errorf("%s push %d: %v, %v", kind, n+1, ok, err)
				}
			}
		}
		return nil
	})
}

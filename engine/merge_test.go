package engine_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/intake"
)

// settled is a user who has answered every question of the first minute.
func settled(t *testing.T) *world {
	w := newWorld(t)
	w.say("/start")
	for _, question := range []string{"choice.country", "choice.region", "choice.company"} {
		w.press(question)
	}
	w.tap("set:list_at:08:00")
	w.forget()
	return w
}

// tap presses a button by what it carries.
func (w *world) tap(action string) {
	w.t.Helper()
	w.receive(engine.Inbound{Kind: engine.Pressed, Action: action, MessageRef: "1", TapRef: "tap"})
}

// takeOver imports a file whose user is called Max in chats.
func (w *world) takeOver(name, content string) engine.ImportReport {
	w.t.Helper()
	options := intake.Options{Zone: berlin(), Country: "DE", Me: "Max"}
	result, err := intake.Read(name, strings.NewReader(content), int64(len(content)), options)
	if err != nil {
		w.t.Fatal(err)
	}
	report, err := w.engine.Import(w.t.Context(), w.userAt("1"), result)
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

// leads are the open leads of user "1", by name.
func (w *world) leads() (open []engine.Lead) {
	w.t.Helper()
	w.asUser(func(tx engine.Tx) error {
		names, err := tx.LeadNames(w.t.Context())
		if err != nil {
			return err
		}
		var ids []engine.LeadID
		for _, l := range names {
			if l.Open {
				ids = append(ids, l.ID)
			}
		}
		open, err = tx.LeadsByID(w.t.Context(), ids)
		return err
	})
	slices.SortFunc(open, func(a, b engine.Lead) int { return cmp.Compare(a.Name, b.Name) })
	return open
}

// lead is the only open lead with a name.
func (w *world) lead(name string) engine.Lead {
	w.t.Helper()
	found := slices.DeleteFunc(w.leads(), func(l engine.Lead) bool { return l.Name != name })
	if len(found) != 1 {
		w.t.Fatalf("%d open leads are called %s", len(found), name)
	}
	return found[0]
}

// open is the next action of the only open lead with a name.
func (w *world) open(name string) (item engine.Item) {
	w.t.Helper()
	id := w.lead(name).ID
	w.asUser(func(tx engine.Tx) (err error) {
		item, err = tx.OpenItem(w.t.Context(), id)
		return err
	})
	return item
}

// names are those of the open leads.
func (w *world) names() string {
	w.t.Helper()
	var names []string
	for _, l := range w.leads() {
		names = append(names, l.Name)
	}
	return strings.Join(names, ", ")
}

// expectLeads compares the names of the open leads.
func (w *world) expectLeads(want string) {
	w.t.Helper()
	if got := w.names(); got != want {
		w.t.Errorf("the open leads are %q, want %q", got, want)
	}
}

const twoOfOneName = "Name,Telefon\nThomas Müller,0170 1111111\nThomas Müller,0170 2222222\n"

func TestTwoPeopleOfOneNameInAFileAreTwoLeads(t *testing.T) {
	w := settled(t)
	if first := w.takeOver("a.csv", twoOfOneName); first.Added != 2 {
		t.Errorf("the first time: %+v", first)
	}
	if again := w.takeOver("a.csv", twoOfOneName); again.Added != 0 || again.Known != 2 {
		t.Errorf("the second time: %+v", again)
	}
	w.expectLeads("Thomas Müller, Thomas Müller")
}

func TestANumberWithoutANameIsALeadAndLearnsItLater(t *testing.T) {
	w := settled(t)
	w.say("0170 1234567")
	w.expect("lead_report(+491701234567)")
	w.say("0170 1234568")
	w.expectLeads("+491701234567, +491701234568")
	w.say("Lisa Meier 0170 1234567")
	w.expectLeads("+491701234568, Lisa Meier")
}

const chatWithLisa = "22.11.26, 18:00 - Lisa: Hallo\n22.11.26, 18:01 - Max: Hi\n"

func TestANamesakeTakesOverALeadWithoutAnAddressOnlyWhenThereIsOne(t *testing.T) {
	for name, c := range map[string]struct{ table, want string }{
		"one":  {"Name,Telefon\nLisa,0170 1111111\n", "Lisa"},
		"two":  {"Name,Telefon\nLisa,0170 1111111\nLisa,0170 2222222\n", "Lisa, Lisa, Lisa"},
		"none": {"Name,Notiz\nLisa,vom Fest\n", "Lisa"},
	} {
		t.Run(name, func(t *testing.T) {
			w := settled(t)
			w.takeOver("WhatsApp Chat mit Lisa.txt", chatWithLisa)
			w.takeOver("a.csv", c.table)
			w.expectLeads(c.want)
		})
	}
}

// expectStaysOut takes over a chat of which nothing may come in.
func (w *world) expectStaysOut(name, content string) {
	w.t.Helper()
	r := w.takeOver(name, content)
	if r.Suppressed != 1 || r.Added+r.Known+r.Touches != 0 {
		w.t.Errorf("a chat with somebody who was stopped brought %+v", r)
	}
}

func TestTheChatOfSomebodyStoppedStaysOut(t *testing.T) {
	w := aMorning(t)
	w.say("Tom nicht mehr")
	w.clock.set(monday.Add(2 * time.Hour))
	w.expectStaysOut("WhatsApp Chat mit Tom Huber.txt",
		"22.11.26, 18:00 - Tom Huber: Hallo?\n22.11.26, 18:00 - Max: Hi\n")
	w.expectLeads("Anna Bauer, Lisa Meier")
}

func TestAChatThatMayBeOfSomebodyStoppedStaysOut(t *testing.T) {
	w := settled(t)
	w.say("Lisa Meier 0170 1111111")
	w.say("Lisa Meier 0170 2222222")
	w.tick(monday.Add(time.Hour))
	w.say("nicht mehr")
	w.expectStaysOut("WhatsApp Chat mit Lisa Meier.txt",
		"20.11.26, 18:00 - Lisa Meier: Hallo\n20.11.26, 18:01 - Max: Hi\n")
	w.expectLeads("Lisa Meier")
}

func TestAGroupComesInWithoutThoseWhoWereStopped(t *testing.T) {
	w := aMorning(t)
	w.say("Tom nicht mehr")
	r := w.takeOver("WhatsApp Chat mit Team.txt",
		"20.11.26, 18:00 - Tom Huber: Hallo\n20.11.26, 18:01 - Uwe: Hi\n20.11.26, 18:02 - Max: Hi\n")
	if r.Suppressed != 1 || r.Added != 1 || r.Touches != 1 {
		t.Errorf("the group brought %+v", r)
	}
	w.expectLeads("Anna Bauer, Lisa Meier, Uwe")
}

func TestANumberThatComesLaterIsTheWayToALead(t *testing.T) {
	w := settled(t)
	w.takeOver("a.csv", "Name,Notiz\nTom Huber,hallo\n")
	if way := w.open("Tom Huber").Channel; way != engine.NoWay {
		t.Fatalf("without a number Tom is reached by %s", way)
	}
	w.say("Tom Huber 0170 1234568")
	item := w.open("Tom Huber")
	if item.Channel != engine.WhatsApp || item.Address != "+491701234568" || item.BlockedBy == "no_channel" {
		t.Errorf("with a number: %s %q, blocked by %q", item.Channel, item.Address, item.BlockedBy)
	}
	w.forget()
	w.tick(monday.Add(time.Hour))
	w.press("relation.friend")
	w.expect("summary card_relation(Tom Huber) ~card(Tom Huber)")
}

func TestANoteThatComesLaterIsLearnedButNoneIsReplaced(t *testing.T) {
	w := settled(t)
	w.takeOver("a.csv", "Name,Telefon\nTom Huber,0170 1234568\n")
	for _, note := range []string{"will mehr wissen", "ruft zurück"} {
		w.say("Tom Huber 0170 1234568, " + note)
		if got := w.lead("Tom Huber").Note; got != "will mehr wissen" {
			t.Errorf("after %q the note is %q", note, got)
		}
	}
}

func TestANameThatComesLaterTakesThePlaceOfANumberOnly(t *testing.T) {
	w := settled(t)
	w.takeOver("WhatsApp Chat mit x.txt", "20.11.26, 18:00 - +49 170 1234568: Hallo\n20.11.26, 18:01 - Max: Hi\n")
	w.takeOver("a.csv", "Name,Telefon\nTom Huber,0170 1234568\n")
	w.expectLeads("Tom Huber")
	w.takeOver("b.csv", "Name,Telefon\nThomas H.,0170 1234568\n")
	w.expectLeads("Tom Huber")
}

package engine_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/drafting"
)

// model is a writer that says what a test wants, and remembers what it was asked.
type model struct {
	mu     sync.Mutex
	asked  []engine.Brief
	says   []string // one after the other; the last again and again
	fail   error
	tokens int
}

func (m *model) Write(_ context.Context, b engine.Brief, grown func(string)) (engine.Written, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, b)
	if m.fail != nil {
		return engine.Written{}, m.fail
	}
	text := m.says[min(len(m.asked), len(m.says))-1]
	if grown != nil {
		grown(text[:len(text)/2])
		grown(text)
	}
	return engine.Written{Text: text, Provider: "house", Model: "m1", Tokens: m.tokens}, nil
}

func (m *model) Providers() []engine.Provider {
	return []engine.Provider{{Name: "house", Region: "Deutschland"}}
}

func (m *model) calls() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.asked)
}

// drafts are the orders that are still to be carried out.
func (w *world) drafts() (ids []engine.DraftID) {
	w.t.Helper()
	return rowsOf[engine.DraftID](w, "SELECT id FROM drafts WHERE state IN ('wanted', 'writing') ORDER BY created_at, id")
}

// rowsOf are the values of a column, as the owner of the tables sees them.
func rowsOf[T any](w *world, sql string) []T {
	w.t.Helper()
	conn, err := pgx.Connect(context.Background(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close(context.Background())
	rows, _ := conn.Query(context.Background(), sql) // CollectRows returns its error
	all, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func (w *world) night() {
	w.t.Helper()
	if err := w.engine.Night(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// write carries out all orders, as the job queue would, and says what follows.
func (w *world) write(m *model) {
	w.t.Helper()
	drafter := &engine.Drafter{Engine: w.engine}
	for _, id := range w.drafts() {
		if _, err := drafter.Write(w.t.Context(), id); err != nil {
			w.t.Fatal(err)
		}
	}
	w.deliver()
}

// withModel is a world with a lead and a model that may spend a lot.
func withModel(t *testing.T, says ...string) (*world, *model) {
	w := settled(t)
	m := &model{says: says, tokens: 500}
	w.engine.Writer, w.engine.Rules.Tokens = m, 1_000_000
	w.say("Lisa Meier 0171 5550123 Freundin, will mehr über das Produkt wissen")
	if err := w.engine.Relate(t.Context(), w.userAt("1"), w.leadOf("Lisa Meier"), engine.RelationFriend); err != nil {
		t.Fatal(err)
	}
	w.forget()
	return w, m
}

const good = "Hey ⟦NAME⟧, hast du am Dienstag kurz Zeit? Ich erzähle dir gern mehr 😊"

func TestTheListFindsItsDraftsWritten(t *testing.T) {
	w, m := withModel(t, good)
	w.say("Lisa morgen")
	w.forget()
	w.tick(monday.Add(2 * time.Hour))
	w.clock.set(monday.Add(20 * time.Hour))
	w.night()
	w.night() // what was ordered is not ordered again
	if n := len(w.drafts()); n != 1 {
		t.Fatalf("%d orders", n)
	}
	w.write(m)
	w.tick(monday.Add(25 * time.Hour))
	want := "Hey Lisa, hast du am Dienstag kurz Zeit? Ich erzähle dir gern mehr 😊"
	if got := w.last("card").Args["draft"]; got != want {
		t.Errorf("the card says %q", got)
	}
	if item := w.open("Lisa Meier"); item.DraftBy != engine.ByAI || item.Draft != want {
		t.Errorf("by %q: %q", item.DraftBy, item.Draft)
	}
	if m.calls() != 1 {
		t.Errorf("%d calls", m.calls())
	}
}

func TestWhatChangedIsWrittenAnew(t *testing.T) {
	w, m := withModel(t, good, "Hallo ⟦NAME⟧, wie war dein Wochenende? Magst du kurz telefonieren?")
	w.say("Lisa morgen")
	w.tick(monday.Add(2 * time.Hour))
	w.clock.set(monday.Add(20 * time.Hour))
	w.night()
	w.write(m)
	w.say("Lisa hat geschrieben: Was kostet das denn?")
	w.write(m)
	w.tick(monday.Add(25 * time.Hour))
	if item := w.open("Lisa Meier"); !strings.Contains(item.Draft, "Wochenende") || m.calls() != 2 {
		t.Errorf("%d calls, %q", m.calls(), item.Draft)
	}
	if b := m.asked[1]; !b.Waiting || b.Question != "Was kostet das denn?" {
		t.Errorf("the model was told %+v", b)
	}
}

func TestAWishIsWrittenIntoTheCard(t *testing.T) {
	for wish, brief := range map[string]engine.Wish{"wish.shorter": engine.Shorter, "wish.warmer": engine.Warmer, "wish.direct": engine.Direct} {
		w, m := withModel(t, "Hi ⟦NAME⟧, passt dir Dienstag?")
		w.say("Lisa")
		w.press("other_text")
		w.press(wish)
		w.expect("card(Lisa Meier) ~draft_how(Lisa Meier) ~draft_writing(Lisa Meier)")
		w.write(m)
		w.expect("~draft_new(Lisa Meier) card(Lisa Meier)")
		if got := w.last("card").Args["draft"]; got != "Hi Lisa, passt dir Dienstag?" {
			t.Errorf("%s: %q", wish, got)
		}
		if m.asked[m.calls()-1].Wish != brief {
			t.Errorf("%s was asked for as %q", wish, m.asked[m.calls()-1].Wish)
		}
	}
}

func TestWhatTheUserWantsSaid(t *testing.T) {
	w, m := withModel(t, "Hi ⟦NAME⟧, am Montag kann ich leider nicht. Passt dir Mittwoch?")
	w.say("schreib Lisa, dass ich am Montag nicht kann, Tom Gut kommt mit, 0171 5550123")
	w.write(m)
	w.expect("draft_writing(Lisa Meier) card(Lisa Meier)")
	told := m.asked[m.calls()-1]
	if told.Wish != engine.Told || told.Instruction != "ich am Montag nicht kann, ⟦PERSON⟧ Gut kommt mit, ⟦NUMMER⟧" {
		t.Errorf("%q", told.Instruction)
	}
	w.say("schreib Lisa: gute Besserung nach der Operation")
	w.write(m)
	w.expect("draft_writing(Lisa Meier) card(Lisa Meier) draft_not_told(Lisa Meier)")
}

func TestTheUsersOwnTextServesAndTeaches(t *testing.T) {
	w, _ := withModel(t, good)
	w.say("Lisa")
	w.say("Mein Text: Hey Lisa! Magst du morgen telefonieren? LG Max")
	w.expect("card(Lisa Meier) card(Lisa Meier)")
	if item := w.open("Lisa Meier"); item.DraftBy != engine.ByUser || item.Draft != "Hey Lisa! Magst du morgen telefonieren? LG Max" {
		t.Errorf("by %q: %q", item.DraftBy, item.Draft)
	}
	style := w.user().Style
	if style.Messages != 1 || style.Greeting() != "hey" || style.Closing() != "lg" {
		t.Errorf("%+v", style)
	}
}

// Whatever goes wrong with a model, the user has a text at once.
func TestATemplateServesWhereNoModelDoes(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*world, *model)
		failure string
		calls   int
	}{
		"away":                 {func(_ *world, m *model) { m.fail = engine.ErrNotAsked }, "away", 1},
		"broken":               {func(_ *world, m *model) { m.fail = errors.New("cut off") }, "failed", 1},
		"says what it may not": {func(_ *world, m *model) { m.says = []string{"Ruf an: 0900 1234567"} }, "faulty", 2},
		"answers in no form":   {func(_ *world, m *model) { m.fail = engine.ErrBadAnswer }, "faulty", 2},
		"too dear":             {func(w *world, _ *model) { w.engine.Rules.Tokens = 100 }, "", 0},
		"switched off":         {func(w *world, _ *model) { w.say("datenschutz"); w.press("drafts.off") }, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w, m := withModel(t, good)
			w.say("Lisa")
			before := w.open("Lisa Meier").Draft
			c.change(w, m)
			w.forget()
			w.receive(engine.Inbound{Kind: engine.Pressed, Action: w.button("other_text") + ":shorter", MessageRef: "1"})
			w.write(m)
			item := w.open("Lisa Meier")
			if item.Draft == before || item.Draft == "" || item.DraftBy != engine.ByTemplate {
				t.Errorf("by %q: %q, was %q", item.DraftBy, item.Draft, before)
			}
			if m.calls() != c.calls {
				t.Errorf("%d calls, want %d", m.calls(), c.calls)
			}
			if got := w.failures(); got != c.failure {
				t.Errorf("failures %q, want %q", got, c.failure)
			}
		})
	}
}

func (w *world) failures() string {
	return strings.Join(rowsOf[string](w, "SELECT failure FROM drafts WHERE failure <> '' ORDER BY id"), " ")
}

func TestASecondAttemptLearnsWhatWasWrong(t *testing.T) {
	w, m := withModel(t, "Schau mal auf evil.com, das ist gut für dich", "Hi ⟦NAME⟧, passt dir Dienstag?")
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	if m.calls() != 2 || m.asked[1].Faults[0] != string(drafting.HasLink) || w.last("card").Args["draft"] != "Hi Lisa, passt dir Dienstag?" {
		t.Errorf("%d calls, faults %v, draft %v", m.calls(), m.asked[1].Faults, w.last("card").Args["draft"])
	}
}

// A program that is killed while a model writes neither asks again nor leaves the user waiting.
func TestAKilledOrderIsNotPaidForTwice(t *testing.T) {
	w, m := withModel(t, good)
	w.say("Lisa")
	w.say("kürzer")
	w.owner(`UPDATE drafts SET state = 'writing', claimed_at = created_at, tokens = 4000`)
	w.forget()
	w.write(m)
	if m.calls() != 0 || w.failures() != "killed" {
		t.Errorf("%d calls, failures %q", m.calls(), w.failures())
	}
	w.expect("card(Lisa Meier)")
	w.asUser(func(tx engine.Tx) error {
		a, err := tx.Allowance(t.Context(), monday.AddDate(0, 0, -1))
		if a.Spent != 4000 {
			t.Errorf("%d tokens are counted", a.Spent)
		}
		return err
	})
}

func TestAButtonUnderAnotherTextDoesNothing(t *testing.T) {
	w, _ := withModel(t, good)
	w.say("Lisa")
	old := w.button("done")
	w.say("Text: Hallo Lisa, wie geht es dir?")
	w.forget()
	w.receive(engine.Inbound{Kind: engine.Pressed, Action: old, MessageRef: "1"})
	w.expect("~card(Lisa Meier)")
	if item := w.open("Lisa Meier"); !item.Open() {
		t.Error("the card was answered")
	}
	w.receive(engine.Inbound{Kind: engine.Pressed, Action: w.button("done"), MessageRef: "1"})
	if got := w.keys(); !strings.HasPrefix(got, "~card_done(Lisa Meier)") {
		t.Errorf("said %q", got)
	}
}

func TestALeaderSwitchesModelsOffForTheTeam(t *testing.T) {
	w, m := withModel(t, good)
	w.say("einladen")
	code := w.last("invite").Args["code"].(string)
	w.receive(engine.Inbound{Sender: "2", SenderName: "Anna", Kind: engine.Said, Text: "/start " + code})
	w.say("datenschutz")
	w.press("team_drafts.off")
	if got := w.last("privacy").Args["team_off"]; got != true {
		t.Errorf("the notice says %v", got)
	}
	w.receive(engine.Inbound{Sender: "2", Kind: engine.Said, Text: "datenschutz"})
	if got := w.last("privacy").Args["team_off"]; got != true {
		t.Errorf("the member's notice says %v", got)
	}
	w.say("Lisa morgen")
	w.tick(monday.Add(2 * time.Hour))
	w.clock.set(monday.Add(20 * time.Hour))
	w.night()
	if n := len(w.drafts()); n != 0 || m.calls() != 0 {
		t.Errorf("%d orders, %d calls", n, m.calls())
	}
}

func TestAChatTeachesHowTheUserWrites(t *testing.T) {
	w, m := withModel(t, good)
	chat := "20.11.26, 18:00 - Lisa Meier: Hallo\n" + strings.Repeat("20.11.26, 18:01 - Max: Servus Lisa, passt dir Montag? 😊 LG\n", 5)
	for range 2 { // what is known teaches nothing
		w.takeOver("WhatsApp Chat mit Lisa Meier.txt", chat)
		if style := w.user().Style; style.Messages != 5 || style.Greeting() != "servus" || style.Closing() != "lg" {
			t.Errorf("%+v", style)
		}
	}
	w.say("Lisa")
	w.say("kürzer")
	w.write(m)
	if !m.asked[0].Style.Known() {
		t.Errorf("the model was told %+v", m.asked[0].Style)
	}
}

func TestAnAnswerToACardIsItsText(t *testing.T) {
	w, _ := withModel(t, good)
	w.say("Tom Huber 0171 5550124")
	if err := w.engine.Relate(t.Context(), w.userAt("1"), w.leadOf("Tom Huber"), engine.RelationFriend); err != nil {
		t.Fatal(err)
	}
	w.say("Lisa")
	card := w.ref(len(w.channel.said) - 1)
	w.say("Tom")
	w.forget()
	w.receive(engine.Inbound{Kind: engine.Said, Text: "Hallo Lisa, magst du am Samstag mit zum Markt?", ReplyTo: card})
	w.expect("card(Lisa Meier)")
	if item := w.open("Lisa Meier"); item.DraftBy != engine.ByUser || item.Draft != "Hallo Lisa, magst du am Samstag mit zum Markt?" {
		t.Errorf("by %q: %q", item.DraftBy, item.Draft)
	}
	w.receive(engine.Inbound{Kind: engine.Said, Text: "erledigt", ReplyTo: card})
	if got := w.keys(); !strings.HasPrefix(got, "card_done(Lisa Meier)") {
		t.Errorf("said %q", got)
	}
}

package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

// wording is a file with one template, which has these texts.
func wording(id, reason string, texts ...string) string {
	file := "messages:\n  - id: " + id + "\n"
	if reason != "" {
		file += "    reason: " + reason + "\n"
	}
	return file + "    variants:\n      - \"" + strings.Join(texts, "\"\n      - \"") + "\"\n"
}

// builtIn is a template that comes with the program.
func (w *world) builtIn(id string) engine.MessageTemplate {
	for _, m := range w.engine.Templates {
		if m.ID == id {
			return m
		}
	}
	w.t.Fatalf("no template %s", id)
	return engine.MessageTemplate{}
}

// own are the ids of the user's own templates.
func (w *world) own() string {
	var ids []string
	w.asUser(func(tx engine.Tx) error {
		own, err := tx.OwnTemplates(w.t.Context())
		for _, m := range own {
			ids = append(ids, m.ID)
		}
		return err
	})
	return strings.Join(ids, " ")
}

// expectDraft compares the draft of a lead's open suggestion, and with what a decision says of it.
func (w *world) expectDraft(lead, want string) {
	w.t.Helper()
	item, decisions := w.chosen(lead)
	if item.Draft != want {
		w.t.Errorf("%s gets %q, want %q", lead, item.Draft, want)
	}
	last := decisions[len(decisions)-1]
	if last.TemplateID != item.TemplateID || last.Variant != item.Variant {
		w.t.Errorf("%s has %s/%d by the decision %s/%d", lead, item.TemplateID, item.Variant, last.TemplateID, last.Variant)
	}
}

func TestOwnWordingsGoOnCardsAndComeBack(t *testing.T) {
	w := aSequenceSender(t)
	shown := w.open("Tom Huber") // its card lies open
	w.say("Lisa Meier 0170 1234569")
	w.say("Eva Groß 0170 1234570")
	before := w.open("Lisa Meier")
	if before.TemplateID != shown.TemplateID || before.Draft == "" {
		t.Fatalf("%+v", before)
	}
	builtIn := w.builtIn(before.TemplateID)
	w.send("text.yaml", wording(builtIn.ID, string(builtIn.Reason), "Servus {name}, magst du reden?"))
	kept := w.last("templates_kept").Args
	if want := float64(len(builtIn.Variants) - 1); kept["changed"] != 1.0 || kept["added"] != 0.0 || kept["dropped"] != want {
		t.Errorf("%v", kept)
	}
	w.expectDraft("Lisa", "Servus Lisa, magst du reden?")
	w.expectDraft("Eva", "Servus Eva, magst du reden?")
	if now := w.open("Tom Huber"); now.Draft != shown.Draft || now.Variant != shown.Variant {
		t.Errorf("what was shown became %q", now.Draft)
	}
	w.say("Lisa")
	w.press("relation.friend")
	if card := w.last("card"); card.Args["draft"] != "Servus Lisa, magst du reden?" {
		t.Errorf("the card says %q", card.Args["draft"])
	}
	w.say("Ida Neu 0170 1234571")
	w.expectDraft("Ida", "Servus Ida, magst du reden?")

	w.press("undo")
	w.last("templates_undone")
	w.expectDraft("Lisa", "Servus Lisa, magst du reden?") // it was shown meanwhile
	for _, lead := range []string{"Eva", "Ida"} {
		if item, _ := w.chosen(lead); item.Draft != builtIn.Draft(item.Variant, lead) {
			t.Errorf("%s gets %q", lead, item.Draft)
		}
	}
	w.press("templates_redo")
	w.last("templates_redone")
	w.expectDraft("Eva", "Servus Eva, magst du reden?")
	w.say("vorlagen zurücksetzen")
	if reset := w.last("templates_reset").Args; reset["reset"] != 1.0 || w.own() != "" {
		t.Errorf("%v, own %q", reset, w.own())
	}
	if item, _ := w.chosen("Eva"); item.Draft != builtIn.Draft(item.Variant, "Eva") {
		t.Errorf("Eva gets %q", item.Draft)
	}
	w.press("undo")
	w.expectDraft("Eva", "Servus Eva, magst du reden?")
}

func TestTemplatesAreSentAsAFileThatCanBeSentBack(t *testing.T) {
	w := aSequenceSender(t)
	w.say("vorlagen")
	var opened int
	for _, row := range w.last("templates").Buttons {
		for _, b := range row {
			if len(b.Action) > 64 {
				t.Errorf("%q is too long", b.Action)
			}
			w.tap(b.Action)
			sent := w.last("templates_group")
			name, text := sent.Args[engine.ArgFileName].(string), sent.Args[engine.ArgFileText].(string)
			w.send(name, text)
			w.last("templates_same")
			opened++
		}
	}
	if opened != 7+4+1 || w.own() != "" { // reasons, sequences and what answers objections; a file that was only read changes nothing
		t.Errorf("%d groups, own %q", opened, w.own())
	}
	w.forget()
	w.tap("texts:r.nothing")
	w.last("error.templates")
	for _, nonsense := range []string{"words:undo:x", "words:burn:AAAAAAAAAAAAAAAAAAAAAA"} {
		w.forget()
		w.tap(nonsense)
		w.last("error.button")
	}
	w.tap("words:undo:AAAAAAAAAAAAAAAAAAAAAA")
	w.last("error.templates_past")
}

func TestResultsAreToldByText(t *testing.T) {
	w := aSequenceSender(t)
	w.send("text.yaml", wording("checkin", "periodic_checkin", "Servus {name}!"))
	w.say("Lisa Meier 0170 1234569")
	w.say("Lisa")
	w.press("relation.friend")
	w.say("Lisa erledigt")
	w.tap("texts:r.periodic_checkin")
	sent := w.last("templates_group")
	lines := sent.Args["texts"].([]any)
	line := lines[0].(map[string]any)["args"].(map[string]any)
	if len(lines) != 4 || line["text"] != "Servus {name}!" || line["sent"] != 1.0 || line["early"] != true {
		t.Errorf("%v", lines)
	}
	w.press("templates_reset_group")
	w.last("templates_reset")
	w.tap("texts:r.periodic_checkin")
	sent = w.last("templates_group")
	for _, line := range sent.Args["texts"].([]any) {
		if n := line.(map[string]any)["args"].(map[string]any)["sent"]; n != 0.0 {
			t.Errorf("a built-in text has the results of another one: %v", line)
		}
	}
	if len(sent.Buttons) > 0 {
		t.Errorf("there is nothing to reset: %v", sent.Buttons)
	}
}

func TestASequenceUsesTemplatesOfItsUsers(t *testing.T) {
	w := aSequenceSender(t)
	plan := strings.NewReplacer("confirm_interest", "my_first", "gentle_followup", "my_second").Replace(twoQuestions)
	first := strings.TrimPrefix(wording("my_first", "", "Erste Frage, {name}?"), "messages:\n")
	second := strings.TrimPrefix(wording("my_second", "", "Zweite Frage, {name}?", "Noch eine, {name}?"), "messages:\n")
	w.send("plan.yaml", plan+"messages:\n"+first)
	w.last("sequence_refused")
	if w.own() != "" || w.currentSource("two_questions") != "" {
		t.Error("a part of a file was taken")
	}
	w.send("plan.yaml", plan+"messages:\n"+first+second)
	if kept := w.last("templates_kept").Args; kept["added"] != 3.0 || kept["changed"] != 0.0 {
		t.Errorf("%v", kept)
	}
	w.last("sequence_kept")
	w.press("undo") // the sequence stays, and needs them
	if kept := w.last("templates_reset").Args["kept"]; len(kept.([]any)) != 2 || w.own() != "my_first my_second" {
		t.Errorf("%v, own %q", kept, w.own())
	}
	w.say("starte Zwei Fragen mit Tom")
	w.expectDraft("Tom", "Erste Frage, Tom?")
	w.send("text.yaml", wording("my_first", "", "Allererste Frage, {name}?"))
	w.expectDraft("Tom", "Allererste Frage, Tom?")
	if _, decisions := w.chosen("Tom"); decisions[len(decisions)-1].SequenceID != "two_questions" {
		t.Errorf("%+v", decisions)
	}
	w.say("vorlagen zurücksetzen") // the sequence needs them
	if reset := w.last("templates_reset").Args; len(reset["kept"].([]any)) != 2 || w.own() != "my_first my_second" {
		t.Errorf("%v, own %q", reset, w.own())
	}
	w.press("undo") // of the file before: there was one to go back to
	w.expectDraft("Tom", "Erste Frage, Tom?")
}

func TestNobodyHasTooManyTemplates(t *testing.T) {
	w := aSequenceSender(t)
	file := "messages:\n"
	for i := range engine.MostTemplates {
		file += strings.TrimPrefix(wording(fmt.Sprintf("mine_%d", i), "", "Hallo {name}"), "messages:\n")
	}
	w.send("many.yaml", file)
	w.last("templates_kept")
	w.send("more.yaml", wording("one_more", "", "Hallo {name}"))
	w.last("error.templates_too_many")
	if strings.Contains(w.own(), "one_more") || len(strings.Fields(w.own())) != engine.MostTemplates {
		t.Errorf("own %q", w.own())
	}
	w.send("other.yaml", wording("mine_7", "", "Guten Tag {name}"))
	w.last("templates_kept")
}

func TestAFileMayComeBackAsPlainText(t *testing.T) {
	w := aSequenceSender(t)
	for name, text := range map[string]string{
		"a.txt": wording("a", "", "Hallo"), "b.TXT": "\ufeff# Ein Hinweis\r\n\n  # noch einer\n" + wording("b", "", "Hallo"),
	} {
		w.send(name, text)
		w.last("templates_kept")
		w.forget()
	}
	w.send("chat.txt", "23.11.26, 07:00 - Max: messages: ja\nmessages:\n")
	if strings.Contains(w.keys(), "sequence_refused") || w.own() != "a b" {
		t.Errorf("%s, own %q", w.keys(), w.own())
	}
}

// TestAMorningReadsTemplatesOnce holds that own templates cost a list one statement, however many drafts it makes.
func TestAMorningReadsTemplatesOnce(t *testing.T) {
	w := aSequenceSender(t)
	for i, name := range []string{"Lisa", "Eva", "Ida"} {
		w.say(fmt.Sprintf("%s Neu 0170 123457%d", name, i))
		w.start(name+" Neu", "first_contact_to_partner")
	}
	w.owner("UPDATE followup_sequence_runs SET suggestion_id = NULL") // all words have to be chosen anew
	asked := map[string]int{}
	w.engine.Store = frugal{w.db, asked}
	w.morning(11, 24)
	if asked["templates"] != 1 || asked["decisions"] < 3 {
		t.Errorf("%v", asked)
	}
}

// TestAnOldWordingKeepsItsAnswers holds that counts follow texts: a changed text starts anew, one that comes back goes on.
func TestAnOldWordingKeepsItsAnswers(t *testing.T) {
	w := aSequenceSender(t)
	builtIn := w.builtIn("checkin")
	people := []string{"Lisa", "Eva", "Ida"}
	number := func(texts ...string) (all []int) {
		w.send("text.yaml", wording("checkin", "periodic_checkin", texts...))
		name := people[0]
		people = people[1:]
		w.say(fmt.Sprintf("%s Neu 0170 123457%d", name, len(people)))
		_, decisions := w.chosen(name)
		for _, c := range decisions[len(decisions)-1].Candidates {
			all = append(all, c.Variant)
		}
		return all
	}
	mine, again := number("Servus {name}!", builtIn.Variants[1]), number(builtIn.Variants[1], "Servus {name}!")
	if len(mine) != 2 || mine[1] != 1 || mine[0] < 1000 || again[0] != 1 || again[1] != mine[0] {
		t.Errorf("%v, then %v", mine, again)
	}
	if changed := number("Servus {name}.", "Servus, {name}!"); changed[0] == changed[1] || changed[0] == mine[0] || changed[1] == mine[0] {
		t.Errorf("%v has a number of %v", changed, mine)
	}
}

package engine_test

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
)

const twoQuestions = `sequences:
  two_questions:
    name: "Zwei Fragen"
    steps:
      - day: 0
        name: "Erste Frage"
        action: "send_message"
        template: "confirm_interest"
        on_response:
          positive: "next_step"
      - day: 3
        name: "Zweite Frage"
        action: "send_message"
        template: "gentle_followup"
`

// aSequenceSender is a user with sequences who sends files.
func aSequenceSender(t *testing.T) *sending {
	s := &sending{world: withSequences(t), files: files{}}
	s.engine.Store = overheard{s.db, &s.requests, &s.failures}
	return s
}

func TestAFileOfSequencesIsKept(t *testing.T) {
	w := aSequenceSender(t)
	w.send("plan.yaml", twoQuestions)
	w.last("sequence_kept")
	w.forget()
	w.say("starte Zwei Fragen mit Tom")
	w.expect("run_started(Tom Huber)")
	w.send("plan.yaml", strings.Replace(twoQuestions, "day: 3", "day: 5", 1))
	w.last("sequence_scope")
	if w.currentSource("two_questions") != w.sourceOf("Tom Huber") {
		t.Error("a version that was not decided on is used")
	}
	w.press("sequence_scope.later")
	w.last("sequence_kept")
	if got := w.last("sequence_kept").Args["moved"]; got != 1.0 && got != 1 {
		t.Errorf("%v moved", got)
	}
	if w.currentSource("two_questions") != w.sourceOf("Tom Huber") || !strings.Contains(w.sourceOf("Tom Huber"), "5") {
		t.Error("Tom is not on the new version")
	}
}

func TestABrokenFileChangesNothing(t *testing.T) {
	w := aSequenceSender(t)
	for name, text := range map[string]string{
		"key.yaml": strings.Replace(twoQuestions, "template:", "vorlage:", 1), "none.yml": "hallo", "cut.YAML": twoQuestions[:60] + "[",
	} {
		w.send(name, text)
		remarks, _ := w.last("sequence_refused").Args["remarks"].([]any)
		if len(remarks) == 0 || !strings.HasPrefix(remarks[0].(string), name+":") {
			t.Errorf("%s: %v", name, remarks)
		}
	}
	w.asUser(func(tx engine.Tx) error {
		own, err := tx.CurrentSequences(t.Context())
		if len(own) > 0 {
			t.Errorf("%v is kept", own)
		}
		return err
	})
}

func TestASequenceIsSentAsAFileThatCanBeSentBack(t *testing.T) {
	w := aSequenceSender(t)
	w.say("sequenzen")
	w.last("sequences")
	w.press("sequence_open")
	sent := w.last("sequence")
	text, name := sent.Args[engine.ArgFileText].(string), sent.Args[engine.ArgFileName].(string)
	w.send(name, text)
	w.last("sequence_kept")
	w.forget()
	w.tap("seq:000000000000000000000000")
	w.last("error.sequence")
	w.tap("scope:later:0000")
	w.last("error.not_found")
	w.tap("scope:alle:0000")
	w.last("error.button")
}

// currentSource is the source of the version that new runs start with.
func (w *world) currentSource(id string) (source string) {
	w.asUser(func(tx engine.Tx) error {
		own, err := tx.CurrentSequences(w.t.Context())
		for _, v := range own {
			if v.ID == id {
				source = v.Source
			}
		}
		return err
	})
	return source
}

// sourceOf is the source of the version that a lead's run keeps to.
func (w *world) sourceOf(lead string) (source string) {
	run := w.run(lead)
	w.asUser(func(tx engine.Tx) error {
		v, err := tx.SequenceVersion(w.t.Context(), run.SequenceID, run.Version)
		source = v.Source
		return err
	})
	return source
}

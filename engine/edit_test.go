package engine_test

import (
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/sequences"
)

// edited is a built-in sequence with something else in its text.
func edited(t *testing.T, id, old, replacement string) engine.Sequence {
	t.Helper()
	builtIn, err := sequences.BuiltInSequences()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range builtIn {
		if s.ID != id {
			continue
		}
		text := strings.Replace(s.Source, old, replacement, 1)
		content, findings := sequences.Load([]sequences.File{{Name: "edited.yaml", Text: []byte(text)}})
		if len(content.Sequences) != 1 || text == s.Source {
			t.Fatalf("%v in\n%s", findings, s.Source)
		}
		return content.Sequences[0]
	}
	t.Fatalf("no sequence %s", id)
	return engine.Sequence{}
}

func (w *world) edit(s engine.Sequence, scope engine.Scope) int {
	w.t.Helper()
	moved, err := w.engine.EditSequence(w.t.Context(), w.userAt("1"), s, scope)
	if err != nil {
		w.t.Fatal(err)
	}
	return moved
}

func TestAnEditReachesThoseWhoAreNotThereYet(t *testing.T) {
	const id = "first_contact_to_partner"
	for name, c := range map[string]struct {
		old, replacement string
		scope            engine.Scope
		shown            bool
		moved            int
		plan, next       string // of Tom, and of Eva, who begins after the edit
	}{
		"a later step":             {"offer_call", "after_objection", engine.NotYetThere, true, 1, "11-25 send_video", "confirm_interest"},
		"the next step":            {"send_video", "after_video", engine.NotYetThere, false, 1, "11-25 after_video", "confirm_interest"},
		"the next step, shown":     {"send_video", "after_video", engine.NotYetThere, true, 0, "11-25 send_video", "confirm_interest"},
		"the day of the next step": {`"day":2`, `"day":4`, engine.NotYetThere, false, 1, "11-27 send_video", "confirm_interest"},
		"a step that is over":      {"confirm_interest", "after_video", engine.NotYetThere, false, 0, "11-25 send_video", "after_video"},
		"only new ones":            {"confirm_interest", "after_video", engine.OnlyNew, false, 0, "11-25 send_video", "after_video"},
		"nobody":                   {"confirm_interest", "after_video", engine.Nobody, false, 0, "11-25 send_video", "confirm_interest"},
	} {
		t.Run(name, func(t *testing.T) {
			w := withSequences(t)
			w.say("Eva Groß 0170 1234569")
			before := w.start("Tom Huber", id)
			w.say("Tom erledigt")
			if c.shown {
				w.say("Tom")
			}
			edited := edited(t, id, c.old, c.replacement)
			if moved := w.edit(edited, c.scope); moved != c.moved {
				t.Errorf("%d moved, want %d", moved, c.moved)
			}
			w.expectPlan("Tom Huber", c.plan)
			if version := w.run("Tom Huber").Version; (version == edited.Hash) != (c.moved == 1) || c.moved == 0 && version != before.Version {
				t.Errorf("keeps to %s", version)
			}
			w.start("Eva Groß", id)
			if got := w.open("Eva Groß").TemplateID; got != c.next {
				t.Errorf("a new run begins with %s, want %s", got, c.next)
			}
			w.engine.Library = engine.NewLibrary(nil, engine.Notation{Read: w.read, Check: sequences.Check, Write: sequences.Write, WriteTemplates: sequences.WriteTemplates}) // another process, of a version without these
			w.say("Tom erledigt")
			if run := w.run("Tom Huber"); run.Sent != 2 {
				t.Errorf("%+v", run)
			}
		})
	}
}

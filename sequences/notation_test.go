package sequences_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/sequences"
)

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	builtIn, err := sequences.BuiltInSequences()
	if err != nil || len(builtIn) == 0 {
		t.Fatal(len(builtIn), err)
	}
	for _, s := range builtIn {
		file, err := sequences.Write(s)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(file, "{") || !strings.Contains(file, "\n") {
			t.Errorf("%s is written as\n%s", s.ID, file)
		}
		found, remarks := sequences.Check(s.ID+".yaml", []byte(file), engine.Content{})
		if one := found.Sequences; len(one) != 1 || one[0].Hash != s.Hash || one[0].ID != s.ID || len(found.Templates) > 0 {
			t.Errorf("%s is read as %d, %v, from\n%s", s.ID, len(one), remarks, file)
		}
		kept, err := sequences.Read(s.Source)
		if err != nil || kept.Hash != s.Hash {
			t.Errorf("%s is kept as %s, %v", s.ID, kept.Hash, err)
		}
	}
}

// TestTemplatesAreReadAsTheyWereWritten holds for whatever people put into a text.
func TestTemplatesAreReadAsTheyWereWritten(t *testing.T) {
	templates := append(builtIn(t), engine.MessageTemplate{ID: "odd", Variants: []string{
		"Hallo {name}: \"so\" geht's # auch", "- eins\n- zwei\n\nDein 'Max'", "{name}", "true", "3", "ä 🙂: ß", "> ja", "|", "\tEin Tab",
		"a\n  eingerückt", "  vorn", "hinten  ", "zwei  Leerzeichen",
	}})
	file, err := sequences.WriteTemplates(templates)
	if err != nil {
		t.Fatal(err)
	}
	found, remarks := sequences.Check("t.yaml", []byte(file), engine.Content{})
	if len(found.Templates) != len(templates) || len(found.Sequences) > 0 {
		t.Fatal(len(found.Templates), remarks, file)
	}
	for i, want := range templates {
		for j := range want.Variants {
			want.Variants[j] = strings.TrimSpace(want.Variants[j])
		}
		if !reflect.DeepEqual(found.Templates[i], want) {
			t.Errorf("%+v\nwant %+v", found.Templates[i], want)
		}
	}
}

func TestAFileMayNameWhatTheUserHas(t *testing.T) {
	text := "sequences:\n  one:\n    name: Eins\n    steps:\n      - {day: 0, name: a, action: send_message, template: mine, on_response: {positive: next_step}}\n"
	own := engine.Content{Templates: engine.Templates{{ID: "mine", Variants: []string{"Hallo"}}}}
	if found, remarks := sequences.Check("one.yaml", []byte(text), own); len(found.Sequences) != 1 {
		t.Error(remarks)
	}
	if found, remarks := sequences.Check("one.yaml", []byte(text), engine.Content{}); len(found.Sequences) != 0 || len(remarks) == 0 {
		t.Error("it names a template that there is not")
	}
	both := text + "messages:\n  - id: mine\n    variants: [\"Hallo {name}\"]\n"
	if found, remarks := sequences.Check("both.yaml", []byte(both), engine.Content{}); len(found.Sequences) != 1 || len(found.Templates) != 1 {
		t.Error(remarks)
	}
}

// leading leads to another sequence.
const leading = `sequences:
  one:
    name: Eins
    steps:
      - {day: 0, name: a, action: send_message, template: confirm_interest, on_response: {positive: next_step}}
      - {day: 3, name: b, action: end_sequence, next_sequence: two}
`

const led = `
  two:
    name: Zwei
    steps:
      - {day: 2, name: c, action: send_message, template: gentle_followup, on_response: {positive: next_step}}
`

func TestSequencesThatLeadToOthersAreReadAlone(t *testing.T) {
	if found, _ := sequences.Check("one.yaml", []byte(leading), engine.Content{}); len(found.Sequences) > 0 {
		t.Error("it leads nowhere")
	}
	both, remarks := sequences.Check("both.yaml", []byte(leading+led), engine.Content{})
	if len(both.Sequences) != 2 {
		t.Fatal(remarks)
	}
	for _, s := range both.Sequences {
		if kept, err := sequences.Read(s.Source); err != nil || kept.Hash != s.Hash {
			t.Error(s.ID, err)
		}
	}
	if found, remarks := sequences.Check("one.yaml", []byte(leading), both); len(found.Sequences) != 1 {
		t.Error(remarks)
	}
	if _, err := sequences.Read("sequences: {a: 7}"); err == nil {
		t.Error("nonsense is read")
	}
}

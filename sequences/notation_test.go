package sequences_test

import (
	"strings"
	"testing"

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
		found, templates, remarks := sequences.Check(s.ID+".yaml", []byte(file), nil)
		if len(found) != 1 || found[0].Hash != s.Hash || found[0].ID != s.ID || templates {
			t.Errorf("%s is read as %d, %v, from\n%s", s.ID, len(found), remarks, file)
		}
		kept, err := sequences.Read(s.Source)
		if err != nil || kept.Hash != s.Hash {
			t.Errorf("%s is kept as %s, %v", s.ID, kept.Hash, err)
		}
	}
}

func TestACheckedFileMayHaveTemplates(t *testing.T) {
	text := "messages:\n  - id: mine\n    reason: no_response\n    variants: [\"Hallo {name}\"]\n"
	if found, templates, remarks := sequences.Check("t.yaml", []byte(text), nil); !templates || len(found) > 0 {
		t.Error(found, templates, remarks)
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
	if found, _, _ := sequences.Check("one.yaml", []byte(leading), nil); len(found) > 0 {
		t.Error("it leads nowhere")
	}
	both, _, remarks := sequences.Check("both.yaml", []byte(leading+led), nil)
	if len(both) != 2 {
		t.Fatal(remarks)
	}
	for _, s := range both {
		if kept, err := sequences.Read(s.Source); err != nil || kept.Hash != s.Hash {
			t.Error(s.ID, err)
		}
	}
	if found, _, remarks := sequences.Check("one.yaml", []byte(leading), both); len(found) != 1 {
		t.Error(remarks)
	}
	if _, err := sequences.Read("sequences: {a: 7}"); err == nil {
		t.Error("nonsense is read")
	}
}

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
		found, templates, remarks := sequences.Check(s.ID+".yaml", []byte(file))
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
	if found, templates, remarks := sequences.Check("t.yaml", []byte(text)); !templates || len(found) > 0 {
		t.Error(found, templates, remarks)
	}
}

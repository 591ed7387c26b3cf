package language

import (
	"os"
	"strings"
	"testing"
	"time"
)

// phraseCase is a row of spoken.tsv.
type phraseCase struct {
	now          time.Time
	phrase, want string
}

func spokenRows(t testing.TB) []phraseCase {
	t.Helper()
	data, err := os.ReadFile("testdata/spoken.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var now time.Time
	var out []phraseCase
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		phrase, want, row := strings.Cut(line, "\t")
		switch present, isPresent := strings.CutPrefix(line, "@ "); {
		case strings.HasPrefix(line, "#"):
		case isPresent:
			if now, err = time.ParseInLocation(minuteFormat, present[:len(minuteFormat)], zone(t, present[len(minuteFormat)+1:])); err != nil {
				t.Fatal(err)
			}
		case row:
			out = append(out, phraseCase{now, phrase, want})
		default:
			t.Fatalf("%q is no row", line)
		}
	}
	return out
}

func TestWhatPeopleSayIsUnderstood(t *testing.T) {
	all := spokenRows(t)
	wrong := 0
	for _, row := range all {
		if got := written(When(row.phrase, row.now)); got != row.want {
			wrong++
			t.Errorf("on %s %q is %s, want %s", row.now.Format(minuteFormat), row.phrase, got, row.want)
		}
	}
	t.Logf("%d of %d right", len(all)-wrong, len(all))
}

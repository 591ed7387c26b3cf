package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const samples = "../../testdata/intake"

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func readString(t testing.TB, name, text string, opts Options) (Result, error) {
	t.Helper()
	if opts.Zone == nil {
		opts.Zone = berlin(t)
	}
	return Read(name, strings.NewReader(text), int64(len(text)), opts)
}

func mustRead(t testing.TB, name, text string, opts Options) Result {
	t.Helper()
	r, err := readString(t, name, text, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSampleFilesGiveExactlyTheirJSON(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(samples, "*"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, name := range names {
		if filepath.Ext(name) == ".json" {
			continue
		}
		seen++
		t.Run(filepath.Base(name), func(t *testing.T) {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(name + ".json")
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := mustRead(t, name, string(raw), Options{}).WriteJSON(&got); err != nil {
				t.Fatal(err)
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
	if seen < 7 {
		t.Errorf("only %d samples found", seen)
	}
}

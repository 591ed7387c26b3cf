package sequences_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/sequences"
)

// TestBadFilesAreExplained lints the files of testdata/bad, each of which is named for what is wrong with it.
func TestBadFilesAreExplained(t *testing.T) { explained(t, "bad") }

// TestBadProfilesAreExplained does so with the rules of companies in testdata/badprofiles.
func TestBadProfilesAreExplained(t *testing.T) { explained(t, "badprofiles") }

func explained(t *testing.T, folder string) {
	var all bytes.Buffer
	for _, file := range filesIn(t, folder) {
		findings := sequences.Lint([]sequences.File{file})
		fmt.Fprintf(&all, "# %s\n", file.Name)
		found := false
		for _, f := range findings {
			found = found || strings.HasPrefix(file.Name, f.Key)
			fmt.Fprintln(&all, strings.TrimPrefix(f.String(), file.Name+":"))
		}
		if !found {
			t.Errorf("%s: not found: %v", file.Name, findings)
		}
	}
	golden(t, "testdata/"+folder+".golden", all.Bytes())
}

// TestEveryTextIsSaid wants a bad file for each text that is a finding.
func TestEveryTextIsSaid(t *testing.T) {
	texts := textsOfFindings(t)
	for _, file := range slices.Concat(badFiles(t), filesIn(t, "badprofiles")) {
		for _, f := range sequences.Lint([]sequences.File{file}) {
			delete(texts, f.Key)
		}
	}
	for _, key := range []string{
		"did_you_mean", "possible", "sort_text", "sort_number", "sort_flag", "sort_duration", "sort_list", // parts of others
		"too_long", "too_much", "not_utf8", "unreadable", "duplicate_sequence",
		"profile_too_long", "too_many_rules", "example_long", // tested by themselves
	} {
		delete(texts, key)
	}
	if len(texts) > 0 {
		t.Errorf("never said: %v", slices.Sorted(maps.Keys(texts)))
	}
}

// TestNoTextHasAHole wants every word of a text to be put in.
func TestNoTextHasAHole(t *testing.T) {
	for _, file := range slices.Concat(badFiles(t), filesIn(t, "badprofiles")) {
		for _, f := range sequences.Lint([]sequences.File{file}) {
			if strings.Contains(strings.NewReplacer("{name}", "", "{vorname}", "", `"{"`, "", "{…,…}", "").Replace(f.Message), "{") {
				t.Errorf("%s", f)
			}
			if f.Line < 1 || f.Column < 1 || f.Message == "" {
				t.Errorf("no place: %+v", f)
			}
		}
	}
}

func badFiles(t testing.TB) []sequences.File { t.Helper(); return filesIn(t, "bad") }

func filesIn(t testing.TB, folder string) []sequences.File {
	t.Helper()
	paths, err := filepath.Glob("testdata/" + folder + "/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("%v: %d files", err, len(paths))
	}
	var files []sequences.File
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, sequences.File{Name: strings.TrimSuffix(filepath.Base(path), ".yaml"), Text: text})
	}
	return files
}

func textsOfFindings(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("texts/de.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Findings map[string]string }
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Findings
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *sequences.Update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(want, got) {
		return
	}
	old, now := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(old), len(now)) {
		if old[i] != now[i] {
			t.Fatalf("%s:%d is not current; go test ./sequences -update writes it anew. It is\n%s", path, i+1, now[i])
		}
	}
	t.Fatalf("%s is not current: %d lines, now %d", path, len(old), len(now))
}

package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// update rewrites what the phones show into the transcripts: go test -run Transcripts -update .
var update = flag.Bool("update", false, "rewrite the transcripts")

// TestTranscripts plays each story in testdata/transcripts against the whole program: its settings, workers and
// polling, a real Postgres, and a phone that speaks Telegram's Bot API over HTTP. A transcript is script and
// golden file in one: lines at the margin are what people do, indented ones what their phones then show.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			golden, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			played := play(t, string(golden))
			if *update {
				if err := os.WriteFile(file, []byte(played), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if !bytes.Equal([]byte(played), golden) {
				t.Error(firstDifference(string(golden), played))
			}
		})
	}
}

// play runs the steps of a transcript and returns it as it should read.
func play(t *testing.T, transcript string) string {
	w := newWorld(t)
	lines := strings.Split(strings.TrimSpace(transcript), "\n")
	for number, line := range lines {
		switch {
		case shown(lines[number:]): // the last time
		case line == "", strings.HasPrefix(line, "#"):
			w.margin(line)
		default:
			w.margin(line)
			if err := w.do(line); err != nil {
				t.Fatalf("line %d: %v\nafter:\n%s", number+1, err, w.said.String())
			}
		}
	}
	return w.said.String()
}

// shown reports whether the first line is part of what a phone showed: indented, or empty before such a line.
func shown(lines []string) bool {
	for len(lines) > 1 && lines[0] == "" {
		lines = lines[1:]
	}
	return strings.HasPrefix(lines[0], " ")
}

// margin writes a line of the script.
func (w *world) margin(line string) { fmt.Fprintln(&w.said, line) }

// firstDifference shows where a transcript stops being as it was.
func firstDifference(golden, played string) string {
	was, is := strings.Split(golden, "\n"), strings.Split(played, "\n")
	at := 0
	for at < min(len(was), len(is)) && was[at] == is[at] {
		at++
	}
	part := func(lines []string) string {
		return strings.Join(lines[min(max(at-4, 0), len(lines)):min(at+8, len(lines))], "\n")
	}
	return fmt.Sprintf("from line %d on it reads otherwise (-update rewrites it)\nwas:\n%s\nis:\n%s", at+1, part(was), part(is))
}

package bot

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

// handClock stands still until it is set.
type handClock struct{ at time.Time }

func (c *handClock) Now() time.Time { return c.at }

// monday is a Monday morning in Berlin.
func monday(t *testing.T) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	return time.Date(2026, 11, 23, 8, 0, 0, 0, zone)
}

func newTexts(t *testing.T) (*Texts, *handClock) {
	t.Helper()
	clock := &handClock{at: monday(t)}
	texts, err := NewTexts(clock)
	must(t, err)
	return texts, clock
}

// stored is what arguments are after they were kept as JSON.
func stored(t *testing.T, args engine.Args) engine.Args {
	t.Helper()
	raw, err := json.Marshal(args)
	must(t, err)
	var again engine.Args
	must(t, json.Unmarshal(raw, &again))
	return again
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// keys are the keys of the German file.
func keys(t *testing.T) []string {
	t.Helper()
	content, err := textFiles.ReadFile("texts/de.yaml")
	must(t, err)
	var file map[string]any
	must(t, yaml.Unmarshal(content, &file))
	return slices.Sorted(maps.Keys(file))
}

// TestEveryTextReadsAsReviewed renders every key with every sample. After a change on purpose run the tests with
// UPDATE=1 and read the difference.
func TestEveryTextReadsAsReviewed(t *testing.T) {
	texts, _ := newTexts(t)
	all := samples(monday(t))
	var golden strings.Builder
	for _, key := range keys(t) {
		cases, ok := all[key]
		if !ok {
			cases = []engine.Args{nil}
		}
		delete(all, key)
		for _, args := range cases {
			text, err := texts.Render("de", key, stored(t, args))
			if err != nil {
				t.Errorf("%v", err)
			}
			fmt.Fprintf(&golden, "--- %s\n%s\n", key, text)
		}
	}
	for key := range all {
		t.Errorf("a sample is for no text: %s", key)
	}
	const file = "testdata/texts.golden"
	if os.Getenv("UPDATE") != "" {
		must(t, os.WriteFile(file, []byte(golden.String()), 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if golden.String() != string(want) {
		t.Error("the texts are not those reviewed: run with UPDATE=1 and read the difference")
	}
}

func TestNoTextShowsAnUnfilledPlace(t *testing.T) {
	content, err := os.ReadFile("testdata/texts.golden")
	must(t, err)
	for _, sign := range []string{"no value", "{{", "}}", "<nil>", "map[", "%!", " .", " ,", "  ", "..", "?.", "!."} {
		if strings.Contains(string(content), sign) {
			t.Errorf("a text contains %q", sign)
		}
	}
}

func TestArgumentsAreEscaped(t *testing.T) {
	texts, _ := newTexts(t)
	for key, cases := range samples(monday(t)) {
		for _, args := range cases {
			text, err := texts.Render("de", key, stored(t, spoilt(args)))
			must(t, err)
			if strings.Contains(text, "<script") || strings.Contains(text, "<b>&#34;") {
				t.Errorf("%s lets markup through: %s", key, text)
			}
		}
	}
	label, err := texts.Label("de", "which_one.lead", engine.Args{"name": `O'Hara & "Söhne" <3`})
	must(t, err)
	if label != `O'Hara & "Söhne" <3` {
		t.Errorf("a label is no plain text: %s", label)
	}
}

// spoilt are arguments with markup in what people wrote.
func spoilt(args engine.Args) engine.Args {
	args = maps.Clone(args)
	for _, name := range []string{"name", "draft", "note", "question", "leads"} {
		switch args[name].(type) {
		case string:
			args[name] = `<b>"Tom" & 'Jerry'</b><script>`
		case []string:
			args[name] = []string{`<b>"Tom"`, `<script>`}
		}
	}
	return args
}

func TestMissingArgumentsAndUnknownKeysFail(t *testing.T) {
	texts, _ := newTexts(t)
	for key, args := range map[string]engine.Args{
		"card_done": {"name": "Lisa"}, "no_such_text": nil, "list": {"count": "many", "leads": nil},
		"card_later": {"name": "Lisa", "at": "tomorrow", "timed": true},
	} {
		if text, err := texts.Render("de", key, args); err == nil {
			t.Errorf("%s was rendered as %q", key, text)
		}
	}
}

func TestManySpeakAtOnce(t *testing.T) {
	texts, _ := newTexts(t)
	args := cards(monday(t))[0]
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if _, err := texts.Render("de", "card", args); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestUnknownLanguagesSpeakGerman(t *testing.T) {
	texts, _ := newTexts(t)
	for _, lang := range []string{"", "de", "fr", "de-CH", "???"} {
		text, err := texts.Render(lang, "thanks", nil)
		must(t, err)
		if text != "Gern geschehen!" {
			t.Errorf("%q says %q", lang, text)
		}
	}
}

func TestDaysAreSeenFromToday(t *testing.T) {
	texts, clock := newTexts(t)
	s := texts.native
	morning := clock.at
	for _, c := range []struct {
		at              time.Time
		day, on, moment string
	}{
		{morning.AddDate(0, 0, -1), "gestern", "gestern", "gestern 8 Uhr"},
		{morning, "heute", "heute", "8 Uhr"},
		{morning.Add(30 * time.Minute), "heute", "heute", "8:30 Uhr"},
		{morning.AddDate(0, 0, 1), "morgen", "morgen", "morgen 8 Uhr"},
		{morning.AddDate(0, 0, 6), "So 29.11.", "am So 29.11.", "So 8 Uhr"},
		{morning.AddDate(0, 0, 7), "Mo 30.11.", "am Mo 30.11.", "Mo 30.11. 8 Uhr"},
		{morning.AddDate(0, 2, 0), "Sa 23.1.", "am Sa 23.1.", "Sa 23.1. 8 Uhr"},
		{morning.AddDate(0, 7, 0), "Mi 23.6.2027", "am Mi 23.6.2027", "Mi 23.6.2027 8 Uhr"},
		{morning.AddDate(-1, 0, 0), "So 23.11.2025", "am So 23.11.2025", "So 23.11.2025 8 Uhr"},
		{morning.AddDate(0, 0, -10), "Fr 13.11.", "am Fr 13.11.", "Fr 13.11. 8 Uhr"},
	} {
		at := c.at.Format(time.RFC3339Nano)
		day, err := s.day(at)
		must(t, err)
		on, err := s.on(at)
		must(t, err)
		moment, err := s.moment(at)
		must(t, err)
		if string(day) != c.day || string(on) != c.on || string(moment) != c.moment {
			t.Errorf("%s: %q %q %q", at, day, on, moment)
		}
	}
}

func TestADateIsTheUsersDayAlsoShortlyAfterMidnight(t *testing.T) {
	texts, clock := newTexts(t)
	clock.at = time.Date(2026, 11, 23, 0, 30, 0, 0, clock.at.Location()) // still Sunday in UTC
	for date, want := range map[string]string{"2026-11-23T00:00:00Z": "heute", "2026-11-24T00:00:00Z": "morgen"} {
		day, err := texts.native.day(date)
		must(t, err)
		if string(day) != want {
			t.Errorf("%s is %q", date, day)
		}
	}
}

func TestGreetingsFollowTheHour(t *testing.T) {
	texts, clock := newTexts(t)
	for hour, want := range map[int]string{7: "Guten Morgen", 12: "Hallo", 18: "Guten Abend"} {
		clock.at = time.Date(2026, 11, 23, hour, 0, 0, 0, clock.at.Location())
		said, err := texts.native.greet()
		must(t, err)
		if string(said) != want {
			t.Errorf("at %d: %q", hour, said)
		}
	}
}

func TestLongTextsAreCutBetweenWords(t *testing.T) {
	for text, want := range map[string]string{
		"kurz":                      "kurz",
		"zwei\n\nZeilen":            "zwei Zeilen",
		"Was kostet das Starterset": "Was kostet das…",
		strings.Repeat("ä", 30):     strings.Repeat("ä", 19) + "…",
	} {
		if got := cut(20, text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

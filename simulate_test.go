package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// inBerlin is a moment of a test.
func inBerlin(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// simulated is what a simulation prints.
func simulated(t *testing.T, c simulateCommand, in string) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.play(strings.NewReader(in), &out, timing.DefaultModel()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// sameAs compares with a file, or writes it with -update.
func sameAs(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Error(firstDifference(string(want), got))
	}
}

const readSituations = `{"id":"Lisa","now":"2026-12-22T09:00:00+01:00","user":{"timezone":"Europe/Berlin","region":"DE-BY","active_from":"08:00","active_to":"21:00"},"lead":{"stage":"interested","sentiment":"hot","addresses":["whatsapp"],"consent":"claimed"},"touches":[{"at":"2026-12-21T19:00:00+01:00","direction":"in","channel":"whatsapp","intent":"question"}]}
nonsense
{"id":"Tom","now":"2026-12-22T09:00:00+01:00","user":{"timezone":"Europe/Berlin","region":"DE-BY"},"lead":{"stage":"lost","addresses":["sms"]},"touches":[]}
{"id":"Kim","now":"2026-12-22T09:00:00+01:00","user":{"timezone":"Europe/Berlin","region":"DE-BY"},"lead":{"timezone":"America/New_York","addresses":["email"],"consent":"granted"},"touches":[{"at":"2026-12-21T19:00:00+01:00","direction":"out","channel":"email"}]}
`

func TestSimulate(t *testing.T) {
	christmas := inBerlin(t, "2026-12-18T09:00:00+01:00")
	team := simulateCommand{Days: 14, Leads: 6, Seed: 1, Start: christmas, TZ: "Europe/Berlin", Region: "DE-BY"}
	summer := simulateCommand{Days: 40, Leads: 2, Seed: 7, Start: inBerlin(t, "2026-10-20T20:30:00+02:00"), TZ: "Europe/Zurich", Region: "CH-ZH"}
	lines, read := team, team
	lines.JSON, lines.Leads = true, 2
	read.Stdin, read.Days = true, 7
	for name, c := range map[string]simulateCommand{"Weihnachten.txt": team, "Herbst.txt": summer, "zwei.jsonl": lines, "gelesen.txt": read} {
		t.Run(name, func(t *testing.T) {
			got := simulated(t, c, readSituations)
			sameAs(t, filepath.Join("testdata/simulate", name), got)
			if again := simulated(t, c, readSituations); again != got {
				t.Error("the same seed plays something else")
			}
		})
	}
	other := team
	other.Seed = 2
	if simulated(t, other, "") == simulated(t, team, "") {
		t.Error("another seed plays the same")
	}
}

// TestSimulateKeepsTheRules looks at every message of a large team: never in quiet hours or on a day of rest, never
// within 24 hours without an answer, never after a stop, at most six without an answer.
func TestSimulateKeepsTheRules(t *testing.T) {
	c := simulateCommand{
		Days: 120, Leads: 60, Seed: 3, Start: inBerlin(t, "2026-10-01T09:00:00+02:00"), TZ: "Europe/Berlin", Region: "DE-BY", JSON: true,
	}
	calendar := timing.NewCalendar(zoneNamed(c.TZ), timing.Region(c.Region))
	type known struct {
		last    time.Time
		stopped bool
		silent  int
	}
	leads, written := map[string]*known{}, 0
	for line := range strings.Lines(simulated(t, c, "")) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		k := leads[e.Lead]
		if k == nil {
			k = &known{}
			leads[e.Lead] = k
		}
		switch e.Event {
		case "answer":
			k.last, k.silent, k.stopped = time.Time{}, 0, k.stopped || e.Intent == timing.OptOut
		case "write":
			written++
			if !calendar.LegalForLead(e.At) || e.At.Sub(k.last) < 24*time.Hour || k.stopped || k.silent > 5 {
				t.Errorf("%s wrote to after %+v", line, *k)
			}
			k.last, k.silent = e.At, k.silent+1
		}
	}
	if written < 300 {
		t.Errorf("only %d messages", written)
	}
}

func TestSimulateRefuses(t *testing.T) {
	for _, c := range []simulateCommand{
		{Days: 0, Leads: 1}, {Days: 1, Leads: 0}, {Days: 400, Leads: 1}, {Days: 1, Leads: 10_001}, {Days: 1, Leads: 1, TZ: "Mars/Base"},
	} {
		if err := c.play(strings.NewReader(""), &bytes.Buffer{}, timing.DefaultModel()); err == nil {
			t.Errorf("%+v plays", c)
		}
	}
}

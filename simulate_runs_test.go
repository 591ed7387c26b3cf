package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/engine/timing"
)

// actor is a lead of a golden calendar: what it is, and what it is going to say.
type actor struct{ name, region, lead, touches string }

func (a actor) line(now string) string {
	region := a.region
	if region == "" {
		region = "DE-BY"
	}
	return fmt.Sprintf(`{"id":%q,"now":%q,"user":{"timezone":"Europe/Berlin","region":"DE-BY","active_from":"08:00","active_to":"21:00"},`+
		`"lead":{"addresses":["whatsapp","email"],"consent":"claimed","region":%q,%s},"touches":[%s]}`+"\n", a.name, now, region, a.lead, a.touches)
}

// passing is one that took place, or is going to.
func passing(at, direction, more string) string {
	return fmt.Sprintf(`{"at":%q,"direction":%q,"channel":"whatsapp",%s}`, at, direction, more)
}

// says is a reply that is going to come.
func says(at, intent string) string { return passing(at, "in", fmt.Sprintf(`"intent":%q`, intent)) }

// TestTheCustomersSequences plays the three through, branch by branch: over the change to winter time, over the change to
// summer time and Easter, and over the Assumption of Mary, which is a holiday in Bavaria and none in Berlin.
func TestTheCustomersSequences(t *testing.T) {
	const warm, customer = `"stage":"contacted","sentiment":"warm"`, `"stage":"customer","sentiment":"warm","satisfaction_score":9`
	ghost := passing("2026-03-10T10:00:00+01:00", "out", `"template":"gentle_followup"`)
	for _, c := range []struct {
		sequence, start string
		days            int
		actors          []actor
	}{
		{"first_contact_to_partner", "2025-10-14T09:00:00+02:00", 60, []actor{
			{"Schweigt", "", warm, ""},
			{"Kalt", "", `"stage":"contacted","sentiment":"cold"`, ""},
			{"Kennt es", "", warm + `,"watched_video":true`, ""},
			{"Zweifelt", "", warm + `,"has_objections":true`, ""},
			{"Ja", "", warm, says("2025-10-14T19:00:00+02:00", "positive")},
			{"Nein", "", warm, says("2025-10-14T19:00:00+02:00", "negative")},
			{"Hm", "", warm, says("2025-10-17T12:00:00+02:00", "neutral")},
			{"Urlaub", "", warm, says("2025-10-14T19:00:00+02:00", "auto_reply")},
			{"Ruf an", "", warm, says("2025-10-23T19:00:00+02:00", "positive")},
			{"Genug", "", warm, says("2025-10-20T19:00:00+02:00", "opt_out")},
			{"Partner", "", `"stage":"partner","sentiment":"hot"`, ""},
		}},
		{"ghost_reactivation", "2026-03-23T09:00:00+01:00", 60, []actor{
			{"Schweigt", "", warm, ghost},
			{"Lebt", "", warm, ghost + "," + says("2026-04-01T18:00:00+02:00", "positive")},
			{"Kennt das", "", warm, passing("2026-03-10T10:00:00+01:00", "out", `"template":"gentle_followup"`) + "," + says("2026-03-30T20:50:00+02:00", "auto_reply")},
		}},
		{"customer_to_partner", "2025-07-01T09:00:00+02:00", 75, []actor{
			{"Schweigt", "", customer, ""},
			{"Zufrieden", "", customer, says("2025-06-20T10:00:00+02:00", "positive")},
			{"In Berlin", "DE-BE", customer, says("2025-06-20T10:00:00+02:00", "positive")},
			{"Antwortet", "", customer, says("2025-08-01T18:00:00+02:00", "positive")},
		}},
	} {
		t.Run(c.sequence, func(t *testing.T) {
			var lines strings.Builder
			for _, a := range c.actors {
				lines.WriteString(a.line(c.start))
			}
			play := simulateCommand{Days: c.days, Leads: 1, Seed: 1, Sequence: c.sequence, Stdin: true}
			sameAs(t, filepath.Join("testdata/simulate", c.sequence+".txt"), simulated(t, play, lines.String()))
			play.JSON = true
			sameAs(t, filepath.Join("testdata/simulate", c.sequence+".jsonl"), simulated(t, play, lines.String()))
		})
	}
	play := simulateCommand{Days: 1, Leads: 1, Sequence: "nothing", TZ: "Europe/Berlin"}
	if err := play.play(strings.NewReader(""), &strings.Builder{}, timing.DefaultModel()); err == nil {
		t.Error("a sequence that there is not plays")
	}
}

package main

import (
	"testing"
	"time"
)

func TestLinesAreClassified(t *testing.T) {
	now, err := time.Parse(time.RFC3339, "2026-11-25T14:20:00+01:00")
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]classifyAnswer{
		"":                             {Intent: "neutral", Error: "empty"},
		" \t":                          {Intent: "neutral", Error: "empty"},
		"L\xf6schen":                   {Intent: "neutral", Error: "not UTF-8"},
		"STOP":                         {Intent: "opt_out", Hard: true},
		"ist mir zu teuer":             {Intent: "objection", Objection: "money"},
		"Meld dich am Freitag nochmal": {Intent: "later", Due: "2026-11-27"},
		"morgen um 18 uhr passt":       {Intent: "later", Due: "2026-11-26T18:00:00+01:00"},
		"Woher hast du meine Nummer?":  {Intent: "privacy_request", Hard: true},
	} {
		got := classify(line, now)
		if (got.Confidence > 0) != (want.Error == "") {
			t.Errorf("%q: confidence %v", line, got.Confidence)
		}
		got.Confidence = 0
		if got != want {
			t.Errorf("%q: %+v, not %+v", line, got, want)
		}
	}
}

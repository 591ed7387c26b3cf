package language

import (
	"strings"
	"testing"
)

func TestTimesInsideLongerTextsAreFound(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	for text, want := range map[string]string{
		"Meld dich bitte im März wieder":                            "März 2027-03-01 09:00 day",
		"Hab grad viel Stress, nach Weihnachten gern":               "nach Weihnachten 2026-12-27 09:00 day",
		"Ich kann erst nächste Woche am Dienstag um 18 Uhr":         "nächste Woche am Dienstag um 18 Uhr 2026-12-01 18:00",
		"Montag oder Mittwoch passt":                                "Montag 2026-11-30 09:00 day|Mittwoch 2026-12-02 09:00 day",
		"hab gestern dran gedacht, lass uns am 15.12. telefonieren": "15.12. 2026-12-15 09:00 day",
		"bin in 2 Stunden daheim":                                   "in 2 Stunden 2026-11-25 16:20",
		"keine Zeit":                                                "",
		"irgendwann mal":                                            "",
		"":                                                          "",
	} {
		var got []string
		for _, m := range Mentions(text, now) {
			got = append(got, text[m.From:m.To]+" "+written(m.Moment, true))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, "|"), want)
		}
	}
}

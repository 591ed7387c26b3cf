package language

import (
	"strings"
	"testing"
	"time"
)

func TestWhatIsReportedIsReadAsTheLeadSaidIt(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]struct {
		name, spoken string
		intent       Intent
		hard         bool
	}{
		"Lisa hat geschrieben, dass sie erst im März Zeit hat":                  {"Lisa", "ich habe erst im März Zeit", MeansLater, false},
		"Lisa meinte, es ist ihr zu teuer":                                      {"Lisa", "es ist mir zu teuer", MeansObjection, false},
		"Lisa meinte es ist ihr zu teuer":                                       {"Lisa", "es ist mir zu teuer", MeansObjection, false},
		"Lisa hat geantwortet dass sie kein Interesse hat":                      {"Lisa", "ich habe kein Interesse", MeansNegative, false},
		"Lisa hat geantwortet, sie hat kein Interesse":                          {"Lisa", "ich habe kein Interesse", MeansNegative, false},
		"die Lisa hat mir geschrieben dass ich sie nicht mehr anschreiben soll": {"Lisa", "du sollst mich nicht mehr anschreiben", MeansOptOut, true},
		"Lisa schreibt, ich soll ihr nicht mehr schreiben":                      {"Lisa", "du sollst mir nicht mehr schreiben", MeansOptOut, true},
		"Lisa hat gesagt dass sie keine Nachrichten mehr will":                  {"Lisa", "ich will keine Nachrichten mehr", MeansOptOut, true},
		"Tom hat gesagt, dass er dabei ist":                                     {"Tom", "ich bin dabei", MeansPositive, false},
		"Tom hat geschrieben, er meldet sich im März":                           {"Tom", "ich melde mich im März", MeansLater, false},
		"Frau Berger hat geschrieben, dass sie es sich überlegt":                {"Berger", "ich überlege es mich", MeansLater, false},
		"Lisa sagt das sie keine Zeit hat":                                      {"Lisa", "ich habe keine Zeit", MeansObjection, false},
		"Lisa meint, das interessiert sie nicht":                                {"Lisa", "das interessiert mich nicht", MeansNegative, false},
		"Lisa meint, ihr Mann ist dagegen":                                      {"Lisa", "mein Mann ist dagegen", MeansObjection, false},
		"Lisa fragt, was es kostet":                                             {"Lisa", "was es kostet?", MeansQuestion, false},
		"Lisa hat gefragt ob sie es testen kann":                                {"Lisa", "kann ich es testen?", MeansPositive, false},
		"Lisa wollte wissen wann ich Zeit habe":                                 {"Lisa", "wann du Zeit hast?", MeansQuestion, false},
		"Lisa hat geschrieben, dass ich mich im Januar melden soll":             {"Lisa", "du sollst dich im Januar melden", MeansLater, false},
		"Lisa lässt ausrichten, dass ihr Vater gestorben ist":                   {"Lisa", "mein Vater gestorben ist", MeansSensitive, false},
		"Tom schreibt, er hat das schon mal probiert":                           {"Tom", "ich habe das schon mal probiert", MeansObjection, false},
		"Lisa hat geschrieben, sie will nicht dass ich ihr schreibe":            {"Lisa", "ich will nicht dass du mir schreibst", MeansOptOut, true},
		"Lisa hat geschrieben, sie will dass ich ihr mehr schreibe":             {"Lisa", "ich will dass du mir mehr schreibst", MeansPositive, false},
		"Lisa schreibt dass ich ihre Daten löschen soll":                        {"Lisa", "du sollst meine Daten löschen", MeansOptOut, true},
		"Lisa hat geschrieben, ich soll sie nicht anrufen, lieber schreiben":    {"Lisa", "du sollst mich nicht anrufen, lieber schreiben", MeansChannelLimit, false},
		"Lisa hat geschrieben, dass ich die falsche Nummer habe":                {"Lisa", "du hast die falsche Nummer", MeansWrongPerson, true},
		"Lisa hat geantwortet":                                                  {},
		"Lisa hat geantwortet, morgen nochmal":                                  {},
		"Lisa hat geschrieben: nein":                                            {},
		"hat Lisa geschrieben dass sie kommt?":                                  {},
		"Lisa hat geschrieben dass sie kommt?":                                  {},
		"dass sie geschrieben hat":                                              {},
		"sie hat geschrieben dass sie kommt":                                    {"", "", "", false},
		"Lisa schreibt morgen":                                                  {},
		"":                                                                      {},
	} {
		name, words, spoken, ok := Reported(text)
		if ok != (want.name != "") || ok && (name != want.name || spoken != want.spoken) {
			t.Errorf("%q: %q says %q, %t", text, name, spoken, ok)
			continue
		}
		if r := ReadReported(words, spoken, now); ok && (r.Intent != want.intent || r.Hard != want.hard) {
			t.Errorf("%q is %s (hard %t, %.1f): %s", text, r.Intent, r.Hard, r.Confidence, spoken)
		}
	}
}

func FuzzReported(f *testing.F) {
	f.Add("Lisa hat geschrieben, dass sie erst im März Zeit hat")
	f.Add("Tom fragt ob \xff, und weil ihr")
	f.Fuzz(func(t *testing.T, text string) {
		name, words, spoken, ok := Reported(text)
		if ok && (name == "" || words == "" || strings.TrimSpace(spoken) == "") {
			t.Fatalf("%q: %q says %q, %q", text, name, words, spoken)
		}
	})
}

package language_test

import (
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/language"
)

func TestToldFindsWhatALeadWrote(t *testing.T) {
	for text, want := range map[string]string{
		"Lisa hat geschrieben: Stop":                          "Lisa|Stop",
		"lisa meier schreibt: Meld dich: im März":             "lisa meier|Meld dich: im März",
		"Antwort von Lisa: nein danke":                        "Lisa|nein danke",
		"Nachricht von Anna-Lena M.:\nHallo\nMax":             "Anna-Lena M.|Hallo\nMax",
		"Die Lisa hat mir geantwortet „keine Zeit“":           "Lisa|keine Zeit",
		"Lisa schreibt \"bin dabei!\"":                        "Lisa|bin dabei!",
		"Lisa sagt »ja«":                                      "Lisa|ja",
		"LISA HAT GESCHRIEBEN:\n\nkeine nachrichten mehr":     "LISA|keine nachrichten mehr",
		"Lisa wrote: not interested":                          "Lisa|not interested",
		"Lisa hat zurückgeschrieben: ok":                      "Lisa|ok",
		"Frau Dr. Weber antwortet: gern":                      "Dr. Weber|gern",
		"Lisa hat geschrieben":                                "",
		"Lisa hat geschrieben:":                               "",
		"hat geschrieben: Stop":                               "",
		"die schreibt: Stop":                                  "",
		"Lisa: 0170 1234567":                                  "",
		"https://example.org schreibt: so ein langer Quatsch": "",
		"Stop": "", "": "", ":": "", "Antwort von: ja": "",
		strings.Repeat("so ein ", 30) + "schreibt: nein": "",
	} {
		name, words, ok := language.Told(text)
		if got := name + "|" + words; ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %t", text, got, ok)
		}
	}
}

func TestUnwantedChannelIsTheOneThatIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"Bitte nicht anrufen, schreib lieber":           "call",
		"Ruf mich bitte nicht an, lieber per Mail":      "call",
		"Kein WhatsApp bitte, eine Mail reicht":         "whatsapp",
		"Bitte keine E-Mails mehr, WhatsApp ist ok":     "email",
		"schreib mir lieber auf Telegram statt per SMS": "sms",
		"bitte net oruafn":                              "call",
		"Don't call me, text me":                        "call",
		"Schick bitte keine Mails":                      "email",
		"Lieber so":                                     "",
		"Ruf nicht an":                                  "call",
		"Nicht so oft bitte":                            "",
		"":                                              "",
	} {
		if got := language.UnwantedChannel(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAwayUntilIsWhenSomebodyIsBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"Ich bin bis 7. Dezember im Urlaub. Dies ist eine automatische Antwort.": "2026-12-08",
		"Abwesenheitsnotiz: Ich bin ab 7.12. wieder im Büro":                     "2026-12-07",
		"Abwesenheitsnotiz: Ich lese meine Mails nur selten":                     "0001-01-01",
	} {
		if back, _ := language.AwayUntil(text, now); back.Format(time.DateOnly) != want {
			t.Errorf("%q: back on %s, want %s", text, back, want)
		}
	}
}

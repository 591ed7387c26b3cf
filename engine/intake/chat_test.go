package intake

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestNoticesAreNeverTouches(t *testing.T) {
	after := []string{ // stand after a name, without WhatsApp's mark
		"Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen.",
		"Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
		"Deine Sicherheitsnummer für Lisa hat sich geändert. Tippe, um mehr zu erfahren.",
		"Your security code with Lisa changed. Tap to learn more.", "Lisa's security code changed.",
		"Verpasster Sprachanruf", "Verpasster Videoanruf um 18:02", "Verpasster Gruppen-Videoanruf",
		"Verpasster Sprachanruf, Tippe, um zurückzurufen", "Missed voice call", "Missed video call at 6:02 PM",
		"Missed voice call, Tap to call back", "Sprachanruf, Keine Antwort", "Video call, No answer",
		"Du hast diesen Kontakt blockiert.", "You blocked this contact.", "Du hast Tom Berg hinzugefügt.", "You added Tom Berg",
		"Du hast den Betreff zu „Nord: Süd“ geändert.", "You created this group", "Du bist jetzt ein Admin.",
		"Lisa hat die Telefonnummer geändert. Tippe, um der neuen Nummer zu schreiben.",
		"Lisa hat selbstlöschende Nachrichten aktiviert.", "Lisa changed the group description",
	}
	for _, text := range after {
		r, err := readString(t, "c.txt", "[27.09.26, 18:02:40] Max: ja\n[27.09.26, 18:02:41] Lisa: "+text+"\n", Options{})
		if err != nil || len(r.Touches) != 1 || len(r.Skipped) != 1 || r.Skipped[0].Line != 2 {
			t.Errorf("%s: %v %+v", text, err, r.Touches)
		}
	}
	alone := append(after, "Lisa Meier hat die Gruppe verlassen", "Lisa left", `Tom hat den Betreff von "A: B" zu "C: D" geändert`,
		`Tom created group "Nord: Süd"`, "+49 170 1234567 hat zu +49 151 12345678 gewechselt.", "Etwas ganz Neues von WhatsApp")
	for _, text := range alone {
		r, err := readString(t, "c.txt", "27.09.26, 18:02 - Max: ja\n27.09.26, 18:03 - "+text+"\n", Options{})
		if err != nil || len(r.Touches) != 1 || r.Skipped[0].Reason != ReasonSystemNotice {
			t.Errorf("%s: %v %+v", text, err, r.Touches)
		}
	}
}

func TestWhatPeopleSayIsNoNotice(t *testing.T) {
	for _, text := range []string{
		"Meine Nummer hat sich geändert", "Du hast recht.", "Du hast noch nichts geändert?", "You left your keys", "You added me?",
		"Anna hat die Gruppe verlassen", "Verpasster Anruf von dir, ruf mich an", "a: b", "27.09.26, 18:02 ist gut", "left",
		"Ich habe das Bild weggelassen", "Diese Nachricht wurde gelöscht, warum", "Video call später?",
	} {
		r := mustRead(t, "c.txt", "[27.09.26, 18:02:40] Max: ja\n[27.09.26, 18:02:41] Lisa: "+text+"\n", Options{})
		if len(r.Touches) != 2 || r.Touches[1].Text != text {
			t.Errorf("%s: %+v", text, r.Touches)
		}
	}
}

func TestMediaAndDeletedMessagesKeepOnlyTheirCaption(t *testing.T) {
	tests := map[string]string{
		"<Medien ausgeschlossen>": "", "<Media omitted>": "", "Bild weggelassen": "", "\u200eBild weggelassen": "",
		"image omitted": "", "Video weggelassen": "", "Audio weggelassen": "", "sticker omitted": "", "GIF weggelassen": "",
		"Dokument weggelassen": "", "Kontaktkarte ausgelassen": "", "Contact card omitted": "", "video note omitted": "",
		"Preise.pdf • \u200e3 Seiten \u200eDokument weggelassen": "", "IMG-20260927-WA0001.jpg (Datei angehängt)": "",
		"PTT-20260927-WA0001.opus (file attached)": "", "Max Muster.vcf (Datei angehängt)": "",
		"\u200e<Anhang: 00000001-PHOTO-2026.jpg>": "", "<attached: 00000001-AUDIO-2026.opus>": "", "2026-PHOTO-1.jpg <\u200eattached>": "",
		"Diese Nachricht wurde gelöscht.": "", "Du hast diese Nachricht gelöscht.": "", "This message was deleted.": "",
		"You deleted this message": "", "Diese Nachricht wurde von Admin Tom gelöscht.": "", "null": "",
		"Waiting for this message. This may take a while.": "", "Sprachanruf, 5 Min.": "", "Voice call, 12 min": "",
		"IMG-1.jpg (Datei angehängt)\nSchau: mal": "Schau: mal", "Preis.pdf (Datei angehängt)\nPreis.pdf": "",
		"<Medien ausgeschlossen>\nPlan 2.xlsx\nbitte lesen": "bitte lesen", "Schau mal \u200e<Anhang: 1-PHOTO.jpg>": "Schau mal",
		"Schau mal \u200eBild weggelassen": "Schau mal", "eins\nzwei <attached: 1.jpg>": "eins\nzwei",
		"Hallo <Diese Nachricht wurde bearbeitet.>": "Hallo", "Hi \u200e<This message was edited>": "Hi",
		"\u2068Lisa\u2069 ja\n\nnein\n\n": "Lisa ja\n\nnein", "": "",
	}
	for body, want := range tests {
		r := mustRead(t, "c.txt", "[27.09.26, 18:02:40] Max: "+body+"\n[27.09.26, 18:03:40] Lisa: ja", Options{})
		if len(r.Touches) != 2 || r.Touches[0].Text != want {
			t.Errorf("%q: %+v", body, r.Touches)
		}
	}
}

func TestPastedMessagesStayText(t *testing.T) {
	chat := "27.09.26, 18:02 - Max: Er schrieb\n[27.09.26, 18:02:40] Tom: hallo\n02.10.26, 09:00 - Tom: Termin\n27.09.26, 18:03 - Lisa: ok\n27.09.26, 18:04 - Max: ok"
	r := mustRead(t, "c.txt", chat, Options{})
	if len(r.Touches) != 3 || strings.Count(r.Touches[0].Text, "\n") != 2 {
		t.Errorf("got %+v", r.Touches)
	}
}

func TestUserIsFoundOrGuessed(t *testing.T) {
	two := "27.09.26, 18:02 - Lisa: Hi\n27.09.26, 18:03 - Max: Hallo\n"
	tests := []struct {
		name, file, chat, me, want string
		guessed                    bool
	}{
		{"named", "c.txt", two, "\u200e ~mAX ", "Max", false},
		{"named by number", "c.txt", "27.09.26, 18:02 - +49 170 1234567: Hi\n", "0170 1234567", "+49 170 1234567", false},
		{"title of the text", "WhatsApp Chat mit Max.txt", two, "", "Lisa", true},
		{"title with copy mark", "WhatsApp-Chat_mit_Lisa (1).txt", two, "", "Max", true},
		{"title of the archive", "WhatsApp Chat - Lisa.zip", two, "", "Max", true},
		{"only the other one wrote", "WhatsApp Chat with Lisa.txt", "27.09.26, 18:02 - Lisa: Hi\n", "", "", true},
		{"only the other one wrote, user named", "WhatsApp Chat with Lisa.txt", "27.09.26, 18:02 - Lisa: Hi\n", "Max", "", false},
		{"only the user wrote", "WhatsApp Chat with Lisa.txt", "27.09.26, 18:02 - Max: Hi\n", "", "Max", true},
		{"deleted by the user", "c.txt", two + "27.09.26, 18:04 - Max: Du hast diese Nachricht gelöscht.\n", "", "Max", true},
		{"called Du", "c.txt", "27.09.26, 18:02 - Lisa: Hi\n27.09.26, 18:03 - Du: Hallo\n", "", "Du", true},
		{"numbers are others", "c.txt", "27.09.26, 18:02 - +49 170 1234567: Hi\n27.09.26, 18:03 - Max: Hallo\n", "", "Max", true},
		{"notice in the other's mouth", "_chat.txt", "[27.09.26, 18:02:40] Lisa: \u200eNachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n[27.09.26, 18:02:41] Lisa: Hi\n[27.09.26, 18:03:00] Max: Hallo\n", "", "Max", true},
		{"decomposed file name", "WhatsApp Chat mit Ju\u0308rgen.txt", "27.09.26, 18:02 - Jürgen: Hi\n27.09.26, 18:03 - Max: Hallo\n", "", "Max", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mustRead(t, tt.file, tt.chat, Options{Me: tt.me})
			if r.Me != tt.want || r.MeGuessed != tt.guessed {
				t.Errorf("got %q guessed %v", r.Me, r.MeGuessed)
			}
		})
	}
}

func TestUnknownUserIsAnErrorThatNamesTheAuthors(t *testing.T) {
	r, err := readString(t, "c.txt", "27.09.26, 18:02 - Lisa: Hi\n27.09.26, 18:03 - Max: Hallo\n", Options{Me: "Tom"})
	if !errors.Is(err, ErrMeUnknown) || !slices.Equal(r.Authors, []string{"Lisa", "Max"}) {
		t.Errorf("got %v %v", err, r.Authors)
	}
}

func TestOpenQuestionIsTheLastOneNotWrittenAfter(t *testing.T) {
	tests := []struct{ name, chat, want string }{
		{"answered", "L: Was kostet es?\nM: 10 Euro", ""},
		{"open", "M: Hi\nL: Was kostet es?\nL: Danke", "Was kostet es?"},
		{"last of two", "L: Wann?\nL: Und wo? Bitte sag es", "Und wo? Bitte sag es"},
		{"statement", "M: Hi\nL: Aha", ""},
		{"link", "L: https://example.org/?a=b", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			const head = "\n27.09.26, 18:02 - "
			chat := strings.TrimSpace(head + "M: Hallo" + head + strings.ReplaceAll(tt.chat, "\n", head))
			if got := mustRead(t, "c.txt", chat, Options{Me: "M"}).Leads[0].OpenQuestion; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

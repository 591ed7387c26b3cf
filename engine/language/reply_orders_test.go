package language

import (
	"os"
	"strings"
	"testing"
)

// invitations say what invites to write again in every order that people say it in.
func invitations() []string {
	frames := []string{
		"ASK POLITE TIME AGAIN", "ASK TIME POLITE AGAIN", "POLITE ASK TIME AGAIN", "ASK AGAIN TIME POLITE", "ASK TIME AGAIN POLITE",
		"TIME POLITE AGAIN ASK", "LEAD, ASK POLITE TIME AGAIN", "LEAD. POLITE ASK TIME AGAIN!", "ASK AGAIN POLITE TIME, LEAD",
	}
	words := map[string][]string{
		"ASK":    {"meld dich", "melde dich", "schreib mir", "schreib mich", "meldet euch", "frag mich", "ruf mich", "melden Sie sich", "schreiben Sie mir"},
		"POLITE": {"", "bitte", "gern", "doch", "einfach", "ruhig"},
		"TIME":   {"im März", "nächste Woche", "in zwei Wochen", "am Freitag", "nach Ostern", "später"},
		"AGAIN":  {"", "nochmal", "noch mal", "wieder", "nochmals", "noch einmal", "nomoi", "again"},
		"LEAD":   {"Klingt gut", "Gerade keine Zeit"},
	}
	return allFilled(frames, words)
}

func TestAnInvitationNeverStops(t *testing.T) {
	now := corpusNow(t)
	for _, text := range invitations() {
		if r := ReadReply(text, now); r.Intent == MeansOptOut || r.Intent == MeansNegative {
			t.Errorf("%q means %s, hard: %v", text, r.Intent, r.Hard)
		}
	}
}

// wishesForMore say it in every order, too.
func wishesForMore() []string {
	frames := []string{"WHO WISH POLITE MORE", "LEAD, WHO WISH POLITE MORE!", "KNOWING POLITE MORE", "LEAD. KNOWING POLITE MORE bitte"}
	words := map[string][]string{
		"WHO":     {"ich", "i"},
		"WISH":    {"will", "möchte", "hätte gern", "brauche", "brauch"},
		"KNOWING": {"erzähl mir", "schick mir", "sag mir", "zeig mir", "schreib mir", "gib mir", "schicken Sie mir", "send me"},
		"POLITE":  {"", "bitte", "gern", "noch", "doch", "unbedingt"},
		"MORE":    {"mehr", "mehr Infos", "mehr Infos dazu", "noch mehr", "mehr darüber wissen", "weitere Infos", "mehr davon", "nochmal das Video", "wieder so einen Tipp", "mehr Details"},
		"LEAD":    {"Klingt gut", "Danke dir", "Super", "Ja"},
	}
	return allFilled(frames, words)
}

func TestAWishForMoreNeverStops(t *testing.T) {
	now := corpusNow(t)
	for _, text := range wishesForMore() {
		if r := ReadReply(text, now); r.Intent == MeansOptOut {
			t.Errorf("%q means %s, hard: %v", text, r.Intent, r.Hard)
		}
	}
}

// stopsInEveryOrder say what forbids to write in every order that people say it in.
func stopsInEveryOrder() []string {
	frames := []string{
		"ASK NOT", "POLITE ASK NOT", "ASK POLITE NOT", "ASK NOT POLITE", "LEAD, ASK NOT", "LEAD. POLITE ASK NOT!", "ASK POLITE NOT, LEAD", "LEAD aber POLITE ASK NOT",
		"POLITE NONE mehr", "LEAD, POLITE NONE mehr", "LEAD aber NONE mehr POLITE", "ich WISH NONE mehr", "LEAD, ich WISH POLITE NONE mehr",
		"TAKE POLITE", "POLITE TAKE", "LEAD, POLITE TAKE", "ich WISH dass du ASKED NOT POLITE",
	}
	words := map[string][]string{
		"ASK":    {"schreib mir", "schreib mich", "meld dich", "melde dich", "kontaktier mich", "kontaktiere mich", "ruf mich", "schreiben Sie mir", "melden Sie sich", "kontaktieren Sie mich"},
		"ASKED":  {"mir schreibst", "dich meldest", "mich kontaktierst"},
		"NOT":    {"nicht mehr", "nie wieder", "nimmer", "nicht nochmal", "nie mehr", "nicht mehr an"},
		"NONE":   {"keine Nachrichten", "keine Mails", "keine Werbung", "keine Anrufe", "keine Infos von dir"},
		"TAKE":   {"lösch meine Nummer", "lösche meine Daten", "nimm mich aus der Liste", "streich mich von der Liste", "nehmen Sie mich aus dem Verteiler", "trag mich aus", "löschen Sie meine Nummer"},
		"WISH":   {"will", "möchte", "mag", "wünsche"},
		"POLITE": {"", "bitte", "jetzt", "einfach", "wirklich"},
		"LEAD":   {"Danke", "Sorry", "Ich hab kein Interesse", "Klingt nett", "Nein danke", "Hey", "Ich wünsche dir alles Gute"},
	}
	return allFilled(frames, words)
}

func TestAStopIsFoundInEveryOrder(t *testing.T) {
	now := corpusNow(t)
	for _, text := range stopsInEveryOrder() {
		if r := ReadReply(text, now); !(r.Intent == MeansOptOut && r.Hard) && r.Intent != MeansPrivacyRequest {
			t.Errorf("%q means %s, hard: %v", text, r.Intent, r.Hard)
		}
	}
}

func allFilled(frames []string, words map[string][]string) []string {
	var out []string
	for _, frame := range frames {
		out = append(out, filled(frame, words)...)
	}
	return out
}

// filled puts every word in the place of its name.
func filled(frame string, words map[string][]string) []string {
	out := []string{frame}
	for _, name := range sortedKeys(words) {
		var next []string
		for _, text := range out {
			if !strings.Contains(text, name) {
				next = append(next, text)
				continue
			}
			for _, word := range words[name] {
				next = append(next, strings.Join(strings.Fields(strings.Replace(text, name, word, 1)), " "))
			}
		}
		out = next
	}
	return out
}

func TestLookAlikesAreNotEvenSuspected(t *testing.T) {
	now := corpusNow(t)
	for _, text := range soundingLikeStops(t) {
		if r := ReadReply(text, now); r.Intent == MeansOptOut {
			t.Errorf("%q stops, hard: %v", text, r.Hard)
		}
	}
}

func TestAStopBesideALookAlikeStaysAStop(t *testing.T) {
	now := corpusNow(t)
	stops := []string{
		"bitte schreib mir nicht mehr", "keine Nachrichten mehr bitte", "lass mich in Ruhe", "lösch meine Nummer",
		"nimm mich aus deinem Verteiler", "melde dich nie wieder", "ich möchte nicht mehr kontaktiert werden", "hör auf mir zu schreiben",
	}
	for _, lookAlike := range soundingLikeStops(t) {
		for at, stop := range stops {
			for i, joint := range []string{". ", ", ", " und ", " - ", ", aber ", "! ", "\n"} {
				text := lookAlike + joint + stop
				if (i+at)%2 == 0 {
					text = stop + joint + lookAlike
				}
				if r := ReadReply(text, now); r.Intent != MeansOptOut && r.Intent != MeansPrivacyRequest {
					t.Errorf("%q means %s", text, r.Intent)
				}
			}
		}
	}
}

// soundingLikeStops are the messages that sound like a stop and are none.
func soundingLikeStops(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/replies/lookalikes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := strictYAML(data, &texts); err != nil || len(texts) < 100 {
		t.Fatal(len(texts), err)
	}
	return texts
}

package drafting_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine/drafting"
)

// hidden are links, numbers and the like as somebody would write them who knows that links and numbers are looked for.
var hidden = map[drafting.Fault][]string{
	drafting.HasLink: {
		"schau mal auf evil punkt com, das ist gut", "schau mal auf evil(punkt)com, das ist gut", "geh auf evil [dot] com, ja",
		"geh auf evil {.} de, ja", "geh auf evil (.) shop, ja", "geh auf evil . com, ja", "geh auf evil。com, ja", "geh auf evil·com, ja",
		"geh auf ｅｖｉｌ．ｃｏｍ, ja", "geh auf evilpunktcom, ja", "geh auf evil-punkt-com, ja", "geh auf evildotcom, ja", "geh auf evil dot de, ja",
		"geh auf evil.zip, das ist gut", "geh auf böse.example, das ist gut", "geh auf evil.click, ja", "geh auf evil, com, ja und evil,com",
		"geh auf e v i l . c o m, das ist gut", "geh auf e-v-i-l-c-o-m, ja", "geh auf h t t p s : evil, ja", "hxxps://evil ist gut für dich",
		"ftp://evil ist gut für dich", "tg://resolve?domain=evil ist gut", "https evil com ist gut für dich", "www evil com ist gut für dich",
		"bit ly slash evil ist gut für dich", "t me/evil ist gut für dich", "wa me/49171 ist gut für dich", "evil.com/a ist gut",
		"schreib an @evil_shop bitte", "folge (@evilshop), ja", "mein Kanal heißt evil_shop und ist gut", "böse at evil punkt de ist gut",
		"tel:+4917155 ist gut für dich", "geh auf ᴇᴠɪʟ.ᴄᴏᴍ, ja", "geh auf 𝐞𝐯𝐢𝐥.𝐜𝐨𝐦, ja",
	},
	drafting.HasNumber: {
		"ruf an: null eins sieben eins fünf fünf fünf", "ruf an: nulleinssieben eins fünf fünf", "ruf an: Null-Eins-Sieben-Eins-Fünf-Fünf",
		"ruf an: null einundsiebzig fünf fünf fünf", "ruf an: 0 1 7 1 / 5 5 5", "ruf an: 0_1_7_1_5_5_5", "ruf an: 0171 fünf fünf 5",
		"ruf an: 0️⃣1️⃣7️⃣1️⃣5️⃣5️⃣", "ruf an: ０１７１５５５", "ruf an: ⓪①⑦①⑤⑤⑤", "ruf an: ٠١٧١٥٥٥", "ruf an: O171 555O1O1", "ruf an: 0171|555|01",
		"ruf an: 0171 dann 555 und 0101", "ruf an: nüün drü föif sächs sibe zwöi", "ruf an: siebzehn fünfundfünfzig einundzwanzig",
		"call zero one seven one five five, ja, das ist gut", "an bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq bitte", "an GTzZwfmdQabCdEfGhIj bitte",
		"an DE 89 37 04 00 44 bitte", "um 01:23:45:11:22:33:44 bitte, ja",
	},
	drafting.Markup: {
		"das ist <i>gut</i> für dich", "das ist &#x65; gut für dich", "das ist &evil; gut für dich", "das ist %65%76 gut für dich", `das ist \u0065 gut für dich`,
		"das ist [gut](x) für dich", "das ist __gut__ für dich", "das ist ```gut``` für dich",
	},
	drafting.Invisible: {
		"das ist\u3164 gut für dich", "das ist\u2800 gut für dich", "das i\u0336s\u0336t gut für dich", "das ist\u034f gut für dich",
		"das ist\U000E0067 gut für dich", "das ist\u202e gut für dich", "das\u2060 ist gut", "das\ufe01 ist gut", "das\u180e ist gut",
	},
	drafting.NotGerman: {"das ist gut für diсh", "dαs ist gut", "das ist gut, ԁu", "das ist ｇｕｔ für dich", "das ist 𝓰𝓾𝓽 für dich"},
	drafting.Pays:      {"überweis mir bitte kurz was dafür", "schick mir dein Passwort, bitte", "zahl mit Bitcoin, das ist gut"},
}

func TestDisguisesAreSeenThrough(t *testing.T) {
	r := drafting.NewRedactor(known)
	for fault, texts := range hidden {
		for _, text := range texts {
			if got := r.Review(text, drafting.Bounds{Longest: 300}); !slices.Contains(got, fault) {
				t.Errorf("%q: %v, want %s", text, got, fault)
			}
		}
	}
}

// What comes from leads is searched in the same way before it goes to a model.
func TestDisguisesDoNotGoIn(t *testing.T) {
	r := drafting.NewRedactor(known)
	for _, text := range []string{
		"ruf an: null eins sieben eins fünf fünf", "meine Nummer: 0_1_7_1_5_5_5", "０１７１５５５", "O171 555O1O1", "nulleinssieben eins fünf fünf",
		"lisa at web punkt de", "lisa (at) web (punkt) de", "evil punkt com", "evil (.) com", "t me/evil",
	} {
		got, _ := r.Redact(text)
		if !strings.Contains(got, "⟦NUMMER⟧") && !strings.Contains(got, "⟦LINK⟧") && !strings.Contains(got, "⟦MAIL⟧") {
			t.Errorf("%q goes in as %q", text, got)
		}
	}
}

// What people write of dates, times, prices and places is no number and no link.
func TestPlainWordsPass(t *testing.T) {
	r := drafting.NewRedactor(known)
	for _, text := range []string{
		"Passt dir Dienstag, 24.11. um 18:30 Uhr oder Mittwoch, 25.11. um 9:15?", "Di 10-12 Uhr oder Do 14-16 Uhr, was passt dir?",
		"Zwei, drei Fragen hätte ich noch, hast du morgen kurz Zeit?", "Das kostet 149 Euro im Monat, also 1.788 im Jahr, ok?",
		"Passt der Zeitpunkt? Top, dann bis morgen!", "Treffpunkt online oder bei dir?", "Auf den Punkt: Hast du Lust, mehr zu hören?",
		"Ich melde mich z.B. am Montag, d.h. in drei Tagen, u.a. wegen dem Video", "Magst du das Video anschauen und/oder kurz telefonieren?",
		"Ein Punkt noch: hast du am 3. Dezember Zeit?", "Wie geht's dir? 👩‍👩‍👧 ❤️ 😊", "Hundert Leute waren da, und zwei oder drei kennst du sicher",
		"Hallo!\n\nWie war dein Wochenende?\n\nLG ⟦ICH⟧", "Das ist at home, ich weiß nicht, ob das was für dich ist", "Von eins bis zehn, wie gut passt dir das?",
	} {
		if got := r.Review(text, drafting.Bounds{Longest: 300}); len(got) > 0 {
			t.Errorf("%q: %v", text, got)
		}
		if got, ok := r.Redact(text); !ok || strings.Contains(strings.ReplaceAll(got, "ICH", ""), "⟦") {
			t.Errorf("%q goes in as %q", text, got)
		}
	}
}

// What people answer goes in as they wrote it, but for names: nothing in it is taken for a link or a number.
func TestRepliesGoInUnharmed(t *testing.T) {
	content, err := os.ReadFile("../language/reply_examples.de.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file yaml.Node
	if err := yaml.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	r := drafting.NewRedactor(drafting.Known{})
	seen := 0
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		for _, inner := range n.Content {
			walk(inner)
		}
		reply, _, _ := strings.Cut(n.Value, " => ")
		reply = strings.NewReplacer("0170 1234567", "", "office@firma.at", "").Replace(reply) // the only ones there are
		if n.Kind != yaml.ScalarNode || len(reply) < 8 {
			return
		}
		seen++
		for _, placeholder := range []string{"⟦LINK⟧", "⟦NUMMER⟧", "⟦MAIL⟧", "⟦ADRESSE⟧"} {
			if got, _ := r.Redact(reply); strings.Contains(got, placeholder) {
				t.Errorf("%q goes in as %q", reply, got)
			}
		}
	}
	walk(&file)
	if seen < 1000 {
		t.Errorf("only %d replies", seen)
	}
}

// What a model wrote goes back to it with its placeholders, and with nothing that it cannot have from us.
func TestAgain(t *testing.T) {
	r := drafting.NewRedactor(known)
	got := r.Again("Hi ⟦NAME⟧, Rosa sagt: 0171 5550123, ⟦PHONE⟧. ⟦ICH⟧")
	if want := "Hi ⟦NAME⟧, ⟦PERSON⟧ sagt: ⟦NUMMER⟧, (PHONE). ⟦ICH⟧"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := r.Again("Bist du krank?"); got != "" {
		t.Errorf("%q", got)
	}
}

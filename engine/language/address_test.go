package language

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextsSayDuOrSie(t *testing.T) {
	for text, want := range map[string]Address{
		"Hallo Lisa, hast du Zeit?": Familiar,
		"Hast Zeit?":                Familiar,
		"Liebe Lisa, ich freue mich, von Dir zu hören.":             Familiar,
		"Wie geht es Dir und Deiner Familie?":                       Familiar,
		"Meld dich einfach!":                                        Familiar,
		"Ruf mich gern an.":                                         Familiar,
		"Schreib mir, wenn es passt":                                Familiar,
		"Wie geht es euch?":                                         Familiar,
		"Habt ihr Zeit?":                                            Familiar,
		"Habt Ihr am Samstag Zeit?":                                 Familiar,
		"Liebe Anna, könnt Ihr kommen?":                             Familiar,
		"Magst mehr wissen?":                                        Familiar,
		"haste kurz Zeit?":                                          Familiar,
		"Guten Tag Frau Huber, haben Sie Zeit?":                     Formal,
		"Sehr geehrter Herr Meier, danke für die Nachricht.":        Formal,
		"Darf ich Ihnen etwas schicken?":                            Formal,
		"Ich habe Ihre Nachricht gelesen.":                          Formal,
		"Melden Sie sich gern!":                                     Formal,
		"Sie hatten nach dem Test gefragt.":                         Formal,
		"Hallo! Sie wollten mehr wissen.":                           Formal,
		"Passt Ihnen Dienstag? Ihr Max":                             Formal,
		"Wann haben Sie Zeit? Ihre Antwort genügt.":                 Formal,
		"Hallo Lisa, haben Sie deine Nachricht?":                    MixedAddress,
		"Wie geht es Ihnen? Meld dich!":                             MixedAddress,
		"Hallo Frau Huber, hast du Zeit?":                           MixedAddress,
		"Hast du mit Anna gesprochen? Sie hat mir geschrieben.":     Familiar,
		"Meine Kolleginnen sind toll. Sie haben mir viel geholfen.": Unaddressed,
		"Sie hat sich gemeldet.":                                    Unaddressed,
		"Du kennst doch Tom und Eva? Sie haben es auch probiert.":   Familiar,
		"Ich habe mit Lisa gesprochen, sie hat Zeit.":               Unaddressed,
		"Das ist ihre Sache.":                                       Unaddressed,
		"Ich habe ihr geschrieben.":                                 Unaddressed,
		"Kennst du Anna? Ihre Haut ist viel besser.":                Familiar,
		"Hast du gesehen, wie gut es ihnen geht?":                   Familiar,
		"Wollen wir per Du sein?":                                   Unaddressed,
		"Sind wir schon per Sie oder per du?":                       Unaddressed,
		"Danke, ich melde mich.":                                    Unaddressed,
		"Mach ich gern!":                                            Unaddressed, "Schreibe morgen.": Unaddressed, "Melde mich bald": Unaddressed,
		"Ich schreibe morgen.": Unaddressed,
		"":                     Unaddressed,
		"👍":                    Unaddressed,
		"Hi {name}, magst du mir kurz sagen, ob das noch interessant ist?": Familiar,
		"Grüezi Herr Vogt, ich melde mich wie besprochen.":                 Formal,
		"Danke! 😊 Sie hören von mir.":                                      Formal,
		"Gibt es etwas, das Sie abhält?":                                   Formal,
		"Das ist es, was ich dir sagen wollte":                             Familiar,
		"Ich habe ihr das Du angeboten":                                    Unaddressed,
		"Ich habe eine liebe Frau und zwei Kinder":                         Unaddressed,
	} {
		if got := AddressOf(text); got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}

func TestChatsShowHowTwoPeopleAddressEachOther(t *testing.T) {
	for _, c := range []struct {
		messages []string
		want     Address
	}{
		{[]string{"Guten Tag Frau Berger, darf ich Ihnen das Video schicken?"}, Formal},
		{[]string{"Sehr geehrter Herr Huber", "gern"}, Formal},
		{[]string{"Liebe Frau Mayer, danke!"}, Formal},
		{[]string{"Danke, wie geht es Ihnen?", "Gut. Wir können uns gern duzen", "Wie geht es dir?", "Und hast du Zeit?"}, Familiar},
		{[]string{"Hast du Zeit?", "Klar, bist du da?", "Danke für Ihre Bestellung"}, Familiar}, // copied from a shop
		{[]string{"Haben Sie Zeit?", "Was meinen Sie?", "Schau dir das an: hol dir dein Geschenk"}, Formal},
		{[]string{"Wann haben Sie Zeit?", "Und wann hast du Zeit?"}, Familiar},
		{[]string{"Und wann hast du Zeit?", "Wann haben Sie Zeit?"}, Formal},
		{[]string{"Sie haben gewonnen!", "Habt ihr das noch?", "Was trinkt Ihr?", "Schau ma mal", "Sie ist nett"}, Unaddressed},
		{[]string{"Meine liebe Frau sagt nein", "Wollen wir per Sie sein?", "haben sie zeit"}, Unaddressed},
		{[]string{strings.Repeat("Wir schreiben Ihnen. ", 60)}, Unaddressed},
		{[]string{"Haben Sie deine Nachricht?"}, Unaddressed},
		{nil, Unaddressed},
	} {
		if got := AddressAmong(c.messages); got != c.want {
			t.Errorf("%q show %q, want %q", c.messages, got, c.want)
		}
	}
}

func TestSpellingsAreToldApart(t *testing.T) {
	for text, want := range map[string]Spelling{
		"Liebe Grüße":                        WithEszett,
		"Liebe Grüsse":                       WithoutEszett,
		"Viele Grüße aus der Bahnhofstrasse": MixedSpelling,
		"Ich weiss, dass es gross ist":       WithoutEszett,
		"Ich weiß, dass es muss":             WithEszett,
		"Das muss passen, lass uns essen":    AnySpelling,
		"Kreissaal, Preissenkung, Fussel":    AnySpelling,
		"Wir müssen es aussenden":            AnySpelling,
		"ausserdem draussen":                 WithoutEszett,
		"":                                   AnySpelling,
	} {
		if got := SpellingOf(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestTextsAreWrittenAsTheirCountryDoes(t *testing.T) {
	for _, pair := range [][2]string{
		{"Liebe Grüße", "Liebe Grüsse"},
		{"Ich weiß, dass die Straße groß ist. Spaß muss sein!", "Ich weiss, dass die Strasse gross ist. Spass muss sein!"},
		{"Genieß es, außerdem ist es bloß 30 Minuten zu Fuß.", "Geniess es, ausserdem ist es bloss 30 Minuten zu Fuss."},
		{"Begrüßen, abschließen, regelmäßig, verheißen", "Begrüssen, abschliessen, regelmässig, verheissen"},
		{"", ""},
	} {
		if got := Spell(pair[0], WithoutEszett); got != pair[1] {
			t.Errorf("%q becomes %q", pair[0], got)
		}
		if got := Spell(pair[1], WithEszett); got != pair[0] {
			t.Errorf("%q becomes %q, want %q", pair[1], got, pair[0])
		}
	}
	if SpellingIn("CH") != WithoutEszett || SpellingIn("LI") != WithoutEszett || SpellingIn("DE") != WithEszett || SpellingIn("AT") != WithEszett {
		t.Error("a country writes otherwise")
	}
}

func TestWordsOfAddressAndSpellingAreSound(t *testing.T) {
	if w := addressLexicon(); len(w.du) == 0 || len(w.sie) == 0 || len(w.formal) == 0 {
		t.Error("the words of address are missing")
	}
	if len(spellingWords().Stems) == 0 {
		t.Error("the words of spelling are missing")
	}
}

func FuzzAddressAndSpelling(f *testing.F) {
	f.Add("Hallo Frau Huber, hast du Grüße?")
	f.Add("Sie … Ihr\xff GROSS")
	f.Fuzz(func(t *testing.T, text string) {
		AddressOf(text)
		swiss := Spell(text, WithoutEszett)
		if s := SpellingOf(swiss); s == WithEszett || s == MixedSpelling {
			t.Fatalf("%q is still %q", swiss, s)
		}
		if utf8.ValidString(text) && SpellingOf(Spell(text, WithEszett)) == WithoutEszett {
			t.Fatalf("%q cannot be written with ß", text)
		}
	})
}

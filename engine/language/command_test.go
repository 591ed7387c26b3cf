package language

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMessagesAreReadAsCommands(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	for _, row := range rows(t, "testdata/read.tsv", 5) {
		c := Read(row[0], now)
		when := ""
		if c.HasWhen {
			when = c.When.At.Format(minuteFormat)
		}
		got := []string{row[0], string(c.Verb), namesOf(c), when, c.Rest}
		if strings.Join(got, "\t") != strings.Join(row, "\t") {
			t.Errorf("got  %q\nwant %q", got, row)
		}
	}
}

func namesOf(c Command) string {
	switch {
	case c.Everyone:
		return "alle"
	case len(c.Names) > 0:
		return strings.Join(c.Names, " + ")
	}
	return c.Name
}

func TestPlainGermanIsObeyed(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	for _, row := range rows(t, "testdata/said.tsv", 4) {
		c := Read(row[0], now)
		when, verb := "", string(c.Verb)
		if c.HasWhen {
			when = c.When.At.Format(minuteFormat)
		}
		if c.Verb == Unknown {
			verb = "-"
		}
		if got := []string{row[0], verb, namesOf(c), when}; !slices.Equal(got, row) {
			t.Errorf("got  %q\nwant %q", got, row)
		}
	}
}

func TestEmptyAndOverlongMessagesAreUnknown(t *testing.T) {
	for _, text := range []string{"", "  ", "...", "\xff\xfe", strings.Repeat("stop ", 1000)} {
		if c := Read(text, at(t, "2026-11-25 14:20")); c.Verb != Unknown {
			t.Errorf("%.20q is %s", text, c.Verb)
		}
	}
}

func TestStopWithANameIsNeverTheUsersOwn(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	names := []string{"Lisa", "Jürgen Müller", "Anna-Lena", "Lisa M.", "Mo", "Jan", "Frau Huber", "ÖZLEM", "Max von der Heide"}
	frames := []string{"stop _", "_ stop", "Stopp _!", "_ STOP", "/stop _", "bitte stop für _", "_ abmelden", "keine Nachrichten mehr an _"}
	for _, n := range names {
		for _, f := range frames {
			c := Read(strings.Replace(f, "_", n, 1), now)
			if c.Verb != NoMore || len(Match(c.Name, []string{n})) != 1 {
				t.Errorf("%q with %q is %q for %q", f, n, c.Verb, c.Name)
			}
		}
	}
}

func TestTheUsersOwnStopNeedsNoExactWords(t *testing.T) {
	for _, text := range []string{
		"STOP", "stop.", "Stopp!!!", "bitte stop", "stop bitte", "Stop danke", "stop, ich will das nicht mehr",
		"stop es reicht", "/STOP", "/stop@bot", "ich möchte mich abmelden", "abbestellen",
		"ich will keine nachrichten mehr", "lass mich in Ruhe!", "schreib mir nicht mehr", "stop it",
	} {
		if c := Read(text, at(t, "2026-11-25 14:20")); c.Verb != Stop {
			t.Errorf("%q is %q for %q", text, c.Verb, c.Name)
		}
	}
}

func TestNegationsAndQuestionsAreNotDone(t *testing.T) {
	for _, text := range []string{
		"Lisa nicht erledigt", "noch nicht erledigt", "Lisa erledigt?", "hab Lisa nicht geschrieben",
		"hast du Lisa geschrieben", "Lisa hat mir geschrieben", "sie hat noch nicht geantwortet", "nicht gesendet",
		"Lisa hat geantwortet", "Lisa geantwortet", "Lisa hat sich gemeldet",
	} {
		if c := Read(text, at(t, "2026-11-25 14:20")); c.Verb == Done {
			t.Errorf("%q is done for %q", text, c.Name)
		}
	}
}

func TestAddressesIntroduceLeads(t *testing.T) {
	for _, text := range []string{
		"Lisa erledigt 0170 1234567", "stop +43 664 123456", "Lisa später lisa@example.org", "@lisa_m erledigt",
		"Max 079 123 45 67 morgen", "Max 1701234567", "Lisa 030/1234567",
	} {
		if c := Read(text, at(t, "2026-11-25 14:20")); c.Verb != Unknown || c.Rest != text {
			t.Errorf("%q is %q", text, c.Verb)
		}
	}
	if c := Read("Lisa 2026-12-24 18:00", at(t, "2026-11-25 14:20")); c.Verb != Later {
		t.Error("a date is taken for a phone number")
	}
}

func TestNamesSurviveCommands(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	frames := map[string]Verb{
		"_ erledigt": Done, "hab _ geschrieben": Done, "_ später": Later, "_ morgen um 9": Later,
		"lass _ in Ruhe": NoMore, "warum _": Why, "formulier _ anders": OtherText,
	}
	first := rapid.SampledFrom([]string{"Lisa", "Jürgen", "Zoë", "Mehmet", "Anna-Lena", "jan", "René", "Łukasz", "Иван"})
	last := rapid.SampledFrom([]string{"", " Meier", " M.", " von Arx", " Öztürk", " Huber-Groß"})
	rapid.Check(t, func(t *rapid.T) {
		n := first.Draw(t, "first") + last.Draw(t, "last")
		for frame, verb := range frames {
			c := Read(strings.Replace(frame, "_", n, 1), now)
			if c.Verb != verb || c.Name != n {
				t.Fatalf("%q with %q is %q for %q", frame, n, c.Verb, c.Name)
			}
		}
	})
}

func checkCommand(t interface{ Fatalf(string, ...any) }, text string, now time.Time) {
	c := Read(text, now)
	switch {
	case c.HasWhen != (c.When != Moment{}), c.HasWhen && c.Verb != Later && c.Verb != Stop:
		t.Fatalf("%q: %q has a stray moment", text, c.Verb)
	case c.HasWhen && !c.When.At.After(now):
		t.Fatalf("%q is in the past", text)
	case c.Verb == Unknown && (c.Name != "" || c.Rest != strings.TrimSpace(text)):
		t.Fatalf("%q lost its text", text)
	case len(c.Names) == 1, len(c.Names) > 1 && c.Names[0] != c.Name, c.Everyone && (c.Verb != Later || c.Name != ""):
		t.Fatalf("%q: names %q of %q", text, c.Names, c.Verb)
	case c.Name != "" && !utf8.ValidString(c.Name) && utf8.ValidString(text):
		t.Fatalf("%q: name is cut inside a letter", text)
	}
}

func TestCommandsAreConsistent(t *testing.T) {
	var words []string
	for _, row := range rows(t, "testdata/read.tsv", 5) {
		words = append(words, strings.Fields(row[0])...)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 7).Draw(t, "words"), " ")
		checkCommand(t, text, anyNow(t))
	})
}

func FuzzRead(f *testing.F) {
	for _, row := range rows(f, "testdata/read.tsv", 5) {
		f.Add(row[0])
	}
	now := at(f, "2026-11-25 14:20")
	f.Fuzz(func(t *testing.T, text string) { checkCommand(t, text, now) })
}

func BenchmarkRead(b *testing.B) {
	now := at(b, "2026-11-25 14:20")
	for _, text := range []string{"erledigt", "erinnere mich am Freitag an Lisa um 9", "Das ist nur ein Satz ohne jeden Sinn für den Bot", strings.Repeat("am 9 ", 79)} {
		b.Run(text[:min(len(text), 20)], func(b *testing.B) {
			for b.Loop() {
				Read(text, now)
			}
		})
	}
}

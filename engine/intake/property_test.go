package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEveryLineOfAChatBelongsToExactlyOneTouchOrSkip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{
			"27.09.26, 18:02 - Lisa: Hallo", "28.09.26, 18:02 - Max: a: b", "27.09.26, 18:03 - Lisa left", "weiter", "",
			"26.09.26, 10:00 - Tom: eingefügt", "[27.09.26, 18:02:40] Tom: kopiert", "27.09.26, 18:05 - Lisa: <Medien ausgeschlossen>",
			"31.02.26, 10:00 - Eva: kein Tag", "29.09.26, 10:00 - Termin",
		})
		lines := append(rapid.SliceOfN(line, 0, 30).Draw(t, "lines"), "27.09.26, 18:05 - Lisa: Ende")
		text := strings.Join(lines, "\n")
		r, err := Read("c.txt", strings.NewReader(text), int64(len(text)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, owners := range owners(r, len(lines)) {
			if owners > 1 || (owners == 0 && strings.TrimSpace(lines[i]) != "") {
				t.Fatalf("line %d has %d owners", i+1, owners)
			}
		}
	})
}

// owners counts for every line how many touches and skips claim it.
func owners(r Result, lines int) []int {
	count := make([]int, lines)
	claim := func(from, n int) {
		for i := from - 1; i < from-1+n; i++ {
			count[i]++
		}
	}
	for _, t := range r.Touches {
		claim(t.Span.From, t.Span.Lines)
	}
	for _, s := range r.Skipped {
		claim(s.Line, s.Lines)
	}
	return count
}

func TestTimesSurviveEveryFormat(t *testing.T) {
	layouts := []string{"02.01.06, 15:04 - ", "[02.01.06, 15:04:05] ", "2006-01-02, 15:04 - ", "[2006-01-02, 3:04:05\u202fPM] ", "2.1.2006 15:04 - "}
	rapid.Check(t, func(t *rapid.T) {
		layout := rapid.SampledFrom(layouts).Draw(t, "layout")
		at := time.Unix(rapid.Int64Range(1293840000, 2524608000).Draw(t, "seconds"), 0).UTC().Truncate(time.Minute)
		text := at.Format(layout) + "Lisa: x"
		r, err := Read("c.txt", strings.NewReader(text), int64(len(text)), Options{})
		if err != nil || len(r.Touches) != 1 || !r.Touches[0].At.Equal(at) {
			t.Fatalf("%q: %v %+v", text, err, r.Touches)
		}
	})
}

// seed gives the fuzzer all samples with one of the endings.
func seed(f *testing.F, endings ...string) {
	names, err := filepath.Glob(filepath.Join(samples, "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		for _, e := range endings {
			if filepath.Ext(name) == e {
				raw, err := os.ReadFile(name)
				if err != nil {
					f.Fatal(err)
				}
				f.Add(string(raw))
			}
		}
	}
}

// check holds what is true of every result, however broken the file.
func check(t *testing.T, name, raw string) {
	r, err := Read(name, strings.NewReader(raw), int64(len(raw)), Options{})
	if err != nil && !errors.As(err, new(Error)) {
		t.Fatalf("unnamed error %v", err)
	}
	wire, jsonErr := json.Marshal(r)
	if jsonErr != nil || strings.Contains(string(wire), ":null") {
		t.Fatalf("%v %s", jsonErr, wire)
	}
	last := strings.Count(raw, "\n") + 1
	for _, s := range r.Skipped {
		if s.Line < 1 || (s.Line > last && !strings.Contains(raw, "\x00") && !strings.HasPrefix(raw, "PK")) {
			t.Fatalf("skip on line %d of %d", s.Line, last)
		}
	}
	if err == nil && len(r.Leads)+len(r.Touches) == 0 {
		t.Fatal("nothing found and no error")
	}
}

func FuzzReadChat(f *testing.F) {
	seed(f, ".txt")
	f.Add(shortChat)
	f.Fuzz(func(t *testing.T, raw string) { check(t, "WhatsApp Chat mit Lisa.txt", raw) })
}

func FuzzReadCards(f *testing.F) {
	seed(f, ".vcf")
	f.Fuzz(func(t *testing.T, raw string) { check(t, "k.vcf", raw) })
}

func FuzzReadTable(f *testing.F) {
	seed(f, ".csv")
	f.Add("sep=;\n\"a;b\n'+49;@x")
	f.Fuzz(func(t *testing.T, raw string) { check(t, "k.csv", raw) })
}

func FuzzReadArchive(f *testing.F) {
	f.Add(archive(f, "_chat.txt", shortChat))
	f.Fuzz(func(t *testing.T, raw string) { check(t, "c.zip", raw) })
}

func FuzzTyped(f *testing.F) {
	f.Add("Lisa Meier 0170 1234567, will mehr", "DE")
	f.Add("@lisa t.me/x \x00 +", "")
	f.Fuzz(func(t *testing.T, text, country string) {
		l, ok := Typed(text, country)
		if ok != (len(addressKeys(l)) > 0) {
			t.Fatalf("%v %+v", ok, l)
		}
	})
}

func manyLines(n int, line func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
	}
	return b.String()
}

func BenchmarkReadChat50000Lines(b *testing.B) {
	text := manyLines(50_000, func(i int) string {
		return fmt.Sprintf("[%02d.09.26, %02d:%02d:00] %s: Nachricht %d, wie geht es dir heute?\n", 1+i/2000, i/90%24, i%60, []string{"Lisa", "Max"}[i%2], i)
	})
	benchmarkRead(b, "c.txt", text)
}

func BenchmarkReadTable50000Rows(b *testing.B) {
	text := "Vorname;Nachname;Handy;E-Mail\n" + manyLines(50_000, func(i int) string {
		return fmt.Sprintf("Lisa;Meier %d;0151 1%07d;l%d@example.org\n", i, i, i)
	})
	benchmarkRead(b, "k.csv", text)
}

func BenchmarkReadCards10000(b *testing.B) {
	text := manyLines(10_000, func(i int) string {
		return fmt.Sprintf("BEGIN:VCARD\nVERSION:3.0\nFN:Lisa %d\nTEL;TYPE=CELL:0151 1%07d\nEND:VCARD\n", i, i)
	})
	benchmarkRead(b, "k.vcf", text)
}

func benchmarkRead(b *testing.B, name, text string) {
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := readString(b, name, text, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

package language

import (
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const minuteFormat = "2006-01-02 15:04"

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// at reads a wall time in Berlin.
func at(t testing.TB, wall string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation(minuteFormat, wall, zone(t, "Europe/Berlin"))
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// rows reads a table of tab-separated fields; lines with # are comments.
func rows(t testing.TB, file string, fields int) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != fields {
			t.Fatalf("%s: %q has %d fields", file, line, len(row))
		}
		out = append(out, row)
	}
	return out
}

func written(m Moment, ok bool) string {
	switch {
	case !ok:
		return "ask"
	case m.HasTime:
		return m.At.Format(minuteFormat)
	}
	return m.At.Format(minuteFormat) + " day"
}

func TestPhrasesMeanTheirMoment(t *testing.T) {
	now := at(t, "2026-11-25 14:20")
	for _, row := range rows(t, "testdata/when.tsv", 2) {
		if got := written(When(row[0], now)); got != row[1] {
			t.Errorf("%q is %s, want %s", row[0], got, row[1])
		}
	}
}

func TestPhrasesDependOnThePresent(t *testing.T) {
	for _, row := range rows(t, "testdata/present.tsv", 3) {
		if got := written(When(row[1], at(t, row[0]))); got != row[2] {
			t.Errorf("on %s %q is %s, want %s", row[0], row[1], got, row[2])
		}
	}
}

func TestClockChangesNeitherSkipNorRepeat(t *testing.T) {
	for _, zoneName := range []string{"Europe/Berlin", "Europe/Vienna", "Europe/Zurich"} {
		loc := zone(t, zoneName)
		spring := time.Date(2027, 3, 27, 12, 0, 0, 0, loc)
		autumn := time.Date(2027, 10, 30, 12, 0, 0, 0, loc)
		for _, c := range []struct {
			now          time.Time
			phrase, want string
		}{
			{spring, "morgen 02:30", "2027-03-28T03:00:00+02:00"},
			{spring, "morgen 03:00", "2027-03-28T03:00:00+02:00"},
			{spring, "morgen 01:59", "2027-03-28T01:59:00+01:00"},
			{spring, "in 24 Stunden", "2027-03-28T13:00:00+02:00"},
			{spring, "in einem Tag um 12 Uhr", "2027-03-28T12:00:00+02:00"},
			{autumn, "morgen 02:30", "2027-10-31T02:30:00+02:00"},
			{autumn, "morgen 02:00", "2027-10-31T02:00:00+02:00"},
			{autumn, "morgen 03:00", "2027-10-31T03:00:00+01:00"},
		} {
			m, ok := When(c.phrase, c.now)
			if got := m.At.Format(time.RFC3339); !ok || got != c.want {
				t.Errorf("%s: %q is %s, want %s", zoneName, c.phrase, got, c.want)
			}
		}
	}
}

func TestMidnightThatDoesNotExistIsTheFirstMomentAfter(t *testing.T) {
	loc := zone(t, "Asia/Beirut")
	now := time.Date(2022, 3, 26, 12, 0, 0, 0, loc)
	m, ok := When("24 Uhr", now)
	if want := "2022-03-27T01:00:00+03:00"; !ok || m.At.Format(time.RFC3339) != want {
		t.Errorf("got %s, want %s", m.At.Format(time.RFC3339), want)
	}
}

func TestEasterFallsOnItsKnownDays(t *testing.T) {
	for _, want := range []string{
		"1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20",
		"2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2285-03-22",
	} {
		day, err := time.Parse(time.DateOnly, want)
		if err != nil {
			t.Fatal(err)
		}
		if got := easterSunday(day.Year()); !got.Equal(day) {
			t.Errorf("got %s, want %s", got.Format(time.DateOnly), want)
		}
	}
}

// anyNow draws a moment in a zone with and without clock changes.
func anyNow(t *rapid.T) time.Time {
	name := rapid.SampledFrom([]string{"Europe/Berlin", "Europe/Zurich", "UTC", "Asia/Beirut", "America/New_York", "Australia/Lord_Howe"}).Draw(t, "zone")
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return time.Unix(rapid.Int64Range(946684800, 4102444800).Draw(t, "now"), 0).In(loc)
}

func checkMoment(t interface{ Fatalf(string, ...any) }, phrase string, now time.Time) {
	m, ok := When(phrase, now)
	if !ok {
		if m != (Moment{}) {
			t.Fatalf("%q: a moment without an answer", phrase)
		}
		return
	}
	if !m.At.After(now) || m.At.Location() != now.Location() {
		t.Fatalf("%q at %s is %s", phrase, now, m.At)
	}
}

func TestMomentsAlwaysLieAheadInTheLocationAskedFor(t *testing.T) {
	var words []string
	for _, row := range rows(t, "testdata/when.tsv", 2) {
		words = append(words, row[0])
		words = append(words, strings.Fields(row[0])...)
	}
	rapid.Check(t, func(t *rapid.T) {
		phrase := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 5).Draw(t, "words"), " ")
		checkMoment(t, phrase, anyNow(t))
	})
}

func TestNamedTimesShowOnTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := anyNow(t)
		m, ok := When("übermorgen um 18:45", now)
		day := now.AddDate(0, 0, 2)
		if !ok || m.At.Hour() != 18 || m.At.Minute() != 45 || m.At.Day() != day.Day() {
			t.Fatalf("at %s: %s", now, m.At)
		}
	})
}

func FuzzWhen(f *testing.F) {
	for _, row := range rows(f, "testdata/when.tsv", 2) {
		f.Add(row[0], int64(1795612800))
	}
	loc := zone(f, "Europe/Berlin")
	f.Fuzz(func(t *testing.T, phrase string, unix int64) {
		checkMoment(t, phrase, time.Unix(unix%4e9, 0).In(loc))
	})
}

func BenchmarkWhen(b *testing.B) {
	now := at(b, "2026-11-25 14:20")
	for _, phrase := range []string{"morgen", "Dienstag in 14 Tagen um viertel nach acht", "mal sehen wann ich Zeit habe"} {
		b.Run(phrase, func(b *testing.B) {
			for b.Loop() {
				When(phrase, now)
			}
		})
	}
}

package language

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type matchCase struct {
	query string
	want  []int
}

func checkMatches(t *testing.T, cases []matchCase) {
	t.Helper()
	names := []string{
		"Lisa Meier", "Lisa Huber", "Jürgen Groß", "Anna-Lena Schmidt", "Max Mustermann",
		"Maximilian Bauer", "Zoë Öztürk", "Elisabeth Maier", "Lisa", "Thomas Weiss",
	}
	for _, c := range cases {
		if got := Match(c.query, names); !slices.Equal(got, c.want) {
			t.Errorf("%q matches %v, want %v", c.query, got, c.want)
		}
	}
}

func TestMatchKnowsSpellings(t *testing.T) {
	checkMatches(t, []matchCase{
		{"Jürgen", []int{2}},
		{"Juergen", []int{2}},
		{"Jurgen", []int{2}},
		{"JÜRGEN GROSS", []int{2}},
		{"Annalena Schmidt", []int{3}},
		{"Anna Lena", []int{3}},
		{"Anna", []int{3}},
	})
}

func TestMatchTakesTheBestKindOfFit(t *testing.T) {
	checkMatches(t, []matchCase{
		{"Lisa Meier", []int{0}},
		{"lisa meier", []int{0}},
		{"Meier Lisa", []int{0}},
		{"Lisa", []int{8}},
		{"Lisas", []int{0, 1, 8}},
		{"Lisa M.", []int{0}},
		{"Lisa H", []int{1}},
		{"Huber", []int{1}},
		{"Frau Huber", []int{1}},
		{"Max", []int{4}},
		{"Maxi", []int{5}},
		{"zoe", []int{6}},
		{"oezturk", []int{6}},
		{"Elis", []int{7}},
		{"Elisabteh", []int{7}},
		{"Mustermnan", []int{4}},
		{"Thomas", []int{9}},
		{"Thoma", []int{9}},
		{"Li", nil},
		{"Lsia", nil},
		{"Peter", nil},
		{"Lisa Schmidt", nil},
		{"", nil},
		{"Frau", nil},
		{"?!", nil},
	})
}

func TestComposedAndDecomposedAccentsAreTheSame(t *testing.T) {
	if got := Match("Ju\u0308rgen", []string{"J\u00fcrgen"}); len(got) != 1 {
		t.Error("a decomposed umlaut is not recognised")
	}
}

func TestMatchFindsWhatWasTypedInFull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringMatching(`[A-ZÄÖÜ][a-zäöüß]{2,9} [A-Z][a-z]{2,9}`), 1, 20).Draw(t, "names")
		i := rapid.IntRange(0, len(names)-1).Draw(t, "i")
		if !slices.Contains(Match(names[i], names), i) {
			t.Fatalf("%q is not found", names[i])
		}
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("Lisa M.", "Lisa Meier")
	f.Add("Jürgen", "Juergen Groß")
	f.Fuzz(func(t *testing.T, query, name string) {
		for _, i := range Match(query, []string{name, "Lisa", name}) {
			if i < 0 || i > 2 {
				t.Fatal(i)
			}
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	names := slices.Repeat([]string{"Lisa Meier", "Jürgen Groß", "Anna-Lena Schmidt", "Zoë Öztürk"}, 50)
	for b.Loop() {
		Match("Elisabteh", names)
	}
}

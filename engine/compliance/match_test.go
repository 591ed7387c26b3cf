package compliance

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// naive finds the rules that a sentence breaks by trying all of their patterns.
func naive(p *Profile, folded string) []int {
	var broken []int
	for i, r := range p.rules {
		matched := slices.ContainsFunc(r.patterns, func(p pattern) bool { return p.matches(folded) })
		if matched && !r.excused(folded) {
			broken = append(broken, i)
		}
	}
	return broken
}

// TestSearchFindsWhatTryingAllFinds compares the two on a good many examples, wordings and pairs of them.
func TestSearchFindsWhatTryingAllFinds(t *testing.T) {
	var texts []string
	for _, p := range All() {
		for _, r := range p.Rules() {
			texts = append(texts, r.Hits...)
			texts = append(texts, r.Fine...)
			texts = append(texts, r.Fix, r.FixEN)
		}
	}
	slices.Sort(texts)
	texts = slices.Compact(texts)
	for i, text := range texts[:len(texts)-1] {
		texts = append(texts, text+" und "+texts[i+1])
	}
	for n, p := range All() {
		search := p.matcher().search()
		for i := n; i < len(texts); i += 50 { // trying all takes its time
			for _, s := range sentences(texts[i]) {
				if got, want := search.rulesBroken(s.folded), naive(p, s.folded); !slices.Equal(got, want) {
					t.Fatalf("%s: %q: %v, want %v", p.ID, s.folded, got, want)
				}
			}
		}
	}
}

func TestFoldingIsWhatPatternsAreWrittenFor(t *testing.T) {
	for text, want := range map[string]string{
		"Für Ärzte: GRÖSSE, groß":        "fuer aerzte: groesse, gross",
		"A\u0308rzte fu\u0308r O\u0308l": "aerzte fuer oel",
		"Café  noir\u00a0 \t!":           "cafe noir",
		"„So“ ‚sagt’ man’s – ja":         `"so" 'sagt' man's - ja`,
		"ﬁt ① Ⅳ ２５０ €":                   "fit 1 iv 250 €",
		"2.500,50 € ... 1.":              "2.500,50 € 1",
		"":                               "",
	} {
		if got := fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// FuzzCheck holds that spans lie in the text, in order, and cut no letter in two.
func FuzzCheck(f *testing.F) {
	f.Add("Das ist ein garantiertes Einkommen! Nur noch heute?? 1.000 € extra…")
	f.Add("\xffA\u0308\u200b. .\n!\r\n\U0001f600.\u2028x")
	zinzino, _ := ByID("zinzino")
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range sentences(text) {
			if s.span.Start < last || s.span.End <= s.span.Start || s.span.End > len(text) || s.folded == "" {
				t.Fatalf("%q: %+v", text, s)
			}
			if !utf8.RuneStart(text[s.span.Start]) && utf8.ValidString(text) {
				t.Fatalf("%q: %+v", text, s)
			}
			last = s.span.End
		}
		for _, finding := range zinzino.Check(text) {
			if finding.Sentence.End > len(text) || finding.Rule == "" {
				t.Fatalf("%+v", finding)
			}
		}
	})
}

// draft is a message of 600 letters with a good many of the words that rules look for.
var draftText = strings.Repeat("Hallo Lisa, danke für deine Nachricht! Ich habe mir deine Frage zum Preis angesehen: Das Set kostet 149 Euro, und "+
	"die Kapseln reichen für einen Monat. Ob es bei dir etwas bringt, kann ich dir nicht versprechen. ", 3)[:600]

func BenchmarkCheck(b *testing.B) {
	p, _ := ByID("zinzino")
	for b.Loop() {
		p.Check(draftText)
	}
}

// BenchmarkCheckWorst checks a message of 600 letters in which each sentence breaks a rule.
func BenchmarkCheckWorst(b *testing.B) {
	p, _ := ByID("zinzino")
	var text string
	for _, r := range p.Rules() {
		text += r.Hits[0] + ". "
	}
	for b.Loop() {
		p.Check(text[:600])
	}
}

func BenchmarkLoadBuiltIn(b *testing.B) {
	for b.Loop() {
		if _, problems := load(profileSources(), nil, false); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

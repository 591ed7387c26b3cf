package language

import (
	"strings"
	"testing"
)

func TestVocabularyIsSound(t *testing.T) {
	if _, err := readTimeWords(timeData); err != nil {
		t.Error(err)
	}
	if _, err := readCommandWords(commandData); err != nil {
		t.Error(err)
	}
}

func TestVocabularyMistakesAreFound(t *testing.T) {
	for name, data := range map[string]string{
		"an unknown field":    "colours: {}",
		"an unknown kind":     "words: {colour: {1: [rot]}}",
		"a word twice":        "words: {day: {0: [heute], 1: [heute]}}",
		"an umlaut twice":     "words: {day: {0: [früh], 1: [frueh]}}",
		"an empty word":       "words: {day: {0: ['']}}",
		"a broken date":       "feasts: [{date: '13-01', words: [fest]}]",
		"a broken time":       "parts: [{at: 'nine', words: [früh]}]",
		"an alias of nothing": "aliases: {fest: feier}",
		"two documents":       "words: {}\n---\nwords: {}",
	} {
		if _, err := readTimeWords([]byte(data)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	for name, data := range map[string]string{
		"an unknown verb":    "verbs: {dance: {alone: [tanz]}}",
		"a phrase twice":     "verbs: {stop: {alone: [halt]}, done: {alone: [halt]}}",
		"a command twice":    "verbs: {stop: {slash: [halt]}, done: {slash: [halt]}}",
		"an unknown field":   "verbs: {stop: {aloud: [halt]}}",
		"a name for a start": "verbs: {done: {either: ['_ fertig']}}",
	} {
		if _, err := readCommandWords([]byte(data)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestSpellingsFoldToOne(t *testing.T) {
	for _, spellings := range []string{
		"früh frueh fruh FRÜH Fru\u0308h", "Groß gross GROẞ", "Müller Mueller Muller", "René rene", "Łukasz lukasz", "Søren Soeren soren",
	} {
		words := strings.Fields(spellings)
		for _, w := range words[1:] {
			if fold(compose(w)) != fold(words[0]) {
				t.Errorf("%s and %s differ", w, words[0])
			}
		}
	}
}

func TestOneEditIsOneTypo(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"morgen", "mogen", true}, {"morgen", "morrgen", true}, {"morgen", "mrogen", true},
		{"morgen", "morgan", true}, {"morgen", "morgen", false}, {"morgen", "mroegn", false},
		{"ab", "ba", true}, {"a", "", true}, {"abc", "a", false}, {"morgen", "morgne", true},
	} {
		if oneEdit(c.a, c.b) != c.want || oneEdit(c.b, c.a) != c.want {
			t.Errorf("%q and %q: not %v", c.a, c.b, c.want)
		}
	}
}

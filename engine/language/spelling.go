package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Spelling is how a text writes the sharp s.
type Spelling string

// The spellings. A text without a word that shows it is AnySpelling.
const (
	AnySpelling   Spelling = ""
	WithEszett    Spelling = "ß"
	WithoutEszett Spelling = "ss"
	MixedSpelling Spelling = "mixed"
)

//go:embed spelling.de.yaml
var spellingData []byte

// spellingFile is the shape of spelling.de.yaml.
type spellingFile struct {
	Stems    []string `yaml:"stems"`
	Prefixes []string `yaml:"prefixes"`
	Not      []string `yaml:"not"`
}

// spellingWords is read once; see timeWords.
var spellingWords = sync.OnceValue(func() spellingFile {
	var f spellingFile
	if err := strictYAML(spellingData, &f); err != nil {
		panic(err) // it is part of the program
	}
	return f
})

// SpellingIn is the spelling of a country by its code: Switzerland and
// Liechtenstein write ss.
func SpellingIn(country string) Spelling {
	if country == "CH" || country == "LI" {
		return WithoutEszett
	}
	return WithEszett
}

// SpellingOf tells how a text writes the sharp s. A ss where everybody writes
// one ("dass") shows nothing.
func SpellingOf(text string) Spelling {
	sharp := strings.ContainsFunc(text, sharpS)
	double := slices.ContainsFunc(strings.FieldsFunc(text, notLetter), func(word string) bool { return sharpAt(word) >= 0 })
	switch {
	case sharp && double:
		return MixedSpelling
	case sharp:
		return WithEszett
	case double:
		return WithoutEszett
	}
	return AnySpelling
}

// Spell writes a text in a spelling. Towards ß it knows the common words only.
func Spell(text string, s Spelling) string {
	switch s {
	case WithoutEszett:
		return strings.NewReplacer("ß", "ss", "ẞ", "SS").Replace(text)
	case WithEszett:
		var out strings.Builder
		for len(text) > 0 {
			n := wordEnd(text)
			out.WriteString(sharpened(text[:n]))
			text = text[n:]
		}
		return out.String()
	}
	return text
}

func sharpS(r rune) bool { return r == 'ß' || r == 'ẞ' }

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// wordEnd is how long the word is that a text begins with, or what lies
// before the next one.
func wordEnd(text string) int {
	first := true
	word := false
	for i, r := range text {
		if first {
			first, word = false, unicode.IsLetter(r)
		}
		if unicode.IsLetter(r) != word {
			return i
		}
	}
	return len(text)
}

// sharpened writes the ß of a word that has one.
func sharpened(word string) string {
	at := sharpAt(word)
	if at < 0 {
		return word
	}
	sharp := "ß"
	if word == strings.ToUpper(word) {
		sharp = "ẞ"
	}
	return word[:at] + sharp + word[at+2:]
}

// sharpAt is where the ss stands in a word that Germany writes with ß, or -1.
func sharpAt(word string) int {
	f := spellingWords()
	lower := strings.ToLower(word)
	if len(lower) != len(word) || !strings.Contains(lower, "ss") {
		return -1
	}
	for _, prefix := range append([]string{""}, f.Prefixes...) {
		rest, ok := strings.CutPrefix(lower, prefix)
		if !ok || slices.ContainsFunc(f.Not, func(n string) bool { return strings.HasPrefix(rest, n) }) {
			continue
		}
		for _, stem := range f.Stems {
			if strings.HasPrefix(rest, stem) {
				return len(prefix) + strings.Index(stem, "ss")
			}
		}
	}
	return -1
}

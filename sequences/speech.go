package sequences

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed texts/de.yaml
var germanTexts []byte

// words are what a text has in its braces.
type words map[string]string

// speech is what the linter says and what it knows of mistaken words.
type speech struct {
	Findings map[string]string // by key
	Meant    map[string]string // how a word is spelt in conditions that people spell otherwise
	Keys     map[string]string // what the keys of the files mean
}

var german = sync.OnceValue(func() speech {
	var s speech
	if err := yaml.Unmarshal(germanTexts, &s); err != nil {
		panic(err) // the file is embedded, and tests read it
	}
	return s
})

// say returns a text with its words; a key without a text is a fault that tests find.
func say(key string, args words) string {
	text, ok := german().Findings[key]
	if !ok {
		panic("no text for " + key)
	}
	var pairs []string
	for name, word := range args {
		pairs = append(pairs, "{"+name+"}", word)
	}
	return strings.Join(strings.Fields(strings.NewReplacer(pairs...).Replace(text)), " ")
}

// hint proposes the nearest of the known words, or lists them where none is near.
func hint(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return say("did_you_mean", words{"word": near})
	}
	if len(known) == 0 || len(known) > 15 {
		return ""
	}
	return say("possible", words{"words": strings.Join(known, ", ")})
}

// nearest returns the known word that is most like a word, or nothing where none is like it.
func nearest(word string, known []string) string {
	best, found := min(3, len(word)/3+1), ""
	if len(word) > 100 {
		return ""
	}
	for _, candidate := range known {
		if d := distance(strings.ToLower(word), candidate); d <= best && (found == "" || d < best) {
			best, found = d, candidate
		}
	}
	return found
}

// distance counts the letters to add, drop, change or swap on the way from one word to another.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	rows := [][]int{}
	for i := range len(from) + 1 {
		row := make([]int, len(to)+1)
		for j := range row {
			switch {
			case i == 0 || j == 0:
				row[j] = i + j
				continue
			case from[i-1] == to[j-1]:
				row[j] = rows[i-1][j-1]
				continue
			}
			row[j] = 1 + min(rows[i-1][j], row[j-1], rows[i-1][j-1])
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], rows[i-2][j-2]+1)
			}
		}
		rows = append(rows, row)
	}
	return rows[len(from)][len(to)]
}

// shortened returns a quotation of at most 40 letters on one line.
func shortened(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 40 {
		runes = append(slices.Clone(runes[:39]), '…')
	}
	return string(runes)
}

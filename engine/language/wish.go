package language

import (
	_ "embed"
	"strings"
	"sync"
)

// WishKind says what a user wants of the text of a card.
type WishKind string

// The kinds of wishes.
const (
	WishShorter WishKind = "shorter"
	WishWarmer  WishKind = "warmer"
	WishDirect  WishKind = "direct"
	WishOther   WishKind = "other"
	WishTold    WishKind = "told" // Text is what it should say
	OwnText     WishKind = "own"  // Text is the text
)

// TextWish is what a user wants of the text of a card.
type TextWish struct {
	Kind WishKind
	Name string // whose card, empty for the one shown last
	Text string // as typed
}

//go:embed wish.de.yaml
var wishYAML []byte

type wishFile struct {
	Alone               map[WishKind][]string
	Fillers, Whom, Tell []string
	That, Own           []string
}

// wishWords is read once.
var wishWords = sync.OnceValue(func() wishFile {
	var f wishFile
	if err := strictYAML(wishYAML, &f); err != nil {
		panic(err) // it is part of the program
	}
	return f
})

// longestBefore is how many words may stand between what opens a wish and what it says: a name.
const longestBefore = 3

// WishIn reads what a user wants of a card's text: "kürzer bitte", "schreib Lisa, dass ich am Montag kann", "mein Text: …".
func WishIn(text string) (w TextWish, ok bool) {
	text = compose(strings.TrimSpace(text))
	if own, ok := afterColon(text, wishWords().Own); ok {
		return TextWish{Kind: OwnText, Text: strings.Trim(own, " \n\t"+quotes)}, strings.TrimSpace(own) != ""
	}
	if w, ok := toldWish(text); ok {
		return w, true
	}
	said := withoutWords(key(tokens(text)), wishWords().Fillers)
	for kind, phrases := range wishWords().Alone {
		for _, p := range phrases {
			if said == key(tokens(compose(p))) {
				return TextWish{Kind: kind}, true
			}
		}
	}
	return TextWish{}, false
}

// afterColon is what follows one of some openings and a colon.
func afterColon(text string, openings []string) (string, bool) {
	head, rest, found := strings.Cut(text, ":")
	if !found {
		return "", false
	}
	said := key(tokens(head))
	for _, o := range openings {
		if said == key(tokens(compose(o))) {
			return rest, true
		}
	}
	return "", false
}

// toldWish reads "schreib NAME, dass …" and "schreib ihr: …".
func toldWish(text string) (TextWish, bool) {
	toks := tokens(text)
	words := wishWords()
	at := -1
	for i := range min(len(toks), 2) {
		if contains(words.Tell, toks[i].text) && (i == 0 || contains(words.Fillers, toks[0].text)) {
			at = i
		}
	}
	if at < 0 {
		return TextWish{}, false
	}
	for i := at + 1; i < len(toks) && i <= at+1+longestBefore+1; i++ {
		colon := toks[i].text == ":"
		if !colon && !contains(words.That, toks[i].text) {
			continue
		}
		name := strings.Trim(text[toks[at].to:toks[i].from], " ,:\t\n")
		what := strings.Trim(text[toks[i].to:], " ,:\t\n"+quotes)
		if contains(words.Whom, key(tokens(name))) {
			name = ""
		}
		return TextWish{Kind: WishTold, Name: name, Text: what}, what != ""
	}
	return TextWish{}, false
}

func contains(all []string, word string) bool {
	for _, w := range all {
		if fold(w) == word {
			return true
		}
	}
	return false
}

// withoutWords is a text, folded, without some words.
func withoutWords(said string, words []string) string {
	var left []string
	for word := range strings.FieldsSeq(said) {
		if !contains(words, word) {
			left = append(left, word)
		}
	}
	return strings.Join(left, " ")
}

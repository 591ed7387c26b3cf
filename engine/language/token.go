package language

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is how many bytes of text are read at all: nobody types a longer
// command, and the cost of a hostile message stays bounded.
const longest = 400

// token is a word, a number or a single mark of a text.
type token struct {
	text   string // folded; for a mark the rune itself
	number bool
	word   bool
	glued  bool // nothing stands between it and the one before
	from   int  // it is text[from:to] of the composed text
	to     int
}

// compose brings accents into the one form that offsets of tokens refer to.
func compose(text string) string { return norm.NFC.String(text) }

// tokens splits a composed text. Apostrophes vanish inside words ('nem,
// geht's), as do the invisible modifiers of emoji.
func tokens(text string) []token {
	out := make([]token, 0, 16)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if invisible(r) {
			at += size
			continue
		}
		t := token{from: at, glued: at > 0 && len(out) > 0 && out[len(out)-1].to == at}
		switch {
		case isDigit(r):
			t.number = true
			t.to = end(text, at, isDigit)
			t.text = text[at:t.to]
		case wordRune(r):
			t.word = true
			t.to = end(text, at, wordRune)
			t.text = fold(withoutApostrophes(text[at:t.to]))
		default:
			t.to = at + size
			t.text = text[at:t.to]
		}
		at = t.to
		if t.text != "" {
			out = append(out, t)
		}
	}
	return out
}

func end(text string, from int, belongs func(rune) bool) int {
	for i, r := range text[from:] {
		if !belongs(r) {
			return from + i
		}
	}
	return len(text)
}

func withoutApostrophes(word string) string {
	out := make([]rune, 0, len(word))
	for _, r := range word {
		if !isApostrophe(r) {
			out = append(out, r)
		}
	}
	return string(out)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '`' || r == '´' }

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) && r != '\uFE0F' || isApostrophe(r)
}

// invisible covers spaces, variation selectors, joiners and skin tones.
func invisible(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFE0F' || r == '\u200D' || r == '\u200B' ||
		0x1F3FB <= r && r <= 0x1F3FF
}

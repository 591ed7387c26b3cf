package language

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold reduces a word to the form in which words are compared: lower case,
// no accents, and one spelling for umlauts, so that Jürgen, Juergen and Jurgen
// (or frueh, fruh and früh) are the same.
func fold(word string) string {
	out := make([]byte, 0, len(word)+2)
	for _, r := range word {
		out = appendFolded(out, unicode.ToLower(r))
	}
	return string(out)
}

func appendFolded(out []byte, r rune) []byte {
	switch {
	case r <= unicode.MaxASCII:
		return appendPlain(out, string(r))
	case unicode.Is(unicode.Mn, r):
		return out
	}
	if plain, ok := undecomposed(r); ok {
		return appendPlain(out, plain)
	}
	if parts := norm.NFD.PropertiesString(string(r)).Decomposition(); len(parts) > 0 {
		return appendPlain(out, strings.TrimRightFunc(string(parts), isAccent))
	}
	return append(out, string(r)...)
}

// appendPlain leaves out the e of ae, oe, ue: they stand for an umlaut, which
// folds to its vowel.
func appendPlain(out []byte, plain string) []byte {
	if plain == "e" && len(out) > 0 && strings.IndexByte("aou", out[len(out)-1]) >= 0 {
		return out
	}
	return append(out, plain...)
}

func isAccent(r rune) bool { return unicode.Is(unicode.Mn, r) }

// undecomposed gives the plain spelling of letters that Unicode does not
// split into a letter and an accent.
func undecomposed(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'ø', 'œ':
		return "o", true
	case 'æ':
		return "a", true
	case 'ł':
		return "l", true
	case 'đ':
		return "d", true
	case 'ı':
		return "i", true
	}
	return "", false
}

// oneEdit reports whether a and b, already folded, differ by one inserted,
// missing, wrong or swapped letter.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

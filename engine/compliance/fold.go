package compliance

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Span is a piece of a text, in bytes: text[Start:End].
type Span struct{ Start, End int }

// sentence is a piece of a text in the form that patterns are written for, and where it stands in the text.
type sentence struct {
	folded string
	span   Span
}

// fold returns a text as one sentence in the form in which wordings are compared.
func fold(text string) string {
	var words []string
	for _, s := range sentences(text) {
		words = append(words, s.folded)
	}
	return strings.Join(words, " ")
}

// sentences splits a text at . ! ? and ends of lines, but not at a dot between digits, and folds what is between:
// compatibility forms, lower case, ae oe ue ss, no accents, nothing that is invisible, one space.
func sentences(text string) []sentence {
	f := folder{text: text}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		f.at, f.next = at, at+size
		f.rune(r)
		at += size
	}
	f.end(len(text))
	return f.done
}

type folder struct {
	text     string
	at, next int // of the rune that is being folded
	done     []sentence
	out      []byte
	start    int // of the sentence in the text
	close    int // of its last letter
}

func (f *folder) rune(r rune) {
	switch {
	case r < utf8.RuneSelf:
		f.put(byte(lowerASCII(r)))
	case invisible(r):
	default:
		f.other(r)
	}
}

func lowerASCII(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + ('a' - 'A')
	}
	return r
}

// invisible are letters that a reader does not see, but that would part a word: zero-width characters, tags, soft
// hyphens, marks of direction, and the filler letters of Korean.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0'
}

func (f *folder) other(r rune) {
	if plain, ok := plainLetter(unicode.ToLower(r)); ok {
		f.puts(plain)
		return
	}
	for _, part := range norm.NFKD.String(string(r)) {
		part = unicode.ToLower(part)
		plain, known := plainLetter(part)
		switch {
		case part == '\u0308' && f.vowel(): // an umlaut typed as a vowel and two dots
			f.put('e')
		case unicode.In(part, unicode.Mn, unicode.Me):
		case known:
			f.puts(plain)
		case part < utf8.RuneSelf:
			f.put(byte(part))
		case unicode.In(part, unicode.So, unicode.Zs): // an emoji parts words as a space does
			f.put(' ')
		default:
			f.puts(string(part))
		}
	}
}

func (f *folder) vowel() bool {
	return len(f.out) > 0 && strings.IndexByte("aou", f.out[len(f.out)-1]) >= 0
}

// plainLetter spells letters and marks that Unicode does not take apart, among them those of other alphabets that
// look like ours.
func plainLetter(r rune) (string, bool) {
	for _, l := range plainLetters {
		if strings.ContainsRune(l.from, r) {
			return l.to, true
		}
	}
	return "", false
}

var plainLetters = []struct{ from, to string }{
	{"\u00e4", "ae"}, {"\u00e6", "ae"}, {"\u00f6", "oe"}, {"\u0153", "oe"}, {"\u00fc", "ue"}, {"\u00df", "ss"}, {"\u00f8", "o"}, {"\u0142", "l"}, {"\u0131\u0456", "i"},
	{"\u0430\u03b1", "a"}, {"\u0435", "e"}, {"\u043e\u03bf", "o"}, {"\u0440\u03c1", "p"}, {"\u0441", "c"}, {"\u0443", "y"},
	{"\u0445", "x"}, {"\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"}, {"\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2039\u203a", `"`},
	{"\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"}, {"\u2028\u2029\u0085", "\n"},
}

func (f *folder) puts(plain string) {
	for i := range len(plain) {
		f.put(plain[i])
	}
}

// put adds a byte to the sentence, or ends it. The marks by which messengers make a word bold or slanted are not seen.
func (f *folder) put(b byte) {
	switch {
	case b == '\n' || b == '\r' || b == '!' || b == '?' || b == '.' && !f.betweenDigits():
		f.close = f.next
		f.end(f.next)
	case b == ' ' || b == '\t' || b == '\v' || b == '\f':
		if len(f.out) > 0 && f.out[len(f.out)-1] != ' ' {
			f.out = append(f.out, ' ')
		}
	case b == '*' || b == '_' || b == '~' || b < ' ' || b == 0x7f:
	default:
		if len(f.out) == 0 {
			f.start = f.at
		}
		f.out = append(f.out, b)
		f.close = f.next
	}
}

func (f *folder) betweenDigits() bool {
	if len(f.out) == 0 || f.next >= len(f.text) {
		return false
	}
	before, after := f.out[len(f.out)-1], f.text[f.next]
	return '0' <= before && before <= '9' && '0' <= after && after <= '9'
}

// end closes the sentence; what follows a sentence without a letter between belongs to it.
func (f *folder) end(at int) {
	folded := strings.TrimSpace(string(f.out))
	f.out = f.out[:0]
	if folded != "" {
		f.done = append(f.done, sentence{folded, Span{f.start, min(f.close, at)}})
	} else if n := len(f.done); n > 0 && f.done[n-1].span.End == f.at && f.text[f.at] != '\n' && f.at < f.next {
		f.done[n-1].span.End = f.next
	}
}

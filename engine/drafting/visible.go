package drafting

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Visible is a text as its reader sees it: composed (NFC), and without characters that show nothing and may carry
// something: zero width, fillers, direction marks, tags (U+E0000 to U+E007F), private use, controls but line ends. Variation selectors
// stay behind emoji only, which look different without.
func Visible(text string) string {
	var out strings.Builder
	last := rune(0)
	for _, r := range norm.NFC.String(strings.ToValidUTF8(text, "")) {
		if !shows(r, last) {
			continue
		}
		if r == '\u00a0' || r == '\u202f' {
			r = ' '
		}
		out.WriteRune(r)
		last = r
	}
	return strings.TrimSpace(out.String())
}

const (
	emojiStyle = '\ufe0f'
	joiner     = '\u200d' // joins emoji into families

	emptyBraille = '\u2800' // counts as a sign, and shows nothing
)

// shows reports whether a character is to be seen after the one before it.
func shows(r, before rune) bool {
	switch {
	case r == '\n', r == ' ':
		return true
	case r == emojiStyle, r == joiner:
		return unicode.Is(unicode.So, before) || before == emojiStyle && r == joiner || unicode.Is(unicode.Sk, before)
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point), r == emptyBraille:
		return false
	}
	return r != unicode.ReplacementChar
}

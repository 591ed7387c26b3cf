package drafting

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// topLevel are the ends of domains that are looked for even where something else than a dot stands before them.
const topLevel = `(?:com|net|org|info|biz|xyz|de|at|ch|li|eu|io|me|ly|tv|co|ru|cn|to|cc|shop|online|site|app|example|click|store|live|pro)`

// The forms of what tells who or where somebody is. What looks like a link needs no scheme: the phone finds it, too.
// They are never changed.
var (
	links   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|de|at|ch|net|org|info|io|me|eu|shop|app|biz|link|ly|xyz|top|site|online|li|co|tv|gg|ru|cn)\b(?:/\S*)?`)
	mails   = regexp.MustCompile(`(?i)[\p{L}0-9._%+-]+\s?(?:@|\(at\)|\[at\])\s?[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+|(?:^|\s)@[a-z][a-z0-9_.]{3,}`)
	ibans   = regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){3,7}(?:\s?[a-z0-9]{1,3})?\b`)
	numbers = regexp.MustCompile(`\+?\(?\d[\d\s()/.\-–]{4,}\d`)
	streets = regexp.MustCompile(`(?:\p{L}+|\p{L}\S*[ -])(?i:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|ufer|damm|markt|steig)\s+\d+\s?[a-z]?\b|\b(?:CH-|A-|D-)?\d{4,5}\s+\p{Lu}\p{L}{2,}`)
	chains  = regexp.MustCompile(`(?:\d{1,4}[:.,;/_-]){4,}\d{1,4}`)
	dates   = regexp.MustCompile(`^\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:19|20)\d\d\b)?`)
	words   = regexp.MustCompile(`[\p{L}\p{M}]+`)
)

// disguised are links and addresses that are written so that only a reader takes them for that: "evil punkt com",
// "evil(.)com", "h t t p", "bit ly". Both what comes from leads and what comes from models is searched for them.
var disguised = regexp.MustCompile(`(?i)[\p{L}\p{N}-]+[^\p{L}\p{N}.,:!?]{1,4}(?:punkt|dot|point)[\s()\[\]{}<>_*|/-]{1,4}` + topLevel + `(?:[^\p{L}]|$)` +
	`|[\p{L}\p{N}]{2,}(?:punkt|dot)(?:com|net|org|info|shop|xyz|de)(?:[^\p{L}]|$)` +
	`|[\p{L}\p{N}-]+\s?[(\[{<]\s?(?:\.|punkt|dot)\s?[)\]}>]\s?\p{L}{2,}` +
	`|[\p{L}\p{N}-]{2,}\s\.\s?` + topLevel + `(?:[^\p{L}]|$)` +
	`|[\p{L}\p{N}-]{2,}(?:\.\s|,)(?:com|net|org|xyz)(?:[^\p{L}]|$)` +
	`|\b[a-z][a-z0-9+]{1,9}\s?:\s?/\s?/\S*` +
	`|\b(?:bit[^\p{L}]{1,3}ly|linktr[^\p{L}]{0,3}ee|tinyurl)\b\S*|\b(?:t|wa)\s?[./]?\s?me\s?(?:/|slash)\S*` +
	`|(?:(?:^|\s)[\p{L}\p{N}](?:\s?[./:_-])?){5,}` +
	`|(?:\p{L}[._/|*-]){5,}\p{L}?` +
	`|[\p{L}\p{N}._-]+\s?[(\[{]?\s?\b(?:at|klammeraffe)\b\s?[)\]}]?\s?[\p{L}\p{N}-]+\s?[(\[{]?\s?(?:punkt|dot|\.)\s?[)\]}]?\s?` + topLevel + `(?:[^\p{L}]|$)`)

// linkish is everything that a message of ours has no use for and that a phone, or a reader, may take for a link: a dot
// within a word, a handle, the word www.
var linkish = regexp.MustCompile(`(?i)[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]*\.\p{L}{2,}|\S*@\S*|[\p{L}\p{N}]+_[\p{L}\p{N}_]+` +
	`|\b(?:www|https?|hxxps?|mailto|slash|backslash|klammeraffe|url)\b|schr.{1,2}gstrich|\b(?:tel|sms|tg|whatsapp|intent)\s?:\s?[/+\d]\S*`)

// keys are what only machines read: purses of other currencies, tokens, texts in base64.
var keys = regexp.MustCompile(`[A-Za-z0-9+/=_-]{16,}`)

// plain is a text as forms are looked for in it: in the usual letters, digits and dots, whatever look-alikes of them
// it has.
func plain(text string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune("。·•∙・‧⸱", c) {
			return '.'
		}
		return c
	}, norm.NFKC.String(Visible(text)))
}

// keyed reports whether a row of letters and digits is none of a language: they are mixed, or so are small ones and
// capitals.
func keyed(found string) bool {
	digits, letters, turns := 0, 0, 0
	last := rune(0)
	for _, c := range found {
		switch {
		case unicode.IsDigit(c):
			digits++
		case unicode.IsLetter(c):
			letters++
		}
		if unicode.IsUpper(c) && unicode.IsLower(last) {
			turns++
		}
		last = c
	}
	return digits > 0 && letters > 3 || turns > 2
}

// foreign reports whether a text has letters that no German one has: those of other scripts, and those that only look
// like ours.
func foreign(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool {
		return unicode.IsLetter(c) && (c > '\u024f' && (c < '\u1e00' || c > '\u1eff') || !unicode.Is(unicode.Latin, c))
	})
}

// stacked reports whether a text has marks that stand on, in or through other letters; composed letters have none.
func stacked(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return c != emojiStyle && unicode.Is(unicode.M, c) })
}

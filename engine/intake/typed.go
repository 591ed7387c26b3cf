package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	typedMail   = regexp.MustCompile(`[^\s<>(),;:"]+@[^\s<>(),;:"]+\.\p{L}{2,}`)
	typedURL    = regexp.MustCompile(`(?i)(?:https?://)?(?:t\.me|telegram\.me)/@?[A-Za-z][A-Za-z0-9_]{3,31}`)
	typedHandle = regexp.MustCompile(`(?:^|[\s,;(:])(@[A-Za-z][A-Za-z0-9_]{3,31})\b`)
	typedPhone  = regexp.MustCompile(`(?:\+|\(?0)[\d\s\x{a0}()/.\-–]*\d`)
	dateLike    = regexp.MustCompile(`^\d{1,4}([./-])\s?\d{1,2}[./-]\s?\d{2,4}$`)
	leadIn      = regexp.MustCompile(`(?i)^(?:/?(?:neu|neue[rn]?|new|add|lead|kontakt|contact|interessentin|interessent|name)\b[\s:,–-]*)+`)
	labels      = regexp.MustCompile(`(?i)\b(?:tel|telefon|handy|mobil|nummer|nr|phone|mail|e-?mail|whatsapp|telegram)\b\.?:?\s*$`)
)

// gap stands where an address was cut out of a typed line.
const gap = "\x00"

// Typed reads one lead from a line that a person typed, such as "Lisa Meier
// 0170 1234567, will mehr wissen": addresses, the name before them, the rest as
// Note. ok is false when the line has no usable address; the name may be empty.
func Typed(text, country string) (l Lead, ok bool) {
	d := newDraft()
	rest := strings.ReplaceAll(visible(text), gap, " ")
	rest = cutOut(typedURL, rest, func(s string) bool { return d.setTelegram(s) })
	rest = cutOut(typedMail, rest, func(s string) bool { return d.setEmail(s) })
	rest = cutOut(typedHandle, rest, func(s string) bool { return d.setTelegram(strings.TrimLeft(s, " ,;(:\t\n")) })
	rest = cutOut(typedPhone, rest, func(s string) bool { return d.setPhone(s, country) })
	if len(addressKeys(d.Lead)) == 0 {
		return d.Lead, false
	}
	d.Name, d.Note = nameAndNote(rest)
	return d.Lead, true
}

func (d *draft) setTelegram(s string) bool {
	n := telegramName(s)
	d.Telegram = first(d.Telegram, n)
	return n != ""
}

func (d *draft) setEmail(s string) bool {
	m := emailAddress(s)
	if m != "" {
		d.Emails = appendNew(d.Emails, m)
	}
	return m != ""
}

func (d *draft) setPhone(s, country string) bool {
	s = strings.TrimSpace(s)
	if len(digits(s)) < 7 || dateLike.MatchString(s) {
		return false
	}
	return d.addPhone(s, country)
}

func cutOut(form *regexp.Regexp, s string, take func(string) bool) string {
	return form.ReplaceAllStringFunc(s, func(found string) string {
		if take(found) {
			return gap
		}
		return found
	})
}

// nameAndNote takes the name from before the first address or, where nothing
// stands there, from behind it.
func nameAndNote(rest string) (name, note string) {
	rest = leadIn.ReplaceAllString(strings.TrimSpace(rest), "")
	var pieces []string
	for _, p := range strings.Split(rest, gap) {
		for _, q := range strings.FieldsFunc(p, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			if q = trimPiece(q); q != "" {
				pieces = append(pieces, q)
			}
		}
	}
	if len(pieces) == 0 {
		return "", ""
	}
	name, left := personName(pieces[0])
	if left != "" {
		pieces[0] = left
	} else {
		pieces = pieces[1:]
	}
	return name, strings.Join(pieces, ", ")
}

func trimPiece(s string) string {
	const edges = " \t\u00a0-–—:|()<>.\"'"
	s = strings.TrimLeft(s, edges)
	s = labels.ReplaceAllString(strings.TrimRight(s, " \t\u00a0"), "")
	return tidyName(strings.TrimRight(s, " \t\u00a0-–—:|(<\"'"))
}

// sentenceWords are words that no name contains, so that "meine nummer ist"
// does not become one.
var sentenceWords = []string{
	"ich", "du", "er", "wir", "ihr", "mich", "mir", "dich", "dir", "mein", "meine", "dein", "deine", "ist", "hat", "will", "möchte",
	"bitte", "nummer", "unter", "ruf", "rufe", "anrufen", "schreib", "und", "oder", "die", "das", "ein", "eine", "am", "um", "bei",
	"auf", "mit", "für", "nicht", "hallo", "hi", "hey", "the", "my", "is", "at", "call", "me", "please", "number", "neue", "neuer", "hier",
}

// personName splits a piece into a name and what follows it.
func personName(piece string) (name, rest string) {
	fields := strings.Fields(piece)
	n := 0
	for n < len(fields) && n < 5 && isNameWord(fields[n]) {
		n++
	}
	switch {
	case n == len(fields), n >= 2, n == 1 && isCapital(fields[0]):
		// A particle at the end belongs to what follows.
		for n > 0 && n < len(fields) && !isCapital(fields[n-1]) {
			n--
		}
		return strings.Join(fields[:n], " "), trimPiece(strings.Join(fields[n:], " "))
	}
	return "", piece
}

func isNameWord(w string) bool {
	if slices.Contains(sentenceWords, strings.ToLower(strings.Trim(w, ".!?:"))) || strings.ContainsFunc(w, unicode.IsDigit) {
		return false
	}
	return strings.ContainsFunc(w, isLetter)
}

func isCapital(w string) bool {
	return unicode.IsUpper([]rune(w)[0])
}

package drafting

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What rows of digits are made of. They are never changed.
var (
	pieces = regexp.MustCompile(`\p{L}[\p{L}\p{M}]*|\p{Nd}+`)
	moment = regexp.MustCompile(`\b\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:19|20)\d\d\b)?|\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b\d{1,2}\s?[-–]\s?\d{1,2}\s?(?:Uhr|h)\b`)
)

const (
	moments = 4 // dates and times of day in a text that are no numbers; more are one in disguise
	apart   = 5 // bytes that may stand between two digits of one number
)

// rows are the parts of a text that are a number of six digits or more, however they are written: in figures, with
// whatever stands between them, in words, or in both. Dates and times of day are none.
func rows(text string) (found [][2]int) {
	masked := withoutMoments(text)
	var row [2]int
	digits, end := 0, 0
	finish := func() {
		if digits >= fewestDigits {
			found = append(found, row)
		}
		digits = 0
	}
	for _, at := range pieces.FindAllStringIndex(masked, -1) {
		n, between := digitsOf(masked, at)
		if digits > 0 && (at[0]-end > apart || n == 0 && !between) {
			finish()
		}
		if n > 0 && digits == 0 {
			row[0] = at[0]
		}
		if n > 0 {
			row[1] = at[1]
			digits += n
		}
		end = at[1]
	}
	finish()
	return found
}

// withoutMoments is a text of the same length in which the digits of dates and times of day are letters.
func withoutMoments(text string) string {
	left := moments
	return moment.ReplaceAllStringFunc(text, func(found string) string {
		if left--; left < 0 {
			return found
		}
		return strings.Map(func(c rune) rune {
			if unicode.IsDigit(c) {
				return 'x'
			}
			return c
		}, found)
	})
}

// digitsOf counts the digits that a piece of a text stands for; between says that it may stand between digits.
func digitsOf(text string, at []int) (n int, between bool) {
	piece := text[at[0]:at[1]]
	if first, _ := firstRune(piece); unicode.IsDigit(first) {
		return utf8.RuneCountInString(piece), false
	}
	if strings.Trim(piece, "oOlI") == "" && (beside(text[:at[0]], true) || beside(text[at[1]:], false)) {
		return len(piece), false
	}
	piece = strings.ToLower(piece)
	return digitWords(piece), spoken().Between[piece]
}

// beside reports whether a text ends, or begins, with a digit.
func beside(text string, ends bool) bool {
	c, _ := utf8.DecodeRuneInString(text)
	if ends {
		c, _ = utf8.DecodeLastRuneInString(text)
	}
	return unicode.IsDigit(c)
}

// digitWords counts the digits of a word that is made of words for digits, such as nulleinssieben or einundsiebzig; 0
// for any other.
func digitWords(word string) (n int) {
	for word != "" {
		longest := 0
		for part := range spoken().Digits {
			if len(part) > longest && strings.HasPrefix(word, part) {
				longest = len(part)
			}
		}
		if longest == 0 {
			return 0
		}
		if word[:longest] != "und" {
			n++
		}
		word = word[longest:]
	}
	return n
}

// withoutRows puts placeholders in the place of numbers that are not written as such.
func withoutRows(text string) string {
	var out strings.Builder
	last := 0
	for _, row := range rows(text) {
		out.WriteString(text[last:row[0]] + number)
		last = row[1]
	}
	return out.String() + text[last:]
}

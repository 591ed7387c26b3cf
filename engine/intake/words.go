package intake

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold makes names comparable: composed characters, no case, single spaces, no
// invisible marks.
func fold(s string) string {
	return cases.Fold().String(norm.NFC.String(tidyName(s)))
}

// tidyName removes invisible marks and surplus space. The characters stay as
// the person wrote them.
func tidyName(s string) string {
	return strings.Join(strings.Fields(visible(s)), " ")
}

// visible removes the direction marks that phones put around numbers, mentions
// and notices, and byte order marks. Joiners stay: emoji are made with them.
func visible(s string) string {
	if !strings.ContainsFunc(s, isMark) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, s)
}

func isMark(r rune) bool {
	return r == '\u200e' || r == '\u200f' || r == '\u061c' || r == '\ufeff' ||
		(r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// bare undoes what spreadsheets do to keep a number a text: '0170 and ="0170".
func bare(s string) string {
	s = strings.TrimSpace(visible(s))
	if strings.HasPrefix(s, `="`) && strings.HasSuffix(s, `"`) && len(s) > 2 {
		s = s[2 : len(s)-1]
	}
	return strings.TrimSpace(strings.TrimLeft(s, "'"))
}

// cells splits several values in one cell; ::: is how Google joins them.
func cells(s string) []string {
	return splitAny(s, ":::", ",", ";", "|", "\n")
}

func splitAny(s string, seps ...string) []string {
	for _, sep := range seps[1:] {
		s = strings.ReplaceAll(s, sep, seps[0])
	}
	var out []string
	for _, p := range strings.Split(s, seps[0]) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func first(options ...string) string {
	for _, s := range options {
		if s != "" {
			return s
		}
	}
	return ""
}

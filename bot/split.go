package bot

import (
	"html"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// longestMessage is how many UTF-16 units of visible text a message has at most.
const longestMessage = 4096

// split cuts a text that is too long for one message, at a paragraph or line if there is one in the second
// half, else between words. Tags that are open at a cut are closed before it and opened again behind it.
func split(text string) []string {
	var parts []string
	for {
		if len(text) <= longestMessage { // in bytes, which are never fewer than units
			return append(parts, text)
		}
		at, open := room(text)
		if at == len(text) {
			return append(parts, text)
		}
		parts = append(parts, strings.TrimRight(text[:at], " \n")+closing(open))
		text = strings.Join(open, "") + strings.TrimLeft(text[at:], " \n")
	}
}

// border is a place where a text may be cut.
type border struct {
	at   int
	open []string // tags
}

// room returns where to cut a text so that what is before fits into a message; its length if all of it does.
func room(text string) (at int, open []string) {
	var paragraph, line, space border
	units := 0
	for at < len(text) {
		size, width := atom(text[at:])
		if units+width > longestMessage {
			return best(border{at, open}, paragraph, line, space)
		}
		units += width
		if width == 0 {
			open = nest(open, text[at:at+size])
		}
		at += size
		here := border{at, slices.Clone(open)}
		switch {
		case units <= longestMessage/2:
		case strings.HasSuffix(text[:at], "\n\n"):
			paragraph = here
		case text[at-1] == '\n':
			line = here
		case text[at-1] == ' ':
			space = here
		}
	}
	return at, nil
}

// best is the first border that was found, otherwise the hard one.
func best(hard border, found ...border) (int, []string) {
	for _, b := range found {
		if b.at > 0 {
			return b.at, b.open
		}
	}
	return hard.at, hard.open
}

// atom measures what must not be cut: a tag, which shows nothing, a reference such as &amp;, or a character.
func atom(text string) (size, units int) {
	switch text[0] {
	case '<':
		if end := strings.IndexByte(text, '>'); end > 0 {
			return end + 1, 0
		}
	case '&':
		if end := strings.IndexByte(text, ';'); end > 0 {
			return end + 1, width(html.UnescapeString(text[:end+1]))
		}
	}
	_, size = utf8.DecodeRuneInString(text)
	return size, width(text[:size])
}

func width(text string) int { return len(utf16.Encode([]rune(text))) }

// nest keeps the list of open tags.
func nest(open []string, tag string) []string {
	if strings.HasPrefix(tag, "</") {
		return open[:max(len(open)-1, 0)]
	}
	return append(slices.Clone(open), tag)
}

// closing closes open tags, the last one first.
func closing(open []string) string {
	var tags strings.Builder
	for _, tag := range slices.Backward(open) {
		name, _, _ := strings.Cut(strings.Trim(tag, "<>"), " ")
		tags.WriteString("</" + name + ">")
	}
	return tags.String()
}

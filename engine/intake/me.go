package intake

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	titleForm = regexp.MustCompile(`(?i)^whatsapp[ -]chat (?:mit|with|-|–) (.+)$`)
	copyMark  = regexp.MustCompile(`(?: ?\(\d+\)|-\d)$`)
	encrypted = regexp.MustCompile(`(?i)^(?:nachrichten|messages)\b.*(?:ende-zu-ende|end-to-end)`)
)

// chatTitle reads from the name of the file whom the chat is with: a person or
// a group.
func chatTitle(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	name = tidyName(strings.ReplaceAll(name, "_", " "))
	if m := titleForm.FindStringSubmatch(copyMark.ReplaceAllString(name, "")); m != nil {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// findMe decides which author is the user.
func (c *chat) findMe(opts Options) error {
	if fold(opts.Me) == "" || len(c.authors) == 0 {
		c.me, c.guessed = c.guessMe(), true
		return nil
	}
	for _, a := range c.authors {
		if samePerson(a, opts.Me, opts.Country) {
			c.me = a
			return nil
		}
	}
	// The user may not have written yet: then the only author is the one whom
	// the title names.
	if len(c.authors) == 1 && c.title != "" && samePerson(c.authors[0], c.title, opts.Country) {
		return nil
	}
	return ErrMeUnknown
}

func samePerson(a, b, country string) bool {
	b = strings.TrimPrefix(strings.TrimSpace(visible(b)), "~")
	if fold(a) == fold(b) {
		return true
	}
	if strings.ContainsFunc(a, isLetter) || strings.ContainsFunc(b, isLetter) {
		return false
	}
	n := phoneNumber(a, country)
	return n != "" && n == phoneNumber(b, country)
}

// guessMe goes from the surest sign to the weakest. It is "" when the user
// seems to have written nothing.
func (c *chat) guessMe() string {
	for _, a := range c.authors {
		if slices.Contains([]string{"du", "you", "ich", "me"}, fold(a)) {
			return a
		}
	}
	for _, e := range c.entries {
		if !e.notice && deletedByUser.MatchString(firstLine(e.body)) {
			return e.sender
		}
	}
	others := c.otherPeople()
	var left []string
	for _, a := range c.authors {
		if !others[a] {
			left = append(left, a)
		}
	}
	return c.busiest(left)
}

// otherPeople are the authors who cannot be the user: the one the chat is named
// after, and those whom the phone knows by number only.
func (c *chat) otherPeople() map[string]bool {
	others := map[string]bool{}
	for _, a := range c.authors {
		others[a] = !strings.ContainsFunc(a, isLetter) && digits(a) != ""
		if len(c.authors) <= 2 && fold(a) == fold(c.title) {
			others[a] = true
		}
	}
	// In a chat of two, iPhones put the notice of encryption in the mouth of
	// the other one.
	for _, e := range c.entries {
		if e.notice && len(c.authors) <= 2 && slices.Contains(c.authors, e.sender) && encrypted.MatchString(firstLine(e.body)) {
			others[e.sender] = true
		}
	}
	return others
}

func (c *chat) busiest(authors []string) string {
	wrote := map[string]int{}
	for _, e := range c.entries {
		if !e.notice {
			wrote[e.sender]++
		}
	}
	best := ""
	for _, a := range authors {
		if best == "" || wrote[a] > wrote[best] {
			best = a
		}
	}
	return best
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

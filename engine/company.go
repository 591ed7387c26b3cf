package engine

import (
	"strings"
	"unicode"

	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/engine/language"
)

// mostWordsOfACompany tells the name of a company from something else that was typed in place of it.
const mostWordsOfACompany = 3

// companyIn is the company that a text names, "other" for one that we do not know.
func (t *turn) companyIn(text string) string {
	_, isLead := intake.Typed(text, t.user.Country)
	unreadable := language.Read(text, t.now).Verb == language.Unknown
	if isLead || !unreadable || strings.Contains(text, "?") || len(strings.Fields(text)) > mostWordsOfACompany {
		return ""
	}
	typed := letters(text)
	for _, company := range companies {
		if known := letters(company); len(typed) > 1 && (strings.HasPrefix(known, typed) || strings.HasPrefix(typed, known)) {
			return company
		}
	}
	return "other"
}

// letters are what is left of a name for comparing it.
func letters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

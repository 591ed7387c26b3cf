package engine

import (
	"slices"
	"strings"
	"unicode"

	"github.com/salesflow/salesflow/engine/drafting"
)

// MessageTemplate is wording for a message to a lead, with {name} for the first name. Its variants compete.
type MessageTemplate struct {
	ID       string
	Reason   Reason // empty for one that only steps of sequences name: it competes for no reason
	Waiting  bool   // for leads who wrote last and wait for an answer
	Variants []string
}

// Templates are the wordings to choose from.
type Templates []MessageTemplate

// For returns the template for a reason, for a lead who waits for an answer or not; where there is none for the
// one, the other serves, and the first that has any reason where there is none for this one.
func (t Templates) For(reason Reason, waiting bool) MessageTemplate {
	best, most := -1, 0
	for i := range t {
		if fit := t[i].fit(reason, waiting); fit > most {
			best, most = i, fit
		}
	}
	if best < 0 {
		return MessageTemplate{}
	}
	return t[best]
}

// fits is how well a template can fit a reason.
const fits = 3

// fit is how well a template fits a reason, 0 for not at all.
func (m MessageTemplate) fit(reason Reason, waiting bool) int {
	switch {
	case m.Reason == "":
		return 0
	case m.Reason != reason:
		return fits - 2
	case m.Waiting != waiting:
		return fits - 1
	}
	return fits
}

// has reports whether there is a template with this id.
func (t Templates) has(id string) bool {
	return slices.ContainsFunc(t, func(m MessageTemplate) bool { return m.ID == id })
}

// named are the templates with these ids, in their order.
func (t Templates) named(ids []string) []MessageTemplate {
	var all []MessageTemplate
	for _, id := range ids {
		if i := slices.IndexFunc(t, func(m MessageTemplate) bool { return m.ID == id }); i >= 0 {
			all = append(all, t[i])
		}
	}
	return all
}

// AllFor returns the templates that compete for a reason, for a lead who waits for an answer or not: those that fit
// or, where there is none, what For returns.
func (t Templates) AllFor(reason Reason, waiting bool) []MessageTemplate {
	var all []MessageTemplate
	for _, template := range t {
		if template.fit(reason, waiting) == fits {
			all = append(all, template)
		}
	}
	if one := t.For(reason, waiting); len(all) == 0 && one.ID != "" {
		all = append(all, one)
	}
	return all
}

// Draft fills in a variant, counting round; a name that is none, such as a number, is left out.
func (m MessageTemplate) Draft(variant int, name string) string {
	if len(m.Variants) == 0 {
		return ""
	}
	text := m.Variants[variant%len(m.Variants)]
	first := firstName(name)
	if first == "" {
		text = strings.ReplaceAll(text, " {name}", "")
	}
	return strings.ReplaceAll(text, "{name}", first)
}

// titles stand before names in address books.
var titles = map[string]bool{"herr": true, "frau": true, "dr.": true, "dr": true, "prof.": true, "prof": true}

// firstName is how a person is addressed: the first word of a name that is neither a title nor anything that no name
// is. A name may come from whoever sent a vCard, and stands in what users send: a link or a number in there does not.
func firstName(name string) string {
	for word := range strings.FieldsSeq(drafting.Visible(name)) {
		if titles[strings.ToLower(word)] || strings.ContainsAny(word, "0123456789@/") {
			continue
		}
		word = strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) })
		if word != "" && len(word) <= longestFirstName && !strings.ContainsFunc(word, inNoName) {
			return word
		}
	}
	return ""
}

// longestFirstName is in bytes.
const longestFirstName = 40

func inNoName(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.Is(unicode.M, c) && !strings.ContainsRune("-'’", c)
}

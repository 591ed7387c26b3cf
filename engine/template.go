package engine

import (
	"slices"
	"strings"

	"github.com/salesflow/salesflow/engine/language"
)

// MessageTemplate is wording for a message to a lead, with {name} for how the lead is called. Its variants compete.
type MessageTemplate struct {
	ID       string   `json:"id"`
	Reason   Reason   `json:"reason,omitempty"`   // empty for one that only steps of sequences name: it competes for no reason
	Waiting  bool     `json:"waiting,omitempty"`  // for leads who wrote last and wait for an answer
	Variants []string `json:"variants,omitempty"` // with du, and the first name
	Formal   []string `json:"formal,omitempty"`   // with Sie, and the name as formalName has it
	Numbers  []int    `json:"-"`                  // under which the texts, du before Sie, are tallied; nil where that is their place
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

// find returns the template with this id.
func (t Templates) find(id string) (m MessageTemplate, found bool) {
	if i := slices.IndexFunc(t, func(m MessageTemplate) bool { return m.ID == id }); i >= 0 {
		return t[i], true
	}
	return m, false
}

// has reports whether there is a template with this id.
func (t Templates) has(id string) bool {
	_, found := t.find(id)
	return found
}

// named are the templates with these ids, in their order.
func (t Templates) named(ids []string) []MessageTemplate {
	var all []MessageTemplate
	for _, id := range ids {
		if m, found := t.find(id); found {
			all = append(all, m)
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

// FirstFormal is the number of the first formal wording of each built-in template; the others are numbered from 0 on. So
// whatever is counted by template and number never mixes the two: that an answer came to one of them tells little of the
// other. Both may become more without any number changing its meaning.
const FirstFormal = 1000

// numbersOf are the numbers of the wordings with du and of those with Sie.
func (m MessageTemplate) numbersOf() (familiar, formal []int) {
	if m.Numbers != nil {
		return m.Numbers[:len(m.Variants)], m.Numbers[len(m.Variants):]
	}
	for i := range min(len(m.Variants), FirstFormal) {
		familiar = append(familiar, i)
	}
	for i := range min(len(m.Formal), FirstFormal) {
		formal = append(formal, FirstFormal+i)
	}
	return familiar, formal
}

// Wordings are the numbers of the wordings that address a lead so.
func (m MessageTemplate) Wordings(form language.Address) []int {
	familiar, formal := m.numbersOf()
	if form == language.Formal {
		return formal
	}
	return familiar
}

// texts are those that address a lead so.
func (m MessageTemplate) texts(form language.Address) []string {
	if form == language.Formal {
		return m.Formal
	}
	return m.Variants
}

// in are the templates that have wordings for a form of address.
func (t Templates) in(form language.Address) Templates {
	return slices.DeleteFunc(slices.Clone(t), func(m MessageTemplate) bool { return len(m.texts(form)) == 0 })
}

// text is the wording with a number, and whether it says Sie. A built-in one that is no more counts round.
func (m MessageTemplate) text(number int) (text string, formal bool) {
	familiar, withSie := m.numbersOf()
	if i := slices.Index(familiar, number); i >= 0 {
		return m.Variants[i], false
	}
	if i := slices.Index(withSie, number); i >= 0 {
		return m.Formal[i], true
	}
	switch {
	case number >= FirstFormal && number < firstOwn && len(m.Formal) > 0:
		return m.Formal[(number-FirstFormal)%len(m.Formal)], true
	case number >= 0 && number < FirstFormal && len(m.Variants) > 0:
		return m.Variants[number%len(m.Variants)], false
	}
	return "", false
}

// Draft fills in a wording; a name that is none, such as a number, is left out.
func (m MessageTemplate) Draft(number int, name string) string {
	text, formal := m.text(number)
	called := calledIn(name, formal)
	if called == "" {
		text = strings.ReplaceAll(text, " {name}", "")
	}
	return strings.ReplaceAll(text, "{name}", called)
}

// Spelt is the template with all its wordings in a spelling.
func (m MessageTemplate) Spelt(s language.Spelling) MessageTemplate {
	spell := func(texts []string) []string {
		spelt := make([]string, len(texts))
		for i, text := range texts {
			spelt[i] = language.Spell(text, s)
		}
		return spelt
	}
	m.Variants, m.Formal = spell(m.Variants), spell(m.Formal)
	return m
}

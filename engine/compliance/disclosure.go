package compliance

import (
	"slices"
	"strings"
)

// Occasion is when a disclosure is required.
type Occasion string

// The occasions of disclosures.
const (
	OnFirstCommercial   Occasion = "first_commercial_message"
	OnFirstAndAutomatic Occasion = "first_message_and_every_automatic_one"
	OnBusiness          Occasion = "topic_business"
	OnSupplement        Occasion = "topic_supplement"
	OnEarningsMentioned Occasion = "earnings_mentioned"
)

// occasions are those that a file may name.
func occasions() []string {
	return []string{
		string(OnFirstCommercial), string(OnFirstAndAutomatic), string(OnBusiness), string(OnSupplement), string(OnEarningsMentioned),
	}
}

// Disclosure is something that a message has to say, with the company filled in.
type Disclosure struct {
	ID     string
	DE, EN string
	Held   bool // the text says it already, in either language
}

type disclosure struct {
	id     string
	when   Occasion
	de, en string
}

func (d disclosure) required(m Message) bool {
	switch d.when {
	case OnFirstCommercial:
		return m.First
	case OnFirstAndAutomatic:
		return m.First || m.Automatic
	case OnBusiness:
		return slices.Contains(m.Topics, Business)
	case OnSupplement:
		return slices.Contains(m.Topics, Supplement)
	case OnEarningsMentioned:
		return slices.Contains(m.Topics, Earnings)
	}
	return true // fail closed
}

// Disclosures returns what a message has to disclose, and whether its text does. To be recognised a disclosure has to
// stand there in its wording; any spelling, and any of its genders, will do.
func (p *Profile) Disclosures(text string, m Message) []Disclosure {
	var all []Disclosure
	folded := fold(text)
	for _, d := range p.disclosures {
		if !d.required(m) {
			continue
		}
		held := false
		for _, wording := range append(genders(d.de), d.en) {
			held = held || wording != "" && strings.Contains(folded, fold(wording))
		}
		all = append(all, Disclosure{ID: d.id, DE: d.de, EN: d.en, Held: held})
	}
	return all
}

// genders returns a wording with its colons (Partner:in) and as women and men write it of themselves.
func genders(wording string) []string {
	return []string{
		wording,
		strings.NewReplacer(":r", "", ":in", "in").Replace(wording),
		strings.NewReplacer(":r", "r", ":in", "").Replace(wording),
	}
}

// WithDisclosures returns a text with the disclosures appended that it does not hold, in German or in English.
func WithDisclosures(text string, disclosures []Disclosure, english bool) string {
	var missing []string
	for _, d := range disclosures {
		switch {
		case d.Held:
		case english && d.EN != "":
			missing = append(missing, d.EN)
		default:
			missing = append(missing, d.DE)
		}
	}
	if len(missing) == 0 {
		return text
	}
	if text = strings.TrimRight(text, " \n"); text != "" {
		text += "\n\n"
	}
	return text + strings.Join(missing, " ")
}

type topicWords struct {
	topic Topic
	words []pattern
}

// Topics returns what a text is about, by its words: it is never nil, so that rules and disclosures of other topics do
// not count.
func (p *Profile) Topics(text string) []Topic {
	topics := []Topic{}
	folded := fold(text)
	for _, t := range p.topics {
		if slices.ContainsFunc(t.words, func(w pattern) bool { return w.matches(folded) }) {
			topics = append(topics, t.topic)
		}
	}
	return topics
}

package engine

import (
	"slices"
	"strings"

	"github.com/salesflow/salesflow/engine/compliance"
)

// rules are those of the user's company for messages to leads, or the base of all companies.
func (t *turn) rules() *compliance.Profile {
	if p, ok := compliance.ByID(t.user.CompanyID); ok {
		return p
	}
	base, _ := compliance.ByID(compliance.BaseID)
	return base
}

// forbidden says what the user's company forbids beside what all do.
func (t *turn) forbidden() []string {
	own := t.rules()
	if own.ID == compliance.BaseID {
		return nil
	}
	var all []string
	for _, r := range own.Rules() {
		if r.Why != "" && strings.HasPrefix(r.ID, own.ID+".") && !slices.Contains(all, r.Why) {
			all = append(all, r.Why)
		}
	}
	return all
}

// message is what is known of a text for a lead beside its words.
func (t *turn) message(text string, lead Lead) compliance.Message {
	market := t.user.Country
	if slices.Contains(germanSpeaking, lead.Country) {
		market = lead.Country
	}
	topics := t.rules().Topics(text)
	return compliance.Message{First: lead.LastOutAt == nil && len(topics) > 0, Topics: topics, Market: market}
}

// disclose appends what the law wants to be said in a text: who earns what by it, and how to be left alone, in the first
// message that is about business. Who writes about anything else owes nothing.
func (t *turn) disclose(text string, lead Lead) string {
	if text == "" {
		return text
	}
	return compliance.WithDisclosures(text, t.rules().Disclosures(text, t.message(text, lead)), false)
}

// undisclosed is a text without what disclose may have appended.
func (t *turn) undisclosed(text string) string {
	everything := compliance.Message{First: true, Topics: []compliance.Topic{compliance.Business, compliance.Supplement, compliance.Earnings}}
	for _, d := range t.rules().Disclosures("", everything) {
		text = strings.ReplaceAll(text, d.DE, "")
	}
	return strings.TrimSpace(text)
}

// mostWarnings is how many sentences of a text are warned of at once.
const mostWarnings = 3

// warnOf tells the user what the rules say of their own text. It stays theirs.
func (t *turn) warnOf(text string, lead Lead) {
	var sentences []Args
	blocked := false
	for _, f := range t.rules().CheckMessage(text, t.message(text, lead)) {
		if len(sentences) < mostWarnings {
			sentences = append(sentences, Args{"said": text[f.Sentence.Start:f.Sentence.End], "fix": f.Fix})
		}
		blocked = blocked || f.Severity == compliance.Block
	}
	if len(sentences) > 0 {
		t.say("text_rules", Args{"name": lead.Name, "sentences": sentences, "blocked": blocked})
		t.about(lead.ID)
	}
}

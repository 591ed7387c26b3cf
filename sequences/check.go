package sequences

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/language"
)

// checker looks for what one line of a file does not show.
type checker struct {
	documents []document
	sequences map[string][]string // all that are known, with those they hand over to
	templates map[string]bool     // all that are known
	budget    int                 // how many more times a condition may be tried
	rules     *compliance.Profile // that hold for the templates, nil for none
}

// check reports what is wrong with documents, on them, and returns all their findings. The known are documents that
// they may refer to; the rules hold for the templates.
func check(documents, known []document, rules *compliance.Profile) []Finding {
	c := &checker{
		documents: documents, sequences: map[string][]string{}, templates: map[string]bool{}, budget: 200_000, rules: rules,
	}
	for _, d := range slices.Concat(known, documents) { // the later ones take the places of the earlier
		for _, p := range d.plans {
			c.sequences[p.ID] = successors(p.Sequence)
		}
		for _, t := range d.templates {
			c.templates[t.ID] = true
		}
	}
	c.twice()
	for _, d := range documents {
		for _, p := range d.plans {
			if !d.full() {
				c.plan(d, p)
			}
		}
		for _, t := range d.templates {
			c.wording(d, t)
		}
	}
	c.circles()
	var findings []Finding
	for _, d := range documents {
		findings = append(findings, d.sorted()...)
	}
	return findings
}

func successors(s engine.Sequence) []string {
	var next []string
	for _, step := range s.Steps {
		if step.Next != "" {
			next = append(next, step.Next)
		}
	}
	return next
}

// twice reports ids that more than one of the documents gives.
func (c *checker) twice() {
	plans, templates := map[string]string{}, map[string]string{}
	for _, d := range c.documents {
		for _, p := range d.plans {
			if file, ok := plans[p.ID]; ok {
				d.fail(p.id, "duplicate_sequence", words{"id": p.ID, "file": file})
			}
			plans[p.ID] = d.file
		}
		for _, t := range d.templates {
			if file, ok := templates[t.ID]; ok && t.ID != "" {
				d.fail(t.part.fields["id"].place, "duplicate_template", words{"id": t.ID, "file": file})
			}
			templates[t.ID] = d.file
		}
	}
}

func (c *checker) plan(d document, p plan) {
	if p.trigger != nil && c.never(p.trigger) {
		d.fail(p.part.fields["trigger"].place, "never", words{})
	}
	c.previous(d, p.part.fields["trigger"], p.trigger)
	c.order(d, p)
	c.reach(d, p)
	c.attempts(d, p)
	answers := false
	for _, s := range p.steps {
		if d.full() {
			return
		}
		c.step(d, s)
		answers = answers || s.On[engine.RespondedWell] != "" || s.On[engine.RespondedBadly] != ""
	}
	if !answers && !d.broken() { // else it may be what is broken
		d.warn(p.id, "no_answers", words{"id": p.ID})
	}
}

func (c *checker) step(d document, s step) {
	f := s.part.fields
	c.template(d, f["template"])
	c.template(d, f["fallback_template"])
	for _, item := range f["variants"].items {
		c.template(d, item)
	}
	c.next(d, s)
	c.conditions(d, s)
	if s.Action == engine.SendMessage && !s.part.has("template") && !s.part.has("variants") {
		d.fail(s.part.place, "no_template", nil)
	}
	if s.Action == "" || s.Action == engine.SendMessage {
		return
	}
	for _, name := range []string{"template", "variants", "fallback_template", "channel"} {
		if s.part.has(name) {
			d.warn(s.part.names[name], "unused", words{"key": name, "action": string(s.Action)})
		}
	}
}

func (c *checker) template(d document, p part) {
	if p.text != "" && !c.templates[p.text] {
		d.fail(p.place, "unknown_template", words{"template": shortened(p.text), "hint": meant(p.text, c.templates)})
	}
}

// meant proposes one of the known, which are too many to list.
func meant[V any](word string, known map[string]V) string {
	if near := nearest(word, slices.Sorted(maps.Keys(known))); near != "" {
		return say("did_you_mean", words{"word": near})
	}
	return ""
}

func (c *checker) next(d document, s step) {
	p := s.part.fields["next_sequence"]
	switch _, known := c.sequences[s.Next]; {
	case s.Next == "":
	case s.Action != engine.EndSequence && s.Action != "":
		d.fail(p.place, "next_without_end", nil)
	case !known:
		d.fail(p.place, "unknown_sequence", words{"id": shortened(s.Next), "hint": meant(s.Next, c.sequences)})
	}
}

func (c *checker) conditions(d document, s step) {
	list := s.part.fields["conditions"]
	for i, condition := range s.conditions {
		c.previous(d, s.asked[i], condition)
	}
	switch fallback := s.part.fields["fallback_template"]; {
	case fallback.text != "" && len(list.items) == 0 && s.Action == engine.SendMessage:
		d.warn(fallback.place, "fallback_unused", nil)
	case len(s.conditions) == 0 || !c.never(s.conditions...):
	case fallback.text != "":
		d.warn(s.asked[0].place, "never_but_fallback", words{"template": fallback.text})
	default:
		d.fail(s.asked[0].place, "never", nil)
	}
}

// previous warns of templates that no message can have been.
func (c *checker) previous(d document, p part, condition *Condition) {
	if condition == nil {
		return
	}
	for _, a := range condition.asks {
		if name := a.value.text; a.field == previousTemplate && name != "" && !c.templates[name] {
			at := place{p.place.line, p.place.column + letters(p, a.letter)}
			d.warn(at, "unknown_previous", words{"template": shortened(name), "hint": meant(name, c.templates)})
		}
	}
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}?|\}`)

// wording checks a message template.
func (c *checker) wording(d document, t template) {
	if name := t.part.fields["id"]; name.text != "" && !id.MatchString(name.text) {
		d.fail(name.place, "bad_id", words{"id": shortened(name.text)})
	}
	if waiting := t.part.fields["waiting"]; waiting.flag && t.Reason == "" && !t.part.has("reason") {
		d.warn(waiting.place, "waiting_without_reason", nil)
	}
	for key, form := range spokenIn {
		d.texts(t.part.fields[key])
		for _, wording := range t.part.fields[key].items {
			c.placeholders(d, wording)
			c.sayable(d, wording)
			if said := language.AddressOf(wording.text); said != form && said != language.Unaddressed {
				d.fail(wording.place, "says_"+string(said), nil)
			}
		}
	}
}

// sayable checks what the rules of the company say of a wording.
func (c *checker) sayable(d document, wording part) {
	if c.rules == nil {
		return
	}
	for _, f := range c.rules.Check(wording.text) {
		said := words{"rule": f.Rule, "fix": f.Fix}
		if f.Severity == compliance.Block {
			d.fail(wording.place, "breaks_rule", said)
		} else {
			d.warn(wording.place, "touches_rule", said)
		}
	}
}

// spokenIn is how the texts of a key address their reader.
var spokenIn = map[string]language.Address{"variants": language.Familiar, "formal": language.Formal}

func (c *checker) placeholders(d document, wording part) {
	for _, found := range placeholder.FindAllString(wording.text, -1) {
		if found != "{name}" {
			d.fail(wording.place, "unknown_placeholder", words{"placeholder": shortened(strings.TrimSpace(found))})
		}
	}
}

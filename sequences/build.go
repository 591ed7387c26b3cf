package sequences

import (
	"cmp"

	"gopkg.in/yaml.v3"

	"github.com/salesflow/salesflow/engine"
)

// plan is a sequence of a file with the places of what it says.
type plan struct {
	engine.Sequence
	part    part // of all of it
	id      place
	steps   []step // as engine.Sequence has them
	trigger *Condition
}

// step is a step with the places of what it says.
type step struct {
	engine.Step
	part       part
	conditions []*Condition
	asked      []part // where they stand
}

// document is what was read of a file.
type document struct {
	*report
	plans     []plan
	templates []template
	compiled  map[string]*Condition // by text: aliases repeat them
}

// template is a message template with its place.
type template struct {
	engine.MessageTemplate
	part part
}

// read returns what a file says, as far as it can be understood.
func read(file File) document {
	lines := 1 + len(lineBreak.FindAllIndex(file.Text, -1))
	d := document{report: &report{file: file.Name, lines: lines}, compiled: map[string]*Condition{}}
	root := parse(file, d.report)
	if root == nil {
		return d
	}
	w := &walker{report: d.report}
	all, ok := w.read(root, form())
	if !ok || w.nodes >= mostNodes {
		return d
	}
	if len(all.fields) == 0 && !d.broken() {
		d.fail(all.place, "neither", nil)
	}
	sequences := all.fields["sequences"]
	for i, body := range sequences.items {
		d.plans = append(d.plans, d.plan(sequences.ids[i], body))
	}
	for _, body := range all.fields["messages"].items {
		d.templates = append(d.templates, template{part: body, MessageTemplate: engine.MessageTemplate{
			ID: body.fields["id"].text, Reason: engine.Reason(body.fields["reason"].text),
			Waiting: body.fields["waiting"].flag, Variants: body.fields["variants"].texts(),
			Formal: body.fields["formal"].texts(),
		}})
	}
	return d
}

func (d document) plan(id, body part) plan {
	f := body.fields
	p := plan{part: body, id: id.place, Sequence: engine.Sequence{
		ID: id.text, Name: cmp.Or(f["name"].text, id.text), Description: f["description"].text,
		TargetOutcome: f["target_outcome"].text, LongestDays: f["max_duration_days"].number,
		MostAttempts: f["max_attempts"].number, TriggerText: f["trigger"].text,
	}}
	if p.trigger = d.condition(f["trigger"]); p.trigger != nil {
		p.Trigger = p.trigger
	}
	for _, item := range f["steps"].items {
		s := d.step(item)
		p.steps = append(p.steps, s)
		p.Steps = append(p.Steps, s.Step)
	}
	p.seal()
	return p
}

func (d document) step(body part) step {
	f := body.fields
	s := step{part: body, Step: engine.Step{
		Day: f["day"].number, Name: f["name"].text, Action: engine.SequenceAction(f["action"].text),
		Template: f["template"].text, Variants: f["variants"].texts(), Fallback: f["fallback_template"].text,
		Next: f["next_sequence"].text,
	}}
	if channel := f["channel"].text; channel != autoChannel {
		s.Channel = engine.Channel(channel)
	}
	for _, item := range f["conditions"].items {
		if condition := d.condition(item); condition != nil {
			s.Conditions = append(s.Conditions, condition)
			s.conditions, s.asked = append(s.conditions, condition), append(s.asked, item)
		}
	}
	s.On = map[engine.Response]engine.SequenceAction{}
	for response, action := range f["on_response"].fields {
		s.On[engine.Response(response)] = engine.SequenceAction(action.text)
	}
	if silence, ok := f["on_no_response"]; ok {
		if said, ok := s.On[engine.NotResponded]; ok && string(said) != silence.text {
			d.fail(silence.place, "two_silences", words{"one": string(said), "other": silence.text})
		}
		s.On[engine.NotResponded] = engine.SequenceAction(silence.text)
	}
	return s
}

// condition returns nil where there is none, or after a report that it cannot be understood.
func (d document) condition(p part) *Condition {
	if p.text == "" {
		return nil
	}
	if known, ok := d.compiled[p.text]; ok {
		return known
	}
	condition, err := Compile(p.text)
	if wrong, ok := err.(*Misread); ok {
		at := place{p.place.line, p.place.column + letters(p, wrong.Letter)}
		d.put(at, Finding{Severity: Error, Key: wrong.Key, Message: wrong.Message})
		return nil
	}
	d.compiled[p.text] = condition
	return condition
}

// letters returns how far right of the start of a part one of its letters stands: nothing where quotes are
// disguised or the text runs over several lines.
func letters(p part, letter int) int {
	switch p.node.Style &^ yaml.TaggedStyle {
	case 0:
		return letter
	case yaml.DoubleQuotedStyle, yaml.SingleQuotedStyle:
		return letter + 1
	}
	return 0
}

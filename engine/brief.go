package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/drafting"
	"github.com/salesflow/salesflow/engine/language"
)

const (
	linesTold    = 6    // of the last messages
	longestLine  = 400  // characters of one, cut after its names and numbers are out: half a number would not be found
	mostRead     = 8000 // characters of one that are looked at
	longestText  = 700  // characters of a draft on a messenger
	longestOfSMS = 300  // and of one that is sent as SMS
	longestOrder = 500  // characters of what the user wants said
	shorterBy    = 0.75 // of the length of the text that is to be shorter
)

// writing is a draft under way: what the model learns, and what is needed to judge and to finish what it writes.
type writing struct {
	draft    Draft
	brief    Brief
	redactor *drafting.Redactor
	lead, me string // how the two are called
	rules    *compliance.Profile
}

// errHealth means that the user wants something said that goes to no model.
var errHealth = errors.New("it speaks of somebody's health")

// writing makes of a draft what is needed to write it.
func (t *turn) writing(ctx context.Context, d Draft, item Item, lead Lead) (o writing, err error) {
	names, err := t.tx.LeadNames(ctx)
	if err != nil {
		return o, err
	}
	known := drafting.Known{Lead: lead.Name, User: t.user.Name}
	for _, n := range names {
		if n.ID != lead.ID {
			known.Others = append(known.Others, n.Name)
		}
	}
	o = writing{draft: d, redactor: drafting.NewRedactor(known), lead: calledIn(lead.called(), lead.Addressed() == language.Formal), me: firstName(t.user.Name), rules: t.rules()}
	o.brief, err = t.brief(ctx, o, item, lead)
	return o, err
}

func (t *turn) brief(ctx context.Context, o writing, item Item, lead Lead) (Brief, error) {
	s := o.draft.on(item.Suggestion)
	standing := t.standing(lead, s)
	b := Brief{
		Wish: o.draft.Wish, Reason: s.Reason, Stage: lead.Stage, Sentiment: lead.Sentiment, Channel: s.Channel,
		Relation: lead.Relation, Address: lead.Addressed(), SilentDays: standing.SilentDays, Unanswered: lead.Unanswered,
		Swiss:   t.spellingFor(lead) == language.WithoutEszett,
		Waiting: standing.Waiting, Objection: lead.Objection, Style: t.user.Style, Rules: t.forbidden(),
		Longest: longestText,
	}
	if s.Channel == SMS {
		b.Longest = longestOfSMS
	}
	if standing.Waiting {
		b.Question, _ = o.redactor.Redact(lead.OpenQuestion)
	}
	var ok bool
	if b.Instruction, ok = o.redactor.Redact(cutText(o.draft.Instruction, mostRead)); !ok {
		return b, errHealth
	}
	b.Instruction = cutText(b.Instruction, longestOrder)
	given, err := t.given(ctx, s, item, lead)
	if err != nil {
		return b, err
	}
	if b.Given, ok = o.redactor.Redact(t.undisclosed(given)); !ok {
		b.Given = ""
	}
	if b.Wish == Shorter && b.Given != "" {
		b.Longest = min(b.Longest, max(int(shorterBy*float64(len([]rune(b.Given)))), shortestText))
	}
	if err := t.follow(ctx, lead.ID); err != nil {
		return b, err
	}
	if c := t.courses[lead.ID]; c != nil && c.CurrentStep < len(c.sequence.Steps) {
		b.Goal, _ = o.redactor.Redact(c.sequence.Steps[c.CurrentStep].Name)
	}
	return b, t.tellLast(ctx, &b, o, lead)
}

// shortestText is how many characters a draft may have however short it is to be.
const shortestText = 80

// given is the text that is written anew: the one the user sees or, ahead of that, the wording that was chosen.
func (t *turn) given(ctx context.Context, s Suggestion, item Item, lead Lead) (string, error) {
	if s.TemplateID == item.TemplateID && s.Variant == item.Variant {
		return item.Draft, nil
	}
	words, err := t.vocabulary(ctx)
	return t.draft(Decision{TemplateID: s.TemplateID, Variant: s.Variant}, words.all, lead), err
}

// on is a suggestion with the words that a draft starts from.
func (d Draft) on(s Suggestion) Suggestion {
	s.Reason, s.Channel, s.TemplateID, s.Variant = d.Reason, d.Channel, d.TemplateID, d.Variant
	return s
}

// tellLast adds the last messages to a brief, as far as their texts are kept. One that speaks of somebody's health is
// left out.
func (t *turn) tellLast(ctx context.Context, b *Brief, o writing, lead Lead) error {
	if !t.user.KeepText {
		return nil
	}
	touches, err := t.tx.LastTexts(ctx, lead.ID, linesTold)
	for _, touch := range touches {
		if text, ok := o.redactor.Redact(cutText(touch.Text, mostRead)); ok {
			b.Last = append(b.Last, Line{Mine: touch.Direction == Out, Text: cutText(text, longestLine)})
		}
	}
	return err
}

func cutText(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

// review says what is wrong with what a model wrote, as codes, and gives the text that the user sees.
func (o writing) review(wrote string) (text string, faults []string) {
	wrote = drafting.Visible(wrote)
	if o.brief.Swiss {
		wrote = language.Spell(wrote, language.WithoutEszett)
	}
	for _, f := range o.redactor.Review(wrote, drafting.Bounds{Longest: o.brief.Longest, Given: o.brief.Given + "\n" + o.brief.Instruction}) {
		faults = append(faults, string(f))
	}
	if a := language.AddressOf(wrote); a != language.Unaddressed && a != o.brief.Address {
		faults = append(faults, fmt.Sprintf("address_%s", a))
	}
	for _, f := range o.rules.Check(wrote) {
		faults = append(faults, RuleFault+f.Fix)
	}
	return drafting.Restore(wrote, o.lead, o.me), faults
}

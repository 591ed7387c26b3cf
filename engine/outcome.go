package engine

import (
	"context"
	"slices"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// another gives a suggestion the next best wording that was not shown yet. What the user passes over is not held
// against it: only what was sent counts.
func (t *turn) another(ctx context.Context, item *Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	k, before, err := t.knowOf(ctx, lead, item.ID)
	if err != nil {
		return err
	}
	templates := t.speaking(lead, item.Reason, t.competing(lead, item.Suggestion, k), k)
	d := Decision{
		ID: newID(), LeadID: lead.ID, SuggestionID: item.ID, At: t.now, Nth: len(before), Propensity: 1,
		Channel: item.Channel, DueAt: item.DueAt, Confidence: item.Confidence, Kappa: k.kappa(),
		Candidates: k.candidates(templates, lead, t.now),
	}
	if len(before) > 0 {
		d.SequenceID, d.Step = before[len(before)-1].SequenceID, before[len(before)-1].Step
	}
	next := timing.NextVariant(variants(d.Candidates), d.Kappa, d.shown(before))
	if next < 0 { // all were shown: the next round begins
		next = timing.NextVariant(variants(d.Candidates), d.Kappa, d.places(item.TemplateID, item.Variant))
	}
	if next < 0 {
		return nil
	}
	d.take(next)
	item.TemplateID, item.Variant, item.Draft, item.DraftBy = d.TemplateID, d.Variant, t.draft(d, templates, lead), ByTemplate
	return t.tx.AddDecisions(ctx, []Decision{d})
}

// knowOf reads what another wording for an open suggestion rests on: what is known of its lead, and the choices so far.
func (t *turn) knowOf(ctx context.Context, lead Lead, id SuggestionID) (k known, before []Decision, err error) {
	if k, err = t.know(ctx, []LeadID{lead.ID}); err != nil {
		return k, nil, err
	}
	if err = t.follow(ctx, lead.ID); err != nil {
		return k, nil, err
	}
	before, err = t.tx.DecisionsOf(ctx, id)
	return k, before, err
}

// shown are the candidates that the user has seen in this round. One that comes up again begins a new round.
func (d Decision) shown(before []Decision) []int {
	var shown []int
	for _, b := range before {
		for _, i := range d.places(b.TemplateID, b.Variant) {
			if slices.Contains(shown, i) {
				shown = nil
			}
			shown = append(shown, i)
		}
	}
	return shown
}

// places is where a wording stands among the candidates, nowhere when it is none.
func (d Decision) places(template string, variant int) []int {
	for i, c := range d.Candidates {
		if c.TemplateID == template && c.Variant == variant {
			return []int{i}
		}
	}
	return nil
}

// note records what an answer to a card tells of its wording: that it was sent, or that the lead answered. The
// card of a lead who must not be written to held no draft.
func (t *turn) note(ctx context.Context, item Item, direction Direction) error {
	if direction == In {
		return t.credit(ctx, []LeadID{item.LeadID})
	}
	if item.BlockedBy != "" {
		return nil
	}
	if err := t.noteRewritten(ctx, item); err != nil {
		return err
	}
	return t.tx.Sent(ctx, item.ID, t.now)
}

// Rewritten is the number of what a model or the user made of a template's wordings. What answers it counts for the step
// of a sequence, but tells nothing of any of the wordings.
const Rewritten = firstOwn - 1

// wording is the number of the words that a suggestion has now.
func (s Suggestion) wording() int {
	if s.DraftBy != ByTemplate {
		return Rewritten
	}
	return s.Variant
}

// noteRewritten notes that other words were sent than those that were chosen.
func (t *turn) noteRewritten(ctx context.Context, item Item) error {
	if item.DraftBy == ByTemplate {
		return nil
	}
	before, err := t.tx.DecisionsOf(ctx, item.ID)
	if err != nil || len(before) == 0 || before[len(before)-1].Variant == Rewritten {
		return err
	}
	d := before[len(before)-1]
	d.ID, d.At, d.Nth, d.Candidates, d.Variant, d.Propensity = newID(), t.now, len(before), []Candidate{}, Rewritten, 1
	return t.tx.AddDecisions(ctx, []Decision{d})
}

// credit credits what leads answered to, by what the answers mean.
func (t *turn) credit(ctx context.Context, leads []LeadID) error {
	worth := map[language.Intent]float64{}
	for _, intent := range intents {
		worth[intent] = timing.Reward(string(intent))
	}
	return t.tx.Answered(ctx, leads, worth, t.now)
}

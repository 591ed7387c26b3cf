package engine

import (
	"context"

	"github.com/salesflow/salesflow/engine/language"
)

// mostNamesakes is how many leads are offered to choose from.
const mostNamesakes = 6

// whichOne asks which of several leads a command is about; the answer carries it out.
func (t *turn) whichOne(ctx context.Context, leads []LeadName, verb language.Verb) error {
	open := map[LeadID]SuggestionID{}
	for _, lead := range leads[:min(len(leads), mostNamesakes)] {
		item, err := t.tx.OpenItem(ctx, lead.ID)
		if err != nil {
			return err
		}
		open[lead.ID] = item.ID
	}
	t.askWhich("which_one", leads, func(lead LeadName) string { return action(pressFor(verb), open[lead.ID]) })
	return nil
}

// askWhich asks which of several leads is meant; do is what the button of one carries.
func (t *turn) askWhich(key string, leads []LeadName, do func(LeadName) string) {
	var buttons [][]Button
	for _, lead := range leads[:min(len(leads), mostNamesakes)] {
		buttons = append(buttons, []Button{{Key: "which_one.lead", Args: Args{"name": lead.Name}, Action: do(lead)}})
	}
	t.say(key, Args{"count": len(leads)}, buttons...)
}

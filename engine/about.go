package engine

import (
	"context"
	"slices"
)

// touchesTold is how many of the last touches are told.
const touchesTold = 3

// tell says what is known of a lead: how far it has come and the last touches. Why it is due, and when, follows.
func (t *turn) tell(ctx context.Context, id LeadID) error {
	lead, err := t.tx.Lead(ctx, id)
	if err != nil {
		return err
	}
	touches := []Because{}
	for _, touch := range slices.Backward(lead.Touches()) {
		if len(touches) == touchesTold {
			break
		}
		b := Because{Key: "touch.in"}
		if touch.Out {
			b.Key = "touch.out"
		}
		b.Args = Args{"at": t.local(touch.At), "channel": touch.Channel}
		touches = append(touches, b)
	}
	t.say("about", Args{"name": lead.Name, "stage": string(lead.Stage), "touches": touches,
		"form": string(lead.Addressed()), "form_source": string(lead.AddressSource)})
	t.about(id)
	return nil
}

// tellAll tells of an open lead, and why it is due when it is.
func (t *turn) tellAll(ctx context.Context, item Item) error {
	if err := t.tell(ctx, item.LeadID); err != nil {
		return err
	}
	return t.why(ctx, item)
}

// tellClosed tells of a lead that is never suggested.
func (t *turn) tellClosed(ctx context.Context, id LeadID) error {
	if err := t.tell(ctx, id); err != nil {
		return err
	}
	return t.whyClosed(ctx, id)
}

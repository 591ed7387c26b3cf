package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/language"
)

// choices are what a user may say that a reply meant, in the order of the buttons.
var choices = []language.Intent{
	language.MeansPositive, language.MeansQuestion, language.MeansLater, language.MeansObjection,
	language.MeansNegative, language.MeansOptOut, language.MeansNeutral,
}

// meaningButtons ask what a lead's reply meant, with others last. Nobody has to answer.
func meaningButtons(item Item, last ...Button) [][]Button {
	var buttons []Button
	for _, intent := range choices {
		buttons = append(buttons, Button{Key: "meant." + string(intent), Action: action(pressMeant, item.ID, string(intent))})
	}
	return rows(append(buttons, last...), 2)
}

func meantButton(item Item) []Button {
	return []Button{{Key: "reply_other", Action: action(pressMeant, item.ID)}}
}

// laterForLead offers days to a lead who wants to hear later.
func (t *turn) laterForLead(ctx context.Context, next Suggestion) ([][]Button, error) {
	moments, err := t.moments(ctx, Lead{ID: next.LeadID})
	if err != nil {
		return nil, err
	}
	moments = slices.DeleteFunc(moments, func(m moment) bool { return m.at != nil })
	return t.laterButtons(ctx, moments, func(key string) string { return action(pressLater, next.ID, key) },
		Button{Key: "let_rest", Action: action(pressRest, next.ID)})
}

// limitButtons ask on which channel a lead wants no messages.
func (t *turn) limitButtons(ctx context.Context, item Item) ([][]Button, error) {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return nil, err
	}
	addresses, err := t.tx.AddressesOf(ctx, []LeadID{lead.ID})
	var buttons []Button
	for _, c := range waysTo(lead, addresses) {
		buttons = append(buttons, Button{
			Key: "channel." + string(c), Action: action(pressMeant, item.ID, string(language.MeansChannelLimit), string(c)),
		})
	}
	return rows(buttons, 2), err
}

// pressMeant lets the user say what a reply meant: without an answer it asks, with one it takes back what followed
// from the first reading and does what follows from this one.
func (t *turn) pressMeant(ctx context.Context, item Item, more string) error {
	if more == "" {
		t.change("reply_what", Args{"name": item.LeadName}, meaningButtons(item)...)
		t.about(item.LeadID)
		return nil
	}
	meant, limit, _ := strings.Cut(more, ":")
	intent := language.Intent(meant)
	if !slices.Contains(choices, intent) && intent != language.MeansChannelLimit {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	touches, err := t.tx.TouchesOf(ctx, item.ID)
	if err != nil {
		return err
	}
	touches = slices.DeleteFunc(touches, func(touch Touch) bool { return touch.Direction == Out })
	if len(touches) == 0 {
		return &Error{Code: Invalid, Key: "undo_too_late"}
	}
	touch := touches[len(touches)-1]
	ended := !item.Open() && *item.Outcome == NoMore
	if touch.Intent == intent && !item.Open() && t.now.Sub(*item.ClosedAt) < doubleTap && ended == (intent == language.MeansOptOut) {
		return nil // the same tap twice
	}
	return t.rehear(ctx, item, reply{
		lead: item.LeadID, touch: touch.ID, text: touch.Text, at: touch.At, channel: touch.Channel,
		source: touch.SourceKey, limit: Channel(limit), said: true,
		meaning: language.Reply{Intent: intent, Confidence: 1, Hard: intent == language.MeansOptOut},
	})
}

// rehear reads a reply anew. Where something was planned since, that stays: the reply then counts from now on. A stop
// that is older than an undo may be is never lifted by a button.
func (t *turn) rehear(ctx context.Context, item Item, r reply) error {
	if !item.Open() {
		err := t.takeBack(ctx, &item)
		if tooLate(err) && *item.Outcome != NoMore {
			return t.hear(ctx, r)
		}
		if err != nil {
			return err
		}
	}
	return t.hear(ctx, r)
}

func tooLate(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Key == "undo_too_late"
}

// The reply that waits for the user to say whose it is stands in the button, so that nothing of it is kept: its
// intent, how hard it is, its objection and channel, one character each, then its time and the day it names.
var (
	objections = [...]language.Objection{
		"", language.ObjectsMoney, language.ObjectsTime, language.ObjectsPyramid, language.ObjectsPartner,
		language.ObjectsTried, language.ObjectsProduct, language.ObjectsNetwork,
	}
	channels = [...]Channel{NoWay, Telegram, WhatsApp, SMS, Call, Email}
)

// hearPressed hears a reply, now that the user said whose it is.
func (t *turn) hearPressed(ctx context.Context, lead uuid.UUID, code string) error {
	r, err := decodeReply(code)
	if err != nil {
		return err
	}
	r.lead = lead
	return t.hear(ctx, r)
}

// earlier is the earlier of two times: nothing was said in the future.
func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

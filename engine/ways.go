package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// latersUntilWarned is after how many times of putting one lead off the user is offered another way: at the third, and then
// at each third.
const latersUntilWarned = 3

// tooOften reports whether one more Later is one to warn at.
func tooOften(laters int) bool { return (laters+1)%latersUntilWarned == 0 }

// warn offers other ways in place of the moments.
func (t *turn) warn(ctx context.Context, item Item) error {
	buttons, args, err := t.otherWays(ctx, item)
	if err != nil {
		return err
	}
	args["times"], args["moved"] = item.Laters+1, false
	t.change("put_off_often", args, append(buttons,
		[]Button{{Key: "later_anyway", Action: action(pressLater, item.ID, laterAnyway)}},
		[]Button{{Key: "back", Action: action(pressShow, item.ID)}})...)
	t.about(item.LeadID)
	return nil
}

// offerOtherWays does so after a lead was put off to a typed time: the user's word comes first.
func (t *turn) offerOtherWays(ctx context.Context, lead LeadID) error {
	item, err := t.tx.OpenItem(ctx, lead)
	if err != nil {
		return err
	}
	buttons, args, err := t.otherWays(ctx, item)
	if err != nil {
		return err
	}
	args["times"], args["moved"] = item.Laters, true
	t.say("put_off_often", args, buttons...)
	t.about(lead)
	return nil
}

// otherWays are what may help where putting off does not: another channel, another text, the leader, a rest.
func (t *turn) otherWays(ctx context.Context, item Item) ([][]Button, Args, error) {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return nil, nil, err
	}
	channels, err := t.otherChannels(ctx, lead, item.Suggestion)
	if err != nil {
		return nil, nil, err
	}
	var buttons []Button
	if len(channels) > 0 {
		buttons = append(buttons, Button{
			Key: "other_channel", Args: Args{"channel": string(channels[0])},
			Action: action(pressChannel, item.ID, string(channels[0])),
		})
	}
	if t.mayContact(lead, item.Suggestion).Allowed && item.Draft != "" {
		buttons = append(buttons, Button{Key: "other_text", Action: action(pressText, item.ID)})
	}
	if t.user.LeaderID != nil {
		buttons = append(buttons, Button{Key: "ask_leader", Action: action(pressAsk, item.ID)})
	}
	buttons = append(buttons, Button{Key: "let_rest", Action: action(pressRest, item.ID)})
	return rows(buttons, 1), Args{"name": lead.Name}, nil
}

// otherChannels are the ways to a lead besides the suggested one that the gate lets pass, a call first.
func (t *turn) otherChannels(ctx context.Context, lead Lead, s Suggestion) (open []Channel, err error) {
	addresses, err := t.tx.AddressesOf(ctx, []LeadID{lead.ID})
	if err != nil {
		return nil, err
	}
	has := map[Channel]bool{}
	for _, a := range addresses {
		has[a.Channel] = true
	}
	has[Call] = has[Phone]
	has[WhatsApp] = has[WhatsApp] || has[Phone]
	for _, c := range []Channel{Call, WhatsApp, Telegram, Email} {
		other := s
		other.Channel = c
		if verdict := t.mayContact(lead, other); has[c] && c != s.Channel && (verdict.Allowed || verdict.Ask) {
			open = append(open, c)
		}
	}
	return open, nil
}

// otherChannel shows the card again with another way to reach the lead.
func (t *turn) otherChannel(ctx context.Context, item Item, channel Channel) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	channels, err := t.otherChannels(ctx, lead, item.Suggestion)
	if err != nil {
		return err
	}
	if channel != item.Channel && !slices.Contains(channels, channel) {
		return &Error{Code: Invalid, Key: "error.button"}
	}
	item.Channel = channel
	t.judge(&item.Suggestion, lead)
	if err := t.tx.SaveSuggestions(ctx, []Suggestion{item.Suggestion}); err != nil {
		return err
	}
	if item, err = t.tx.Item(ctx, item.ID); err != nil { // with the address of the channel
		return err
	}
	return t.show(ctx, item)
}

// letRest leaves a lead alone for a long time, after which the user is asked once more.
func (t *turn) letRest(ctx context.Context, item Item) error {
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	item.remember(lead)
	if err := t.follow(ctx, lead.ID); err != nil {
		return err
	}
	if c := t.courses[lead.ID]; c != nil { // who rests follows no plan
		paused := c.Pause(t.today(), PausedByUser)
		paused.SuggestionID = nil
		c.take(paused, &item.ID)
	}
	if lead.Stage != StageCustomer && lead.Stage != StagePartner {
		lead.Stage, lead.UpdatedAt = StageNurture, t.now
		if err := t.tx.SaveLead(ctx, lead); err != nil {
			return err
		}
	}
	words, err := t.vocabulary(ctx)
	if err != nil {
		return err
	}
	next := t.suggest(lead, item.Channel, words.all)
	next.Chosen = true
	next.DueAt = t.onList(lead, t.notTooFar(t.today().AddDays(timing.LongestRest)))
	t.rank(&next, lead)
	if err := t.replace(ctx, item.Suggestion, Deferred, next); err != nil {
		return err
	}
	t.change("card_rests", Args{"name": lead.Name, "at": t.local(next.DueAt)}, undoButton(item))
	t.about(lead.ID)
	return t.nextCard(ctx, item)
}

// unrest takes back what putting off may have changed: the stage of a lead that was left to rest, and a question
// to the leader that is not told yet.
func (t *turn) unrest(ctx context.Context, lead Lead, item Item) error {
	if err := t.tx.Withdraw(ctx, lead.ID); err != nil {
		return err
	}
	if item.LeadStage == "" {
		return nil
	}
	if lead.Stage == StageNurture {
		lead.Stage = item.LeadStage
	}
	if lead.RestingUntil == nil && item.LeadRestingUntil != nil && item.LeadRestingUntil.After(t.now) {
		lead.RestingUntil = item.LeadRestingUntil
	}
	return t.tx.SaveLead(ctx, lead)
}

// askedAgainAfter is how long a leader is not asked about the same lead again.
const askedAgainAfter = 30 * 24 * time.Hour

// askLeader hands the lead's next step to the user's leader as a question, and puts the lead off until there may
// be an answer. That the leader has it is said when it is true.
func (t *turn) askLeader(ctx context.Context, item Item) error {
	if t.user.LeaderID == nil {
		return &Error{Code: Invalid, Key: "error.no_leader"}
	}
	last, err := t.tx.LastEscalation(ctx, item.LeadID)
	if err == nil && t.now.Sub(last) < askedAgainAfter {
		t.say("leader_asked_already", Args{"name": item.LeadName, "at": t.local(last)})
		t.about(item.LeadID)
		return nil
	}
	if err != nil && CodeOf(err) != NotFound {
		return err
	}
	lead, err := t.tx.Lead(ctx, item.LeadID)
	if err != nil {
		return err
	}
	days := 0 // of a lead that nobody has written to there is nothing to count
	if lead.LastTouchAt != nil {
		days = max(t.today().DaysSince(t.calendar().Day(*lead.LastTouchAt)), 0)
	}
	name := firstName(lead.Name)
	if name == "" {
		name = lead.Name
	}
	err = t.tx.AddEscalation(ctx, Escalation{
		ID: newID(), LeaderID: *t.user.LeaderID, LeadID: lead.ID, UserName: t.user.Name, LeadName: name,
		Days: days, CreatedAt: t.now, NotBefore: t.now,
	})
	if err != nil {
		return err
	}
	t.change("leader_asked", Args{"name": lead.Name})
	t.about(lead.ID)
	t.in.MessageRef = "" // the plan is said below it
	return t.putOff(ctx, item, moment{day: t.calendar().Next(t.today().AddDays(2))})
}

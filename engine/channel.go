package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// channelFor is the best way to reach a lead.
func (t *turn) channelFor(lead Lead, k known) Channel {
	if c := t.bestChannel(lead, k).Channel; c != "" {
		return Channel(c)
	}
	return NoWay
}

// bestChannel chooses among the channels on which the lead can be reached and nothing speaks against it, as of the
// day on which the lead is to be written to: what was sent just now has gone unanswered by then, or all is planned
// anew.
func (t *turn) bestChannel(lead Lead, k known) timing.ChannelChoice {
	if choice, ok := k.channels[lead.ID]; ok {
		return choice
	}
	at := t.calendar().At(t.wanted(lead), clock(t.user.ListAt))
	if at.Before(t.now) {
		at = t.now
	}
	var reach []timing.Reach
	for _, c := range t.permitted(lead, waysTo(lead, k.addresses[lead.ID])) {
		reach = append(reach, k.reach(c, at))
	}
	choice := timing.ChooseChannel(channelTouches(k.touches[lead.ID]), reach, at)
	k.channels[lead.ID] = choice
	return choice
}

// reach is what the user knows of a channel.
func (k known) reach(c Channel, at time.Time) timing.Reach {
	for _, tally := range k.tallies.Channels {
		if tally.Channel == c {
			left := timing.Tally{Sent: tally.Sent, Reward: tally.Answered}.Faded(at.Sub(tally.UpdatedAt))
			return timing.Reach{Channel: string(c), Sent: left.Sent, Answered: left.Reward}
		}
	}
	return timing.Reach{Channel: string(c)}
}

func channelTouches(touches []Touch) []timing.ChannelTouch {
	all := make([]timing.ChannelTouch, len(touches))
	for i, touch := range touches {
		all[i] = timing.ChannelTouch{At: touch.At, In: touch.Direction == In, Channel: string(touch.Channel)}
	}
	return all
}

// waysTo are the channels for which there is an address, the usual ones first.
func waysTo(lead Lead, addresses []Address) []Channel {
	has := map[Channel]bool{}
	for _, a := range addresses {
		has[a.Channel] = true
	}
	var ways []Channel
	for _, way := range []struct {
		channel Channel
		open    bool
	}{
		{WhatsApp, has[WhatsApp] || has[Phone] || len(addresses) == 0 && lead.Source == "whatsapp"},
		{Telegram, has[Telegram]},
		{Email, has[Email]},
		{Call, has[Phone]},
		{SMS, has[Phone]},
	} {
		if way.open {
			ways = append(ways, way.channel)
		}
	}
	return ways
}

// permitted are the ways that the gate does not forbid for want of a consent: a call needs more of it than a
// message. Where it forbids them all it says so on the first.
func (t *turn) permitted(lead Lead, ways []Channel) []Channel {
	var open []Channel
	for _, c := range ways {
		if v := t.mayContact(lead, Suggestion{Channel: c}); v.Allowed || v.Reason != compliance.NoConsent {
			open = append(open, c)
		}
	}
	if len(open) == 0 {
		return ways
	}
	return open
}

// touchedOn is the channel of a touch that the user reports: the suggestion's or, for an answer, the one on which the
// lead was written to last.
func (t *turn) touchedOn(ctx context.Context, item Item, direction Direction) (Channel, error) {
	if direction == Out {
		return item.Channel, nil
	}
	touches, err := t.recentTouches(ctx, []LeadID{item.LeadID})
	for _, touch := range slices.Backward(touches[item.LeadID]) {
		if touch.Direction == Out && touch.Channel != NoWay {
			return touch.Channel, err
		}
	}
	return item.Channel, err
}

package compliance

import "time"

// Pause is the least time between two messages that nobody answered.
const Pause = 24 * time.Hour

const mostUnanswered = 5 // one more silence stops the follow-up

// MayContact is the one gate before every message to a lead. It runs when a follow-up is listed, drafted,
// approved and sent, and its verdict is recorded. Reasons that last come before reasons that pass: a contact
// blocked by QuietHours is fine at the next legal moment.
//
// An opt-out blocks everything but Rights. The limits on follow-ups do not hold back what the lead waits for:
// an Answer to a message that came after the last outbound one, a Service that was agreed on.
func MayContact(c Case) Verdict {
	if c.Purpose == Rights {
		return mayAnswerRights(c)
	}
	limit := followUpLimit(c)
	if limit == OptedOut || limit != "" && !c.awaited() {
		return blocked(limit)
	}
	cell := permission(c)
	if cell == no {
		return blocked(c.refusal())
	}
	if !c.reachable() {
		return blocked(NoChannel)
	}
	if c.Now.Before(c.RestingUntil) && !c.awaited() {
		return blocked(Resting)
	}
	if c.Sending == Direct && !c.DirectOn {
		return blocked(DirectOff)
	}
	if cell.asksRelation() && c.Relation != Known {
		return Verdict{Ask: true, Reason: RelationUnknown}
	}
	if !c.LegalMoment {
		return blocked(QuietHours)
	}
	return Verdict{Allowed: true, Warn: cell.warning() != "", Reason: cell.warning()}
}

// ShouldFollowUp reports whether following up makes sense at all, apart from consent, channel and hour: not
// after an opt-out, not with a lost lead, not after more than 5 unanswered touches and not within 24 hours of
// the last one unless the lead wrote since. These are MayContact's first four reasons, in its order.
func ShouldFollowUp(c Case) (bool, Reason) {
	limit := followUpLimit(c)
	return limit == "", limit
}

func followUpLimit(c Case) Reason {
	switch {
	case c.OptedOut, c.Consent == Objected, c.Consent == Suppressed:
		return OptedOut
	case c.Lost:
		return Lost
	case c.Unanswered > mostUnanswered:
		return TooManyUnanswered
	case !c.LastOut.IsZero() && c.Now.Sub(c.LastOut) < Pause && !c.wroteSince():
		return ContactedRecently
	default:
		return ""
	}
}

// mayAnswerRights lets an answer through that the law asks for, whatever the lead has stopped and at any hour.
func mayAnswerRights(c Case) Verdict {
	switch {
	case !c.reachable():
		return blocked(NoChannel)
	case c.Sending == Direct && !c.DirectOn:
		return blocked(DirectOff)
	default:
		return Verdict{Allowed: true}
	}
}

func blocked(r Reason) Verdict { return Verdict{Reason: r} }

// awaited reports whether the lead counts on this contact, so that it is no follow-up.
func (c Case) awaited() bool {
	return c.Purpose == Answer && c.wroteSince() || c.Purpose == Service && !c.Lost
}

func (c Case) wroteSince() bool { return c.LastIn.After(c.LastOut) }

// reachable holds a wrong number back even where the caller still takes the channel for available, and the
// system back from channels on which only a person can contact a lead.
func (c Case) reachable() bool {
	if !c.ChannelAvailable || c.Consent == NumberInvalid {
		return false
	}
	return c.Sending == Assisted || c.Channel == WhatsApp || c.Channel == SMS || c.Channel == Email
}

// refusal tells a wrong number from a missing consent.
func (c Case) refusal() Reason {
	if c.Consent == NumberInvalid {
		return NoChannel
	}
	return NoConsent
}

package engine

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
)

// mayContact asks the one gate about a suggestion for the user to act on now.
func (t *turn) mayContact(lead Lead, s Suggestion) compliance.Verdict {
	return compliance.MayContact(t.caseOf(lead, s))
}

// judge records what the gate says of a suggestion at the moment it is due: what blocks it, or nothing.
func (t *turn) judge(s *Suggestion, lead Lead) compliance.Verdict {
	c := t.caseOf(lead, *s)
	if s.DueAt.After(c.Now) {
		c.Now = s.DueAt
	}
	verdict := compliance.MayContact(c)
	if s.BlockedBy = ""; !verdict.Allowed {
		s.BlockedBy = string(verdict.Reason)
	}
	return verdict
}

// caseOf puts a lead and a suggestion into the gate's plain values. A moment outside of the legal hours does
// not keep the user from preparing: the card names the hour from which on it is fine to send.
func (t *turn) caseOf(lead Lead, s Suggestion) compliance.Case {
	c := compliance.Case{
		Purpose: compliance.Offer, Sending: compliance.Assisted, Mode: t.engine.Rules.Consent,
		Country: t.user.Country, Channel: compliance.Channel(s.Channel), Consent: compliance.State(lead.Consent),
		Relation: said(lead.Relation), ChannelAvailable: s.Channel != NoWay, LegalMoment: true,
		OptedOut: lead.OptedOutAt != nil, Lost: lead.Stage == StageLost, Unanswered: lead.Unanswered,
		RestingUntil: lead.restsUntil(), Now: t.now,
	}
	if lead.Waiting(t.now) {
		c.Purpose = compliance.Answer
	}
	if lead.LastOutAt != nil {
		c.LastOut = *lead.LastOutAt
	}
	if lead.LastInAt != nil {
		c.LastIn = *lead.LastInAt
		if c.Consent == compliance.None {
			c.Consent = compliance.Age(compliance.InboundWindow, c.Channel, c.LastIn, t.now)
		}
	}
	if lead.Closed(s.Channel) {
		c.Consent = compliance.Withdrawn
	}
	return c
}

// said is what the gate needs to know of a relation.
func said(r Relation) compliance.Relation {
	switch r {
	case RelationUnknown:
		return compliance.Unsaid
	case RelationStranger:
		return compliance.Stranger
	}
	return compliance.Known
}

// fingerprints are the keyed hashes under which a person is known again: of the addresses or, without any, of
// the name.
func (e *Engine) fingerprints(nameKey string, addresses []Address, at time.Time) ([]Suppression, error) {
	if len(addresses) == 0 {
		addresses = []Address{{Channel: Channel(compliance.Name), Address: nameKey}}
	}
	var hashes []Suppression
	for _, a := range addresses {
		s, err := e.Hasher.Hash(compliance.Channel(a.Channel), a.Address)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, Suppression{Hash: s.Hash[:], KeyVersion: s.Version, CreatedAt: at})
	}
	return hashes, nil
}

// candidates are the hashes of fingerprints under every key that is still known.
func (e *Engine) candidates(nameKey string, addresses []Address) ([][]byte, error) {
	if nameKey != "" {
		addresses = append([]Address{{Channel: Channel(compliance.Name), Address: nameKey}}, addresses...)
	}
	var hashes [][]byte
	for _, a := range addresses {
		all, err := e.Hasher.Candidates(compliance.Channel(a.Channel), a.Address)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			hashes = append(hashes, s.Hash[:])
		}
	}
	return hashes, nil
}

// MayDeliver asks the gate about a message of ours to a lead, right before it is sent. Direct sending is off
// until somebody switches it on: then nothing passes.
func (e *Engine) MayDeliver(ctx context.Context, d Delivery) (allowed bool, err error) {
	now := e.Clock.Now()
	err = e.Store.As(ctx, d.UserID, func(tx Tx) error {
		user, err := tx.User(ctx)
		if err != nil {
			return err
		}
		lead, err := tx.Lead(ctx, *d.LeadID)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: user}
		c := t.caseOf(lead, Suggestion{Channel: d.Channel})
		c.Sending, c.LegalMoment = compliance.Direct, t.calendar().LegalForLead(now)
		allowed = compliance.MayContact(c).Allowed
		return nil
	})
	return allowed, err
}

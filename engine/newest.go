package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// meant is what a message of an import means, and its text.
type meant struct {
	language.Reply
	text string
}

// gravity orders intents by what must not be missed: who writes several messages in a row means the gravest.
var gravity = []language.Intent{
	language.MeansOptOut, language.MeansPrivacyRequest, language.MeansWrongPerson, language.MeansComplaint,
	language.MeansSensitive, language.MeansLater, language.MeansNegative, language.MeansChannelLimit,
	language.MeansObjection, language.MeansQuestion, language.MeansPositive, language.MeansNeutral,
	language.MeansAutoReply,
}

// newest finds what an import newly brings from each lead: the gravest of the messages that the user has not written
// after. A stop counts wherever it stands.
func (t *turn) newest(leads []Lead, in admitted, added []Touch) map[LeadID]reply {
	byID := make(map[LeadID]Lead, len(leads))
	for _, lead := range leads {
		byID[lead.ID] = lead
	}
	heard := map[LeadID]reply{}
	for _, touch := range added {
		m, ok := in.meanings[touch.ID]
		lead, known := byID[touch.LeadID]
		if !ok || !known || lead.OptedOutAt != nil {
			continue
		}
		r := replyIn(touch, m)
		old := lead.LastOutAt != nil && !touch.At.After(*lead.LastOutAt)
		if (old || !lead.Open()) && !(m.Hard && stops(m.Intent)) {
			continue
		}
		if before, ok := heard[lead.ID]; !ok || graver(r, before) {
			heard[lead.ID] = r
		}
	}
	return heard
}

// stops reports whether an intent ends everything wherever in a history it stands.
func stops(intent language.Intent) bool {
	return intent == language.MeansOptOut || intent == language.MeansPrivacyRequest
}

func graver(r, than reply) bool {
	a, b := slices.Index(gravity, r.meaning.Intent), slices.Index(gravity, than.meaning.Intent)
	if a == b {
		return r.meaning.Hard && !than.meaning.Hard || r.meaning.Hard == than.meaning.Hard && r.at.After(than.at)
	}
	return a < b
}

// replyIn is a message of an import as a reply. In a group nobody speaks to the user alone: a stop there is only
// suspected, and nothing else follows from what is said.
func replyIn(touch Touch, m meant) reply {
	r := reply{
		lead: touch.LeadID, touch: touch.ID, text: m.text, at: touch.At, channel: touch.Channel,
		source: touch.SourceKey, meaning: m.Reply, imported: true,
	}
	if strings.HasPrefix(touch.SourceKey, "group:") {
		r.meaning.Hard = false
		if r.meaning.Intent != language.MeansOptOut {
			r.meaning = language.Reply{Intent: language.MeansAutoReply}
		}
	}
	return r
}

// ease ends the rest of leads who wrote since, and warms up those who wrote something nice not long ago, before they
// are planned.
func (t *turn) ease(ctx context.Context, leads []Lead, heard map[LeadID]reply) error {
	for i := range leads {
		lead := &leads[i]
		r, wrote := heard[lead.ID]
		if !wrote || r.meaning.Intent == language.MeansAutoReply || r.meaning.Intent == language.MeansNeutral ||
			lead.restsUntil().Equal(never) {
			continue
		}
		fond := r.meaning.Intent == language.MeansPositive && t.now.Sub(r.at) < waitingFor
		if lead.RestingUntil == nil && !fond {
			continue
		}
		lead.RestingUntil, lead.UpdatedAt = nil, t.now
		if fond {
			lead.Sentiment = warmer(lead.Sentiment)
		}
		if err := t.tx.SaveLead(ctx, *lead); err != nil {
			return err
		}
	}
	return nil
}

// mostHeard is how many leads of one import the user is told about one by one.
const mostHeard = 8

// hearImported does what follows from what an import brought. Where that is the same as for anybody who wrote, the
// report says enough.
func (t *turn) hearImported(ctx context.Context, heard map[LeadID]reply, report *ImportReport) error {
	var matter []reply
	for _, r := range heard {
		if t.matters(r) {
			matter = append(matter, r)
		}
	}
	slices.SortFunc(matter, func(a, b reply) int {
		if graver(a, b) {
			return -1
		}
		if graver(b, a) {
			return 1
		}
		return strings.Compare(a.lead.String(), b.lead.String())
	})
	for i, r := range matter {
		before := len(t.said)
		if err := t.hear(ctx, r); err != nil {
			return err
		}
		if i >= mostHeard {
			t.said = t.said[:before]
		}
	}
	if rest := len(matter) - mostHeard; rest > 0 {
		t.say("replies_more", Args{"count": rest})
	}
	if report.Lead != nil && len(matter) > 0 {
		return t.correct(ctx, report)
	}
	return nil
}

// matters reports whether more follows from a reply of an import than that the lead waits for an answer.
func (t *turn) matters(r reply) bool {
	switch r.meaning.Intent {
	case language.MeansNeutral, language.MeansPositive, language.MeansQuestion, language.MeansObjection:
		return false
	case language.MeansComplaint:
		return t.now.Sub(r.at) < waitingFor
	case language.MeansOptOut, language.MeansPrivacyRequest, language.MeansWrongPerson, language.MeansChannelLimit:
		return true
	case language.MeansLater:
		if r.meaning.Due.IsZero() {
			return t.now.Sub(r.at) < waitingFor
		}
	}
	f := t.consequence(&Lead{}, r)
	return f.stop == compliance.State("") && f.key != "reply_later_when" && f.until.After(t.now)
}

// correct brings the report of a single lead up to what followed.
func (t *turn) correct(ctx context.Context, report *ImportReport) error {
	lead, err := t.tx.Lead(ctx, report.Lead.ID)
	if err != nil {
		return err
	}
	report.Lead = &lead
	item, err := t.tx.OpenItem(ctx, lead.ID)
	if CodeOf(err) == NotFound {
		report.First = timing.Date{}
		return nil
	}
	if err == nil {
		report.First = t.calendar().Day(t.comes(item.DueAt))
	}
	return err
}

package engine

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// following is what follows from a reply.
type following struct {
	key       string           // of the text that says so
	stop      compliance.State // the state that ends everything, empty for none
	until     time.Time        // nothing is proposed before, zero for as usual
	timed     bool             // until is a time of day and not just a day
	objection language.Objection
	limit     Channel // on which the lead wants no messages
	ask       bool    // the user is asked something
}

// never is when nothing is proposed until the user says so.
var never = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

const (
	restAfterGrief = 14 // days in which nobody is written to who has other worries
	restUntilAsked = 14 // days that a lead rests who wants to hear later, until the user says when
)

// consequence is what follows from a reply for a lead, whom it changes.
func (t *turn) consequence(lead *Lead, r reply) following {
	switch m := r.meaning; m.Intent {
	case language.MeansOptOut:
		if m.Hard {
			return following{key: "reply_opt_out", stop: compliance.Objected}
		}
		return following{key: "reply_opt_out_maybe", until: never, ask: true}
	case language.MeansPrivacyRequest:
		return following{key: "reply_privacy_request", stop: compliance.Objected}
	case language.MeansWrongPerson:
		return following{key: "reply_wrong_person", stop: compliance.NumberInvalid}
	case language.MeansNegative:
		return t.afterNo(lead, r)
	case language.MeansSensitive:
		return following{key: "reply_sensitive", until: t.daysAfter(r.at, restAfterGrief)}
	case language.MeansLater, language.MeansAutoReply:
		return t.afterLater(m)
	case language.MeansChannelLimit:
		limit := closes(lead, r)
		return following{key: "reply_channel_limit", limit: limit, ask: limit == ""}
	case language.MeansPositive:
		lead.Sentiment = warmer(lead.Sentiment)
		return following{key: "reply_positive"}
	case language.MeansQuestion:
		lead.OpenQuestion = r.text
		return following{key: "reply_question"}
	case language.MeansObjection:
		lead.Objection = m.Objection
		return following{key: "reply_objection", objection: m.Objection}
	case language.MeansComplaint:
		return following{key: "reply_complaint", ask: true}
	}
	if r.reported { // what the user made of it told nothing: who read the message knows
		return following{key: "card_answered", ask: true}
	}
	return following{key: "reply_neutral"}
}

// stillRests keeps a lead at rest whom a reply does not bring back: in doubt until the user says so, and where the lead
// only adds a word to what asked for the rest.
func (l Lead) stillRests(f following, r reply, now time.Time) following {
	rest := l.restsUntil()
	switch {
	case r.said || f.stop != "" || !rest.After(now):
	case rest.Equal(never):
		return following{key: "reply_opt_out_maybe", until: never, ask: true}
	case (r.meaning.Intent == language.MeansNeutral || f.key == "reply_later_when") && l.addsAWord():
		return following{key: "reply_neutral", until: rest}
	}
	return f
}

// addsAWord reports whether the lead's last message followed one of its own.
func (l Lead) addsAWord() bool {
	touches := l.Touches()
	return len(touches) > 1 && !touches[len(touches)-1].Out && !touches[len(touches)-2].Out
}

// afterNo lets a lead rest who said no. Who says so a second time may not want to hear any more at all.
func (t *turn) afterNo(lead *Lead, r reply) following {
	if timesNo(lead.Touches()) > 1 {
		return following{key: "reply_opt_out_maybe", until: never, ask: true}
	}
	if lead.Stage != StageCustomer && lead.Stage != StagePartner {
		lead.Stage = StageNurture
	}
	return following{key: "reply_negative", until: t.daysAfter(r.at, timing.LongestRest)}
}

// timesNo counts in how many talks in a row the lead said no: what comes without a word of the user between is one.
func timesNo(touches []timing.Touch) (count int) {
	counted := false
	for i := len(touches) - 1; i >= 0; i-- {
		switch touch := touches[i]; {
		case touch.Out:
			counted = false
		case touch.Answer == timing.Positive:
			return count
		case touch.Answer == timing.Negative && !counted:
			count, counted = count+1, true
		}
	}
	return count
}

// afterLater waits for the day that the lead named, or asks the user for one.
func (t *turn) afterLater(m language.Reply) following {
	until := m.Due
	if !m.Timed && !until.IsZero() {
		until = t.calendar().At(timing.DateOf(until), timing.WallClock{})
	}
	named := until.After(t.now)
	switch {
	case m.Intent == language.MeansAutoReply && named:
		return following{key: "reply_absent", until: until, timed: m.Timed}
	case m.Intent == language.MeansAutoReply:
		return following{key: "reply_auto"}
	case named:
		return following{key: "reply_later", until: until, timed: m.Timed}
	}
	return following{key: "reply_later_when", until: t.daysAfter(t.now, restUntilAsked), ask: true}
}

// daysAfter is the beginning of the day that lies some days after a time, zero if that is over.
func (t *turn) daysAfter(at time.Time, days int) time.Time {
	until := t.calendar().At(t.calendar().Day(at).AddDays(days), timing.WallClock{})
	if !until.After(t.now) {
		return time.Time{}
	}
	return until
}

// dayOf is the moment from which on a lead may be proposed again.
func (t *turn) dayOf(f following) moment {
	m := moment{day: t.calendar().Day(f.until)}
	if f.timed {
		local := t.local(f.until)
		m.at = &timing.WallClock{Hour: local.Hour(), Minute: local.Minute()}
	}
	return m
}

// warmer is a sentiment one step up.
func warmer(s Sentiment) Sentiment {
	if s == Cold {
		return Warm
	}
	return Hot
}

// closes takes a channel from a lead's and returns it, empty when the lead did not say which.
func closes(lead *Lead, r reply) Channel {
	limit := r.limit
	if limit == "" {
		limit = Channel(language.UnwantedChannel(r.text))
	}
	if limit == "" || lead.Closed(limit) {
		return limit
	}
	if lead.ClosedChannels != "" {
		lead.ClosedChannels += ","
	}
	lead.ClosedChannels += string(limit)
	return limit
}

// sayFollowing tells the user what was understood and what follows, with a way to correct both.
func (t *turn) sayFollowing(ctx context.Context, item Item, next Suggestion, f following) error {
	args := Args{
		"name": item.LeadName, "next": t.comes(next.DueAt), "timed": f.timed, "objection": string(f.objection),
		"channel": string(f.limit),
	}
	if !f.until.IsZero() && f.until != never {
		args["at"] = t.local(f.until)
	}
	buttons, err := t.questionButtons(ctx, item, next, f)
	if err != nil {
		return err
	}
	last := append(meantButton(item), undoButton(item)...)
	if f.key == "card_answered" {
		last = undoButton(item)
	}
	t.change(f.key, args, append(buttons, last)...)
	t.about(item.LeadID)
	return nil
}

// questionButtons are the answers to what the user is asked.
func (t *turn) questionButtons(ctx context.Context, item Item, next Suggestion, f following) ([][]Button, error) {
	if !f.ask {
		return nil, nil
	}
	switch f.key {
	case "reply_opt_out_maybe":
		return [][]Button{{
			{Key: "reply_yes", Action: action(pressMeant, item.ID, string(language.MeansOptOut))},
			{Key: "reply_no", Action: action(pressMeant, item.ID, string(language.MeansNeutral))},
		}}, nil
	case "reply_later_when":
		return t.laterForLead(ctx, next)
	case "card_answered":
		return meaningButtons(item), nil
	case "reply_complaint":
		return [][]Button{{{Key: "no_more", Action: action(pressMeant, item.ID, string(language.MeansOptOut))}}}, nil
	}
	return t.limitButtons(ctx, item)
}

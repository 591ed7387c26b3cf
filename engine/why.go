package engine

import (
	"math"
	"time"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// Because is one true sentence about an advice: a text key with arguments. The argument name is the lead's first
// name, empty where it is not known.
type Because struct {
	Key  string `json:"key"`
	Args Args   `json:"args"`
}

// Why explains the advice that Decide gave for s: why the lead is due or not, why then and there, how likely an
// answer is and on what that rests, and what would change it. It claims nothing that the touches do not show.
func (d *Decider) Why(s *Situation, a Advice) []Because {
	w := explanation{s: s, a: a, team: d.mind.KnowsUser(s.UserID)}
	if a.FollowUp {
		w.standing()
		w.moment()
		w.constraint()
		w.expect()
	} else {
		w.block()
		w.rhythm()
	}
	return w.said
}

// explanation collects sentences.
type explanation struct {
	s    *Situation
	a    Advice
	name string // the lead's first name
	team bool   // something is known of the user's other leads
	said []Because
}

// expect is what is known of the lead, what follows from that, and what would change it.
func (w *explanation) expect() {
	w.rhythm()
	w.chance()
	w.channel()
	w.change()
}

func (w *explanation) say(key string, args Args) {
	all := Args{"name": w.name}
	for name, value := range args {
		all[name] = value
	}
	w.said = append(w.said, Because{Key: key, Args: all})
}

// standing is what happened last.
func (w *explanation) standing() {
	view := w.a.view
	args := Args{"days": w.daysSince(view.Last), "unanswered": view.Unanswered, "question": ""}
	switch {
	case w.a.Waiting:
		args["days"] = w.daysSince(view.LastIn)
		w.say("reason.waiting", args)
	case view.Unanswered == 1:
		w.say("reason.unanswered", args)
	case view.Unanswered > 1:
		w.say("reason.unanswered_often", args)
	case !view.Last.IsZero():
		w.say("reason.silent", args)
	default:
		w.say("because.fresh", nil)
	}
	switch {
	case view.LastAnswer == timing.Positive:
		w.say("because.interest", nil)
	case view.LastAnswer == timing.Objection && !view.LastWasIn():
		w.say("because.objection", nil)
	}
}

func (w *explanation) daysSince(t time.Time) int {
	if t.IsZero() {
		return 0
	}
	user := w.s.User.Calendar
	return max(user.Day(w.s.Now).DaysSince(user.Day(t)), 0)
}

func (w *explanation) moment() {
	if w.a.Bound {
		w.say("because.bound", Args{"at": w.local(w.a.At)})
		return
	}
	w.say("because.moment", Args{"at": w.local(w.a.At), "now": !w.a.At.After(w.s.Now), "waiting": w.a.Waiting})
}

// local is a moment on the user's clock.
func (w *explanation) local(t time.Time) time.Time { return t.In(w.s.User.Calendar.Zone()) }

// constraint is what keeps the user from writing at once, or on the day before the moment.
func (w *explanation) constraint() {
	s := w.s
	if !w.a.At.After(s.Now) {
		return
	}
	today, last := s.Lead.Day(s.Now), s.Lead.Day(w.a.At).AddDays(-1)
	_, rests := s.Lead.RestOn(today)
	switch {
	case !rests && !s.Lead.LegalForLead(s.Now):
		w.say("because.quiet", nil)
	case !rests && !s.User.Active(s.Now):
		w.say("because.inactive", nil)
	}
	for day := today; !last.Before(day); day = day.AddDays(1) {
		rest, ok := s.Lead.RestOn(day)
		args := Args{"day": dated(day), "holiday": rest.Name, "somewhere": rest.Somewhere}
		switch {
		case ok && rest.Name != "":
			w.say("because.holiday", args)
			return
		case ok && (day == today || day == last):
			w.say("because.sunday", args)
			return
		}
	}
}

// rhythm is when the lead's own answers come, or that they show nothing yet.
func (w *explanation) rhythm() {
	s := w.s
	p := timing.FindPattern(s.Touches, s.Lead, s.Now)
	args := Args{
		"count": p.Answers, "days": string(p.Days), "from": p.From, "to": p.To, "inside": p.Inside,
		"theirs": s.Lead.OffsetFrom(s.User.Calendar, s.Now) != 0, "team": w.team,
	}
	switch {
	case p.Found:
		w.say("because.pattern", args)
	case p.Answers == 0:
		w.say("because.no_answers", args)
	case p.Answers < timing.FewestAnswers:
		w.say("because.few_answers", args)
	default:
		w.say("because.no_pattern", args)
	}
}

// chance is how likely an answer within a day is, in tenths. To somebody who waits it says nothing.
func (w *explanation) chance() {
	if !w.a.Waiting {
		tenths := int(math.Round(w.a.Chance.In24h * 10))
		w.say("because.chance", Args{"tenths": tenths, "attempts": w.a.view.Attempts})
	}
}

func (w *explanation) channel() {
	if w.a.ChannelReason != "" {
		w.say("channel_reason."+string(w.a.ChannelReason), Args{"channel": string(w.a.Channel)})
	}
}

func (w *explanation) change() {
	if !w.a.Waiting {
		w.say("because.change", nil)
	}
}

// block is what keeps the lead from being written to, and what would lift it.
func (w *explanation) block() {
	reason := w.a.BlockedBy
	w.say("blocked_by."+string(reason), nil)
	switch reason {
	case compliance.Lost, compliance.TooManyUnanswered, compliance.NoConsent, compliance.RelationUnknown:
		w.say("lifts."+string(reason), nil)
	case compliance.ContactedRecently:
		w.say("because.not_before", Args{"at": w.local(w.s.Lead.NextLegal(w.a.view.LastOut.Add(compliance.Pause)))})
	case compliance.Resting:
		w.say("because.not_before", Args{"at": w.local(w.s.Lead.NextLegal(w.s.rests(w.a.view)))})
	}
}

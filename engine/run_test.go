package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// holding is a condition with a name, which edits compare.
type holding struct {
	text  string
	holds func(engine.Facts) bool
}

func (h holding) Holds(f engine.Facts) (bool, error) {
	if h.holds == nil {
		return false, errors.New("no condition")
	}
	return h.holds(f), nil
}

func (h holding) String() string { return h.text }

func when(text string, holds func(engine.Facts) bool) []engine.Condition {
	return []engine.Condition{holding{text, holds}}
}

// firstContact is the customer's first sequence.
func firstContact() engine.Sequence {
	send := func(day int, template string) engine.Step {
		return engine.Step{Day: day, Name: template, Action: engine.SendMessage, Template: template}
	}
	s := engine.Sequence{
		ID: "first_contact_to_partner", Name: "Erst-Kontakt zu Partner", Hash: "1", TargetOutcome: "partner_signup",
		LongestDays: 30, Steps: []engine.Step{
			send(0, "confirm_interest"), send(2, "send_video"), send(5, "gentle_followup"), send(8, "offer_call"),
			send(14, "offer_3way_call"), send(21, "final_attempt"),
			{Day: 30, Name: "Sequenz beenden", Action: engine.EndSequence, Next: "long_term_nurture"},
		},
	}
	s.Steps[0].Conditions = when("hot or warm", func(f engine.Facts) bool {
		return f.Lead.Sentiment == engine.Hot || f.Lead.Sentiment == engine.Warm
	})
	s.Steps[0].On = map[engine.Response]engine.SequenceAction{
		engine.RespondedWell: engine.NextStep, engine.RespondedBadly: engine.MoveToNurture, engine.NotResponded: engine.Wait,
	}
	s.Steps[1].Conditions = when("not watched", func(f engine.Facts) bool { return !f.Lead.WatchedVideo })
	s.Steps[1].Fallback, s.Steps[1].Channel = "value_proposition", engine.WhatsApp
	s.Steps[2].Conditions = when("48 h", func(f engine.Facts) bool { return f.NoResponseSince > 48*time.Hour })
	s.Steps[3].On = map[engine.Response]engine.SequenceAction{engine.RespondedWell: engine.ScheduleCall}
	s.Steps[4].Conditions = when("objections", func(f engine.Facts) bool { return f.Lead.HasObjections })
	s.Steps[5].On = map[engine.Response]engine.SequenceAction{engine.NotResponded: engine.MoveToNurture}
	return s
}

// ghost is the customer's second sequence.
func ghost() engine.Sequence {
	s := engine.Sequence{
		ID: "ghost_reactivation", Name: "Ghost Reaktivierung", Hash: "2", MostAttempts: 3,
		Trigger: holding{"7 days", func(f engine.Facts) bool { return f.NoResponseDays >= 7 }},
		Steps: []engine.Step{
			{Day: 0, Name: "Pattern Interrupt", Action: engine.SendMessage, Template: "phoenix_reactivation",
				Variants: []string{"curiosity_hook", "value_reminder", "casual_checkin"}},
			{Day: 7, Name: "Neuer Ansatz", Action: engine.SendMessage, Template: "different_angle"},
			{Day: 14, Name: "Finale Nachricht", Action: engine.SendMessage, Template: "final_goodbye",
				On: map[engine.Response]engine.SequenceAction{engine.NotResponded: engine.ArchiveLead}},
		},
	}
	return s
}

func bavaria() timing.Calendar { return timing.NewCalendar(berlin(), "DE-BY") }

// follower plays a run day by day; it writes on the days on which it may.
type follower struct {
	run      engine.Run
	sequence engine.Sequence
	facts    engine.Facts
	calendar timing.Calendar
	last     timing.Date
	said     []string
}

func start(s engine.Sequence, day string) *follower {
	date, err := timing.ParseDate(day)
	if err != nil {
		panic(err)
	}
	f := &follower{sequence: s, calendar: bavaria(), last: date}
	f.facts.Lead.Sentiment = engine.Warm
	f.run = engine.NewRun(engine.Lead{}, s, f.calendar.At(date, timing.WallClock{Hour: 9}), f.calendar)
	return f
}

// upTo plays until a day, that day included, and writes whatever is proposed.
func (f *follower) upTo(day string) *follower {
	until, err := timing.ParseDate(day)
	if err != nil {
		panic(err)
	}
	for ; !until.Before(f.last); f.last = f.last.AddDays(1) {
		if !f.calendar.Workday(f.last) {
			continue
		}
		if f.run.Sent > 0 && !f.run.Heard {
			f.facts.NoResponseSince = time.Duration(f.last.DaysSince(timing.DateOf(f.run.SettledOn))) * 24 * time.Hour
		}
		f.note(f.run.On(f.last, f.sequence, f.facts, f.calendar))
	}
	return f
}

func (f *follower) note(r engine.Reached) {
	before := f.run.Status
	f.run = r.Run
	date := f.last.String()[5:]
	if r.Step != nil {
		f.said = append(f.said, date+" "+r.Wordings[0])
		f.run = f.run.Wrote(f.last, f.sequence, f.calendar)
		f.facts.PreviousTemplate, f.facts.NoResponseSince = r.Wordings[0], 0
	}
	if f.run.Status != before {
		f.said = append(f.said, strings.TrimRight(fmt.Sprintf("%s %s:%s %s %s", date, f.run.Status, f.run.Outcome, r.Action, r.Next), " "))
	}
}

// hear lets the lead reply on the day that was played last.
func (f *follower) hear(r engine.Response) *follower {
	f.last = f.last.AddDays(-1)
	f.note(f.run.Hear(f.last, f.sequence, r, f.calendar))
	f.last = f.last.AddDays(1)
	return f
}

// resume ends a pause on the day that was played last.
func (f *follower) resume() *follower {
	f.run = f.run.Resume(f.last.AddDays(-1), f.calendar)
	return f
}

func (f *follower) with(change func(*engine.Facts)) *follower {
	change(&f.facts)
	return f
}

func TestRunsBranchByBranch(t *testing.T) {
	cold := func(f *engine.Facts) { f.Lead.Sentiment = engine.Cold }
	watched := func(f *engine.Facts) { f.Lead.WatchedVideo = true }
	objects := func(f *engine.Facts) { f.Lead.HasObjections = true }
	partner := func(f *engine.Facts) { f.Lead.Stage = engine.StagePartner }
	for name, c := range map[string]struct {
		played *follower
		want   string
	}{
		"nobody answers": {
			start(firstContact(), "2026-11-23").upTo("2027-01-31"),
			// Day 14 is skipped on 7 December; the last one falls on the 14th, its end on the 23rd.
			"11-23 confirm_interest|11-25 send_video|11-28 gentle_followup|12-01 offer_call|12-14 final_attempt|12-23 completed:nurture move_to_nurture long_term_nurture",
		},
		"a cold lead skips the first step": {
			start(firstContact(), "2026-11-23").with(cold).upTo("2026-11-26"), "11-25 send_video",
		},
		"who has seen the video gets the fallback": {
			start(firstContact(), "2026-11-23").with(watched).upTo("2026-11-26"), "11-23 confirm_interest|11-25 value_proposition",
		},
		"who objects gets a call of three": {
			start(firstContact(), "2026-11-23").upTo("2026-12-02").with(objects).upTo("2026-12-08"),
			"11-23 confirm_interest|11-25 send_video|11-28 gentle_followup|12-01 offer_call|12-07 offer_3way_call",
		},
		"a yes goes on to the next step on its day": {
			start(firstContact(), "2026-11-23").upTo("2026-11-24").hear(engine.RespondedWell).upTo("2026-11-26"),
			"11-23 confirm_interest|11-25 send_video",
		},
		"a no ends it and is not handed on": {
			start(firstContact(), "2026-11-23").upTo("2026-11-24").hear(engine.RespondedBadly).upTo("2027-01-31"),
			"11-23 confirm_interest|11-24 completed:nurture move_to_nurture",
		},
		"a reply nobody understands pauses": {
			start(firstContact(), "2026-11-23").upTo("2026-11-24").hear("").upTo("2027-01-31"), "11-23 confirm_interest|11-24 paused:reply",
		},
		"after a pause the distance is what it was": {
			start(firstContact(), "2026-11-23").upTo("2026-11-24").hear("").upTo("2026-12-07").resume().upTo("2026-12-09"),
			"11-23 confirm_interest|11-24 paused:reply|12-08 send_video", // one day was left
		},
		"a yes to a call arranges it": {
			start(firstContact(), "2026-11-23").upTo("2026-12-02").hear(engine.RespondedWell).upTo("2027-01-31"),
			"11-23 confirm_interest|11-25 send_video|11-28 gentle_followup|12-01 offer_call|12-02 paused:call schedule_call",
		},
		"a partner is what was wanted": {
			start(firstContact(), "2026-11-23").upTo("2026-11-23").with(partner).upTo("2027-01-31"),
			"11-23 confirm_interest|11-24 completed:target",
		},
		"Sundays and the holidays of Bavaria move all that follows": {
			// 1 November 2025 is All Saints (Saturday, not in Berlin), the 2nd a Sunday: what falls there comes on the 3rd.
			start(firstContact(), "2025-10-30").upTo("2025-11-12"), "10-30 confirm_interest|11-03 send_video|11-06 gentle_followup|11-10 offer_call",
		},
		"the clock changes within, days stay days": {
			start(ghost(), "2026-03-25").upTo("2026-05-31"),
			"03-25 curiosity_hook|04-01 different_angle|04-08 final_goodbye|04-15 completed:archived archive_lead",
		},
		"and back": {
			start(ghost(), "2026-10-21").upTo("2026-12-31"),
			"10-21 curiosity_hook|10-28 different_angle|11-04 final_goodbye|11-11 completed:archived archive_lead",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(c.played.said, "|"); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRunsNeverCatchUpAndEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := start(anySequence(t), "2026-10-01")
		days, written := 0, map[int]timing.Date{}
		for f.run.Active() || f.run.Status == engine.RunPaused {
			if days++; days > 3000 {
				t.Fatal("it does not end")
			}
			step := f.run.CurrentStep
			reached := f.run.On(f.last, f.sequence, f.facts, f.calendar)
			f.run = reached.Run
			switch rapid.IntRange(0, 9).Draw(t, "what happens") {
			case 0:
				if f.run.Active() {
					f.run = f.run.Pause(f.last, engine.PausedByUser)
				}
			case 1, 2:
				f.run = f.run.Resume(f.last, f.calendar)
			case 3:
				f.run = f.run.Hear(f.last, f.sequence, rapid.SampledFrom([]engine.Response{"", engine.RespondedWell, engine.RespondedBadly}).Draw(t, "response"), f.calendar).Run
			case 4:
				f.run = f.run.Spoke(f.last, f.calendar)
			default:
				if reached.Step == nil || !f.calendar.Workday(f.last) {
					break
				}
				step = f.run.CurrentStep
				for before, day := range written {
					if planned := f.sequence.Steps[step].Day - f.sequence.Steps[before].Day; f.last.DaysSince(day) < planned {
						t.Fatalf("step %d comes %d days after step %d, planned %d", step, f.last.DaysSince(day), before, planned)
					}
				}
				if _, twice := written[step]; twice {
					t.Fatalf("step %d comes twice", step)
				}
				written[step] = f.last
				f.run = f.run.Wrote(f.last, f.sequence, f.calendar)
			}
			if f.run.CurrentStep < step {
				t.Fatal("it goes back")
			}
			f.last = f.last.AddDays(1)
		}
		if most := f.sequence.MostAttempts; most > 0 && len(written) > most {
			t.Fatalf("%d messages, at most %d", len(written), most)
		}
	})
}

// anySequence has steps in the order of days, some with conditions.
func anySequence(t *rapid.T) engine.Sequence {
	s := engine.Sequence{
		MostAttempts: rapid.IntRange(0, 4).Draw(t, "attempts"), LongestDays: rapid.SampledFrom([]int{0, 30, 100}).Draw(t, "longest"),
	}
	actions := []engine.SequenceAction{engine.NextStep, engine.Wait, engine.MoveToNurture, engine.ScheduleCall, engine.ArchiveLead, engine.EndSequence, ""}
	day := 0
	for range rapid.IntRange(1, 6).Draw(t, "steps") {
		step := engine.Step{Day: day, Action: engine.SendMessage, Template: "a", On: map[engine.Response]engine.SequenceAction{}}
		for _, r := range []engine.Response{engine.RespondedWell, engine.RespondedBadly, engine.NotResponded} {
			step.On[r] = rapid.SampledFrom(actions).Draw(t, string(r))
		}
		if rapid.Bool().Draw(t, "conditional") {
			step.Conditions = when("never", nil)
			step.Fallback = rapid.SampledFrom([]string{"", "b"}).Draw(t, "fallback")
		}
		s.Steps = append(s.Steps, step)
		day += rapid.IntRange(0, 14).Draw(t, "distance")
	}
	return s
}

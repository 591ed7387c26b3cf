package engine_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// reasonsFor decides and explains a situation of a lead in Bavaria on a Friday evening before a holiday weekend.
func reasonsFor(change func(*engine.Situation)) (advice engine.Advice, keys []string, args map[string]engine.Args) {
	calendar := timing.NewCalendar(time.UTC, "DE-BY")
	s := &engine.Situation{
		ID: "a", Now: time.Date(2026, 10, 30, 21, 30, 0, 0, time.UTC), Country: "DE", User: timing.Person{Calendar: calendar},
		Lead: calendar, Stage: engine.StageInterested, Channels: []engine.Channel{engine.WhatsApp},
		Consent: compliance.Claimed, Relation: compliance.Known,
	}
	change(s)
	d := engine.NewDecider(timing.NewBrain(timing.DefaultModel()), nil, compliance.Standard)
	advice, args = d.Decide(s), map[string]engine.Args{}
	for _, b := range d.Why(s, advice) {
		keys, args[b.Key] = append(keys, b.Key), b.Args
	}
	return advice, keys, args
}

func TestWhySaysWhatHolds(t *testing.T) {
	ago := func(s *engine.Situation, days int, out bool, answer timing.Answer) {
		s.Touches = append(s.Touches, timing.Touch{At: s.Now.AddDate(0, 0, -days), Out: out, Channel: "whatsapp", Answer: answer})
	}
	for name, c := range map[string]struct {
		change func(*engine.Situation)
		want   []string
		not    []string
	}{
		"nobody wrote yet": {func(*engine.Situation) {}, []string{"because.fresh", "because.moment", "because.quiet", "because.no_answers", "because.chance", "channel_reason.only_one", "because.change"}, nil},
		"waiting, before a Sunday that is All Saints'": {
			func(s *engine.Situation) { s.Now = s.Now.AddDate(0, 0, 1); ago(s, 1, false, timing.Positive) },
			[]string{"reason.waiting", "because.interest", "because.holiday"}, []string{"because.chance", "because.change", "because.sunday"},
		},
		"silent twice": {
			func(s *engine.Situation) { ago(s, 20, true, ""); ago(s, 9, true, "") },
			[]string{"reason.unanswered_often", "because.no_answers"}, []string{"because.pattern", "because.interest"},
		},
		"written to today":  {func(s *engine.Situation) { ago(s, 0, true, "") }, []string{"blocked_by.contacted_recently", "because.not_before"}, []string{"because.moment"}},
		"said no":           {func(s *engine.Situation) { ago(s, 9, false, timing.Negative); s.Channels = nil }, []string{"blocked_by.no_channel"}, []string{"because.moment", "lifts.no_channel"}},
		"after a no, asked": {func(s *engine.Situation) { ago(s, 9, false, timing.Negative); ago(s, 8, true, "") }, []string{"blocked_by.resting", "because.not_before"}, nil},
		"lost":              {func(s *engine.Situation) { s.Stage = engine.StageLost }, []string{"blocked_by.lost", "lifts.lost"}, nil},
	} {
		_, keys, args := reasonsFor(c.change)
		for _, want := range c.want {
			if args[want] == nil {
				t.Errorf("%s: no %s among %v", name, want, keys)
			}
		}
		for _, not := range c.not {
			if args[not] != nil {
				t.Errorf("%s: %s among %v", name, not, keys)
			}
		}
	}
}

// TestWhyLiftsABlockWhenItSays decides again at the moment that is named.
func TestWhyLiftsABlockWhenItSays(t *testing.T) {
	written := func(s *engine.Situation) {
		s.Touches = []timing.Touch{{At: s.Now.Add(-5 * time.Hour), Out: true, Channel: "whatsapp"}}
	}
	_, _, args := reasonsFor(written)
	at, ok := args["because.not_before"]["at"].(time.Time)
	if !ok {
		t.Fatalf("%v", args)
	}
	later := func(now time.Time) engine.Advice {
		advice, _, _ := reasonsFor(func(s *engine.Situation) { written(s); s.Now = now })
		return advice
	}
	if advice := later(at); !advice.FollowUp {
		t.Errorf("still %s", advice.BlockedBy)
	}
	if want := time.Date(2026, 10, 31, 16, 30, 0, 0, time.UTC); !at.Equal(want) || later(at.Add(-time.Second)).FollowUp {
		t.Errorf("at %v, want %v", at, want)
	}
}

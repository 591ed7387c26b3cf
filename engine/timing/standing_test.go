package timing_test

import (
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
	"pgregory.net/rapid"
)

func TestFollowUpsGrowApartWithSilence(t *testing.T) {
	for temperature, want := range map[timing.Temperature][]int{
		timing.Hot:  {2, 3, 3, 3, 3, 3},
		timing.Warm: {5, 8, 10, 13, 14, 14},
		timing.Cold: {14, 21, 28, 35, 42, 49},
		"":          {14, 21, 28, 35, 42, 49},
	} {
		for unanswered, days := range want {
			if got := timing.FollowUpAfter(temperature, unanswered); got != days {
				t.Errorf("%q after %d unanswered: %d days, want %d", temperature, unanswered, got, days)
			}
		}
	}
}

func TestNoGapLetsALeadBeForgotten(t *testing.T) {
	longest := map[timing.Temperature]int{timing.Hot: 3, timing.Warm: 14, timing.Cold: 90, "lukewarm": 90}
	rapid.Check(t, func(t *rapid.T) {
		unanswered := rapid.Int().Draw(t, "unanswered")
		for temperature, limit := range longest {
			if days := timing.FollowUpAfter(temperature, unanswered); days < 1 || days > limit {
				t.Fatalf("%s after %d unanswered: %d days", temperature, unanswered, days)
			}
		}
	})
}

func TestTemperatureIsTheWarmerOfSentimentAndStage(t *testing.T) {
	for _, c := range []struct {
		sentiment timing.Temperature
		stage     timing.Stage
		want      timing.Temperature
	}{
		{"", timing.StageNew, timing.Cold}, {timing.Warm, timing.StageNew, timing.Warm},
		{timing.Cold, timing.StageInterested, timing.Warm}, {timing.Cold, timing.StageClosing, timing.Hot},
		{timing.Hot, timing.StageNurture, timing.Hot}, {"", "", timing.Cold},
	} {
		if got := timing.TemperatureOf(c.sentiment, c.stage); got != c.want {
			t.Errorf("%q in stage %q is %s, want %s", c.sentiment, c.stage, got, c.want)
		}
	}
}

func TestScoreIsAsDocumented(t *testing.T) {
	for _, c := range []struct {
		standing timing.Standing
		want     int
	}{
		{timing.Standing{Stage: timing.StageClosing, Temperature: timing.Hot, Waiting: true}, 100},
		{timing.Standing{Stage: timing.StageClosing, Temperature: timing.Hot, Waiting: true, SilentDays: 30}, 90},
		{timing.Standing{Stage: timing.StageInterested, Temperature: timing.Warm, SilentDays: 5}, 45},
		{timing.Standing{Stage: timing.StageInterested, Temperature: timing.Warm, SilentDays: 5, Unanswered: 1}, 37},
		{timing.Standing{Stage: timing.StageNew}, 10},
		{timing.Standing{Stage: "unheard of"}, 10},
		{timing.Standing{Stage: timing.StageNurture, Unanswered: 5}, 2},
		{timing.Standing{Stage: timing.StageLost, Temperature: timing.Hot, Waiting: true}, 0},
	} {
		if got := timing.Score(c.standing); got != c.want {
			t.Errorf("%+v scores %d, want %d", c.standing, got, c.want)
		}
	}
}

func TestScoreStaysInRangeAndFollowsEachOfItsCauses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := standings().Draw(t, "standing")
		score := timing.Score(s)
		if score < 0 || score > 100 {
			t.Fatalf("score %d", score)
		}
		warmer, waiting, silenced := s, s, s
		warmer.Temperature, waiting.Waiting, silenced.Unanswered = timing.Hot, true, s.Unanswered+1
		if timing.Score(warmer) < score || timing.Score(waiting) < score || timing.Score(silenced) > score {
			t.Fatalf("%d, hot %d, waiting %d, once more unanswered %d", score,
				timing.Score(warmer), timing.Score(waiting), timing.Score(silenced))
		}
	})
}

func TestPriorityIsTheFirstThatHolds(t *testing.T) {
	for _, c := range []struct {
		standing timing.Standing
		want     timing.Priority
	}{
		{timing.Standing{Waiting: true, WaitingFor: 23 * time.Hour, Later: true}, timing.Urgent},
		{timing.Standing{Waiting: true, WaitingFor: 24 * time.Hour, Later: true}, timing.High},
		{timing.Standing{AppointedNow: true, Unanswered: 4}, timing.Urgent},
		{timing.Standing{Temperature: timing.Hot, Later: true}, timing.Scheduled},
		{timing.Standing{Temperature: timing.Hot, Unanswered: 3}, timing.High},
		{timing.Standing{Temperature: timing.Warm}, timing.Normal},
		{timing.Standing{Temperature: timing.Warm, Unanswered: 2}, timing.Normal},
		{timing.Standing{Temperature: timing.Warm, Unanswered: 3}, timing.Low},
		{timing.Standing{Temperature: timing.Cold}, timing.Low},
		{timing.Standing{}, timing.Low},
	} {
		if got := timing.PriorityOf(c.standing); got != c.want {
			t.Errorf("%+v is %s, want %s", c.standing, got, c.want)
		}
	}
}

func TestReasonIsTheFirstThatHolds(t *testing.T) {
	for _, c := range []struct {
		standing timing.Standing
		want     timing.Reason
	}{
		{timing.Standing{Appointed: true, Signal: timing.Watched}, timing.CallScheduled},
		{timing.Standing{AppointedNow: true}, timing.CallScheduled},
		{timing.Standing{Signal: timing.ObjectionAnswered, Unanswered: 1}, timing.ObjectionHandled},
		{timing.Standing{Signal: timing.Watched, Unanswered: 1}, timing.WatchedVideo},
		{timing.Standing{Signal: timing.Interest, SilentDays: 200}, timing.ShowedInterest},
		{timing.Standing{Waiting: true}, timing.ShowedInterest},
		{timing.Standing{Unanswered: 2, SilentDays: 89}, timing.NoResponse},
		{timing.Standing{Unanswered: 2, SilentDays: 90}, timing.Reactivation},
		{timing.Standing{Stage: timing.StageNurture}, timing.Reactivation},
		{timing.Standing{Stage: timing.StageCustomer, SilentDays: 30}, timing.PeriodicCheckin},
		{timing.Standing{}, timing.PeriodicCheckin},
	} {
		if got := timing.ReasonFor(c.standing); got != c.want {
			t.Errorf("%+v is because of %s, want %s", c.standing, got, c.want)
		}
	}
}

func standings() *rapid.Generator[timing.Standing] {
	return rapid.Custom(func(t *rapid.T) timing.Standing {
		return timing.Standing{
			Temperature: rapid.SampledFrom([]timing.Temperature{timing.Hot, timing.Warm, timing.Cold, ""}).Draw(t, "temperature"),
			Stage: rapid.SampledFrom([]timing.Stage{timing.StageNew, timing.StageReplied, timing.StageClosing,
				timing.StageLost, timing.StageNurture}).Draw(t, "stage"),
			SilentDays: rapid.IntRange(-1, 1000).Draw(t, "silent"),
			Unanswered: rapid.IntRange(0, 20).Draw(t, "unanswered"),
			Waiting:    rapid.Bool().Draw(t, "waiting"),
		}
	})
}

func TestConfidenceFallsWithEverySilence(t *testing.T) {
	last := 1.0
	for _, unanswered := range []int{0, 1, 5} {
		p := timing.Confidence(unanswered)
		if p <= 0 || p >= last {
			t.Errorf("after %d unanswered touches %v, before %v", unanswered, p, last)
		}
		last = p
	}
}

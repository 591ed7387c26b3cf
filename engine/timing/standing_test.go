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

func TestWorthStaysInRangeAndFollowsEachOfItsCauses(t *testing.T) {
	stages := []timing.Stage{timing.StageLost, timing.StageNew, timing.StageReplied, timing.StageCustomer,
		timing.StageInterested, timing.StageAppointment, timing.StageClosing} // in the order of what an answer is worth
	rapid.Check(t, func(t *rapid.T) {
		chance := rapid.Float64Range(0, 1).Draw(t, "chance")
		stage := rapid.IntRange(0, len(stages)-1).Draw(t, "stage")
		worth := timing.Worth(timing.Chance{In24h: chance}, stages[stage])
		if worth < 0 || worth > 100 {
			t.Fatalf("worth %d", worth)
		}
		if likelier := timing.Worth(timing.Chance{In24h: min(chance*1.2, 1)}, stages[stage]); likelier < worth {
			t.Fatalf("%d, but %d when an answer is likelier", worth, likelier)
		}
		if further := timing.Worth(timing.Chance{In24h: chance}, stages[min(stage+1, len(stages)-1)]); further < worth {
			t.Fatalf("%d, but %d at a later stage", worth, further)
		}
	})
	if timing.Worth(timing.Chance{In24h: 1}, timing.StageLost) != 0 {
		t.Error("a lost lead is worth something")
	}
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

package timing

import "time"

// Priority says how urgent a follow-up is; the values are the customer's.
type Priority string

// The priorities, most urgent first. Scheduled is due later than today.
const (
	Urgent    Priority = "urgent"
	High      Priority = "high"
	Normal    Priority = "normal"
	Low       Priority = "low"
	Scheduled Priority = "scheduled"
)

// Reason says why a follow-up is due; the values are the customer's.
type Reason string

// The reasons.
const (
	NoResponse       Reason = "no_response"
	ShowedInterest   Reason = "showed_interest"
	WatchedVideo     Reason = "watched_video"
	ObjectionHandled Reason = "objection_handled"
	CallScheduled    Reason = "call_scheduled"
	PeriodicCheckin  Reason = "periodic_checkin"
	Reactivation     Reason = "reactivation"
)

// Signal is the last thing a lead did that the user has not written after.
type Signal string

// The signals. ObjectionAnswered is the exception: the user answered an objection and heard nothing since.
const (
	NoSignal          Signal = ""
	Interest          Signal = "interest"
	Watched           Signal = "watched"
	ObjectionAnswered Signal = "objection_answered"
)

const (
	answerFresh     = 24 * time.Hour // how long a waiting lead is urgent
	manyUnanswered  = 3
	reactivateAfter = 90 // days without a touch: the longest gap of a cold lead
)

// Standing is where one lead stands at the moment of deciding, in plain values.
type Standing struct {
	Temperature  Temperature
	Stage        Stage
	Signal       Signal
	SilentDays   int           // days since the last touch, 0 when there was none
	Unanswered   int           // the user's touches since the lead's last answer
	Waiting      bool          // the lead wrote last and waits for an answer
	WaitingFor   time.Duration // since when
	AppointedNow bool          // an appointment or a promise is due now
	Appointed    bool          // an appointment lies ahead
	Later        bool          // due later than today
}

// PriorityOf returns how urgent a follow-up is, the first that holds: urgent while the lead waits for less
// than 24 hours or an appointment or promise is due, high while it waits longer, scheduled if it is due later
// than today, high for hot leads, low for cold ones and after 3 unanswered touches, else normal.
func PriorityOf(s Standing) Priority {
	switch {
	case s.AppointedNow, s.Waiting && s.WaitingFor < answerFresh:
		return Urgent
	case s.Waiting:
		return High
	case s.Later:
		return Scheduled
	case s.Temperature == Hot:
		return High
	case s.Unanswered >= manyUnanswered, s.Temperature != Warm:
		return Low
	default:
		return Normal
	}
}

// ReasonFor returns why to write, the first that holds: an appointment, what the lead did last, a long
// silence, a message without answer. A lead about which nothing is known is checked in with.
func ReasonFor(s Standing) Reason {
	switch {
	case s.AppointedNow, s.Appointed:
		return CallScheduled
	case s.Signal == ObjectionAnswered:
		return ObjectionHandled
	case s.Signal == Watched:
		return WatchedVideo
	case s.Signal == Interest, s.Waiting:
		return ShowedInterest
	case s.Stage == StageNurture, s.SilentDays >= reactivateAfter:
		return Reactivation
	case s.Unanswered > 0:
		return NoResponse
	default:
		return PeriodicCheckin
	}
}

// stageWorth is what an answer is worth at a stage, that of a new lead being 1.
func stageWorth(s Stage) float64 {
	switch s {
	case StageClosing:
		return 12
	case StageAppointment:
		return 8
	case StageInterested:
		return 4
	case StageCustomer, StagePartner:
		return 3
	case StageReplied:
		return 2
	case StageLost:
		return 0
	}
	return 1
}

// Worth is the score of a follow-up, 0 to 100: the expected value of writing, which is the chance of an answer
// times what one is worth at the lead's stage. That unanswered messages tire a lead is part of the chance. The scale
// is logarithmic: ten points more are twice as much, so that a cold lead and one about to sign are
// told apart as well as two cold ones.
func Worth(c Chance, s Stage) int {
	const least, most = 0.01, 12
	v := stageWorth(s) * c.In24h
	if v <= least {
		return 0
	}
	return int(100*log(v/least)/log(most/least) + 0.5)
}

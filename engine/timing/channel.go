package timing

import (
	"math"
	"time"
)

// ChannelTouch is one touch with a lead as far as it tells where the lead answers.
type ChannelTouch struct {
	At      time.Time
	In      bool // the lead wrote
	Channel string
}

// Reach is a channel on which a lead can be reached now: there is an address, nothing speaks against it. Sent and
// Answered are what the user's messages to all leads brought on it.
type Reach struct {
	Channel        string
	Sent, Answered float64
	AsleepUntil    time.Time // it refused a message and is left alone until then
}

// ChannelReason says why a channel was chosen.
type ChannelReason string

// The reasons. Usual claims nothing: no experience tells the channels apart.
const (
	LastAnsweredHere ChannelReason = "last_answered_here"
	BestRate         ChannelReason = "best_rate"
	OnlyOne          ChannelReason = "only_one"
	Switched         ChannelReason = "switched" // the lead is silent on the channel used so far
	Usual            ChannelReason = "usual"
)

// ChannelChoice is a channel, the chance of an answer on it within 72 hours, and why it is the one. Without any
// channel to choose from it is zero.
type ChannelChoice struct {
	Channel     string
	Probability float64
	Reason      ChannelReason
}

const (
	enoughSilence = 2                  // unanswered attempts on a channel, after which another is considered
	sureEnough    = 0.2533             // the standard normal distribution's 60 % quantile,
	quiteSure     = 0.8416             // and its 80 % quantile
	talkGoesOn    = 7 * 24 * time.Hour // after the lead's last word
	hysteresis    = 0.05
	oneSwitchIn   = 14 * 24 * time.Hour
	mostChannels  = 8
)

// ChooseChannel chooses where to write to a lead, from touches (the newest last) and the channels there are, in
// order of preference. It does not allocate.
//
// Each channel's chance of an answer is a Beta distribution: of the lead's own messages and answers there, which
// fade, of the user's mean on the channel, and of what is usual on it. A lead is written to where it answered last,
// unless it is known to answer elsewhere more often (by .05, and with a probability of 80 %). After two unanswered
// attempts the best other channel takes over if it is better by .05 and with a probability of 60 %; until an answer
// comes it then stays the one. The channel changes at most once in 14 days, and not while the talk goes on.
func ChooseChannel(touches []ChannelTouch, reach []Reach, now time.Time) ChannelChoice {
	var w weighing
	for i := range reach {
		if w.count < mostChannels && !now.Before(reach[i].AsleepUntil) {
			w.add(&reach[i])
		}
	}
	if w.count == 0 {
		return ChannelChoice{}
	}
	w.weigh(touches, now)
	chosen, reason := w.choose()
	return ChannelChoice{Channel: w.channels[chosen].name, Probability: w.channels[chosen].mean(), Reason: reason}
}

func (w *weighing) choose() (chosen int, reason ChannelReason) {
	best := w.best(-1)
	if w.count == 1 {
		return 0, OnlyOne
	}
	from := w.from(best)
	alternative := w.best(from)
	other := &w.channels[alternative]
	switch {
	case w.switched >= 0 && w.switched < oneSwitchIn, w.last.in && w.last.ago < talkGoesOn:
	case w.channels[from].silences >= enoughSilence && w.better(alternative, from, sureEnough):
		return alternative, Switched
	case other.answers > 0 && w.better(alternative, from, quiteSure):
		return alternative, BestRate
	}
	return from, w.reason(from, best)
}

// from is the channel to leave or to stay on: where the lead answered last, unless that has fallen silent and the
// talk was taken elsewhere.
func (w *weighing) from(best int) int {
	switch {
	case w.answered >= 0 && (w.current < 0 || w.channels[w.answered].silences < enoughSilence):
		return w.answered
	case w.current >= 0:
		return w.current
	}
	return best
}

// best is the channel with the highest mean but for one; the first of equals.
func (w *weighing) best(but int) int {
	chosen, highest := -1, math.Inf(-1)
	for i := range w.count {
		if m := w.channels[i].mean(); i != but && m > highest {
			chosen, highest = i, m
		}
	}
	return chosen
}

// better reports whether a is better than b by more than habit, and as sure as a quantile says.
func (w *weighing) better(a, b int, sure float64) bool {
	x, y := &w.channels[a], &w.channels[b]
	ahead := x.mean() - y.mean()
	return ahead > hysteresis && ahead > float64(sure*math.Sqrt(x.variance()+y.variance()))
}

func (w *weighing) reason(chosen, best int) ChannelReason {
	b := &w.channels[chosen]
	switch {
	case chosen == w.answered:
		return LastAnsweredHere
	case chosen == best && (b.answers > 0 || b.known):
		return BestRate
	}
	return Usual
}

package timing

import (
	"math"
	"time"
)

// Touch is one message of a history, as a plain value. Template and Answer are empty where nothing is known.
type Touch struct {
	At       time.Time
	Out      bool   // the user wrote; otherwise the lead did
	Channel  string // of an Out touch and of an answer
	Template string // of an Out touch: which wording it was
	Answer   Answer // of the lead's
}

// Answer is what a lead's message means, as far as it matters here: the values are reply intents.
type Answer string

// The answers that are told apart; any other value counts as neutral.
const (
	Unread         Answer = ""
	Positive       Answer = "positive"
	Question       Answer = "question"
	Negative       Answer = "negative"
	Objection      Answer = "objection"
	Automatic      Answer = "auto_reply"
	OptOut         Answer = "opt_out"
	PrivacyRequest Answer = "privacy_request"
)

const (
	hoursAWeek = 168
	window     = 72              // hours after a message within which an answer counts as one to it
	robot      = 5 * time.Second // nobody reads and answers faster
	mostKept   = 60              // attempts of a lead that are looked at, the latest
	mostTired  = 6               // attempts without an answer after which more make no difference
)

// attempt is one message of the user that opened a talk, and what became of it. Messages within twelve hours of
// another one belong to its talk: they are answers and additions, and say nothing of when a lead reads.
type attempt struct {
	hour       int16   // of the lead's week, in which it was sent
	part       float64 // of that hour that had passed
	waited     float64 // hours until the answer or, without one, until the window or our knowledge ended
	answered   bool
	answeredAt int16 // hour of the lead's week
	tired      int8  // attempts without an answer before this one, at most mostTired
	at         time.Time
}

// history is what a lead's touches come down to. It is a scratch space: filling it allocates nothing.
type history struct {
	attempts    [mostKept]attempt
	n           int
	alone       [mostKept]int16 // hours of the week in which the lead wrote without having been asked
	nAlone      int
	tired       int // attempts without an answer up to now
	attempted   int // all attempts, also those not kept
	answered    int
	quick       int // answers within an hour
	own         int // talks that the lead began
	last        time.Time
	lastOut     time.Time
	lastIn      time.Time
	lastWasOut  bool
	lastTalkLen int // messages of the latest talk
}

// read fills h with touches in the order of time, as known at now: what lies later is not looked at.
func (h *history) read(touches []Touch, c Calendar, now time.Time) {
	*h = history{}
	for i := range touches {
		t := &touches[i]
		if t.At.After(now) {
			break
		}
		if !t.Out && h.isRobot(t) {
			continue
		}
		opens := h.last.IsZero() || t.At.Sub(h.last) >= oneAttempt
		switch {
		case t.Out:
			h.takeOut(t, opens, c)
		default:
			h.takeIn(t, opens, c)
		}
		if opens {
			h.lastTalkLen = 0
		}
		h.lastTalkLen++
		h.last, h.lastWasOut = t.At, t.Out
	}
	h.close(now)
}

// isRobot tells an automatic answer: it says that nobody read.
func (h *history) isRobot(t *Touch) bool {
	return t.Answer == Automatic || h.lastWasOut && t.At.Sub(h.lastOut) < robot
}

func (h *history) takeOut(t *Touch, opens bool, c Calendar) {
	h.lastOut = t.At
	if !opens {
		return
	}
	h.close(t.At)
	if h.n == mostKept {
		copy(h.attempts[:], h.attempts[1:])
		h.n--
	}
	hour, part := c.hourOfWeek(t.At)
	h.attempts[h.n] = attempt{hour: hour, part: part, tired: int8(min(h.tired, mostTired)), at: t.At, waited: -1}
	h.n++
	h.attempted++
}

func (h *history) takeIn(t *Touch, opens bool, c Calendar) {
	h.lastIn = t.At
	hour, _ := c.hourOfWeek(t.At)
	if open := h.open(); open != nil && t.At.Sub(open.at) < window*time.Hour {
		open.waited = max(t.At.Sub(open.at).Hours(), 0)
		open.answered, open.answeredAt = true, hour
		h.answered++
		if open.waited < 1 {
			h.quick++
		}
	} else if opens {
		h.close(t.At)
		h.own++
		if h.nAlone < mostKept {
			h.alone[h.nAlone] = hour
			h.nAlone++
		}
	}
	h.tired = 0
}

// open is the latest attempt, while nothing has come of it yet.
func (h *history) open() *attempt {
	if h.n == 0 || h.attempts[h.n-1].waited >= 0 {
		return nil
	}
	return &h.attempts[h.n-1]
}

// close ends the wait for an answer to the latest attempt.
func (h *history) close(now time.Time) {
	if open := h.open(); open != nil {
		open.waited = min(max(now.Sub(open.at).Hours(), 0), window)
		h.tired++
	}
}

// hourOfWeek returns the hour of the week that the person's clock shows, 0 being Monday from midnight, and how
// much of it has passed. A holiday is a Sunday.
func (c Calendar) hourOfWeek(t time.Time) (hour int16, part float64) {
	_, offset := t.In(c.Zone()).Zone()
	local := t.Unix() + int64(offset)
	day := int(math.Floor(float64(local) / secondsADay))
	second := local - int64(day)*secondsADay
	of := weekday(day)
	if !c.workday(day) {
		of = 6
	}
	return int16(of*24 + int(second/3600)), float64(second%3600) / 3600
}

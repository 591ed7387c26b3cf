package timing

import (
	"math"
	"time"
)

// Days are the days on which a pattern holds.
type Days string

// The kinds of days. A public holiday between Monday and Friday is neither a weekday nor of a weekend.
const (
	EveryDay Days = "every_day"
	Weekdays Days = "weekdays"
	Weekends Days = "weekends"
)

// Pattern is when a lead's own answers fall, as exact counts: Inside of all Answers fell between the hours From and
// To of the lead's clock on Days; over midnight To is the smaller one, and 0 to 24 means at any hour. Without Found
// only Answers says anything: there is no window that stands out. An answer is a message of the lead that came right
// after one of the user's, however late.
type Pattern struct {
	Found    bool
	Days     Days
	From, To int
	Inside   int
	Answers  int
}

// FewestAnswers is how many answers a pattern takes.
const FewestAnswers = 3

const (
	mostOfThem    = 0.6 // of the answers must lie in the window,
	moreThanFlat  = 1.8 // and as many times more than without any rhythm
	longestWindow = 8   // hours, beside whole weekends
	byChance      = 0.03
	kindsOfDays   = 3
)

// FindPattern finds the window of whole hours, on one kind of days, in which most of a lead's answers as known at now
// fall, if that is more than chance would bring; the shorter a window, the more it says. An example of chance:
// somebody who is always written to at 18 o'clock answers after 18 o'clock without having a rhythm.
//
// What stands out is judged by the first answer of each talk: the others follow from the first. What is claimed holds
// for all answers.
func FindPattern(touches []Touch, c Calendar, now time.Time) Pattern {
	none := Pattern{Answers: countAnswers(touches, now, func(time.Time) bool { return true })}
	if none.Answers < FewestAnswers {
		return none
	}
	var h history
	h.read(touches, c, now)
	var o occurrences
	for i := range h.attempts[:h.n] {
		if h.attempts[i].answered {
			o.answer(&h.attempts[i], c)
		}
	}
	if o.answers < FewestAnswers {
		return none
	}
	o.expect(&h, c)
	s, found := o.best()
	if !found {
		return none
	}
	inside := countAnswers(touches, now, func(at time.Time) bool { return s.holds(at, c) })
	if inside < FewestAnswers-1 || float64(inside) < mostOfThem*float64(none.Answers) {
		return none
	}
	p := Pattern{Found: true, Days: s.days, From: s.from, To: s.from + s.length, Inside: inside, Answers: none.Answers}
	if p.To > 24 {
		p.To -= 24
	}
	return p
}

// countAnswers counts the answers at moments that count.
func countAnswers(touches []Touch, now time.Time, counts func(at time.Time) bool) (n int) {
	var out time.Time // of the user's last message, while nothing came after it
	for i := range touches {
		t := &touches[i]
		switch {
		case t.At.After(now):
			return n
		case t.Out:
			out = t.At
			continue
		case out.IsZero(), t.Answer == Automatic, t.At.Sub(out) < robot:
			continue
		case counts(t.At):
			n++
		}
		out = time.Time{}
	}
	return n
}

// holds reports whether a moment lies in the window.
func (s span) holds(t time.Time, c Calendar) bool {
	day, second := c.clockOf(t)
	hour := second / 3600
	return s.includes(c.kind(day)) && (hour-s.from+24)%24 < s.length
}

// occurrences are a lead's answers by kind of day and hour of its clock, and how many would fall there without any
// rhythm, given when the lead was written to.
type occurrences struct {
	answers  int
	seen     [2][24]int // weekdays, weekends; a holiday between is in neither
	off      [24]int
	expected [3][24]float64
	quick    [len(spans)]float64 // answers within an hour, by how long they took
	slow     float64
}

// answeredOn is when an answered attempt was answered, to the second.
func (a *attempt) answeredOn() time.Time {
	return a.at.Add(time.Duration(math.Round(a.waited*3600)) * time.Second)
}

func (o *occurrences) answer(a *attempt, c Calendar) {
	day, second := c.clockOf(a.answeredOn())
	if kind := c.kind(day); kind < len(o.seen) {
		o.seen[kind][second/3600]++
	} else {
		o.off[second/3600]++
	}
	o.answers++
	if a.waited < 1 {
		o.quick[spanOf(a.waited)]++
	} else {
		o.slow++
	}
}

// ownDelay is the usual delay, with as many quick answers as the lead gives: those follow when it was written to and
// say little of its rhythm. assumed is how many answers the usual delay counts for.
func (o *occurrences) ownDelay() delay {
	const assumed = 2
	var factors [len(spans)]float64
	from, n := 0.0, float64(o.answers)
	for i, to := range spans {
		usual := lomax(to) - lomax(from)
		if to <= 1 {
			factors[i] = (o.quick[i]/usual + assumed) / (n + assumed)
		} else {
			factors[i] = (o.slow/(1-lomax(1)) + assumed) / (n + assumed)
		}
		from = to
	}
	return newDelay(factors)
}

func (o *occurrences) expect(h *history, c Calendar) {
	own := o.ownDelay()
	var mass [window + 2]float64
	for i := range h.attempts[:h.n] {
		a := &h.attempts[i]
		if !a.answered {
			continue
		}
		whole := *a
		whole.waited = window
		own.masses(&whole, &mass)
		day, second := c.clockOf(a.at)
		first := second / 3600
		for j, m := range mass {
			hour := first + j
			o.expected[c.kind(day+hour/24)][hour%24] += m
		}
	}
}

// span is a window: length hours from an hour of the day on.
type span struct {
	days         Days
	from, length int
}

func (s span) includes(kind int) bool {
	return s.days == EveryDay || s.days == Weekdays && kind == 0 || s.days == Weekends && kind == 1
}

func (o *occurrences) inside(s span) (n int) {
	for i := range s.length {
		hour := (s.from + i) % 24
		for kind := range o.seen {
			if s.includes(kind) {
				n += o.seen[kind][hour]
			}
		}
		if s.days == EveryDay {
			n += o.off[hour]
		}
	}
	return n
}

// best is the window that stands out most; of nearly equal ones the shortest, all days, the earliest.
func (o *occurrences) best() (found span, ok bool) {
	least := byChance
	try := func(s span) {
		if chance := o.standsOut(s); chance < least && (!ok || chance < 0.8*least) {
			least, found, ok = chance, s, true
		}
	}
	for length := 1; length <= longestWindow; length++ {
		for from := range 24 {
			try(span{EveryDay, from, length})
		}
		for from := range 24 - length + 1 { // a night belongs to two days
			try(span{Weekdays, from, length})
			try(span{Weekends, from, length})
		}
	}
	try(span{Weekends, 0, 24})
	return found, ok
}

// standsOut is how likely chance alone brings as many answers into any window like s, or 1 where it is no pattern at
// all. The binomial tail for s itself is multiplied by how many windows there are to choose from: about k/share of
// its length for k answers inside (the leading term for the scan statistic: Wallenstein and Neff 1987), on three kinds of days.
func (o *occurrences) standsOut(s span) float64 {
	k, n := o.inside(s), float64(o.answers)
	if k < FewestAnswers-1 || float64(k) < mostOfThem*n {
		return 1
	}
	share := 0.0
	for kind := range o.expected {
		for i := range s.length {
			if s.includes(kind) {
				share += o.expected[kind][(s.from+i)%24]
			}
		}
	}
	share = max(share/n, 1e-3)
	if float64(k) < moreThanFlat*share*n {
		return 1
	}
	choices := kindsOfDays * float64(k) / share
	if s.length == 24 {
		choices = kindsOfDays
	}
	return tail(k, o.answers, share) * choices
}

// tail is the probability of k or more successes among n, each of probability p.
func tail(k, n int, p float64) float64 {
	odds, sum := p/(1-p), 0.0
	term := pow(1-p, float64(n))
	for i := 0; i <= n; i++ {
		if i >= k {
			sum += term
		}
		term *= odds * float64(n-i) / float64(i+1)
	}
	return sum
}

package main

import (
	"math/rand/v2"
	"time"
)

// attempt is one message to a lead and what became of it.
type attempt struct {
	sent       time.Time
	unanswered int           // attempts before without an answer
	after      time.Duration // until the answer; negative: none
	closing    time.Duration // until the networker wrote back; negative: never
}

func (a attempt) answered() time.Time { return a.sent.Add(a.after) }
func (a attempt) closed() time.Time   { return a.answered().Add(a.closing) }

// end is the last moment of an attempt that anybody wrote anything.
func (a attempt) end() time.Time {
	switch {
	case a.after < 0:
		return a.sent
	case a.closing < 0:
		return a.answered()
	}
	return a.closed()
}

// story is what happened between a networker and a lead.
type story struct {
	who      *person
	attempts []attempt
}

// spring is when most stories begin; no clock is changed until late in October.
var spring = time.Date(2026, time.March, 30, 0, 0, 0, 0, time.UTC)

// autumn is when the stories of world D begin: clocks change and holidays come.
var autumn = time.Date(2026, time.October, 12, 0, 0, 0, 0, time.UTC)

// live plays n attempts, some days apart, at legal moments, and stops after too many silences.
func (w *world) live(p *person, n int, rng *rand.Rand) story {
	s := story{who: p}
	begin := w.begin.Add(time.Duration(rng.IntN(20*24)) * time.Hour)
	w.goOn(&s, begin, n, rng)
	return s
}

// goOn plays n more attempts from a moment on.
func (w *world) goOn(s *story, t time.Time, n int, rng *rand.Rand) {
	unanswered := 0
	if len(s.attempts) > 0 {
		unanswered = s.attempts[len(s.attempts)-1].next()
	}
	for range n {
		if unanswered > 5 {
			return
		}
		a := attempt{sent: s.who.legalAfter(t, rng), unanswered: unanswered, closing: -1}
		a.after = w.answer(w.answering(s.who, rng), a, rng)
		gap := 25*time.Hour + time.Duration(rng.Float64()*8*24*float64(time.Hour))
		if a.after > gap { // the next message comes first
			a.after = -1
		}
		if a.after >= 0 && rng.Float64() < .92 {
			a.closing = time.Duration((180 + rng.ExpFloat64()*7200)) * time.Second
		}
		t = a.sent.Add(gap)
		if rested := a.end().Add(restTime); a.after >= 0 && t.Before(rested) {
			t = rested
		}
		unanswered = a.next()
		s.attempts = append(s.attempts, a)
	}
}

// next is the number of unanswered attempts after this one.
func (a attempt) next() int {
	if a.after >= 0 {
		return 0
	}
	return a.unanswered + 1
}

// legalAfter is a moment at which a networker who does not think about it writes.
func (p *person) legalAfter(t time.Time, rng *rand.Rand) time.Time {
	for {
		if legalFor(p.zone, t) && p.user.awake(t) && rng.Float64() < .12 {
			return t.Truncate(time.Second)
		}
		t = t.Add(time.Duration(10+rng.IntN(50)) * time.Minute)
	}
}

// touches writes the first k attempts down as far as they had happened by now.
func (s story) touches(k int, now time.Time) []touch {
	var all []touch
	add := func(at time.Time, direction, intent string) {
		if at.Before(now) {
			all = append(all, touch{At: stamp(at), Direction: direction, Channel: "whatsapp", Intent: intent})
		}
	}
	for _, a := range s.attempts[:k] {
		add(a.sent, "out", "")
		if a.after >= 0 {
			add(a.answered(), "in", "neutral")
		}
		if a.closing >= 0 {
			add(a.closed(), "out", "")
		}
	}
	return all
}

// situationCase is a lead at a moment at which somebody has to decide.
type situationCase struct {
	story
	k           int // attempts so far
	now         time.Time
	lastOut     time.Time
	unanswered  int
	temperature string
}

// cut stops a story after k attempts, at a moment of rest: the networker is free to write again soon, and nobody
// waits for an answer. Not every story has such a moment.
func (s story) cut(k int, rng *rand.Rand) (*situationCase, bool) {
	c := &situationCase{story: s, k: k, temperature: []string{"cold", "warm", "hot"}[rng.IntN(3)]}
	wait := time.Hour + time.Duration(rng.Float64()*90*3600)*time.Second
	if k == 0 {
		c.now = spring.Add(100*24*time.Hour + 2*wait)
		return c, true
	}
	if k > len(s.attempts) {
		return nil, false
	}
	last := s.attempts[k-1]
	c.now, c.lastOut, c.unanswered = last.sent.Add(restTime+wait), last.sent, last.unanswered+1
	if last.after >= 0 && last.answered().Before(c.now) {
		if last.closing < 0 {
			return nil, false
		}
		c.lastOut, c.unanswered = last.closed(), 0
		if rested := c.lastOut.Add(restTime + (wait / 2).Truncate(time.Second)); c.now.Before(rested) {
			c.now = rested
		}
	}
	return c, c.unanswered <= 4 // with a closing message before them these are 5
}

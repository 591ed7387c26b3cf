package main

import (
	"fmt"
	"math/rand/v2"
)

const (
	settled  = 20 // attempts before a habit breaks
	changed  = 25 // attempts after it
	patterns = 13 // numbers of new answers that are looked at, from 0
)

// yield is a part of what could be had.
type yield struct{ got, best float64 }

func (y yield) share() float64 { return y.got / max(y.best, 1e-9) }

// breaks counts the answers until the program is as good as before once a lead lives by another rhythm.
func breaks(e *evaluation) error {
	var before yield
	var since [patterns]yield
	for seed := range e.seeds() {
		if err := e.breakHabits(seed, &before, &since); err != nil {
			return err
		}
	}
	back := patterns
	for n := patterns - 1; n >= 0; n-- {
		e.note("habit break", fmt.Sprintf("%2d answers since: %.3f of the oracle, before %.3f", n, since[n].share(), before.share()))
		if since[n].share() >= .95*before.share() {
			back = n
		}
	}
	e.atMost("answers until back at 95 % after a habit break", 6, float64(back))
	return nil
}

func (e *evaluation) breakHabits(seed uint64, before *yield, since *[patterns]yield) error {
	w := newWorld(worldC, seed)
	rng := newRand(seed, "breaks")
	var histories []situation
	for i := range e.pick(400, 1000) {
		s := w.live(w.person(rng), 1+rng.IntN(10), rng)
		if i%4 == 0 {
			w.changeLife(&s, 10, rng)
		}
		histories = append(histories, s.history(fmt.Sprintf("f%d", i)))
	}
	model, err := e.program.fit(fmt.Sprintf("C%d", seed), histories)
	if err != nil {
		return err
	}
	cases := w.broken(e.pick(100, 250), rng)
	lines := make([]situation, len(cases))
	for i, c := range cases {
		lines[i] = c.line(fmt.Sprintf("b%d", i))
	}
	decisions, err := e.program.decisions(model, lines)
	if err != nil {
		return err
	}
	for i, c := range cases {
		y, n := before, c.since()
		if n >= 0 {
			y = &since[n]
		}
		at := decisions[i].At
		if c.allows(at) {
			y.got += w.worth(c.who, at, c.unanswered).value * patience(c.temperature, max(0, at.Sub(c.now)))
		}
		y.best += w.best(c, false)
	}
	return nil
}

// changeLife gives the lead another rhythm, known to nobody, and goes on.
func (w *world) changeLife(s *story, n int, rng *rand.Rand) {
	if len(s.attempts) == 0 {
		return
	}
	other := *s.who
	other.rhythm = w.draw(rng)
	s.who = &other
	w.goOn(s, s.attempts[len(s.attempts)-1].end().Add(restTime*2), n, rng)
}

// broken are leads once before their lives change and at every attempt after.
func (w *world) broken(leads int, rng *rand.Rand) []*situationCase {
	var cases []*situationCase
	for range leads {
		s := w.live(w.person(rng), settled, rng)
		c, ok := s.cut(settled, rng)
		if !ok {
			continue
		}
		cases = append(cases, c)
		w.changeLife(&s, changed, rng)
		for k := settled + 1; k <= len(s.attempts); k++ {
			if c, ok := s.cut(k, rng); ok && c.since() < patterns {
				cases = append(cases, c)
			}
		}
	}
	return cases
}

// since is the number of answers since the habit broke; negative before.
func (c *situationCase) since() int {
	if c.k <= settled {
		return -1
	}
	n := 0
	for _, a := range c.attempts[settled:c.k] {
		if a.after >= 0 && a.answered().Before(c.now) {
			n++
		}
	}
	return n
}

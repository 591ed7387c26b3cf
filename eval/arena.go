package main

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// rungs are the numbers of attempts after which the program is judged.
func rungs() []int { return []int{0, 1, 3, 5, 10, 20, 30} }

// arena is a world in which the program has decided: test leads at every rung, with what it said about each.
type arena struct {
	world     *world
	model     string
	cases     []*situationCase
	decisions []decision
	sendAt    []time.Time // the second moment asked about
}

// arenas builds each arena once, whoever asks.
type arenas struct {
	program program
	leads   int
	mutex   sync.Mutex
	built   map[string]func() (*arena, error)
}

func (a *arenas) of(k kind, seed uint64) (*arena, error) {
	name := fmt.Sprintf("%s%d", k, seed)
	a.mutex.Lock()
	build, known := a.built[name]
	if !known {
		build = sync.OnceValues(func() (*arena, error) { return a.build(k, seed, name) })
		a.built[name] = build
	}
	a.mutex.Unlock()
	return build()
}

// crowdSizes are how many other leads the program may learn from; worlds take turns.
func crowdSizes() []int { return []int{1000, 300, 3000, 600, 2000} }

func (a *arenas) build(k kind, seed uint64, name string) (*arena, error) {
	there, histories, lines := newArena(k, seed, a.leads)
	var err error
	if there.model, err = a.program.fit(name, histories); err != nil {
		return nil, err
	}
	there.decisions, err = a.program.decisions(there.model, lines)
	return there, err
}

// newArena makes up what the program learns from and what it is asked; it has not decided yet.
func newArena(k kind, seed uint64, leads int) (there *arena, histories, lines []situation) {
	there = &arena{world: newWorld(k, seed)}
	rng := newRand(seed, "arena "+string(k))
	histories = there.world.histories(min(crowdSizes()[seed%uint64(len(crowdSizes()))], 8*leads), rng)
	for range leads {
		s := there.world.live(there.world.person(rng), 30, rng)
		for _, k := range rungs() {
			if c, ok := s.cut(k, rng); ok {
				lines = append(lines, there.ask(c, rng))
			}
		}
	}
	return there, histories, lines
}

// histories are what became of other leads.
func (w *world) histories(n int, rng *rand.Rand) []situation {
	var all []situation
	for i := range n {
		s := w.live(w.person(rng), 1+rng.IntN(20), rng)
		all = append(all, w.told(s.history(fmt.Sprintf("f%d", i)), rng))
	}
	return all
}

// ask adds a case and returns the line that asks about it.
func (there *arena) ask(c *situationCase, rng *rand.Rand) situation {
	line := there.world.told(c.line(fmt.Sprintf("t%d", len(there.cases))), rng)
	sendAt := c.who.legalAfter(c.now.Add(time.Duration(rng.IntN(6*24))*time.Hour), rng)
	line.SendAt = stamp(sendAt)
	there.cases, there.sendAt = append(there.cases, c), append(there.sendAt, sendAt)
	return line
}

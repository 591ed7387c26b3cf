package main

import (
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"
)

// cell is what was captured at one rung in one world.
type cell struct {
	value, in3h [policies]float64
	free        float64 // of the oracle, were there no constraints
	count       int
}

func (c *cell) add(other cell) {
	for p := range policies {
		c.value[p] += other.value[p]
		c.in3h[p] += other.in3h[p]
	}
	c.free += other.free
	c.count += other.count
}

func (c *cell) ratio(p, of policy) float64 { return c.value[p] / c.value[of] }

// stage is a world of a seed and its cells by rung.
type stage struct {
	kind  kind
	seed  uint64
	cells map[int]*cell
}

// captured plays the worlds A and B against the bound.
func captured(e *evaluation) error {
	var stages []*stage
	var group errgroup.Group
	group.SetLimit(2)
	for _, k := range []kind{worldA, worldB} {
		for seed := range e.seeds() {
			s := &stage{kind: k, seed: seed, cells: map[int]*cell{}}
			stages = append(stages, s)
			group.Go(func() error { return e.play(s) })
		}
	}
	if err := group.Wait(); err != nil {
		return err
	}
	e.reportCaptured(stages)
	return nil
}

func (e *evaluation) play(s *stage) error {
	there, err := e.arenas.of(s.kind, s.seed)
	if err != nil {
		return err
	}
	rng := newRand(s.seed, "judge "+string(s.kind))
	j := newJudge(there.world, e.crowd(), rng)
	for i, c := range there.cases {
		at := j.choices(c, rng)
		at[engine] = there.decisions[i].At
		one := cell{count: 1}
		for p, t := range at {
			v := there.world.worth(c.who, t, c.unanswered)
			one.value[p] = v.value * patience(c.temperature, max(0, t.Sub(c.now)))
			one.in3h[p] = v.in3h
		}
		one.free = there.world.best(c, true)
		if s.cells[c.k] == nil {
			s.cells[c.k] = new(cell)
		}
		s.cells[c.k].add(one)
	}
	return nil
}

// best is the value at the best moment, within the constraints or without.
func (w *world) best(c *situationCase, free bool) float64 {
	top := 0.0
	for _, s := range c.slots(free) {
		top = max(top, w.worth(c.who, s.at, c.unanswered).value*patience(c.temperature, s.at.Sub(c.now)))
	}
	return top
}

func (e *evaluation) reportCaptured(stages []*stage) {
	var sums = map[int]*cell{}
	mean, count, worst, where := 0.0, 0.0, math.Inf(1), ""
	cold, soon := 0.0, 0.0
	for _, s := range stages {
		for _, k := range rungs() {
			c := s.cells[k]
			if sums[k] == nil {
				sums[k] = new(cell)
			}
			sums[k].add(*c)
			r := c.ratio(engine, bayes)
			e.note("captured / Bayes bound", fmt.Sprintf("world %s, seed %d, k %2d, %d leads: %.3f",
				s.kind, s.seed, k, c.count, r))
			if k == 0 {
				cold += r / float64(len(stages))
				continue
			}
			mean, count = mean+r, count+1
			if r < worst {
				worst, where = r, fmt.Sprintf("%s%d, k %d", s.kind, s.seed, k)
			}
		}
		soon += (s.cells[10].in3h[engine]/s.cells[10].in3h[fixed] - 1) / float64(len(stages))
	}
	e.atLeast("captured value / Bayes bound, mean of cells, k 1 to 30", .98, mean/count)
	e.atLeast("captured value / Bayes bound, worst cell ("+where+")", .95, worst)
	e.atLeast("captured value / Bayes bound, cold start (k 0)", .99, cold)
	e.atLeast("captured value / oracle, k 10", .83, sums[10].ratio(engine, oracle))
	e.atLeast("captured value / oracle, k 30", .89, sums[30].ratio(engine, oracle))
	e.atLeast("answers within 3 h over fixed 10:00, k 10", .80, soon)
	e.figure("value lost to constraints (oracle, k 10)", 1-sums[10].value[oracle]/sums[10].free)
	for p := fixed; p < policies; p++ {
		e.figure("  baseline "+p.String()+" / Bayes bound, k 10", sums[10].ratio(p, bayes))
	}
	e.figure("  Bayes bound / oracle, k 10", sums[10].ratio(bayes, oracle))
	e.curves(sums)
}

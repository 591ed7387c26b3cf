package main

import (
	"fmt"
	"math"
	"time"

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

	refused int // choices that were worth nothing, because nobody may write then
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
			if !c.allows(t) {
				s.refused++
				continue
			}
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
	at := w.bestMoment(c, free)
	return w.worth(c.who, at, c.unanswered).value * patience(c.temperature, at.Sub(c.now))
}

// bestMoment is the one that somebody chooses who knows the lead.
func (w *world) bestMoment(c *situationCase, free bool) (at time.Time) {
	top := -1.0
	for _, s := range c.slots(free) {
		v := w.worth(c.who, s.at, c.unanswered).value * patience(c.temperature, s.at.Sub(c.now))
		if v > top {
			top, at = v, s.at
		}
	}
	return at
}

// reportCaptured reports the cells by themselves, each a world of a seed at a rung.
func (e *evaluation) reportCaptured(stages []*stage) {
	mean, count, worst, where := 0.0, 0.0, math.Inf(1), ""
	cold, refused, worlds := 0.0, 0, float64(len(stages))
	for _, s := range stages {
		refused += s.refused
		for _, k := range rungs() {
			r := s.cells[k].ratio(engine, bayes)
			name := fmt.Sprintf("%s%d, k %d", s.kind, s.seed, k)
			e.note("captured / Bayes bound", fmt.Sprintf("%s, %d leads: %.3f", name, s.cells[k].count, r))
			if k == 0 {
				cold += r / worlds
				continue
			}
			mean, count = mean+r, count+1
			if r < worst {
				worst, where = r, name
			}
		}
	}
	e.atLeast("captured value / Bayes bound, mean of cells, k 1 to 30", .98, mean/count)
	e.atLeast("captured value / Bayes bound, worst cell ("+where+")", .95, worst)
	e.atLeast("captured value / Bayes bound, cold start (k 0)", .99, cold)
	e.atMost("decisions without a legal moment, worlds A, B", 0, float64(refused))
	e.reportRungs(stages)
}

// reportRungs reports what was captured in all worlds together.
func (e *evaluation) reportRungs(stages []*stage) {
	sums := map[int]*cell{}
	var soon, soonest float64
	for _, k := range rungs() {
		sums[k] = new(cell)
		for _, s := range stages {
			sums[k].add(*s.cells[k])
		}
	}
	for _, s := range stages {
		quick := s.cells[10].in3h
		soon += (quick[engine]/quick[fixed] - 1) / float64(len(stages))
		soonest += (quick[bayes]/quick[fixed] - 1) / float64(len(stages))
	}
	e.atLeast("captured value / oracle, k 10", .83, sums[10].ratio(engine, oracle))
	e.atLeast("captured value / oracle, k 30", .89, sums[30].ratio(engine, oracle))
	e.atLeast("answers within 3 h over fixed 10:00, k 10 (Bayes bound: "+number(soonest)+")", .80, soon)
	e.figure("captured value / one moment for all, k 10", sums[10].ratio(engine, global))
	e.figure("value lost to constraints (oracle, k 10)", 1-sums[10].value[oracle]/sums[10].free)
	for p := fixed; p < policies; p++ {
		e.figure("  baseline "+p.String()+" / Bayes bound, k 10", sums[10].ratio(p, bayes))
	}
	e.figure("  Bayes bound / oracle, k 10", sums[10].ratio(bayes, oracle))
	e.figure("  Bayes bound / oracle, k 30", sums[30].ratio(bayes, oracle))
	e.curves(sums)
}

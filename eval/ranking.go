package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

func (r ranked) worth() float64 { return r.in72h }

// stageValue is what an answer of a lead at a stage is worth.
func stageValue() map[string]float64 {
	return map[string]float64{"new": 1, "contacted": 1, "replied": 2, "interested": 4, "appointment": 8, "closing": 12,
		"customer": 3}
}

const listLen = 200 // leads of one networker

// ranked is a lead on a networker's list: where the program puts it, where somebody would who knows the population,
// and what it is truly worth.
type ranked struct{ score, bound, in24h, in72h float64 }

// gains sums up how well lists are ordered.
type gains struct{ at10, at20, day10, bound, lists float64 }

func (g *gains) add(list []ranked) {
	g.at10 += gain(list, 10, ranked.worth)
	g.at20 += gain(list, 20, ranked.worth)
	g.day10 += gain(list, 10, func(r ranked) float64 { return r.in24h })
	for i, r := range list {
		list[i].score = r.bound
	}
	g.bound += gain(list, 10, ranked.worth)
	g.lists++
}

// ranking compares the order of each networker's leads by score with the order by true expected value.
func ranking(e *evaluation) error {
	var g gains
	for _, k := range []kind{worldA, worldB} {
		for seed := range e.seeds() {
			theirs, err := e.lists(k, seed)
			if err != nil {
				return err
			}
			for _, list := range theirs {
				g.add(list)
			}
		}
	}
	bound := fmt.Sprintf(" (Bayes bound: %s)", number(g.bound/g.lists))
	e.atLeast("NDCG@10 of score, one networker's 200 leads"+bound, .935, g.at10/g.lists)
	e.atLeast("NDCG@20 of score", .945, g.at20/g.lists)
	e.figure("  NDCG@10 of score, by answers within 24 h", g.day10/g.lists)
	return nil
}

// lists are those of some networkers of a world.
func (e *evaluation) lists(k kind, seed uint64) (all [][]ranked, err error) {
	there, err := e.arenas.of(k, seed)
	if err != nil {
		return nil, err
	}
	for i := range e.pick(2, 4) {
		list, err := e.list(there, newRand(seed, fmt.Sprintf("list %s %d", k, i)))
		if err != nil {
			return nil, err
		}
		all = append(all, list)
	}
	return all, nil
}

// list asks for one networker's leads, at all stages, and values each at its best moment.
func (e *evaluation) list(there *arena, rng *rand.Rand) ([]ranked, error) {
	w := there.world
	user := w.users[rng.IntN(len(w.users))]
	known := newCrowd(w, 800, rng)
	var lines []situation
	var truth []ranked
	for len(lines) < listLen {
		p := w.person(rng)
		p.user = user
		k := rungs()[rng.IntN(len(rungs()))]
		c, ok := w.live(p, k, rng).cut(k, rng)
		if !ok {
			continue
		}
		line := c.line(fmt.Sprintf("n%d", len(lines)))
		line.Lead.Stage = c.stage(rng)
		value := stageValue()[line.Lead.Stage]
		at := w.bestMoment(c, false)
		best := w.worth(p, at, c.unanswered)
		lines = append(lines, line)
		truth = append(truth, ranked{bound: value * known.chance(c, bin(at, p.zone), watch),
			in24h: value * best.in24h, in72h: value * best.in72h})
	}
	decisions, err := e.program.decisions(there.model, lines)
	for i, d := range decisions {
		truth[i].score = d.Score
	}
	return truth, err
}

// stage draws one that the history does not contradict.
func (c *situationCase) stage(rng *rand.Rand) string {
	if c.k == 0 {
		return "new"
	}
	for range c.answers {
		x := rng.IntN(20)
		switch {
		case x < 7:
			return "replied"
		case x < 12:
			return "interested"
		case x < 15:
			return "appointment"
		case x < 17:
			return "closing"
		}
		return "customer"
	}
	return "contacted"
}

// gain is the normalised discounted cumulative gain of the first n by score.
func gain(list []ranked, n int, worth func(ranked) float64) float64 {
	sum := func() (s float64) {
		for i, r := range list[:n] {
			s += worth(r) / math.Log2(float64(i)+2)
		}
		return s
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(b.score, a.score) })
	got := sum()
	slices.SortStableFunc(list, func(a, b ranked) int { return cmp.Compare(worth(b), worth(a)) })
	return got / sum()
}

package main

import (
	"fmt"
	"time"
)

const shuffledRung = 10 // attempts after which the shuffled leads are decided about

// shuffled is the permutation test: where whether and when each message is answered is another lead's doing, nobody
// has a rhythm of their own, and what the program chooses is worth what one moment for all is worth.
func shuffled(e *evaluation) error {
	var chosen, common float64
	for _, k := range []kind{worldA, worldB} {
		for seed := range e.seeds() {
			got, global, err := e.deal(k, seed)
			if err != nil {
				return err
			}
			chosen, common = chosen+got, common+global
		}
	}
	lift := chosen / common
	e.add("lift over one moment for all, answers shuffled, k 10", "1.00 +- .03", lift, lift > .97 && lift < 1.03)
	return nil
}

// deal plays a world whose answers are shuffled; it returns the worth of the program's choice and of the common one.
func (e *evaluation) deal(k kind, seed uint64) (chosen, common float64, err error) {
	w := newWorld(k, seed)
	w.dealt = true
	rng := newRand(seed, "shuffled "+string(k))
	stories := make([]story, e.pick(500, 1500))
	for i := range stories {
		stories[i] = w.live(w.person(rng), shuffledRung+rng.IntN(5), rng)
	}
	var histories, lines []situation
	var cases []*situationCase
	for i, s := range stories {
		histories = append(histories, s.history(fmt.Sprintf("f%d", i)))
		if c, ok := s.cut(shuffledRung, rng); ok && i%3 == 0 {
			lines = append(lines, c.line(fmt.Sprintf("s%d", i)))
			cases = append(cases, c)
		}
	}
	model, err := e.program.fit(fmt.Sprintf("shuffled%s%d", k, seed), histories)
	if err != nil {
		return 0, 0, err
	}
	decisions, err := e.program.decisions(model, lines)
	if err != nil {
		return 0, 0, err
	}
	j := newJudge(w, e.pick(300, 600), rng)
	worth := func(c *situationCase, at time.Time) float64 {
		return w.worth(c.who, at, c.unanswered).value * patience(c.temperature, at.Sub(c.now))
	}
	for i, c := range cases {
		chosen += worth(c, decisions[i].At)
		common += worth(c, j.choices(c, rng)[global])
	}
	return chosen, common, nil
}

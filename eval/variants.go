package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

const (
	wordings   = 6
	networkers = 40
	sendsADay  = 4
	contest    = 60 // days
)

// chancesOf are how likely each wording is answered well, by networker.
type chancesOf [networkers][wordings]float64

// newChances draws what a wording is worth to all, and to each networker more or less.
func newChances(rng *rand.Rand) (c chancesOf) {
	for v := range wordings {
		common := -1 + .4*rng.NormFloat64()
		for n := range networkers {
			c[n][v] = 1 / (1 + math.Exp(-common-.3*rng.NormFloat64()))
		}
	}
	return c
}

// team is a contest of wordings in one team, so far.
type team struct {
	truth                 chancesOf
	told                  []situation // histories of all leads
	regret, best, foreign float64
	rng                   *rand.Rand
}

// variants lets teams send what the program proposes; wordings are known to it from the first day, when each
// networker takes any. Regret is what a team would have had more that always knew each networker's best one.
func variants(e *evaluation) error {
	var regret, best, foreign float64
	teams := uint64(e.pick(1, 2))
	for seed := range teams {
		rng := newRand(e.seed*100+seed, "variants")
		t := &team{truth: newChances(rng), rng: rng}
		if err := e.compete(t); err != nil {
			return err
		}
		e.note("variants", fmt.Sprintf("team %d: regret %.3f", seed, t.regret/t.best))
		regret, best, foreign = regret+t.regret, best+t.best, foreign+t.foreign
	}
	e.atMost("regret of wordings after 60 days (40 networkers, 6 wordings, sd .3)", .06, regret/best)
	e.figure("  of it: sends for which none of the wordings was proposed",
		foreign/float64(teams*networkers*sendsADay*(contest-1)))
	return nil
}

// compete plays the days; now and then the program learns from what became of the sends so far.
func (e *evaluation) compete(t *team) error {
	every := e.pick(15, 4)
	model := ""
	for today := range contest {
		lines := newLeads(today)
		if today == 0 {
			t.send(today, lines, nil)
			continue
		}
		var err error
		if (today-1)%every == 0 {
			model, err = e.program.fit("variants", t.told)
		}
		if err != nil {
			return err
		}
		proposed, err := e.program.decisions(model, lines)
		if err != nil {
			return err
		}
		t.send(today, lines, proposed)
	}
	return nil
}

// send takes the wordings proposed; any where none is.
func (t *team) send(today int, lines []situation, proposed []decision) {
	for i, line := range lines {
		who := i % networkers
		v, known := t.rng.IntN(wordings), false
		if proposed != nil {
			if w, ok := wordingOf(proposed[i].Template); ok {
				v, known = w, true
			}
			if !known {
				t.foreign++
			}
		}
		t.regret += t.truth.best(who) - t.truth[who][v]
		t.best += t.truth.best(who)
		t.told = append(t.told, sentWording(line, v, today, t.rng.Float64() < t.truth[who][v]))
	}
}

func (c *chancesOf) best(networker int) float64 {
	top := 0.0
	for _, p := range c[networker] {
		top = max(top, p)
	}
	return top
}

func wordingName(v int) string { return fmt.Sprintf("wording_%d", v) }

func wordingOf(name string) (v int, known bool) {
	for v := range wordings {
		if name == wordingName(v) {
			return v, true
		}
	}
	return 0, false
}

// contestDay is noon of a day of the contest; Sundays and holidays are counted like others.
func contestDay(n int) time.Time { return spring.AddDate(0, 0, n).Add(10 * time.Hour) }

// newLeads are those whom the networkers write to for the first time today.
func newLeads(today int) []situation {
	lines := make([]situation, networkers*sendsADay)
	for i := range lines {
		user := networker{fmt.Sprintf("n%d", i%networkers), zone("Europe/Berlin"), 8, 21}
		lines[i] = situation{ID: fmt.Sprintf("d%d-%d", today, i), Now: stamp(contestDay(today)), User: user.part(),
			Lead: leadPart{Stage: "new", Timezone: "Europe/Berlin", Region: region, Sentiment: "warm",
				Addresses: []string{"whatsapp"}, Consent: "claimed"}, Touches: []touch{}}
	}
	return lines
}

// sentWording is the history of a lead who was sent a wording.
func sentWording(line situation, v, today int, answered bool) situation {
	line.Now = ""
	line.Lead.Stage = "contacted"
	at := contestDay(today)
	line.Touches = []touch{{At: stamp(at), Direction: "out", Channel: "whatsapp", Template: wordingName(v)}}
	if answered {
		line.Lead.Stage = "replied"
		line.Touches = append(line.Touches, touch{At: stamp(at.Add(2 * time.Hour)), Direction: "in", Channel: "whatsapp",
			Intent: "positive"})
	}
	return line
}

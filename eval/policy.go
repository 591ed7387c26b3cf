package main

import (
	"math"
	"math/rand/v2"
	"time"
)

// policy is a way to choose the moment.
type policy int

const (
	engine   policy = iota // the program
	bayes                  // whoever knows the population, but the lead only from the history
	oracle                 // whoever knows the lead
	fixed                  // ten o'clock
	lastHour               // the hour of the last answer
	modal                  // the hour of most answers
	global                 // the best moment for the population
	kernel                 // the lead's answers, smoothed
	policies
)

func (p policy) String() string {
	return [policies]string{"SalesFlow", "Bayes bound", "oracle", "fixed 10:00", "last reply hour", "modal hour",
		"global best", "kernel smoothing"}[p]
}

// judge knows what a world's policies need to know.
type judge struct {
	world  *world
	crowd  *crowd
	common [watch]float64 // how soon answers come, for the kernel
	hours  *rhythm        // when answers come
	prior  [6]*[weekLen]float64
}

func newJudge(w *world, size int, rng *rand.Rand) *judge {
	j := &judge{world: w, crowd: newCrowd(w, size, rng), common: w.law.delay}
	j.hours = scaled(func(at int) float64 {
		sum := 0.0
		for _, r := range j.crowd.rhythms {
			sum += float64(r[at])
		}
		return sum
	})
	return j
}

// choices returns the moment that each policy but the program chooses.
func (j *judge) choices(c *situationCase, rng *rand.Rand) (at [policies]time.Time) {
	slots := c.slots(false)
	best := func(value func(slot) float64) time.Time {
		top, when := -1.0, c.now
		for _, s := range slots {
			if v := value(s) * patience(c.temperature, s.at.Sub(c.now)); v > top {
				top, when = v, s.at
			}
		}
		return when
	}
	known, unknown := j.crowd.expects(c, rng), j.unknown(c, rng)
	smooth := j.smoothed(c)
	at[bayes] = best(func(s slot) float64 { return known[s.bin] })
	at[global] = best(func(s slot) float64 { return unknown[s.bin] })
	at[oracle] = j.world.bestMoment(c, false)
	at[kernel] = best(func(s slot) float64 {
		sum := 0.0
		for i := range watch / 3 {
			sum += j.common[i] * fading[i] * smooth[(s.bin+i)%weekLen]
		}
		return sum
	})
	last, most := c.favourites()
	at[fixed], at[lastHour], at[modal] = nextAt(slots, 10), nextAt(slots, last), nextAt(slots, most)
	return at
}

// unknown is the value of a message to somebody who does not remember the history.
func (j *judge) unknown(c *situationCase, rng *rand.Rand) *[weekLen]float64 {
	if j.prior[c.unanswered] == nil {
		blank := *c
		blank.k = 0
		j.prior[c.unanswered] = j.crowd.expects(&blank, rng)
	}
	return j.prior[c.unanswered]
}

// answers yields the answers of the case's lead so far, as steps of the week.
func (c *situationCase) answers(yield func(bin int) bool) {
	for _, a := range c.attempts[:c.k] {
		if a.after >= 0 && a.answered().Before(c.now) && !yield(bin(a.answered(), c.who.zone)) {
			return
		}
	}
}

// favourites are the hour of the last answer and the hour of most answers; ten while there is none.
func (c *situationCase) favourites() (last, most int) {
	last, most = 10, 10
	var count [24]int
	for b := range c.answers {
		last = b % 48 / 2
		if count[last]++; count[last] > count[most] || count[most] == 0 {
			most = last
		}
	}
	return last, most
}

// nextAt is the first moment of the first day as close to the hour as legal.
func nextAt(slots []slot, hour int) time.Time {
	best, away := slots[0].at, math.Inf(1)
	for _, s := range slots {
		if d := math.Abs(float64(s.bin%48)/2 - float64(hour)); d < away {
			best, away = s.at, d
		}
	}
	return best
}

// smoothed mixes the hours of the lead's own answers, two hours to each side, with everybody's.
func (j *judge) smoothed(c *situationCase) (hours [weekLen]float64) {
	const everybody = 4.0
	for i, v := range j.hours {
		hours[i] = everybody * float64(v)
	}
	for b := range c.answers {
		for i := range hours {
			away := math.Abs(float64((i-b)%48)) / 2
			away = math.Min(away, 24-away)
			hours[i] += 5 * math.Exp(-away*away/4.5)
		}
	}
	return hours
}

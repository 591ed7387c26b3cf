package main

import (
	"math"
	"math/rand/v2"
	"slices"
)

// most is how many of a crowd speak when a lead is judged: drawn by how well they fit the lead.
const most = 600

// seen is what a history tells about an attempt.
type seen struct {
	at       int
	tired    float64
	until    float64 // steps watched
	answered bool
}

// seenOf is what was known of the case's attempts at its moment.
func (c *crowd) seenOf(lead *situationCase) []seen {
	var all []seen
	for i, a := range lead.attempts[:lead.k] {
		end := lead.now
		if i+1 < lead.k {
			end = lead.attempts[i+1].sent
		}
		s := seen{at: bin(a.sent, lead.who.zone), tired: c.law.tired(a.unanswered), until: watch}
		if a.after >= 0 && a.answered().Before(end) {
			end, s.answered = a.answered(), true
		}
		s.until = min(watch, float64(end.Sub(a.sent))/float64(step))
		all = append(all, s)
	}
	return all
}

// suits returns, for each of the crowd, the logarithm of how likely they make the history, and the exposure; and
// the shape of the gamma distribution of responsiveness after it, whose rate is the law's and the exposure.
func (c *crowd) suits(history []seen) (fit, exposure []float64, shape float64) {
	fit, exposure, shape = make([]float64, len(c.rhythms)), make([]float64, len(c.rhythms)), c.law.shape
	for _, s := range history {
		if s.answered {
			shape++
		}
	}
	for i, r := range c.rhythms {
		for _, s := range history {
			if s.until >= watch {
				exposure[i] += s.tired * float64(c.full[i][s.at])
			} else {
				exposure[i] += s.tired * c.exposure(r, s.at, s.until)
			}
			if s.answered {
				fit[i] += math.Log(float64(r[(s.at+int(s.until))%weekLen]))
			}
		}
		fit[i] -= shape * math.Log(c.law.rate+exposure[i])
	}
	return fit, exposure, shape
}

// chance is that of an answer so many steps after a message at the best knowledge without knowing the lead.
func (c *crowd) chance(lead *situationCase, at int, steps float64) float64 {
	fit, exposure, shape := c.suits(c.seenOf(lead))
	top := slices.Max(fit)
	var sum, total float64
	for i, r := range c.rhythms {
		weight, rate := math.Exp(fit[i]-top), c.law.rate+exposure[i]
		hazard := c.law.tired(lead.unanswered) * c.exposure(r, at, steps)
		sum += weight * (1 - math.Pow(rate/(rate+hazard), shape))
		total += weight
	}
	return sum / total
}

// expects returns the value of a message in each step of the week to somebody who knows the crowd and the history.
func (c *crowd) expects(lead *situationCase, rng *rand.Rand) *[weekLen]float64 {
	fit, exposure, shape := c.suits(c.seenOf(lead))
	tired := c.law.tired(lead.unanswered)
	sum := new([weekLen]float64)
	for _, s := range speakers(fit, rng) {
		for l, weight := range pulls(shape, c.law.rate+exposure[s.who], tired) {
			if weight < .002 {
				continue
			}
			weight *= s.votes
			for i, v := range c.value(s.who, l) {
				sum[workSteps[i]] += weight * float64(v)
			}
		}
	}
	return sum
}

// speaker is one of the crowd and how often they were drawn.
type speaker struct {
	who   int
	votes float64
}

// speakers draws from the crowd, each as often as their weight says (systematic resampling).
func speakers(logs []float64, rng *rand.Rand) []speaker {
	top, total := slices.Max(logs), 0.0
	for _, l := range logs {
		total += math.Exp(l - top)
	}
	var all []speaker
	next, passed := rng.Float64(), 0.0
	for i, l := range logs {
		passed += math.Exp(l-top) / total * most
		if votes := math.Ceil(passed - next); votes > 0 {
			all = append(all, speaker{i, votes})
			next += votes
		}
	}
	return all
}

// pulls is the distribution of responsiveness over the levels, given that it is gamma and that the lead is tired.
func pulls(shape, rate, tired float64) (weights [len(levels)]float64) {
	sum := 0.0
	top := shape * math.Log(shape/rate)
	for i, level := range levels {
		pull := level / tired
		weights[i] = math.Exp(shape*math.Log(pull) - rate*pull - top + shape)
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights
}

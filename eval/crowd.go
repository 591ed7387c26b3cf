package main

import (
	"math"
	"math/rand/v2"
)

// crowd is a large sample of a world's people: what somebody who knows the whole truth but for the lead at hand
// can compare the lead with. Responsiveness is not sampled but integrated out, which is exact: its gamma
// distribution is conjugate to the hazard.
type crowd struct {
	law     *law
	rhythms []*rhythm
	full    [][weekLen]float32 // hazard of the whole 72 hours for a message in each step, at responsiveness 1
	values  [][][]float32      // of one of the crowd, at a level, in each step; filled when first asked for
}

// levels are the responsivenesses at which values are computed.
var levels = func() (l [11]float64) {
	for i := range l {
		l[i] = .03 * math.Pow(1.75, float64(i))
	}
	return l
}()

// most is how many of a crowd speak when a lead is judged: drawn by how well they fit the lead.
const most = 600

func newCrowd(w *world, size int, rng *rand.Rand) *crowd {
	c := &crowd{law: w.law, full: make([][weekLen]float32, size), values: make([][][]float32, size)}
	for i := range size {
		r := w.draw(rng)
		c.rhythms = append(c.rhythms, r)
		for at := range weekLen {
			c.full[i][at] = float32(c.exposure(r, at, watch))
		}
	}
	return c
}

// exposure is the hazard that a message in a step of the week meets until so many steps later.
func (c *crowd) exposure(r *rhythm, at int, until float64) float64 {
	whole := int(until)
	sum := 0.0
	for i := range min(whole, watch) {
		sum += c.law.delay[i] * float64(r[(at+i)%weekLen])
	}
	if whole < watch {
		sum += (until - float64(whole)) * c.law.delay[whole] * float64(r[(at+whole)%weekLen])
	}
	return sum
}

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

// suits returns, for each of the crowd, the logarithm of how likely they make the history, and the exposure.
func (c *crowd) suits(history []seen) (fit, exposure []float64) {
	fit, exposure = make([]float64, len(c.rhythms)), make([]float64, len(c.rhythms))
	answers := 0.0
	for _, s := range history {
		if s.answered {
			answers++
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
		fit[i] -= (c.law.shape + answers) * math.Log(c.law.rate+exposure[i])
	}
	return fit, exposure
}

// expects returns the value of a message in each step of the week to somebody who knows the crowd and the history.
func (c *crowd) expects(lead *situationCase, rng *rand.Rand) *[weekLen]float64 {
	history := c.seenOf(lead)
	fit, exposure := c.suits(history)
	shape := c.law.shape
	for _, s := range history {
		if s.answered {
			shape++
		}
	}
	tired := c.law.tired(lead.unanswered)
	sum := new([weekLen]float64)
	for _, s := range speakers(fit, rng) {
		for l, weight := range pulls(shape, c.law.rate+exposure[s.who], tired) {
			if weight < .002 {
				continue
			}
			for at, v := range c.value(s.who, l) {
				sum[at] += weight * s.votes * float64(v)
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
	top, total := math.Inf(-1), 0.0
	for _, l := range logs {
		top = math.Max(top, l)
	}
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

// value is what a message in each step of the week is worth to one of the crowd at a level; by night and on
// Sundays nobody writes.
func (c *crowd) value(who, level int) []float32 {
	if c.values[who] == nil {
		c.values[who] = make([][]float32, len(levels))
	}
	if c.values[who][level] == nil {
		values := make([]float32, weekLen)
		for at := range values {
			if hour := at % 48 / 2; hour >= dayHour && hour < endHour && at < 6*48 {
				values[at] = c.valueAt(c.rhythms[who], at, levels[level])
			}
		}
		c.values[who][level] = values
	}
	return c.values[who][level]
}

func (c *crowd) valueAt(r *rhythm, at int, level float64) float32 {
	left, value := 1.0, 0.0
	for i, share := range c.law.delay {
		if at == weekLen {
			at = 0
		}
		after := left * math.Exp(-level*share*float64(r[at]))
		value += (left - after) * fading[i]
		left = after
		at++
	}
	return float32(value)
}

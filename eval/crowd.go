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
	values  [][][]float32      // of one of the crowd, at a level, in each of the workSteps; filled when first asked for
}

// levels are the responsivenesses at which values are computed.
var levels = func() (l [11]float64) {
	for i := range l {
		l[i] = .03 * math.Pow(1.75, float64(i))
	}
	return l
}()

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

// workSteps are the steps of the week in which somebody writes: not by night, not on Sundays.
var workSteps = func() (steps []int) {
	for at := range 6 * 48 {
		if hour := at % 48 / 2; hour >= dayHour && hour < endHour {
			steps = append(steps, at)
		}
	}
	return steps
}()

// value is what a message in each of the workSteps is worth to one of the crowd at a level.
func (c *crowd) value(who, level int) []float32 {
	if c.values[who] == nil {
		c.values[who] = make([][]float32, len(levels))
	}
	if c.values[who][level] == nil {
		values := make([]float32, len(workSteps))
		for i, at := range workSteps {
			values[i] = c.valueAt(c.rhythms[who], at, levels[level])
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
		after := left * survives(level*share*float64(r[at]))
		value += (left - after) * fading[i]
		left = after
		at++
	}
	return float32(value)
}

// survives is exp(-h), cheaply where h is small.
func survives(h float64) float64 {
	if h < .002 {
		return 1 - h + h*h/2
	}
	return math.Exp(-h)
}

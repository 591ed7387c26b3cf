package main

import (
	"math"
	"math/rand/v2"
)

// law is what all leads of a world have in common: how an answer's chance fades with the time since the message
// and with the messages before that were not answered, and how responsiveness is spread.
type law struct {
	delay       [watch]float64 // share of the hazard in each step after a message
	reach       [watch + 1]float64
	fatigue     float64 // factor of the hazard per unanswered attempt
	shape, rate float64 // of the gamma distribution of responsiveness
}

// newLaw draws a law: the delay is a mix of two laws of three kinds.
func newLaw(rng *rand.Rand) *law {
	l := &law{fatigue: between(rng, .7, .95), shape: between(rng, .9, 2.2)}
	l.rate = l.shape / between(rng, .5, 1.1)
	first, second, share := survival(rng), survival(rng), between(rng, .3, 1)
	chance := func(hours float64) float64 { return share*first(hours) + (1-share)*second(hours) }
	lost := 1 - chance(watch/2)
	for i := range l.delay {
		l.delay[i] = (chance(float64(i)/2) - chance(float64(i+1)/2)) / lost
		l.reach[i+1] = l.reach[i] + l.delay[i]
	}
	return l
}

// survival draws a law of delay: the share of answers that take longer than so many hours.
func survival(rng *rand.Rand) func(hours float64) float64 {
	switch rng.IntN(3) {
	case 0:
		scale, power := between(rng, .2, 1.2), between(rng, .8, 1.4)
		return func(x float64) float64 { return math.Pow(1+x/scale, -power) }
	case 1:
		scale, power := between(rng, 1, 5), between(rng, .45, .8)
		return func(x float64) float64 { return math.Exp(-math.Pow(x/scale, power)) }
	}
	middle, spread := math.Log(between(rng, .4, 2.5)), between(rng, 1.2, 2)
	return func(x float64) float64 { return math.Erfc((math.Log(x+1e-9)-middle)/(spread*math.Sqrt2)) / 2 }
}

func (l *law) tired(unanswered int) float64 { return math.Pow(l.fatigue, float64(unanswered)) }

func between(rng *rand.Rand, low, high float64) float64 { return low + (high-low)*rng.Float64() }

// gamma draws from a gamma distribution (Marsaglia and Tsang).
func gamma(rng *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(rng, shape+1) * math.Pow(rng.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := rng.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(rng.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

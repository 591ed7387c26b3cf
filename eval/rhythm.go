package main

import (
	"math"
	"math/rand/v2"
)

// rhythm is how likely a person is to answer in each step of the local week; its mean is 1.
type rhythm [weekLen]float32

// scaled brings what shape says of each step to the mean 1.
func scaled(shape func(step int) float64) *rhythm {
	var sum float64
	var values [weekLen]float64
	for i := range values {
		values[i] = shape(i)
		sum += values[i]
	}
	r := new(rhythm)
	for i, v := range values {
		r[i] = float32(v * weekLen / sum)
	}
	return r
}

// archetype is a way to live: bumps at some hours over a floor, more or less of it at weekends and by night.
type archetype struct {
	centres            []float64
	jitter, width      float64
	weekend, asleep    float64 // factors on Saturday and Sunday, and from midnight to six
	floorMin, floorMax float64
}

func archetypes() []archetype {
	return []archetype{
		{[]float64{12.4}, .8, .8, .6, .3, .03, .12},             // lunch
		{[]float64{18.3}, 1.2, 1.3, .8, .3, .03, .12},           // after work
		{[]float64{6.8}, .8, 1, .5, .5, .03, .12},               // early bird
		{[]float64{22.6}, 1, 1.5, 1.2, .6, .03, .12},            // night owl
		{[]float64{2.2}, 1.3, 2.3, .9, 1, .05, .15},             // night worker
		{[]float64{8, 19.7}, 1, 1, .8, .3, .03, .12},            // two peaks
		{[]float64{11, 17}, 1.5, 2.3, 3.5, .3, .05, .15},        // weekend
		{[]float64{9.5, 11.5, 14, 16}, .4, 1, .15, .2, .03, .1}, // office hours
		{[]float64{20.6}, .6, .9, 1, .3, .03, .12},              // when the children sleep
		{nil, 0, 1, 1, .7, 1, 1},                                // any time
	}
}

// person draws somebody who lives like that.
func (a archetype) person(rng *rand.Rand) *rhythm {
	width, floor := a.width*between(rng, .7, 1.4), between(rng, a.floorMin, a.floorMax)
	weekend := a.weekend * between(rng, .7, 1.4)
	centres := make([]float64, len(a.centres))
	heights := make([]float64, len(a.centres))
	for i, c := range a.centres {
		centres[i], heights[i] = c+a.jitter*rng.NormFloat64(), between(rng, .6, 1)
	}
	return scaled(func(step int) float64 {
		hour := math.Mod(float64(step)/2+.25, 24)
		v := floor
		for i, c := range centres {
			away := math.Abs(math.Mod(hour-c+36, 24) - 12)
			v += heights[i] * math.Exp(-away*away/(2*width*width))
		}
		if step >= 5*48 {
			v *= weekend
		}
		if hour < 6 {
			v *= a.asleep
		}
		return v
	})
}

// wave is one sine of the week.
type wave struct{ perWeek, sine, cosine float64 }

// waves draws the sines of the day and of the week, the faster the smaller.
func waves(rng *rand.Rand, day, week float64) []wave {
	var all []wave
	for m := 1.0; m <= 4; m++ {
		all = append(all, wave{7 * m, day / m * rng.NormFloat64(), day / m * rng.NormFloat64()})
	}
	for m := 1.0; m <= 3; m++ {
		all = append(all, wave{m, week / m * rng.NormFloat64(), week / m * rng.NormFloat64()})
	}
	return all
}

// waving is the exponential of a sum of sines and of some noise from hour to hour.
func waving(all []wave, noise func() float64) *rhythm {
	hourly := 0.0
	return scaled(func(step int) float64 {
		if step%2 == 0 {
			hourly = noise()
		}
		sum := hourly
		for _, w := range all {
			sin, cos := math.Sincos(2 * math.Pi * w.perWeek * float64(step) / weekLen)
			sum += w.sine*sin + w.cosine*cos
		}
		return math.Exp(math.Max(-3.5, math.Min(2, sum)))
	})
}

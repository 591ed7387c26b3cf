package timing

import (
	"math"
	"sync"
)

// rhythm says how ready somebody is to answer in each hour of the week, 0 being Monday from midnight. Its mean
// is 1.
type rhythm [hoursAWeek]float64

// The days of a rhythm: how much weekdays and weekends weigh.
var dayModes = [...][2]float64{{1, 1}, {1, 0.3}, {0.3, 1}}

// types is the dictionary of rhythms that a lead may have: one hour of the day at which they answer, narrow or
// wide, on all days, on weekdays or at weekends; two such hours; nights; no preference. Nobody is one of these,
// but most people are close to a mixture of a few, and a fit learns how frequent each is (a discrete prior whose
// weights are estimated: Kiefer and Wolfowitz 1956, Laird 1978).
var types = sync.OnceValue(func() []rhythm {
	var all []rhythm
	for _, width := range []float64{0.9, 2.0} {
		for hour := 0.0; hour < 24; hour += 1.5 {
			for _, days := range dayModes {
				all = append(all, peaks(width, days, hour))
			}
		}
	}
	hours := []float64{7, 9.5, 12.5, 15.5, 18, 20.5, 23}
	for i, first := range hours {
		for _, second := range hours[i+1:] {
			all = append(all, peaks(1.3, [2]float64{1, 1}, first, second), peaks(1.3, [2]float64{1, 0.4}, first, second))
		}
	}
	for _, days := range dayModes {
		all = append(all, peaks(5, days, 14))
	}
	return append(all, rhythm{}.even())
})

// peaks is a rhythm with bells of a width in hours around some hours of the day.
func peaks(width float64, days [2]float64, hours ...float64) rhythm {
	var r rhythm
	for h := range r {
		level := 0.08
		for _, hour := range hours {
			d := math.Abs(math.Mod(float64(h%24)+0.5-hour+36, 24) - 12)
			level += exp(-d * d / (2 * width * width))
		}
		r[h] = level * days[min(h/(5*24), 1)]
	}
	return r.normal()
}

func (r rhythm) even() rhythm {
	for h := range r {
		r[h] = 1
	}
	return r
}

// normal is r with a mean of 1.
func (r rhythm) normal() rhythm {
	sum := 0.0
	for _, v := range r {
		sum += v
	}
	for h := range r {
		r[h] *= hoursAWeek / sum
	}
	return r
}

// times is r with every hour multiplied, and a mean of 1 again.
func (r rhythm) times(factor *rhythm) rhythm {
	for h, f := range factor {
		r[h] *= f
	}
	return r.normal()
}

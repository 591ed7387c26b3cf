package timing

import "math"

// alikes are the shapes that are tried.
var alikes = [...]float64{0.3, 0.45, 0.65, 0.9, 1.25, 1.75, 2.5, 3.5, 5, 8}

// gammaOf returns the mean and shape of the gamma distribution of readiness under which the answers are most
// likely: for each shape the mean by fixed point, then the shape by the marginal likelihood (negative binomial).
func gammaOf(leads []gammaCase) (mean, shape float64) {
	best := math.Inf(-1)
	for _, a := range alikes {
		mu := gammaMean(leads, a)
		if l := gammaLikelihood(leads, mu, a); l > best {
			best, mean, shape = l, mu, a
		}
	}
	return mean, shape
}

func gammaMean(leads []gammaCase, a float64) float64 {
	const assumed, strength = 0.6, 2.0 // leads: keeps it finite where nothing is known
	const most = 20                    // where all answers came at once
	mu := assumed
	for range 12 {
		sum, n := assumed*strength, strength
		for _, l := range leads {
			sum += (a + l.answers) / (a/mu + l.exposure)
			n++
		}
		mu = min(sum/n, most)
	}
	return mu
}

func gammaLikelihood(leads []gammaCase, mu, a float64) float64 {
	sum := 0.0
	for _, l := range leads {
		for k := range int(l.answers) {
			sum += log(a + float64(k))
		}
		sum += a*log(a/mu) - (a+l.answers)*log(a/mu+l.exposure)
	}
	return sum
}

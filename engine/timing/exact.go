package timing

import "math"

// The functions below give the same bits on every machine. Package math does not promise that: some of its
// functions are assembly on one platform and Go on another, and a compiler may fuse x*y+z into one rounding where
// the machine can. A product in a float64() conversion is rounded by itself, which is all that it takes; halving and
// doubling are exact and need none.

// The series' coefficients, the highest power first.
var (
	oddReciprocals       = [...]float64{1. / 19, 1. / 17, 1. / 15, 1. / 13, 1. / 11, 1. / 9, 1. / 7, 1. / 5, 1. / 3, 1}
	factorialReciprocals = [...]float64{1. / 479001600, 1. / 39916800, 1. / 3628800, 1. / 362880, 1. / 40320, 1. / 5040,
		1. / 720, 1. / 120, 1. / 24, 1. / 6, 1. / 2, 1, 1}
)

// ln is the natural logarithm of a positive x.
func ln(x float64) float64 {
	fraction, exponent := math.Frexp(x) // exact
	if fraction < math.Sqrt2/2 {
		fraction, exponent = 2*fraction, exponent-1
	}
	s := (fraction - 1) / (fraction + 1) // |s| < 0.172: ln x = 2 (s + s^3/3 + s^5/5 + …)
	square, sum := float64(s*s), 0.0
	for _, reciprocal := range oddReciprocals {
		sum = float64(sum*square) + reciprocal
	}
	return float64(2*s*sum) + float64(float64(exponent)*math.Ln2)
}

// exp2 is 2 to the power of x.
func exp2(x float64) float64 {
	whole := math.Floor(x + 0.5) // exact, as is Ldexp
	y, sum := float64((x-whole)*math.Ln2), 0.0
	for _, reciprocal := range factorialReciprocals {
		sum = float64(sum*y) + reciprocal
	}
	return math.Ldexp(sum, int(whole))
}

// halved is what is left of 1 after days with a half-life, both in days. The future counts as now.
func halved(days, halfLife float64) float64 { return exp2(-max(days, 0) / halfLife) }

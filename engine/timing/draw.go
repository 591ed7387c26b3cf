package timing

import "math"

// Seed makes a seed from what names a decision: the same parts, the same draws on every machine. It is FNV-1a over
// the parts, mixed once more since neighbours (two days, two leads) differ in few bits only.
func Seed(parts ...string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	hash := uint64(offset)
	for _, part := range parts {
		for i := range len(part) {
			hash = (hash ^ uint64(part[i])) * prime
		}
		hash = (hash ^ 0xff) * prime // no byte of UTF-8: ("ab", "c") is not ("a", "bc")
	}
	s := source(hash)
	return s.next()
}

// source is splitmix64: a sequence of random numbers that its seed decides.
type source uint64

func (s *source) next() uint64 {
	*s += 0x9e3779b97f4a7c15
	z := uint64(*s)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// uniform is between 0 and 1, never either.
func (s *source) uniform() float64 { return (float64(s.next()>>12) + 0.5) / (1 << 52) }

// normal is from the standard normal distribution, by Marsaglia's polar method.
func (s *source) normal() float64 {
	for {
		x, y := float64(2*s.uniform())-1, float64(2*s.uniform())-1
		square := float64(x*x) + float64(y*y)
		if square > 0 && square < 1 {
			return float64(x * math.Sqrt(-2*log(square)/square)) // Sqrt is exact
		}
	}
}

// gamma is from the gamma distribution of a shape of at least 1, by Marsaglia and Tsang (2000).
func (s *source) gamma(shape float64) float64 {
	d := shape - 1.0/3
	c := 1 / math.Sqrt(float64(9*d))
	for {
		x := s.normal()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = float64(v * v * v)
		u, square := s.uniform(), float64(x*x)
		if u < 1-float64(0.0331*float64(square*square)) || // nearly always, and saves two logarithms
			log(u) < square/2+d-float64(d*v)+float64(d*log(v)) {
			return float64(d * v)
		}
	}
}

// beta is from the beta distribution of two shapes of at least 1.
func (s *source) beta(a, b float64) float64 {
	x, y := s.gamma(a), s.gamma(b)
	return x / (x + y)
}

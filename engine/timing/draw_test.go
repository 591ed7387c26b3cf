package timing

import (
	"math"
	"strconv"
	"testing"
)

func TestFunctionsAgreeWithTheMathPackage(t *testing.T) {
	random := source(1)
	for range 100_000 {
		x := math.Exp2(200*random.uniform() - 100)
		if got, want := log(x), math.Log(x); math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
			t.Fatalf("log(%g) is %g, want %g", x, got, want)
		}
		y := 200*random.uniform() - 100
		if got, want := exp2(y), math.Exp2(y); math.Abs(got-want) > 1e-9*want {
			t.Fatalf("exp2(%g) is %g, want %g", y, got, want)
		}
	}
	if log(1) != 0 || exp2(0) != 1 {
		t.Errorf("log 1 = %g, 2^0 = %g", log(1), exp2(0))
	}
}

// TestDrawsAreTheSameBitsEverywhere holds what any machine must draw from a seed.
func TestDrawsAreTheSameBitsEverywhere(t *testing.T) {
	if s := source(1234567); s.next() != 6457827717110365317 || s.next() != 3203168211198807973 {
		t.Error("this is not splitmix64") // the reference implementation's first numbers
	}
	random, digest := source(Seed("lisa", "2026-11-25")), uint64(0)
	for i := range 1000 {
		x := random.beta(2+float64(i), 4+float64(i%7)*50) + exp2(-float64(i)/7)
		digest = Seed(strconv.FormatUint(digest, 16), strconv.FormatUint(math.Float64bits(x), 16))
	}
	if digest != 314270986856562461 {
		t.Errorf("the draws changed: %d", digest)
	}
}

func TestSeedsTellTheirPartsApart(t *testing.T) {
	seen := map[uint64]string{}
	for name, parts := range map[string][]string{
		"ab,c": {"ab", "c"}, "a,bc": {"a", "bc"}, "abc": {"abc"}, "c,ab": {"c", "ab"}, "none": nil, "empty": {""},
	} {
		seed := Seed(parts...)
		if other, ok := seen[seed]; ok {
			t.Errorf("%s and %s have one seed", name, other)
		}
		seen[seed] = name
	}
}

// TestBetaHasItsMeanAndVariance draws often enough that a mistake in the method would show.
func TestBetaHasItsMeanAndVariance(t *testing.T) {
	random := source(7)
	for _, shapes := range [][2]float64{{2, 4}, {1, 1}, {2.6, 40.4}, {300, 700}, {9, 1.5}} {
		a, b := shapes[0], shapes[1]
		const n = 200_000
		var sum, squares float64
		for range n {
			x := random.beta(a, b)
			if x <= 0 || x >= 1 {
				t.Fatalf("Beta(%g, %g) drew %g", a, b, x)
			}
			sum, squares = sum+x, squares+x*x
		}
		mean, variance := sum/n, squares/n-sum*sum/n/n
		wantMean, wantVariance := a/(a+b), a*b/(a+b)/(a+b)/(a+b+1)
		if math.Abs(mean-wantMean) > 5*math.Sqrt(wantVariance/n) || math.Abs(variance/wantVariance-1) > 0.03 {
			t.Errorf("Beta(%g, %g): mean %g, want %g; variance %g, want %g", a, b, mean, wantMean, variance, wantVariance)
		}
	}
}

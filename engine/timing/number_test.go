package timing

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// within1e9 reports whether two numbers agree to nine digits.
func within1e9(got, want float64) bool {
	return math.Abs(got-want) <= 1e-9*max(math.Abs(want), 1)
}

func TestOwnFunctionsAreExactToNineDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-40, 40).Draw(t, "x")
		positive := rapid.Float64Range(1e-300, 1e300).Draw(t, "positive")
		base, power := rapid.Float64Range(1e-6, 1e6).Draw(t, "base"), rapid.Float64Range(-30, 3).Draw(t, "power")
		for name, c := range map[string]struct{ got, want float64 }{
			"exp":       {exp(x) / math.Exp(x), 1},
			"exp2":      {exp2(x) / math.Exp2(x), 1},
			"log":       {log(positive), math.Log(positive)},
			"log of 1+": {log(1 + math.Abs(x)), math.Log1p(math.Abs(x))},
			"pow":       {pow(base, power) / math.Pow(base, power), 1},
			"logistic":  {logistic(x), 1 / (1 + math.Exp(-min(max(x, -30), 30)))},
		} {
			if math.Abs(c.got-c.want) > 3e-9*max(1, math.Abs(c.want)) {
				t.Fatalf("%s of %g, %g, %g^%g: %.12g, want %.12g", name, x, positive, base, power, c.got, c.want)
			}
		}
	})
}

func TestOwnFunctionsAtTheirEnds(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"nothing is left of e to the -1000", exp(-1000), 0},
		{"nothing is left of e to minus infinity", exp(math.Inf(-1)), 0},
		{"e to the 0", exp(0), 1},
		{"the logarithm of 1", log(1), 0},
		{"odds of certainty stay finite", logit(1), -logit(0)},
		{"what lies ahead counts as now", halved(-5, 30), 1},
		{"a half-life", halved(30, 30), 0.5},
	} {
		if !within1e9(c.got, c.want) || math.IsInf(c.got, 0) {
			t.Errorf("%s: %g, want %g", c.name, c.got, c.want)
		}
	}
}

// TestSurviveIsTheExponential where the series stands for it, too.
func TestSurviveIsTheExponential(t *testing.T) {
	for x := 0.0; x < 3; x += 0.001 {
		if d := math.Abs(survive(x) - math.Exp(-x)); d > 3e-5 {
			t.Fatalf("survive(%g) is off by %g", x, d)
		}
	}
}

func TestLogitAndLogisticAreInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(1e-4, 1-1e-4).Draw(t, "p")
		if got := logistic(logit(p)); math.Abs(got-p) > 1e-8 {
			t.Fatalf("%g became %g", p, got)
		}
	})
}

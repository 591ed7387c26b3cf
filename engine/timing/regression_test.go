package timing

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// drawn are examples whose answers are drawn by some weights.
func drawn(truth weights, n int, rng *rand.Rand) []example {
	all := make([]example, n)
	for i := range all {
		e := &all[i]
		e.at = monday.Add(time.Duration(i) * time.Hour)
		for which := range e.known {
			e.known[which][always] = 1
			for k := 1; k < int(features); k++ {
				e.known[which][k] = rng.NormFloat64()
			}
			e.answered[which] = rng.Float64() < truth.predict(&e.known[which])
		}
	}
	return all
}

func TestRegressionRecoversWeights(t *testing.T) {
	truth := weights{always: -.7, byHazard: .5, byPair: .8, pause: -.6, silent: .3}
	learned := regression{which: 1, halving: halvings[0]}.learn(drawn(truth, 30_000, rand.New(rand.NewPCG(1, 2))))
	for k, want := range truth {
		if math.Abs(learned[k]-want) > .06 {
			t.Errorf("weight %d is %.3f, want %.3f", k, learned[k], want)
		}
	}
}

// TestRegressionForgets: the latest examples decide when the others have aged.
func TestRegressionForgets(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	old, new := drawn(weights{always: -2}, 6000, rng), drawn(weights{always: 1}, 6000, rng)
	for i := range new {
		new[i].at = new[i].at.AddDate(1, 0, 0)
	}
	w := learnWeights(append(old, new...), 0)
	if math.Abs(w[always]-1) > .15 {
		t.Errorf("after the change the weight is %.2f, want 1", w[always])
	}
}

// TestRegressionIsCarefulWithLittle: nothing, one example, and what can be told apart without an error.
func TestRegressionIsCarefulWithLittle(t *testing.T) {
	certain := make([]example, 2000)
	for i := range certain {
		certain[i].known[0] = weights{always: 1, byHazard: float64(i%2*2-1) * 9, pause: float64(i%2) * 40}
		certain[i].answered[0] = i%2 == 1
	}
	for name, examples := range map[string][]example{"nothing": nil, "one": certain[:1], "certainty": certain} {
		w := learnWeights(examples, 0)
		for k, v := range w {
			if math.IsNaN(v) || math.Abs(v) > 20 {
				t.Errorf("%s: weight %d is %g", name, k, v)
			}
		}
		if len(examples) == 0 && w != hazardOnly() {
			t.Errorf("from nothing was learned %v", w)
		}
	}
}

func TestEquationsAreSolved(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	var a [features]weights
	var want, b weights
	for i := range a {
		want[i] = rng.NormFloat64()
		for j := range i + 1 {
			a[i][j] = rng.NormFloat64() / 10
			a[j][i] = a[i][j]
		}
		a[i][i] = 3
	}
	for i := range a {
		for j, v := range want {
			b[i] += a[i][j] * v
		}
	}
	for i, got := range solve(a, b) {
		if math.Abs(got-want[i]) > 1e-9 {
			t.Errorf("x[%d] is %g, want %g", i, got, want[i])
		}
	}
}

package timing

import (
	"math"
	"time"
)

// towards is how strongly each weight is drawn towards where it began, in examples.
const towards = 3

// regression is a logistic regression on one part of the examples, of which those before the latest count less
// by a half each halving.
type regression struct {
	which   int
	halving time.Duration
}

// learn returns the weights under which the examples, the latest last, are most likely, by Newton's method,
// drawn towards the hazard's own word (ridge).
func (r regression) learn(examples []example) weights {
	assumed := hazardOnly()
	w := assumed
	for range 6 {
		gradient, curvature := r.slopes(examples, &w)
		for a := range features {
			gradient[a] -= towards * (w[a] - assumed[a])
			curvature[a][a] += towards
		}
		for a, step := range solve(curvature, gradient) {
			w[a] += step
		}
	}
	return w
}

// slopes are the first and (half of) the second derivatives of the log likelihood.
func (r regression) slopes(examples []example, w *weights) (gradient weights, curvature [features]weights) {
	for i := range examples {
		e := &examples[i]
		x := &e.known[r.which]
		age := examples[len(examples)-1].at.Sub(e.at)
		counts := exp2(-float64(age) / float64(r.halving))
		p, y := w.predict(x), 0.0
		if e.answered[r.which] {
			y = 1
		}
		for a, xa := range x {
			gradient[a] += counts * (y - p) * xa
			for b := range a + 1 {
				curvature[a][b] += counts * p * (1 - p) * xa * x[b]
			}
		}
	}
	return gradient, curvature
}

// solve returns x with A x = b for a symmetric positive A of which the lower half is given (Cholesky).
func solve(a [features]weights, b weights) weights {
	var l [features]weights
	for i := range features {
		for j := range i + 1 {
			sum := a[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i == j {
				l[i][i] = math.Sqrt(sum)
			} else {
				l[i][j] = sum / l[j][j]
			}
		}
	}
	for i := range features {
		for k := range i {
			b[i] -= l[i][k] * b[k]
		}
		b[i] /= l[i][i]
	}
	for i := features - 1; i >= 0; i-- {
		for k := i + 1; k < features; k++ {
			b[i] -= l[k][i] * b[k]
		}
		b[i] /= l[i][i]
	}
	return b
}

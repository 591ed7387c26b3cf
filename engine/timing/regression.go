package timing

import "math"

// towards is how strongly each weight is drawn towards where it began, in examples.
const towards = 3

// logisticRegression returns the weights under which the examples are most likely, by Newton's method, drawn
// towards some assumed ones (ridge).
func logisticRegression(examples []example, assumed weights) weights {
	w := assumed
	for range 8 {
		var gradient weights
		var curvature [features]weights
		for i := range examples {
			e := &examples[i]
			p := w.predict(&e.known)
			y := 0.0
			if e.answered {
				y = 1
			}
			for a, xa := range e.known {
				if xa == 0 {
					continue
				}
				gradient[a] += (y - p) * xa
				for b := range a + 1 {
					curvature[a][b] += p * (1 - p) * xa * e.known[b]
				}
			}
		}
		for a := range features {
			gradient[a] -= towards * (w[a] - assumed[a])
			curvature[a][a] += towards
		}
		step := solve(curvature, gradient)
		for a := range w {
			w[a] += step[a]
		}
	}
	return w
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

package timing

// delay says how the readiness to answer fades after a message, whatever the hour: density is what falls into
// each hour, with sum 1 over the window; early is what of the first hour has passed after each 5 minutes.
type delay struct {
	density [window]float64
	within  [window + 1]float64 // what falls into the first hours
	early   [13]float64
}

// spans are the ends, in hours, of the stretches of time over which a fit compares what it saw with lomax.
var spans = [...]float64{1. / 30, 1. / 12, 1. / 6, 1. / 3, 1, 2, 3, 4, 6, 9, 12, 18, 24, 36, 48, window}

// lomax is the share of answers within x hours before anything is known: a heavy tail, half of it within the
// first hours. The shape fits private messages, office mail and text messages alike.
func lomax(x float64) float64 { return log(1+2*x) / log(1+2*window) }

// newDelay is lomax with the density in each span multiplied.
func newDelay(multiplied [len(spans)]float64) delay {
	cumulative := func(x float64) float64 {
		sum, from := 0.0, 0.0
		for i, to := range spans {
			if x <= from {
				break
			}
			sum += multiplied[i] * (lomax(min(to, x)) - lomax(from))
			from = to
		}
		return sum
	}
	var d delay
	whole := cumulative(window)
	for j := range d.density {
		d.density[j] = (cumulative(float64(j+1)) - cumulative(float64(j))) / whole
		d.within[j+1] = d.within[j] + d.density[j]
	}
	for i := range d.early {
		d.early[i] = cumulative(float64(i)/12) / cumulative(1)
	}
	return d
}

// passed is how much of the density of the first hour lies in a part of it from its beginning.
func (d *delay) passed(part float64) float64 {
	at := part * 12
	i := min(int(at), 11)
	return d.early[i] + (at-float64(i))*(d.early[i+1]-d.early[i])
}

// masses is how much of the density lies in each hour of the clock from the one on in which a was sent, until a was
// answered or no longer waited for. It returns how many hours these are.
func (d *delay) masses(a *attempt, m *[window + 2]float64) int {
	whole := min(int(a.waited), window)
	rest := a.waited - float64(whole)
	clear(m[:])
	for j := range whole {
		early := 1 - a.part
		if j == 0 {
			early = d.passed(early)
		}
		m[j] += d.density[j] * early
		m[j+1] += d.density[j] * (1 - early)
	}
	if rest > 0 && whole < window {
		early := min(rest, 1-a.part)
		if whole == 0 {
			early, rest = d.passed(early), d.passed(rest)
		}
		m[whole] += d.density[whole] * early
		m[whole+1] += d.density[whole] * (rest - early)
	}
	return whole + 2
}

func spanOf(waited float64) int {
	for i, to := range spans {
		if waited < to {
			return i
		}
	}
	return len(spans) - 1
}

package timing

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// mindOf is a mind that read touches at a moment, in UTC.
func mindOf(m Model, touches []Touch, now time.Time) *Mind {
	mind := NewMind(NewBrain(m))
	mind.Read(touches, Calendar{}, now, Prior{})
	return mind
}

// only is a model in which everybody has one rhythm of the dictionary.
func only(kind int) Model {
	m := DefaultModel()
	clear(m.Types)
	m.Types[kind] = 1
	return m
}

// typeAt is the narrow rhythm around an hour on all days, one of every hour and a half.
func typeAt(hour float64) int { return int(hour/1.5) * len(dayModes) }

func TestTypesHaveTheMeanOne(t *testing.T) {
	for i, r := range types() {
		sum := 0.0
		for h, v := range r {
			sum += v
			if v <= 0 {
				t.Errorf("type %d is never awake in hour %d", i, h)
			}
		}
		if !within1e9(sum, hoursAWeek) {
			t.Errorf("type %d has the sum %g", i, sum)
		}
	}
	if r := types()[typeAt(18)]; r[18] < 2 || r[18] < 5*r[3] {
		t.Errorf("the evening type is %.2f in the evening, %.2f at night", r[18], r[3])
	}
}

func TestDelayIsADistribution(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var multiplied [len(spans)]float64
		for i := range multiplied {
			multiplied[i] = rapid.Float64Range(.05, 20).Draw(t, "multiplied")
		}
		d, sum := newDelay(multiplied), 0.0
		for _, v := range d.density {
			sum += v
		}
		if !within1e9(sum, 1) || !within1e9(d.within[window], 1) {
			t.Fatalf("the sum is %g, within the window %g", sum, d.within[window])
		}
		if a, b := d.passed(.3), d.passed(.6); d.passed(0) != 0 || !within1e9(d.passed(1), 1) || a > b || a < 0 {
			t.Fatalf("of the first hour passed %g, %g, %g, %g", d.passed(0), a, b, d.passed(1))
		}
	})
}

// minutes adds up density times rhythm minute by minute: what exposure has to be.
func (m *Mind) byMinutes(a attempt) float64 {
	sum := 0.0
	for minute := range int(math.Round(a.waited * 60)) {
		mass := m.delay.density[minute/60] / 60
		if minute < 60 {
			mass = m.delay.density[0] * (m.delay.passed(float64(minute+1)/60) - m.delay.passed(float64(minute)/60))
		}
		hour := int(a.hour) + (int(math.Round(a.part*60))+minute)/60
		sum += mass * m.rhythm[hour%hoursAWeek]
	}
	return sum
}

// jump is how much the rhythm changes at the end of the hour of the clock some hours after an attempt.
func (m *Mind) jump(a attempt, later int) float64 {
	return math.Abs(m.rhythm[(int(a.hour)+later+1)%hoursAWeek] - m.rhythm[(int(a.hour)+later)%hoursAWeek])
}

// anyAttempt is one at a full minute.
func anyAttempt(t *rapid.T) attempt {
	return attempt{
		hour:   int16(rapid.IntRange(0, hoursAWeek-1).Draw(t, "hour")),
		part:   float64(rapid.IntRange(0, 59).Draw(t, "minute")) / 60,
		waited: float64(rapid.IntRange(0, window*60).Draw(t, "waited")) / 60,
	}
}

func TestExposureAddsUpMinutes(t *testing.T) {
	mind := mindOf(only(typeAt(18)), nil, monday)
	rapid.Check(t, func(t *rapid.T) {
		a := anyAttempt(t)
		if got, want := mind.exposure(&a), mind.byMinutes(a); math.Abs(got-want) > 1e-9 {
			t.Fatalf("%+v: exposure %g, want %g", a, got, want)
		}
	})
}

// TestTableSaysTheSame as exposure, but for what lies between the whole hours of its rows: it moves evenly from one
// hour of the clock to the next where the density of the first hour, most of which passes early, does not, and evenly
// from one hour that passed to the next.
func TestTableSaysTheSame(t *testing.T) {
	mind := mindOf(only(typeAt(18)), nil, monday)
	rapid.Check(t, func(t *rapid.T) {
		a := anyAttempt(t)
		got := 0.0
		for _, s := range mind.stretches(&a) {
			if s.weight > 0 {
				got += s.weight * float64(mind.passed[s.row+typeAt(18)])
			}
		}
		slack := 1e-6
		if a.waited >= 1 {
			slack += mind.delay.density[0] * (mind.delay.passed(1-a.part) - (1 - a.part)) * mind.jump(a, 0)
			slack += mind.delay.density[min(int(a.waited), window-1)] * mind.jump(a, int(a.waited)) / 4
		}
		if want := mind.exposure(&a); math.Abs(got-want) > slack {
			t.Fatalf("%+v: the table says %g, want %g", a, got, want)
		}
	})
}

// TestChanceOfAFreshLead is the integral over readiness of what a known hazard brings.
func TestChanceOfAFreshLead(t *testing.T) {
	model := only(typeAt(18))
	model.Alike, model.Readiness = 2.5, .8
	mind := mindOf(model, nil, monday)
	for _, c := range []struct {
		sent  time.Time
		hours int
	}{{monday, 24}, {monday, 3}, {monday.Add(8*time.Hour + 30*time.Minute), 3}, {monday.Add(117*time.Hour + 20*time.Minute), 24}} {
		hour, part := Calendar{}.hourOfWeek(c.sent)
		exposure := mind.byMinutes(attempt{hour: hour, part: part, waited: float64(c.hours)})
		want, total, rate := 0.0, 0.0, model.Alike/model.Readiness
		for x := .0005; x < 30; x += .001 {
			density := math.Pow(x, model.Alike-1) * math.Exp(-rate*x)
			want, total = want+density*(1-math.Exp(-x*exposure)), total+density
		}
		if got := mind.hazard(c.sent, c.hours).chance; math.Abs(got-want/total) > 1e-4 {
			t.Errorf("sent at %s, within %d h: %.5f, want %.5f", c.sent, c.hours, got, want/total)
		}
	}
}

// TestValueAddsUpHours: the worth of a moment is the sum over the hours of P(answer in it) x 2^(-hours/6).
func TestValueAddsUpHours(t *testing.T) {
	mind := mindOf(only(typeAt(18)), nil, monday)
	rapid.Check(t, func(t *rapid.T) {
		hour := rapid.IntRange(0, hoursAWeek-1).Draw(t, "hour")
		ready := rapid.Float64Range(leastReady, mostReady).Draw(t, "readiness")
		mind.prior = mind.model.Alike / ready
		mind.placeBets()
		want, before := 0.0, 1.0
		for j := range most {
			silent := math.Exp(-ready * mind.byMinutes(attempt{hour: int16(hour), waited: float64(j + 1)}))
			want, before = want+(before-silent)*math.Exp2(-float64(j)/halfLife), silent
		}
		if got := mind.value(hour); math.Abs(got-want) > .02*want {
			t.Fatalf("at %d, readiness %g: %g, want %g", hour, ready, got, want)
		}
	})
}

// TestValueIsThatOfAllTypes a lead may well be of, each as ready as it then is.
func TestValueIsThatOfAllTypes(t *testing.T) {
	mind := NewMind(NewBrain(DefaultModel()))
	rapid.Check(t, func(t *rapid.T) {
		mind.Read(anyTouches(t), Calendar{}, monday.AddDate(0, 1, 0), Prior{})
		mind.placeBets()
		for _, hour := range []int{9, 18, 140} {
			want := 0.0
			all := &mind.seen[len(breaks)]
			for c, q := range mind.belief {
				if q < unlikely {
					continue
				}
				ready := min(mostReady, mind.fatigue()*(mind.model.Alike+all.answers)/(mind.prior+all.exposure[c]))
				want += q * worthOf(&mind.rhythms[c], &mind.delay, ready, hour)
			}
			own, typical := weighed(mind, &mind.rhythm, hour), weighed(mind, &mind.typical, hour)
			if want *= own / typical; math.Abs(mind.value(hour)-want) > .015*want {
				t.Fatalf("at %d: %g, want %g", hour, mind.value(hour), want)
			}
		}
	})
}

// worthOf adds up the worth of an answer of somebody with a rhythm.
func worthOf(r *rhythm, d *delay, ready float64, hour int) float64 {
	sum, alive := 0.0, 1.0
	for j := range most {
		still := alive * math.Exp(-ready*d.density[j]*r[(hour+j)%hoursAWeek])
		sum, alive = sum+(alive-still)*fading[j], still
	}
	return sum
}

func weighed(m *Mind, r *rhythm, hour int) (sum float64) {
	for j := range most {
		sum += m.delay.density[j] * fading[j] * r[(hour+j)%hoursAWeek]
	}
	return sum
}

// answering are attempts every other day from monday on, each answered at an hour of the day.
func answering(hour float64, from, n int) (all []said) {
	for i := range n {
		all = append(all, out(48*float64(from+i)), in(48*float64(from+i)+hour-9))
	}
	return all
}

func TestWhatLeadsShowMovesBelief(t *testing.T) {
	silent := func(n int) (all []said) {
		for i := range n {
			all = append(all, out(48*float64(i)))
		}
		return all
	}
	until := monday.Add(400 * time.Hour)
	chance := func(said []said, now time.Time) float64 {
		m := mindOf(DefaultModel(), touchesOf(said...), now)
		return m.Chance(now.Add(24 * time.Hour)).In24h
	}
	for _, c := range []struct {
		name        string
		less, equal float64
	}{
		{"silence lowers the chance", chance(silent(3), until), chance(nil, until)},
		{"more silence lowers it more", chance(silent(6), until), chance(silent(3), until)},
		{"answers raise it", chance(nil, until), chance(answering(18, 0, 3), until)},
		{"more answers raise it more", chance(answering(18, 0, 1), until), chance(answering(18, 0, 5), until)},
		{"what was sent two hours ago counts less than what was sent long ago",
			chance(silent(1), monday.Add(80*time.Hour)), chance(silent(1), monday.Add(2*time.Hour))},
	} {
		if c.less >= c.equal {
			t.Errorf("%s: %.3f and %.3f", c.name, c.less, c.equal)
		}
	}
}

// TestSilenceAtNightSaysLittle of somebody who answers in the evening.
func TestSilenceAtNightSaysLittle(t *testing.T) {
	model := only(typeAt(18))
	after := func(sent float64) float64 {
		touches := touchesOf(out(sent - 9))
		return 1 / mindOf(model, touches, touches[0].At.Add(6*time.Hour)).rate
	}
	if night, evening := after(24), after(17); night < evening*1.2 {
		t.Errorf("after six hours of silence by night readiness is %.3f, in the evening %.3f", night, evening)
	}
}

func TestRhythmFollowsAnswers(t *testing.T) {
	for _, hour := range []int{10, 13, 16, 19, 22} {
		m := mindOf(DefaultModel(), touchesOf(answering(float64(hour)+.2, 0, 8)...), monday.AddDate(0, 1, 0))
		for h, v := range m.rhythm[:24] {
			if v > m.rhythm[hour]*1.001 && (h < hour-2 || h > hour+2) {
				t.Errorf("answers at %d, but hour %d has %.2f, that one %.2f", hour, h, v, m.rhythm[hour])
			}
		}
		if m.rhythm[hour] < 2 {
			t.Errorf("after 8 answers at %d the hour has only %.2f", hour, m.rhythm[hour])
		}
	}
}

// TestBrokenHabitsAreFound within six answers after twenty of another kind.
func TestBrokenHabitsAreFound(t *testing.T) {
	for _, c := range []struct{ old, new float64 }{{10, 19.5}, {19.5, 10}, {12.5, 21}, {21, 15}} {
		said := append(answering(c.old, 0, 20), answering(c.new, 20, 6)...)
		touches := touchesOf(said...)
		now := touches[len(touches)-1].At.Add(48 * time.Hour)
		changeable := DefaultModel()
		changeable.Breaks = 1e-2
		m := mindOf(changeable, touches, now)
		if old, new := m.rhythm[int(c.old)], m.rhythm[int(c.new)]; new < 2*old {
			t.Errorf("from %g to %g o'clock: the old hour has %.2f, the new one %.2f", c.old, c.new, old, new)
		}
		if since := m.since[10]; since > .1 {
			t.Errorf("from %g to %g o'clock: what was before counts %.2f", c.old, c.new, since)
		}
	}
}

// TestSteadyHabitsDoNotBreak although answers scatter around the hour.
func TestSteadyHabitsDoNotBreak(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	steady := DefaultModel()
	steady.Breaks = 1e-6
	for _, hour := range []float64{10, 13, 18, 20} {
		var said []said
		for i := range 30 {
			said = append(said, answering(hour+rng.NormFloat64(), i, 1)...)
		}
		m := mindOf(steady, touchesOf(said...), monday.AddDate(0, 3, 0))
		if m.since[0] < .9 {
			t.Errorf("answers around %g: the first counts %.2f", hour, m.since[0])
		}
	}
}

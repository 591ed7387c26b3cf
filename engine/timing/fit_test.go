package timing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"
)

// crowd is a population that a model describes, to be learned from.
type crowd struct {
	model Model
	brain *Brain
	rng   *rand.Rand
}

func newCrowd(m Model, seed uint64) *crowd {
	return &crowd{model: m, brain: NewBrain(m), rng: rand.New(rand.NewPCG(seed, 1))}
}

// kind draws a type by the shares of the model.
func (c *crowd) kind() int {
	x, sum := c.rng.Float64(), 0.0
	for i, share := range c.model.Types {
		if sum += share; x < sum {
			return i
		}
	}
	return len(c.model.Types) - 1
}

// lead lives through some attempts at legal hours, every other day or so, and answers by the model's hazard.
func (c *crowd) lead(attempts int) Record {
	r := Record{User: fmt.Sprint("u", c.rng.IntN(5)), Country: "DE"}
	rhythm, random, tired := &c.brain.rhythms[c.kind()], source(c.rng.Uint64()), 0
	readiness := random.gamma(c.model.Alike) * c.model.Readiness / c.model.Alike
	day := monday
	for range attempts {
		day = day.AddDate(0, 0, 4+c.rng.IntN(3))
		at := day.Add(time.Duration(c.rng.IntN(12*60)-60) * time.Minute)
		r.Touches = append(r.Touches, Touch{At: at, Out: true})
		wait, answered := c.waits(rhythm, at, readiness*c.model.Tired[min(tired, mostTired)])
		if tired++; answered {
			r.Touches, tired = append(r.Touches, Touch{At: at.Add(wait), Answer: Positive}), 0
		}
	}
	return r
}

// waits is the time until the answer, by steps of five minutes.
func (c *crowd) waits(r *rhythm, at time.Time, readiness float64) (time.Duration, bool) {
	const step = 5 * time.Minute
	left := -math.Log(1 - c.rng.Float64())
	for wait := time.Duration(0); wait < window*time.Hour; wait += step {
		j, d := int(wait/time.Hour), &c.brain.delay
		mass := d.density[j] / 12
		if j == 0 {
			i := int(wait / step)
			mass = d.density[0] * (d.early[i+1] - d.early[i])
		}
		hour, _ := Calendar{}.hourOfWeek(at.Add(wait))
		if left -= readiness * mass * r[hour]; left < 0 {
			return wait + time.Duration(c.rng.IntN(280)+10)*time.Second, true
		}
	}
	return 0, false
}

func (c *crowd) records(n int) []Record {
	all := make([]Record, n)
	for i := range all {
		all[i] = c.lead(3 + c.rng.IntN(12))
	}
	return all
}

var afterAll = monday.AddDate(1, 0, 0)

// someone is a model of a population with two kinds of people.
func someone() Model {
	m := DefaultModel()
	clear(m.Types)
	m.Types[typeAt(18)+1], m.Types[typeAt(9)] = .7, .3
	m.Readiness, m.Alike = .9, 1.5
	return m
}

func TestFitRecoversWhatPopulationsAre(t *testing.T) {
	quick, slow := someone(), someone()
	for i := range quick.Delay {
		quick.Delay[i], slow.Delay[i] = 3, .3
		if spans[i] > 2 {
			quick.Delay[i], slow.Delay[i] = .3, 3
		}
	}
	reluctant := someone()
	reluctant.Readiness = .3
	for name, truth := range map[string]Model{"quick": quick, "slow": slow, "reluctant": reluctant} {
		got := Fit(newCrowd(truth, 7).records(900), afterAll)
		if math.Abs(log(got.Readiness/truth.Readiness)) > .15 {
			t.Errorf("%s: readiness %.2f, want %.2f", name, got.Readiness, truth.Readiness)
		}
		want, learned := newDelay(truth.Delay), newDelay(got.Delay)
		for _, hours := range []int{1, 3, 12, 24} {
			if math.Abs(learned.within[hours]-want.within[hours]) > .05 {
				t.Errorf("%s: within %d hours %.2f, want %.2f", name, hours, learned.within[hours], want.within[hours])
			}
		}
		brains := [2]*Brain{NewBrain(truth), NewBrain(got)}
		for _, hour := range []int{9, 13, 18, 21, 5*24 + 18} {
			want, learned := brains[0].expects(hour), brains[1].expects(hour)
			if math.Abs(learned-want) > .25*want+.15 {
				t.Errorf("%s: hour %d has %.2f, want %.2f", name, hour, learned, want)
			}
		}
	}
}

// expects is the rhythm of the population.
func (b *Brain) expects(hour int) (sum float64) {
	for c, share := range b.model.Types {
		sum += share * b.rhythms[c][hour]
	}
	return sum
}

// TestForecastsOfAFitComeTrue, in the mean of leads that it has not seen.
func TestForecastsOfAFitComeTrue(t *testing.T) {
	crowd := newCrowd(someone(), 3)
	mind := NewMind(NewBrain(Fit(crowd.records(900), afterAll)))
	var said, came, n float64
	for _, r := range crowd.records(400) {
		for i, touch := range r.Touches {
			if !touch.Out {
				continue
			}
			mind.Read(r.Touches[:i], r.Lead, touch.At, Prior{User: r.User, Country: r.Country})
			said, n = said+mind.Chance(touch.At).In24h, n+1
			if i+1 < len(r.Touches) && !r.Touches[i+1].Out && r.Touches[i+1].At.Sub(touch.At) <= 24*time.Hour {
				came++
			}
		}
	}
	if math.Abs(said-came)/n > .02 {
		t.Errorf("of %.0f messages %.3f were answered, %.3f foreseen", n, came/n, said/n)
	}
}

// TestUnknownLeadsGetThePopulationsBest moment.
func TestUnknownLeadsGetThePopulationsBest(t *testing.T) {
	for hour, legal := range map[float64]int{10.5: 10, 18: 17, 15: 14} {
		truth := DefaultModel()
		clear(truth.Types)
		truth.Types[typeAt(hour)] = 1
		mind := mindOf(Fit(newCrowd(truth, 5).records(300), afterAll), nil, afterAll)
		at, _ := mind.Best(Search{From: afterAll, Patience: Patience(Cold)})
		if at.Hour() < legal-1 || at.Hour() > legal+1 {
			t.Errorf("people who answer around %g are written to at %s", hour, at)
		}
	}
}

func encoded(t *testing.T, m Model) []byte {
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestFitIsTheSameEveryTime, on however many processors and whatever part is done first.
func TestFitIsTheSameEveryTime(t *testing.T) {
	records := newCrowd(someone(), 9).records(200)
	first := encoded(t, Fit(records, afterAll))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, processors := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(processors)
		if again := encoded(t, Fit(slices.Clone(records), afterAll)); !bytes.Equal(first, again) {
			t.Errorf("another model on %d processors", processors)
		}
	}
}

func TestModelsSurviveWriting(t *testing.T) {
	model := Fit(newCrowd(someone(), 2).records(50), afterAll)
	var read Model
	if err := json.Unmarshal(encoded(t, model), &read); err != nil {
		t.Fatal(err)
	}
	if err := read.Check(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(encoded(t, model), encoded(t, read)) {
		t.Error("the model that was read is another one")
	}
}

func TestModelsOfOtherVersionsAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Model){
		"no types":     func(m *Model) { m.Types = nil },
		"fewer types":  func(m *Model) { m.Types = m.Types[1:] },
		"no readiness": func(m *Model) { m.Readiness = 0 },
		"not alike":    func(m *Model) { m.Alike = -1 },
		"no trust":     func(m *Model) { m.Trust = 0 },
		"no breaks":    func(m *Model) { m.Breaks = 0 },
	} {
		m := DefaultModel()
		if err := m.Check(); err != nil {
			t.Fatal(err)
		}
		if spoil(&m); m.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

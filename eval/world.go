package main

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// kind is a family of worlds.
type kind string

const (
	worldA kind = "A" // leads of several archetypes
	worldB kind = "B" // random periodic leads that no dictionary fits
	worldC kind = "C" // habits that break
	worldD kind = "D" // everything that goes wrong
)

// world is a hidden truth.
type world struct {
	kind  kind
	law   *law
	draw  func(rng *rand.Rand) *rhythm
	zones []*time.Location
	users []networker
	begin time.Time   // of the stories
	dealt bool        // each message is answered in the rhythm of somebody else
	down  []time.Time // when nobody's answers arrive, for two days each
}

// person is a lead as only the truth knows them.
type person struct {
	pull   float64 // how responsive
	rhythm *rhythm
	zone   *time.Location
	user   networker
}

func newRand(seed uint64, salt string) *rand.Rand {
	second := uint64(14695981039346656037)
	for _, b := range []byte(salt) {
		second = (second ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed, second))
}

func newWorld(k kind, seed uint64) *world {
	rng := newRand(seed, "world "+string(k))
	w := &world{kind: k, law: newLaw(rng), begin: spring}
	for _, name := range []string{
		"Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "Europe/Vienna", "Europe/Zurich",
		"Europe/London", "Europe/Athens", "America/New_York", "Europe/Berlin",
	} {
		w.zones = append(w.zones, zone(name))
	}
	for i := range 10 {
		w.users = append(w.users, networker{id: "u" + string(rune('a'+i)), zone: zone("Europe/Berlin"),
			from: 7 + rng.IntN(3), to: 20 + rng.IntN(3)})
	}
	w.draw = periodic(rng)
	if k != worldB {
		w.draw = mixed(rng)
	}
	if k == worldD {
		w.begin = autumn
		for range 5 {
			w.down = append(w.down, w.begin.Add(time.Duration(rng.IntN(150*24))*time.Hour))
		}
	}
	return w
}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zones are written into the program
	}
	return z
}

// mixed draws how common each archetype is.
func mixed(rng *rand.Rand) func(*rand.Rand) *rhythm {
	kinds := archetypes()
	common := make([]float64, len(kinds))
	sum := 0.0
	for i := range kinds {
		common[i] = gamma(rng, 1.5)
		sum += common[i]
	}
	return func(rng *rand.Rand) *rhythm {
		left := rng.Float64() * sum
		for i, share := range common {
			if left -= share; left < 0 {
				return kinds[i].person(rng)
			}
		}
		return kinds[0].person(rng)
	}
}

// periodic draws what all leads have in common; each adds their own.
func periodic(rng *rand.Rand) func(*rand.Rand) *rhythm {
	common := waves(rng, .8, .25)
	return func(rng *rand.Rand) *rhythm {
		own := waves(rng, 1, .35)
		return waving(append(own, common...), func() float64 { return .15 * rng.NormFloat64() })
	}
}

// person draws a lead.
func (w *world) person(rng *rand.Rand) *person {
	return &person{
		pull: gamma(rng, w.law.shape) / w.law.rate, rhythm: w.draw(rng),
		zone: w.zones[rng.IntN(len(w.zones))], user: w.users[rng.IntN(len(w.users))],
	}
}

// hazards yields what drives an answer in each step after a message sent at t; across a change of the clocks the
// person lives by the new time.
func (w *world) hazards(p *person, t time.Time, unanswered int) func(yield func(int, float64) bool) {
	scale := p.pull * w.law.tired(unanswered)
	at, shift := bin(t, p.zone), 0
	moved := watch
	if _, end := t.In(p.zone).ZoneBounds(); !end.IsZero() && end.Before(t.Add(watch*step)) {
		moved = int(end.Sub(t) / step)
		_, before := t.In(p.zone).Zone()
		_, after := end.In(p.zone).Zone()
		shift = (after - before) / int(step/time.Second)
	}
	return func(yield func(int, float64) bool) {
		for i, share := range w.law.delay {
			where := at + i
			if i >= moved {
				where += shift
			}
			if !yield(i, scale*share*float64(p.rhythm[(where+weekLen)%weekLen])) {
				return
			}
		}
	}
}

// answering is who decides about an answer of p.
func (w *world) answering(p *person, rng *rand.Rand) *person {
	if !w.dealt {
		return p
	}
	other := *p
	other.rhythm = w.draw(rng)
	return &other
}

// answer draws when p answers a message; none within 72 hours is negative.
func (w *world) answer(p *person, a attempt, rng *rand.Rand) time.Duration {
	left := rng.ExpFloat64()
	for i, h := range w.hazards(p, a.sent, a.unanswered) {
		if left < h {
			after := time.Duration((float64(i) + left/h) * float64(step)).Truncate(time.Second)
			if w.lost(a.sent.Add(after)) {
				break
			}
			return after
		}
		left -= h
	}
	return -1
}

// lost says whether an answer falls into an outage.
func (w *world) lost(t time.Time) bool {
	return slices.ContainsFunc(w.down, func(begin time.Time) bool {
		return t.After(begin) && t.Before(begin.Add(48*time.Hour))
	})
}

// worth is what an answer is worth today, and the chances of one, when a message is sent at t.
type worth struct{ value, in3h, in24h, in72h float64 }

func (w *world) worth(p *person, t time.Time, unanswered int) worth {
	var v worth
	left := 1.0
	for i, h := range w.hazards(p, t, unanswered) {
		chance := left * (1 - survives(h))
		left -= chance
		v.value += chance * fading[i]
		if i < 6 {
			v.in3h += chance
		}
		if i < 48 {
			v.in24h += chance
		}
	}
	v.in72h = 1 - left
	return v
}

// fading is 2^(-j/6) for the hour j of each step.
var fading = func() (f [watch]float64) {
	for i := range f {
		f[i] = math.Exp2(-float64(i/2) / 6)
	}
	return f
}()

// patience is how much less the same answer is worth when it is begun after a wait.
func patience(temperature string, wait time.Duration) float64 {
	tau := 14 * 24.0
	switch temperature {
	case "hot":
		tau = 24
	case "warm":
		tau = 72
	}
	return math.Exp2(-wait.Hours() / tau)
}

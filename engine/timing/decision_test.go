package timing

import (
	"fmt"
	"testing"
	"time"
)

// busy is a lead with 60 touches of a model that was learned.
func busy() (*Mind, []Touch, Search) {
	crowd := newCrowd(someone(), 4)
	mind := NewMind(NewBrain(Fit(crowd.records(300), afterAll)))
	touches := crowd.lead(60).Touches[:60]
	now := touches[59].At.Add(50 * time.Hour)
	berlin := NewCalendar(Zone("Europe/Berlin"), "DE-BY")
	user := Person{Calendar: berlin, ActiveFrom: WallClock{Hour: 9}, ActiveTo: WallClock{Hour: 22}}
	return mind, touches, Search{From: now, Lead: berlin, User: user, Patience: Patience(Warm)}
}

func decide(m *Mind, touches []Touch, s Search) (time.Time, Chance) {
	m.Read(touches, s.Lead, s.From, Prior{User: "u1", Country: "DE"})
	at, _ := m.Best(s)
	m.Chance(at)
	return at, m.Chance(at)
}

func TestDecisionsAllocateNothing(t *testing.T) {
	mind, touches, search := busy()
	if n := testing.AllocsPerRun(50, func() { decide(mind, touches, search) }); n > 0 {
		t.Errorf("%g allocations a decision", n)
	}
}

func BenchmarkDecision(b *testing.B) {
	mind, touches, search := busy()
	b.ReportAllocs()
	for b.Loop() {
		decide(mind, touches, search)
	}
}

// BenchmarkReplan5000 plans anew 5,000 leads of all lengths of history, on one processor.
func BenchmarkReplan5000(b *testing.B) {
	mind, touches, search := busy()
	for b.Loop() {
		for i := range 5000 {
			decide(mind, touches[:i%len(touches)], search)
		}
	}
}

func BenchmarkFit(b *testing.B) {
	for _, n := range []int{300, 3000} {
		records := newCrowd(someone(), 1).records(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Fit(records, afterAll)
			}
		})
	}
}

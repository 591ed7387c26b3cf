package engine_test

import (
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/sequences"
)

// addModel keeps a model as the night does.
func (w *world) addModel(m timing.Model) {
	w.t.Helper()
	err := w.db.Work(w.t.Context(), func(work engine.Work) error {
		return work.AddModel(w.t.Context(), engine.FittedModel{Model: m, MadeAt: w.clock.Now()}, 30)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// readier is the default model with a version, in which leads answer more readily.
func readier(version int) timing.Model {
	m := timing.DefaultModel()
	m.Version, m.Readiness = version, m.Readiness+float64(version)/10
	return m
}

func TestEachTickTakesOverTheNewestModel(t *testing.T) {
	w := newWorld(t)
	expect := func(version int) {
		t.Helper()
		w.tick(monday)
		d := w.engine.Brains.Decider()
		defer d.Release()
		if d.Version() != version {
			t.Errorf("it decides with version %d, want %d", d.Version(), version)
		}
	}
	expect(0)
	w.addModel(readier(1))
	w.addModel(readier(2))
	expect(2)
	foreign := readier(3)
	foreign.Types = foreign.Types[1:]
	w.addModel(foreign)
	expect(2)
	w.addModel(readier(4))
	expect(4)
}

func TestDecidersThinkAloneAndWithOneModel(t *testing.T) {
	w := newWorld(t)
	brains := w.engine.Brains
	var want [5]engine.Advice
	for version := range want {
		m := readier(version)
		want[version] = decided(t, engine.NewDecider(timing.NewBrain(m), w.engine.Templates, compliance.Standard))
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 100 {
				d := brains.Decider()
				if got := decided(t, d); !reflect.DeepEqual(got, want[d.Version()]) {
					t.Errorf("version %d: %+v, want %+v", d.Version(), got, want[d.Version()])
				}
				d.Release()
			}
		})
	}
	for version := 1; version < len(want); version++ {
		w.addModel(readier(version))
		if err := brains.Refresh(t.Context(), w.db); err != nil {
			t.Error(err)
		}
	}
	group.Wait()
}

func TestWithoutBrainsTheDefaultModelDecides(t *testing.T) {
	var none *engine.Brains
	if err := none.Refresh(t.Context(), nil); err != nil {
		t.Error(err)
	}
	templates, err := sequences.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	d := none.Decider()
	defer d.Release()
	got, want := decided(t, d), decided(t, engine.NewDecider(timing.NewBrain(timing.DefaultModel()), templates, compliance.Standard))
	if !got.At.Equal(want.At) || got.Chance != want.Chance || !got.FollowUp {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// decided is what follows for a lead who answered twice.
func decided(t testing.TB, d *engine.Decider) engine.Advice {
	t.Helper()
	return d.Decide(aSituation())
}

func aSituation() *engine.Situation {
	home := timing.NewCalendar(berlin(), "DE-BY")
	s := &engine.Situation{
		ID: "lisa", Now: monday, UserID: "max", Country: "DE", Lead: home, Stage: engine.StageReplied, Sentiment: engine.Warm,
		User:     timing.Person{Calendar: home, ActiveFrom: timing.WallClock{Hour: 8}, ActiveTo: timing.WallClock{Hour: 20}},
		Channels: []engine.Channel{engine.WhatsApp, engine.Email}, Consent: compliance.Claimed, Relation: compliance.Known,
	}
	for i, in := range []bool{false, true, false, true, false} {
		at := monday.AddDate(0, 0, 2*i-15).Add(11 * time.Hour)
		s.Touches = append(s.Touches, timing.Touch{At: at, Out: !in, Channel: "whatsapp"})
	}
	return s
}

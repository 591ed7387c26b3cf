package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// Brains hands out deciders that think with the newest model. It may be used by many goroutines at once. A nil Brains
// knows the default model only, and no wordings.
type Brains struct {
	templates Templates
	mode      compliance.Mode
	inUse     atomic.Pointer[minds]
}

// minds are deciders that are made already and of which nobody has need just now.
type minds struct {
	brain  *timing.Brain
	newest int // version of the newest model that was looked at, also when it was of no use
	free   sync.Pool
}

func newMinds(brain *timing.Brain, newest int, made func() *Decider) *minds {
	m := &minds{brain: brain, newest: newest}
	m.free.New = func() any {
		d := made()
		d.home = &m.free
		return d
	}
	return m
}

// defaultBrain is what is thought with before there is a model.
var defaultBrain = sync.OnceValue(func() *timing.Brain { return timing.NewBrain(timing.DefaultModel()) })

// ofNobody are the deciders of a nil Brains.
var ofNobody = sync.OnceValue(func() *minds { return (&Brains{mode: compliance.Standard}).with(defaultBrain(), 0) })

// NewBrains returns brains that know the default model until they are refreshed.
func NewBrains(templates Templates, mode compliance.Mode) *Brains {
	b := &Brains{templates: templates, mode: mode}
	b.inUse.Store(b.with(defaultBrain(), 0))
	return b
}

func (b *Brains) with(brain *timing.Brain, newest int) *minds {
	return newMinds(brain, newest, func() *Decider { return NewDecider(brain, b.templates, b.mode) })
}

// Decider returns a decider for one goroutine, which gives it back with Release.
func (b *Brains) Decider() *Decider {
	if b == nil {
		return ofNobody().free.Get().(*Decider)
	}
	return b.inUse.Load().free.Get().(*Decider)
}

// Refresh takes over the newest model if there is one that is not known yet. A model that another version of the
// program made, and that does not fit this one, is passed over: the next night brings one that does.
func (b *Brains) Refresh(ctx context.Context, store Store) error {
	if b == nil {
		return nil
	}
	before := b.inUse.Load()
	var m timing.Model
	found := false
	err := store.Work(ctx, func(w Work) (err error) {
		m, found, err = w.LatestModel(ctx, before.newest)
		return err
	})
	if err != nil || !found {
		return err
	}
	brain := before.brain
	if m.Check() == nil {
		brain = timing.NewBrain(m)
	}
	b.inUse.CompareAndSwap(before, b.with(brain, m.Version))
	return nil
}

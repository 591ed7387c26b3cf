package engine

import (
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/timing"
)

// Brains holds the model that decisions are made with.
type Brains struct{}

// Decider hands out a decider.
func (b *Brains) Decider() *Decider {
	return NewDecider(timing.NewBrain(timing.DefaultModel()), nil, compliance.Standard)
}

// Release takes it back.
func (d *Decider) Release() {}

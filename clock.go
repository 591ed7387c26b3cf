package main

import (
	"sync/atomic"
	"time"
)

// clock runs with the machine's, ahead of it or behind it. It implements engine.Clock.
type clock struct {
	machine func() time.Time // nil means this machine's clock; transcripts bring one that stands still
	offset  atomic.Int64
}

// Now returns the time on this clock.
func (c *clock) Now() time.Time { return c.base().Add(time.Duration(c.offset.Load())) }

// set moves the clock.
func (c *clock) set(t time.Time) { c.offset.Store(int64(t.Sub(c.base()))) }

func (c *clock) base() time.Time {
	if c.machine != nil {
		return c.machine()
	}
	return time.Now()
}

package main

import (
	"sync/atomic"
	"time"
)

// clock runs with the machine's, ahead of it or behind it. It implements engine.Clock.
type clock struct{ offset atomic.Int64 }

// Now returns the time on this clock.
func (c *clock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

// set moves the clock.
func (c *clock) set(t time.Time) { c.offset.Store(int64(time.Until(t))) }

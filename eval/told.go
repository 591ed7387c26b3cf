package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

// told is what the program gets to read of a line: in world D not the whole truth.
func (w *world) told(line situation, rng *rand.Rand) situation {
	if w.kind != worldD {
		return line
	}
	robot := rng.IntN(5) // one in five has a machine that answers at once, and only half of the machines say so
	var touches []touch
	for _, t := range line.Touches {
		at := instant(t)
		if t.Direction == "in" && rng.IntN(20) == 0 {
			t.At = stamp(at.Add(-2 * time.Second)) // a clock is wrong
		}
		touches = append(touches, t)
		if t.Direction == "out" && rng.IntN(10) == 0 { // one message in two parts
			touches = append(touches, touch{At: stamp(at.Add(40 * time.Second)), Direction: "out", Channel: t.Channel})
		}
		if t.Direction == "out" && robot == 0 {
			reply := touch{At: stamp(at.Add(2 * time.Second)), Direction: "in", Channel: t.Channel}
			if rng.IntN(2) == 0 {
				reply.Intent = "auto_reply"
			}
			touches = append(touches, reply)
		}
	}
	slices.SortStableFunc(touches, func(a, b touch) int { return instant(a).Compare(instant(b)) })
	line.Touches = touches
	switch rng.IntN(12) {
	case 0:
		line.Lead.Timezone = ""
	case 1:
		line.Lead.Timezone = "Europe/Athens"
	}
	return line
}

func instant(t touch) time.Time {
	at, err := time.Parse(time.RFC3339, t.At)
	if err != nil {
		panic(err) // we wrote it
	}
	return at
}

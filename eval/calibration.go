package main

import (
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"
)

// forecast is a probability that was said, and how often it came.
type forecast struct{ said, came float64 }

// reliability is what became of the forecasts in a bin, of which there are 15 of equal width.
type reliability struct{ said, came, count float64 }

const bins = 15

func reliabilities(all []forecast) (parts [bins]reliability) {
	for _, f := range all {
		part := &parts[max(0, min(int(f.said*bins), bins-1))]
		part.said += f.said
		part.came += f.came
		part.count++
	}
	return parts
}

// calibrationError is the expected calibration error: how far what came is from what was said, bin by bin.
func calibrationError(all []forecast) float64 {
	sum := 0.0
	for _, part := range reliabilities(all) {
		sum += math.Abs(part.said - part.came)
	}
	return sum / float64(len(all))
}

// calibration compares probabilities of an answer within 24 hours with the truth. What came is the true chance of
// the lead in question, which is the mean of infinitely many draws: fewer would be mostly noise.
func calibration(e *evaluation) error {
	var best, sent []forecast
	for _, k := range []kind{worldA, worldB, worldD} {
		theirs, err := e.forecasts(k)
		if err != nil {
			return err
		}
		var there, then []forecast
		for _, f := range theirs {
			there, then = append(there, f.best...), append(then, f.sent...)
			e.note("calibration", fmt.Sprintf("world %s: at %.3f, at_send %.3f",
				k, calibrationError(f.best), calibrationError(f.sent)))
		}
		e.figure("  ECE of world "+string(k)+", at `at`", calibrationError(there))
		best, sent = append(best, there...), append(sent, then...)
	}
	e.atMost("ECE of reply_24h at `at`, worlds A, B, D", .015, calibrationError(best))
	e.atMost("ECE of reply_24h at `send_at`, worlds A, B, D", .015, calibrationError(sent))
	for _, part := range reliabilities(best) {
		if part.count > 0 {
			e.curve("calibration", part.said/part.count, part.came/part.count)
		}
	}
	return nil
}

// forecasts are those of an arena: for the moment chosen and for the other one asked about.
type forecasts struct{ best, sent []forecast }

func (e *evaluation) forecasts(k kind) ([]forecasts, error) {
	all := make([]forecasts, 0, 8)
	for range e.seeds() {
		all = append(all, forecasts{})
	}
	var group errgroup.Group
	group.SetLimit(2)
	i := 0
	for seed := range e.seeds() {
		f := &all[i]
		i++
		group.Go(func() error {
			there, err := e.arenas.of(k, seed)
			if err == nil {
				*f = there.forecasts()
			}
			return err
		})
	}
	return all, group.Wait()
}

func (there *arena) forecasts() (f forecasts) {
	for i, c := range there.cases {
		d := there.decisions[i]
		if !d.At.IsZero() {
			f.best = append(f.best, forecast{d.Reply24h, there.world.worth(c.who, d.At, c.unanswered).in24h})
		}
		f.sent = append(f.sent, forecast{d.AtSend.Reply24h, there.world.worth(c.who, there.sendAt[i], c.unanswered).in24h})
	}
	return f
}

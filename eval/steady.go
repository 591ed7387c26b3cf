package main

import (
	"bytes"
	"fmt"
	"os"
	"time"
)

// steady learns and asks the same twice, and asks in another order, and wants the same bytes; it takes the time.
func steady(e *evaluation) error {
	_, histories, lines := newArena(worldA, e.seed, e.pick(400, 1500))
	model, err := e.program.fit("steady", histories)
	if err != nil {
		return err
	}
	again, err := e.program.fit("again", histories)
	if err != nil {
		return err
	}
	same, err := sameFiles(model, again)
	if err != nil {
		return err
	}
	e.atMost("models that differ when learned again", 0, map[bool]float64{false: 1}[same])
	return e.askThrice(model, lines)
}

func (e *evaluation) askThrice(model string, lines []situation) error {
	begun := time.Now()
	answers, err := e.raw(model, lines)
	if err != nil {
		return err
	}
	took := time.Since(begun)
	again, err := e.raw(model, lines)
	if err != nil {
		return err
	}
	rng := newRand(e.seed, "steady")
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	mixed, err := e.raw(model, lines)
	if err != nil {
		return err
	}
	different := 0.0
	for id, answer := range answers {
		if answer != again[id] || answer != mixed[id] {
			different++
		}
	}
	e.atMost("decisions that differ when asked again or in another order", 0, different)
	e.atLeast("decisions per second through the pipe", 2500, float64(len(lines))/took.Seconds())
	e.note("steady", fmt.Sprintf("%d decisions in %s", len(lines), took))
	return nil
}

func sameFiles(one, other string) (bool, error) {
	a, err := os.ReadFile(one)
	if err != nil {
		return false, err
	}
	b, err := os.ReadFile(other)
	return bytes.Equal(a, b), err
}

// raw returns the bytes of each decision by id.
func (e *evaluation) raw(model string, lines []situation) (map[string]string, error) {
	answers := map[string]string{}
	err := e.program.decide(model, lines, func(raw []byte, d *decision) error {
		answers[d.ID] = string(raw)
		return nil
	})
	return answers, err
}

// elsewhere names what cannot be seen through fit and decide.
func elsewhere(e *evaluation) error {
	for _, r := range []row{
		{Metric: "one decision", Target: "<= 100 us, no allocation"},
		{Metric: "5,000 leads planned anew", Target: "<= 0.4 s on one core"},
		{Metric: "pushes per user-day, mean and p99", Target: "<= 2.5, <= 5"},
		{Metric: "snooze suggestion taken, after 10", Target: ">= 70 %"},
	} {
		e.remark(r.Metric, r.Target, "see the engine's tests and benchmarks")
	}
	return nil
}

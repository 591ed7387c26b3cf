// Eval judges the program by what it decides: it starts the binary, lets fit learn from made-up and from real
// histories, asks decide about situations whose truth it knows, and prints one table of metrics with their targets.
//
//	eval -program bin/salesflow [-quick] [-only SECTION] [-json FILE] [-picture FILE]
//
// It shares neither code nor constants with the engine. The truth of a made-up world is a hazard: an answer to a
// message comes with an intensity that is the product of the lead's responsiveness, a fatigue per unanswered
// attempt, a law of delay and the lead's rhythm of the week. World A mixes archetypes of leads, world B draws
// random periodic rhythms, in world C habits break, in world D clocks are wrong, machines answer and much else.
// What a message is worth is the sum over the hours j of P(answer in hour j) x 2^(-j/6), less for waiting.
//
// The bound is what somebody reaches who knows the world but the lead only from the history (crowd.go); the
// oracle knows the lead, too.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

// evaluation is one run over the sections.
type evaluation struct {
	*report
	program program
	arenas  *arenas
	seed    uint64
	quick   bool
	data    string
}

// seeds yields the seeds of the worlds.
func (e *evaluation) seeds() func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for i := range uint64(e.pick(2, 5)) {
			if !yield(e.seed*100 + i) {
				return
			}
		}
	}
}

func (e *evaluation) pick(quick, full int) int {
	if e.quick {
		return quick
	}
	return full
}

func (e *evaluation) crowd() int { return e.pick(1500, 3000) }

// sections are the parts of an evaluation, in the order of the table.
var sections = []struct {
	name string
	run  func(*evaluation) error
}{
	{"captured", captured},
	{"breaks", breaks},
	{"calibration", calibration},
	{"ranking", ranking},
	{"shuffled", shuffled},
	{"real", realLogs},
	{"variants", variants},
	{"chaos", chaos},
	{"steady", steady},
	{"elsewhere", elsewhere},
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "eval:", err)
		os.Exit(1)
	}
}

func run() (err error) {
	path := flag.String("program", "bin/salesflow", "the binary to judge")
	seed := flag.Uint64("seed", 1, "of all worlds")
	quick := flag.Bool("quick", false, "fewer worlds and leads")
	only := flag.String("only", "", "run one section")
	data := flag.String("data", "../shared/data/timing", "folder of real message logs")
	jsonFile := flag.String("json", "", "write everything to this file")
	pictureFile := flag.String("picture", "", "draw the curves into this file")
	flag.Parse()

	models, err := os.MkdirTemp("", "eval")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(models)) }()
	e := newEvaluation(program{path: *path, models: models}, *seed, *quick)
	e.data = *data
	if err := e.all(*only); err != nil {
		return err
	}
	if err := e.print(os.Stdout); err != nil {
		return err
	}
	if *jsonFile != "" {
		err = e.save(*jsonFile)
	}
	if *pictureFile != "" {
		err = errors.Join(err, e.draw(*pictureFile))
	}
	return err
}

func newEvaluation(p program, seed uint64, quick bool) *evaluation {
	e := &evaluation{program: p, seed: seed, quick: quick,
		report: &report{Curves: map[string][]point{}, Notes: map[string][]string{}}}
	e.arenas = &arenas{program: p, leads: e.pick(120, 500), built: map[string]func() (*arena, error){}}
	return e
}

// all runs the sections, or only the one named.
func (e *evaluation) all(only string) error {
	found := false
	for _, s := range sections {
		if only != "" && only != s.name {
			continue
		}
		found = true
		begun := time.Now()
		if err := s.run(e); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %s\n", s.name, time.Since(begun).Round(time.Second))
	}
	if !found {
		return fmt.Errorf("there is no section %q", only)
	}
	return nil
}

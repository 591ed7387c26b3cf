package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
	"time"
)

// The test binary plays the program when this says how: "fixed", or "oracle" with the world and seed.
const fakeKey = "EVAL_FAKE"

func TestMain(m *testing.M) {
	if how := os.Getenv(fakeKey); how != "" {
		if err := fake(how, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const (
	fewLeads = 25
	testSeed = 7
)

// fake answers fit and decide line by line.
func fake(how, command string) error {
	choose := chooseFixed
	if how == "oracle" {
		choose = chooseOracle()
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<22)
	out := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		var s situation
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return err
		}
		if command == "fit" {
			continue
		}
		at := choose(s)
		fmt.Fprintf(out, `{"id":%q,"at":%q,"blocked_by":null,"reply_24h":0.5}`+"\n", s.ID, at.Format(time.RFC3339Nano))
	}
	fmt.Fprint(out, map[bool]string{true: "a model\n"}[command == "fit"])
	return out.Flush()
}

// chooseFixed knows nothing but the situation.
func chooseFixed(s situation) time.Time {
	now, _ := time.Parse(time.RFC3339, s.Now)
	c := &situationCase{now: now}
	for _, t := range s.Touches {
		if t.Direction == "out" {
			c.lastOut = instant(t)
		}
	}
	from, _ := time.Parse("15:04", s.User.From)
	to, _ := time.Parse("15:04", s.User.To)
	c.who = &person{zone: zone(s.Lead.Timezone), user: networker{zone: zone(s.User.Timezone), from: from.Hour(), to: to.Hour()}}
	return nextAt(c.slots(false), 10)
}

// chooseOracle makes the same world up again and looks at the truth.
func chooseOracle() func(situation) time.Time {
	there, _, lines := newArena(worldA, testSeed, fewLeads)
	index := map[string]int{}
	for i, line := range lines {
		index[line.ID] = i
	}
	return func(s situation) time.Time { return there.world.bestMoment(there.cases[index[s.ID]], false) }
}

// played returns the cells of a world in which the fake decides, by rung.
func played(t *testing.T, how string) map[int]*cell {
	t.Helper()
	e := newEvaluation(program{path: os.Args[0], env: []string{fakeKey + "=" + how}, models: t.TempDir()}, 1, true)
	e.arenas.leads = fewLeads
	s := &stage{kind: worldA, seed: testSeed, cells: map[int]*cell{}}
	if err := e.play(s); err != nil {
		t.Fatal(err)
	}
	if s.refused > 0 {
		t.Errorf("%d choices are refused", s.refused)
	}
	return s.cells
}

func TestBaselinePlayedThroughTheProtocolIsTheSame(t *testing.T) {
	for k, c := range played(t, "fixed") {
		if r := c.ratio(engine, fixed); math.Abs(r-1) > 1e-3 {
			t.Errorf("k %d: fixed 10:00 through the protocol is worth %.4f of what it is here", k, r)
		}
	}
}

func TestOracleCapturesAllThereIs(t *testing.T) {
	for k, c := range played(t, "oracle") {
		if r := c.ratio(engine, oracle); math.Abs(r-1) > 1e-3 {
			t.Errorf("k %d: the oracle through the protocol captures %.4f", k, r)
		}
		for p := range policies {
			if r := c.ratio(p, oracle); r > 1+1e-9 {
				t.Errorf("k %d: %s captures %.4f of the oracle's value", k, p, r)
			}
		}
		if c.ratio(bayes, oracle) < c.ratio(global, oracle)-.02 {
			t.Errorf("k %d: the bound is worse than one moment for all", k)
		}
	}
}

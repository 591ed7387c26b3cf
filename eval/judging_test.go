package main

import (
	"math"
	"testing"
	"time"
)

// TestBoundIsCalibrated holds the machinery of the bound against the truth: over many leads what it says, not
// knowing them, is what comes.
func TestBoundIsCalibrated(t *testing.T) {
	w := newWorld(worldA, 3)
	rng := newRand(3, "bound")
	known := newCrowd(w, 400, rng)
	for _, k := range []int{0, 1, 5} {
		var said, came float64
		for range 800 {
			c, ok := w.live(w.person(rng), k, rng).cut(k, rng)
			if !ok {
				continue
			}
			at := c.now.Add(20 * time.Hour).Truncate(step)
			said += known.chance(c, bin(at, c.who.zone), 48)
			came += w.worth(c.who, at, c.unanswered).in24h
		}
		if math.Abs(said/came-1) > .05 {
			t.Errorf("k %d: the bound expects %.1f answers, %.1f come", k, said, came)
		}
	}
}

func TestAnswersComeAsOftenAsTheyShould(t *testing.T) {
	w := newWorld(worldB, 3)
	rng := newRand(3, "answers")
	var drawn, expected float64
	for range 4000 {
		p := w.person(rng)
		a := attempt{sent: p.legalAfter(spring, rng), unanswered: 2}
		expected += w.worth(p, a.sent, a.unanswered).in24h
		if after := w.answer(p, a, rng); after >= 0 && after < 24*time.Hour {
			drawn++
		}
	}
	if math.Abs(drawn/expected-1) > .05 {
		t.Errorf("%.0f answers within a day, expected %.0f", drawn, expected)
	}
}

// TestDealtAnswersTellNothing lets a lead who is only ever reached at noon be answered for by strangers.
func TestDealtAnswersTellNothing(t *testing.T) {
	w := newWorld(worldA, 5)
	rng := newRand(5, "dealt")
	noon := scaled(func(at int) float64 { return map[bool]float64{true: 1}[at%48/2 == 12] })
	share := func() float64 {
		var at, all float64
		for range 300 {
			p := w.person(rng)
			p.rhythm = noon
			for _, a := range w.live(p, 5, rng).attempts {
				if a.after >= 0 {
					all++
					at += map[bool]float64{true: 1}[noon[bin(a.answered(), p.zone)] > 0]
				}
			}
		}
		return at / all
	}
	if own := share(); own < .7 { // what is sent within a step is answered up to a step later
		t.Errorf("%.2f of the answers of their own come at noon", own)
	}
	w.dealt = true
	if dealt := share(); dealt > .2 {
		t.Errorf("%.2f of the answers of strangers come at noon", dealt)
	}
}

func TestFigures(t *testing.T) {
	sure := []forecast{{.9, 1}, {.9, 1}, {.1, 0}, {.1, 0}}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"calibration error", calibrationError(sure), .1},
		{"area when all are in order", area(sure), 1},
		{"area when nothing is known", area([]forecast{{.5, 1}, {.5, 0}, {.5, 0}}), .5},
		{"area of one pair of two", area([]forecast{{.2, 0}, {.4, 1}, {.6, 0}}), .5},
		{"gain in the right order", gain([]ranked{{score: 3, in72h: 9}, {score: 2, in72h: 4}}, 2, ranked.worth), 1},
		{"gain of the worse first", gain([]ranked{{score: 1, in72h: 1}, {score: 2}}, 2, ranked.worth), 1 / math.Log2(3)},
		{"patience of a warm lead", patience("warm", 72*time.Hour), .5},
	} {
		if math.Abs(c.got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestGates(t *testing.T) {
	now := time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC) // a Wednesday, ten o'clock in Berlin
	ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	out := func(hours int) event { return event{at: ago(hours), out: true} }
	in := func(hours int, intent string) event { return event{at: ago(hours), intent: intent} }
	for _, c := range []struct {
		name   string
		events []event
		after  int // hours from now; 0: blocked
		cause  string
		want   string
	}{
		{"well", []event{out(48)}, 3, "", ""},
		{"by night", []event{out(48)}, 13, "", gate + "night, Sunday or holiday"},
		{"on Sunday", []event{out(48)}, 97, "", gate + "night, Sunday or holiday"},
		{"too soon", []event{out(20)}, 3, "", gate + "under 24 h"},
		{"a machine has answered", []event{out(20), in(19, "auto_reply")}, 3, "", gate + "under 24 h"},
		{"the lead has answered", []event{out(20), in(19, "neutral")}, 1, "", ""},
		{"the lead waits", []event{out(20), in(19, "neutral")}, 24, "", late},
		{"stopped", []event{out(90), in(80, "opt_out")}, 3, "", gate + "opted out"},
		{"six silences", []event{out(300), out(250), out(200), out(150), out(100), out(50)}, 3, "", gate + "too many unanswered"},
		{"in the past", nil, -1, "", gate + "in the past"},
		{"next year", nil, 24 * 9, "", forgotten + "not within 7 days"},
		{"blocked rightly", []event{out(20)}, 0, "contacted_recently", ""},
		{"blocked wrongly", []event{out(30)}, 0, "contacted_recently", forgotten + "blocked by contacted_recently without a cause"},
		{"no answer at all", []event{out(30)}, 0, "", forgotten + "blocked by  without a cause"},
	} {
		s := newSoul("x", newRand(1, "gates"))
		s.user = networker{"u", zone("Europe/Berlin"), 8, 21}
		s.line.Lead.Timezone, s.events = "Europe/Berlin", c.events
		d := &decision{BlockedBy: c.cause}
		if c.after != 0 {
			d.At = now.Add(time.Duration(c.after) * time.Hour)
		}
		if got := s.judge(now, d); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

package timing

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestWordingsAreCountedByWhatTheyBring(t *testing.T) {
	send := func(template string, hours float64) Touch {
		return Touch{At: monday.Add(time.Duration(hours * float64(time.Hour))), Out: true, Template: template}
	}
	reply := func(answer Answer, hours float64) Touch {
		return Touch{At: monday.Add(time.Duration(hours * float64(time.Hour))), Answer: answer}
	}
	for _, c := range []struct {
		name    string
		touches []Touch
		want    Tally
	}{
		{"nothing", []Touch{send("a", 0)}, Tally{Sent: 1}},
		{"yes", []Touch{send("a", 0), reply(Positive, 3)}, Tally{Sent: 1, Reward: 1, Squares: 1}},
		{"no", []Touch{send("a", 0), reply(Negative, 3)}, Tally{Sent: 1}},
		{"something", []Touch{send("a", 0), reply(Unread, 3)}, Tally{Sent: 1, Reward: .6, Squares: .36}},
		{"too late", []Touch{send("a", 0), reply(Positive, 73)}, Tally{Sent: 1}},
		{"leave me alone", []Touch{send("a", 0), reply(OptOut, 3)}, Tally{Sent: 1, OptOuts: 1}},
		{"a robot", []Touch{send("a", 0), reply(Automatic, 1)}, Tally{Sent: 1}},
		{"a robot and a person", []Touch{send("a", 0), reply(Positive, robotic), reply(Positive, 2)}, Tally{Sent: 1, Reward: 1, Squares: 1}},
		{"an addition in between", []Touch{send("a", 0), send("", 1), reply(Positive, 2)}, Tally{Sent: 1, Reward: 1, Squares: 1}},
		{"the answer is to the next wording", []Touch{send("a", 0), send("b", 24), reply(Positive, 25)}, Tally{Sent: 1}},
	} {
		known := c.touches[0].At
		w := countWordings([]Record{{User: "me", Touches: c.touches}}, known)
		for whose, got := range map[string]Tally{"team": w.Team["a"], "user": w.Users["me"]["a"]} {
			if d := got.Plus(Tally{-c.want.Sent, -c.want.Reward, -c.want.Squares, -c.want.OptOuts}); math.Abs(d.Sent)+math.Abs(d.Reward)+math.Abs(d.Squares)+math.Abs(d.OptOuts) > 1e-9 {
				t.Errorf("%s, %s: %+v, want %+v", c.name, whose, got, c.want)
			}
		}
	}
}

func TestOldWordingsCountLess(t *testing.T) {
	touches := []Touch{{At: monday, Out: true, Template: "a"}}
	w := countWordings([]Record{{User: "me", Touches: touches}}, monday.Add(TallyHalfLife))
	if !within1e9(w.Team["a"].Sent, .5) {
		t.Errorf("after its half-life it counts %g", w.Team["a"].Sent)
	}
}

func TestChosenWordingsFit(t *testing.T) {
	w := Wordings{Kappa: 60, Team: Tallies{"good": tally(400, 200), "bad": tally(400, 40), "other stage": tally(400, 390)}, Users: map[string]Tallies{}}
	chosen := map[string]int{}
	for seed := range uint64(300) {
		chosen[w.Choose(WordingCase{Now: monday, Seed: seed, Fits: func(name string) bool { return name != "other stage" }})]++
	}
	if chosen["good"] < 270 || chosen["other stage"] > 0 {
		t.Errorf("chosen: %v", chosen)
	}
	if none := w.Choose(WordingCase{Fits: func(string) bool { return false }}); none != "" {
		t.Errorf("nothing fits, chosen is %q", none)
	}
}

// TestChosenWordingsAreNotRepeated to the lead that got them lately.
func TestChosenWordingsAreNotRepeated(t *testing.T) {
	w := Wordings{Kappa: 60, Team: Tallies{"good": tally(400, 200), "bad": tally(400, 40)}, Users: map[string]Tallies{}}
	c := WordingCase{Now: monday, Fits: func(string) bool { return true }, Seed: 1,
		Touches: []Touch{{At: monday.AddDate(0, 0, -5), Out: true, Template: "good"}}}
	if got := w.Choose(c); got != "bad" {
		t.Errorf("chosen again after 5 days: %q", got)
	}
	if c.seen("good") != 5 || c.seen("bad") >= 0 {
		t.Errorf("seen %g and %g days ago", c.seen("good"), c.seen("bad"))
	}
	if names := w.names(); !slices.IsSorted(names) {
		t.Errorf("names in no order: %v", names)
	}
}

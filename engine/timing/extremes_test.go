package timing

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// extremes are histories that nobody lived, but that somebody may import.
func extremes() map[string][]Touch {
	many, once, quick, silent := make([]Touch, 10_000), make([]Touch, 500), []Touch{}, []Touch{}
	for i := range many {
		many[i] = Touch{At: monday.Add(time.Duration(i) * 7 * time.Hour), Out: i%3 > 0, Answer: Positive}
	}
	for i := range once {
		once[i] = Touch{At: monday, Out: i%2 == 0}
	}
	for i := range 60 {
		at := monday.AddDate(0, 0, i)
		quick = append(quick, Touch{At: at, Out: true}, Touch{At: at.Add(robot)})
		silent = append(silent, Touch{At: at, Out: true})
	}
	return map[string][]Touch{
		"nothing":             nil,
		"one message":         {{At: monday, Out: true}},
		"one answer":          {{At: monday}},
		"ten thousand":        many,
		"all in one second":   once,
		"answers after 5 s":   quick,
		"never an answer":     silent,
		"the year 1900":       {{At: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), Out: true}, {At: monday}},
		"the year 9999":       {{At: monday, Out: true}, {At: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)}},
		"the year 1":          {{At: time.Time{}, Out: true}, {At: time.Time{}.Add(time.Hour)}, {At: monday, Out: true}},
		"in the wrong order":  {{At: monday, Out: true}, {At: monday.AddDate(-1, 0, 0)}, {At: monday.AddDate(0, 0, -2), Out: true}},
		"nothing but robots":  {{At: monday, Out: true}, {At: monday.Add(time.Second)}, {At: monday.AddDate(0, 0, 2), Answer: Automatic}},
		"everything an order": {{At: monday, Out: true, Answer: OptOut, Template: "x"}, {At: monday.Add(time.Hour), Answer: "?"}},
	}
}

// sane checks everything that a model says of a history at a moment.
func sane(t interface {
	Fatalf(format string, args ...any)
}, m *Mind, touches []Touch, now time.Time) {
	view := m.Read(touches, Calendar{}, now, Prior{User: "u", Country: "DE"})
	at, _ := m.Best(Search{From: now, Patience: Patience(Warm)})
	c := m.Chance(at)
	for name, p := range map[string]float64{"3 h": c.In3h, "24 h": c.In24h, "evidence": view.Evidence} {
		if !(p >= 0 && p <= 1) {
			t.Fatalf("%s: %g", name, p)
		}
	}
	if c.In3h > c.In24h {
		t.Fatalf("within 3 hours %g, within 24 %g", c.In3h, c.In24h)
	}
	sum := 0.0
	for _, v := range m.rhythm {
		sum += v
	}
	m.placeBets()
	if v := m.value(18); !(math.Abs(sum-hoursAWeek) < 1e-6) || !(v >= 0 && v <= 1) {
		t.Fatalf("rhythm %g, value %g", sum/hoursAWeek, v)
	}
	if at.Before(now) {
		t.Fatalf("%s has passed at %s", at, now)
	}
}

func TestExtremesAreDecided(t *testing.T) {
	mind := NewMind(NewBrain(DefaultModel()))
	for name, touches := range extremes() {
		t.Run(name, func(t *testing.T) {
			for _, now := range []time.Time{monday.AddDate(0, 6, 0), monday, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)} {
				sane(t, mind, touches, now)
			}
		})
	}
}

// TestFitOfExtremesIsUsable: whatever was imported, the model can be written and decides.
func TestFitOfExtremesIsUsable(t *testing.T) {
	all := extremes()
	all["all of them"] = nil
	for name := range all {
		t.Run(name, func(t *testing.T) {
			var records []Record
			for other, touches := range extremes() {
				for range 20 {
					if other == name || name == "all of them" {
						records = append(records, Record{User: "u", Country: "DE", Touches: touches})
					}
				}
			}
			model := Fit(records, monday.AddDate(1, 0, 0))
			if _, err := json.Marshal(model); err != nil {
				t.Fatal(err)
			}
			if err := model.Check(); err != nil {
				t.Fatal(err)
			}
			mind := NewMind(NewBrain(model))
			for _, touches := range extremes() {
				sane(t, mind, touches, monday.AddDate(0, 6, 0))
			}
		})
	}
}

func TestAnyHistoryIsDecided(t *testing.T) {
	mind := NewMind(NewBrain(DefaultModel()))
	rapid.Check(t, func(t *rapid.T) {
		sane(t, mind, anyTouches(t), monday.Add(time.Duration(rapid.IntRange(-100, 20_000).Draw(t, "now"))*time.Hour))
	})
}

// TestMindsForget: what is decided of a lead does not depend on the leads before.
func TestMindsForget(t *testing.T) {
	brain := NewBrain(DefaultModel())
	used := NewMind(brain)
	rapid.Check(t, func(t *rapid.T) {
		touches, now := anyTouches(t), monday.AddDate(0, 1, 0)
		fresh := NewMind(brain)
		search := Search{From: now, Patience: Patience(Warm)}
		if a, b := used.Read(touches, Calendar{}, now, Prior{}), fresh.Read(touches, Calendar{}, now, Prior{}); a != b {
			t.Fatalf("%+v and %+v", a, b)
		}
		a, _ := used.Best(search)
		b, _ := fresh.Best(search)
		if a != b || used.Chance(a) != fresh.Chance(b) {
			t.Fatalf("%s %v and %s %v", a, used.Chance(a), b, fresh.Chance(b))
		}
	})
}

package engine_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// eveningChat is a chat about every other day, in which the lead answers two of three messages in the evening.
func eveningChat(name string, talks int) string {
	var chat strings.Builder
	for i := range talks {
		day := monday.AddDate(0, 0, 2*(i-talks)).Format("02.01.06")
		fmt.Fprintf(&chat, "%s, 12:%02d - Max: Hallo\n", day, i)
		if i%3 != 2 {
			fmt.Fprintf(&chat, "%s, 19:%02d - %s: Ja\n", day, 3*i, name)
		}
	}
	return chat.String()
}

// model is the stored model of a version.
func (w *world) model(version int) (m timing.Model) {
	w.t.Helper()
	err := w.db.Work(w.t.Context(), func(work engine.Work) (err error) {
		m, err = work.Model(w.t.Context(), version)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// expectReproduced makes the time of the open suggestion of a lead again, from nothing but what was logged.
func (w *world) expectReproduced(name string, version int) engine.Decision {
	w.t.Helper()
	item, decisions := w.chosen(name)
	if len(decisions) != 1 {
		w.t.Fatalf("%s: %d decisions", name, len(decisions))
	}
	d := decisions[0]
	if d.Basis == nil || d.ModelVersion != version || item.BestAt == nil {
		w.t.Fatalf("%s: %+v of version %d, want %d", name, d.Basis, d.ModelVersion, version)
	}
	model := timing.DefaultModel()
	if version > 0 {
		model = w.model(version)
	}
	f, ok := d.Again(model)
	if !ok || !f.At.Equal(d.Basis.BestAt) || !item.BestAt.Equal(f.At.Truncate(time.Microsecond)) {
		w.t.Errorf("%s is best written to at %s, logged %s, again %s", name, item.BestAt, d.Basis.BestAt, f.At)
	}
	if math.Abs(f.Chance.In24h-d.Confidence) > 1e-7 {
		w.t.Errorf("%s answers with %g, again %g", name, d.Confidence, f.Chance.In24h)
	}
	return d
}

func TestADecisionIsReproducedFromItsLogAndModel(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	w.takeOver("WhatsApp Chat mit Tom.txt", eveningChat("Tom", 12))
	w.say("Lisa Meier 0170 1234567")
	w.expectReproduced("Tom", 0)
	w.expectReproduced("Lisa", 0)
	w.addModel(readier(1))
	w.tick(monday.Add(time.Hour))
	w.say("Tom erledigt")
	old := w.expectReproduced("Tom", 1)
	if n := len(old.History); n != 8*21 {
		t.Errorf("%d bytes of history, want those of 21 messages", n)
	}
	if other, _ := old.Again(timing.DefaultModel()); math.Abs(other.Chance.In24h-old.Confidence) < 1e-3 {
		t.Errorf("another model is as confident: %g", other.Chance.In24h)
	}
	w.clock.set(monday.Add(9 * time.Hour))
	w.say("Tom hat geantwortet") // the log of before stands, whatever the lead does since
	w.addModel(readier(2))
	w.tick(monday.Add(26 * time.Hour))
	if f, _ := old.Again(w.model(1)); !f.At.Equal(old.Basis.BestAt) {
		t.Errorf("later it is best at %s, was %s", f.At, old.Basis.BestAt)
	}
	w.say("Tom erledigt")
	w.expectReproduced("Tom", 2)
}

func TestTheMessageJustSentIsPartOfWhatIsPlannedNext(t *testing.T) {
	w := newWorld(t)
	w.say("/start")
	w.takeOver("WhatsApp Chat mit Tom.txt", eveningChat("Tom", 2)) // Tom wrote last and waits
	w.tick(monday.Add(time.Hour))
	w.say("Tom erledigt")
	lead, d := w.lead("Tom"), w.expectReproduced("Tom", 0)
	if touches := lead.Touches(); !touches[len(touches)-1].Out || string(d.History) != string(lead.History) {
		t.Errorf("%d touches were looked at, there are %d", len(d.History)/8, len(touches))
	}
}

func TestAMomentLeftToChanceIsLoggedAsSuch(t *testing.T) {
	w := newWorld(t)
	w.engine.Rules.Explore = 1
	w.say("/start")
	w.takeOver("WhatsApp Chat mit Tom.txt", eveningChat("Tom", 12))
	d := w.expectReproduced("Tom", 0)
	if !d.Explored || d.TimePropensity <= 0 || d.TimePropensity >= 1 {
		t.Errorf("explored %v with a propensity of %g", d.Explored, d.TimePropensity)
	}
	w.engine.Rules.Explore = 0
	w.takeOver("WhatsApp Chat mit Eva.txt", eveningChat("Eva", 12))
	if d := w.expectReproduced("Eva", 0); d.Explored || d.TimePropensity != 1 {
		t.Errorf("explored %v with a propensity of %g, though nothing is left to chance", d.Explored, d.TimePropensity)
	}
}

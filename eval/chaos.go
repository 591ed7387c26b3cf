package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// event is a touch of a lead in chaos.
type event struct {
	at     time.Time
	out    bool
	intent string
}

// soul is a lead to whom anything may happen.
type soul struct {
	line   situation // what does not change from day to day
	user   networker
	events []event
	plan   time.Time // of the next message
	coming event     // an answer on its way
}

// chaos lets made-up networkers follow what the program decides, day by day, while leads move, opt out and are
// lost, clocks jump and days are missed, and counts what must never happen.
func chaos(e *evaluation) error {
	rng := newRand(e.seed, "chaos")
	days, leads := e.pick(20, 200), e.pick(2000, 5000)
	model, err := e.program.fit("chaos", newWorld(worldA, e.seed).histories(300, rng))
	if err != nil {
		return err
	}
	souls := make([]*soul, leads)
	for i := range souls {
		souls[i] = newSoul(fmt.Sprintf("c%d", i), rng)
	}
	seen := verdicts{}
	begin := time.Date(2026, time.October, 15, 4, 0, 0, 0, time.UTC)
	for n := range days {
		if rng.IntN(15) == 0 {
			continue // nobody decides
		}
		now := begin.AddDate(0, 0, n).Add(time.Duration(rng.IntN(16*3600)) * time.Second) // clocks jump
		if err := e.chaosDay(model, souls, day{now, rng}, seen); err != nil {
			return err
		}
	}
	e.reportChaos(seen)
	return nil
}

// day is one on which everything is decided anew.
type day struct {
	now time.Time
	rng *rand.Rand
}

func (e *evaluation) chaosDay(model string, souls []*soul, d day, seen verdicts) error {
	lines := make([]situation, len(souls))
	for i, s := range souls {
		s.befall(d)
		lines[i] = s.told(d.now)
	}
	decisions, err := e.program.decisions(model, lines)
	if err != nil {
		return err
	}
	for i, s := range souls {
		verdict := s.judge(d.now, &decisions[i])
		seen[verdict]++
		seen["lead-days"]++
		s.plan = decisions[i].At
	}
	return nil
}

func newSoul(id string, rng *rand.Rand) *soul {
	user := networker{id: fmt.Sprintf("u%d", rng.IntN(50)), zone: zone("Europe/Berlin")}
	user.from, user.to = 6+len(user.id)%3, 20+len(user.id)%2
	if rng.IntN(40) == 0 {
		user = networker{"lark", user.zone, 5, 8} // never awake while a lead may be written to
	}
	s := &soul{user: user}
	s.line = situation{ID: id, User: user.part(), Lead: leadPart{
		Stage: "new", Timezone: anyZone(rng), Region: region, Sentiment: oneOf(rng, "hot", "warm", "cold"),
		Addresses: []string{"whatsapp", "email"}, Consent: oneOf(rng, "claimed", "granted"),
	}}
	return s
}

func oneOf(rng *rand.Rand, all ...string) string { return all[rng.IntN(len(all))] }

func anyZone(rng *rand.Rand) string {
	return oneOf(rng, "Europe/Berlin", "Europe/Berlin", "Europe/Berlin", "Europe/London", "America/New_York",
		"Asia/Tokyo", "Pacific/Auckland", "")
}

// befall lets happen what happens before the day's decision.
func (s *soul) befall(d day) {
	s.send(d)
	if !s.coming.at.IsZero() && s.coming.at.Before(d.now) {
		s.events = append(s.events, s.coming)
		s.coming = event{}
	}
	s.strike(d)
	if s.hopeless() && d.rng.IntN(5) == 0 { // somebody else takes the place
		*s = *newSoul(s.line.ID, d.rng)
	}
	slices.SortStableFunc(s.events, func(a, b event) int { return a.at.Compare(b.at) })
	s.events = s.events[max(0, len(s.events)-12):]
}

// send carries out the plan once its time has come, and draws what will be answered.
func (s *soul) send(d day) {
	if s.plan.IsZero() || s.plan.After(d.now) {
		return
	}
	at := s.plan
	s.plan = time.Time{}
	if d.rng.IntN(8) == 0 {
		return // the networker does not
	}
	s.events = append(s.events, event{at: at, out: true})
	if s.line.Lead.Stage == "new" {
		s.line.Lead.Stage = "contacted"
	}
	switch x := d.rng.IntN(100); {
	case x < 4:
		s.coming = event{at: at.Add(3 * time.Second), intent: "auto_reply"}
	case x < 34:
		after := time.Minute + time.Duration(d.rng.ExpFloat64()*8*3600)*time.Second
		s.coming = event{at: at.Add(after), intent: oneOf(d.rng, "positive", "neutral", "question", "neutral", "opt_out")}
	}
}

// strike is chance.
func (s *soul) strike(d day) {
	lead := &s.line.Lead
	switch d.rng.IntN(400) {
	case 0:
		lead.OptedOut = true
	case 1:
		lead.Stage = "lost"
	case 2:
		lead.Addresses = nil
	case 3:
		lead.Consent = oneOf(d.rng, "withdrawn", "objected")
	case 4, 5, 6, 7:
		lead.Timezone = anyZone(d.rng)
	case 8, 9, 10, 11:
		lead.Stage = oneOf(d.rng, "replied", "interested", "appointment", "closing", "customer")
	case 12, 13: // the networker writes without being asked
		s.events = append(s.events, event{at: d.now.Add(-time.Duration(d.rng.IntN(30)) * time.Hour), out: true})
	case 14, 15: // the lead writes
		s.events = append(s.events, event{at: d.now.Add(-time.Duration(1+d.rng.IntN(100)) * time.Minute), intent: "question"})
	case 16: // a clock is wrong
		s.events = append(s.events, event{at: d.now.Add(time.Duration(d.rng.IntN(90)) * time.Minute), out: true})
	}
}

// told is the line about the lead.
func (s *soul) told(now time.Time) situation {
	line := s.line
	line.Now = stamp(now)
	line.Touches = []touch{}
	for _, e := range s.events {
		t := touch{At: stamp(e.at), Direction: "in", Channel: "whatsapp", Intent: e.intent}
		if e.out {
			t.Direction = "out"
		}
		line.Touches = append(line.Touches, t)
	}
	return line
}
